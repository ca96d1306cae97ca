"""The country around Yunze as a whole: `draw` puts its land and its people on the sheet."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo import layout
from services.demo.townmap import lattice, neighbours, roads, rural, settled, water
from services.demo.townmap.land import Land
from services.demo.townmap.lattice import Cell
from services.demo.townmap.sheet import Sheet

_WET_CORNERS: Final = 3
"""A cell with more of its corners and its middle in water is left out."""
_ROOMY_M: Final = 240.0
_OPEN_SHARE: Final = 0.85


def surveyed() -> Land:
    """The country's raster: what is wet and where main roads and rails run."""
    land = Land()
    for ring in water.shores():
        land.flood(ring)
    for line, width in roads.main_lines():
        land.take(line, width)
    land.fill(layout.rectangle(layout.U_EDGES, layout.V_EDGES))
    return land


def draw(sheet: Sheet, land: Land, rng: Generator) -> None:
    """Every cell outside the town, then the neighbours' names."""
    fresh = neighbours.hamlet_names()
    dry = [
        (cell, neighbours.nearest(cell))
        for cell in lattice.cells(rng)
        if land.is_wet(np.vstack([cell.corners, cell.middle])).sum() <= _WET_CORNERS
    ]
    villages = _villages([cell for cell, found in dry if found is None], land)
    for cell, found in dry:
        if found is None:
            rural.draw(sheet, cell, land, fresh, rng, villages.get((cell.u, cell.v), ""))
        elif found[0].is_industrial:
            settled.works(sheet, cell, land, rng)
        else:
            settled.town(sheet, cell, found[1], land, rng)
    for rings in lattice.distant(rng):
        fields = rings[~land.is_wet(rings.mean(axis=1))]
        sheet.areas("landuse", "farmland", fields, coarse=True, min_zoom=11)
    neighbours.draw(sheet, rng)


def _villages(cells: list[Cell], land: Land) -> dict[tuple[float, float], str]:
    """By a cell's place in the frame the village on it: the roomy cell nearest to its own."""
    roomy = [cell for cell in cells if min(cell.sides) > _ROOMY_M and _is_open(cell, land)]
    found: dict[tuple[float, float], str] = {}
    for name, u, v in neighbours.VILLAGES:
        left = [cell for cell in roomy if (cell.u, cell.v) not in found]
        nearest = min(left, key=lambda cell: (cell.u - u) ** 2 + (cell.v - v) ** 2)
        found[nearest.u, nearest.v] = name
    return found


def _is_open(cell: Cell, land: Land) -> bool:
    """Whether houses find room along the cell's first side."""
    strip = cell.part((0.05, 0.95), (0.1, 0.3))
    s, t = (each.ravel() for each in np.meshgrid(np.linspace(0, 1, 9), np.linspace(0, 1, 3)))
    return bool(land.is_free(strip.spots(s, t)).mean() > _OPEN_SHARE)
