"""Choosing many lists them by kind with the worst level, and closing the list lets go."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.actions.catalogue import ActionId
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import drag, key, listed, trigger
from widgets.theme.tokens import Level


def choose_all(room: Room) -> None:
    key(room, Qt.Key.Key_B)
    drag(room, (120.999, 31.0205), (121.0405, 30.9995))


def test_a_rectangle_lists_what_is_inside_the_worst_first(room: Room) -> None:
    choose_all(room)
    assert set(listed(room)) == {
        "stream:W1",
        "stream:W2",
        "stream:R1",
        "stream:H1",
        "asset:C1",
        "asset:C2",
        "case:c2",
    }
    places = room.window.pane.places
    assert places.accessibleName() == "已选 7 处 最高告警：红色"
    heading, first = places.rows()[0], places.rows()[1]
    assert (heading.title, heading.figure) == ("监测点", "4 · 告警 2")
    assert (first.id, first.level) == ("stream:W1", Level.RED)


def test_a_row_picked_is_selected(room: Room) -> None:
    choose_all(room)
    room.window.pane.places.selected.emit("asset:C2")
    assert room.wall.focus.id == "asset:C2"
    assert listed(room)


def test_closing_the_list_lets_go_of_the_chosen(room: Room) -> None:
    choose_all(room)
    room.window.pane.places.close_button().click()
    assert room.window.map.selection() == []
    assert listed(room) == []


def test_escape_leaves_the_tool_then_the_list_then_the_selection(room: Room) -> None:
    room.wall.select("stream:W1")
    choose_all(room)
    key(room, Qt.Key.Key_Escape)
    assert listed(room)
    key(room, Qt.Key.Key_Escape)
    assert listed(room) == []
    assert room.wall.focus.id == "stream:W1"
    key(room, Qt.Key.Key_Escape)
    assert room.wall.focus.id == ""


def test_an_empty_rectangle_chooses_nothing(room: Room) -> None:
    choose_all(room)
    drag(room, (121.012, 31.015), (121.014, 31.017))
    assert listed(room) == []
    assert room.window.map.selection() == []


def test_the_strip_clears_the_choice(room: Room) -> None:
    choose_all(room)
    trigger(room, "clear_chosen")
    assert room.window.map.selection() == []
    assert listed(room) == []


def test_the_list_follows_what_becomes_of_the_chosen(room: Room) -> None:
    choose_all(room)
    room.town.set_case("c2", title="改了名")
    room.feed.ticked.emit()
    titles = {row.id: row.title for row in room.window.pane.places.rows()}
    assert titles["case:c2"] == "改了名"


def test_another_list_in_its_place_lets_go_of_the_chosen(room: Room) -> None:
    choose_all(room)
    room.desks.perform(ActionId.NEARBY)
    assert room.window.map.selection() == []
    assert room.desks.shelf.owner == "around"
