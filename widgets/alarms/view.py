"""The alarm table as a view: where the cursor stands, what is marked, what stays under the eye.

Owns cursor and marks by id; must not know what the lines stand for.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from widgets.alarms.eye import Eye
from widgets.alarms.heads import WIDTHS, AlarmHeads, fitted
from widgets.alarms.line_painter import ROW_HEIGHT, LinePictures, Look
from widgets.alarms.marking import Marks
from widgets.alarms.model import ID_ROLE, LINE_ROLE, AlarmModel
from widgets.alarms.values import AlarmLine, Column
from widgets.boards.text import CENTER, draw_text
from widgets.theme import tokens
from widgets.theme.fonts import ui_font


class AlarmView(QTableView):
    """A painted table of `AlarmLine`.

    Signals: `selected(id)` when the user put the cursor on a line, "" when he took it away;
    `marked()` when he marked or unmarked some; `activated_id(id)` on Enter or double click;
    `fold_asked(id, bool)` to open or close a line; `sort_asked(column, adding)`;
    `touched()` whenever he does anything here; `in_sight(first, end)` when others come in sight.
    Cursor and marks stay with their ids, also while their lines are away.
    """

    selected = Signal(str)
    marked = Signal()
    activated_id = Signal(str)
    fold_asked = Signal(str, bool)
    sort_asked = Signal(int, bool)
    touched = Signal()
    in_sight = Signal(int, int)

    def __init__(self, model: AlarmModel | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alarms = model if model is not None else AlarmModel(self)
        self._current_id = ""
        self._marks = Marks()
        self._is_applying = False
        self._pictures = LinePictures()
        self._eye = Eye(self, self._alarms)
        self._empty_text = ""
        self._empty_font = ui_font(tokens.SIZE_TITLE)
        self.heads = AlarmHeads(self)
        self.setHorizontalHeader(self.heads)
        self.setModel(self._alarms)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        down = self.verticalHeader()
        down.hide()
        down.setMinimumSectionSize(ROW_HEIGHT)
        down.setDefaultSectionSize(ROW_HEIGHT)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, width in WIDTHS.items():
            self.setColumnWidth(int(column), width)
        self.heads.setMinimumSectionSize(5 * tokens.GRID)
        self.heads.setSectionResizeMode(int(Column.TITLE), QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _connect(self) -> None:
        self._alarms.update_started.connect(self._on_update_started)
        self._alarms.update_finished.connect(self._on_update_finished)
        self._alarms.modelReset.connect(self._on_reset)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(self._on_double_clicked)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.heads.asked.connect(self.sort_asked)

    # What is shown

    def alarm_model(self) -> AlarmModel:
        """The model shown."""
        return self._alarms

    def set_lines(self, ids: Sequence[str]) -> None:
        """Show these lines; what is under the eye stays where it is."""
        self._alarms.set_lines(ids)

    def fit_columns(self, *, anew: bool = False) -> None:
        """Columns as wide as the lines in sight need; they only grow, unless `anew`."""
        model = self._alarms
        shown = (model.line(id) for id in model.ids()[slice(*self.rows_in_sight())])
        for column, width in fitted(shown, model.heads()).items():
            held = self.columnWidth(int(column))
            if width > held or (anew and width != held):
                self.setColumnWidth(int(column), width)

    def set_empty_text(self, text: str) -> None:
        """What to say while there are no lines: all calm, none asked for, loading, offline."""
        self._empty_text = text
        self.viewport().update()

    def rows_in_sight(self) -> tuple[int, int]:
        """The first row in sight and the one after the last."""
        top = self.verticalOffset()
        first, last = top // ROW_HEIGHT, (top + self.viewport().height()) // ROW_HEIGHT
        count = self._alarms.rowCount()
        return min(first, count), min(last + 1, count)

    def is_at_top(self) -> bool:
        """Whether the first line is the first one shown."""
        return self.verticalScrollBar().value() == 0

    def scroll_to_top(self) -> None:
        """Show the first line first."""
        self.verticalScrollBar().setValue(0)

    # Cursor and marks

    def current_id(self) -> str:
        """The line with the cursor, also while it is away; empty when there is none."""
        return self._current_id

    def set_current(self, id: str) -> None:
        """Put the cursor on a line, without a signal; an empty id takes it away."""
        self._current_id = id
        self._show_current(scroll=True)

    def marks(self) -> tuple[str, ...]:
        """The lines marked, in the order in which they were."""
        return tuple(self._marks.ids)

    def clear_marks(self) -> None:
        """Unmark everything."""
        self._tell_marks(self._marks.take({}))

    def mark_all(self) -> None:
        """Mark every line."""
        self._tell_marks(self._marks.take(dict.fromkeys(self._alarms.ids())))

    def step(self, by: int, *, marking: bool = False) -> None:
        """Put the cursor `by` lines further down; `marking` marks both lines on the way."""
        count = self._alarms.rowCount()
        if not count:
            return
        row = self._alarms.row_of(self._current_id)
        first, _ = self.rows_in_sight()
        target = max(0, min(row + by, count - 1)) if row >= 0 else first
        ids = self._alarms.ids()
        if marking:
            self._tell_marks(self._marks.add(ids, row if row >= 0 else target, target))
        self.setCurrentIndex(self._alarms.index(target, 0))

    def toggle_mark(self) -> None:
        """Mark the line with the cursor, or unmark it, and go on to the next."""
        if self._alarms.row_of(self._current_id) < 0:
            self.step(0)
            return
        self._tell_marks(self._marks.toggle(self._current_id))
        self.step(1)

    def _tell_marks(self, is_changed: bool) -> None:
        if is_changed:
            self._alarms.set_marked(self._marks.ids.keys())
            self.touched.emit()
            self.marked.emit()

    # While lines come and go

    def _on_update_started(self) -> None:
        self._is_applying = True
        self._eye.remember(self._current_id)

    def _on_update_finished(self) -> None:
        self._eye.restore()
        self._is_applying = False
        current = self.currentIndex()
        held = current.data(ID_ROLE) if current.isValid() else ""
        if (held or "") != self._current_id:
            self._show_current(scroll=False)

    def _on_reset(self) -> None:
        # A reset leaves the length of the bar to a later layout; the place is needed now.
        self.updateGeometries()

    def _show_current(self, *, scroll: bool) -> None:
        was_applying, self._is_applying = self._is_applying, True
        index = self._alarms.index_of(self._current_id) if self._current_id else QModelIndex()
        selection = self.selectionModel()
        if not index.isValid():
            selection.clear()
        elif selection.currentIndex().row() != index.row() or not selection.isSelected(index):
            flags = QItemSelectionModel.SelectionFlag
            at = self.verticalScrollBar().value()
            selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            if not scroll:
                self.verticalScrollBar().setValue(at)
        if scroll and index.isValid():
            self.scrollTo(index)
        self._is_applying = was_applying

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._is_applying or not current.isValid():
            return
        id = str(current.data(ID_ROLE))
        if id != self._current_id:
            self._current_id = id
            self.touched.emit()
            self.selected.emit(id)

    # Hands

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.activated_id.emit(str(index.data(ID_ROLE)))

    def _on_scrolled(self) -> None:
        if not self._is_applying:
            self.touched.emit()
            self.in_sight.emit(*self.rows_in_sight())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        modifiers = event.modifiers()
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            id = str(index.data(ID_ROLE))
            if modifiers & Qt.KeyboardModifier.ControlModifier:
                self._tell_marks(self._marks.toggle(id))
                return
            if modifiers & Qt.KeyboardModifier.ShiftModifier:
                start = self._alarms.row_of(self._current_id)
                first = start if start >= 0 else index.row()
                self._tell_marks(self._marks.add(self._alarms.ids(), first, index.row()))
                return
            if self._is_on_fold(index, event):
                self._ask_fold(id)
        super().mousePressEvent(event)

    def _is_on_fold(self, index: QModelIndex, event: QMouseEvent) -> bool:
        line = index.data(LINE_ROLE)
        if index.column() != Column.TITLE or not isinstance(line, AlarmLine):
            return False
        within = event.position().x() - self.columnViewportPosition(index.column())
        return line.is_expanded is not None and within < 5 * tokens.GRID * (1 + line.depth)

    def _ask_fold(self, id: str) -> None:
        line = self._alarms.line(id)
        if line.is_expanded is not None:
            self.touched.emit()
            self.fold_asked.emit(id, not line.is_expanded)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        current = self._current_id
        line = self._alarms.line(current) if self._alarms.row_of(current) >= 0 else None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            self.activated_id.emit(current)
        elif key == Qt.Key.Key_Space:
            self.toggle_mark()
        elif key == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.mark_all()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if key == Qt.Key.Key_Down else -1, marking=shift)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and line is not None:
            if line.is_expanded is (key == Qt.Key.Key_Left):
                self._ask_fold(current)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    # Qt

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are keys of actions."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        was_applying, self._is_applying = self._is_applying, True
        super().resizeEvent(event)
        self._is_applying = was_applying
        self.in_sight.emit(*self.rows_in_sight())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt would put the cursor on the first line; here it stands where somebody put it."""
        was_applying, self._is_applying = self._is_applying, True
        super().focusInEvent(event)
        self._is_applying = was_applying
        self._show_current(scroll=False)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the pictures of the lines in sight: ten cells a line drawn by Qt's own loop take
        twenty times as long."""
        painter = QPainter(self.viewport())
        area, model = event.rect(), self._alarms
        painter.fillRect(area, QColor(tokens.PANEL))
        top, left = self.verticalOffset(), -self.horizontalOffset()
        first = (area.top() + top) // ROW_HEIGHT
        end = (area.bottom() + top) // ROW_HEIGHT + 1
        widths = tuple(self.columnWidth(at) for at in range(len(Column)))
        focus, ratio = self.hasFocus(), self.devicePixelRatioF()
        for row, id in enumerate(model.ids()[first:end], start=first):
            is_current = id == self._current_id
            look = Look(widths, is_current, id in self._marks.ids, is_current and focus, ratio)
            picture = self._pictures.picture(model.line(id), look)
            painter.drawPixmap(left, row * ROW_HEIGHT - top, picture)
        if not model.rowCount():
            room = QRectF(self.viewport().rect()).adjusted(2 * tokens.GRID, 0, -2 * tokens.GRID, 0)
            draw_text(painter, room, self._empty_text, self._empty_font, tokens.SECONDARY, CENTER)
        painter.end()
