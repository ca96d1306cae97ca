"""The search line: whatever is on the map is found, flown to and selected."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from services.contract import events as ev
from services.contract.model import Team
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import key, listed
from widgets.map.features import Name


def search(room: Room, text: str) -> list[str]:
    """Type; answers the titles found."""
    room.window.map.set_animated(False)
    box = room.window.pane.search
    box.line().setText(text)
    box.asked.emit(text)
    return [hit.title for hit in room.desks.find._hits]


def pick(room: Room) -> None:
    """Take the first hit by the keyboard."""
    QTest.keyClick(room.window.pane.search.line(), Qt.Key.Key_Return)


def middle(room: Room) -> tuple[float, float]:
    view = room.window.map.view()
    return view.lon, view.lat


@pytest.mark.parametrize(
    ("pressed", "held"),
    [
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_keys_take_the_line(room: Room, pressed: Qt.Key, held: Qt.KeyboardModifier) -> None:
    key(room, pressed, held)
    assert room.window.pane.search.line().hasFocus()
    assert room.window.pane.search.text() == ""


def test_letters_typed_into_the_line_are_no_keys_of_the_window(room: Room) -> None:
    key(room, Qt.Key.Key_Slash)
    QTest.keyClicks(room.window.pane.search.line(), "mb1/")
    assert room.window.pane.search.text() == "mb1/"
    assert room.desks.tools.mode == ""


@pytest.mark.parametrize(
    ("typed", "id", "place"),
    [
        ("南闸", "stream:H1", (121.039, 31.019)),
        ("下立交枪机", "asset:C1", (121.0012, 31.0012)),
        ("二队", "team:T2", (121.035, 31.015)),
        ("案件 c2", "case:c2", (121.03, 31.01)),
    ],
)
def test_a_thing_is_flown_to_and_selected(
    room: Room, typed: str, id: str, place: tuple[float, float]
) -> None:
    assert search(room, typed)
    pick(room)
    assert room.wall.focus.id == id
    assert middle(room) == pytest.approx(place, abs=1e-6)
    assert room.window.pane.search.text() == ""
    assert room.window.map.hasFocus()


def test_an_area_is_shown_whole(room: Room) -> None:
    assert search(room, "西村") == ["西村"]
    pick(room)
    shown = room.window.map.bounds()
    assert shown.west < 121.02 < 121.04 < shown.east
    assert shown.east - shown.west < 0.08


@pytest.mark.parametrize("typed", ["121.015,31.012", "31.012, 121.015", "31.012N 121.015E"])
def test_a_coordinate_gets_a_box_and_its_read_out(room: Room, typed: str) -> None:
    room.wall.select("stream:W1")
    search(room, typed)
    pick(room)
    assert room.wall.focus.id == ""
    assert len(listed(room)) == 5
    callout = room.window.map._scene.callout
    assert callout is not None
    assert (callout.lon, callout.lat) == pytest.approx((121.015, 31.012))
    # It is seen: the middle of what the list leaves free.
    free = room.window.pane.free_bounds()
    assert (free.west + free.east) / 2 == pytest.approx(121.015, abs=5e-4)


def test_the_swapped_order_is_said(room: Room) -> None:
    search(room, "31.012, 121.015")
    assert "纬度在前" in room.desks.find._hits[0].note


def test_the_box_of_a_place_stays_until_something_is_selected(room: Room) -> None:
    search(room, "121.015,31.012")
    pick(room)
    room.feed.ticked.emit()
    assert room.window.map._scene.callout is not None
    room.wall.select("stream:W1")
    assert room.window.map._scene.callout.id == "stream:W1"
    room.wall.deselect()
    assert room.window.map._scene.callout is None


def test_names_of_the_base_map_are_found_once(room: Room) -> None:
    room.kit.index.set_names(
        [
            Name("人民路", "roads", "street", 121.01, 31.01),
            Name("人民路", "roads", "", 121.02, 31.0),
        ]
    )
    assert search(room, "人民路").count("人民路") == 1
    found = next(hit for hit in room.desks.find._hits if hit.title == "人民路")
    assert found.note == "道路"


def test_what_is_registered_later_is_found(room: Room) -> None:
    assert search(room, "三队") == []
    room.town.put(ev.TeamRegistered(Team("T3", "三队", 3, 121.01, 31.01)))
    room.feed.changed.emit(room.town.store.drain())
    assert search(room, "三队") == ["三队"]


def test_escape_empties_the_line_then_leaves_it_then_deselects(room: Room) -> None:
    room.wall.select("stream:W1")
    key(room, Qt.Key.Key_Slash)
    QTest.keyClicks(room.window.pane.search.line(), "x")
    key(room, Qt.Key.Key_Escape)
    assert room.window.pane.search.text() == ""
    assert room.window.pane.search.line().hasFocus()
    key(room, Qt.Key.Key_Escape)
    assert room.window.map.hasFocus()
    assert room.wall.focus.id == "stream:W1"
    key(room, Qt.Key.Key_Escape)
    assert room.wall.focus.id == ""


def test_the_worst_level_stands_beside_what_was_found(room: Room) -> None:
    search(room, "人民路下立交")
    rows = room.window.pane.search._model.place_rows()
    assert {row.title: int(row.level) for row in rows}["人民路下立交"] == 4
