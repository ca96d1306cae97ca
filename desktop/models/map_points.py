"""The points of the map as columns, kept in step with the town a change at a time.

Registers and caseless places rebuild the columns; an alert touches the row of its stream; time
touches the rows that fall silent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop.models.focus import is_live
from desktop.state.readings import LatestReadings
from desktop.state.selectors import stale_after_ms
from services.contract.model import (
    ENDED_STAGES,
    AlertState,
    Asset,
    Case,
    Stream,
    TownState,
)
from widgets.map.values import PointKind

_ASSET_KINDS = {
    "camera": PointKind.CAMERA,
    "pump": PointKind.PUMP,
    "shelter": PointKind.SHELTER,
}
_NEEDS_ACKNOWLEDGING = frozenset({AlertState.UNACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED})
_NEVER = np.iinfo(np.int64).max


@dataclass(slots=True)
class PointColumns:
    """All points of the map as columns of equal length; degrees, levels 0 to 4."""

    ids: list[str] = field(default_factory=list)
    lon: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    lat: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    level: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    kind: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    stale: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    unacknowledged: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))


class PointTable:
    """Every stream, asset and caseless place of the town; streams stand first."""

    def __init__(self) -> None:
        self.columns = PointColumns()
        self._row_of: dict[str, int] = {}
        self._index: NDArray[np.intp] = np.zeros(0, np.intp)
        self._limit_ms: NDArray[np.int64] = np.zeros(0, np.int64)

    def rebuild(self, state: TownState, readings: LatestReadings, now_ms: int) -> None:
        """Take the whole town anew."""
        streams = [s for s in state.streams.values() if not s.kind.startswith("team.")]
        assets = list(state.assets.values())
        cases = [c for c in state.cases.values() if is_point(state, c)]
        self._row_of = {stream.id: row for row, stream in enumerate(streams)}
        self._index = np.array([s.index for s in streams], np.intp)
        self._limit_ms = np.array([stale_after_ms(s.kind) for s in streams], np.int64)
        things: list[Stream | Asset | Case] = [*streams, *assets, *cases]
        kinds = [_ASSET_KINDS.get(a.kind, PointKind.SENSOR) for a in assets]
        self.columns = PointColumns(
            [f"stream:{s.id}" for s in streams]
            + [f"asset:{a.id}" for a in assets]
            + [f"case:{c.id}" for c in cases],
            np.array([t.lon for t in things], np.float64),
            np.array([t.lat for t in things], np.float64),
            np.array([0] * (len(streams) + len(assets)) + [int(c.level) for c in cases], np.uint8),
            np.array([*([0] * len(streams)), *map(int, kinds), *([0] * len(cases))], np.uint8),
            np.zeros(len(things), np.bool_),
            np.zeros(len(things), np.bool_),
        )
        self._set_levels(state, self._row_of)
        self.update_stale(readings, now_ms)

    def update_alerts(self, state: TownState, alerts: Iterable[str]) -> NDArray[np.intp]:
        """Take what became of these alerts; answers the rows that may have changed."""
        streams = {state.alerts[id].stream for id in alerts if id in state.alerts}
        return self._set_levels(state, streams & self._row_of.keys())

    def update_stale(self, readings: LatestReadings, now_ms: int) -> NDArray[np.intp]:
        """Let time pass; answers the rows that fell silent or spoke again."""
        held = np.flatnonzero(self._index < len(readings))
        known = held[readings.known[self._index[held]]]
        age = np.full(len(self._index), _NEVER)
        age[known] = now_ms - readings.at_ms[self._index[known]]
        stale = age > self._limit_ms
        before = self.columns.stale[: len(stale)]
        rows = np.flatnonzero(stale != before)
        before[rows] = stale[rows]
        return rows

    def _set_levels(self, state: TownState, streams: Collection[str]) -> NDArray[np.intp]:
        rows = np.array([self._row_of[stream] for stream in streams], np.intp)
        self.columns.level[rows] = 0
        self.columns.unacknowledged[rows] = False
        for alert in state.alerts.values():
            if alert.stream not in streams or not is_live(alert):
                continue
            row = self._row_of[alert.stream]
            if alert.state is not AlertState.SHELVED:
                self.columns.level[row] = max(int(self.columns.level[row]), alert.level)
                self.columns.unacknowledged[row] |= alert.state in _NEEDS_ACKNOWLEDGING
        return rows


def is_point(state: TownState, case: Case) -> bool:
    """Whether an open case stands on the map by itself, no stream standing there for it."""
    return case.stage not in ENDED_STAGES and not case.alert and case.place not in state.streams
