"""With a tool the mouse and the keys draw, select and measure; Escape gives the map back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from widgets.map.canvas import MapCanvas
from widgets.map.drawing import CLICKED, DRAGGED
from widgets.map.values import MapTexts, Tool

LON, LAT = 121.05, 31.15
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
A, B, C = QPoint(200, 200), QPoint(500, 200), QPoint(500, 450)


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    made = MapCanvas(MapTexts(), animate=False)
    qtbot.addWidget(made)
    made.resize(800, 600)
    count = 500
    random = np.random.default_rng(1)
    zeros = np.zeros(count, int)
    made.set_points(
        [f"p{row}" for row in range(count)],
        LON + np.round(random.normal(0, 0.01, count), 3),
        LAT + np.round(random.normal(0, 0.01, count), 3),
        np.where(random.random(count) < 0.05, 3, 0),
        zeros,
        zeros,
        zeros,
    )
    made.fly_to(LON, LAT, 13.0)
    made.show()
    qtbot.waitExposed(made)
    return made


def drag(qtbot: QtBot, canvas: MapCanvas, *stops: QPoint, keys: Any = None) -> None:
    held = keys or Qt.KeyboardModifier.NoModifier
    qtbot.mousePress(canvas, LEFT, held, stops[0])
    for stop in stops[1:]:
        qtbot.mouseMove(canvas, stop)
    qtbot.mouseRelease(canvas, LEFT, held, stops[-1])


def ids_in(canvas: MapCanvas, left: int, top: int, right: int, bottom: int) -> set[str]:
    found = set()
    for row in range(500):
        place = canvas.point_on_screen(f"p{row}")
        assert place is not None
        if left <= place.x() <= right and top <= place.y() <= bottom:
            found.add(f"p{row}")
    return found


def test_a_rectangle_selects_what_crowds_hide_and_shift_adds(
    qtbot: QtBot, canvas: MapCanvas
) -> None:
    canvas.set_tool(Tool.SELECT_RECT)
    with qtbot.waitSignal(canvas.points_selected) as first:
        drag(qtbot, canvas, QPoint(300, 200), QPoint(420, 310))
    expected = ids_in(canvas, 300, 200, 420, 310)
    assert set(first.args[0]) == expected
    assert len(expected) > 20
    with qtbot.waitSignal(canvas.points_selected) as second:
        drag(qtbot, canvas, QPoint(420, 310), QPoint(520, 400), keys=SHIFT)
    assert set(second.args[0]) == expected | ids_in(canvas, 420, 310, 520, 400)
    assert set(canvas.selection()) == set(second.args[0])
    with qtbot.waitSignal(canvas.points_selected) as third:
        drag(qtbot, canvas, QPoint(5, 5), QPoint(5, 5))
    assert third.args == [[]]


def test_a_lasso_selects_what_it_goes_around(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.SELECT_LASSO)
    with qtbot.waitSignal(canvas.points_selected) as found:
        drag(
            qtbot,
            canvas,
            *(QPoint(x, y) for x, y in ((300, 200), (420, 200), (420, 310), (300, 310))),
        )
    assert set(found.args[0]) == ids_in(canvas, 300, 200, 420, 310)


@pytest.mark.parametrize("tool", [Tool.DRAW_LINE, Tool.DRAW_POLYGON])
def test_corners_are_clicked_and_enter_or_a_double_click_ends(
    qtbot: QtBot, canvas: MapCanvas, tool: Tool
) -> None:
    canvas.set_tool(tool)
    with qtbot.waitSignal(canvas.shape_drawn) as drawn:
        for spot in (A, B, QPoint(600, 500)):
            qtbot.mouseClick(canvas, LEFT, pos=spot)
        qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
        qtbot.mouseClick(canvas, LEFT, pos=C)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert drawn.args[0] is tool
    expected = [canvas.lonlat_at(spot.toPointF()) for spot in (A, B, C)]
    np.testing.assert_allclose(drawn.args[1], expected, atol=1e-9)
    with qtbot.waitSignal(canvas.shape_drawn) as drawn:
        qtbot.mouseClick(canvas, LEFT, pos=A)
        qtbot.mouseClick(canvas, LEFT, pos=B)
        qtbot.mouseClick(canvas, LEFT, pos=C)
        qtbot.mouseDClick(canvas, LEFT, pos=C)
    assert len(drawn.args[1]) == 3


def test_a_corner_can_be_dragged_elsewhere(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.DRAW_LINE)
    qtbot.mouseClick(canvas, LEFT, pos=A)
    qtbot.mouseClick(canvas, LEFT, pos=B)
    drag(qtbot, canvas, A, QPoint(220, 300))
    with qtbot.waitSignal(canvas.shape_drawn) as drawn:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    np.testing.assert_allclose(
        drawn.args[1][0], canvas.lonlat_at(QPoint(220, 300).toPointF()), atol=1e-9
    )


def test_between_clicks_the_map_can_be_dragged(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.DRAW_LINE)
    qtbot.mouseClick(canvas, LEFT, pos=A)
    before = canvas.view()
    drag(qtbot, canvas, C, C + QPoint(60, 0))
    assert canvas.view().lon < before.lon


def test_a_circle_gives_its_centre_and_radius(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.DRAW_CIRCLE)
    both = qtbot.waitSignal(canvas.shape_drawn)
    with both, qtbot.waitSignal(canvas.circle_drawn) as circle:
        drag(qtbot, canvas, A, B)
    lon, lat, radius = circle.args
    assert (lon, lat) == pytest.approx(canvas.lonlat_at(A.toPointF()))
    assert radius == pytest.approx(300 * canvas._view.metres_per_pixel, rel=0.01)


def test_a_point_and_a_rectangle_are_drawn_at_once(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.DRAW_POINT)
    with qtbot.waitSignal(canvas.shape_drawn) as drawn:
        qtbot.mouseClick(canvas, LEFT, pos=A)
    assert drawn.args[1].shape == (1, 2)
    canvas.set_tool(Tool.DRAW_RECT)
    with qtbot.waitSignal(canvas.shape_drawn) as drawn:
        drag(qtbot, canvas, A, C)
    assert drawn.args[1].shape == (4, 2)


def test_a_measure_stays_to_be_read_until_the_next(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.MEASURE_LINE)
    plain = canvas.grab().toImage()
    with qtbot.waitSignal(canvas.shape_drawn):
        qtbot.mouseClick(canvas, LEFT, pos=A)
        qtbot.mouseClick(canvas, LEFT, pos=B)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.grab().toImage() != plain
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.tool() is Tool.PAN
    assert canvas.grab().toImage() == plain


@pytest.mark.parametrize("tool", [*CLICKED, *DRAGGED])
def test_escape_drops_the_shape_and_the_tool(qtbot: QtBot, canvas: MapCanvas, tool: Tool) -> None:
    canvas.set_tool(tool)
    qtbot.mousePress(canvas, LEFT, pos=A)
    qtbot.mouseMove(canvas, A + QPoint(1, 1))
    with qtbot.waitSignal(canvas.tool_changed) as changed:
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert changed.args == [Tool.PAN]
    with qtbot.assertNotEmitted(canvas.shape_drawn):
        qtbot.mouseRelease(canvas, LEFT, pos=A)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)


def test_an_unfinished_shape_is_not_handed_on(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_tool(Tool.DRAW_POLYGON)
    with qtbot.assertNotEmitted(canvas.shape_drawn):
        qtbot.mouseClick(canvas, LEFT, pos=A)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
