"""A small town to draw: ground, a river, a park, streets with names."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from widgets.map.base_layer import BaseLayer
from widgets.map.features import FeatureSource
from widgets.map.styles.document import MapStyle

LON, LAT = 121.05, 31.15


def feature(layer: str, shape: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"layer": layer, **properties},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def box(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[[LON + x, LAT + y] for x, y in corners]]


def line(*positions: tuple[float, float]) -> list[list[float]]:
    return [[LON + x, LAT + y] for x, y in positions]


@pytest.fixture
def town() -> dict[str, Any]:
    features = [
        feature("earth", "Polygon", box(-0.02, -0.02, 0.02, 0.02)),
        feature("landuse", "Polygon", box(-0.01, 0.0, -0.004, 0.004), kind="park", name="人民公园"),
        feature("water", "Polygon", box(0.004, -0.02, 0.007, 0.02), kind="river", name="泽江"),
        feature("physical_line", "LineString", line((-0.02, 0.0), (0.02, 0.001)), kind="canal"),
        feature("buildings", "Polygon", box(0.0, 0.0, 0.0004, 0.0004)),
        feature("boundaries", "LineString", line((0.0, -0.02), (0.0, 0.02))),
        feature("places", "Point", [LON - 0.004, LAT - 0.004], kind="town", name="云泽老街"),
        feature("places", "Point", [LON - 0.004, LAT - 0.0041], kind="square", name="水巷"),
    ]
    kinds = ("major_road", "medium_road", "minor_road", "path")
    for index in range(12):
        at = -0.018 + 0.003 * index
        kind = kinds[index % 4]
        across = line((-0.02, at), (0.0, at + 0.0004), (0.02, at))
        features.append(feature("roads", "LineString", across, kind=kind, name=f"横{index}路"))
        down = line((at, -0.02), (at, 0.02))
        features.append(feature("roads", "LineString", down, kind=kind, name=f"纵{index}路"))
    return {"type": "FeatureCollection", "features": features}


@pytest.fixture(scope="session")
def dark() -> MapStyle:
    """The dark style of the product."""
    text = files("resources").joinpath("styles", "dark.json").read_text("utf-8")
    return MapStyle.from_json(json.loads(text))


@pytest.fixture
def base(town: dict[str, Any], dark: MapStyle) -> list[BaseLayer]:
    """The town as a canvas is given it."""
    return [BaseLayer(FeatureSource("town", town, attribution="测绘队"), dark)]
