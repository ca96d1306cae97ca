"""Systems an import's list does not have: by code, by control points, picked on the map."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.maps.crs import Family
from desktop.views.dialogs.crs_forms import EpsgDialog, GridDialog
from desktop.views.map.crs_desk import EPSG, LOCAL
from tests.unit.desktop.views.map.conftest import Stand
from tests.unit.desktop.views.map.hands import click
from widgets.map.values import Tool

GRID = "0,0,121,31\n0,1000,121,31.00902\n1000,0,121.01047,31\n1000,1000,121.01047,31.00902"


@pytest.fixture
def opened(stand: Stand, qtbot: QtBot, tmp_path: Path) -> Stand:
    path = tmp_path / "local.csv"
    path.write_text("name,x,y\na,500,500\nb,600,700\n", encoding="utf-8")
    stand.desks.imports.open(path)
    _rest(stand, qtbot)
    return stand


def _rest(stand: Stand, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: stand.grounds.is_idle, timeout=10_000)


def _choose(stand: Stand, id: str) -> None:
    crs = stand.desks.imports.panel.crs
    crs.setCurrentIndex(crs.findData(id))
    crs.activated.emit(crs.currentIndex())


def _grid() -> GridDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, GridDialog)
    return found


def _epsg() -> EpsgDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, EpsgDialog)
    return found


def test_a_local_grid_is_fitted_and_the_file_read_in_it(opened: Stand, qtbot: QtBot) -> None:
    _choose(opened, LOCAL)
    dialog = _grid()
    dialog.points.setPlainText(GRID)
    assert "中误差" in dialog.fit.text()
    dialog.accept()
    _rest(opened, qtbot)
    result = opened.desks.imports.result

    assert result is not None and result.crs.family is Family.LOCAL
    assert result.bounds is not None
    assert result.bounds.west == pytest.approx(121.005235, abs=1e-5)
    assert result.bounds.south == pytest.approx(31.00451, abs=1e-5)
    assert opened.desks.imports.panel.crs.currentData() == LOCAL


def test_points_on_a_line_are_refused_and_the_dialog_stays(opened: Stand) -> None:
    _choose(opened, LOCAL)
    dialog = _grid()
    dialog.points.setPlainText("0,0,121,31\n1,1,121.1,31.1\n2,2,121.2,31.2")
    dialog.accept()
    assert dialog.isVisible()
    assert "一条直线" in dialog._error.text()
    dialog.reject()


def test_a_place_is_taken_from_the_map_into_the_line_of_the_cursor(opened: Stand) -> None:
    canvas = opened.room.window.map
    _choose(opened, LOCAL)
    dialog = _grid()
    dialog.points.setPlainText("500, 600")
    dialog.pick.click()
    assert not dialog.isVisible()
    assert canvas.tool() is Tool.DRAW_POINT
    view = canvas.view()
    click(opened.room, view.lon, view.lat)

    assert dialog.isVisible()
    assert canvas.tool() is Tool.PAN
    values = [float(cell) for cell in dialog.points.toPlainText().split(",")]
    assert values == [500, 600, pytest.approx(view.lon, abs=1), pytest.approx(view.lat, abs=1)]
    dialog.reject()


def test_esc_on_the_map_brings_the_dialog_back_as_it_was(opened: Stand, qtbot: QtBot) -> None:
    _choose(opened, LOCAL)
    dialog = _grid()
    dialog.points.setPlainText("500, 600")
    dialog.pick.click()
    qtbot.keyClick(opened.room.window.map, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.points.toPlainText() == "500, 600"
    dialog.reject()


def test_any_code_is_said_with_its_name_and_used(opened: Stand, qtbot: QtBot) -> None:
    _choose(opened, EPSG)
    dialog = _epsg()
    dialog.code.setText("999999")
    assert dialog.name.text() == "没有这个代码"
    dialog.accept()
    assert dialog.isVisible()
    dialog.code.setText("epsg:2437")
    assert dialog.name.text() == "EPSG:2437 Beijing 1954 / 3-degree Gauss-Kruger CM 120E"
    dialog.accept()
    _rest(opened, qtbot)
    result = opened.desks.imports.result

    assert result is not None and result.crs.epsg == 2437
    assert opened.desks.imports.panel.crs.currentData() == "epsg:2437"


def test_a_question_put_away_leaves_the_system(opened: Stand, qtbot: QtBot) -> None:
    _choose(opened, "gcj02")
    _rest(opened, qtbot)
    _choose(opened, EPSG)
    _epsg().reject()
    assert opened.desks.imports.panel.crs.currentData() == "gcj02"
