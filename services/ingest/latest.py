"""The newest reading of every stream in numpy columns by index, and the evidence that came with it.

Knows nothing of ids, clocks or stores.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from services.contract.codec import Columns

Evidence = Mapping[tuple[int, int], str]
"""Ids of pictures or clips by stream index and time of the reading."""


class LatestReadings:
    """Grows with the streams; of two readings for the same moment the later one stands."""

    def __init__(self) -> None:
        self._value = np.full(0, np.nan)
        self._at_ms = np.zeros(0, np.int64)
        self._quality = np.zeros(0, np.uint8)
        self._known = np.zeros(0, np.bool_)
        self._evidence: dict[int, str] = {}

    def grow(self, size: int) -> None:
        """Make room for indexes below `size`."""
        more = size - len(self._value)
        if more > 0:
            self._value = np.concatenate([self._value, np.full(more, np.nan)])
            self._at_ms = np.concatenate([self._at_ms, np.zeros(more, np.int64)])
            self._quality = np.concatenate([self._quality, np.zeros(more, np.uint8)])
            self._known = np.concatenate([self._known, np.zeros(more, np.bool_)])

    def put(self, batch: Columns, evidence: Evidence | None = None) -> Columns:
        """Keep the newest per stream; what came late changes nothing. The part that did."""
        fits = np.flatnonzero(batch.index < len(self._value))
        order = fits[np.lexsort((fits, batch.at_ms[fits], batch.index[fits]))]
        index = batch.index[order]
        last = np.ones(len(index), np.bool_)
        last[:-1] = index[1:] != index[:-1]
        order = order[last]
        index = batch.index[order]
        order = order[~self._known[index] | (batch.at_ms[order] >= self._at_ms[index])]
        index = batch.index[order]
        self._value[index] = batch.value[order]
        self._at_ms[index] = batch.at_ms[order]
        self._quality[index] = batch.quality[order]
        self._known[index] = True
        if evidence or self._evidence:
            self._note(index, batch.at_ms[order], evidence or {})
        return Columns(index, batch.value[order], batch.at_ms[order], batch.quality[order])

    def _note(
        self, index: NDArray[np.uint32], at_ms: NDArray[np.int64], evidence: Evidence
    ) -> None:
        """A picture belongs to its reading: a newer one without any has none."""
        touched = np.array([*self._evidence, *(row for row, _ in evidence)], np.uint32)
        few = np.isin(index, touched)
        for row, at in zip(index[few].tolist(), at_ms[few].tolist(), strict=True):
            if found := evidence.get((row, at)):
                self._evidence[row] = found
            else:
                self._evidence.pop(row, None)

    def evidence_of(self, index: int) -> str:
        """What came with the newest reading of a stream; empty when nothing did."""
        return self._evidence.get(index, "")

    def choose(self, chosen: NDArray[np.uint32] | None = None) -> Columns:
        """The newest reading of every stream that has one, or of the indexes given."""
        if chosen is None:
            chosen = np.flatnonzero(self._known).astype(np.uint32)
        else:
            chosen = chosen[chosen < len(self._known)]
            chosen = chosen[self._known[chosen]]
        return Columns(chosen, self._value[chosen], self._at_ms[chosen], self._quality[chosen])
