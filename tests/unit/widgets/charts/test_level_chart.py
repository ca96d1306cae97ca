"""Level charts: thresholds, clock axis, clicks, empty and stale looks."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from widgets.charts.level_chart import ChartRow, LevelChart
from widgets.charts.plot import clock_text, spread, value_range
from widgets.theme import tokens
from widgets.theme.tokens import Level
from widgets.values import Age, Series, Threshold


def series(series_id: str = "w07") -> Series:
    times = tuple(64800.0 + 300 * at for at in range(30))
    return Series(
        series_id, "W07", "cm", times, tuple(float(at) for at in range(30)),
        (Threshold(15, Level.YELLOW, "15"), Threshold(25, Level.RED, "25")),
        times, tuple(float(at % 4) for at in range(30)), "mm", "29", Level.RED,
    )  # fmt: skip


def shown(qtbot, one: Series | None) -> LevelChart:
    chart = LevelChart(empty_text="none")
    qtbot.addWidget(chart)
    chart.resize(376, 208)
    chart.set_series(one)
    chart.show()
    return chart


def pixels_of(chart: LevelChart, color: str) -> int:
    image = chart.plot().grab().toImage()
    wanted = QColor(color).rgb()
    width, height = image.width(), image.height()
    return sum(image.pixel(x, y) == wanted for y in range(height) for x in range(0, width, 2))


def test_threshold_lines_and_labels_are_drawn(qtbot):
    chart = shown(qtbot, series())
    assert chart.plot().threshold_texts() == ["15", "25"]
    assert pixels_of(chart, tokens.LEVEL_COLOR[Level.YELLOW]) > 20
    chart.set_series(replace(series(), thresholds=()))
    assert pixels_of(chart, tokens.LEVEL_COLOR[Level.YELLOW]) == 0


def test_stale_empty_and_none_look_different(qtbot):
    chart = shown(qtbot, series())
    images = [chart.grab().toImage()]
    for one in (replace(series(), age=Age("old", True)), Series("x", "X", "cm"), None):
        chart.set_series(one)
        images.append(chart.grab().toImage())
    for at, image in enumerate(images):
        assert all(image != other for other in images[at + 1 :])


def test_row_emits_by_mouse_and_keyboard_and_reuses_charts(qtbot):
    row = ChartRow(empty_text="none")
    qtbot.addWidget(row)
    row.resize(800, 208)
    row.set_series([series("a"), series("b")])
    row.show()
    first, second = row.charts()
    with qtbot.waitSignal(row.selected) as picked:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert picked.args == ["b"]
    with qtbot.waitSignal(row.selected) as picked:
        qtbot.keyClick(first, Qt.Key.Key_Return)
    assert picked.args == ["a"]
    row.set_series([series("c")])
    assert row.charts() == (first,)
    row.set_series([])
    assert first.series_id() is None


def test_gaps_and_single_values_draw(qtbot):
    chart = shown(qtbot, replace(series(), values=(math.nan,) * 30))
    chart.grab()
    chart.set_series(Series("x", "X", "cm", (64800.0,), (1.0,)))
    chart.grab()


def test_scale_and_labels():
    assert clock_text(18 * 3600) == "18:00"
    assert spread([10, 12, 40], 15) == [10, 25, 40]
    low, high = value_range(Series("x", "X", "cm", (0.0,), (0.0,)))
    assert high > low
