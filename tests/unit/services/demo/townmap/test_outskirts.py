"""The country leaves the town alone and keeps its houses off roads and out of the water."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from services.demo import layout
from services.demo.geometry import contains
from services.demo.townmap import country, neighbours, outskirts
from services.demo.townmap.land import Land


@pytest.fixture(scope="module")
def land() -> Land:
    return outskirts.surveyed()


def test_the_country_has_no_house_on_water_on_a_road_or_in_town(
    land: Land, select: Any, metres: Any
) -> None:
    many = [f for f in select(layer="buildings") if f["geometry"]["type"] == "MultiPolygon"]
    corners = np.vstack([metres(feature) for feature in many])
    assert len(corners) > 20_000
    # Corners are rounded to the metre, so one in a hundred may touch a cell of the raster.
    assert land.is_free(corners).mean() > 0.98
    assert not land.is_wet(corners).any()
    town = layout.rectangle((-2090, 2090), (-2140, 2140))
    assert not any(contains(town, float(x), float(y)) for x, y in corners[::50])


def test_villages_are_where_they_are_named(select: Any, metres: Any) -> None:
    found = {
        f["properties"]["name"]: metres(f)[0] for f in select(layer="places", kind_detail="village")
    }
    for name, u, v in neighbours.VILLAGES:
        assert np.hypot(*(found[name] - country.at(u, v))) < 1_300, name
