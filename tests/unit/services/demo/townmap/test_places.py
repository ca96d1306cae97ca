"""Names stand where people look for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from services.demo import layout
from services.demo.basemap import Basemap


def test_the_town_and_its_neighbourhoods_are_named(select: Any) -> None:
    (town,) = select(layer="places", kind="locality")
    assert town["properties"]["name:en"] == "Yunze Town"
    quarters = select(layer="places", kind_detail="quarter")
    villages = select(layer="places", kind_detail="village")
    assert len(villages) == 8
    assert len(quarters) + len(villages) == len(layout.AREAS) + 1  # and the old street


def test_offices_are_in_houses(plan: Basemap, select: Any, metres: Any) -> None:
    middles = np.array([h.ring.mean(axis=0) for houses in plan.houses for h in houses])
    for kind in ("townhall", "police", "fire_station"):
        (office,) = select(layer="pois", kind=kind)
        assert np.hypot(*(middles - metres(office)[0]).T).min() < 0.2


def test_underpasses_are_named_in_their_places(select: Any, metres: Any) -> None:
    found = {f["properties"]["name"]: metres(f)[0] for f in select(kind="underpass")}
    assert set(found) == {"人民路下立交", "北环大道下立交", "南环大道下立交"}
    assert np.hypot(*(found["人民路下立交"] - layout.at(250, 950))) < 0.2


def test_buses_stop_along_main_roads(select: Any) -> None:
    stops = [f["properties"]["name"] for f in select(kind="bus_stop")]
    assert len(stops) > 80
    assert any(name.startswith("人民路") for name in stops)
