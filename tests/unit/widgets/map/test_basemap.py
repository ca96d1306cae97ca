"""GeoJSON becomes arrays; holes stay holes; oddities are skipped."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from widgets.map.basemap import Basemap
from widgets.map.projection import lonlat_to_world


def test_layers_and_names_are_kept(town: dict[str, Any]) -> None:
    basemap = Basemap.from_geojson(town)
    assert {("ground", ""), ("water", ""), ("road", "arterial")} <= set(basemap.shapes)
    assert {"泽江", "云泽老街", "横0路"} <= {name.text for name in basemap.names}
    x, y = lonlat_to_world([121.03, 121.07], [31.17, 31.13])
    assert basemap.bounds == pytest.approx((x[0], y[0], x[1], y[1]))


def test_outer_rings_and_holes_run_against_each_other() -> None:
    outer = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    geometry = {"type": "Polygon", "coordinates": [outer, hole]}
    collection = {"features": [{"properties": {"layer": "park"}, "geometry": geometry}]}
    shapes = Basemap.from_geojson(collection).shapes[("park", "")]
    areas = []
    for start, end in zip(shapes.ring_starts[:-1], shapes.ring_starts[1:], strict=True):
        x, y = shapes.points[start:end].T
        areas.append(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    assert areas[0] > 0 > areas[1]


def test_only_features_in_the_rectangle_are_given(town: dict[str, Any]) -> None:
    basemap = Basemap.from_geojson(town)
    shapes = basemap.shapes[("road", "arterial")]
    points, begins = shapes.within((0.0, 0.0, 0.1, 0.1))
    assert len(points) == len(begins) == 0
    points, begins = shapes.within(basemap.bounds)
    assert begins.sum() == 6


@pytest.mark.parametrize(
    "feature",
    [
        {"properties": None, "geometry": None},
        {"properties": {"layer": "moon"}, "geometry": {"type": "Point", "coordinates": [0, 0]}},
        {"properties": {"layer": "road"}, "geometry": {"type": "LineString", "coordinates": []}},
        {"properties": {"layer": "park", "name": "x"}, "geometry": {"type": "Polygon"}},
    ],
)
def test_empty_and_unknown_features_are_skipped(feature: dict[str, Any]) -> None:
    basemap = Basemap.from_geojson({"features": [feature]})
    assert not basemap.shapes
    assert not basemap.names


def test_the_name_of_a_bent_area_stands_inside_it() -> None:
    bent = [[0, 0], [10, 0], [10, 1], [1, 1], [1, 10], [0, 10], [0, 0]]
    geometry = {"type": "Polygon", "coordinates": [bent]}
    properties = {"layer": "water", "name": "弯河"}
    basemap = Basemap.from_geojson({"features": [{"properties": properties, "geometry": geometry}]})
    left, right = lonlat_to_world([0.0, 1.0], [0.0, 0.0])[0]
    assert left < basemap.names[0].anchors[0, 0] < right
