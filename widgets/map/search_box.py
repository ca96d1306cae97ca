"""One line to find anything on the map, with what was found under it.

Owns the line and the list; must not know how anything is found: it asks, the owner answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from widgets.map.place_rows import ROW_PX, PlaceDelegate, PlaceModel, PlaceRow
from widgets.theme import tokens
from widgets.theme.icons import Icon, icon

_SHOWN_ROWS: Final = 8


class SearchBox(QFrame):
    """`asked(text)` while typing, `picked(id)` for a row, `left()` on Esc in an empty line."""

    asked = Signal(str)
    picked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit()
        self._line.setClearButtonEnabled(True)
        self._line.addAction(
            icon(Icon.SEARCH, color=tokens.SECONDARY), QLineEdit.ActionPosition.LeadingPosition
        )
        self._line.setStyleSheet(_LINE_STYLE)
        self._model = PlaceModel()
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(PlaceDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = QLabel()
        self._nothing.setContentsMargins(*(2 * tokens.GRID,) * 4)
        self._nothing.setStyleSheet(f"color: {tokens.SECONDARY};")
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for widget in (self._line, self._list, self._nothing):
            column.addWidget(widget)
        self._show_answer(False, False)
        self._connect()

    def _connect(self) -> None:
        self._line.textEdited.connect(self._ask)
        self._line.textChanged.connect(self._on_text)
        self._line.installEventFilter(self)
        self._list.clicked.connect(self._pick)

    def set_texts(self, placeholder: str, nothing: str) -> None:
        """The words: in the empty line, and when nothing was found."""
        self._line.setPlaceholderText(placeholder)
        self._line.setAccessibleName(placeholder)
        self._nothing.setText(nothing)

    def set_hits(self, rows: Sequence[PlaceRow]) -> None:
        """Answer what was asked last; the first row is chosen."""
        self._model.set_rows(rows)
        asked = bool(self._line.text().strip())
        self._show_answer(asked and bool(rows), asked and not rows)
        self._choose(0)

    def text(self) -> str:
        """What stands in the line."""
        return self._line.text()

    def line(self) -> QLineEdit:
        """The line, for focus order and tests."""
        return self._line

    def begin(self) -> None:
        """Take the keyboard with everything selected."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def clear(self) -> None:
        """Empty the line and put the answer away."""
        self._line.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        here = self._list.currentIndex().row()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._list.isVisible():
            self._choose(here + (1 if key is Qt.Key.Key_Down else -1))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._list.isVisible():
                self._pick(self._list.currentIndex())
            return True
        if key is Qt.Key.Key_Escape:
            if self._line.text():
                self.clear()
            else:
                self.left.emit()
            return True
        return False

    def _ask(self, text: str) -> None:
        self.asked.emit(text)

    def _on_text(self, text: str) -> None:
        if not text.strip():
            self._show_answer(False, False)

    def _choose(self, row: int) -> None:
        count = self._model.rowCount()
        if count:
            at = self._model.index(max(0, min(row, count - 1)))
            self._list.setCurrentIndex(at)
            self._list.scrollTo(at)

    def _pick(self, at: QModelIndex) -> None:
        if at.isValid():
            found = self._model.row(at.row()).id
            self._show_answer(False, False)
            self.picked.emit(found)

    def _show_answer(self, rows: bool, nothing: bool) -> None:
        self._list.setVisible(rows)
        self._nothing.setVisible(nothing)
        if rows:
            self._list.setFixedHeight(min(self._model.rowCount(), _SHOWN_ROWS) * ROW_PX)
        self.adjustSize()

    def sizeHint(self) -> QSize:
        return QSize(40 * tokens.GRID, self._column.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self._line.hasFocus()
        painter.setPen(QColor(tokens.ACCENT if focused else tokens.LINE))
        painter.setBrush(QColor(tokens.PANEL))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()


_LINE_STYLE: Final = f"""
QLineEdit, QLineEdit:focus {{
    background: transparent; border: none; padding: 8px; min-height: 20px;
    font-size: {tokens.SIZE_BODY}px;
}}
"""
