"""A table of values: chosen by id, with words for when it is empty.

Owns which row is current; must not know what the columns mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from widgets.boards.table_model import ID_ROLE, Column, TableRow, ValueTableModel
from widgets.boards.text import CENTER
from widgets.theme import tokens
from widgets.theme.fonts import ui_font

ROW_HEIGHT: Final = 4 * tokens.GRID
_CELL_IN: Final = 4


class ValueTable(QTableView):
    """`chosen(id)` when the hand chose another row, `activated_id(id)` on Enter or double click."""

    chosen = Signal(str)
    activated_id = Signal(str)

    def __init__(self, *, empty_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ValueTableModel(self)
        self._current = ""
        self._is_applying = False
        self._empty_text = empty_text
        self.setModel(self._model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        # Qt draws the text of a cell a little further in than that of a head.
        self.setStyleSheet(
            f"QTableView::item {{ padding: 0 {tokens.GRID}px; }}"
            f"QHeaderView::section {{ padding: 6px {tokens.GRID + _CELL_IN}px; }}"
        )
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setFont(ui_font(tokens.SIZE_BODY))
        self.horizontalHeader().setFont(ui_font(tokens.SIZE_CAPTION, QFont.Weight.Medium))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        # Not the current row: focus alone gives a view one, which nobody chose.
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.activated.connect(self._on_activated)

    def table_model(self) -> ValueTableModel:
        """The model shown."""
        return self._model

    def current_id(self) -> str:
        """The row that is current, shown or not."""
        return self._current

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns."""
        if tuple(columns) == self._model.columns():
            return
        self._model.set_columns(columns)
        header = self.horizontalHeader()
        for at, column in enumerate(columns):
            stretch, fixed = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(at, fixed if column.width else stretch)
            if column.width:
                header.resizeSection(at, column.width)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Show these rows; the current one stays current."""
        self._is_applying = True
        self._model.set_rows(rows)
        self._show_current()
        self._is_applying = False
        self.viewport().update()

    def set_current(self, id: str) -> None:
        """Make a row current without telling."""
        self._current = id
        self._is_applying = True
        self._show_current()
        self._is_applying = False

    def set_empty_text(self, text: str) -> None:
        """What to say while there is no row."""
        self._empty_text = text
        self.viewport().update()

    def empty_text(self) -> str:
        """What it says while there is no row."""
        return self._empty_text

    def _show_current(self) -> None:
        at = self._model.row_of(self._current)
        if at < 0:
            self.selectionModel().clear()
        elif [one.row() for one in self.selectionModel().selectedRows()] != [at]:
            self.selectRow(at)

    def _on_selection(self) -> None:
        rows = self.selectionModel().selectedRows()
        id = rows[0].data(ID_ROLE) if rows else None
        if self._is_applying or not isinstance(id, str) or id == self._current:
            return
        self._current = id
        self.chosen.emit(id)

    def _on_activated(self, index: QModelIndex) -> None:
        self.activated_id.emit(str(index.data(ID_ROLE)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._model.rowCount() or not self._empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setFont(ui_font(tokens.SIZE_BODY))
        painter.setPen(QColor(tokens.SECONDARY))
        gap = 2 * tokens.GRID
        rect = QRectF(self.viewport().rect()).adjusted(gap, gap, -gap, -gap)
        painter.drawText(rect, int(CENTER | Qt.TextFlag.TextWordWrap), self._empty_text)
        painter.end()
