"""A tile source in memory whose mood a test sets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from tests.fakes.archives import png
from widgets.map.sources import RasterTile, TileAddress, TileError, VectorTile
from widgets.map.values import Bounds


class MemorySource:
    """Gives `tiles`, or PNGs everywhere; `before` may raise TileError. Counts in `asked`."""

    def __init__(
        self,
        tiles: Mapping[TileAddress, bytes] | None = None,
        *,
        name: str = "memory",
        before: Callable[[TileAddress], None] = lambda address: None,
        zooms: tuple[int, int] = (0, 18),
        form: str = "png",
    ) -> None:
        self.id, self.tiles, self.before, self.format = name, tiles, before, form
        self.min_zoom, self.max_zoom = zooms
        self.tile_size = 256
        self.attribution = "© Town"
        self.bounds: Bounds | None = None
        self.asked: list[TileAddress] = []
        self.is_closed = False
        self._lock = threading.Lock()

    def raw(self, address: TileAddress) -> bytes | None:
        with self._lock:
            self.asked.append(address)
        self.before(address)
        if self.tiles is None:
            return png(1, 1, (address.x + address.y) % 200)
        return self.tiles.get(address)

    def close(self) -> None:
        self.is_closed = True

    def load(self, address: TileAddress) -> RasterTile | VectorTile | None:
        data = self.raw(address)
        return None if data is None else RasterTile(data)


def outage(address: TileAddress) -> None:
    """A `before` of a source whose server is gone."""
    raise TileError("the server is gone", can_retry=True)
