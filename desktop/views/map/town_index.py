"""The names of the town and of its base map, for the search lines of all map windows.

They are gathered when somebody searches for the first time, so that a start does not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop.models.base_places import places_of
from desktop.models.feed import Feed
from desktop.models.search import Hit, SearchIndex
from desktop.state.changes import StoreChanges
from desktop.state.store import TownStore
from widgets.map.features import Name


class TownIndex(QObject):
    """Finds things by what is typed."""

    def __init__(self, store: TownStore, feed: Feed) -> None:
        super().__init__(feed)
        self._store = store
        self._names: tuple[Name, ...] = ()
        self._index: SearchIndex | None = None
        feed.changed.connect(self._on_changed)

    def set_names(self, names: Sequence[Name]) -> None:
        """Take the names on the base map, and no others."""
        self._names = tuple(names)
        self._index = None

    def set_words(self) -> None:
        """Say what names are anew, as after a change of language."""
        self._index = None

    def search(self, text: str, near: tuple[float, float]) -> list[Hit]:
        """What is meant, the likeliest first."""
        if self._index is None:
            self._index = SearchIndex()
            self._index.set_places(places_of(self._names))
            self._index.rebuild(self._store.state)
        return self._index.search(self._store.state, text, near=near)

    def _on_changed(self, changes: StoreChanges) -> None:
        if self._index is not None:
            self._index.update(self._store.state, changes.state)
