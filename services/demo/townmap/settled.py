"""What stands on the cells of a neighbouring town: streets, blocks and rows of houses."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo.geometry import Points
from services.demo.townmap.land import Land
from services.demo.townmap.lattice import Cell
from services.demo.townmap.sheet import Sheet

_BLOCK_M: Final = 170.0
_STREET_M: Final = 12.0
_HOUSED_M: Final = (9_800.0, 6_300.0)
"""Houses further from the town, each way, are not drawn."""
_FINE_M: Final = 3_000.0
_HOUSES: Final = {
    # Length and depth of a house, and its distance to the next ones each way, in metres.
    "slabs": (50.0, 11.5, 59.0, 26.0),
    "towers": (27.0, 17.0, 48.0, 42.0),
    "old": (17.0, 11.0, 21.0, 18.0),
    "shops": (46.0, 24.0, 58.0, 44.0),
    "works": (70.0, 36.0, 86.0, 54.0),
}
_LANDUSE: Final = {
    "slabs": "residential",
    "towers": "residential",
    "old": "residential",
    "shops": "commercial",
    "works": "industrial",
}


def town(sheet: Sheet, cell: Cell, nearness: float, land: Land, rng: Generator) -> None:
    """A cell of a town, denser and older towards its middle."""
    grounds: dict[str, list[Points]] = {}
    for block in _blocks(sheet, cell, _BLOCK_M, rng):
        chance = rng.random()
        if chance < 0.07:
            grounds.setdefault("park", []).append(block.corners)
        elif chance < 0.20 + 0.25 * nearness and nearness > 0.8:
            grounds.setdefault("farmland", []).append(block.corners)
        elif chance < 0.11:
            grounds.setdefault("school", []).append(block.corners)
            _stock(sheet, block, "shops", land, rng, keep=0.4)
        else:
            use = _use(nearness, rng)
            grounds.setdefault(_LANDUSE[use], []).append(block.corners)
            _stock(sheet, block, use, land, rng, keep=0.93)
    _spread(sheet, grounds)


def works(sheet: Sheet, cell: Cell, land: Land, rng: Generator) -> None:
    """A cell of an industrial park."""
    grounds: dict[str, list[Points]] = {}
    for block in _blocks(sheet, cell, 260.0, rng):
        if rng.random() < 0.08:
            grounds.setdefault("grass", []).append(block.corners)
            continue
        grounds.setdefault("industrial", []).append(block.corners)
        _stock(sheet, block, "works", land, rng, keep=0.85)
    _spread(sheet, grounds)


def _spread(sheet: Sheet, grounds: dict[str, list[Points]]) -> None:
    for kind, rings in grounds.items():
        sheet.areas("landuse", kind, np.array(rings), coarse=True, min_zoom=10)


def _use(nearness: float, rng: Generator) -> str:
    chance = rng.random()
    if nearness < 0.35:
        return "old" if chance < 0.4 else "shops" if chance < 0.6 else "slabs"
    if chance < 0.62:
        return "slabs"
    return "towers" if chance < 0.82 else "works" if nearness > 0.75 else "shops"


def _blocks(sheet: Sheet, cell: Cell, size: float, rng: Generator) -> list[Cell]:
    """The cell cut by streets, which are drawn, into blocks."""
    along, across = cell.sides
    s, t = _shares(along, size, rng), _shares(across, size, rng)
    ends = np.array([0.0, 1.0])
    streets = [cell.spots(np.full(2, share), ends) for share in s[1:-1]]
    streets += [cell.spots(ends, np.full(2, share)) for share in t[1:-1]]
    streets = [street for street in streets if rng.random() < 0.94]
    for side in ([0, 1], [0, 3]):
        if rng.random() < 0.3:
            more = {"kind_detail": "tertiary", "width": 14, "min_zoom": 10}
            sheet.line("roads", "medium_road", cell.corners[side], coarse=True, **more)
        else:
            streets.append(cell.corners[side])
    sheet.lines("roads", "minor_road", streets, kind_detail="residential", width=8, min_zoom=11)
    gap_s, gap_t = _STREET_M / along, _STREET_M / across
    return [
        cell.part((s[i] + gap_s, s[i + 1] - gap_s), (t[j] + gap_t, t[j + 1] - gap_t))
        for i in range(len(s) - 1)
        for j in range(len(t) - 1)
    ]


def _shares(length: float, size: float, rng: Generator) -> Points:
    count = max(1, round(length / size))
    shares = np.arange(count + 1) / count
    shares[1:-1] += rng.uniform(-0.16, 0.16, count - 1) / count
    cut: Points = shares
    return cut


def _stock(sheet: Sheet, block: Cell, use: str, land: Land, rng: Generator, *, keep: float) -> None:
    """The houses of a block in rows that look south, as nearly as its sides do."""
    if not is_housed(block):
        return
    block = block.turned()
    length, depth, pitch_x, pitch_y = _HOUSES[use]
    along, across = block.sides
    columns, rows = int((along - 6) / pitch_x), int((across - 6) / pitch_y)
    if columns < 1 or rows < 1:
        return
    s = (np.arange(columns) + 0.5) / columns
    t = (np.arange(rows) + 0.5) / rows
    grid_s, grid_t = (each.ravel() for each in np.meshgrid(s, t))
    kept = rng.random(len(grid_s)) < keep
    middles = block.spots(grid_s[kept], grid_t[kept])
    edge = block.corners[1] - block.corners[0]
    rings = boxes(middles, float(np.arctan2(edge[1], edge[0])), length, depth, rng)
    rings = rings[land.is_free(rings.reshape(-1, 2)).reshape(-1, 4).all(axis=1)]
    detail = {"works": "factory", "towers": "tower", "old": "house"}.get(use, "residential")
    coarse = float(np.abs(block.middle).max()) > _FINE_M
    sheet.areas("buildings", "building", rings, coarse=coarse, kind_detail=detail, min_zoom=14)


def is_housed(cell: Cell) -> bool:
    """Whether it is near enough to the town for its houses to be drawn."""
    return bool((np.abs(cell.middle) < _HOUSED_M).all())


def boxes(
    middles: Points, angle: float | Points, length: float, depth: float, rng: Generator
) -> Points:
    """Rectangles (n, 4, 2) around their middles, none quite like the next."""
    count = len(middles)
    sizes = np.column_stack([np.full(count, length), np.full(count, depth)]) / 2
    sizes = sizes * rng.uniform(0.86, 1.06, (count, 2))
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float64)
    local = signs[None, :, :] * sizes[:, None, :]
    turn = np.broadcast_to(np.asarray(angle, dtype=np.float64), (count,))[:, None]
    cos, sin = np.cos(turn), np.sin(turn)
    x = local[:, :, 0] * cos - local[:, :, 1] * sin
    y = local[:, :, 0] * sin + local[:, :, 1] * cos
    rings: Points = np.stack([x, y], axis=2) + middles[:, None, :]
    return rings
