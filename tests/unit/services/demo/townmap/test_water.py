"""Waters keep to their beds and leave the houses dry."""

from __future__ import annotations

from typing import Any

import numpy as np

from services.demo import ground, layout
from services.demo.geometry import contains
from services.demo.townmap.water import blob, inside


def test_no_house_stands_in_water(select: Any, metres: Any) -> None:
    land = ground.Ground()
    frame = np.array([[-3299.0, -3299.0], [3299, -3299], [3299, 3299], [-3299, 3299]])
    land.add_plot(frame, 1)
    for feature in filter(_is_one, select(layer="water")):
        land.add_water(metres(feature)[:-1], 0)
    land.freeze()
    houses = filter(_is_one, select(layer="buildings"))
    wet = [f for f in houses if land.wet(metres(f)).any()]
    # The stations stand on the bridges of the metro.
    assert [f for f in wet if "kind_detail" in f["properties"]] == []


def _is_one(feature: dict[str, Any]) -> bool:
    """The country's houses and fishponds are many to a feature, and have their own test."""
    return bool(feature["geometry"]["type"] == "Polygon")


def test_the_river_flows_through_the_town_under_its_name(select: Any, metres: Any) -> None:
    (river,) = select(layer="water", kind="river", name="泽江")
    ring = metres(river)[:-1]
    for u in range(-2100, 2101, 300):
        assert contains(ring, *layout.at(u, 0))
        assert not contains(ring, *layout.at(u, 75))
    (line,) = select(layer="physical_line", kind="river", name="泽江")
    assert line["properties"]["name:en"] == "Ze River"


def test_a_blob_is_about_as_wide_as_asked() -> None:
    shape = blob((10.0, 20.0), 30.0, np.random.default_rng(1), stretch=1.0)
    far = np.hypot(*(shape - (10.0, 20.0)).T)
    assert 20 < far.min() < far.max() < 41
    assert inside(shape, shape.mean(axis=0)[None])
    assert not inside(shape, np.array([[10.0, 20.0], [90.0, 20.0]]))
