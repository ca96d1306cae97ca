"""Fields: what is not built on, cut into plots with tracks between."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo import geometry
from services.demo.buildings import Building
from services.demo.geometry import Points
from services.demo.townmap.sheet import Sheet

_PLOT_M2: Final = 5200.0


def draw(sheet: Sheet, ring: Points, houses: list[Building], rng: Generator) -> None:
    """The fields of a block; plots with a house on them are the village's."""
    spots = np.array([corner for house in houses for corner in house.ring]).reshape(-1, 2)
    for plot in _plots(ring, rng, 0):
        own = _drawn_in(plot, 2.2)
        if any(geometry.contains(plot, float(x), float(y)) for x, y in _near(spots, plot)):
            sheet.area("landuse", "residential", plot, kind_detail="village")
        elif rng.random() < 0.12:
            sheet.area("landuse", "orchard", own)
        else:
            sheet.area("landuse", "farmland", own)


def _plots(ring: Points, rng: Generator, depth: int) -> list[Points]:
    """The ring cut across its longer side until the plots are as large as fields are."""
    size = abs(geometry.ring_area(ring))
    if size < _PLOT_M2 * float(rng.uniform(0.8, 2.0)) or depth > 6:
        return [ring] if size > 300 else []
    angle, length, _ = geometry.main_axis(ring)
    axis = np.array([np.cos(angle), np.sin(angle)])
    origin = np.array(geometry.centroid(ring)) + axis * length * float(rng.uniform(-0.1, 0.1))
    halves = (geometry.clip_half_plane(ring, origin, sign * axis) for sign in (1.0, -1.0))
    return [plot for half in halves if len(half) >= 3 for plot in _plots(half, rng, depth + 1)]


def _drawn_in(ring: Points, margin: float) -> Points:
    """The ring a little smaller, for the track around it."""
    middle = np.array(geometry.centroid(ring))
    away = ring - middle
    far = np.hypot(away[:, 0], away[:, 1])[:, None]
    smaller: Points = middle + away * np.maximum(0.5, 1 - margin * 1.3 / np.maximum(far, 1.0))
    return smaller


def _near(spots: Points, ring: Points) -> Points:
    low, high = ring.min(axis=0), ring.max(axis=0)
    near: Points = spots[((spots >= low) & (spots <= high)).all(axis=1)]
    return near
