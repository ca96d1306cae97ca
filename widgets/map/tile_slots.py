"""What a tile store is made of: a layer with its loader, and the way of word to the GUI thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from widgets.map.base_layer import BaseLayer
from widgets.map.sources import TileAddress
from widgets.map.tile_grid import PictureKey, WorldRect, tile_zoom, tiles_over
from widgets.map.tile_loader import TileLoader


class Relay(QObject):
    """Carries word from the painters to the GUI thread."""

    painted = Signal()
    failed = Signal(str, str)

    def tell(self) -> None:
        """Say that something was painted; to nobody when the program has taken Qt down."""
        with contextlib.suppress(RuntimeError):
            self.painted.emit()

    def tell_failure(self, source_id: str, text: str) -> None:
        """Say that a source failed."""
        with contextlib.suppress(RuntimeError):
            self.failed.emit(source_id, text)


@dataclass(frozen=True)
class TileSlot:
    """A layer as it is shown: `number` changes when its pictures would look different."""

    number: int
    layer: BaseLayer
    loader: TileLoader
    bounds: WorldRect

    def loaded(self, address: TileAddress) -> TileAddress:
        """Return the tile to load for one on screen: itself, or what is enlarged for it."""
        deepest = self.layer.source.max_zoom
        return address.parent(deepest) if address.z > deepest else address

    def keys(self, rect: WorldRect, zoom: float, dpr: float) -> Iterator[PictureKey]:
        """Yield the pictures that cover a world rectangle, the middle first."""
        z = tile_zoom(self.layer.source, zoom)
        if z is not None and self.layer.visible and self.layer.opacity > 0.0:
            for address in tiles_over(rect, z, self.bounds):
                yield PictureKey(self.number, address, zoom, dpr)


class Asides:
    """Counts what workers do besides tiles, from the asking until the GUI thread knows it done."""

    def __init__(self) -> None:
        self._asked = 0
        self._done: list[None] = []

    def wrapped(self, act: Callable[[], None]) -> Callable[[], None]:
        """Return `act` for a worker, counted from now on."""
        self._asked += 1

        def run() -> None:
            try:
                act()
            finally:
                self._done.append(None)

        return run

    def take(self) -> bool:
        """Say whether anything was done since the last time."""
        found = len(self._done)
        del self._done[:found]
        self._asked -= found
        return found > 0

    def is_done(self) -> bool:
        """Say whether nothing is asked for that was not taken."""
        return self._asked <= 0

    def forget(self) -> None:
        """Wait for nothing any more."""
        self._asked = 0
        self._done.clear()
