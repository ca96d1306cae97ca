"""Fields: what is not built on, cut into plots with tracks between, in town and around it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from services.demo import geometry, layout
from services.demo.buildings import Building
from services.demo.geometry import Points
from services.demo.townmap import courses
from services.demo.townmap.sheet import FRAME_M, Sheet
from services.demo.townmap.water import blob, inside

_PLOT_M2: Final = 5200.0
_RIVER_M: Final = 94
"""From the middle of the river to the fields: its banks are a park."""


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


def outskirts(sheet: Sheet, rng: Generator) -> None:
    """The land around the town, out to the frame of the sheet."""
    us, vs = _cuts(layout.U_EDGES[1]), _cuts(layout.V_EDGES[1], _RIVER_M)
    grid_u, grid_v = (grid.astype(np.float64) for grid in np.meshgrid(us, vs, indexing="ij"))
    # The lines along the town and the river stay; the others bend as fields do.
    free_u = np.abs(grid_u) > layout.U_EDGES[1] + 60
    free_v = np.abs(grid_v) > layout.V_EDGES[1] + 60
    grid_u = grid_u + np.where(free_u, rng.uniform(-60, 60, grid_u.shape), 0.0)
    grid_v = grid_v + np.where(free_v, rng.uniform(-60, 60, grid_v.shape), 0.0)
    frame = np.array(FRAME_M) + 50.0
    for i, j in np.ndindex(len(us) - 1, len(vs) - 1):
        middle_u, middle_v = (us[i] + us[i + 1]) / 2, (vs[j] + vs[j + 1]) / 2
        in_town = abs(middle_u) < layout.U_EDGES[1] and abs(middle_v) < layout.V_EDGES[1]
        corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
        ring = layout.warp(*np.array([(grid_u[c], grid_v[c]) for c in corners]).T)
        if in_town or abs(middle_v) < _RIVER_M or (np.abs(ring) > frame).any(axis=1).all():
            continue
        _outer(sheet, ring if geometry.ring_area(ring) > 0 else ring[::-1], rng)


def _cuts(edge: int, *more: int) -> NDArray[np.float64]:
    """Where the grid of the outskirts is cut: along the town's edge, the river, and steps."""
    outer = np.linspace(edge + 4, courses.REACH_M, 10)
    inner = np.linspace(-edge - 4, edge + 4, 15)
    river = np.array([each for side in more for each in (-side, side)], dtype=np.float64)
    inner = inner[np.abs(inner) > (more[0] + 60 if more else -1)]
    cuts: NDArray[np.float64] = np.unique(np.concatenate([-outer, inner, river, outer]))
    return cuts


def _outer(sheet: Sheet, ring: Points, rng: Generator) -> None:
    chance = rng.random()
    own = _drawn_in(ring, 5.0)
    if chance < 0.08:
        sheet.area("natural", "wood", own)
    elif chance < 0.14:
        sheet.area("landuse", "orchard", own)
    elif chance < 0.9:
        for plot in _plots(own, rng, 3):
            sheet.area("landuse", "farmland", _drawn_in(plot, 2.5))
    else:
        sheet.area("landuse", "farmland", own)
        pond = blob(geometry.centroid(own), float(rng.uniform(22, 48)), rng)
        if inside(own, pond):
            sheet.area("water", "pond", pond)
    if rng.random() < 0.35:
        sheet.line("roads", "path", ring[:2], kind_detail="track", min_zoom=13)


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
