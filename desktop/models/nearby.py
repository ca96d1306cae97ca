"""周边: everything within a distance of a place, the nearest first.

Distances are geodesic. A query is answered from the state of the moment; nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop.maps.geodesy import distances_m, radius_box
from desktop.models import wording
from desktop.state.readings import LatestReadings
from desktop.state.selectors import stale_after_ms, team_position
from services.contract.model import ENDED_STAGES, Asset, Case, Stream, Team, TownState

translate = QCoreApplication.translate


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


@dataclass(frozen=True, slots=True)
class _Candidate:
    id: str
    kind: NearbyKind
    lon: float
    lat: float
    describe: Callable[[float], Nearby]


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
) -> list[Nearby]:
    """Everything of these kinds up to `radius_m` away, the nearest first.

    Teams stand where they report from; open cases only. `stills_at_ms` is when each camera's
    last still was taken, by asset id.
    """
    describe = _Describe(state, readings, now_ms, stills_at_ms or {})
    west, south, east, north = radius_box(lon, lat, radius_m)
    found = [
        candidate
        for candidate in _candidates(state, readings, kinds, describe)
        if south <= candidate.lat <= north and (candidate.lon - west) % 360.0 <= east - west
    ]
    if not found:
        return []
    places = np.array([(candidate.lon, candidate.lat) for candidate in found])
    away = distances_m(lon, lat, places[:, 0], places[:, 1]).tolist()
    near = [
        candidate.describe(metres)
        for candidate, metres in zip(found, away, strict=True)
        if metres <= radius_m
    ]
    near.sort(key=lambda thing: (thing.distance_m, thing.id))
    return near


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


def _candidates(
    state: TownState,
    readings: LatestReadings,
    kinds: Collection[NearbyKind],
    describe: _Describe,
) -> Iterable[_Candidate]:
    for asset in state.assets.values():
        kind = ASSET_KINDS.get(asset.kind, NearbyKind.OTHER)
        if kind in kinds:
            yield _Candidate(asset.id, kind, asset.lon, asset.lat, describe.asset(asset, kind))
    if NearbyKind.TEAM in kinds:
        for team in state.teams.values():
            place = team_position(state, readings, team.id)
            yield _Candidate(team.id, NearbyKind.TEAM, *place, describe.team(team, place))
    if NearbyKind.STREAM in kinds:
        for stream in state.streams.values():
            if not stream.kind.startswith("team."):
                yield _Candidate(
                    stream.id, NearbyKind.STREAM, stream.lon, stream.lat, describe.stream(stream)
                )
    if NearbyKind.CASE in kinds:
        for case in state.cases.values():
            if case.stage not in ENDED_STAGES:
                yield _Candidate(case.id, NearbyKind.CASE, case.lon, case.lat, describe.case(case))


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

    def asset(self, asset: Asset, kind: NearbyKind) -> Callable[[float], Nearby]:
        def nearby(metres: float) -> Nearby:
            taken = self._stills_at_ms.get(asset.id)
            age = None if taken is None else max(0, self._now_ms - taken)
            return Nearby(
                f"asset:{asset.id}",
                kind,
                asset.name,
                asset_state(asset),
                asset.lon,
                asset.lat,
                metres,
                age,
            )

        return nearby

    def team(self, team: Team, place: tuple[float, float]) -> Callable[[float], Nearby]:
        def nearby(metres: float) -> Nearby:
            stream = self._state.streams.get(f"{team.id}.lon")
            latest = self._readings.get(stream.index) if stream else None
            at_ms = latest[1] if latest else team.status_at_ms
            age = max(0, self._now_ms - at_ms) if at_ms else None
            words = wording.team_status_text(team.status)
            stale = bool(latest and stream and age and age > stale_after_ms(stream.kind))
            return Nearby(
                f"team:{team.id}", NearbyKind.TEAM, team.name, words, *place, metres, age, stale
            )

        return nearby

    def stream(self, stream: Stream) -> Callable[[float], Nearby]:
        def nearby(metres: float) -> Nearby:
            latest = self._readings.get(stream.index)
            if latest is None:
                words, age, stale = translate("Nearby", "尚无数据"), None, True
            else:
                value, at_ms = latest
                age = max(0, self._now_ms - at_ms)
                unit = wording.unit_text(stream.unit)
                words = f"{wording.value_text(value, stream.unit)} {unit}"
                stale = age > stale_after_ms(stream.kind)
            return Nearby(
                f"stream:{stream.id}",
                NearbyKind.STREAM,
                stream.name,
                words,
                stream.lon,
                stream.lat,
                metres,
                age,
                stale,
            )

        return nearby

    def case(self, case: Case) -> Callable[[float], Nearby]:
        def nearby(metres: float) -> Nearby:
            return Nearby(
                f"case:{case.id}",
                NearbyKind.CASE,
                wording.case_title(case),
                wording.stage_text(case.stage),
                case.lon,
                case.lat,
                metres,
                max(0, self._now_ms - case.opened_at_ms),
            )

        return nearby


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
