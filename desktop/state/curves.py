"""Recent history of one stream, bounded in time and points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MAX_POINTS = 2_000
MAX_SPAN_MS = 6 * 3600 * 1000


class Curve:
    """Points of one stream, oldest first, the newest MAX_POINTS within MAX_SPAN_MS."""

    def __init__(self) -> None:
        self._at = np.zeros(2 * MAX_POINTS, np.int64)
        self._value = np.zeros(2 * MAX_POINTS, np.float64)
        self._start = 0
        self._end = 0

    def __len__(self) -> int:
        return self._end - self._start

    @property
    def at_ms(self) -> NDArray[np.int64]:
        """Town times; a view that the next change may overwrite."""
        return self._at[self._start : self._end]

    @property
    def value(self) -> NDArray[np.float64]:
        """Values; a view that the next change may overwrite."""
        return self._value[self._start : self._end]

    @property
    def last_at_ms(self) -> int:
        """Time of the newest point, 0 when empty."""
        return int(self._at[self._end - 1]) if len(self) else 0

    def append(self, at_ms: int, value: float) -> None:
        """Add a live point; one not newer than the last is merged into its place."""
        if len(self) and at_ms <= self.last_at_ms:
            self.merge(np.array([at_ms], np.int64), np.array([value]))
            return
        if self._end == len(self._at):
            self._restart(self.at_ms[-MAX_POINTS:].copy(), self.value[-MAX_POINTS:].copy())
        self._at[self._end] = at_ms
        self._value[self._end] = value
        self._end += 1
        self._trim()

    def merge(self, at_ms: NDArray[np.int64], value: NDArray[np.float64]) -> None:
        """Add points in any order; of two with the same time the new one stays."""
        times = np.concatenate([at_ms, self.at_ms])
        values = np.concatenate([value, self.value])
        unique, first = np.unique(times, return_index=True)
        self._restart(unique[-MAX_POINTS:], values[first][-MAX_POINTS:])
        self._trim()

    def _restart(self, at_ms: NDArray[np.int64], value: NDArray[np.float64]) -> None:
        self._start, self._end = 0, len(at_ms)
        self._at[: self._end] = at_ms
        self._value[: self._end] = value

    def _trim(self) -> None:
        oldest = self.last_at_ms - MAX_SPAN_MS
        self._start = max(self._start, self._end - MAX_POINTS)
        self._start += int(np.searchsorted(self.at_ms, oldest))
