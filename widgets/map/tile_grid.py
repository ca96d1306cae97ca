"""Which tiles a view needs and where each lies in whole device pixels. Pure arithmetic.

The grid is that of the source. A tile's side is 256 · 2^(view zoom - tile zoom) logical pixels and
rarely whole; the edges between tiles are rounded, so that pictures meet without seam or blur.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from widgets.map.outlines import Frame
from widgets.map.projection import WORLD_PX, lonlat_to_world
from widgets.map.sources import MAX_ZOOM, TileAddress, TileSource

WorldRect = tuple[float, float, float, float]

STYLE_ZOOM_SHIFT: Final = 1.0
"""Styles count zooms on a world of 512 pixels, the view on one of 256."""

_MAX_TILES: Final = 600
"""A view that would need more is no view anyone looks at."""


@dataclass(frozen=True, slots=True)
class PictureKey:
    """A tile of one layer painted for one view zoom and one density."""

    slot: int
    address: TileAddress
    zoom: float
    dpr: float


def tile_zoom(source: TileSource, zoom: float) -> int | None:
    """Return the zoom of the tiles to show at a view zoom; None when the source shows nothing.

    Vector tiles (512) are only enlarged, raster tiles (256) take the nearer zoom.
    """
    exact = zoom - math.log2(source.tile_size / WORLD_PX)
    rounded = math.floor(exact + 1e-9) if source.tile_size > WORLD_PX else math.floor(exact + 0.5)
    if rounded < source.min_zoom:
        return None
    return min(rounded, MAX_ZOOM)


def tiles_over(rect: WorldRect, z: int, within: WorldRect) -> list[TileAddress]:
    """Return the tiles over the part of a world rectangle inside `within`, the middle first."""
    last = (1 << z) - 1
    left, top = (max(a, b) * (1 << z) for a, b in zip(rect[:2], within[:2], strict=True))
    right, bottom = (min(a, b) * (1 << z) for a, b in zip(rect[2:], within[2:], strict=True))
    columns = range(max(0, math.floor(left)), min(last, math.ceil(right) - 1) + 1)
    rows = range(max(0, math.floor(top)), min(last, math.ceil(bottom) - 1) + 1)
    if len(columns) * len(rows) > _MAX_TILES:
        return []
    middle_x = (rect[0] + rect[2]) / 2.0 * (1 << z) - 0.5
    middle_y = (rect[1] + rect[3]) / 2.0 * (1 << z) - 0.5
    found = [TileAddress(z, column, row) for row in rows for column in columns]
    found.sort(key=lambda tile: (tile.x - middle_x) ** 2 + (tile.y - middle_y) ** 2)
    return found


def world_bounds(source: TileSource) -> WorldRect:
    """Return where a source has tiles, in world units."""
    bounds = source.bounds
    if bounds is None:
        return (0.0, 0.0, 1.0, 1.0)
    x, y = lonlat_to_world([bounds.west, bounds.east], [bounds.north, bounds.south])
    return (float(x[0]), float(y[0]), float(x[1]), float(y[1]))


def world_rect(address: TileAddress) -> WorldRect:
    """Return what a tile covers, in world units."""
    side = 1.0 / (1 << address.z)
    left, top = address.x * side, address.y * side
    return (left, top, left + side, top + side)


def edges(key: PictureKey) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom in device pixels from the world's corner."""
    side = _side(key)
    address = key.address
    return (
        round(address.x * side),
        round(address.y * side),
        round((address.x + 1) * side),
        round((address.y + 1) * side),
    )


def frame_of(key: PictureKey) -> Frame:
    """Return the picture's size and where the tile begins in it."""
    side = _side(key)
    left, top, right, bottom = edges(key)
    return Frame(
        max(1, right - left),
        max(1, bottom - top),
        side,
        key.address.x * side - left,
        key.address.y * side - top,
    )


def _side(key: PictureKey) -> float:
    return float(WORLD_PX * 2.0 ** (key.zoom - key.address.z) * key.dpr)
