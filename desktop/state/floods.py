"""Alarm floods (ISA-18.2) in a row of annunciations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW_MS = 600_000
FLOOD_BEGINS, FLOOD_ENDS = 10, 5
"""ISA-18.2: a flood begins with 10 alarms in 10 minutes and ends below 5 in 10 minutes."""

Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flood:
    """From the first of the ten alarms until fewer than five are in ten minutes; 0: still on."""

    begin_ms: int
    end_ms: int
    count: int


def floods_in(times: Times, now_ms: int) -> tuple[Flood, ...]:
    """Alarm floods among sorted times, oldest first."""
    order = np.arange(len(times))
    inside = order + 1 - np.searchsorted(times, times - WINDOW_MS, side="right")
    leaves = times + WINDOW_MS
    left = np.searchsorted(times, leaves, side="right") - (order + 1)
    begins = np.flatnonzero(inside >= FLOOD_BEGINS)
    ends = np.flatnonzero((left < FLOOD_ENDS) & (leaves <= now_ms))
    found: list[Flood] = []
    at = 0
    while (next_begin := int(np.searchsorted(begins, at))) < len(begins):
        tenth = int(begins[next_begin])
        first = tenth - int(inside[tenth]) + 1
        after = ends[leaves[ends] > times[tenth]]
        begin_ms = int(times[first])
        if not len(after):
            found.append(Flood(begin_ms, 0, len(times) - first))
            break
        end_ms = int(leaves[after[0]])
        at = int(np.searchsorted(times, end_ms, side="right"))
        found.append(Flood(begin_ms, end_ms, at - first))
    return tuple(found)
