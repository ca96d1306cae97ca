"""The points of the map as columns, kept in step with the town a change at a time.

Registers and caseless places rebuild the columns; an alert touches the row of its stream; time
touches the rows that fall silent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop.models.live_alerts import LiveAlerts
from desktop.models.stream_table import StreamTable
from desktop.state.readings import LatestReadings
from services.contract.changes import Changes
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
        self.streams = StreamTable()
        """The streams as they were at the last `rebuild`."""
        self.live = LiveAlerts()
        """The live alerts as of the last change taken."""
        self._row_of: dict[str, int] = {}
        self._row_of_asset: dict[str, int] = {}
        self._case_levels: dict[str, int] = {}

    def rebuild(self, state: TownState, readings: LatestReadings, now_ms: int) -> None:
        """Take the whole town anew."""
        self.streams = StreamTable.of(state)
        self.live.rebuild(state)
        streams = self.streams.points
        assets = list(state.assets.values())
        cases = [c for c in state.cases.values() if is_point(state, c)]
        self._row_of = {stream.id: row for row, stream in enumerate(streams)}
        self._row_of_asset = {asset.id: len(streams) + at for at, asset in enumerate(assets)}
        self._case_levels = {case.id: int(case.level) for case in cases}
        things: list[Stream | Asset | Case] = [*streams, *assets, *cases]
        kinds = [_kind_of(asset) for asset in assets]
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
        self._set_levels(self.live.streams())
        self.update_stale(readings, now_ms)

    def update_alerts(self, state: TownState, alerts: Iterable[str]) -> NDArray[np.intp]:
        """Take what became of these alerts; answers the rows that may have changed."""
        return self._set_levels(self.live.update(state, alerts))

    def is_outdated_by(self, state: TownState, changes: Changes) -> bool:
        """Whether points come, go or move by these changes, so that it takes a `rebuild`."""
        if changes.everything or changes.streams:
            return True
        row_of = self._row_of_asset
        if any(self._moves(state.assets.get(id), row_of.get(id)) for id in changes.assets):
            return True
        return any(
            self._case_levels.get(id) != _level_of(state, state.cases.get(id))
            for id in changes.cases
        )

    def _moves(self, asset: Asset | None, row: int | None) -> bool:
        if asset is None or row is None:
            return asset is not None or row is not None
        points = self.columns
        held = points.lon[row], points.lat[row], points.kind[row]
        return held != (asset.lon, asset.lat, _kind_of(asset))

    def update_stale(self, readings: LatestReadings, now_ms: int) -> NDArray[np.intp]:
        """Let time pass; answers the rows that fell silent or spoke again."""
        index = self.streams.index
        held = np.flatnonzero(index < len(readings))
        known = held[readings.known[index[held]]]
        age = np.full(len(index), _NEVER)
        age[known] = now_ms - readings.at_ms[index[known]]
        stale = age > self.streams.limit_ms
        before = self.columns.stale[: len(stale)]
        rows = np.flatnonzero(stale != before)
        before[rows] = stale[rows]
        return rows

    def _set_levels(self, streams: Collection[str]) -> NDArray[np.intp]:
        rows = []
        for stream in streams:
            if (row := self._row_of.get(stream)) is None:
                continue
            shown = [a for a in self.live.on(stream) if a.state is not AlertState.SHELVED]
            self.columns.level[row] = max((a.level for a in shown), default=0)
            self.columns.unacknowledged[row] = any(a.state in _NEEDS_ACKNOWLEDGING for a in shown)
            rows.append(row)
        return np.array(rows, np.intp)


def _kind_of(asset: Asset) -> PointKind:
    return _ASSET_KINDS.get(asset.kind, PointKind.SENSOR)


def _level_of(state: TownState, case: Case | None) -> int | None:
    """The level of a case's own point, None when it has none."""
    return int(case.level) if case is not None and is_point(state, case) else None


def is_point(state: TownState, case: Case) -> bool:
    """Whether an open case stands on the map by itself, no stream standing there for it."""
    return case.stage not in ENDED_STAGES and not case.alert and case.place not in state.streams
