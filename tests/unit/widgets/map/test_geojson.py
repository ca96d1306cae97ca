"""GeoJSON from anywhere: what can be shown is, the rest is refused with a reason."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map import rings
from widgets.map.geojson import FeatureError, Reason, Refused, read_geojson
from widgets.map.projection import lonlat_to_world, world_to_lonlat

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]


def feature(kind: str, coordinates: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.mark.parametrize("outer", [SQUARE, SQUARE[::-1], SQUARE[:-1]])
@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_rings_are_wound_and_opened(outer: list[Any], hole: list[Any]) -> None:
    pieces = read_geojson(feature("Polygon", [outer, hole])).pieces
    assert np.diff(pieces.part_starts).tolist() == [4, 4]
    areas = rings.signed_areas(pieces.points, pieces.part_starts)
    assert areas[0] > 0 > areas[1]


def test_every_geometry_is_read_wherever_it_stands() -> None:
    deep: dict[str, Any] = {"type": "Point", "coordinates": [1, 2, 300]}
    for _ in range(5):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    features = [
        feature("MultiPoint", [[1, 1], [2, 2, 5]]),
        feature("LineString", [[0, 0], [1, 1]]),
        feature("MultiLineString", [[[0, 0], [1, 1]], [], [[2, 2], [3, 3], [4, 4]]]),
        feature("MultiPolygon", [[SQUARE, HOLE], [], [SQUARE]]),
        {"type": "Feature", "properties": None, "geometry": deep},
    ]
    read = read_geojson(collection(*features))
    assert read.refused == ()
    assert read.pieces.types.tolist() == [1, 2, 2, 2, 3, 3, 1]
    assert read.pieces.features.tolist() == [0, 1, 2, 2, 3, 3, 4]
    assert len(read.properties) == 5
    lon, lat = world_to_lonlat(*read.pieces.points[-1])
    assert (lon, lat) == pytest.approx((1.0, 2.0))


def test_a_bare_geometry_and_a_single_feature_are_read() -> None:
    bare = {"type": "Polygon", "coordinates": [SQUARE]}
    assert len(read_geojson(bare).pieces) == len(read_geojson(feature("Point", [1, 1])).pieces) == 1


def nested(depth: int) -> dict[str, Any]:
    deep: dict[str, Any] = {"type": "Point", "coordinates": [1, 2]}
    for _ in range(depth):
        deep = {"type": "GeometryCollection", "geometries": [deep]}
    return {"type": "Feature", "geometry": deep}


@pytest.mark.parametrize(
    ("bad", "reason", "count"),
    [
        (None, Reason.NOT_A_FEATURE, 0),
        ({"type": "Point", "coordinates": [0, 0]}, Reason.NOT_A_FEATURE, 0),
        ({"type": "Feature", "geometry": None}, Reason.EMPTY, 0),
        (feature("Point", []), Reason.EMPTY, 0),
        (feature("Point", None), Reason.EMPTY, 0),
        (feature("Polygon", [[]]), Reason.EMPTY, 0),
        (feature("MultiPolygon", []), Reason.EMPTY, 0),
        (feature("Curve", [[0, 0]]), Reason.UNKNOWN_GEOMETRY, 0),
        ({"type": "Feature", "geometry": 7}, Reason.UNKNOWN_GEOMETRY, 0),
        (feature("Point", [[1, 2]]), Reason.BAD_COORDINATES, 0),
        (feature("Point", [1]), Reason.BAD_COORDINATES, 0),
        (feature("Point", "here"), Reason.BAD_COORDINATES, 0),
        (feature("LineString", [[0, 0], [1]]), Reason.BAD_COORDINATES, 0),
        (feature("LineString", [[0, 0], ["a", "b"]]), Reason.BAD_COORDINATES, 0),
        (feature("LineString", [{"x": 1}]), Reason.BAD_COORDINATES, 0),
        (feature("Polygon", SQUARE), Reason.BAD_COORDINATES, 0),
        (feature("Point", [10**400, 0]), Reason.BAD_COORDINATES, 0),
        (feature("LineString", [[0, 0], [float("nan"), 1]]), Reason.NOT_FINITE, 1),
        (feature("Point", [None, 1]), Reason.NOT_FINITE, 1),
        (feature("LineString", [[0, 0], [31, 121], [31.1, 121]]), Reason.OUTSIDE_WORLD, 2),
        (feature("LineString", [[1, 1]]), Reason.NO_EXTENT, 0),
        (feature("Polygon", [[[0, 0], [1, 0], [2, 0], [0, 0]]]), Reason.NO_EXTENT, 0),
        (nested(40), Reason.TOO_DEEP, 0),
        (feature("Polygon", [[[-120, 80], [0, 80], [120, 80], [-120, 80]]]), Reason.AROUND_POLE, 0),
    ],
)
def test_what_cannot_be_shown_is_refused_and_the_rest_is(
    bad: Any, reason: Reason, count: int
) -> None:
    read = read_geojson(collection(feature("Point", [0, 0]), bad, feature("Polygon", [SQUARE])))
    assert read.refused == (Refused(1, reason, count),)
    assert read.pieces.features.tolist() == [0, 2]


@pytest.mark.parametrize(
    "thing", [None, [], {}, {"type": "Topology"}, {"type": "FeatureCollection"}, {"type": []}]
)
def test_what_is_no_geojson_is_refused_in_words(thing: Any) -> None:
    with pytest.raises(FeatureError, match=r"\w+ .*\w+"):
        read_geojson(thing)


def test_a_line_over_the_antimeridian_shows_on_both_sides() -> None:
    pieces = read_geojson(feature("LineString", [[170, 0], [-170, 10]])).pieces
    x, _ = lonlat_to_world([170, 190], [0, 0])
    starts = sorted(round(float(box[0]), 6) for box in pieces.boxes)
    assert starts == [round(float(x[0]) - 1.0, 6), round(float(x[0]), 6)]
    assert (pieces.boxes[:, 2] - pieces.boxes[:, 0]) == pytest.approx([20 / 360] * 2)


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)
kinds = st.sampled_from(
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
)


@given(kinds, anything)
def test_any_coordinates_are_read_or_refused(kind: str, coordinates: Any) -> None:
    read = read_geojson(collection(feature(kind, coordinates)))
    assert len(read.refused) + (len(read.pieces) > 0) == 1


@given(anything)
def test_any_feature_is_read_or_refused(thing: Any) -> None:
    assert len(read_geojson(collection(thing)).refused) == 1
