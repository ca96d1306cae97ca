"""The typhoon day of Yunze as numbers: rain, depth, tide, breakers and teams on the move.

Everything is a pure function of time from 2026-07-18 06:00 (Asia/Shanghai) on; after a day the
storm is over and calm weather goes on. Nothing here knows of files, sockets or the journal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from services.demo import breakers, travel
from services.demo.clock import DAY_MINUTES, DAY_START_MS, MINUTE_MS, Reading, minutes
from services.demo.sensors import Sensors

HOURLY_RAIN = (1, 1, 2, 3, 5, 4, 6, 9, 12, 17, 14, 9, 19, 27, 51, 24, 12, 8, 5, 4, 2, 1, 1, 0)
GAUGE_FACTORS = {"R01": 1.0, "R02": 0.94, "R03": 1.05, "R04": 0.97, "R05": 1.03, "R06": 0.99}
TIDE_STREAM = "TIDE1"
SLICE_MS = 5 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Pump:
    """Pumping at a site: extra drainage in mm/h between two times."""

    rate: float
    start: str
    stop: str


@dataclass(frozen=True, slots=True)
class Site:
    """How a low spot fills: cm per mm of excess rain times ten, and drainage in mm/h."""

    gain: float
    drainage: float
    pump: Pump | None = None


SITES = {
    "W01": Site(1.2, 20),
    "W02": Site(1.5, 21),
    "W03": Site(5, 17, Pump(18, "20:35", "00:00")),
    "W04": Site(1.1, 18),
    "W05": Site(1.4, 24),
    "W06": Site(0.8, 19),
    "W07": Site(9, 22, Pump(20, "20:30", "00:00")),
    "W08": Site(1.3, 19),
    "W09": Site(1.3, 25),
    "W10": Site(0.9, 18),
    "W11": Site(3, 16, Pump(6, "21:00", "00:30")),
    "W12": Site(1.0, 17),
}


def rain_at(minute: float) -> float:
    """Rain in mm/h at a minute of the day; the burst is 20:10 to 20:40."""
    hour = int(minute // 60)
    if not 0 <= hour < len(HOURLY_RAIN):
        return 0.0
    if hour == 14:
        return 76.5 if 10 <= minute % 60 < 40 else 25.5
    return float(HOURLY_RAIN[hour])


def depth_series(site: Site, with_pumps: bool = True) -> list[float]:
    """Depth in cm at the end of each minute's step, 1,440 of them (MISSION.md's formula).

    S = max(0, S + (R - d)·k·dt/10), dt = 1/60 h; d × 0.45 while the gate is shut, pumps added.
    """
    depth = 0.0
    series = []
    shut, opened = minutes("19:30"), minutes("21:30")
    for minute in range(DAY_MINUTES):
        drainage = site.drainage * (0.45 if shut <= minute < opened else 1.0)
        pump = site.pump
        if with_pumps and pump and minutes(pump.start) <= minute < minutes(pump.stop):
            drainage += pump.rate
        depth = max(0.0, depth + (rain_at(minute) - drainage) * site.gain / 600)
        series.append(depth)
    return series


def tide_at(minute: float) -> float:
    """Tide level in m: the half-day wave and the surge, together 4.71 at 19:30."""
    hours = (minute - minutes("19:30")) / 60
    return (
        2.75 + 1.25 * math.cos(2 * math.pi * hours / 12.42) + 0.71 * math.exp(-((hours / 6) ** 2))
    )


class TyphoonDay:
    """The readings of the day and of the calm days after it, in time order and the same on every
    run; `sensors` are those of the packs beside the town's own."""

    def __init__(self, seed: int = 20260718, sensors: Sensors | None = None) -> None:
        self._seed = seed
        self._sensors = sensors
        self._depths = {key: depth_series(site) for key, site in SITES.items()}

    def depth_at(self, stream: str, minute: float) -> float:
        """Depth in cm of a sensor at a minute of the day.

        Each minute's step is reached within the minute's first 20 s, which puts the crossings
        into the minutes MISSION.md names (W07 reaches 15 cm at 20:11, W03 at 20:18).
        """
        series = self._depths[stream]
        if minute <= 0:
            return series[0]
        index = min(int(minute), len(series) - 1)
        following = series[min(index + 1, len(series) - 1)]
        return series[index] + (following - series[index]) * min(1.0, 3 * (minute - index))

    def readings_between(self, start_ms: int, end_ms: int) -> Iterator[Reading]:
        """Every reading with start <= at < end, by time and then by stream."""
        first = max(start_ms, DAY_START_MS)
        while first < end_ms:
            stop = min(end_ms, first + SLICE_MS)
            found = [*self._rain(first, stop), *self._depth(first, stop), *self._tide(first, stop)]
            found += self._teams(first, stop)
            found += self._breakers(first, stop)
            if self._sensors is not None:
                found += self._sensors.readings(first, stop)
            yield from sorted(found, key=lambda reading: (reading.at_ms, reading.stream))
            first = stop

    def _rain(self, start: int, stop: int) -> Iterator[Reading]:
        for at in _ticks(start, stop, MINUTE_MS):
            for stream, factor in GAUGE_FACTORS.items():
                yield Reading(stream, round(rain_at(_minute(at)) * factor, 1), at)

    def _depth(self, start: int, stop: int) -> Iterator[Reading]:
        for at in _ticks(start, stop, 10_000):
            for stream in SITES:
                depth = self.depth_at(stream, _minute(at))
                if depth > 5 or not (at - DAY_START_MS) % 30_000:
                    yield Reading(stream, round(depth, 2), at)

    def _tide(self, start: int, stop: int) -> Iterator[Reading]:
        for at in _ticks(start, stop, 5 * MINUTE_MS):
            yield Reading(TIDE_STREAM, round(tide_at(_minute(at)), 2), at)

    def _teams(self, start: int, stop: int) -> Iterator[Reading]:
        for at in _ticks(start, stop, 10_000):
            still_due = not (at - DAY_START_MS) % (5 * MINUTE_MS)
            for team in travel.TEAMS:
                if still_due or travel.is_moving(team, _minute(at)):
                    lon, lat = travel.position(team, _minute(at))
                    yield Reading(f"{team}.lon", lon, at)
                    yield Reading(f"{team}.lat", lat, at)

    def _breakers(self, start: int, stop: int) -> Iterator[Reading]:
        for stream, amperes, offset in breakers.readings(
            self._seed, start - DAY_START_MS, stop - DAY_START_MS
        ):
            yield Reading(stream, amperes, DAY_START_MS + offset)


def _minute(at: int) -> float:
    return (at - DAY_START_MS) / MINUTE_MS


def _ticks(start: int, stop: int, step: int) -> range:
    """The multiples of `step` since the day's start that lie in start <= at < stop."""
    first = start + (DAY_START_MS - start) % step
    return range(first, stop, step)
