"""Which pictures of other zooms stand in for tiles that are not there yet. Draws nothing."""

from __future__ import annotations

from typing import Final

from widgets.map.tile_cache import PictureCache
from widgets.map.tile_grid import PictureKey, tiles_over
from widgets.map.tile_painter import TilePicture
from widgets.map.tile_slots import TileSlot
from widgets.map.viewport import Viewport

_MOST_ZOOMS: Final = 3
"""How many other zooms may stand in for a missing tile."""

_MAX_FAR: Final = 6.0
"""A stand-in of a zoom farther off shows nothing."""


def stand_ins(
    pictures: PictureCache, slot: TileSlot, view: Viewport, dpr: float
) -> list[tuple[PictureKey, TilePicture]]:
    """Return what to draw, the lowest first: of the nearest zooms, up to one that covers all."""
    others = [
        stage
        for stage in pictures.stages(slot.number)
        if stage[:2] != (view.zoom, dpr) and abs(stage[0] - view.zoom) <= _MAX_FAR
    ]
    others.sort(key=lambda stage: abs(stage[0] - view.zoom))
    found: list[tuple[PictureKey, TilePicture]] = []
    for zoom, density, z in others[:_MOST_ZOOMS]:
        addresses = tiles_over(view.world_rect(), z, slot.bounds)
        keys = [PictureKey(slot.number, address, zoom, density) for address in addresses]
        known = [(key, picture) for key in keys if (picture := pictures.get(key))]
        found[:0] = known
        if keys and len(known) == len(keys) and all(one.is_opaque for _key, one in known):
            # Nothing of a zoom farther off would be seen.
            break
    return found
