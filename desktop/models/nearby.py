"""周边: everything within a distance of a place, the nearest first.

Distances are geodesic. A query is answered from the state of the moment; nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from desktop.maps.geodesy import distances_m, radius_box
from desktop.models import wording
from desktop.state.readings import LatestReadings
from desktop.state.selectors import FOREVER_MS, silent_after_ms, team_position
from services.contract.model import ENDED_STAGES, Asset, Case, Stream, Team, TownState

translate = QCoreApplication.translate
Floats = NDArray[np.float64]

MOST: Final = 2_000
"""Rows of an answer; nobody reads further down a list that is sorted by distance."""


class NearbyKind(StrEnum):
    """What was found, in the order it is listed."""

    CAMERA = "camera"
    TEAM = "team"
    SHELTER = "shelter"
    MATERIAL = "material"
    """Pumps and stores of material."""
    STREAM = "stream"
    CASE = "case"
    OTHER = "other"


ASSET_KINDS: Final = {
    "camera": NearbyKind.CAMERA,
    "shelter": NearbyKind.SHELTER,
    "pump": NearbyKind.MATERIAL,
    "warehouse": NearbyKind.MATERIAL,
}
"""Kinds of asset that have a list of their own; all others are `OTHER`."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """One thing within the distance. `id` selects it everywhere, like `asset:C01`."""

    id: str
    kind: NearbyKind
    name: str
    state: str
    """What it is doing or saying, in words."""
    lon: float
    lat: float
    distance_m: float
    age_ms: int | None = None
    """How old the state is; None where nothing tells."""
    is_stale: bool = False


Thing = Asset | Team | Stream | Case


class _Group(NamedTuple):
    """Things described alike, and where each of them is."""

    things: Sequence[Thing]
    places: Floats
    describe: Callable[[Any, float, tuple[float, float]], Nearby]


def find_nearby(
    state: TownState,
    readings: LatestReadings,
    lon: float,
    lat: float,
    radius_m: float,
    now_ms: int,
    *,
    kinds: Collection[NearbyKind] = frozenset(NearbyKind),
    stills_at_ms: Mapping[str, int] | None = None,
    most: int = MOST,
) -> list[Nearby]:
    """Everything of these kinds up to `radius_m` away, the nearest first, at most `most`.

    Teams stand where they report from; open cases only. `stills_at_ms` is when each camera's
    last still was taken, by asset id.
    """
    describe = _Describe(state, readings, now_ms, stills_at_ms or {})
    found: list[tuple[float, str, _Group, int]] = []
    for group in _groups(state, readings, kinds, describe):
        rows = _rows_within(group.places, lon, lat, radius_m, most)
        found += [(metres, group.things[row].id, group, row) for row, metres in rows]
    found.sort(key=lambda hit: hit[:2])
    return [
        group.describe(group.things[row], metres, tuple(group.places[row].tolist()))
        for metres, _, group, row in found[:most]
    ]


def _rows_within(
    places: Floats, lon: float, lat: float, radius_m: float, most: int
) -> Iterable[tuple[int, float]]:
    """The nearest rows up to that far away, with their distance.

    The ellipsoid is asked only for what lies in a box round the circle.
    """
    west, south, east, north = radius_box(lon, lat, radius_m)
    x, y = places.T
    rows = np.flatnonzero((y >= south) & (y <= north) & ((x - west) % 360.0 <= east - west))
    metres = distances_m(lon, lat, x[rows], y[rows])
    nearest = np.argsort(metres, kind="stable")[: np.count_nonzero(metres <= radius_m)][:most]
    return zip(rows[nearest].tolist(), metres[nearest].tolist(), strict=True)


def kind_text(kind: NearbyKind) -> str:
    """The heading of a list."""
    return {
        NearbyKind.CAMERA: translate("Nearby", "视频"),
        NearbyKind.TEAM: translate("Nearby", "队伍"),
        NearbyKind.SHELTER: translate("Nearby", "避难场所"),
        NearbyKind.MATERIAL: translate("Nearby", "泵与物资"),
        NearbyKind.STREAM: translate("Nearby", "监测点"),
        NearbyKind.CASE: translate("Nearby", "在办案件"),
        NearbyKind.OTHER: translate("Nearby", "其他设施"),
    }[kind]


def _groups(
    state: TownState,
    readings: LatestReadings,
    kinds: Collection[NearbyKind],
    describe: _Describe,
) -> Iterable[_Group]:
    assets = [a for a in state.assets.values() if _kind_of(a) in kinds]
    yield _group(assets, describe.asset)
    if NearbyKind.TEAM in kinds:
        teams = list(state.teams.values())
        reported = [team_position(state, readings, team.id) for team in teams]
        yield _Group(teams, np.array(reported, np.float64).reshape(-1, 2), describe.team)
    if NearbyKind.STREAM in kinds:
        of_teams = {s.kind for s in state.streams.values() if s.kind.startswith("team.")}
        streams = [s for s in state.streams.values() if s.kind not in of_teams]
        yield _group(streams, describe.stream)
    if NearbyKind.CASE in kinds:
        cases = [case for case in state.cases.values() if case.stage not in ENDED_STAGES]
        yield _group(cases, describe.case)


def _group(
    things: Sequence[Thing], describe: Callable[[Any, float, tuple[float, float]], Nearby]
) -> _Group:
    places = np.array([[t.lon for t in things], [t.lat for t in things]], np.float64)
    return _Group(things, places.T, describe)


def _kind_of(asset: Asset) -> NearbyKind:
    return ASSET_KINDS.get(asset.kind, NearbyKind.OTHER)


class _Describe:
    """Puts what was found into words; only asked for what is near."""

    def __init__(
        self,
        state: TownState,
        readings: LatestReadings,
        now_ms: int,
        stills_at_ms: Mapping[str, int],
    ) -> None:
        self._state = state
        self._readings = readings
        self._now_ms = now_ms
        self._stills_at_ms = stills_at_ms

    def asset(self, asset: Asset, metres: float, place: tuple[float, float]) -> Nearby:
        taken = self._stills_at_ms.get(asset.id)
        age = None if taken is None else max(0, self._now_ms - taken)
        id, words = f"asset:{asset.id}", asset_state(asset)
        return Nearby(id, _kind_of(asset), asset.name, words, *place, metres, age)

    def team(self, team: Team, metres: float, place: tuple[float, float]) -> Nearby:
        stream = self._state.streams.get(f"{team.id}.lon")
        latest = self._readings.get(stream.index) if stream else None
        at_ms = latest[1] if latest else team.status_at_ms
        age = max(0, self._now_ms - at_ms) if at_ms else None
        id, words = f"team:{team.id}", wording.team_status_text(team.status)
        stale = bool(latest and stream and age and age > silent_after_ms(stream))
        return Nearby(id, NearbyKind.TEAM, team.name, words, *place, metres, age, stale)

    def stream(self, stream: Stream, metres: float, place: tuple[float, float]) -> Nearby:
        id, latest = f"stream:{stream.id}", self._readings.get(stream.index)
        if latest is None:
            words = translate("Nearby", "尚无数据")
            stale = silent_after_ms(stream) < FOREVER_MS
            return Nearby(id, NearbyKind.STREAM, stream.name, words, *place, metres, None, stale)
        value, at_ms = latest
        age = max(0, self._now_ms - at_ms)
        unit = wording.unit_text(stream.unit)
        words = f"{wording.value_text(value, stream.unit)} {unit}"
        stale = age > silent_after_ms(stream)
        return Nearby(id, NearbyKind.STREAM, stream.name, words, *place, metres, age, stale)

    def case(self, case: Case, metres: float, place: tuple[float, float]) -> Nearby:
        age = max(0, self._now_ms - case.opened_at_ms)
        title, words = wording.case_title(case), wording.stage_text(case.stage)
        return Nearby(f"case:{case.id}", NearbyKind.CASE, title, words, *place, metres, age)


def asset_state(asset: Asset) -> str:
    """What is known of an asset: broken, its status, else what it holds."""
    if asset.attributes.get("broken") is True:
        return translate("Nearby", "故障")
    told = str(asset.attributes.get("status", "")) if asset.status == "active" else asset.status
    words = {
        "": translate("Nearby", "在用"),
        "active": translate("Nearby", "在用"),
        "ok": translate("Nearby", "正常"),
        "open": translate("Nearby", "开放"),
        "closed": translate("Nearby", "关闭"),
        "broken": translate("Nearby", "故障"),
        "offline": translate("Nearby", "离线"),
    }.get(told, told)
    capacity = asset.attributes.get("capacity")
    if isinstance(capacity, int | float) and not isinstance(capacity, bool):
        held = translate("Nearby", "可容纳 {n} 人").format(n=round(capacity))
        return f"{words} · {held}"
    return words
