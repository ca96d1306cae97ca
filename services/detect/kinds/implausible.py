"""Values no instrument can mean. They raise no alarm: the reading is marked and not judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from services.contract.codec import Columns
from services.contract.model import Quality, Stream


class Plausibility:
    """The range of each stream, by its kind's; a stream without one may say anything."""

    def __init__(
        self, ranges: Mapping[str, tuple[float, float]], streams: Iterable[Stream]
    ) -> None:
        bounded = [(s.index, *ranges[s.kind]) for s in streams if s.kind in ranges]
        size = max((index for index, _, _ in bounded), default=-1) + 1
        self._low, self._high = np.full(size + 1, -np.inf), np.full(size + 1, np.inf)
        for index, low, high in bounded:
            self._low[index], self._high[index] = low, high

    def screen(self, columns: Columns) -> Columns:
        """The same readings, with quality BAD where the value is outside its range."""
        # The last place stands for every stream beyond those that have a range.
        place = np.minimum(columns.index, len(self._low) - 1)
        outside = (columns.value < self._low[place]) | (columns.value > self._high[place])
        if not outside.any():
            return columns
        quality = np.where(outside, np.uint8(Quality.BAD), columns.quality)
        return Columns(columns.index, columns.value, columns.at_ms, quality)
