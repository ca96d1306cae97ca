"""Trails are made of moments at which both halves of a position are known."""

from __future__ import annotations

import numpy as np

from desktop.models.team_tracks import MOST_TEAMS, position_streams, teams_with_trail, tracks
from desktop.state.curves import Curve
from services.contract.model import Stream, Team, TeamStatus, TownState
from tests.fakes.town import MIN, NOW
from widgets.map.values import Bounds

VIEW = Bounds(121.0, 31.0, 121.1, 31.1)


def curve(points: dict[int, float]) -> Curve:
    made = Curve()
    made.merge(np.array(list(points), np.int64), np.array(list(points.values())))
    return made


def town(count: int, status: TeamStatus = TeamStatus.EN_ROUTE) -> TownState:
    names = [f"T{n}" for n in range(count)]
    return TownState(
        teams={name: Team(name, name, 4, 121.05, 31.05, status=status) for name in names},
        streams={
            f"{name}.{axis}": Stream(f"{name}.{axis}", 0, f"team.{axis}", "", "deg", 0, 0)
            for name in names
            for axis in ("lon", "lat")
        },
    )


def test_a_moment_with_half_a_position_is_left_out() -> None:
    curves = {
        "T.lon": curve({NOW - 3: 1.0, NOW - 2: 2.0, NOW: 3.0}),
        "T.lat": curve({NOW - 3: 5.0, NOW - 1: 6.0, NOW: 7.0}),
    }
    (track,) = tracks(curves, ["T"], NOW)
    assert (track.lon, track.lat) == ((1.0, 3.0), (5.0, 7.0))
    assert track.at_s == ((NOW - 3) / 1000, NOW / 1000)


def test_only_the_last_half_hour_is_shown() -> None:
    old, new = NOW - 31 * MIN, NOW - 29 * MIN
    both = {old: 1.0, new: 2.0, NOW: 3.0}
    (track,) = tracks({"T.lon": curve(both), "T.lat": curve(both)}, ["T"], NOW)
    assert track.lon == (2.0, 3.0)


def test_a_single_place_is_no_way_and_no_number_no_place() -> None:
    one = {NOW: 1.0}
    assert tracks({"T.lon": curve(one), "T.lat": curve(one)}, ["T"], NOW) == []
    broken = {NOW - 1: float("nan"), NOW: 1.0}
    assert tracks({"T.lon": curve(broken), "T.lat": curve(broken)}, ["T"], NOW) == []
    assert tracks({"T.lon": curve(broken)}, ["T"], NOW) == []


def test_teams_that_stand_by_or_out_of_view_have_none() -> None:
    here, away = {"T0": (121.05, 31.05)}, {"T0": (120.0, 31.05)}
    assert teams_with_trail(town(1), here, VIEW) == ["T0"]
    assert teams_with_trail(town(1), away, VIEW) == []
    assert teams_with_trail(town(1, TeamStatus.STANDBY), here, VIEW) == []
    silent = town(1)
    del silent.streams["T0.lat"]
    assert teams_with_trail(silent, here, VIEW) == []


def test_there_is_a_bound_to_how_many() -> None:
    many = town(MOST_TEAMS + 5)
    places = dict.fromkeys(many.teams, (121.05, 31.05))
    assert len(teams_with_trail(many, places, VIEW)) == MOST_TEAMS


def test_a_team_speaks_by_two_streams() -> None:
    assert position_streams(["T1", "T2"]) == ["T1.lon", "T1.lat", "T2.lon", "T2.lat"]
