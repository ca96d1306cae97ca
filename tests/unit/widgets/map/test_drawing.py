"""A sketch keeps corners, knows when it is a shape, and says what it measures."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage, QPainter

from widgets.map.drawing import CLICKED, DRAGGED, Sketch, draw_sketch
from widgets.map.projection import lonlat_to_world
from widgets.map.values import MapTexts, Tool
from widgets.map.viewport import Viewport

LON, LAT = 121.05, 31.15
DRAWING = (*CLICKED, *DRAGGED, Tool.DRAW_POINT)


def at(dx: float, dy: float) -> tuple[float, float]:
    x, y = lonlat_to_world(LON + dx, LAT + dy)
    return float(x), float(y)


def sketch(tool: Tool, *corners: tuple[float, float]) -> Sketch:
    made = Sketch(tool)
    for corner in corners:
        made.add(at(*corner))
    return made


@pytest.mark.parametrize(
    ("tool", "least"),
    [
        (Tool.DRAW_POINT, 1),
        (Tool.DRAW_LINE, 2),
        (Tool.MEASURE_LINE, 2),
        (Tool.DRAW_CIRCLE, 2),
        (Tool.DRAW_RECT, 2),
        (Tool.SELECT_RECT, 2),
        (Tool.DRAW_POLYGON, 3),
        (Tool.MEASURE_AREA, 3),
        (Tool.SELECT_LASSO, 3),
    ],
)
def test_a_shape_needs_its_corners(tool: Tool, least: int) -> None:
    corners = [(0.0, 0.0), (0.01, 0.01), (0.02, -0.01)]
    assert sketch(tool, *corners[:least]).is_complete()
    assert not sketch(tool, *corners[: least - 1]).is_complete()


def test_a_rectangle_without_width_is_none() -> None:
    assert not sketch(Tool.SELECT_RECT, (0.0, 0.0), (0.0, 0.01)).is_complete()


def test_a_double_click_adds_one_corner_and_each_is_taken_back() -> None:
    line = sketch(Tool.DRAW_LINE, (0.0, 0.0), (0.01, 0.0), (0.01, 0.0))
    assert len(line.corners) == 2
    line.take_back()
    line.take_back()
    line.take_back()
    assert line.corners == []


def test_a_rectangle_gives_its_four_corners_in_degrees() -> None:
    shape = sketch(Tool.DRAW_RECT, (0.0, 0.0), (0.01, 0.02)).lonlat()
    assert shape.shape == (4, 2)
    assert shape[:, 0].min() == pytest.approx(LON)
    assert shape[:, 1].max() == pytest.approx(LAT + 0.02)


def test_the_corner_under_the_cursor_counts_live() -> None:
    line = sketch(Tool.MEASURE_LINE, (0.0, 0.0))
    assert line.text(MapTexts()) == ""
    line.cursor = at(0.01, 0.0)
    assert line.text(MapTexts()) == "长度 954 米"
    line.add(at(0.01, 0.0))
    line.cursor = at(0.02, 0.0)
    assert line.text(MapTexts()) == "长度 1.91 公里"
    line.is_done = True
    assert line.text(MapTexts()) == "长度 954 米"


def test_areas_and_radii_are_named() -> None:
    area = sketch(Tool.MEASURE_AREA, (0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01))
    assert area.text(MapTexts()) == "面积 1.06 平方公里 · 周长 4.12 公里"
    circle = sketch(Tool.DRAW_CIRCLE, (0.0, 0.0), (0.01, 0.0))
    assert circle.text(MapTexts()) == "半径 954 米"
    assert circle.radius_m() == pytest.approx(954.0, abs=1.0)
    assert sketch(Tool.SELECT_LASSO, (0.0, 0.0), (0.01, 0.0)).text(MapTexts()) == ""


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("tool", DRAWING)
def test_every_sketch_is_painted(tool: Tool) -> None:
    view = Viewport(600.0, 400.0)
    view.centre_on(*at(0.0, 0.0), 14.0)
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(0)
    blank = QImage(image)
    for corners in ((), ((0.0, 0.0),), ((0.0, 0.0), (0.01, 0.005), (0.01, -0.005))):
        shape = sketch(tool, *(corners[:2] if tool in DRAGGED[:1] else corners))
        shape.cursor = at(0.0, 0.004)
        painter = QPainter(image)
        draw_sketch(painter, view, shape, MapTexts())
        painter.end()
    assert image != blank
