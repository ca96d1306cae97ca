"""The names of the town and of its base map, for the search lines of all map windows.

They are gathered when somebody searches for the first time, so that a start does not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.models.search import Hit, PlaceName, SearchIndex
from desktop.state.store import TownStore
from services.contract.apply import Changes


class TownIndex:
    """Finds things by what is typed."""

    def __init__(self, store: TownStore) -> None:
        self._store = store
        self._places: tuple[PlaceName, ...] = ()
        self._index: SearchIndex | None = None

    def set_places(self, places: Sequence[PlaceName]) -> None:
        """Take the names on the base map, and no others."""
        self._places = tuple(places)
        if self._index is not None:
            self._index.set_places(self._places)

    def take(self, changes: Changes) -> None:
        """Take what became of the town."""
        if self._index is not None:
            self._index.update(self._store.state, changes)

    def search(self, text: str, near: tuple[float, float]) -> list[Hit]:
        """What is meant, the likeliest first."""
        if self._index is None:
            self._index = SearchIndex()
            self._index.set_places(self._places)
            self._index.rebuild(self._store.state)
        return self._index.search(self._store.state, text, near=near)
