"""The strip of figures above the map.

Owns the columns and their paint; must not know what a figure counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from widgets.boards.text import draw_clock_mark, draw_text, line_height, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.values import Figure

_HEIGHT: Final = 88
_PAD: Final = 2 * tokens.GRID


def figure_color(figure: Figure) -> str:
    """Colour of the value: quiet when normal, the level's when not, grey when stale."""
    if figure.stale:
        return tokens.STALE
    return tokens.TEXT if figure.level == tokens.Level.NONE else tokens.LEVEL_COLOR[figure.level]


class _FigureCell(QAbstractButton):
    """One figure: what it is above; value, unit and note below on one baseline."""

    picked = Signal(str)

    def __init__(self, figure: Figure, parent: QWidget) -> None:
        super().__init__(parent)
        self._figure = figure
        self._label_font = ui_font(tokens.SIZE_CAPTION + 1)
        self._value_font = ui_font(24, QFont.Weight.Bold, tabular=True)
        self._unit_font = ui_font(tokens.SIZE_BODY, QFont.Weight.Medium)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._pick)
        self.set_figure(figure)

    def set_figure(self, figure: Figure) -> None:
        self._figure = figure
        spoken = f"{figure.label} {figure.value} {figure.unit} {figure.note}".strip()
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    def _pick(self) -> None:
        self.picked.emit(self._figure.id)

    def sizeHint(self) -> QSize:
        return QSize(176, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        figure = self._figure
        rect = QRectF(self.rect())
        self._paint_label(painter, QRectF(_PAD, 12, rect.width() - 2 * _PAD, 22), figure)
        line = QRectF(_PAD, 36, rect.width() - 2 * _PAD, 40)
        draw_text(painter, line, figure.value, self._value_font, figure_color(figure))
        left = line.left() + text_width(self._value_font, figure.value) + 5
        # Smaller text is lowered so that it stands on the figure's baseline.
        drop = (line_height(self._value_font) - line_height(self._unit_font)) * 0.30
        for text, font, color in (
            (figure.unit, self._unit_font, tokens.TEXT),
            (figure.note, self._label_font, tokens.SECONDARY),
        ):
            # A note may use half the room at the edge before it is shortened.
            box = QRectF(left, line.top() + drop, rect.right() - _PAD / 2 - left, line.height())
            if text and box.width() >= min(text_width(font, text), 5 * tokens.GRID):
                left += draw_text(painter, box, text, font, color) + 7
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.ACCENT), 1))
            painter.drawRect(rect.adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()

    def _paint_label(self, painter: QPainter, line: QRectF, figure: Figure) -> None:
        box = QRectF(line.left(), line.center().y() - 8, 16, 16)
        marked = True
        if figure.stale:
            draw_clock_mark(painter, box, tokens.STALE)
        elif figure.level != tokens.Level.NONE:
            paint_level(painter, box, figure.level)
        else:
            marked = False
        room = line.adjusted(22 if marked else 0, 0, 0, 0)
        draw_text(painter, room, figure.label, self._label_font, tokens.SECONDARY)


class FigureStrip(QWidget):
    """`Figure` values in equal columns with hairlines; `selected(id)` when one is clicked."""

    selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: dict[str, _FigureCell] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(1)
        self.setFixedHeight(_HEIGHT)

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show `figures` in this order; cells are kept while the ids are the same."""
        if [figure.id for figure in figures] != list(self._cells):
            self._rebuild(figures)
        for figure in figures:
            self._cells[figure.id].set_figure(figure)

    def cell(self, figure_id: str) -> QAbstractButton:
        """The cell of `figure_id`, for focus order and tests."""
        return self._cells[figure_id]

    def _rebuild(self, figures: Sequence[Figure]) -> None:
        for cell in self._cells.values():
            self._row.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = {}
        for figure in figures:
            cell = _FigureCell(figure, self)
            cell.picked.connect(self.selected)
            self._row.addWidget(cell, 1)
            cell.show()
            self._cells[figure.id] = cell

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QColor(tokens.LINE)
        for cell in list(self._cells.values())[1:]:
            painter.fillRect(QRectF(cell.x() - 1, 0, 1, self.height()), line)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), line)
        painter.end()
