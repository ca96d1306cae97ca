"""Rows of places in a list: what it is, a quiet note, a figure at the right.

Owns the values, the model and the painting of a row; must not know where the rows come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from widgets.boards.text import LEFT, RIGHT, draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import Level

ROW_PX: Final = 48
SECTION_PX: Final = 32
_MARK_PX: Final = 18
_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. Without an id it is a heading over those that follow."""

    id: str
    title: str
    note: str = ""
    figure: str = ""
    level: Level = Level.NONE
    stale: bool = False


class PlaceModel(QAbstractListModel):
    """Places in the order given."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PlaceRow, ...] = ()

    def set_rows(self, rows: Sequence[PlaceRow]) -> None:
        """Show these; rows that only changed keep their place and their selection."""
        new = tuple(rows)
        if [row.id for row in new] != [row.id for row in self._rows]:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        changed = [
            n for n, pair in enumerate(zip(self._rows, new, strict=True)) if len({*pair}) > 1
        ]
        self._rows = new
        for row in changed:
            at = self.index(row)
            self.dataChanged.emit(at, at)

    def row(self, at: int) -> PlaceRow:
        """The row at this place."""
        return self._rows[at]

    def place_rows(self) -> tuple[PlaceRow, ...]:
        """All rows."""
        return self._rows

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (row.title, row.note, row.figure) if part)
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or not self._rows[index.row()].id:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PlaceDelegate(QStyledItemDelegate):
    """Paints `PlaceRow`s."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: PlaceRow = index.data(Qt.ItemDataRole.UserRole)
        return QSize(tokens.GRID * 20, ROW_PX if row.id else SECTION_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: PlaceRow = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect)
        if not row.id:
            inside = rect.adjusted(2 * tokens.GRID, 4, -2 * tokens.GRID, 0)
            font = ui_font(tokens.SIZE_CAPTION, QFont.Weight.Medium)
            taken = self._figure(painter, inside, row.figure, font, tokens.SECONDARY)
            draw_text(
                painter, inside.adjusted(0, 0, -taken, 0), row.title, font, tokens.SECONDARY, LEFT
            )
            return
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.RAISED))
            edge = QRectF(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(edge, QColor(tokens.ACCENT))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.RAISED))
        self._row(painter, rect.adjusted(2 * tokens.GRID, 0, -2 * tokens.GRID, 0), row)

    def _row(self, painter: QPainter, rect: QRectF, row: PlaceRow) -> None:
        if row.level is not Level.NONE:
            mark = QRectF(rect.left(), rect.center().y() - _MARK_PX / 2, _MARK_PX, _MARK_PX)
            paint_level(painter, mark, row.level, stale=row.stale)
            rect = rect.adjusted(_MARK_PX + tokens.GRID, 0, 0, 0)
        color = tokens.STALE if row.stale else tokens.TEXT
        body, caption = ui_font(tokens.SIZE_BODY), ui_font(tokens.SIZE_CAPTION)
        taken = self._figure(painter, rect, row.figure, body, tokens.SECONDARY)
        left = rect.adjusted(0, 0, -taken, 0)
        if not row.note:
            draw_text(painter, left, row.title, body, color, LEFT)
            return
        upper = QRectF(left.left(), left.top() + 5, left.width(), 20)
        lower = QRectF(left.left(), left.top() + 25, left.width(), 18)
        draw_text(painter, upper, row.title, body, color, LEFT)
        draw_text(painter, lower, row.note, caption, tokens.SECONDARY, LEFT)

    def _figure(self, painter: QPainter, rect: QRectF, text: str, font: QFont, color: str) -> float:
        """Draw the figure at the right edge; answers the width it keeps."""
        if not text:
            return 0.0
        width = min(text_width(font, text), rect.width() / 2)
        place = QRectF(rect.right() - width, rect.top(), width, rect.height())
        draw_text(painter, place, text, font, color, RIGHT)
        return width + tokens.GRID
