"""Alarms per ten minutes as bars, with the bands of a seat's load drawn through them.

A second series lies as an outline over the first: as it is, and as it would be. Owns no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.boards.text import CENTER, LEFT, RIGHT, draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.tokens import Level

_AXIS: Final = 18
_LABEL: Final = 12 * tokens.GRID
_TOP: Final = 6
_LEAST_TOP: Final = 12
"""The scale never ends below this, so that a calm hour looks calm."""


@dataclass(frozen=True, slots=True)
class Band:
    """A line through the bars from which on they are in a band; `level` is NONE for a calm one."""

    at: float
    text: str
    level: Level = Level.NONE


@dataclass(frozen=True, slots=True)
class Load:
    """Counts of equal spans of time, oldest first. `ticks` are places 0..1 with their words;
    `tips` what each span says under the pointer."""

    counts: tuple[int, ...] = ()
    outline: tuple[int, ...] = ()
    bands: tuple[Band, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    tips: tuple[str, ...] = ()


def squeezed(counts: Sequence[int], columns: int) -> list[int]:
    """The highest of every group, so that as many columns are left as there is room for."""
    if columns <= 0 or len(counts) <= columns:
        return list(counts)
    edges = [len(counts) * at // columns for at in range(columns + 1)]
    return [max(counts[a:b]) for a, b in pairwise(edges)]


class LoadStrip(QWidget):
    """Draws a `Load`; the bands' words stand at the right."""

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._load = Load()
        self._empty_text = empty_text
        self._font = ui_font(tokens.SIZE_CAPTION)
        self.setMinimumHeight(9 * tokens.GRID)

    def load(self) -> Load:
        """What it shows."""
        return self._load

    def set_load(self, load: Load) -> None:
        """Show these counts."""
        if load != self._load:
            self._load = load
            self.update()

    def set_empty_text(self, text: str) -> None:
        """What to say while there are no counts."""
        self._empty_text = text
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(60 * tokens.GRID, 14 * tokens.GRID)

    def top_value(self) -> float:
        """Where the scale ends."""
        load = self._load
        return float(max(_LEAST_TOP, *load.counts, *load.outline, 0) * 1.05)

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, _TOP, -_LABEL, -_AXIS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._load.counts:
            font = ui_font(tokens.SIZE_BODY)
            draw_text(
                painter, QRectF(self.rect()), self._empty_text, font, tokens.SECONDARY, CENTER
            )
            painter.end()
            return
        field = self._field()
        self._paint_bands(painter, field)
        self._paint_bars(painter, field)
        self._paint_outline(painter, field)
        painter.fillRect(QRectF(field.x(), field.bottom(), field.width(), 1), QColor(tokens.LINE))
        for place, text in self._load.ticks:
            x = field.x() + place * field.width()
            half = text_width(self._font, text) / 2
            left = min(max(x - half, field.x()), field.right() - 2 * half)
            box = QRectF(left, field.bottom() + 2, 2 * half + 1, _AXIS - 2)
            draw_text(painter, box, text, self._font, tokens.SECONDARY, LEFT)
        painter.end()

    def _height(self, field: QRectF, value: float) -> float:
        return field.height() * min(1.0, value / self.top_value())

    def _paint_bands(self, painter: QPainter, field: QRectF) -> None:
        for band in self._load.bands:
            y = field.bottom() - self._height(field, band.at)
            calm = band.level is Level.NONE
            color = tokens.SECONDARY if calm else tokens.LEVEL_COLOR[band.level]
            painter.setPen(QPen(QColor(color), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(field.x(), y), QPointF(field.right(), y))
            box = QRectF(field.right() + tokens.GRID, y - 8, _LABEL - tokens.GRID, 16)
            draw_text(painter, box, band.text, self._font, color, LEFT)
        top = f"{self.top_value() / 1.05:.0f}"
        box = QRectF(field.right() - 60, field.y() - 2, 56, 14)
        draw_text(painter, box, top, self._font, tokens.SECONDARY, RIGHT)

    def _paint_bars(self, painter: QPainter, field: QRectF) -> None:
        bars = squeezed(self._load.counts, int(field.width()))
        step = field.width() / len(bars)
        gap = 1.0 if step >= 4 else 0.0
        for at, count in enumerate(bars):
            if not count:
                continue
            height = max(2.0, self._height(field, count))
            box = QRectF(field.x() + at * step, field.bottom() - height, step - gap, height)
            painter.fillRect(box, QColor(self._tone(count)))

    def _tone(self, count: int) -> str:
        passed = [band for band in self._load.bands if count > band.at]
        if not passed:
            return tokens.FAINT
        level = passed[-1].level
        return tokens.SECONDARY if level is Level.NONE else tokens.LEVEL_COLOR[level]

    def _paint_outline(self, painter: QPainter, field: QRectF) -> None:
        if not self._load.outline:
            return
        bars = squeezed(self._load.outline, int(field.width()))
        step = field.width() / len(bars)
        line = QPolygonF()
        for at, count in enumerate(bars):
            y = field.bottom() - self._height(field, count)
            line.append(QPointF(field.x() + at * step, y))
            line.append(QPointF(field.x() + (at + 1) * step, y))
        painter.setPen(QPen(QColor(tokens.ACCENT), 1.5))
        painter.drawPolyline(line)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos().x()), self)
            return True
        return super().event(event)

    def tip_at(self, x: float) -> str:
        """What the span under a place says, "" beside all of them."""
        field, tips = self._field(), self._load.tips
        if not tips or not field.x() <= x < field.right():
            return ""
        return tips[int((x - field.x()) / field.width() * len(tips))]
