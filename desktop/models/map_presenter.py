"""From state and readings to the teams and the call-out of the map. Points: `map_points`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.models import wording
from desktop.models.focus import Focus
from desktop.state.readings import LatestReadings
from desktop.state.selectors import team_position
from services.contract.model import (
    Stream,
    TeamStatus,
    TownState,
)
from widgets.map.values import Callout, TeamMark
from widgets.theme.tokens import Level

translate = QCoreApplication.translate

_TEAM_STATES = {
    TeamStatus.STANDBY: "idle",
    TeamStatus.EN_ROUTE: "moving",
    TeamStatus.ON_SITE: "arrived",
    TeamStatus.WORKING: "arrived",
    TeamStatus.RETURNING: "moving",
}


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
        case_title = wording.case_title(focus.case) if focus.case else ""
        return Callout(point, *position, focus.asset.name, case_title)
    if focus.case is not None:
        stage = wording.stage_text(focus.case.stage)
        title = wording.case_title(focus.case)
        return Callout(point, *position, title, stage, Level(int(focus.case.level)))
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
