"""Ways to look at the map of Yunze."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from services.demo import layout
from services.demo.geometry import Points

Select = Callable[..., list[dict[str, Any]]]


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
    """The positions of a geometry in the plan: of a polygon its outer ring's, of many all."""

    def positions(feature: dict[str, Any]) -> Points:
        kind, raw = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        if kind == "MultiPolygon":
            line = [place for polygon in raw for place in polygon[0]]
        elif kind == "MultiLineString":
            line = [place for part in raw for place in part]
        else:
            line = {"Point": [raw], "LineString": raw, "Polygon": raw[0]}[kind]
        return np.array([layout.PROJECTION.metres(*place) for place in line])

    return positions
