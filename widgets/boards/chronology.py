"""A scrollable list of what happened when.

Owns its rows; reports only the part that changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.boards.text import draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.values import LogLine

AnyIndex = QModelIndex | QPersistentModelIndex
LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_ROW: Final = 32
_MIN_TIME: Final = 64


class LogModel(QAbstractListModel):
    """Chronology lines; what is the same at both ends is kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[LogLine] = []

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{line.time}  {line.text}  {line.note}".strip()
        return None

    def set_lines(self, lines: Sequence[LogLine]) -> None:
        """Become `lines`."""
        fresh = list(lines)
        old = self._lines
        shared = min(len(old), len(fresh))
        head = next((at for at in range(shared) if old[at] != fresh[at]), shared)
        tail = 0
        while tail < shared - head and old[-1 - tail] == fresh[-1 - tail]:
            tail += 1
        if len(old) - tail > head:
            self.beginRemoveRows(QModelIndex(), head, len(old) - tail - 1)
            del old[head : len(old) - tail]
            self.endRemoveRows()
        if len(fresh) - tail > head:
            self.beginInsertRows(QModelIndex(), head, len(fresh) - tail - 1)
            old[head:head] = fresh[head : len(fresh) - tail]
            self.endInsertRows()


class _LogDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._time = ui_font(tokens.SIZE_CAPTION + 1, tabular=True)
        self._text = ui_font(tokens.SIZE_BODY)
        self._note = ui_font(tokens.SIZE_CAPTION + 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, LogLine):
            return
        rect = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.ACCENT), 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        left = rect.left() + 1
        time_width = max(text_width(self._time, line.time) + tokens.GRID, _MIN_TIME)
        time_box = QRectF(left, rect.top(), time_width, rect.height())
        draw_text(painter, time_box, line.time, self._time, tokens.SECONDARY)
        room = QRectF(time_box.right(), rect.top(), rect.right() - time_box.right(), rect.height())
        used = draw_text(painter, room, line.text, self._text, tokens.TEXT) + tokens.GRID
        if room.width() - used > 3 * tokens.GRID:
            note_box = room.adjusted(used, 0, -tokens.GRID / 2, 0)
            draw_text(painter, note_box, line.note, self._note, tokens.SECONDARY)
        painter.restore()


class LogView(QListView):
    """The chronology, scrolled with the keyboard or the wheel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log = LogModel(self)
        self.setModel(self._log)
        self.setItemDelegate(_LogDelegate(self))
        self.setUniformItemSizes(True)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        # Qt takes the preferred height of a height-for-width panel as its least; keep it low.
        return QSize(32 * tokens.GRID, 3 * _ROW)

    def set_lines(self, lines: Sequence[LogLine]) -> None:
        """Show `lines` in this order."""
        self._log.set_lines(lines)
