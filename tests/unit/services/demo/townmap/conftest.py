"""The plan of Yunze and its map, made once for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from services.demo import layout
from services.demo.basemap import Basemap
from services.demo.geometry import Points
from services.demo.town import SEED
from services.demo.townmap.build import protomaps_basemap

Select = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def plan() -> Basemap:
    town = Basemap(SEED)
    town.build()
    return town


@pytest.fixture(scope="session")
def townmap(plan: Basemap) -> list[dict[str, Any]]:
    return protomaps_basemap(plan, SEED)


@pytest.fixture(scope="session")
def select(townmap: list[dict[str, Any]]) -> Select:
    """Features by properties."""

    def found(**wanted: object) -> list[dict[str, Any]]:
        return [
            feature
            for feature in townmap
            if all(feature["properties"].get(key) == value for key, value in wanted.items())
        ]

    return found


@pytest.fixture(scope="session")
def metres() -> Callable[[Any], Points]:
    """The positions of a geometry's line, outer ring or point, in the plan."""

    def positions(feature: dict[str, Any]) -> Points:
        kind, raw = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        line = {"Point": [raw], "LineString": raw, "Polygon": raw[0]}[kind]
        return np.array([layout.PROJECTION.metres(*place) for place in line])

    return positions
