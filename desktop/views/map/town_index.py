"""The names of the town and of its base map, for the search lines of all map windows.

They are gathered when somebody searches for the first time, so that a start does not wait for it,
and a piece at a time, so that nobody waits for all of a large town.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.base_places import places_of
from desktop.models.feed import Feed
from desktop.models.search import Hit, SearchIndex
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from services.contract.changes import Changes
from services.contract.model import TownState
from widgets.map.features import Name

PIECE: Final = 2_000
"""Names gathered in one turn of the loop: some ten milliseconds."""


class TownIndex(QObject):
    """Finds things by what is typed. `filled()` when the last piece is gathered: until then an
    answer may lack something."""

    filled = Signal()

    def __init__(self, store: TownStore, feed: Feed) -> None:
        super().__init__(feed)
        self._store = store
        self._names: tuple[Name, ...] = ()
        self._index: SearchIndex | None = None
        self._left: Iterator[tuple[str, str]] = iter(())
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._gather)
        feed.changed.connect(self._on_changed)

    def set_names(self, names: Sequence[Name]) -> None:
        """Take the names on the base map, and no others."""
        self._names = tuple(names)
        self._forget()

    def set_words(self) -> None:
        """Say what names are anew, as after a change of language."""
        self._forget()

    def search(self, text: str, near: tuple[float, float]) -> list[Hit]:
        """What is meant, the likeliest first."""
        if self._index is None:
            self._begin()
        assert self._index is not None
        return self._index.search(self._store.state, text, near=near)

    def _forget(self) -> None:
        self._index = None
        self._turn.stop()

    def _begin(self) -> None:
        self._index = SearchIndex()
        self._index.set_places(places_of(self._names))
        self._left = _all_names(self._store.state)
        self._turn.start()
        self._gather()

    def _gather(self) -> None:
        """Take the next piece."""
        piece, count = Changes(), 0
        for register, id in islice(self._left, PIECE):
            getattr(piece, register).add(id)
            count += 1
        if self._index is not None:
            self._index.update(self._store.state, piece)
        if count < PIECE:
            self._turn.stop()
            self.filled.emit()

    def _on_changed(self, changes: StoreChanges) -> None:
        if changes.state.everything:
            self._forget()
        elif self._index is not None:
            self._index.update(self._store.state, changes.state)


def _all_names(state: TownState) -> Iterator[tuple[str, str]]:
    """Register and id of everything that has a name, the few and important first."""
    for register in ("cases", "teams", "areas", "assets", "streams"):
        # The ids of the moment: what comes later comes as a change.
        for id in tuple(getattr(state, register)):
            yield register, id
