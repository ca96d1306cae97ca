"""周边: exactly what lies within the distance, the nearest first, with what it says and its age."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.maps.geodesy import distance_m
from desktop.models.nearby import Nearby, NearbyKind, asset_state, find_nearby, kind_text
from desktop.state.readings import LatestReadings
from services.contract import events as ev
from services.contract.model import Asset, Level, Stage, Stream, TeamStatus, TownState
from tests.fakes.town import MIN, NOW, SmallTown, busy, case

HERE = (121.001, 31.001)


def around(town: SmallTown, radius_m: float = 200_000, **options: object) -> dict[str, Nearby]:
    state, readings = town.state, town.store.readings
    found = find_nearby(state, readings, *HERE, radius_m, NOW, **options)  # type: ignore[arg-type]
    assert [n.distance_m for n in found] == sorted(n.distance_m for n in found)
    return {thing.id: thing for thing in found}


def test_every_kind_is_found_with_its_words_and_its_age() -> None:
    town = busy()
    town.put(
        ev.AssetRegistered(
            Asset("S1", "shelter", "体育馆", 121.0, 31.0, attributes={"capacity": 600})
        )
    )
    town.put(
        ev.AssetRegistered(Asset("P1", "pump", "1 号泵", 121.0, 31.0, attributes={"broken": True}))
    )
    town.put(ev.AssetRegistered(Asset("U1", "underpass", "下立交", 121.0, 31.0, status="closed")))
    town.read("W1", 36.0, age_ms=2 * MIN)
    town.read("R1", 12.0, age_ms=40 * MIN)
    found = around(town)
    assert found["stream:W1"].state == "36.0 厘米"
    assert (found["stream:W1"].age_ms, found["stream:W1"].is_stale) == (2 * MIN, False)
    assert (found["stream:R1"].age_ms, found["stream:R1"].is_stale) == (40 * MIN, True)
    assert (found["stream:H1"].state, found["stream:H1"].age_ms) == ("尚无数据", None)
    assert found["stream:H1"].is_stale
    assert (found["asset:S1"].kind, found["asset:S1"].state) == (
        NearbyKind.SHELTER,
        "在用 · 可容纳 600 人",
    )
    assert (found["asset:P1"].kind, found["asset:P1"].state) == (NearbyKind.MATERIAL, "故障")
    assert (found["asset:U1"].kind, found["asset:U1"].state) == (NearbyKind.OTHER, "关闭")
    assert found["asset:C1"].kind is NearbyKind.CAMERA
    assert (found["team:T1"].state, found["team:T1"].age_ms) == ("出动", 5 * MIN)
    assert (found["case:c2"].state, found["case:c2"].age_ms) == ("待派遣", 40 * MIN)
    assert found["stream:W1"].distance_m == 0


def test_only_what_is_within_the_distance_is_found() -> None:
    town = busy()
    metres = distance_m(*HERE, 121.0012, 31.0012)
    assert "asset:C1" in around(town, metres + 0.001)
    assert "asset:C1" not in around(town, metres - 0.001)
    assert around(town, 0.0).keys() == {"stream:W1"}


def test_a_team_is_where_it_reports_from_with_the_age_of_that() -> None:
    town = busy()
    for at, (axis, value) in enumerate((("lon", 121.5), ("lat", 31.5)), 10):
        town.put(ev.StreamRegistered(Stream(f"T2.{axis}", at, f"team.{axis}", "", "deg", 0, 0)))
        town.read(f"T2.{axis}", value, age_ms=60 * MIN)
    found = around(town)
    assert (found["team:T2"].lon, found["team:T2"].lat) == (121.5, 31.5)
    assert (found["team:T2"].age_ms, found["team:T2"].is_stale) == (60 * MIN, True)
    assert "stream:T2.lon" not in found
    assert "team:T2" not in around(town, 10_000)


def test_closed_cases_are_history() -> None:
    town = busy()
    town.set_case("c2", stage=Stage.CLOSED)
    assert "case:c2" not in around(town)


def test_kinds_can_be_chosen_and_every_kind_has_a_heading() -> None:
    assert {n.kind for n in around(busy(), kinds={NearbyKind.TEAM}).values()} == {NearbyKind.TEAM}
    assert len({kind_text(kind) for kind in NearbyKind}) == len(NearbyKind)


def test_a_crowded_place_gives_the_nearest_of_very_many() -> None:
    town = busy()
    whole = list(around(town).values())
    assert list(around(town, most=3).values()) == whole[:3]


def test_a_camera_is_as_old_as_its_still() -> None:
    found = around(busy(), stills_at_ms={"C1": NOW - 3 * MIN})
    assert found["asset:C1"].age_ms == 3 * MIN
    assert found["asset:C2"].age_ms is None


def test_a_status_nobody_foresaw_is_told_as_it_is() -> None:
    assert asset_state(Asset("x", "gate", "闸", 0, 0, status="检修")) == "检修"
    assert asset_state(Asset("x", "gate", "闸", 0, 0, attributes={"status": "open"})) == "开放"


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32),
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
    st.floats(0, 2_000_000),
    st.sampled_from([0.01, 5.0, 180.0]),
)
def test_it_equals_measuring_everything_one_by_one(
    seed: int, here: tuple[float, float], radius_m: float, spread: float
) -> None:
    rng = np.random.default_rng(seed)
    places = np.array(here) + rng.uniform(-spread, spread, (60, 2))
    places[:, 0] = (places[:, 0] + 180) % 360 - 180
    places[:, 1] = np.clip(places[:, 1], -90, 90)
    state = TownState()
    for at, (lon, lat) in enumerate(places.tolist()):
        if at % 2:
            state.assets[f"A{at}"] = Asset(f"A{at}", "camera", "", lon, lat)
        else:
            state.cases[f"K{at}"] = case(f"K{at}", Level.RED, age_ms=0, lon=lon, lat=lat)
    found = find_nearby(state, LatestReadings(), *here, radius_m, NOW)
    expected = [
        (distance_m(*here, thing.lon, thing.lat), thing.id)
        for thing in [*state.assets.values(), *state.cases.values()]
    ]
    expected = sorted(pair for pair in expected if pair[0] <= radius_m)
    assert [n.id.partition(":")[2] for n in found] == [id for _, id in expected]
    assert [n.distance_m for n in found] == pytest.approx([metres for metres, _ in expected])


def test_teams_in_every_state_are_told() -> None:
    town = busy()
    for status in TeamStatus:
        town.set_team("T2", status=status)
        assert around(town)["team:T2"].state
