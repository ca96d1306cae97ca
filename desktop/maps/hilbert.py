"""PMTiles' numbering of tiles: zoom by zoom, along a Hilbert curve. Pure.

Source: PMTiles specification version 3, "Tile ID".
"""

from __future__ import annotations

from typing import Final

from widgets.map.sources import TileAddress

MAX_ZOOM: Final = 26
"""The highest zoom whose ids fit a 63-bit number with room to spare."""


def first_id(z: int) -> int:
    """Number of the first tile of a zoom: how many tiles lie below it."""
    return int((4**z - 1) // 3)


def tile_id(address: TileAddress) -> int:
    """Number of a tile."""
    x, y, position = address.x, address.y, 0
    side = 1 << address.z >> 1
    while side:
        right, down = int(bool(x & side)), int(bool(y & side))
        position += side * side * ((3 * right) ^ down)
        x, y = _turn(side, x, y, right, down)
        side >>= 1
    return first_id(address.z) + position


def address_of(number: int) -> TileAddress:
    """Tile of a number, the inverse of `tile_id`."""
    z = 0
    while first_id(z + 1) <= number:
        z += 1
    position = number - first_id(z)
    x = y = 0
    side = 1
    while side < 1 << z:
        right = 1 & position >> 1
        down = 1 & (position ^ right)
        x, y = _turn(side, x, y, right, down)
        x, y = x + side * right, y + side * down
        position >>= 2
        side <<= 1
    return TileAddress(z, x, y)


def _turn(side: int, x: int, y: int, right: int, down: int) -> tuple[int, int]:
    if down:
        return x, y
    if right:
        x, y = side - 1 - x, side - 1 - y
    return y, x
