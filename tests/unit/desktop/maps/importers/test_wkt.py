"""Well-known text in the dialects that are about."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.importers.draft import BadGeometry
from desktop.maps.importers.wkt import parse_wkt


@pytest.mark.parametrize(
    ("text", "kind", "coordinates"),
    [
        ("POINT (1 2)", "Point", [1, 2]),
        ("point(1.5e1 -.5)", "Point", [15, -0.5]),
        ("POINT Z (1 2 3)", "Point", [1, 2, 3]),
        ("POINTZ(1 2 3)", "Point", [1, 2, 3]),
        ("POINT ZM (1 2 3 4)", "Point", [1, 2, 3, 4]),
        ("LINESTRING(1 2,3 4)", "LineString", [[1, 2], [3, 4]]),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0))", "Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]]),
        ("MULTIPOINT (1 2, 3 4)", "MultiPoint", [[1, 2], [3, 4]]),
        ("MULTIPOINT ((1 2), (3 4))", "MultiPoint", [[1, 2], [3, 4]]),
        ("MULTILINESTRING ((1 2, 3 4))", "MultiLineString", [[[1, 2], [3, 4]]]),
        ("MULTIPOLYGON (((0 0, 1 0, 1 1)))", "MultiPolygon", [[[[0, 0], [1, 0], [1, 1]]]]),
    ],
)
def test_every_type_is_read(text: str, kind: str, coordinates: Any) -> None:
    assert parse_wkt(text) == ({"type": kind, "coordinates": coordinates}, 0)


def test_collections_and_srid() -> None:
    geometry, srid = parse_wkt("SRID=4490;GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))")
    assert srid == 4490
    assert [member["type"] for member in geometry["geometries"]] == ["Point", "LineString"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "POINT",
        "POINT EMPTY",
        "POINT (1)",
        "POINT (1 2",
        "POINT (1 2) x",
        "POINT (1 2, 3 4)",
        "POINT (a b)",
        "POINT ((1 2)",
        "CIRCLE (1 2)",
        "POLYGON (0 0, 1 1)",
        "LINESTRING (1 2,)",
        "LINESTRING (1 2 3 4 5, 1 2)",
        "GEOMETRYCOLLECTION()",
        "GEOMETRYCOLLECTION(" * 40 + "POINT(1 2)" + ")" * 40,
        "POINT " + "(" * 5_000,
    ],
)
def test_what_is_wrong_is_refused_with_words(text: str) -> None:
    with pytest.raises(BadGeometry) as caught:
        parse_wkt(text)
    assert caught.value.said.text


@given(st.text("POINTLESYGMUZ() ,.0123456789-eE;=SRD", max_size=60))
def test_any_text_is_a_geometry_or_refused(text: str) -> None:
    try:
        parse_wkt(text)
    except BadGeometry as error:
        assert error.said.text
