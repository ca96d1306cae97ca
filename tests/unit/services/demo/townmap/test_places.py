"""Names stand where people look for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from services.demo import layout
from services.demo.basemap import Basemap, short_name


def test_the_town_and_its_neighbourhoods_are_named(select: Any) -> None:
    (town,) = select(layer="places", kind="locality", population=86000)
    assert town["properties"]["name:en"] == "Yunze Town"
    names = {f["properties"]["name"] for f in select(layer="places")}
    assert names >= {short_name(area.name) for area in layout.AREAS}


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
