"""One stream over days with two ways to judge it: lines and alarms as they are and as they would
be. Dragging pans, the wheel zooms, a double click shows everything.

Owns the pyqtgraph items; must not know how anything was judged.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.boards.text import CENTER, RIGHT, draw_text
from widgets.charts.compared import Compared, Lane
from widgets.charts.plot import ClockAxis, spread
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import Level

GUTTER: Final = 8 * tokens.GRID
"""Room at the left for the scale and the names of the lanes."""
_LANE: Final = 3 * tokens.GRID
_LABEL_GAP: Final = 15
_DAY_S: Final = 86_400


class DayAxis(ClockAxis):
    """Writes the day where one begins, and the time of day between."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        texts = super().tickStrings(values, scale, spacing)
        return [
            datetime.fromtimestamp(value, UTC).strftime("%m-%d") if value % _DAY_S == 0 else text
            for value, text in zip(values, texts, strict=True)
        ]


class _Curve(pg.PlotWidget):  # type: ignore[misc]
    """The curve and its lines."""

    def __init__(self, parent: QWidget) -> None:
        axis = DayAxis(orientation="bottom")
        super().__init__(parent, background=None, axisItems={"bottom": axis})
        # As in `plot`: Qt takes the scene down after its view.
        self.sceneObj.setParent(self)
        self._value = Compared("", "")
        self._items: list[Any] = []
        self._labels: list[tuple[float, Any]] = []
        self._font = ui_font(tokens.SIZE_CAPTION, QFont.Weight.Medium)
        self._trim(axis)
        self.getViewBox().sigRangeChanged.connect(self._place)
        self.getViewBox().sigResized.connect(self._place)

    def _trim(self, axis: DayAxis) -> None:
        left = self.getAxis("left")
        for one in (axis, left):
            one.setPen(QPen(QColor(tokens.LINE), 1))
            one.setTextPen(QPen(QColor(tokens.SECONDARY)))
            one.setStyle(tickFont=ui_font(tokens.SIZE_CAPTION), tickLength=4)
        left.setWidth(GUTTER)
        axis.setHeight(24)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(True, False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setStyleSheet("background: transparent")
        self.viewport().setAutoFillBackground(False)
        self.plotItem.setContentsMargins(0, 0, 0, 0)
        self.getViewBox().setDefaultPadding(0)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def set_value(self, value: Compared) -> None:
        """Draw a comparison from its first time to its last."""
        for item in self._items:
            self.removeItem(item)
        self._items, self._labels = [], []
        self._value = value
        if not value.times:
            return
        self._draw_curve(value)
        self._draw_lines(value)
        self.show_all()

    def _draw_curve(self, value: Compared) -> None:
        times = np.repeat(np.asarray(value.times, float), 2)
        pairs = np.column_stack((value.low, value.high)).ravel()
        curve = pg.PlotCurveItem(times, pairs, connect="finite", antialias=True)
        curve.setPen(pg.mkPen(QColor(tokens.TEXT), width=1.5))
        self.addItem(curve)
        self._items.append(curve)

    def _draw_lines(self, value: Compared) -> None:
        for line in sorted(value.lines, key=lambda one: (one.at, one.is_new)):
            color = QColor(tokens.LEVEL_COLOR[line.level])
            if not line.is_new:
                color.setAlphaF(0.55)
            style = Qt.PenStyle.SolidLine if line.is_new else Qt.PenStyle.DashLine
            drawn = pg.InfiniteLine(line.at, 0, pg.mkPen(color, width=1, style=style))
            drawn.setZValue(-1)
            label = pg.TextItem(
                line.text, color=color, anchor=(0.0, 0.5), fill=QColor(tokens.PANEL)
            )
            label.setFont(self._font)
            for item in (drawn, label):
                self.addItem(item, ignoreBounds=True)
                self._items.append(item)
            self._labels.append((line.at, label))

    def show_all(self) -> None:
        """The whole of it."""
        value = self._value
        if not value.times:
            return
        known = [one for one in (*value.low, *value.high) if math.isfinite(one)]
        known += [line.at for line in value.lines]
        low, high = min(known, default=0.0), max(known, default=1.0)
        room = max(high - low, 1e-6) * 0.08
        box = self.getViewBox()
        first, last = value.times[0], max(value.times[-1], value.times[0] + 60)
        reach = (last - first) * 0.5
        box.setLimits(xMin=first - reach, xMax=last + reach, minXRange=60)
        box.setRange(QRectF(first, low - room, last - first, high - low + 2 * room), padding=0)
        self._place()

    def _place(self) -> None:
        """Keep the words of the lines above them at the left edge, where the oldest readings are,
        and off each other."""
        if not self._labels:
            return
        (first, last), (low, high) = self.getViewBox().viewRange()
        per_unit = max(1.0, self.getViewBox().height()) / max(high - low, 1e-9)
        places = spread([(at - low) * per_unit for at, _ in self._labels], _LABEL_GAP)
        gap = (last - first) * 4 / max(1.0, self.getViewBox().width())
        for (_, label), place in zip(self._labels, places, strict=True):
            label.setPos(first + gap, low + place / per_unit)

    def label_places(self) -> list[tuple[str, float]]:
        """The words of the lines with their times."""
        return [(str(label.toPlainText()), float(label.pos().x())) for _, label in self._labels]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()
        event.accept()


class LaneStrip(QWidget):
    """Alarms as bars in lanes under a curve, each with the symbol of its worst level."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes: tuple[Lane, ...] = ()
        self._range = (0.0, 1.0)
        self._edges = (float(GUTTER), 0.0)
        self._font = ui_font(tokens.SIZE_CAPTION)

    def lanes(self) -> tuple[Lane, ...]:
        """What it shows."""
        return self._lanes

    def set_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show these lanes, the first above."""
        self._lanes = lanes
        self.setFixedHeight(max(1, len(lanes)) * _LANE)
        self.setAccessibleName("; ".join(f"{lane.name} {len(lane.spans)}" for lane in lanes))
        self.update()

    def edges(self) -> tuple[float, float]:
        """The places across between which the times lie, in pixels."""
        return self._edges

    def set_range(self, first: float, last: float, left: float, right: float) -> None:
        """The times at two places across, in seconds and pixels."""
        self._range, self._edges = (first, max(last, first + 1e-6)), (left, right)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, right = self._edges
        (first, last) = self._range
        per_second = (right - left) / (last - first)
        for at, lane in enumerate(self._lanes):
            row = QRectF(left, at * _LANE + 3, right - left, _LANE - 6)
            painter.fillRect(row, QColor(tokens.GROUND))
            name = QRectF(0, at * _LANE, left - tokens.GRID, _LANE)
            draw_text(painter, name, lane.name, self._font, tokens.SECONDARY, RIGHT)
            painter.setClipRect(row)
            for span in lane.spans:
                x = left + (span.start - first) * per_second
                width = max(3.0, (span.end - span.start) * per_second)
                box = QRectF(x, row.y(), width, row.height())
                painter.fillRect(box, QColor(tokens.LEVEL_COLOR[span.level]))
                if width >= 20 and span.level is not Level.NONE:
                    mark = QRectF(max(x, left) + 2, row.y() + 1, 16, row.height() - 2)
                    painter.fillRect(mark, QColor(tokens.GROUND))
                    paint_level(painter, mark, span.level)
            painter.setClipping(False)
        painter.end()


class ComparePlot(QWidget):
    """A `Compared`: its title, the curve, and the lanes of its alarms."""

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Compared | None = None
        self._empty_text = empty_text
        self._title_font = ui_font(tokens.SIZE_BODY, QFont.Weight.Medium)
        self._note_font = ui_font(tokens.SIZE_CAPTION)
        self._curve = _Curve(self)
        self.lane_strip = LaneStrip(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3 * tokens.GRID, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._curve, 1)
        column.addWidget(self.lane_strip)
        self._curve.getViewBox().sigXRangeChanged.connect(self._follow)
        self._curve.getViewBox().sigResized.connect(self._follow)
        self.setMinimumHeight(22 * tokens.GRID)
        self.set_value(None)

    def value(self) -> Compared | None:
        """What it shows."""
        return self._value

    def set_value(self, value: Compared | None) -> None:
        """Show a comparison; None or one without readings shows the empty text."""
        self._value = value
        has_any = value is not None and bool(value.times)
        self._curve.setVisible(has_any)
        self.lane_strip.setVisible(has_any)
        self._curve.set_value(value if value is not None and has_any else Compared("", ""))
        self.lane_strip.set_lanes(value.lanes if value is not None else ())
        self.setAccessibleName(value.title if value is not None else self._empty_text)
        self._follow()
        self.update()

    def set_empty_text(self, text: str) -> None:
        """What to say while there is nothing to compare."""
        self._empty_text = text
        self.update()

    def visible_range(self) -> tuple[float, float]:
        """The times at the edges."""
        first, last = self._curve.getViewBox().viewRange()[0]
        return float(first), float(last)

    def zoom(self, factor: float) -> None:
        """Show less (below 1) or more of the time about the middle."""
        self._curve.getViewBox().scaleBy(x=factor, y=1)

    def label_places(self) -> list[tuple[str, float]]:
        """The words of the lines with their times, as they stand now."""
        return self._curve.label_places()

    def show_all(self) -> None:
        """The whole of it."""
        self._curve.show_all()

    def _follow(self) -> None:
        box = self._curve.getViewBox()
        scene = box.mapRectToScene(box.boundingRect())
        corner = self._curve.mapTo(self, self._curve.mapFromScene(scene.topLeft()))
        left = float(corner.x())
        first, last = self.visible_range()
        self.lane_strip.set_range(first, last, left, left + scene.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        value = self._value
        if value is None or not value.times:
            rect = QRectF(self.rect()).adjusted(8, 8, -8, -8)
            painter.setPen(QPen(QColor(tokens.LINE), 1, Qt.PenStyle.DashLine))
            painter.drawRect(rect)
            font = ui_font(tokens.SIZE_BODY)
            draw_text(painter, rect, self._empty_text, font, tokens.SECONDARY, CENTER)
            painter.end()
            return
        line = QRectF(tokens.GRID, 0, self.width() - 2 * tokens.GRID, 3 * tokens.GRID)
        used = draw_text(painter, line, value.title, self._title_font, tokens.TEXT)
        room = line.adjusted(used + tokens.GRID, 1, 0, 1)
        draw_text(painter, room, value.unit, self._note_font, tokens.SECONDARY)
        painter.end()
