"""Which places get a curve, chosen from columns so that it costs little however many there are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from desktop.models.live_alerts import LiveAlerts
from desktop.models.stream_table import StreamTable
from desktop.state.readings import LatestReadings
from services.contract.model import Stream

CHARTS = 3
DEPTH = "water.depth"


class ChartChoice:
    """The depth streams of a town with the level of the worst live alert on each."""

    def __init__(self, streams: StreamTable, live: LiveAlerts) -> None:
        self._streams = streams.of_kind(DEPTH)
        self._row_of = {stream.id: row for row, stream in enumerate(self._streams)}
        self._index: NDArray[np.intp] = np.array([s.index for s in self._streams], np.intp)
        self._level: NDArray[np.uint8] = np.zeros(len(self._streams), np.uint8)
        self.update(live, live.streams())

    def update(self, live: LiveAlerts, streams: Iterable[str]) -> None:
        """Take what became of the alerts on these streams."""
        for stream in streams:
            if (row := self._row_of.get(stream)) is not None:
                worst = live.worst(stream)
                self._level[row] = worst.level if worst else 0

    def choose(self, readings: LatestReadings, selected: str) -> list[Stream]:
        """The selected one, then by alert level, then by depth, then as registered."""
        value = self._values(readings)
        rows: list[int] = []
        if (chosen := self._row_of.get(selected)) is not None:
            rows.append(chosen)
        for level in range(int(self._level.max(initial=0)), -1, -1):
            found = np.flatnonzero(self._level == level)
            found = found[found != rows[0]] if chosen is not None else found
            rows += _highest(found, value[found], CHARTS - len(rows)).tolist()
            if len(rows) >= CHARTS:
                break
        return [self._streams[row] for row in rows]

    def _values(self, readings: LatestReadings) -> NDArray[np.float64]:
        """Latest depths; 0 where none was heard."""
        value = np.zeros(len(self._index))
        held = np.flatnonzero(self._index < len(readings))
        known = held[readings.known[self._index[held]]]
        value[known] = np.nan_to_num(readings.value[self._index[known]])
        return value


def _highest(rows: NDArray[np.intp], value: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """The `count` rows with the highest values, the first of equals first."""
    if count <= 0:
        return rows[:0]
    if len(rows) > 8 * count:
        least = np.partition(value, len(value) - count)[len(value) - count]
        kept = value >= least
        rows, value = rows[kept], value[kept]
    return rows[np.argsort(-value, kind="stable")[:count]]
