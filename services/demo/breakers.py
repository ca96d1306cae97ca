"""Currents of the 1,120 smart breakers: a household's day, a shop's day and a little noise.

Times are milliseconds since 06:00. A value depends on the seed, the breaker and the time alone,
so any window of the day can be made without the windows before it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

COUNT = 1120
PERIOD_MS = 300_000
TRIPPED = "B1120"
"""The breaker of the charging shed in 东岸新村: overloaded from 21:10, tripped at 21:18."""
OVERLOAD_FROM_MS = 910 * 60_000
TRIP_MS = 918 * 60_000
HOURS = np.arange(25, dtype=np.float64)
LOAD = np.array(
    # from 06:00 to 06:00: breakfast, the day, supper and the evening, the night
    [0.5, 0.8, 0.7, 0.5, 0.5, 0.6, 0.8, 0.6, 0.5, 0.5, 0.6, 0.8, 1.2]
    + [1.6, 1.7, 1.6, 1.4, 1.0, 0.7, 0.5, 0.4, 0.35, 0.35, 0.4, 0.5]
)


def readings(seed: int, start: int, stop: int) -> Iterator[tuple[str, float, int]]:
    """Stream id, amperes and time of every report in start <= at < stop, each breaker in turn."""
    number = np.arange(1, COUNT + 1, dtype=np.int64)
    phase = (_hash(seed, number, 7) * PERIOD_MS).astype(np.int64) // 1000 * 1000
    first = phase + -(-(start - phase) // PERIOD_MS) * PERIOD_MS
    while True:
        due = first < stop
        if not due.any():
            return
        values = currents(seed, number, first)
        for index in np.flatnonzero(due):
            yield f"B{number[index]:04d}", float(values[index]), int(first[index])
        first = first + PERIOD_MS


def currents(seed: int, number: NDArray[np.int64], at: NDArray[np.int64]) -> NDArray[np.float64]:
    """Amperes of the breakers `number` at the times `at`, to a tenth."""
    base = 2.5 + 9.0 * _hash(seed, number, 1) ** 2
    shift = (_hash(seed, number, 2) - 0.5) * 1.6
    load = np.interp((at / 3_600_000 + shift) % 24, HOURS, LOAD)
    noise = 1 + 0.16 * (_hash(seed, number, at // PERIOD_MS + 100) - 0.5)
    amperes = base * load * noise
    shed = number == COUNT
    amperes = np.where(shed & (at >= OVERLOAD_FROM_MS), 27.5 + 3 * noise, amperes)
    amperes = np.where(shed & (at >= TRIP_MS), 0.0, amperes)
    rounded: NDArray[np.float64] = np.round(amperes, 1).astype(np.float64)
    return rounded


def _hash(
    seed: int, number: NDArray[np.int64], salt: NDArray[np.int64] | int
) -> NDArray[np.float64]:
    """A number in [0, 1) for each breaker and salt, evenly spread (a splitmix64 finaliser)."""
    mixed = (number * 1_000_003 + np.asarray(salt) * 7_919 + seed).astype(np.uint64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    spread: NDArray[np.float64] = (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)
    return spread
