"""The pane's parts stand inside it and beside each other, however small it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from desktop.views.map.pane import MapPane
from widgets.map.place_rows import PlaceRow
from widgets.map.toolbar import ToolItem
from widgets.theme.icons import Icon

ITEMS = [ToolItem(f"t{n}", f"工具 {n}", Icon.HOME) for n in range(9)]


@pytest.fixture
def pane(qtbot: QtBot) -> MapPane:
    made = MapPane()
    qtbot.addWidget(made)
    made.toolbar.set_items(ITEMS)
    made.resize(900, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("size", [QSize(900, 700), QSize(640, 480), QSize(2400, 1700)])
def test_nothing_overlaps_or_leaves_the_pane(pane: MapPane, size: QSize) -> None:
    pane.search.line().setText("东")
    pane.search.set_hits([PlaceRow(f"p{n}", "东", "", "地点") for n in range(9)])
    pane.show_panel(pane.places)
    pane.set_hint("单击添加顶点，双击结束")
    pane.resize(size)
    parts = (pane.search, pane.toolbar, pane.places)
    for part in parts:
        assert pane.rect().contains(part.geometry())
    assert not pane.toolbar.geometry().intersects(pane.places.geometry())
    assert not pane.toolbar.geometry().intersects(pane.search.geometry())
    assert pane.canvas.size() == size


def test_one_panel_at_a_time(pane: MapPane) -> None:
    other = QFrame()
    pane.add_panel(other)
    assert pane.open_panel() is None
    pane.show_panel(other)
    assert pane.open_panel() is other
    pane.show_panel(pane.places)
    assert pane.open_panel() is pane.places
    assert other.isHidden()
    pane.show_panel(None)
    assert pane.open_panel() is None


def test_the_hint_comes_and_goes(pane: MapPane) -> None:
    pane.set_hint("框选")
    assert pane.hint() == "框选"
    pane.set_hint("")
    assert pane.hint() == ""
