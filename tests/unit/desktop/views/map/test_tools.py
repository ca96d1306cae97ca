"""The tool in hand: taken by button or key, explained at the foot, let go of by Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.actions.catalogue import ActionId
from desktop.views.map.tool_items import NEARBY_CIRCLE
from tests.unit.desktop.views.conftest import Room
from tests.unit.desktop.views.map.hands import click, key, trigger
from widgets.map.values import Tool

KEYS = {
    Qt.Key.Key_B: Tool.SELECT_RECT,
    Qt.Key.Key_M: Tool.MEASURE_LINE,
    Qt.Key.Key_I: Tool.DRAW_POINT,
    Qt.Key.Key_L: Tool.DRAW_LINE,
    Qt.Key.Key_Y: Tool.DRAW_POLYGON,
    Qt.Key.Key_O: Tool.DRAW_CIRCLE,
    Qt.Key.Key_T: Tool.DRAW_POINT,
}


@pytest.mark.parametrize(("pressed", "tool"), KEYS.items())
def test_a_key_takes_its_tool_and_says_how_it_is_used(
    room: Room, pressed: Qt.Key, tool: Tool
) -> None:
    key(room, pressed)
    assert room.window.map.tool() is tool
    assert "Esc" in room.window.pane.hint()


def test_the_button_of_the_tool_in_hand_is_on(room: Room) -> None:
    trigger(room, ActionId.MEASURE_AREA)
    assert room.window.map.tool() is Tool.MEASURE_AREA
    assert room.window.pane.toolbar.button("measure").isChecked()
    assert not room.window.pane.toolbar.button("markup").isChecked()


def test_the_same_key_again_lets_go_of_the_tool(room: Room) -> None:
    key(room, Qt.Key.Key_B)
    key(room, Qt.Key.Key_B)
    assert room.window.map.tool() is Tool.PAN
    assert room.window.pane.hint() == ""


def test_another_tool_of_the_same_shape_takes_its_place(room: Room) -> None:
    trigger(room, ActionId.MARK_CIRCLE)
    trigger(room, NEARBY_CIRCLE)
    assert room.desks.tools.mode == NEARBY_CIRCLE
    assert room.window.map.tool() is Tool.DRAW_CIRCLE


def test_escape_lets_go_of_the_tool_before_the_selection(room: Room) -> None:
    room.wall.select("stream:W1")
    key(room, Qt.Key.Key_B)
    key(room, Qt.Key.Key_Escape)
    assert room.window.map.tool() is Tool.PAN
    assert room.wall.focus.id == "stream:W1"
    key(room, Qt.Key.Key_Escape)
    assert room.wall.focus.id == ""


def test_escape_in_the_map_itself_lets_go_too(room: Room) -> None:
    trigger(room, ActionId.MARK_LINE)
    click(room, 121.01, 31.01)
    room.window.map.setFocus()
    key(room, Qt.Key.Key_Escape)
    assert room.desks.tools.mode == ""
    assert room.window.pane.hint() == ""


def test_what_is_not_served_here_is_asked_for(room: Room) -> None:
    asked: list[str] = []
    room.desks.asked.connect(asked.append)
    trigger(room, ActionId.IMPORT)
    room.window.pane.toolbar.button(ActionId.LAYERS).click()
    key(room, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["import", "layers", "export"]


def test_the_buttons_zoom(room: Room) -> None:
    canvas, toolbar = room.window.map, room.window.pane.toolbar
    canvas.set_animated(False)
    before = canvas.view().zoom
    toolbar.button("zoom_in").click()
    assert canvas.view().zoom == pytest.approx(before + 1, abs=0.5)
    assert canvas.view().zoom > before
    toolbar.button("zoom_out").click()
    toolbar.button(ActionId.WHOLE_TOWN).click()
    assert canvas.bounds().west < 121.0 < 121.04 < canvas.bounds().east
