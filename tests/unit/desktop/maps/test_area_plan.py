from __future__ import annotations

import math

import pytest

from desktop.maps.area_plan import (
    AreaPlan,
    check_plan,
    count_tiles,
    estimate_bytes,
    plan_from_json,
    plan_to_json,
    sample_sizes,
)
from desktop.maps.errors import PlanError
from tests.fakes.archives import png
from tests.fakes.tiles import MemorySource, outage
from widgets.map.sources import TileAddress
from widgets.map.values import Bounds

BOX = Bounds(11.0, 43.0, 12.0, 44.0)
RING = ((11.0, 43.0), (12.0, 43.1), (11.4, 44.0))


@pytest.mark.parametrize("area", [BOX, RING])
def test_a_plan_comes_back_from_json(area: Bounds) -> None:
    plan = AreaPlan("town", area, 3, 9)

    assert plan_from_json(plan_to_json(plan)) == plan


@pytest.mark.parametrize("body", [{}, {"ring": 7}, {"bounds": [1, 2, 3]}, {"ring": [[1, "x"]]}])
def test_what_is_no_plan_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(PlanError):
        plan_from_json({"source": "s", "min_zoom": 0, "max_zoom": 1, **body})


@pytest.mark.parametrize(
    ("area", "zooms", "words"),
    [
        (((0, 0), (1, 1)), (0, 1), "3 to 10,000 corners"),
        (((0, 0), (1, 1), (math.nan, 0)), (0, 1), "not on the Earth"),
        (((0, 0), (1, 1), (200, 0)), (0, 1), "not on the Earth"),
        (BOX, (5, 3), "no range"),
        (BOX, (0, 99), "no range"),
    ],
)
def test_plans_that_cannot_be_are_refused(area: Bounds, zooms: tuple[int, int], words: str) -> None:
    with pytest.raises(PlanError, match=words):
        AreaPlan("town", area, *zooms)


def test_tiles_of_all_zooms_are_counted() -> None:
    assert count_tiles(AreaPlan("town", Bounds(-180, -85, 180, 85), 0, 4)) == 1 + 4 + 16 + 64 + 256


def test_a_map_that_forbids_bulk_and_an_area_too_large_are_refused() -> None:
    plan = AreaPlan("town", BOX, 0, 12)

    assert check_plan(plan) == count_tiles(plan)
    with pytest.raises(PlanError, match="forbid"):
        check_plan(plan, may_bulk=False)
    with pytest.raises(PlanError, match="more than 10;"):
        check_plan(plan, max_tiles=10)


def test_the_weight_is_estimated_from_samples_of_each_zoom() -> None:
    plan = AreaPlan("town", BOX, 8, 10)
    runs = {one.z: one for one in plan.runs()}
    tiles = {a: png(1, 1) + bytes(10 * a.z) for one in runs.values() for a in one.some(10**6)}
    means = sample_sizes(MemorySource(tiles), plan)
    exact = sum(len(data) for data in tiles.values())

    assert set(means) == {8, 9, 10}
    assert estimate_bytes(plan, means) == exact
    assert estimate_bytes(plan, {9: means[9]}) == round(count_tiles(plan) * means[9])


def test_without_a_sample_a_usual_weight_is_taken() -> None:
    plan = AreaPlan("town", BOX, 8, 10)

    assert sample_sizes(MemorySource(before=outage), plan) == {}
    assert estimate_bytes(plan, {}, "png") == count_tiles(plan) * 15_000


def test_tiles_that_do_not_exist_weigh_nothing() -> None:
    means = sample_sizes(MemorySource({}), AreaPlan("town", BOX, 8, 8))

    assert means == {8: 0.0}
    assert TileAddress(8, 0, 0) not in AreaPlan("town", BOX, 8, 8).runs()[0]
