"""From state and readings to the points, teams and call-out of the map."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.focus import Focus, is_live
from desktop.state.readings import LatestReadings
from desktop.state.selectors import stale_after_ms, team_position
from services.contract.model import (
    ENDED_STAGES,
    AlertState,
    Asset,
    Case,
    Stream,
    TeamStatus,
    TownState,
)
from widgets.map.values import Callout, PointKind, TeamMark
from widgets.theme.tokens import Level

translate = QCoreApplication.translate

_ASSET_KINDS = {
    "camera": PointKind.CAMERA,
    "pump": PointKind.PUMP,
    "shelter": PointKind.SHELTER,
}
_NEEDS_ACKNOWLEDGING = frozenset({AlertState.UNACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED})
_TEAM_STATES = {
    TeamStatus.STANDBY: "idle",
    TeamStatus.EN_ROUTE: "moving",
    TeamStatus.ON_SITE: "arrived",
    TeamStatus.WORKING: "arrived",
    TeamStatus.RETURNING: "moving",
}


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


def is_on_map(stream: Stream) -> bool:
    """Team positions are drawn as teams, not as points."""
    return not stream.kind.startswith("team.")


def point_columns(state: TownState, readings: LatestReadings, now_ms: int) -> PointColumns:
    """Every stream, asset and caseless place of the town with its level of the moment."""
    streams = [s for s in state.streams.values() if is_on_map(s)]
    assets = list(state.assets.values())
    cases = [
        c
        for c in state.cases.values()
        if c.stage not in ENDED_STAGES and not c.alert and c.place not in state.streams
    ]
    levels: dict[str, int] = {}
    waiting: set[str] = set()
    for alert in state.alerts.values():
        if is_live(alert) and alert.state is not AlertState.SHELVED:
            levels[alert.stream] = max(levels.get(alert.stream, 0), alert.level)
            if alert.state in _NEEDS_ACKNOWLEDGING:
                waiting.add(alert.stream)
    things: list[Stream | Asset | Case] = [*streams, *assets, *cases]
    return PointColumns(
        [f"stream:{s.id}" for s in streams]
        + [f"asset:{a.id}" for a in assets]
        + [f"case:{c.id}" for c in cases],
        np.array([t.lon for t in things], np.float64),
        np.array([t.lat for t in things], np.float64),
        np.array(
            [levels.get(s.id, 0) for s in streams]
            + [0] * len(assets)
            + [int(c.level) for c in cases],
            np.uint8,
        ),
        np.array(
            [int(PointKind.SENSOR)] * len(streams)
            + [int(_ASSET_KINDS.get(a.kind, PointKind.SENSOR)) for a in assets]
            + [int(PointKind.SENSOR)] * len(cases),
            np.uint8,
        ),
        np.concatenate(
            [_stale(streams, readings, now_ms), np.zeros(len(assets) + len(cases), np.bool_)]
        ),
        np.array(
            [s.id in waiting for s in streams] + [False] * (len(assets) + len(cases)), np.bool_
        ),
    )


def _stale(streams: list[Stream], readings: LatestReadings, now_ms: int) -> NDArray[np.bool_]:
    if not streams:
        return np.zeros(0, np.bool_)
    index = np.array([s.index for s in streams], np.intp)
    limit = np.array([stale_after_ms(s.kind) for s in streams], np.int64)
    known = np.zeros(len(streams), np.bool_)
    age = np.full(len(streams), np.iinfo(np.int64).max)
    held = index < len(readings)
    known[held] = readings.known[index[held]]
    age[known] = now_ms - readings.at_ms[index[known]]
    return age > limit


def short_name(name: str) -> str:
    """A team's call sign: the first two words of a longer name ("3 队" of "3 队 市政应急")."""
    words = name.split()
    return " ".join(words[:2]) if len(words) > 2 else name


def team_marks(state: TownState, readings: LatestReadings) -> list[TeamMark]:
    """Every team at its reported position, else at its base; its name and what it does."""
    marks = []
    for team in state.teams.values():
        lon, lat = team_position(state, readings, team.id)
        text = short_name(team.name)
        if team.status is not TeamStatus.STANDBY:
            text = f"{text} {wording.team_status_text(team.status)}"
        marks.append(TeamMark(f"team:{team.id}", lon, lat, text, _TEAM_STATES[team.status]))
    return marks


def callout(
    state: TownState, readings: LatestReadings, focus: Focus, now_ms: int
) -> Callout | None:
    """The box at the selected point: its name, its figure, how old that is."""
    point, position = focus.point_id, focus.position
    if point is None or position is None:
        return None
    if focus.stream is not None and focus.team is None:
        return _stream_callout(readings, focus, point, focus.stream, now_ms)
    if focus.team is not None:
        lon, lat = team_position(state, readings, focus.team.id)
        status = wording.team_status_text(focus.team.status)
        people = translate("Map", "{n} 人").format(n=focus.team.people)
        return Callout(point, lon, lat, focus.team.name, status, Level.NONE, people)
    if focus.asset is not None:
        case_title = focus.case.title if focus.case else ""
        return Callout(point, *position, focus.asset.name, case_title)
    if focus.case is not None:
        stage = wording.stage_text(focus.case.stage)
        return Callout(point, *position, focus.case.title, stage, Level(int(focus.case.level)))
    return None


def _stream_callout(
    readings: LatestReadings, focus: Focus, point: str, stream: Stream, now_ms: int
) -> Callout:
    latest = readings.get(stream.index)
    level = Level(int(focus.alert.level)) if focus.alert else Level.NONE
    title = f"{stream.id} {stream.name}"
    if latest is None:
        return Callout(
            point, stream.lon, stream.lat, title, translate("Map", "尚无数据"), Level.NONE
        )
    value, at_ms = latest
    text = f"{wording.value_text(value, stream.unit)} {wording.unit_text(stream.unit)}"
    return Callout(
        point, stream.lon, stream.lat, title, text, level, wording.age_text(now_ms - at_ms)
    )
