"""Tiles cover the view without seam on whole device pixels."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.sources import RasterTile, TileAddress, VectorTile
from widgets.map.tile_grid import (
    PictureKey,
    edges,
    frame_of,
    tile_zoom,
    tiles_over,
    world_bounds,
)
from widgets.map.values import Bounds

WHOLE = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Source:
    id: str = "s"
    min_zoom: int = 2
    max_zoom: int = 14
    tile_size: int = 512
    attribution: str = ""
    bounds: Bounds | None = None

    def load(self, address: TileAddress) -> RasterTile | VectorTile | None:
        return None


@given(st.floats(2.0, 20.0), st.integers(2, 20), st.sampled_from([1.0, 1.25, 2.0]), st.data())
def test_neighbours_share_their_edges(zoom: float, z: int, dpr: float, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, 2**z - 1))
    one = PictureKey(1, TileAddress(z, column, 0), zoom, dpr)
    other = PictureKey(1, TileAddress(z, column + 1, 0), zoom, dpr)
    assert edges(one)[2] == edges(other)[0]
    frame = frame_of(one)
    assert frame.width == max(1, edges(one)[2] - edges(one)[0])
    assert abs(frame.left) <= 0.5


def test_all_tiles_of_a_zoom_cover_the_world_the_middle_first() -> None:
    found = tiles_over(WHOLE, 2, WHOLE)
    assert len(set(found)) == 16
    assert {(tile.x, tile.y) for tile in found[:4]} == {(1, 1), (1, 2), (2, 1), (2, 2)}


def test_tiles_outside_the_source_are_not_asked_for() -> None:
    assert tiles_over(WHOLE, 3, (0.5, 0.5, 0.6, 0.6)) == [TileAddress(3, 4, 4)]
    assert tiles_over((0.0, 0.0, 0.1, 0.1), 3, (0.5, 0.5, 0.6, 0.6)) == []


def test_a_view_of_far_too_many_tiles_asks_for_none() -> None:
    assert tiles_over(WHOLE, 12, WHOLE) == []


@pytest.mark.parametrize(
    ("size", "zoom", "wanted"),
    [(512, 11.0, 10), (512, 11.9, 10), (256, 11.4, 11), (256, 11.6, 12), (512, 2.5, None)],
)
def test_the_tile_zoom_suits_the_view(size: int, zoom: float, wanted: int | None) -> None:
    assert tile_zoom(Source(tile_size=size), zoom) == wanted


def test_bounds_are_the_whole_world_unless_said() -> None:
    assert world_bounds(Source()) == WHOLE
    left, top, right, bottom = world_bounds(Source(bounds=Bounds(0.0, 0.0, 90.0, 45.0)))
    assert (left, right, bottom) == pytest.approx((0.5, 0.75, 0.5))
    assert top < 0.5
