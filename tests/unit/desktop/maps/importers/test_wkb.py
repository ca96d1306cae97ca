"""Well-known binary: every flavour read, damage refused."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.importers.draft import BadGeometry
from desktop.maps.importers.wkb import parse_wkb


def head(code: int, order: str = "<") -> bytes:
    return struct.pack(order + "BI", order == "<", code)


def floats(*values: float, order: str = "<") -> bytes:
    return struct.pack(f"{order}{len(values)}d", *values)


def count(n: int, order: str = "<") -> bytes:
    return struct.pack(order + "I", n)


POINT = head(1) + floats(1, 2)
LINE = head(2) + count(2) + floats(1, 2, 3, 4)
RING = head(3) + count(1) + count(4) + floats(0, 0, 1, 0, 1, 1, 0, 0)


def test_every_type_and_flavour_is_read() -> None:
    assert parse_wkb(POINT) == {"type": "Point", "coordinates": [1, 2]}
    assert parse_wkb(head(1, ">") + floats(1, 2, order=">"))["coordinates"] == [1, 2]
    assert parse_wkb(head(1001) + floats(1, 2, 3))["coordinates"] == [1, 2]
    assert parse_wkb(head(3001) + floats(1, 2, 3, 4))["coordinates"] == [1, 2]
    assert parse_wkb(head(1 | 0xA0000000) + count(4326) + floats(1, 2, 3))["coordinates"] == [1, 2]
    assert parse_wkb(LINE)["coordinates"] == [[1, 2], [3, 4]]
    assert parse_wkb(RING)["coordinates"] == [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    assert parse_wkb(head(4) + count(2) + POINT * 2)["coordinates"] == [[1, 2], [1, 2]]
    assert parse_wkb(head(5) + count(1) + LINE)["coordinates"] == [[[1, 2], [3, 4]]]
    assert parse_wkb(head(6) + count(1) + RING)["type"] == "MultiPolygon"
    assert len(parse_wkb(head(7) + count(2) + POINT + RING)["geometries"]) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        POINT[:-1],
        LINE[:-8],
        head(0),
        head(17) + count(0),
        head(2) + count(2**32 - 1),
        head(3) + count(2**32 - 1),
        head(6) + count(1) + POINT,
        (head(7) + count(1)) * 40 + POINT,
    ],
)
def test_damage_is_refused_with_words(data: bytes) -> None:
    with pytest.raises(BadGeometry) as caught:
        parse_wkb(data)
    assert caught.value.said.text


@given(st.binary(max_size=120), st.sampled_from([POINT, LINE, RING]), st.integers(0, 90))
def test_any_bytes_are_a_geometry_or_refused(tail: bytes, start: bytes, cut: int) -> None:
    for data in (tail, start[:cut] + tail):
        try:
            parse_wkb(data)
        except BadGeometry as error:
            assert error.said.text
