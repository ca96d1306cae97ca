"""A small town to draw: ground, a river, a park, streets with names."""

from __future__ import annotations

from typing import Any

import pytest

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


@pytest.fixture
def town() -> dict[str, Any]:
    features = [
        feature("ground", "Polygon", box(-0.02, -0.02, 0.02, 0.02)),
        feature("park", "Polygon", box(-0.01, 0.0, -0.004, 0.004), name="人民公园"),
        feature("water", "Polygon", box(0.004, -0.02, 0.007, 0.02), name="泽江"),
        feature("canal", "LineString", [[LON - 0.02, LAT], [LON + 0.02, LAT + 0.001]]),
        feature("building", "Polygon", box(0.0, 0.0, 0.0004, 0.0004)),
        feature("border", "LineString", [[LON, LAT - 0.02], [LON, LAT + 0.02]]),
        feature("label", "Point", [LON - 0.004, LAT - 0.004], name="云泽老街"),
        feature("label", "Point", [LON - 0.004, LAT - 0.0041], name="水巷"),
    ]
    kinds = ("arterial", "secondary", "street", "path")
    for index in range(12):
        at = -0.018 + 0.003 * index
        kind = kinds[index % 4]
        line = [[LON - 0.02, LAT + at], [LON, LAT + at + 0.0004], [LON + 0.02, LAT + at]]
        features.append(feature("road", "LineString", line, kind=kind, name=f"横{index}路"))
        line = [[LON + at, LAT - 0.02], [LON + at, LAT + 0.02]]
        features.append(feature("road", "LineString", line, kind=kind, name=f"纵{index}路"))
    return {"type": "FeatureCollection", "features": features}
