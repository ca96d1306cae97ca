"""The rows of a table of values: text or a level's symbol in each cell, sorted by what stands
behind the text. Must not know what the columns mean, nor any view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QIcon

from widgets.theme import tokens
from widgets.theme.symbols import level_pixmap
from widgets.theme.tokens import Level

AnyIndex = QModelIndex | QPersistentModelIndex
ID_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_TONES: Final = {
    "": tokens.TEXT,
    "quiet": tokens.SECONDARY,
    "good": tokens.NORMAL,
    "warn": tokens.LEVEL_COLOR[Level.YELLOW],
    "bad": tokens.LEVEL_COLOR[Level.RED],
}
_SYMBOL: Final = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, whether it holds numbers (to the right), and its width; 0 takes what
    is left."""

    title: str
    is_number: bool = False
    width: int = 0
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. `sort` orders the column; the text does when it is None."""

    text: str
    sort: float | None = None
    tone: str = ""
    level: Level = Level.NONE


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells from the left; `id` is what a choice is told by."""

    id: str
    cells: tuple[Cell, ...]
    tip: str = ""


class ValueTableModel(QAbstractTableModel):
    """Rows by id, sorted by one column; rows of equal rank stay as they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._given: tuple[TableRow, ...] = ()
        self._rows: list[TableRow] = []
        self._sorted: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        cell = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(_TONES.get(cell.tone, tokens.TEXT))
        if role == Qt.ItemDataRole.DecorationRole and cell.level is not Level.NONE:
            return _symbol(cell.level)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or cell.text or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[index.column()].is_number else (
                Qt.AlignmentFlag.AlignLeft
            )  # fmt: skip
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def rows(self) -> tuple[TableRow, ...]:
        """The rows as they are shown now."""
        return tuple(self._rows)

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns; there are no rows until they are set anew."""
        if tuple(columns) == self._columns:
            return
        self.beginResetModel()
        self._columns, self._given, self._rows = tuple(columns), (), []
        self.endResetModel()

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Become `rows`, in the order that is chosen."""
        wanted = tuple(rows)
        if wanted == self._given:
            return
        self._given = wanted
        ordered = self._ordered()
        if [row.id for row in ordered] != [row.id for row in self._rows]:
            self.beginResetModel()
            self._rows = ordered
            self.endResetModel()
            return
        self._rows = ordered
        if ordered:
            last = self.index(len(ordered) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; by -1 as given."""
        self._sorted = (column, order)
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [self._rows[index.row()].id for index in held]
        self._rows = self._ordered()
        place = {row.id: at for at, row in enumerate(self._rows)}
        moved = [self.index(place[id], index.column()) for id, index in zip(ids, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def row_of(self, id: str) -> int:
        """The row number of an id, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == id), -1)

    def _ordered(self) -> list[TableRow]:
        column, order = self._sorted
        if not 0 <= column < len(self._columns):
            return list(self._given)
        rows = list(self._given)

        def rank(row: TableRow) -> tuple[float, str]:
            cell = row.cells[column]
            return (0.0, cell.text) if cell.sort is None else (cell.sort, "")

        rows.sort(key=rank, reverse=order is Qt.SortOrder.DescendingOrder)
        return rows


def _symbol(level: Level) -> QIcon:
    """The symbol in its own colours, in a chosen row too."""
    icon, pixmap = QIcon(), level_pixmap(level, _SYMBOL, 2.0)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(pixmap, mode)
    return icon
