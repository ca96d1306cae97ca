"""The list of places beside the map, lent to one desk at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal

from desktop.views.map.pane import MapPane
from widgets.map.place_rows import PlaceRow


class PlaceShelf(QObject):
    """`picked(id)` for a row, `left(owner)` when a desk has the list no longer: it was closed, or
    another desk or panel took its place."""

    picked = Signal(str)
    left = Signal(str)

    def __init__(self, pane: MapPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._owner = ""
        pane.places.selected.connect(self.picked)
        pane.places.closed.connect(self.close)
        pane.places.installEventFilter(self)

    @property
    def owner(self) -> str:
        """Who has the list, "" while it is away."""
        return self._owner

    def show(self, owner: str, title: str, note: str, rows: Sequence[PlaceRow]) -> None:
        """List these places; whoever had the list before has left it."""
        self._pane.places.set_title(title, note)
        self._pane.places.set_rows(rows)
        if owner == self._owner:
            return
        before, self._owner = self._owner, owner
        if before:
            self.left.emit(before)
        self._pane.show_panel(self._pane.places)

    def close(self) -> None:
        """Put the list away."""
        if self._owner:
            self._pane.show_panel(None)

    def set_selected(self, thing: str) -> None:
        """Mark the row of what is selected."""
        self._pane.places.set_selected(thing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Hidden with its window it is still lent; hidden by itself it is not.
        if event.type() is QEvent.Type.Hide and self._pane.places.isHidden() and self._owner:
            before, self._owner = self._owner, ""
            self.left.emit(before)
        return False
