"""A panel beside the map with a title and places by their kind: what is near, what was chosen.

Owns the panel; must not know what it lists.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets.boards.text import ElidedLabel
from widgets.map.place_rows import PlaceDelegate, PlaceModel, PlaceRow
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.icons import Icon, icon, icon_size


class PlaceList(QFrame):
    """`selected(id)` for a click or Enter on a row, `closed()` for the cross or Esc."""

    selected = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(ui_font(tokens.SIZE_TITLE, QFont.Weight.Bold))
        self._note = ElidedLabel(ui_font(tokens.SIZE_CAPTION))
        self._close = QToolButton()
        self._close.setIcon(icon(Icon.CLOSE))
        self._close.setIconSize(icon_size())
        self._model = PlaceModel()
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(PlaceDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(*(2 * tokens.GRID,) * 4)
        self._empty.setStyleSheet(f"color: {tokens.SECONDARY};")
        self._lay_out()
        self.setFixedWidth(40 * tokens.GRID)
        self._close.clicked.connect(self.closed)
        self._list.clicked.connect(self._pick)
        self._list.activated.connect(self._pick)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._note)
        head = QHBoxLayout()
        head.setContentsMargins(2 * tokens.GRID, tokens.GRID, tokens.GRID, tokens.GRID)
        head.addLayout(words, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        column.addWidget(self._empty)
        column.addStretch(0)

    def set_texts(self, empty: str, close: str) -> None:
        """The words: when there is nothing to list, and of the cross."""
        self._empty.setText(empty)
        self._close.setToolTip(close)
        self._close.setAccessibleName(close)

    def set_title(self, title: str, note: str = "") -> None:
        """What is listed, and a quiet line under it."""
        self._title.set_text(title)
        self._note.set_text(note, tokens.SECONDARY)
        self.setAccessibleName(f"{title} {note}".strip())

    def set_rows(self, rows: Sequence[PlaceRow]) -> None:
        """List these places."""
        self._model.set_rows(rows)
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)

    def rows(self) -> tuple[PlaceRow, ...]:
        """What is listed."""
        return self._model.place_rows()

    def set_selected(self, thing: str) -> None:
        """Mark the row of a thing, or none."""
        for number, row in enumerate(self._model.place_rows()):
            if row.id and row.id == thing:
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self._list.selectionModel().select(self._model.index(number), flag)
                return
        self._list.clearSelection()

    def close_button(self) -> QToolButton:
        """The cross."""
        return self._close

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.LINE))
        painter.setBrush(QColor(tokens.PANEL))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _pick(self, at: QModelIndex) -> None:
        row = self._model.row(at.row())
        if row.id:
            self.selected.emit(row.id)
