"""Tile sources that answer, wait, fail and lie as a test tells them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

from widgets.map.sources import RasterTile, TileAddress, TileError, VectorTile
from widgets.map.values import Bounds

Answer = RasterTile | VectorTile | None


class FakeSource:
    """Gives what `answer` gives; counts what was asked."""

    def __init__(
        self,
        answer: Callable[[TileAddress], Answer],
        *,
        id: str = "fake",
        min_zoom: int = 0,
        max_zoom: int = 14,
        tile_size: int = 512,
        attribution: str = "",
        bounds: Bounds | None = None,
    ) -> None:
        self.id = id
        self.min_zoom = min_zoom
        self.max_zoom = max_zoom
        self.tile_size = tile_size
        self.attribution = attribution
        self.bounds = bounds
        self.answer = answer
        self.asked: Counter[TileAddress] = Counter()
        self._lock = threading.Lock()

    def load(self, address: TileAddress) -> Answer:
        with self._lock:
            self.asked[address] += 1
        return self.answer(address)


def failing(*, can_retry: bool = True) -> Callable[[TileAddress], Answer]:
    """An answer that is always an error."""

    def answer(_address: TileAddress) -> Answer:
        raise TileError("线路不通", can_retry=can_retry)

    return answer
