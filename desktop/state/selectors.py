"""Questions to the town's state and readings, answered by pure functions."""

from __future__ import annotations

import math
from typing import NamedTuple

from desktop.state.readings import LatestReadings
from services.contract.model import (
    ENDED_STAGES,
    OPEN_STATES,
    Alert,
    AlertState,
    Case,
    Level,
    ResponseLevel,
    Stage,
    Stream,
    Team,
    TeamStatus,
    TownState,
)

MINUTE_MS = 60_000
EXPECTED_MS = {
    "depth": 5 * MINUTE_MS,
    "rain": 5 * MINUTE_MS,
    "tide": 5 * MINUTE_MS,
    "breaker": 15 * MINUTE_MS,
}
"""How often a stream is expected to speak, by a word of its dotted kind; others like depth."""
DEFAULT_EXPECTED_MS = 5 * MINUTE_MS
FOREVER_MS = 2**63 - 1
"""The age past which a stream is stale that speaks only when something happens."""
_EARTH_M = 6_371_008.8
_WAITING = frozenset({AlertState.UNACKNOWLEDGED, AlertState.RETURNED_UNACKNOWLEDGED})
_FREE = frozenset({TeamStatus.STANDBY, TeamStatus.RETURNING})


class NearestTeam(NamedTuple):
    """A team and how far it is, in metres as the crow flies."""

    team: Team
    distance_m: float


class Summary(NamedTuple):
    """The figures above the map."""

    alerts_by_level: dict[Level, int]
    """Open alerts; every level but NONE is a key."""
    unacknowledged: int
    cases_by_stage: dict[Stage, int]
    """Open cases; every stage that is not an end is a key."""
    response: ResponseLevel
    teams_free: int
    teams: int
    streams: int
    stale: int


def open_alerts(state: TownState) -> list[Alert]:
    """Open alerts: worst first, then those nobody has acknowledged, then the newest."""
    found = [alert for alert in state.alerts.values() if alert.state in OPEN_STATES]
    found.sort(key=lambda a: (-a.level, a.state not in _WAITING, -a.raised_at_ms, a.id))
    return found


def silenced_by(state: TownState, cause: str) -> list[Alert]:
    """Alerts suppressed because of an alert (or of a suppression by its name), first raised first,
    with those held by them in turn."""
    behind: dict[str, list[Alert]] = {}
    for alert in (state.alerts[id] for id in state.standing):
        if alert.state is AlertState.SUPPRESSED:
            behind.setdefault(alert.suppressed_by, []).append(alert)
    found: list[Alert] = []
    causes = [cause]
    while causes:
        held = behind.pop(causes.pop(), [])
        found += held
        causes += [alert.id for alert in held]
    found.sort(key=lambda alert: (alert.raised_at_ms, alert.id))
    return found


def open_cases(state: TownState) -> list[Case]:
    """Cases not ended: worst first, then the newest."""
    found = [case for case in state.cases.values() if case.stage not in ENDED_STAGES]
    found.sort(key=lambda c: (-c.level, -c.opened_at_ms, c.id))
    return found


def cases_by_stage(state: TownState) -> dict[Stage, list[Case]]:
    """Cases of every stage, each list sorted as `open_cases`; every stage is a key."""
    columns: dict[Stage, list[Case]] = {stage: [] for stage in Stage}
    cases = sorted(state.cases.values(), key=lambda c: (-c.level, -c.opened_at_ms, c.id))
    for case in cases:
        columns[case.stage].append(case)
    return columns


def stale_after_ms(kind: str) -> int:
    """Age past which a stream of this kind is stale: three times the expected interval."""
    words = (EXPECTED_MS[word] for word in kind.split(".") if word in EXPECTED_MS)
    return 3 * next(words, DEFAULT_EXPECTED_MS)


def silent_after_ms(stream: Stream) -> int:
    """The same for one stream, which may say itself how often it speaks: `every_s`, 0 for one
    that speaks only when something happens."""
    every_s = stream.attributes.get("every_s")
    if not isinstance(every_s, int | float) or isinstance(every_s, bool):
        return stale_after_ms(stream.kind)
    return round(3000 * every_s) if every_s > 0 else FOREVER_MS


def is_stale(stream: Stream, readings: LatestReadings, now_ms: int) -> bool:
    """Whether a stream is silent for too long, or was never heard."""
    limit = silent_after_ms(stream)
    if limit == FOREVER_MS:
        return False
    latest = readings.get(stream.index)
    return latest is None or now_ms - latest[1] > limit


def stale_streams(state: TownState, readings: LatestReadings, now_ms: int) -> list[Stream]:
    """Streams that are silent for too long."""
    return [s for s in state.streams.values() if is_stale(s, readings, now_ms)]


def team_position(state: TownState, readings: LatestReadings, team: str) -> tuple[float, float]:
    """Where a team is: (lon, lat) from its position streams, else its base, else (0, 0)."""
    base = state.teams.get(team)
    fallback = (base.lon, base.lat) if base else (0.0, 0.0)
    lon = _latest(state, readings, f"{team}.lon")
    lat = _latest(state, readings, f"{team}.lat")
    return fallback if lon is None or lat is None else (lon, lat)


def team_positions(state: TownState, readings: LatestReadings) -> dict[str, tuple[float, float]]:
    """Where every team is."""
    return {team: team_position(state, readings, team) for team in state.teams}


def _latest(state: TownState, readings: LatestReadings, stream: str) -> float | None:
    found = state.streams.get(stream)
    latest = readings.get(found.index) if found else None
    return None if latest is None or not math.isfinite(latest[0]) else latest[0]


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Great-circle distance in metres (haversine) between two places in degrees."""
    a, b = math.radians(lat_a), math.radians(lat_b)
    half_lat, half_lon = (b - a) / 2, math.radians(lon_b - lon_a) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(a) * math.cos(b) * math.sin(half_lon) ** 2
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, chord)))


def nearest_free_teams(
    state: TownState, lon: float, lat: float, positions: dict[str, tuple[float, float]]
) -> list[NearestTeam]:
    """Teams without a case, standing by or on their way back, nearest first."""
    found = [
        NearestTeam(team, distance_m(lon, lat, *positions.get(team.id, (team.lon, team.lat))))
        for team in state.teams.values()
        if not team.case and team.status in _FREE
    ]
    found.sort(key=lambda n: (n.distance_m, n.team.id))
    return found


def nearest_free_team(
    state: TownState, lon: float, lat: float, positions: dict[str, tuple[float, float]]
) -> NearestTeam | None:
    """The nearest of them, None when every team is busy."""
    return next(iter(nearest_free_teams(state, lon, lat, positions)), None)


def response_level(state: TownState) -> ResponseLevel:
    """The response in force."""
    return state.operation.level


def summary(state: TownState, readings: LatestReadings, now_ms: int) -> Summary:
    """Counts for the strip of figures."""
    levels: dict[Level, int] = {level: 0 for level in Level if level is not Level.NONE}
    unacknowledged = 0
    for alert in state.alerts.values():
        if alert.state in OPEN_STATES and alert.level in levels:
            levels[alert.level] += 1
            unacknowledged += alert.state in _WAITING
    stages: dict[Stage, int] = {stage: 0 for stage in Stage if stage not in ENDED_STAGES}
    for case in state.cases.values():
        if case.stage in stages:
            stages[case.stage] += 1
    free = sum(1 for t in state.teams.values() if not t.case and t.status in _FREE)
    return Summary(
        levels,
        unacknowledged,
        stages,
        state.operation.level,
        free,
        len(state.teams),
        len(state.streams),
        len(stale_streams(state, readings, now_ms)),
    )
