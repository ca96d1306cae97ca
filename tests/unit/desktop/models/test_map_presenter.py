"""What the map is given: points with level and staleness, teams, the box at the selection."""

from __future__ import annotations

import pytest

from desktop.models.focus import focus_on
from desktop.models.map_points import PointTable
from desktop.models.map_presenter import callout, team_marks
from services.contract import events as ev
from services.contract.model import AlertState, Stream, TeamStatus
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW
from widgets.map.values import Callout, PointKind
from widgets.theme.tokens import Level


def columns(town: fake.SmallTown) -> dict[str, tuple[int, int, bool, bool]]:
    """Level, kind, stale, unacknowledged by id."""
    table = PointTable()
    table.rebuild(town.state, town.store.readings, NOW)
    return rows_of(table)


def rows_of(table: PointTable) -> dict[str, tuple[int, int, bool, bool]]:
    made = table.columns
    rows = zip(
        made.ids,
        made.level.tolist(),
        made.kind.tolist(),
        made.stale.tolist(),
        made.unacknowledged.tolist(),
        strict=True,
    )
    return {id: tuple(row) for id, *row in rows}


def box(town: fake.SmallTown, selected: str) -> Callout | None:
    return callout(town.state, town.store.readings, focus_on(town.state, selected), NOW)


def test_streams_assets_and_places_of_cases_are_points() -> None:
    shown = columns(fake.busy())

    assert list(shown) == [
        "stream:W1",
        "stream:W2",
        "stream:R1",
        "stream:H1",
        "asset:C1",
        "asset:C2",
        "case:c2",
    ]
    assert shown["asset:C1"][1] == PointKind.CAMERA
    assert shown["case:c2"][0] == Level.YELLOW


def test_an_empty_town_has_no_points() -> None:
    assert columns(fake.SmallTown()) == {}


def test_a_point_takes_the_worst_level_and_waits_while_unacknowledged() -> None:
    town = fake.busy()
    shown = columns(town)
    assert (shown["stream:W1"][0], shown["stream:W1"][3]) == (Level.RED, True)
    assert (shown["stream:W2"][0], shown["stream:W2"][3]) == (Level.ORANGE, False)

    town.set_alert("a2", state=AlertState.NORMAL)
    assert columns(town)["stream:W2"][0] == Level.NONE


def test_changes_taken_one_by_one_equal_a_table_built_anew() -> None:
    town = fake.busy()
    table = PointTable()
    table.rebuild(town.state, town.store.readings, NOW)

    town.set_alert("a2", state=AlertState.UNACKNOWLEDGED)
    town.set_alert("a1", state=AlertState.SHELVED)
    rows = table.update_alerts(town.state, ["a1", "a2", "gone"])
    assert {table.columns.ids[row] for row in rows} == {"stream:W1", "stream:W2"}
    town.read("W1", 1.0, age_ms=15 * MIN + 1)
    town.read("R1", 1.0, age_ms=0)
    table.update_stale(town.store.readings, NOW)

    assert rows_of(table) == columns(town)
    assert not len(table.update_stale(town.store.readings, NOW))


def test_a_stream_that_is_silent_too_long_is_stale() -> None:
    town = fake.busy()
    town.read("W1", 1.0, age_ms=15 * MIN)
    town.read("W2", 1.0, age_ms=15 * MIN + 1)
    shown = columns(town)

    assert [shown[f"stream:{s}"][2] for s in ("W1", "W2", "R1")] == [False, True, True]
    assert not shown["asset:C1"][2]


def test_teams_stand_where_they_report_and_else_at_their_base() -> None:
    town = fake.busy()
    for n, axis in enumerate(("lon", "lat")):
        made = Stream(f"T1.{axis}", 10 + n, f"team.{axis}", axis, "°", 0, 0)
        town.put(ev.StreamRegistered(made))
    town.read("T1.lon", 121.5)
    town.read("T1.lat", 31.5)
    first, second = team_marks(town.state, town.store.readings)

    assert (first.lon, first.lat) == (121.5, 31.5)
    assert (second.lon, second.lat) == (121.035, 31.015)
    assert "stream:T1.lon" not in columns(town)


@pytest.mark.parametrize(
    ("status", "text", "look"),
    [
        (TeamStatus.STANDBY, "一队", "idle"),
        (TeamStatus.EN_ROUTE, "一队 出动", "moving"),
        (TeamStatus.ON_SITE, "一队 到场", "arrived"),
        (TeamStatus.WORKING, "一队 作业", "arrived"),
        (TeamStatus.RETURNING, "一队 归队", "moving"),
    ],
)
def test_a_team_says_what_it_does(status: TeamStatus, text: str, look: str) -> None:
    town = fake.busy()
    town.set_team("T1", status=status)
    mark = team_marks(town.state, town.store.readings)[0]

    assert (mark.text, mark.state) == (text, look)


@pytest.mark.parametrize("name", ["", " "])
def test_a_team_without_a_name_is_drawn_all_the_same(name: str) -> None:
    town = fake.busy()
    town.set_team("T2", name=name)

    assert len(team_marks(town.state, town.store.readings)) == 2


def test_the_box_tells_value_and_age_of_a_stream() -> None:
    town = fake.busy()
    assert box(town, "case:c1") == Callout(
        "stream:W1", 121.001, 31.001, "W1 人民路下立交", "尚无数据", Level.NONE
    )

    town.read("W1", 36.5, age_ms=8000)
    assert box(town, "case:c1") == Callout(
        "stream:W1", 121.001, 31.001, "W1 人民路下立交", "36.5 厘米", Level.RED, "8 秒前"
    )


def test_the_box_of_team_asset_and_case() -> None:
    town = fake.busy()

    team, camera, place = (box(town, i) for i in ("team:T1", "asset:C2", "case:c2"))

    assert team is not None and (team.title, team.text) == ("一队", "出动")
    assert camera is not None and camera.title.startswith("W2")
    assert place is not None and (place.title, place.level) == ("案件 c2", Level.YELLOW)
    assert box(town, "") is None
