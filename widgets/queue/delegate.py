"""How one row of the queue is drawn.

Owns the geometry and the paint of a row; must not know the model beyond `ROW_ROLE`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from widgets.boards.text import RIGHT, draw_clock_mark, draw_text, text_width
from widgets.queue.model import ROW_ROLE
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.values import QueueRow

ROW_HEIGHT: Final = 60
_PAD: Final = 2 * tokens.GRID
_SYMBOL: Final = 26
_TEXT_LEFT: Final = 6 * tokens.GRID
_BAR: Final = 4
_RIGHT_SHARE: Final = 0.42
_MARK: Final = 14


class QueueDelegate(QStyledItemDelegate):
    """Paints a `QueueRow`: symbol, title, subtitle, figure at the right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._title = ui_font(tokens.SIZE_BODY + 1, QFont.Weight.Medium)
        self._title_unseen = ui_font(tokens.SIZE_BODY + 1, QFont.Weight.Bold)
        self._sub = ui_font(tokens.SIZE_CAPTION + 1)
        self._figure = ui_font(tokens.SIZE_BODY + 1, QFont.Weight.Medium, tabular=True)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, QueueRow):
            return
        painter.save()
        rect = QRectF(option.rect)
        state = option.state
        self._paint_ground(painter, rect, state, row)
        self._paint_symbol(painter, rect, row)
        self._paint_texts(painter, rect, row)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, row: QueueRow
    ) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            ground = QColor(tokens.RAISED)
            ground.setAlphaF(1.0 if chosen else 0.5)
            painter.fillRect(rect, ground)
        if row.unacknowledged:
            tint = QColor(tokens.LEVEL_COLOR[row.level])
            tint.setAlphaF(0.12)
            painter.fillRect(rect, tint)
        if row.pending:
            hatch = QColor(tokens.FAINT)
            hatch.setAlphaF(0.35)
            painter.fillRect(rect, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        painter.fillRect(
            QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), QColor(tokens.LINE)
        )
        if chosen:
            painter.fillRect(
                QRectF(rect.left(), rect.top(), _BAR, rect.height()), QColor(tokens.ACCENT)
            )
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -1.5))

    def _paint_symbol(self, painter: QPainter, rect: QRectF, row: QueueRow) -> None:
        box = QRectF(0, 0, _SYMBOL, _SYMBOL)
        box.moveCenter(rect.center())
        box.moveLeft(rect.left() + _PAD - 4)
        paint_level(painter, box, row.level, unacknowledged=row.unacknowledged)

    def _paint_texts(self, painter: QPainter, rect: QRectF, row: QueueRow) -> None:
        upper = QRectF(rect.left(), rect.top() + 9, rect.width() - _PAD, 22)
        lower = QRectF(rect.left(), rect.top() + 31, rect.width() - _PAD, 20)
        left = rect.left() + _TEXT_LEFT
        title_font = self._title_unseen if row.unacknowledged else self._title
        figure_color = tokens.LEVEL_COLOR[tokens.Level.RED] if row.overdue else tokens.TEXT
        self._pair(
            painter,
            upper,
            left,
            (row.title, title_font, tokens.TEXT),
            (row.right, self._figure, figure_color),
            mark=row.pending,
        )
        self._pair(
            painter,
            lower,
            left,
            (row.subtitle, self._sub, tokens.SECONDARY),
            (row.right_sub, self._sub, tokens.SECONDARY),
        )

    def _pair(
        self,
        painter: QPainter,
        line: QRectF,
        left: float,
        main: tuple[str, QFont, str],
        side: tuple[str, QFont, str],
        *,
        mark: bool = False,
    ) -> None:
        """One line: `main` from the left, `side` at the right; both elided, never overlapping."""
        room = line.right() - left
        side_width = min(text_width(side[1], side[0]) if side[0] else 0.0, room * _RIGHT_SHARE)
        side_rect = QRectF(line.right() - side_width, line.top(), side_width, line.height())
        draw_text(painter, side_rect, *side, RIGHT)
        edge = side_rect.left() - (tokens.GRID if side_width else 0)
        if mark:
            box = QRectF(edge - _MARK, line.center().y() - _MARK / 2, _MARK, _MARK)
            draw_clock_mark(painter, box, tokens.SECONDARY)
            edge = box.left() - tokens.GRID
        draw_text(painter, QRectF(left, line.top(), edge - left, line.height()), *main)
