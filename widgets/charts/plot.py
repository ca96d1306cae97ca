"""The plot of one series: curve, threshold lines, rain from the top, clock axis.

Owns the pyqtgraph items; must not know the heading around it. It takes no input.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from widgets.boards.text import text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.values import Series, Threshold

_LABEL_GAP: Final = 15
_MIN_RIGHT: Final = 16
_LEFT: Final = 22
"""Half of a clock label, so that the first one is whole."""
_TOP_SHARE: Final = 0.30
"""Share of the height that rain may hang down, kept free of the curve."""


def clock_text(seconds: float) -> str:
    """HH:MM of seconds that are already in the town's clock."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%H:%M")


def value_range(series: Series) -> tuple[float, float]:
    """Lowest and highest of the values and thresholds, never of zero span."""
    finite = [value for value in series.values if math.isfinite(value)]
    all_values = finite + [one.value for one in series.thresholds]
    low = min(all_values, default=0.0)
    high = max(all_values, default=1.0)
    if low >= 0 and low < high * 0.6:
        low = 0.0
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    return low, high


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Push ascending pixel `places` apart until neighbours are at least `gap` from each other."""
    out: list[float] = []
    for place in places:
        out.append(max(place, out[-1] + gap) if out else place)
    return out


class ClockAxis(pg.AxisItem):  # type: ignore[misc]
    """A bottom axis that writes HH:MM."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [clock_text(value) for value in values]

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        span = max(high - low, 1.0)
        room = max(1, int(size / 46))
        for step in (60, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400):
            if span / step <= room:
                return [(float(step), 0.0)]
        return [(86400.0 * math.ceil(span / 86400 / room), 0.0)]


class LevelPlot(pg.PlotWidget):  # type: ignore[misc]
    """Draws a `Series`; transparent to the mouse so that the chart around it is clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        axis = ClockAxis(orientation="bottom")
        super().__init__(parent, background=None, axisItems={"bottom": axis})
        # Qt takes the scene down after its view. Python, whose it is else, lets go of it while the
        # view is half gone, and the scene then still calls it.
        self.sceneObj.setParent(self)
        self._series: Series | None = None
        self._labels: list[tuple[Threshold, Any]] = []
        self._lines: list[Any] = []
        self._label_font = ui_font(tokens.SIZE_CAPTION, QFont.Weight.Medium)
        self._trim(axis)
        self._curve = pg.PlotCurveItem(antialias=True)
        self._dot = pg.ScatterPlotItem(size=9, antialias=True, pxMode=True)
        self._bars: Any = None
        self.addItem(self._curve)
        self.addItem(self._dot)

    def _trim(self, axis: ClockAxis) -> None:
        self.hideAxis("left")
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(self.Shape.NoFrame)
        self.setStyleSheet("background: transparent")
        self.viewport().setAutoFillBackground(False)
        self.plotItem.setContentsMargins(0, 0, 0, 0)
        self.plotItem.getViewBox().setDefaultPadding(0)
        axis.setPen(QPen(QColor(tokens.LINE), 1))
        axis.setTextPen(QPen(QColor(tokens.SECONDARY)))
        axis.setStyle(tickFont=ui_font(tokens.SIZE_CAPTION), tickLength=4, tickTextOffset=4)
        axis.setHeight(24)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 60)

    def threshold_texts(self) -> list[str]:
        """The labels of the threshold lines shown."""
        return [str(label.toPlainText()) for _, label in self._labels]

    def set_series(self, series: Series | None) -> None:
        """Draw `series`, or nothing."""
        self._series = series
        for item in [*self._lines, *(label for _, label in self._labels)]:
            self.removeItem(item)
        self._lines, self._labels = [], []
        if self._bars is not None:
            self.removeItem(self._bars)
            self._bars = None
        if series is None or not series.times:
            self._curve.setData([], [])
            self._dot.setData([], [])
            self.getAxis("bottom").setStyle(showValues=False)
            return
        self.getAxis("bottom").setStyle(showValues=True)
        self._draw_bars(series)
        self._draw_curve(series)
        self._draw_thresholds(series)
        self._place()

    def _draw_curve(self, series: Series) -> None:
        stale = series.age.stale
        times = np.asarray(series.times, dtype=float)
        values = np.asarray(series.values, dtype=float)
        color = QColor(tokens.STALE if stale else tokens.TEXT)
        style = Qt.PenStyle.DotLine if stale else Qt.PenStyle.SolidLine
        self._curve.setPen(pg.mkPen(color, width=2, style=style))
        self._curve.setData(times, values, connect="finite")
        known = np.flatnonzero(np.isfinite(values))
        if not known.size:
            self._dot.setData([], [])
            return
        last = int(known[-1])
        tone = tokens.TEXT if series.level == tokens.Level.NONE else _color(series.level)
        edge = QColor(tokens.STALE if stale else tone)
        self._dot.setData(
            [times[last]],
            [values[last]],
            pen=pg.mkPen(edge, width=2),
            brush=pg.mkBrush(QColor(tokens.PANEL) if stale else edge),
        )

    def _draw_thresholds(self, series: Series) -> None:
        ends = [series.times[0], series.times[-1]]
        for threshold in sorted(series.thresholds, key=_by_value):
            color = QColor(_color(threshold.level))
            line = pg.PlotCurveItem(antialias=False)
            line.setPen(pg.mkPen(color, width=1, style=Qt.PenStyle.DashLine))
            line.setData(ends, [threshold.value, threshold.value])
            line.setZValue(-1)
            label = pg.TextItem(threshold.text, color=color, anchor=(0.0, 0.5))
            label.setFont(self._label_font)
            self.addItem(line, ignoreBounds=True)
            self.addItem(label, ignoreBounds=True)
            self._lines.append(line)
            self._labels.append((threshold, label))

    def _draw_bars(self, series: Series) -> None:
        peak = max(series.bars, default=0.0)
        if peak <= 0:
            return
        low, high = self._vertical(series)
        times = np.asarray(series.bar_times, dtype=float)
        heights = np.asarray(series.bars, dtype=float) / peak * (high - low) * _TOP_SHARE * 0.85
        gaps = np.diff(times)
        width = float(np.median(gaps)) * 0.4 if gaps.size else 60.0
        color = QColor(tokens.ACCENT)
        color.setAlphaF(0.45)
        self._bars = pg.BarGraphItem(
            x=times, y0=high - heights, y1=np.full_like(heights, high), width=width,
            pen=pg.mkPen(None), brush=pg.mkBrush(color),
        )  # fmt: skip
        self._bars.setZValue(-2)
        self.addItem(self._bars, ignoreBounds=True)

    def _vertical(self, series: Series) -> tuple[float, float]:
        low, high = value_range(series)
        span = high - low
        top = span * (_TOP_SHARE / (1 - _TOP_SHARE) if series.bars else 0.12)
        return low - span * 0.06, high + top

    def _place(self) -> None:
        """Leave room for the labels at the right, and keep them from lying on each other."""
        series = self._series
        if series is None or not series.times:
            return
        texts = [text_width(self._label_font, one.text) for one in series.thresholds]
        right = max(texts, default=0.0) + _MIN_RIGHT
        width, height = max(self.width(), 80), max(self.height() - 24, 30)
        first, last = series.times[0], series.times[-1]
        span = max(last - first, 60.0)
        right = min(right, width * 0.45)
        left_pad = span * _LEFT / width
        end = last + span * right / (width - right)
        low, high = self._vertical(series)
        view = QRectF(first - left_pad, low, end - first + left_pad, high - low)
        self.plotItem.getViewBox().setRange(view, padding=0)
        per_unit = height / (high - low)
        wanted = [(threshold.value - low) * per_unit for threshold, _ in self._labels]
        gap = (end - last) * 8 / right
        for (_, label), place in zip(self._labels, spread(wanted, _LABEL_GAP), strict=True):
            label.setPos(last + gap, low + place / per_unit)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        # pyqtgraph resizes once inside its own constructor, before our items exist.
        if getattr(self, "_labels", None) is not None:
            self._place()


def _color(level: tokens.Level) -> str:
    return tokens.SECONDARY if level == tokens.Level.NONE else tokens.LEVEL_COLOR[level]


def _by_value(threshold: Threshold) -> float:
    return threshold.value
