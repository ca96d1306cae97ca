"""Selectors on small towns."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from desktop.state import selectors
from desktop.state.readings import LatestReadings
from services.contract.codec import Columns
from services.contract.model import (
    Alert,
    AlertState,
    Case,
    Level,
    Stage,
    Stream,
    Team,
    TeamStatus,
    Tier,
    TownState,
)

MIN = 60_000


def alert(id: str, level: Level, state: AlertState, raised: int) -> Alert:
    return Alert(id, "r", "s", id, level, state, 0, "m", "", 0, 0, raised, raised)


def case(id: str, level: Level, stage: Stage, opened: int) -> Case:
    return Case(id, id, id, "", Tier.SMALL, level, stage, "", "", 0, 0, opened, "a")


def readings(*rows: tuple[int, float, int]) -> LatestReadings:
    made = LatestReadings()
    index, value, at_ms = zip(*rows, strict=True)
    made.put(
        Columns(
            np.array(index, np.uint32),
            np.array(value, np.float64),
            np.array(at_ms, np.int64),
            np.zeros(len(rows), np.uint8),
        )
    )
    return made


def stream(id: str, index: int, kind: str) -> Stream:
    return Stream(id, index, kind, id, "", 0, 0)


def test_a_cause_names_all_it_silences_also_through_others() -> None:
    state = TownState()
    for id, by, raised in (("c2", "f", 5), ("c1", "f", 3), ("f", "s", 4), ("x", "other", 1)):
        made = alert(id, Level.RED, AlertState.SUPPRESSED, raised)
        state.alerts[id] = replace(made, suppressed_by=by)
    state.alerts["s"] = alert("s", Level.RED, AlertState.UNACKNOWLEDGED, 6)
    gone = alert("gone", Level.RED, AlertState.UNACKNOWLEDGED, 2)
    state.alerts["gone"] = replace(gone, suppressed_by="s")
    state.standing = dict.fromkeys(state.alerts)
    assert [one.id for one in selectors.silenced_by(state, "s")] == ["c1", "f", "c2"]
    assert [one.id for one in selectors.silenced_by(state, "other")] == ["x"]
    assert selectors.silenced_by(state, "c1") == []


def test_alerts_are_worst_first_then_waiting_then_newest() -> None:
    state = TownState()
    for made in (
        alert("old", Level.RED, AlertState.UNACKNOWLEDGED, 1),
        alert("acked", Level.RED, AlertState.ACKNOWLEDGED, 9),
        alert("new", Level.RED, AlertState.UNACKNOWLEDGED, 5),
        alert("blue", Level.BLUE, AlertState.UNACKNOWLEDGED, 9),
        alert("gone", Level.RED, AlertState.NORMAL, 9),
        alert("shelved", Level.RED, AlertState.SHELVED, 9),
    ):
        state.alerts[made.id] = made
    assert [a.id for a in selectors.open_alerts(state)] == ["new", "old", "acked", "blue"]


def test_cases_and_counts() -> None:
    state = TownState()
    for made in (
        case("a", Level.BLUE, Stage.FILED, 9),
        case("b", Level.RED, Stage.HANDLING, 1),
        case("c", Level.RED, Stage.CLOSED, 5),
    ):
        state.cases[made.id] = made
    assert [c.id for c in selectors.open_cases(state)] == ["b", "a"]
    assert [c.id for c in selectors.cases_by_stage(state)[Stage.CLOSED]] == ["c"]
    counts = selectors.summary(state, LatestReadings(), 0)
    assert counts.cases_by_stage[Stage.HANDLING] == 1 and counts.alerts_by_level[Level.RED] == 0


def test_the_nearest_free_team_goes_by_where_it_is_now() -> None:
    state = TownState()
    state.teams = {
        "T1": Team("T1", "1", 4, 120.0, 30.0),
        "T2": Team("T2", "2", 4, 120.5, 30.0),
        "T3": Team("T3", "3", 4, 120.0, 30.0, status=TeamStatus.ON_SITE, case="c"),
    }
    state.streams = {"T2.lon": stream("T2.lon", 0, "team.lon")}
    state.streams["T2.lat"] = stream("T2.lat", 1, "team.lat")
    held = readings((0, 120.001, 1), (1, 30.0, 1))
    positions = selectors.team_positions(state, held)
    assert positions["T1"] == (120.0, 30.0) and positions["T2"] == (120.001, 30.0)
    nearest = selectors.nearest_free_team(state, 120.001, 30.0, positions)
    assert nearest is not None and nearest.team.id == "T2" and nearest.distance_m == 0
    assert selectors.distance_m(120, 30, 120, 31) == pytest.approx(111_195, abs=10)
    state.teams = {"T3": state.teams["T3"]}
    assert selectors.nearest_free_team(state, 120, 30, positions) is None


def test_silence_is_stale_after_three_intervals_of_its_kind() -> None:
    state = TownState()
    state.streams = {
        "W": stream("W", 0, "water.depth"),
        "B": stream("B", 1, "breaker.trip"),
        "never": stream("never", 2, "rain.intensity"),
    }
    held = readings((0, 1.0, 0), (1, 1.0, 0))
    assert {s.id for s in selectors.stale_streams(state, held, 15 * MIN)} == {"never"}
    assert {s.id for s in selectors.stale_streams(state, held, 16 * MIN)} == {"never", "W"}
    assert {s.id for s in selectors.stale_streams(state, held, 46 * MIN)} == {"never", "W", "B"}


def test_a_stream_may_say_how_often_it_speaks() -> None:
    slow = replace(stream("slow", 0, "water.depth"), attributes={"every_s": 3600.0})
    event = replace(stream("event", 1, "camera.ebike"), attributes={"every_s": 0.0})
    said = replace(stream("said", 2, "camera.ebike"), attributes={"every_s": 0.0})
    state = TownState()
    state.streams = {each.id: each for each in (slow, event, said)}
    held = readings((0, 1.0, 0), (2, 1.0, 0))
    assert selectors.stale_streams(state, held, 180 * MIN) == []
    assert selectors.stale_streams(state, held, 181 * MIN) == [slow]


def test_a_stream_that_says_nonsense_of_itself_goes_by_its_kind() -> None:
    odd = replace(stream("odd", 0, "water.depth"), attributes={"every_s": True})
    words = replace(stream("words", 1, "water.depth"), attributes={"every_s": "often"})
    limits = {selectors.silent_after_ms(each) for each in (odd, words)}
    assert limits == {selectors.stale_after_ms("water.depth")}
