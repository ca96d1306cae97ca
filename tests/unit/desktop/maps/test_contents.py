from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.contents import (
    UnpackError,
    json_object,
    make_tile,
    plain_attribution,
    spoken_refusal,
    unpack,
)
from tests.fakes.archives import png, point_tile
from widgets.map import mvt
from widgets.map.sources import RasterTile, TileError, VectorTile


@given(st.binary(max_size=3000))
def test_what_was_packed_comes_back(data: bytes) -> None:
    assert unpack(gzip.compress(data)) == data


def test_a_bomb_is_stopped_at_the_bound() -> None:
    with pytest.raises(UnpackError, match="more than 1,000"):
        unpack(gzip.compress(bytes(10**6)), 1000)
    assert len(unpack(gzip.compress(bytes(1000)), 1000)) == 1000


def test_cut_and_damaged_compression_is_told_apart() -> None:
    data = gzip.compress(b"x" * 500)

    with pytest.raises(UnpackError, match="stops early"):
        unpack(data[:-3])
    with pytest.raises(UnpackError, match="damaged"):
        unpack(data[:-8] + zlib.crc32(b"other").to_bytes(4, "little") + data[-4:])


@given(st.binary(max_size=200))
def test_any_bytes_become_a_tile_or_a_tile_error(data: bytes) -> None:
    for kind in ("pbf", "png"):
        try:
            tile = make_tile(data, kind, mvt.decode, "here")
        except TileError as error:
            assert str(error).startswith("here")
            assert not error.can_retry
        else:
            assert isinstance(tile, RasterTile | VectorTile)


def test_a_packed_vector_tile_is_unpacked_and_decoded() -> None:
    tile = make_tile(gzip.compress(point_tile("places")), "pbf", mvt.decode, "here")

    assert isinstance(tile, VectorTile)
    assert list(tile.layers) == ["places"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"<!DOCTYPE html><html><body>Sign in</body>", "web page"),
        (b'\xef\xbb\xbf{"msg": "\xe9\x9d\x9e\xe6\xb3\x95Key", "code": 301001}', "非法Key"),
        (b'<?xml version="1.0"?><ExceptionReport>no layer</ExceptionReport>', "no layer"),
        (b'{"broken": ', "broken"),
    ],
)
def test_a_server_that_answers_in_text_is_quoted(body: bytes, word: str) -> None:
    assert word in spoken_refusal(body)


def test_tiles_are_not_taken_for_text() -> None:
    assert spoken_refusal(png()) == ""
    assert spoken_refusal(point_tile()) == ""
    assert spoken_refusal(b"") == ""


def test_an_attribution_loses_its_markup_and_endless_length() -> None:
    linked = '<a href="https://x">&copy; OpenStreetMap</a>\n<b>contributors</b>\x00'

    assert plain_attribution(linked) == "© OpenStreetMap contributors"
    assert len(plain_attribution("a" * 10**6)) == 300
    assert plain_attribution(7) == ""


@pytest.mark.parametrize("data", [b"[1]", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        json_object(data)
