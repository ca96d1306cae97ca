"""The list of rules by pack: what a rule says, how much it watches, and whether it was changed.

Owns which rule is current; must not know what a rule is.
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
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.boards.text import CENTER, RIGHT, draw_text, text_width
from widgets.rules.values import RuleRow
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
ROW_HEIGHT: Final = 7 * tokens.GRID
HEADING_HEIGHT: Final = 4 * tokens.GRID
_PAD: Final = 2 * tokens.GRID
_SYMBOL: Final = 14


class RuleListModel(QAbstractListModel):
    """Rows by id; headings can be neither chosen nor reached."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RuleRow, ...] = ()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(
                text for text in (row.title, row.subtitle, row.right, row.mark) if text
            )
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def rows(self) -> tuple[RuleRow, ...]:
        """The rows as they are shown now."""
        return self._rows

    def row_of(self, id: str) -> int:
        """The row number of a rule, or -1."""
        found = (at for at, row in enumerate(self._rows) if row.id == id and not row.is_heading)
        return next(found, -1)

    def set_rows(self, rows: Sequence[RuleRow]) -> None:
        """Become `rows`; rows that stay in their places are only told of as changed."""
        wanted = tuple(rows)
        if [row.id for row in wanted] != [row.id for row in self._rows]:
            self.beginResetModel()
            self._rows = wanted
            self.endResetModel()
            return
        changed = [at for at, (old, new) in enumerate(zip(self._rows, wanted, strict=True))
                   if old != new]  # fmt: skip
        self._rows = wanted
        for at in changed:
            self.dataChanged.emit(self.index(at, 0), self.index(at, 0))


class RuleListView(QListView):
    """`chosen(id)` when the hand chose another rule. The current id is kept through changes."""

    chosen = Signal(str)

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RuleListModel(self)
        self._current = ""
        self._is_applying = False
        self._empty_text = empty_text
        self.setModel(self._model)
        self.setItemDelegate(_RuleDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        # Not the current row: focus alone gives a view one, which nobody chose.
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def rule_model(self) -> RuleListModel:
        """The model shown."""
        return self._model

    def current_id(self) -> str:
        """The rule that is current, shown or not."""
        return self._current

    def set_rows(self, rows: Sequence[RuleRow]) -> None:
        """Show these rows."""
        self._is_applying = True
        self._model.set_rows(rows)
        self._show_current()
        self._is_applying = False
        self.viewport().update()

    def set_current(self, id: str) -> None:
        """Make a rule current without telling."""
        self._current = id
        self._is_applying = True
        self._show_current()
        self._is_applying = False

    def set_empty_text(self, text: str) -> None:
        """What to say while there is no row."""
        self._empty_text = text
        self.viewport().update()

    def _show_current(self) -> None:
        at = self._model.row_of(self._current)
        if at < 0:
            self.selectionModel().clear()
        elif [one.row() for one in self.selectedIndexes()] != [at]:
            self.setCurrentIndex(self._model.index(at, 0))

    def _on_selection(self) -> None:
        chosen = self.selectedIndexes()
        row = chosen[0].data(ROW_ROLE) if chosen else None
        if self._is_applying or row is None or row.id == self._current:
            return
        self._current = row.id
        self.chosen.emit(row.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._model.rowCount() or not self._empty_text:
            return
        painter = QPainter(self.viewport())
        rect = QRectF(self.viewport().rect()).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        font = ui_font(tokens.SIZE_BODY)
        painter.setFont(font)
        painter.setPen(QColor(tokens.SECONDARY))
        painter.drawText(rect, int(CENTER | Qt.TextFlag.TextWordWrap), self._empty_text)
        painter.end()


class _RuleDelegate(QStyledItemDelegate):
    """Paints a heading or a rule."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._title = ui_font(tokens.SIZE_BODY, QFont.Weight.Medium)
        self._note = ui_font(tokens.SIZE_CAPTION)
        self._heading = ui_font(tokens.SIZE_CAPTION, QFont.Weight.Bold)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row: RuleRow = index.data(ROW_ROLE)
        return QSize(0, HEADING_HEIGHT if row.is_heading else ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: RuleRow = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        if row.is_heading:
            painter.fillRect(rect, QColor(tokens.GROUND))
            box = rect.adjusted(_PAD, 0, -_PAD, 0)
            used = draw_text(painter, box, row.title, self._heading, tokens.SECONDARY)
            right = box.adjusted(used + tokens.GRID, 0, 0, 0)
            draw_text(painter, right, row.right, self._note, tokens.SECONDARY, RIGHT)
            return
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.RAISED))
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), QColor(tokens.ACCENT))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.RAISED))
        painter.fillRect(QRectF(rect.x(), rect.bottom(), rect.width(), 1), QColor(tokens.LINE))
        self._paint_rule(painter, rect.adjusted(_PAD, 6, -_PAD, -6), row)

    def _paint_rule(self, painter: QPainter, rect: QRectF, row: RuleRow) -> None:
        half = rect.height() / 2
        top = QRectF(rect.x(), rect.y(), rect.width(), half)
        low = QRectF(rect.x(), rect.y() + half, rect.width(), half)
        edge = top.right()
        for level in row.levels:
            edge -= _SYMBOL
            paint_level(painter, QRectF(edge, top.center().y() - 7, _SYMBOL, _SYMBOL), level)
            edge -= 3
        room = QRectF(top.x(), top.y(), edge - top.x() - tokens.GRID, half)
        draw_text(painter, room, row.title, self._title, tokens.TEXT)
        right = text_width(self._note, row.right)
        draw_text(painter, low, row.right, self._note, tokens.SECONDARY, RIGHT)
        left = low.x()
        if row.mark:
            color = tokens.LEVEL_COLOR[tokens.Level.RED] if row.is_wrong else tokens.ACCENT
            left += draw_text(painter, low, row.mark, self._note, color) + tokens.GRID
        room = QRectF(left, low.y(), low.right() - right - tokens.GRID - left, half)
        draw_text(painter, room, row.subtitle, self._note, tokens.SECONDARY)
