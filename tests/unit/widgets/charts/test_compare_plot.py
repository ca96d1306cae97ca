"""Two ways to judge one curve: lanes keep in step with the zoom, labels off each other."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from widgets.charts.compare_plot import GUTTER, ComparePlot
from widgets.charts.compared import Compared, Lane, LevelLine, Span
from widgets.theme.tokens import Level

TIMES = tuple(1000.0 * at for at in range(100))
VALUE = Compared(
    "W1", "cm", TIMES,
    tuple(10 * math.sin(at / 9) for at in range(100)),
    tuple(10 * math.sin(at / 9) + 1 for at in range(100)),
    (LevelLine(5, Level.BLUE, "5"), LevelLine(8, Level.RED, "new 8", True)),
    (Lane("now", (Span(1000, 9000, Level.RED),)), Lane("then")),
)  # fmt: skip


@pytest.fixture
def plot(qtbot: QtBot) -> ComparePlot:
    made = ComparePlot(empty_text="none")
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show()
    qtbot.waitExposed(made)
    made.set_value(VALUE)
    return made


def test_it_begins_with_everything(plot: ComparePlot) -> None:
    first, last = plot.visible_range()
    assert first == pytest.approx(TIMES[0]) and last == pytest.approx(TIMES[-1])
    assert [lane.name for lane in plot.lane_strip.lanes()] == ["now", "then"]


def test_zooming_and_back(plot: ComparePlot) -> None:
    before = plot.visible_range()
    plot.zoom(0.5)
    first, last = plot.visible_range()
    assert last - first == pytest.approx((before[1] - before[0]) / 2, rel=0.01)
    plot.show_all()
    assert plot.visible_range() == pytest.approx(before)


def test_the_wheel_zooms_and_a_double_click_shows_everything(plot: ComparePlot) -> None:
    before = plot.visible_range()
    view = plot.childAt(400, 120)
    assert view is not None
    at = QPointF(200, 60)
    wheel = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    first, last = plot.visible_range()
    assert last - first < before[1] - before[0]
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert plot.visible_range() == pytest.approx(before)


def test_the_lanes_move_with_the_curve(plot: ComparePlot) -> None:
    whole = plot.lane_strip.grab().toImage()
    plot.zoom(0.2)
    assert plot.lane_strip.grab().toImage() != whole


def test_lanes_stand_beside_the_scale(plot: ComparePlot) -> None:
    left, right = plot.lane_strip.edges()
    assert left == pytest.approx(GUTTER, abs=4)
    assert right > 700


def test_without_readings_it_says_so(qtbot: QtBot, plot: ComparePlot) -> None:
    full = plot.grab().toImage()
    plot.set_value(None)
    assert plot.value() is None
    assert plot.lane_strip.isHidden()
    assert plot.grab().toImage() != full


def test_gaps_are_left_open(plot: ComparePlot) -> None:
    holes = Compared("W2", "cm", TIMES[:3], (1.0, math.nan, 2.0), (1.0, math.nan, 2.0))
    plot.set_value(holes)
    assert plot.visible_range()[1] == pytest.approx(2000)


def test_words_of_lines_keep_to_the_left_edge_through_a_zoom(plot: ComparePlot) -> None:
    plot.zoom(0.5)
    first, last = plot.visible_range()
    assert [text for text, _ in plot.label_places()] == ["5", "new 8"]
    assert all(first < at < first + (last - first) * 0.1 for _, at in plot.label_places())
