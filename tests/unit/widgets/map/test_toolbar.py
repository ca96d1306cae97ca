"""The toolbar tells what is pressed, shows what is on, and keeps its buttons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from widgets.map.toolbar import Toolbar, ToolItem
from widgets.theme.icons import Icon

ITEMS = (
    ToolItem("in", "放大", Icon.ZOOM_IN, "+"),
    ToolItem("layers", "图层", Icon.LAYERS, checked=False),
    ToolItem(
        "select",
        "框选",
        Icon.RECTANGLE,
        apart=True,
        items=(
            ToolItem("rect", "矩形", Icon.RECTANGLE, "B", checked=False),
            ToolItem("lasso", "套索", Icon.LASSO, checked=False),
        ),
    ),
)


@pytest.fixture
def bar(qtbot: QtBot) -> Toolbar:
    made = Toolbar()
    qtbot.addWidget(made)
    made.set_items(ITEMS)
    made.show()
    return made


def test_buttons_and_entries_tell_their_id(bar: Toolbar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.triggered) as told:
        qtbot.mouseClick(bar.button("in"), Qt.MouseButton.LeftButton)
    assert told.args == ["in"]
    with qtbot.waitSignal(bar.triggered) as told:
        bar.entry("lasso").trigger()
    assert told.args == ["lasso"]
    bar.button("layers").setFocus()
    with qtbot.waitSignal(bar.triggered) as told:
        qtbot.keyClick(bar.button("layers"), Qt.Key.Key_Space)
    assert told.args == ["layers"]


def test_states_change_without_new_buttons(bar: Toolbar) -> None:
    layers, select = bar.button("layers"), bar.button("select")
    on = replace(ITEMS[1], checked=True)
    chosen = replace(ITEMS[2].items[1], checked=True)
    bar.set_items((ITEMS[0], on, replace(ITEMS[2], items=(ITEMS[2].items[0], chosen))))
    assert bar.button("layers") is layers
    assert layers.isChecked()
    assert select.isChecked()
    assert bar.entry("lasso").isChecked()
    assert not bar.entry("rect").isChecked()
    bar.set_items((ITEMS[0], replace(ITEMS[1], enabled=False), ITEMS[2]))
    assert not layers.isChecked()
    assert not layers.isEnabled()


def test_other_tools_bring_other_buttons(bar: Toolbar) -> None:
    bar.set_items(ITEMS[:1])
    with pytest.raises(KeyError):
        bar.button("layers")
    assert bar.button("in").isVisible()


def test_every_button_has_a_name_and_says_its_key(bar: Toolbar) -> None:
    assert [bar.button(item.id).accessibleName() for item in ITEMS] == ["放大", "图层", "框选"]
    assert bar.button("in").toolTip() == "放大  +"
    assert bar.entry("rect").text() == "矩形\tB"
