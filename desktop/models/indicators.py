"""Figures of each neighbourhood: what is open there, how deep the water is, who lives there.

An area without an entry has no data, which is not the same as nought.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from desktop.maps.geodesy import area_m2
from desktop.state.readings import LatestReadings
from desktop.state.selectors import is_stale, silent_after_ms
from services.contract.model import (
    ENDED_STAGES,
    OPEN_STATES,
    Alert,
    Area,
    Case,
    Level,
    Stream,
    TownState,
)

translate = QCoreApplication.translate

Values = dict[str, float]
"""By area id."""
UNPLACED: Final = ""
"""Key of what happened in no area of the register."""
_AT_ONCE: Final = 1024
"""Places set against an outline together: a table of places by corners stays small."""


@dataclass(frozen=True, slots=True)
class Town:
    """What an indicator may look at."""

    state: TownState
    readings: LatestReadings
    now_ms: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that every area has or lacks. `title` and `unit` are in the language in force."""

    id: str
    title: str
    unit: str
    values: Callable[[Town], Values]


def indicators() -> tuple[Indicator, ...]:
    """All that can be shown by neighbourhood, in the order they are offered."""
    each = translate("Indicator", "件")
    notices = translate("Indicator", "条")
    density = translate("Indicator", "件/平方公里")
    return (
        Indicator("cases", translate("Indicator", "在办案件"), each, _cases),
        Indicator("cases_density", translate("Indicator", "在办案件密度"), density, _dense(_cases)),
        Indicator(
            "alerts", translate("Indicator", "未结告警"), notices, partial(_alerts, Level.NONE)
        ),
        Indicator(
            "alerts_orange",
            translate("Indicator", "橙色及以上告警"),
            notices,
            partial(_alerts, Level.ORANGE),
        ),
        Indicator(
            "alerts_red", translate("Indicator", "红色告警"), notices, partial(_alerts, Level.RED)
        ),
        Indicator(
            "depth",
            translate("Indicator", "最大积水深度"),
            translate("Indicator", "厘米"),
            partial(_largest, "water.depth"),
        ),
        Indicator(
            "rain",
            translate("Indicator", "最大雨强"),
            translate("Indicator", "毫米/时"),
            partial(_largest, "rain.intensity"),
        ),
        Indicator(
            "silent",
            translate("Indicator", "失联监测点"),
            translate("Indicator", "个"),
            _silent,
        ),
        Indicator(
            "population", translate("Indicator", "人口"), translate("Indicator", "人"), _people
        ),
        Indicator(
            "population_density",
            translate("Indicator", "人口密度"),
            translate("Indicator", "人/平方公里"),
            _dense(_people),
        ),
    )


def _cases(town: Town) -> Values:
    return _counted(
        town.state, (c for c in town.state.cases.values() if c.stage not in ENDED_STAGES)
    )


def _alerts(least: Level, town: Town) -> Values:
    alerts = town.state.alerts.values()
    return _counted(town.state, (a for a in alerts if a.state in OPEN_STATES and a.level >= least))


def _counted(state: TownState, things: Iterable[Alert | Case]) -> Values:
    """How many lie in each area; every area has a figure. `UNPLACED` is there when any does not."""
    counts = Counter(areas_of(state, list(things)))
    return {id: float(counts[id]) for id in state.areas} | (
        {UNPLACED: float(counts[UNPLACED])} if counts[UNPLACED] else {}
    )


def _largest(kind: str, town: Town) -> Values:
    """The largest fresh reading of a kind; an area whose streams are all silent has no data."""
    found: Values = {}
    for stream in town.state.streams.values():
        if stream.kind != kind or not stream.area:
            continue
        latest = town.readings.get(stream.index)
        if latest is None or _is_silent(stream, latest[1], town.now_ms):
            continue
        value = latest[0]
        if np.isfinite(value) and value >= found.get(stream.area, -np.inf):
            found[stream.area] = value
    return found


def _silent(town: Town) -> Values:
    """Streams past their age; areas with no stream at all have no data."""
    found: Values = {}
    for stream in town.state.streams.values():
        if not stream.area or stream.kind.startswith("team."):
            continue
        silent = is_stale(stream, town.readings, town.now_ms)
        found[stream.area] = found.get(stream.area, 0.0) + silent
    return found


def _is_silent(stream: Stream, at_ms: int, now_ms: int) -> bool:
    return now_ms - at_ms > silent_after_ms(stream)


def _people(town: Town) -> Values:
    """A population of nought is one nobody has entered."""
    return {id: float(a.population) for id, a in town.state.areas.items() if a.population > 0}


def _dense(values: Callable[[Town], Values]) -> Callable[[Town], Values]:
    """The same for each square kilometre; an area without an outline has none."""

    def per_km2(town: Town) -> Values:
        found: Values = {}
        for id, value in values(town).items():
            area = town.state.areas.get(id)
            size = area_m2([np.array(ring) for ring in area.rings]) if area else 0.0
            if size > 0:
                found[id] = value / (size / 1e6)
        return found

    return per_km2


def area_of(state: TownState, thing: Alert | Case) -> str:
    """The area something happened in: the one it names, else the one it lies in, else none."""
    return areas_of(state, [thing])[0]


def areas_of(state: TownState, things: Sequence[Alert | Case]) -> list[str]:
    """The same for many at once: outlines are looked at once, not once for each thing."""
    found = [thing.area if thing.area in state.areas else UNPLACED for thing in things]
    rows = [row for row, id in enumerate(found) if id == UNPLACED]
    if not rows:
        return found
    places = np.array([(things[row].lon, things[row].lat) for row in rows], np.float64)
    left = np.ones(len(rows), np.bool_)
    for area in state.areas.values():
        inside = left & _held(area, places)
        left &= ~inside
        for at in np.flatnonzero(inside).tolist():
            found[rows[at]] = area.id
    return found


def _held(area: Area, places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which places are inside the outer ring and in none of the holes."""
    held = np.zeros(len(places), np.bool_)
    rings = [np.array(ring, np.float64) for ring in area.rings if len(ring) > 2]
    if not rings:
        return held
    low, high = rings[0].min(axis=0), rings[0].max(axis=0)
    near = np.flatnonzero(((places >= low) & (places <= high)).all(axis=1))
    for start in range(0, len(near), _AT_ONCE):
        some = near[start : start + _AT_ONCE]
        inside = _inside(rings[0], places[some])
        for hole in rings[1:]:
            inside &= ~_inside(hole, places[some])
        held[some] = inside
    return held


def _inside(ring: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """By the parity of the edges a ray to the east crosses."""
    x, y = ring.T
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    lon, lat = places[:, :1], places[:, 1:]
    spans = (y > lat) != (next_y > lat)
    rise = np.where(next_y == y, 1.0, next_y - y)
    crossing = x + (lat - y) / rise * (next_x - x)
    crossed: NDArray[np.intp] = np.count_nonzero(spans & (crossing > lon), axis=1)
    is_odd: NDArray[np.bool_] = crossed % 2 == 1
    return is_odd
