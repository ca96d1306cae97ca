"""Indicators by neighbourhood: nought is a figure, silence is none."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.maps.geodesy import area_m2
from desktop.models.indicators import UNPLACED, Town, area_of, areas_of, indicators
from services.contract import events as ev
from services.contract.model import Area, Level, Stage
from tests.fakes.town import MIN, NOW, SmallTown, busy, case, registers


def values(town: SmallTown, id: str) -> dict[str, float]:
    (found,) = (one for one in indicators() if one.id == id)
    return found.values(Town(town.state, town.store.readings, NOW))


def test_open_cases_are_counted_and_none_is_nought() -> None:
    assert values(registers(), "cases") == {"A1": 0, "A2": 0}
    town = busy()
    assert values(town, "cases") == {"A1": 1, "A2": 1}
    town.set_case("c2", stage=Stage.CLOSED)
    assert values(town, "cases") == {"A1": 1, "A2": 0}


def test_alerts_are_counted_from_a_level_up_without_the_shelved() -> None:
    town = busy()
    assert values(town, "alerts") == {"A1": 1, "A2": 1}
    assert values(town, "alerts_orange") == {"A1": 1, "A2": 1}
    assert values(town, "alerts_red") == {"A1": 1, "A2": 0}


def test_the_deepest_fresh_water_counts_and_silence_is_no_data() -> None:
    town = registers()
    assert values(town, "depth") == {}
    town.read("W1", 12.0, age_ms=MIN)
    town.read("W2", 30.0, age_ms=60 * MIN)
    assert values(town, "depth") == {"A1": 12.0}
    town.read("R1", 55.5)
    assert values(town, "rain") == {"A1": 55.5}
    town.read("W1", float("nan"))
    assert values(town, "depth") == {}


def test_silent_streams_are_counted_where_there_are_streams() -> None:
    town = registers()
    town.put(ev.AreaRegistered(Area("A3", "空村", "village", ())))
    town.read("W1", 1.0)
    assert values(town, "silent") == {"A1": 1, "A2": 2}


def test_people_and_their_density() -> None:
    town = registers()
    assert values(town, "population") == {}
    outline = town.state.areas["A1"].rings
    town.put(ev.AreaRegistered(Area("A1", "东村", "village", outline, 1_000)))
    assert values(town, "population") == {"A1": 1_000}
    size = area_m2([np.array(outline[0])]) / 1e6
    assert values(town, "population_density")["A1"] == pytest.approx(1_000 / size)
    assert values(busy(), "cases_density")["A1"] == pytest.approx(1 / size)


def test_what_names_no_area_is_placed_by_where_it_lies_and_else_counted_apart() -> None:
    town = busy()
    inside = case("c7", Level.RED, age_ms=0, area="", lon=121.005, lat=31.005)
    outside = case("c8", Level.RED, age_ms=0, area="gone", lon=120.0, lat=31.005)
    assert area_of(town.state, inside) == "A1"
    assert area_of(town.state, outside) == UNPLACED
    town.state.cases.update(c7=inside, c8=outside)
    assert values(town, "cases") == {"A1": 2, "A2": 1, UNPLACED: 1}


def test_a_hole_is_outside() -> None:
    town = busy()
    ring = town.state.areas["A1"].rings[0]
    hole = tuple((121.01 + (x - 121.01) * 0.5, 31.01 + (y - 31.01) * 0.5) for x, y in ring)
    town.put(ev.AreaRegistered(Area("A1", "东村", "village", (ring, hole))))
    for lon, expected in ((121.01, UNPLACED), (121.002, "A1")):
        found = case("x", Level.RED, age_ms=0, area="", lon=lon, lat=31.01)
        assert area_of(town.state, found) == expected


def test_every_indicator_has_its_own_name_and_a_unit() -> None:
    offered = indicators()
    assert len({one.id for one in offered}) == len({one.title for one in offered}) == len(offered)
    assert all(one.unit for one in offered)
    assert all(
        one.values(Town(busy().state, busy().store.readings, NOW)) is not None for one in offered
    )


def test_many_are_placed_as_each_by_itself() -> None:
    town = busy()
    generator = np.random.default_rng(3)
    spread = generator.uniform((120.99, 30.99), (121.06, 31.04), (3000, 2)).tolist()
    found = [
        case(f"x{n}", Level.RED, age_ms=0, area="", lon=x, lat=y) for n, (x, y) in enumerate(spread)
    ]
    found.append(case("named", Level.RED, age_ms=0, area="A2", lon=0.0, lat=0.0))
    many = areas_of(town.state, found)

    assert many == [area_of(town.state, each) for each in found]
    assert {*many} == {UNPLACED, "A1", "A2"}
    boxes = {id: np.array(a.rings[0]) for id, a in town.state.areas.items()}
    for (lon, lat), id in zip(spread, many, strict=False):
        if id:
            assert (boxes[id].min(axis=0) <= (lon, lat)).all()
            assert (boxes[id].max(axis=0) >= (lon, lat)).all()
