"""GeoJSON from anywhere: what is right comes in, what is wrong is named, nothing crashes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.maps.crs import WGS84, gauss_kruger
from desktop.maps.importers.geojson import read_geojson
from desktop.maps.importers.result import ImportRefused, ImportResult, Limits
from desktop.maps.importers.rings import signed_area

SQUARE = [[121.0, 31.0], [121.1, 31.0], [121.1, 31.1], [121.0, 31.1], [121.0, 31.0]]
HOLE = [[121.02, 31.02], [121.02, 31.04], [121.04, 31.04], [121.04, 31.02], [121.02, 31.02]]


def feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: Any, **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def codes(result: ImportResult) -> list[tuple[int, str]]:
    return [(row.row, row.reason.code) for row in result.refused]


def notes(result: ImportResult) -> dict[str, Any]:
    return {note.code: note.params.get("n") for note in result.notes}


def geometry(result: ImportResult, at: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = result.features["features"][at]["geometry"]
    return found


def test_every_kind_of_geometry_comes_in_with_its_properties() -> None:
    kinds = {
        "Point": [121.0, 31.0],
        "MultiPoint": [[121.0, 31.0], [121.1, 31.0]],
        "LineString": [[121.0, 31.0], [121.1, 31.0]],
        "MultiLineString": [[[121.0, 31.0], [121.1, 31.0]], [[121.0, 31.1], [121.1, 31.1]]],
        "Polygon": [SQUARE, HOLE],
        "MultiPolygon": [[SQUARE, HOLE], [[[122, 31], [122.1, 31], [122, 31.1], [122, 31]]]],
    }
    result = read_geojson(collection(*(feature(k, c, name=k) for k, c in kinds.items())))
    assert result.count == 6
    assert result.refused == ()
    assert not [note for note in result.notes if note.code.startswith("mended")]
    for at, (kind, coordinates) in enumerate(kinds.items()):
        assert geometry(result, at) == {"type": kind, "coordinates": coordinates}
        assert result.features["features"][at]["properties"] == {"name": kind}
    assert (result.crs, result.crs_reason.code) == (WGS84, "crs.of_format")
    box = result.bounds
    assert box is not None
    assert (box.west, box.south, box.east, box.north) == (121.0, 31.0, 122.1, 31.1)


def test_a_bare_geometry_a_feature_and_a_collection_of_geometries_come_in() -> None:
    point = {"type": "Point", "coordinates": [121, 31]}
    nested = {"type": "GeometryCollection", "geometries": [point, point]}
    assert geometry(read_geojson(json.dumps(point).encode())) == point
    assert geometry(read_geojson(json.dumps(feature("Point", [121, 31])).encode())) == point
    assert geometry(read_geojson(json.dumps(nested).encode())) == nested


def test_ids_are_kept() -> None:
    data = collection(
        {**feature("Point", [1, 2]), "id": "N1"}, {**feature("Point", [1, 2]), "id": 7}
    )
    assert [f["id"] for f in read_geojson(data).features["features"]] == ["N1", 7]


def test_wrong_winding_is_turned_and_open_rings_are_closed() -> None:
    data = collection(feature("Polygon", [SQUARE[::-1][:-1], HOLE[::-1]]))
    result = read_geojson(data)
    outer, hole = geometry(result)["coordinates"]
    assert signed_area(np.array(outer)) > 0 > signed_area(np.array(hole))
    assert outer[0] == outer[-1]
    assert notes(result)["mended.winding_turned"] == 2
    assert notes(result)["mended.rings_closed"] == 1


def test_what_crosses_the_antimeridian_is_cut_there() -> None:
    fiji = [[177, -16], [-179, -16], [-179, -19], [177, -19], [177, -16]]
    line = [[179, 0], [-179, 2], [179, 4]]
    result = read_geojson(collection(feature("Polygon", [fiji]), feature("LineString", line)))
    cut = geometry(result)
    assert cut["type"] == "MultiPolygon"
    spans = sorted(
        (min(x for x, _ in rings[0]), max(x for x, _ in rings[0])) for rings in cut["coordinates"]
    )
    assert spans == [(-180.0, -179.0), (177.0, 180.0)]
    assert geometry(result, 1) == {
        "type": "MultiLineString",
        "coordinates": [
            [[179, 0], [180, 1]],
            [[-180, 1], [-179, 2], [-180, 3]],
            [[180, 3], [179, 4]],
        ],
    }
    assert notes(result)["mended.antimeridian_cut"] == 2


def test_a_frame_round_the_whole_world_is_left_whole() -> None:
    world = [[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]
    assert geometry(read_geojson(collection(feature("Polygon", [world]))))["type"] == "Polygon"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"type": "Feature", "properties": {}, "geometry": None}, "geometry.none"),
        ({"type": "Feature", "properties": {}}, "geometry.none"),
        ({"type": "Feature", "geometry": 7}, "geometry.not_object"),
        ({"type": "Point", "coordinates": [1, 2]}, "row.not_feature"),
        (None, "row.not_feature"),
        (feature("Point", []), "geometry.empty"),
        (feature("Polygon", []), "geometry.empty"),
        (feature("Polygon", [[]]), "geometry.too_short"),
        (feature("Polygon", [SQUARE[:2]]), "geometry.too_short"),
        (feature("Polygon", [[SQUARE[0], SQUARE[1], SQUARE[0]]]), "geometry.too_short"),
        (feature("LineString", [[1, 2]]), "geometry.too_short"),
        (feature("Point", [1]), "geometry.not_numbers"),
        (feature("Point", ["121", "31"]), "geometry.not_numbers"),
        (feature("Point", [True, 1]), "geometry.not_numbers"),
        (feature("Point", [None, 1]), "geometry.not_numbers"),
        (feature("Point", [10**400, 1]), "geometry.not_numbers"),
        (feature("LineString", [1, 2]), "geometry.not_numbers"),
        (feature("MultiPolygon", [7]), "geometry.not_numbers"),
        (feature("Point", 7), "geometry.no_coordinates"),
        (feature("Circle", [1, 2]), "geometry.unknown"),
        (feature("Point", [float("nan"), 1]), "row.not_finite"),
        (feature("Point", [1, float("inf")]), "row.not_finite"),
        (feature("Point", [31, 121]), "row.outside"),
        (feature("Point", [200, 31]), "row.outside"),
        (feature("Polygon", [[*SQUARE[:2], [121.1, 95], SQUARE[0]]]), "row.outside"),
    ],
)
def test_a_broken_feature_is_refused_with_its_number_and_the_rest_comes_in(
    broken: Any, code: str
) -> None:
    good = [feature("Point", [121, 31 + n / 100]) for n in range(4)]
    result = read_geojson(collection(*good[:2], broken, *good[2:]))
    assert codes(result) == [(3, code)]
    assert [geometry(result, at)["coordinates"][1] for at in range(4)] == [31, 31.01, 31.02, 31.03]
    assert result.refused[0].reason.text


def test_deep_collections_are_refused() -> None:
    nested: Any = {"type": "Point", "coordinates": [1, 2]}
    for _ in range(12):
        nested = {"type": "GeometryCollection", "geometries": [nested]}
    assert codes(read_geojson(json.dumps(nested).encode())) == [(1, "geometry.too_deep")]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "json.cut_off", "line 1"),
        (b'{"type": "FeatureCollection",\n "features": [', "json.cut_off", "line 2, column 15"),
        (b'{"type": "FeatureCollection",\n "features" [', "json.wrong", "line 2, column 13"),
        (b"[" * 200_000, "json.too_deep", "nested"),
        (b'{"a":' * 200_000, "json.too_deep", "nested"),
        (b'{"type": "FeatureCollection"}', "geojson.no_features", "list"),
        (b'{"type": "Topology"}', "geojson.no_type", "Topology"),
        (b"[1]", "geojson.not_object", "GeoJSON"),
        (b'{"type": "\xff\xff"}', "file.not_text", "line 1, byte 11"),
        (b"\x00" * 40, "json.wrong", "line 1"),
        (b'{"type":' + b"9" * 5_000 + b"}", "json.number", "number"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_with_the_place(
    data: bytes, code: str, words: str
) -> None:
    with pytest.raises(ImportRefused) as caught:
        read_geojson(data)
    assert caught.value.said.code == code
    assert words in str(caught.value)


def test_old_files_of_chinese_offices_are_read() -> None:
    text = collection(feature("Point", [121, 31])).decode().replace("{}", '{"名称": "河埠头"}', 1)
    for codec in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        result = read_geojson(text.encode(codec))
        assert result.features["features"][0]["properties"] == {"名称": "河埠头"}


@pytest.mark.parametrize(
    "name", ["EPSG:4528", "urn:ogc:def:crs:EPSG::4528", "urn:ogc:def:crs:EPSG:6.9:4528"]
)
def test_the_old_crs_member_is_read(name: str) -> None:
    member = {"type": "name", "properties": {"name": name}}
    result = read_geojson(collection(feature("Point", [40_500_000, 3_444_000]), crs=member))
    assert (result.crs, result.crs_reason.code) == (
        gauss_kruger(40, prefixed=True),
        "crs.from_file",
    )
    assert geometry(result)["coordinates"] == pytest.approx([120.0, 31.116], abs=1e-2)


@pytest.mark.parametrize(
    "member", [7, {}, {"properties": {"name": "EPSG:999999"}}, {"type": "link"}]
)
def test_a_crs_member_that_says_nothing_known_is_told(member: Any) -> None:
    result = read_geojson(collection(feature("Point", [121, 31]), crs=member))
    assert (result.crs, result.crs_reason.code) == (WGS84, "crs.from_file_unknown")


def test_metres_without_a_word_about_them_are_guessed_and_northing_first_is_seen() -> None:
    result = read_geojson(collection(feature("Point", [3_444_000, 40_500_000])))
    assert result.crs == gauss_kruger(40, prefixed=True)
    assert result.crs_reason.code == "guess.zone_prefix"
    assert result.is_swapped
    assert geometry(result)["coordinates"] == pytest.approx([120.0, 31.116], abs=1e-2)


def test_exchanged_latitude_and_longitude_are_noticed_and_offered() -> None:
    result = read_geojson(collection(*(feature("Point", [31.2, 121.4]) for _ in range(3))))
    assert (result.count, result.refused_count) == (0, 3)
    assert result.bounds is None
    assert result.swap_suspected is not None
    better = result.swapped()
    assert (better.count, better.refused_count, better.swap_suspected) == (3, 0, None)
    assert geometry(better)["coordinates"] == [121.4, 31.2]
    assert better.swapped().count == 0


def test_a_system_that_cannot_be_told_is_asked_for() -> None:
    with pytest.raises(ImportRefused) as caught:
        read_geojson(collection(feature("Point", [5_123.4, 8_765.4])), crs=None)
    assert caught.value.said.code == "crs.unknown"


def test_heights_are_dropped_and_counted() -> None:
    result = read_geojson(collection(feature("LineString", [[1, 2, 3], [4, 5, 6]])))
    assert geometry(result)["coordinates"] == [[1, 2], [4, 5]]
    assert notes(result)["mended.third_dropped"] == 2


def test_a_ring_of_a_million_vertices_comes_in_and_more_than_the_limit_does_not() -> None:
    ring = ",".join(f"[{121 + n * 1e-7:.7f},{31 + n % 2 * 1e-5:.5f}]" for n in range(1_000_000))
    data = f'{{"type":"Polygon","coordinates":[[{ring},[121,32]]]}}'.encode()
    result = read_geojson(data)
    assert len(geometry(result)["coordinates"][0]) == 1_000_002
    with pytest.raises(ImportRefused, match="more than 900000 vertices"):
        read_geojson(data, limits=Limits(max_vertices=900_000))


def test_bytes_rows_and_missing_files_are_bounded_with_words(tmp_path: Path) -> None:
    data = collection(*(feature("Point", [1, 2]) for _ in range(5)))
    with pytest.raises(ImportRefused, match="more than 4 rows"):
        read_geojson(data, limits=Limits(max_rows=4))
    with pytest.raises(ImportRefused, match="split it"):
        read_geojson(data, limits=Limits(max_bytes=10))
    path = tmp_path / "x.geojson"
    with pytest.raises(ImportRefused, match=r"x\.geojson cannot be read"):
        read_geojson(path)
    path.write_bytes(data)
    with pytest.raises(ImportRefused, match="split it"):
        read_geojson(path, limits=Limits(max_bytes=10))
    assert read_geojson(path).count == 5


def test_refused_rows_are_listed_up_to_a_bound_and_counted_past_it() -> None:
    result = read_geojson(collection(*(None for _ in range(1_200)), feature("Point", [1, 2])))
    assert (len(result.refused), result.refused_count, result.count) == (1_000, 1_200, 1)


junk = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)
kinds = st.sampled_from(
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "X", 3]
)
places = st.recursive(
    st.lists(st.floats() | st.floats(-200, 200), max_size=3),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=30,
)


@settings(max_examples=300)
@given(st.lists(st.builds(feature, kinds, places | junk) | junk, max_size=5))
def test_any_features_are_kept_sound_or_refused_with_words(features: list[Any]) -> None:
    try:
        result = read_geojson(collection(*features))
    except ImportRefused as refusal:
        assert refusal.said.text
        return
    assert result.count + result.refused_count == len(features)
    again = read_geojson(
        json.dumps(result.features, allow_nan=False).encode(), crs=WGS84, swapped=False
    )
    assert again.refused == ()
    assert not {"mended.rings_closed", "mended.antimeridian_cut"} & notes(again).keys()


@settings(max_examples=200)
@given(st.binary(max_size=200), st.integers(0, 300))
def test_any_bytes_give_a_result_or_words(tail: bytes, cut: int) -> None:
    for data in (tail, collection(feature("Polygon", [SQUARE, HOLE]))[:cut] + tail):
        try:
            read_geojson(data)
        except ImportRefused as refusal:
            assert refusal.said.text
