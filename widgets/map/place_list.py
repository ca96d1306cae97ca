"""A panel beside the map with a title and places by their kind: what is near, what was chosen.

Owns the panel and the view of its rows; must not know what it lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListView, QWidget

from widgets.map.place_rows import PlaceDelegate, PlaceModel, PlaceRow
from widgets.map.side_panel import SidePanel
from widgets.theme import tokens

_WIDTH: Final = 40 * tokens.GRID
_WITH: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class PlaceView(QListView):
    """Rows of places. `picked(id)` for a click, Enter, or the digit that a row has as its figure
    when `takes_digits`."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, takes_digits: bool = False) -> None:
        super().__init__(parent)
        self._takes_digits = takes_digits
        self._rows = PlaceModel()
        self.setModel(self._rows)
        self.setItemDelegate(PlaceDelegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)

    def set_rows(self, rows: Sequence[PlaceRow]) -> None:
        """List these."""
        self._rows.set_rows(rows)

    def rows(self) -> tuple[PlaceRow, ...]:
        """What is listed."""
        return self._rows.place_rows()

    def set_selected(self, thing: str) -> None:
        """Mark the row of a thing, or none."""
        for number, row in enumerate(self.rows()):
            if row.id and row.id == thing:
                flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.selectionModel().setCurrentIndex(self._rows.index(number), flag)
                return
        self.clearSelection()

    def event(self, event: QEvent) -> bool:
        # The window's own use of digits waits while the keyboard is in a list that takes them.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(self._digit(event) is not None or event.isAccepted())
            if event.isAccepted():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._digit(event)
        if row is not None:
            self.set_selected(row.id)
            self.picked.emit(row.id)
            return
        super().keyPressEvent(event)

    def _digit(self, event: QKeyEvent) -> PlaceRow | None:
        if not self._takes_digits or not event.text() or event.modifiers() & _WITH:
            return None
        return next((row for row in self.rows() if row.id and row.figure == event.text()), None)

    def _pick(self, at: QModelIndex) -> None:
        row = self._rows.row(at.row())
        if row.id:
            self.picked.emit(row.id)


class PlaceList(SidePanel):
    """`selected(id)` for a click or Enter on a row, `closed()` for the cross or Esc."""

    selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=_WIDTH)
        self._list = PlaceView()
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(*(2 * tokens.GRID,) * 4)
        self._empty.setStyleSheet(f"color: {tokens.SECONDARY};")
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._empty)
        self.body.addStretch(0)
        self._list.picked.connect(self.selected)

    def set_texts(self, empty: str, close: str) -> None:
        """The words: when there is nothing to list, and of the cross."""
        self._empty.setText(empty)
        self.set_close_text(close)

    def set_rows(self, rows: Sequence[PlaceRow]) -> None:
        """List these places."""
        self._list.set_rows(rows)
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)

    def rows(self) -> tuple[PlaceRow, ...]:
        """What is listed."""
        return self._list.rows()

    def set_selected(self, thing: str) -> None:
        """Mark the row of a thing, or none."""
        self._list.set_selected(thing)
