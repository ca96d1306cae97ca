"""Free room on the blocks: asked where a sports ground, a car park or a lawn still fits."""

from __future__ import annotations

from typing import Final

import numpy as np

from services.demo import geometry
from services.demo.basemap import Basemap
from services.demo.geometry import Points
from services.demo.ground import Ground

_FULL: Final = frozenset(("oldtown", "village"))
"""Uses nobody looks for room on."""


class Room:
    """A raster of the plots without their houses; what is given away is taken."""

    def __init__(self, town: Basemap) -> None:
        self._ground: Ground = town.land.unbuilt()
        self._full = frozenset(n for n, use in enumerate(town.uses) if use in _FULL)
        for use, houses in zip(town.uses, town.houses, strict=True):
            for house in houses if use not in _FULL else ():
                self._ground.take(house.ring, 2.0)

    def place(
        self, block: int, ring: Points, size: tuple[float, float], *, least: float = 1.0
    ) -> Points | None:
        """A free rectangle of the block, as large as `size` or down to `least` of it, else None."""
        if block in self._full:
            return None
        angle, length, width = geometry.main_axis(ring)
        middle = np.array(geometry.centroid(ring))
        turn = geometry.rotation(angle)
        share = 1.0
        while share >= least:
            for quarter in (0.0, np.pi / 2):
                for x in np.linspace(-0.42, 0.42, 8) * length:
                    for y in np.linspace(-0.4, 0.4, 6) * width:
                        cx, cy = middle + turn @ np.array([x, y])
                        box = geometry.box(
                            float(cx), float(cy), size[0] * share, size[1] * share, angle + quarter
                        )
                        if self._ground.fits(box, block + 1):
                            self._ground.take(box)
                            return box
            share *= 0.8
        return None
