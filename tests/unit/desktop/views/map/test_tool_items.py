"""The strip shows every tool with the catalogue's words and keys, and which of them is on."""

from __future__ import annotations

from desktop.actions.catalogue import ActionId, catalogue
from desktop.settings import Bookmark
from desktop.views.map.tool_items import LINK, LOCK, Shown, tool_items
from widgets.map.toolbar import ToolItem


def flat(shown: Shown) -> dict[str, ToolItem]:
    items = tool_items(shown)
    return {item.id: item for top in items for item in (top, *top.items)}


def test_no_id_stands_twice() -> None:
    shown = Shown(bookmarks=(Bookmark(1, "a", 0, 0, 1), Bookmark(9, "b", 0, 0, 1)))
    items = [item.id for top in tool_items(shown) for item in (top, *top.items)]
    assert len(items) == len(set(items))


def test_tools_have_the_words_and_keys_of_the_catalogue() -> None:
    items = flat(Shown())
    for action in catalogue():
        if action.id in items:
            assert (items[action.id].text, items[action.id].key) == (action.text, action.shortcut)
    assert ActionId.MEASURE_LENGTH in items


def test_only_the_tool_in_hand_is_on() -> None:
    items = flat(Shown(mode=ActionId.MARK_LINE))
    assert [item.id for item in items.values() if item.checked] == [ActionId.MARK_LINE]


def test_only_a_radius_that_is_asked_is_on() -> None:
    assert [i.id for i in flat(Shown(radius_m=1000)).values() if i.checked] == ["nearby_m:1000"]
    assert not any(item.checked for item in flat(Shown()).values())


def test_bookmarks_stand_by_name_with_their_digit() -> None:
    items = flat(Shown(bookmarks=(Bookmark(3, "下立交", 121, 31, 15),)))
    assert (items["bookmark:3"].text, items["bookmark:3"].key) == ("下立交", "3")
    assert items["edit_bookmarks"].enabled
    assert not flat(Shown())["edit_bookmarks"].enabled


def test_a_further_window_has_a_link_and_a_lock_and_no_further_window() -> None:
    items = flat(Shown(is_second=True, is_linked=True))
    assert items[LINK].checked
    assert not items[LOCK].checked
    assert ActionId.SECOND_MAP not in items
    assert LINK not in flat(Shown())
