"""Newest reading of every stream, in numpy columns by stream index."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.contract.codec import Columns

MAX_STREAMS = 4_000_000
"""A frame with an index beyond this is damaged or hostile; such rows are dropped and counted."""


class LatestReadings:
    """Columns of equal length: value, at_ms (town time), quality, known (whether ever read)."""

    def __init__(self) -> None:
        self.dropped = 0
        self.clear()

    def __len__(self) -> int:
        return len(self.known)

    def clear(self) -> None:
        """Forget everything."""
        self.value: NDArray[np.float64] = np.full(0, np.nan)
        self.at_ms: NDArray[np.int64] = np.zeros(0, np.int64)
        self.quality: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.known: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def put(self, columns: Columns) -> NDArray[np.intp]:
        """Take rows not older than what is held; answer their positions in the frame."""
        index = columns.index.astype(np.intp)
        if not len(index):
            return np.zeros(0, np.intp)
        sane = index < MAX_STREAMS
        if not sane.all():
            self.dropped += int(len(index) - sane.sum())
        if sane.any():
            self.grow(int(index[sane].max()) + 1)
        rows = np.flatnonzero(sane)
        at = index[rows]
        rows = rows[columns.at_ms[rows] >= np.where(self.known[at], self.at_ms[at], _EVER)]
        at = index[rows]
        self.value[at] = columns.value[rows]
        self.at_ms[at] = columns.at_ms[rows]
        self.quality[at] = columns.quality[rows]
        self.known[at] = True
        return rows

    def grow(self, size: int) -> None:
        """Make room for indexes below `size`."""
        if size <= len(self):
            return
        room = max(size, min(2 * len(self), MAX_STREAMS))
        extra = room - len(self)
        self.value = np.concatenate([self.value, np.full(extra, np.nan)])
        self.at_ms = np.concatenate([self.at_ms, np.zeros(extra, np.int64)])
        self.quality = np.concatenate([self.quality, np.zeros(extra, np.uint8)])
        self.known = np.concatenate([self.known, np.zeros(extra, np.bool_)])

    def columns(self) -> Columns:
        """A copy of every known row, as a frame."""
        index = np.flatnonzero(self.known)
        return Columns(
            index.astype(np.uint32), self.value[index], self.at_ms[index], self.quality[index]
        )

    def get(self, index: int) -> tuple[float, int] | None:
        """Value and time of one stream, None when it was never read."""
        if not 0 <= index < len(self) or not self.known[index]:
            return None
        return float(self.value[index]), int(self.at_ms[index])


_EVER = np.iinfo(np.int64).min
