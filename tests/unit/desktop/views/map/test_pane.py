"""The pane's parts stand inside it and beside each other, however small it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from desktop.views.map.pane import MapPane
from widgets.map.place_rows import PlaceRow
from widgets.map.toolbar import ToolItem
from widgets.map.values import Bounds
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


def test_a_place_flown_to_is_in_the_middle_of_what_no_panel_covers(pane: MapPane) -> None:
    pane.canvas.set_animated(False)
    pane.show_panel(pane.places)
    pane.fly_to(121.0, 31.0, 14.0)
    free = pane.free_bounds()
    assert (free.west + free.east) / 2 == pytest.approx(121.0, abs=1e-3)
    assert pane.canvas.view().lon > 121.001
    pane.show_panel(None)
    pane.fly_to(121.0, 31.0, 14.0)
    assert pane.canvas.view().lon == pytest.approx(121.0)


def test_a_rectangle_is_shown_whole_beside_the_panel(pane: MapPane) -> None:
    pane.canvas.set_animated(False)
    pane.show_panel(pane.places)
    pane.show_bounds(Bounds(121.0, 31.0, 121.02, 31.02))
    free = pane.free_bounds()
    assert free.west < 121.0 < 121.02 < free.east
    assert free.south < 31.0 < 31.02 < free.north


def test_the_map_knows_what_is_covered(pane: MapPane) -> None:
    assert pane.canvas._scene.covered_right == 0
    pane.show_panel(pane.places)
    assert pane.canvas._scene.covered_right >= pane.places.width()
    pane.show_panel(None)
    assert pane.canvas._scene.covered_right == 0
