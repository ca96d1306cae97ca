"""A view can be taken, given and followed; nothing leads outside the world."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from widgets.map.canvas import MapCanvas
from widgets.map.projection import MAX_LATITUDE
from widgets.map.values import Bounds, MapView

SAME_CANVAS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    made = MapCanvas(animate=False)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


@SAME_CANVAS
@given(st.floats(-179, 179), st.floats(-84, 84), st.floats(3.0, 20.0))
def test_a_view_comes_back_as_given(canvas: MapCanvas, lon: float, lat: float, zoom: float):
    canvas.set_view(MapView(lon, lat, zoom))
    assert canvas.view().lon == pytest.approx(lon, abs=1e-9)
    assert canvas.view().lat == pytest.approx(lat, abs=1e-9)
    assert canvas.view().zoom == zoom


@SAME_CANVAS
@given(st.floats(), st.floats(), st.floats())
def test_no_number_leads_outside_the_world(canvas: MapCanvas, lon: float, lat: float, zoom: float):
    canvas.set_view(MapView(lon, lat, zoom))
    view, bounds = canvas.view(), canvas.bounds()
    assert all(map(math.isfinite, (view.lon, view.lat, view.zoom)))
    assert -180 <= bounds.west <= bounds.east <= 180
    assert -MAX_LATITUDE - 1e-9 <= bounds.south <= bounds.north <= MAX_LATITUDE + 1e-9


def test_the_bounds_are_what_the_corners_show(canvas: MapCanvas) -> None:
    canvas.set_view(MapView(121.0, 31.0, 14.0))
    bounds = canvas.bounds()
    assert canvas.lonlat_at(QPointF(0, 0)) == pytest.approx((bounds.west, bounds.north))
    assert canvas.lonlat_at(QPointF(800, 600)) == pytest.approx((bounds.east, bounds.south))
    canvas.fit(Bounds(121.0, 31.0, 121.1, 31.1))
    seen = canvas.bounds()
    assert seen.west < 121.0 < 121.1 < seen.east
    assert seen.south < 31.0 < 31.1 < seen.north


def test_a_linked_map_follows_and_a_locked_one_does_not_lead(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    other = MapCanvas(animate=False)
    qtbot.addWidget(other)
    other.resize(800, 600)
    other.show()
    qtbot.waitExposed(other)
    canvas.view_changed.connect(lambda: other.set_view(canvas.view()))
    other.set_extent_locked(True)
    canvas.set_view(MapView(121.0, 31.0, 14.0))
    assert other.view() == canvas.view()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Plus, Qt.Key.Key_Home, Qt.Key.Key_PageUp):
        qtbot.keyClick(other, key)
    qtbot.mousePress(other, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(other, QPoint(200, 200))
    qtbot.mouseRelease(other, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert other.extent_locked()
    assert other.view() == canvas.view()


def test_a_zoom_between_comes_to_rest(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_view(MapView(121.0, 31.0, 14.06))
    qtbot.waitUntil(lambda: canvas.view().zoom == 14.0)
