"""GeoJSON in memory gives the tiles a tile file would."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import clipping
from tests.fakes.tile_checks import check_layer
from widgets.map import features
from widgets.map.features import EXTENT, FeatureError, FeatureSource, Name, Reason
from widgets.map.projection import lonlat_to_world
from widgets.map.sources import TileAddress, TileLayer, VectorTile

TILE = (0.0, 0.0, float(EXTENT), float(EXTENT))
SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]


def collection(*rows: tuple[str, Any, dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": kind, "coordinates": coordinates},
            }
            for kind, coordinates, properties in rows
        ],
    }


def parts(layer: TileLayer) -> list[list[clipping.Point]]:
    edges = zip(layer.part_starts[:-1].tolist(), layer.part_starts[1:].tolist(), strict=True)
    return [[(x, y) for x, y in layer.points[start:end].tolist()] for start, end in edges]


def world(ring: list[Any]) -> list[clipping.Point]:
    x, y = lonlat_to_world([place[0] for place in ring], [place[1] for place in ring])
    return list(zip(x.tolist(), y.tolist(), strict=True))


def all_tiles(source: FeatureSource, z: int, shape: list[clipping.Point]) -> list[TileLayer]:
    xs = [int(x * 2**z) for x, _y in shape]
    ys = [int(y * 2**z) for _x, y in shape]
    found = []
    for x in range(min(xs), max(xs) + 1):
        for y in range(min(ys), max(ys) + 1):
            tile = source.load(TileAddress(z, x, y))
            if tile is not None:
                found.append(tile.layers["features"])
    return found


degrees = st.tuples(st.integers(-400, 400), st.integers(-400, 400)).map(
    lambda place: [121 + place[0] / 1000, 31 + place[1] / 1000]
)


@given(st.lists(degrees, min_size=3, max_size=9), st.sampled_from([6, 9, 10]))
def test_the_tiles_together_hold_the_whole_area(ring: list[Any], z: int) -> None:
    # Around their middle in order, the points make a ring that does not cross itself.
    middle = np.mean(ring, axis=0)
    ring.sort(key=lambda place: float(np.arctan2(*(np.array(place) - middle))))
    shape = world(ring)
    whole = abs(clipping.twice_area(shape)) * (2.0**z * EXTENT) ** 2
    tiles = all_tiles(FeatureSource("a", {"type": "Polygon", "coordinates": [ring]}), z, shape)
    for layer in tiles:
        check_layer(layer)
    inside = sum(clipping.twice_area_inside(part, TILE) for tile in tiles for part in parts(tile))
    # Thinning moves the edge by half a pixel at most, which is four units.
    around = clipping.length([*shape, shape[0]]) * 2.0**z * EXTENT
    assert inside == pytest.approx(whole, abs=2 * 4.0 * around + 100.0)


@given(st.lists(degrees, min_size=2, max_size=9), st.sampled_from([6, 9, 10]))
def test_the_tiles_together_hold_the_whole_length(line: list[Any], z: int) -> None:
    shape = world(line)
    whole = clipping.length(shape) * 2.0**z * EXTENT
    source = FeatureSource("a", {"type": "LineString", "coordinates": line})
    tiles = all_tiles(source, z, shape)
    inside = sum(clipping.length_inside(part, TILE) for tile in tiles for part in parts(tile))
    assert inside == pytest.approx(whole, rel=1e-3, abs=12.0 * len(line))


def test_features_go_into_their_layers_with_their_properties() -> None:
    source = FeatureSource(
        "town",
        collection(
            ("Polygon", [SQUARE], {"layer": "water", "name": "湖", "kind": "lake"}),
            ("Point", [1, 1], {"kind": "cafe"}),
            ("MultiPoint", [[1, 1], [2, 2]], {"layer": "water"}),
        ),
        attribution="测绘",
    )
    tile = source.load(TileAddress(0, 0, 0))
    assert tile is not None
    assert set(tile.layers) == {"water", "features"}
    water = tile.layers["water"]
    check_layer(water)
    assert water.types.tolist() == [3, 1]
    assert water.properties(0) == {"layer": "water", "name": "湖", "kind": "lake"}
    assert water.ids is not None
    assert water.ids.tolist() == [0, 2]
    assert (source.id, source.attribution, len(source)) == ("town", "测绘", 3)
    bounds = source.bounds
    assert bounds is not None
    assert (bounds.west, bounds.south, bounds.east, bounds.north) == pytest.approx((0, 0, 4, 4))
    (name,) = source.names
    assert name == Name("湖", "water", "lake", pytest.approx(2.0), pytest.approx(2.0, abs=0.01))
    by_kind = FeatureSource("t", collection(("Point", [1, 1], {"kind": "a"})), layer_of=str)
    tile = by_kind.load(TileAddress(0, 0, 0))
    assert tile is not None
    assert list(tile.layers) == ["{'kind': 'a'}"]


def test_a_feature_is_absent_below_its_lowest_zoom() -> None:
    source = FeatureSource("a", collection(("Polygon", [SQUARE], {"min_zoom": 3})))
    assert source.load(TileAddress(2, 2, 1)) is None
    assert source.load(TileAddress(3, 4, 3)) is not None


def test_where_nothing_is_there_is_no_tile() -> None:
    source = FeatureSource("a", collection(("Polygon", [SQUARE], {})))
    assert source.load(TileAddress(4, 0, 0)) is None
    empty = FeatureSource("b", collection())
    assert empty.bounds is None
    assert empty.load(TileAddress(0, 0, 0)) is None


def test_refusals_are_told_and_nonsense_is_an_error() -> None:
    source = FeatureSource("a", collection(("Point", [300, 0], {}), ("Point", [1, 1], {})))
    assert [(each.index, each.reason, each.count) for each in source.refused] == [
        (0, Reason.OUTSIDE_WORLD, 1)
    ]
    with pytest.raises(FeatureError):
        FeatureSource("a", {"type": "Nonsense"})


def circle(count: int) -> list[list[float]]:
    angle = np.linspace(0.0, 2.0 * np.pi, count, endpoint=False)
    wave = 0.1 + 0.005 * np.sin(angle * 500)
    return np.column_stack((121 + wave * np.cos(angle), 31 + wave * np.sin(angle))).tolist()


def test_a_million_vertices_are_thinned_far_off_and_cut_near_by() -> None:
    source = FeatureSource("big", {"type": "Polygon", "coordinates": [circle(1_000_000)]})
    assert source.refused == ()
    x, y = (float(value) for value in lonlat_to_world(121.1, 31.0))
    counts = []
    for z in (0, 8, 16, 22):
        tile = source.load(TileAddress(z, int(x * 2**z), int(y * 2**z)))
        counts.append(0 if tile is None else len(tile.layers["features"].points))
    assert counts[0] < 50
    assert counts[1] < 20_000
    assert counts[2] < 5_000
    assert counts[3] < 100


def test_a_kept_cut_gives_the_tile_the_whole_would(monkeypatch: pytest.MonkeyPatch) -> None:
    geojson = {"type": "Polygon", "coordinates": [circle(20_000)]}
    x, y = (float(value) for value in lonlat_to_world(121.09, 31.05))
    addresses = [TileAddress(z, int(x * 2**z), int(y * 2**z)) for z in range(23)]
    with_cuts = FeatureSource("a", geojson)
    cut = [with_cuts.load(address) for address in addresses]
    monkeypatch.setattr(features, "_FEW_POINTS", 10**9)
    whole = FeatureSource("b", geojson)
    for address, tile in zip(addresses, cut, strict=True):
        other = whole.load(address)
        assert (tile is None) == (other is None)
        if tile is not None and other is not None:
            mine, theirs = parts(tile.layers["features"]), parts(other.layers["features"])
            assert sum(map(clipping.twice_area, mine)) == pytest.approx(
                sum(map(clipping.twice_area, theirs)), rel=1e-5, abs=EXTENT
            )


def test_several_threads_get_the_same_tiles() -> None:
    source = FeatureSource("a", {"type": "Polygon", "coordinates": [circle(20_000)]})
    x, y = (float(value) for value in lonlat_to_world(121.09, 31.05))
    addresses = [TileAddress(z, int(x * 2**z), int(y * 2**z)) for z in range(18)] * 6
    with ThreadPoolExecutor(4) as pool:
        tiles = list(pool.map(source.load, addresses))
    sizes = [tile and len(tile.layers["features"].points) for tile in tiles]
    assert sizes == sizes[:18] * 6


def test_a_collection_is_not_changed_by_reading_it() -> None:
    given_collection = collection(("Polygon", [SQUARE[::-1]], {"a": [1]}))
    before = json.dumps(given_collection)
    FeatureSource("a", given_collection).load(TileAddress(0, 0, 0))
    assert json.dumps(given_collection) == before


def test_kept_cuts_stay_within_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    lines = (rng.uniform(-1.0, 1.0, (300, 1, 2)) + rng.uniform(-0.1, 0.1, (300, 30, 2))).tolist()
    geojson = {"type": "MultiLineString", "coordinates": lines}
    source = FeatureSource("a", geojson)
    once = source.load(TileAddress(12, 2047, 2047))
    bound = source.kept_bytes
    assert bound > 0
    monkeypatch.setattr(features, "CUTS_BYTES", bound)
    for column in range(2040, 2056):
        source.load(TileAddress(12, column, 2050))
    assert source.kept_bytes <= bound
    again = source.load(TileAddress(12, 2047, 2047))
    assert isinstance(once, VectorTile) and isinstance(again, VectorTile)
    assert once.layers.keys() == again.layers.keys()
