"""Blocks are built as planned, and the places of the town's story bear their names."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from services.demo import layout
from services.demo.basemap import Basemap
from services.demo.geometry import contains


def test_every_house_of_the_plan_is_there(plan: Basemap, select: Any, metres: Any) -> None:
    drawn = [f for f in select(layer="buildings") if _is_of_the_town(f)]
    planned = [house for houses in plan.houses for house in houses]
    assert len(drawn) == len(planned)
    middles = np.array([(r.min(axis=0) + r.max(axis=0)) / 2 for r in map(metres, drawn)])
    for house in planned[::50]:
        # Outlines stay in their boxes, so one begins within the box's half diagonal.
        reach = float(np.hypot(*(house.ring[0] - house.ring.mean(axis=0))))
        assert np.hypot(*(middles - house.ring.mean(axis=0)).T).min() < reach


@pytest.mark.parametrize(
    ("layer", "kind", "name", "u", "v"),
    [
        ("landuse", "school", "云泽中学", 470, -400),
        ("landuse", "school", "北街小学", -940, 330),
        ("landuse", "hospital", "云泽镇人民医院", 830, 640),
    ],
)
def test_known_places_are_where_the_story_has_them(
    layer: str, kind: str, name: str, u: float, v: float, select: Any, metres: Any
) -> None:
    (found,) = select(layer=layer, kind=kind, name=name)
    assert contains(metres(found)[:-1], *layout.at(u, v))


def test_the_estate_beside_a_gauge_bears_its_name(select: Any, metres: Any) -> None:
    for name, u, v in (("东岸新村", 1690, 290), ("滨河里", 690, 300), ("华苑", 620, 720)):
        (estate,) = select(layer="places", kind_detail="neighbourhood", name=name)
        assert np.hypot(*(metres(estate)[0] - layout.at(u, v))) < 220


def _is_of_the_town(feature: dict[str, Any]) -> bool:
    """Stations have no kind of house, and the country's houses are many to a feature."""
    return "kind_detail" in feature["properties"] and feature["geometry"]["type"] == "Polygon"


def test_houses_of_estates_have_numbers_and_estates_have_names(select: Any) -> None:
    slabs = select(layer="buildings", kind_detail="residential")
    slabs = [f for f in slabs if _is_of_the_town(f)]
    assert all(f["properties"]["addr_housenumber"].endswith("号楼") for f in slabs)
    names = Counter(f["properties"]["name"] for f in select(kind_detail="neighbourhood"))
    assert len(names) > 150
    assert max(names.values()) == 1
