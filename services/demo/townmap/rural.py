"""What lies on the cells of the open country: fields, greenhouses, ponds, woods and hamlets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo.geometry import Points
from services.demo.townmap.land import Land
from services.demo.townmap.lattice import Cell
from services.demo.townmap.settled import boxes, is_housed
from services.demo.townmap.sheet import Sheet
from services.demo.townmap.water import blob

_NEAR_M: Final = 4_300.0
"""Fields beyond it are drawn larger than they are, and hamlets smaller."""
_PLOT_M: Final = (220.0, 76.0)
_FAR_PLOT_M: Final = (330.0, 190.0)
_PATH_M: Final = 5.0
_HOUSE_M: Final = 15.0
_ROWS_M: Final = (15.0, 32.0, 49.0)
"""From the lane to the middles of the rows of houses."""
_YARD_M: Final = 62.0
_ROADSIDE_M: Final = 44.0
"""From a main line to the lane of a hamlet beside it."""
_LEAST_HOUSES: Final = 8
_WET_SHARE: Final = 0.1


def draw(
    sheet: Sheet, cell: Cell, land: Land, fresh: Iterator[str], rng: Generator, village: str = ""
) -> None:
    """One cell; one with a village has its houses, whatever else falls to it."""
    chance = rng.random()
    field = cell
    lane = cell.part((0.0, 1.0), (_ROADSIDE_M / cell.sides[1] if cell.bounds[0] else 0.0, 1.0))
    settled = bool(village) or chance > 0.72
    if settled and _hamlet(sheet, lane, land, village or next(fresh), rng, bool(village)):
        field = lane.part((0.0, 1.0), (_YARD_M / lane.sides[1], 1.0))
        _lane(sheet, lane.corners[[0, 1]], "unclassified", 12, land)
    elif not cell.bounds[0] and rng.random() < 0.16:
        _lane(sheet, cell.corners[[0, 1]], "unclassified", 12, land)
    if not cell.bounds[1]:
        _side(sheet, cell.corners[[0, 3]], land, rng)
    if chance < 0.05:
        wood = blob(_at(cell), min(cell.sides) * 0.27, rng, stretch=1.1)
        sheet.area("natural", "wood", wood, coarse=True, min_zoom=11)
    _fields(sheet, field, chance, land, rng)


def _side(sheet: Sheet, line: Points, land: Land, rng: Generator) -> None:
    """What runs between two cells: a lane, a ditch or nothing."""
    chance = rng.random()
    if chance < 0.18:
        _lane(sheet, line, "unclassified", 12, land)
    elif chance < 0.38:
        sheet.line("physical_line", "stream", line, coarse=True, min_zoom=12)


def _fields(sheet: Sheet, field: Cell, chance: float, land: Land, rng: Generator) -> None:
    plots = _plots(field, _PLOT_M if _is_near(field) else _FAR_PLOT_M, rng)
    kind = "orchard" if 0.08 <= chance < 0.15 else "farmland"
    draws = rng.random(len(plots))
    sides = (plots + np.roll(plots, 1, axis=1)) / 2
    looked_at = np.concatenate([plots, sides, plots.mean(axis=1, keepdims=True)], axis=1)
    wet = land.is_wet(looked_at.reshape(-1, 2)).reshape(len(plots), -1).any(axis=1)
    if 0.05 <= chance < 0.08:
        ponds = (draws < 0.75) & ~wet
        sheet.areas("water", "pond", plots[ponds], coarse=True, kind_detail="fishpond", min_zoom=11)
        plots = plots[~ponds]
    elif 0.15 <= chance < 0.21 and _is_near(field):
        for plot in plots[(draws < 0.3) & ~wet]:
            _greenhouses(sheet, plot, land, rng)
    elif draws[0] < 0.05:
        pond = blob(_at(field), float(rng.uniform(20, 42)), rng)
        sheet.area("water", "pond", pond, min_zoom=12)
    sheet.areas("landuse", kind, plots, coarse=True, min_zoom=11)


def _plots(field: Cell, size: tuple[float, float], rng: Generator) -> Points:
    """Strips of the field, (n, 4, 2): long one way, narrow the other, with paths between."""
    along, across = field.sides
    turned = rng.random() < 0.4
    length, width = size[::-1] if turned else size
    s, t = _shares(along, length, rng), _shares(across, width, rng)
    gap_s, gap_t = _PATH_M / along / 2, _PATH_M / across / 2
    low_s, low_t = np.meshgrid(s[:-1] + gap_s, t[:-1] + gap_t, indexing="ij")
    high_s, high_t = np.meshgrid(s[1:] - gap_s, t[1:] - gap_t, indexing="ij")
    corners = [(low_s, low_t), (high_s, low_t), (high_s, high_t), (low_s, high_t)]
    flat = [field.spots(a.ravel(), b.ravel()) for a, b in corners]
    plots: Points = np.stack(flat, axis=1)
    return plots


def _shares(length: float, size: float, rng: Generator) -> Points:
    count = max(1, round(length / size))
    widths = rng.uniform(0.6, 1.4, count)
    shares: Points = np.concatenate([[0.0], np.cumsum(widths)]) / widths.sum()
    return shares


def _hamlet(
    sheet: Sheet, cell: Cell, land: Land, name: str, rng: Generator, is_village: bool
) -> bool:
    """Rows of houses along the lane on the cell's first side; False when there is no room."""
    along, across = cell.sides
    if across < 2 * _YARD_M:
        return False
    begin, end = rng.uniform(0.04, 0.3), rng.uniform(0.6, 0.96)
    s = np.linspace(begin, end, max(int(along * (end - begin) / _HOUSE_M), 1))
    count = 3 if is_village else int(rng.integers(1, 3)) if _is_near(cell) else 1
    rows = _ROWS_M[:count]
    grid_s, grid_t = (each.ravel() for each in np.meshgrid(s, np.array(rows) / across))
    kept = rng.random(len(grid_s)) < 0.8
    middles = cell.spots(grid_s[kept], grid_t[kept])
    edge = cell.corners[1] - cell.corners[0]
    houses = boxes(middles, float(np.arctan2(edge[1], edge[0])), 11.5, 9.5, rng)
    houses = houses[land.is_free(houses.reshape(-1, 2)).reshape(-1, 4).all(axis=1)]
    if len(houses) < _LEAST_HOUSES:
        return False
    yard = cell.part(
        (max(begin - 0.03, 0.0), min(end + 0.03, 1.0)), (0.0, (rows[-1] + 12) / across)
    )
    sheet.area("landuse", "residential", yard.corners, coarse=True, min_zoom=11)
    if is_housed(cell):
        sheet.areas("buildings", "building", houses, coarse=not _is_near(cell), min_zoom=14)
    if len(rows) > 1:
        shares = np.array([begin, end])
        _lane(sheet, cell.spots(shares, np.full(2, 23.5 / across)), "service", 14, land)
    middle = houses.reshape(-1, 2).mean(axis=0)
    kind, zoom = ("village", 12) if is_village else ("hamlet", 14)
    more = {"kind_detail": kind, "name": name, "min_zoom": zoom}
    sheet.spot("places", "neighbourhood", middle, **more)
    return True


def _greenhouses(sheet: Sheet, plot: Points, land: Land, rng: Generator) -> None:
    """Tunnels side by side over the whole plot."""
    long = plot[1] - plot[0]
    wide = plot[3] - plot[0]
    if np.hypot(*long) < np.hypot(*wide):
        long, wide = wide, long
    count = int(np.hypot(*long) / 14.0)
    depth = float(np.hypot(*wide)) * 0.9
    if count < 3 or depth < 20:
        return
    steps = (np.arange(count) + 0.5) / count
    middles = plot[0] + steps[:, None] * long + wide / 2
    tunnels = boxes(middles, float(np.arctan2(wide[1], wide[0])), depth, 9.5, rng)
    tunnels = tunnels[land.is_free(tunnels.reshape(-1, 2)).reshape(-1, 4).all(axis=1)]
    sheet.areas(
        "buildings", "building", tunnels, coarse=True, kind_detail="greenhouse", min_zoom=14
    )


def _lane(sheet: Sheet, line: Points, detail: str, zoom: int, land: Land) -> None:
    """A lane; over a creek it has a little bridge, over a river it is not there."""
    way = line[0] + np.linspace(0.0, 1.0, 40)[:, None] * (line[1] - line[0])
    if land.is_wet(way).mean() > _WET_SHARE:
        return
    more = {"kind_detail": detail, "width": 5, "min_zoom": zoom}
    sheet.line("roads", "minor_road", line, coarse=True, **more)


def _is_near(cell: Cell) -> bool:
    return float(np.abs(cell.middle).max()) < _NEAR_M


def _at(cell: Cell) -> tuple[float, float]:
    x, y = cell.middle.tolist()
    return x, y
