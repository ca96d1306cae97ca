"""A level chart with its heading, and a row of several.

Owns the heading, focus and clicks; must not know where series come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.boards.text import CENTER, RIGHT, draw_clock_mark, draw_text, text_width
from widgets.charts.plot import LevelPlot
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.values import Series

_HEADING: Final = 40
_PAD: Final = 2 * tokens.GRID


class LevelChart(QWidget):
    """One `Series`: title and note, latest figure, curve. `selected(id)` on click or Enter."""

    selected = Signal(str)

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: Series | None = None
        self._empty_text = empty_text
        self._title_font = ui_font(tokens.SIZE_BODY + 1, QFont.Weight.Medium)
        self._note_font = ui_font(tokens.SIZE_CAPTION + 1)
        self._figure_font = ui_font(tokens.SIZE_HEADING, QFont.Weight.Bold, tabular=True)
        self._plot = LevelPlot(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _HEADING, tokens.GRID, 4)
        column.addWidget(self._plot)
        self._plot.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)

    def plot(self) -> LevelPlot:
        """The plot inside."""
        return self._plot

    def series_id(self) -> str | None:
        """The id of the series shown."""
        return self._series.id if self._series is not None else None

    def set_series(self, series: Series | None) -> None:
        """Show `series`; None or one without values shows the empty text."""
        if series == self._series:
            return
        self._series = series
        has_values = series is not None and bool(series.values)
        self._plot.setVisible(has_values)
        self._plot.set_series(series if has_values else None)
        self.setAccessibleName(f"{series.title} {series.latest} {series.unit}" if series else "")
        self.setToolTip(self._tip())
        self.update()

    def set_empty_text(self, text: str) -> None:
        """What to say while there are no values."""
        self._empty_text = text
        self.update()

    def _tip(self) -> str:
        if self._series is None:
            return ""
        rain = f"{max(self._series.bars):g} {self._series.bars_unit}" if self._series.bars else ""
        texts = (self._series.title, self._series.note, self._series.age.text, rain)
        return "\n".join(text for text in texts if text)

    def sizeHint(self) -> QSize:
        return QSize(376, 208)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._series is not None:
            self._paint_heading(painter, rect, self._series)
        if self._series is None or not self._series.values:
            self._paint_empty(painter, rect)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()

    def _paint_heading(self, painter: QPainter, rect: QRectF, series: Series) -> None:
        line = QRectF(_PAD, 6, rect.width() - 2 * _PAD, 30)
        unit_width = text_width(self._note_font, series.unit) if series.latest else 0.0
        unit = QRectF(line.right() - unit_width, line.top() + 3, unit_width, line.height() - 2)
        figure_width = text_width(self._figure_font, series.latest) if series.latest else 0.0
        figure = QRectF(unit.left() - 4 - figure_width, line.top(), figure_width, line.height())
        color = _latest_color(series)
        edge = line.right()
        if series.latest:
            draw_text(painter, unit, series.unit, self._note_font, tokens.SECONDARY, RIGHT)
            draw_text(painter, figure, series.latest, self._figure_font, color, RIGHT)
            edge = figure.left() - 4
            edge = self._paint_mark(painter, edge, line, series) - tokens.GRID
        age_width = text_width(self._note_font, series.age.text) + tokens.GRID
        kept = age_width if series.age.text else 0.0
        room = QRectF(line.left(), line.top(), edge - line.left() - kept, line.height())
        used = draw_text(painter, room, series.title, self._title_font, tokens.TEXT)
        left = line.left() + used + tokens.GRID
        box = QRectF(left, line.top() + 1, edge - left, line.height())
        note = self._fitting_note(series, box.width())
        draw_text(painter, box, note, self._note_font, tokens.SECONDARY)

    def _fitting_note(self, series: Series, width: float) -> str:
        """Trend and age where there is room for both, else the age: how old never gives way."""
        both = "  ".join(text for text in (series.note, series.age.text) if text)
        return both if text_width(self._note_font, both) <= width else series.age.text

    def _paint_mark(self, painter: QPainter, edge: float, line: QRectF, series: Series) -> float:
        """Level symbol or clock before the figure, so that colour never speaks alone."""
        box = QRectF(edge - 18, line.center().y() - 8, 16, 16)
        if series.age.stale:
            draw_clock_mark(painter, box, tokens.STALE)
        elif series.level != tokens.Level.NONE:
            paint_level(painter, box, series.level)
        else:
            return edge
        return box.left()

    def _paint_empty(self, painter: QPainter, rect: QRectF) -> None:
        body = rect.adjusted(_PAD, _HEADING, -_PAD, -_PAD)
        painter.setPen(QPen(QColor(tokens.LINE), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(body.adjusted(0.5, 0.5, -0.5, -0.5))
        draw_text(painter, body, self._empty_text, self._note_font, tokens.SECONDARY, CENTER)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick()
            return
        super().keyPressEvent(event)

    def _pick(self) -> None:
        if self._series is not None:
            self.selected.emit(self._series.id)


class ChartRow(QWidget):
    """Several charts side by side with hairlines between; one empty chart when there are none."""

    selected = Signal(str)

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty_text = empty_text
        self._charts: list[LevelChart] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        self._resize_to(1)

    def charts(self) -> tuple[LevelChart, ...]:
        """The charts shown, left to right."""
        return tuple(self._charts)

    def set_series(self, series: Sequence[Series]) -> None:
        """Show `series` from left to right; charts are reused."""
        self._resize_to(max(1, len(series)))
        shown: list[Series | None] = list(series) or [None]
        for chart, one in zip(self._charts, shown, strict=True):
            chart.set_series(one)
        self.update()

    def set_empty_text(self, text: str) -> None:
        """What charts without values say."""
        self._empty_text = text
        for chart in self._charts:
            chart.set_empty_text(text)

    def _resize_to(self, count: int) -> None:
        while len(self._charts) > count:
            chart = self._charts.pop()
            self._row.removeWidget(chart)
            chart.hide()
            chart.deleteLater()
        while len(self._charts) < count:
            chart = LevelChart(empty_text=self._empty_text, parent=self)
            chart.selected.connect(self.selected)
            self._row.addWidget(chart, 1)
            self._charts.append(chart)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for chart in self._charts[1:]:
            painter.fillRect(QRectF(chart.x() - 1, 0, 1, self.height()), QColor(tokens.LINE))
        painter.end()


def _latest_color(series: Series) -> str:
    if series.age.stale:
        return tokens.STALE
    if series.level == tokens.Level.NONE:
        return tokens.TEXT
    return tokens.LEVEL_COLOR[series.level]
