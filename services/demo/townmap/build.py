"""Draws the whole map of Yunze: `protomaps_basemap` is the one door."""

from __future__ import annotations

from typing import Final

import numpy as np

from services.demo import geometry, layout
from services.demo.basemap import Basemap
from services.demo.townmap import (
    blocks,
    country,
    courses,
    outskirts,
    places,
    roads,
    water,
)
from services.demo.townmap.sheet import Feature, Sheet

_EARTH_M: Final = (2.1 * country.FAR_M, 2.1 * country.FAR_M)


def protomaps_basemap(town: Basemap, seed: int) -> list[Feature]:
    """The map's features in drawing order, for a town that is built. The same for the same seed."""
    rng = np.random.default_rng([seed, 1])
    country_rng = np.random.default_rng([seed, 2])
    sheet = Sheet()
    sheet.area("earth", "earth", geometry.box(0.0, 0.0, *_EARTH_M, 0.0))
    land = outskirts.surveyed()
    outskirts.draw(sheet, land, country_rng)
    blocks.draw(sheet, town, rng)
    _green_banks(sheet)
    water.draw(sheet, town, rng)
    water.draw_country(sheet, country_rng)
    _boundaries(sheet)
    roads.draw(sheet, town, land)
    places.draw(sheet, town, rng)
    return sheet.features()


def _green_banks(sheet: Sheet) -> None:
    """The strip of park on both banks of the river, with a walk along it."""
    for side in (1.0, -1.0):
        strip = courses.beside_river(side * 72.0)
        band = geometry.offset_band(courses.beside_river(side * 62.0), np.full(len(strip), 31.0))
        sheet.area("landuse", "park", band, name="泽江滨河绿地" if side > 0 else "")
        sheet.line("roads", "path", strip, kind_detail="footway", name="滨江步道", min_zoom=14)


def _boundaries(sheet: Sheet) -> None:
    """The town's border, and between its areas each stretch once."""
    edge = layout.rectangle(layout.U_EDGES, layout.V_EDGES)
    sheet.line("boundaries", "locality", np.vstack([edge, edge[:1]]), name="云泽镇", min_zoom=9)
    drawn: set[frozenset[tuple[float, float]]] = set()
    for ring in [edge, *(layout.rectangle(area.u, area.v) for area in layout.AREAS)]:
        corners = [tuple(at) for at in np.round(ring, 3).tolist()]
        run: list[tuple[float, float]] = []
        for here, then in zip(corners, corners[1:] + corners[:1], strict=True):
            side = frozenset((here, then))
            if side in drawn:
                _border(sheet, run)
                run = []
                continue
            drawn.add(side)
            run = [*run, then] if run else [here, then]
        if ring is not edge:
            _border(sheet, run)


def _border(sheet: Sheet, run: list[tuple[float, float]]) -> None:
    if len(run) > 1:
        sheet.line("boundaries", "neighbourhood", np.array(run), min_zoom=12)
