"""The queue as a list: selection by id, keyboard, and what it says when it is empty.

Owns which id is selected; must not know what the rows stand for. It is a table of one column,
because Qt's list lays out every row anew, and asks the model about each, whenever one changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from widgets.boards.text import CENTER, draw_text
from widgets.queue.delegate import ROW_HEIGHT, QueueDelegate
from widgets.queue.model import ID_ROLE, QueueModel
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.values import QueueRow, RowEdit


class QueueView(QTableView):
    """A painted list of `QueueRow`.

    `selected(id)` only when the user chose; `activated_id(id)` on Enter or double click;
    `in_sight(first, end)` when other rows have come into sight.
    The selected id is kept while its row is away and shown again when it returns.
    """

    selected = Signal(str)
    activated_id = Signal(str)
    in_sight = Signal(int, int)

    def __init__(
        self,
        model: QueueModel | None = None,
        *,
        empty_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._queue = model if model is not None else QueueModel(self)
        self._selected_id: str | None = None
        self._is_applying = False
        self._empty_text = empty_text
        self._empty_font = ui_font(tokens.SIZE_BODY, QFont.Weight.Normal)
        self.setModel(self._queue)
        self.setItemDelegate(QueueDelegate(self))
        self._lay_out()
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._connect()

    def _lay_out(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.hide()
        down.setMinimumSectionSize(ROW_HEIGHT)
        down.setDefaultSectionSize(ROW_HEIGHT)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)

    def _connect(self) -> None:
        self._queue.update_started.connect(self._on_update_started)
        self._queue.update_finished.connect(self._on_update_finished)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def queue_model(self) -> QueueModel:
        """The model shown."""
        return self._queue

    def set_rows(self, rows: Sequence[QueueRow]) -> None:
        """Show `rows`; the selection stays with its id."""
        self._queue.set_rows(rows)

    def edit_rows(self, edits: Sequence[RowEdit]) -> None:
        """Take only what changed; the selection stays with its id."""
        self._queue.edit_rows(edits)

    def rows_in_sight(self) -> tuple[int, int]:
        """The first row in sight and the one after the last, as far as there are rows."""
        top = self.verticalOffset()
        first, last = top // ROW_HEIGHT, (top + self.viewport().height()) // ROW_HEIGHT
        count = self._queue.rowCount()
        return min(first, count), min(last + 1, count)

    def set_empty_text(self, text: str) -> None:
        """What to say while there are no rows: nothing to do, loading, offline or denied."""
        self._empty_text = text
        self.viewport().update()

    def selected_id(self) -> str | None:
        """The selected id, also while its row is away."""
        return self._selected_id

    def set_selected(self, row_id: str | None) -> None:
        """Select `row_id` without a signal."""
        self._selected_id = row_id
        self._show_selected()

    def _on_update_started(self) -> None:
        self._is_applying = True

    def _on_update_finished(self) -> None:
        self._is_applying = False
        if self.currentIndex().data(ID_ROLE) != self._selected_id:
            self._show_selected(scroll=False)

    def _show_selected(self, *, scroll: bool = True) -> None:
        was_applying, self._is_applying = self._is_applying, True
        index = (
            self._queue.index_of(self._selected_id)
            if self._selected_id is not None
            else QModelIndex()
        )
        selection = self.selectionModel()
        if not index.isValid():
            selection.clear()
        elif selection.currentIndex() != index or not selection.isSelected(index):
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if scroll and index.isValid():
            self.scrollTo(index)
        self._is_applying = was_applying

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._is_applying or not current.isValid():
            return
        row_id = str(current.data(ID_ROLE))
        if row_id != self._selected_id:
            self._selected_id = row_id
            self.selected.emit(row_id)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.activated_id.emit(str(index.data(ID_ROLE)))

    def _on_scrolled(self) -> None:
        # While rows change, whoever answers would change them at the same time.
        if not self._is_applying:
            self.in_sight.emit(*self.rows_in_sight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_scrolled()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would make the first row current; here nothing is selected that nobody chose."""
        was_applying, self._is_applying = self._is_applying, True
        super().focusInEvent(event)
        self._is_applying = was_applying
        self._show_selected(scroll=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self.activated_id.emit(str(current.data(ID_ROLE)))
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._queue.rowCount() or not self._empty_text:
            return
        painter = QPainter(self.viewport())
        room = QRectF(self.viewport().rect()).adjusted(2 * tokens.GRID, 0, -2 * tokens.GRID, 0)
        draw_text(painter, room, self._empty_text, self._empty_font, tokens.SECONDARY, CENTER)
        painter.end()
