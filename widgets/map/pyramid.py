"""Cells over points: per zoom, each cell's count and worst level, updated where touched only.

Points are kept in Morton (Z) order, so that a cell of any depth is one contiguous run of it.
At depth d the world is 2**d by 2**d cells. Knows world units and levels; nothing of screens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Floats

Rows = NDArray[np.int64]
Levels = NDArray[np.uint8]

TOP_DEPTH: Final = 4
MAX_DEPTH: Final = 21
LEVEL_COUNT: Final = 5
CROWD: Final = 16
"""More quiet points than this in a cell are shown as one figure."""

_SPREAD: Final = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)

_UNSPREAD: Final = (
    (1, 0x3333333333333333),
    (2, 0x0F0F0F0F0F0F0F0F),
    (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF),
    (16, 0x00000000FFFFFFFF),
)


@dataclass(frozen=True)
class _Floor:
    """One depth: sorted keys, the run of each in Morton order, counts by level, mean position."""

    keys: NDArray[np.uint64]
    starts: Rows
    cell_of: NDArray[np.int32]
    histogram: NDArray[np.int32]
    mean_x: Floats
    mean_y: Floats


class Pyramid:
    """The floors from `TOP_DEPTH` down to where no cell is crowded any more."""

    def __init__(self, x: Floats, y: Floats, level: Levels) -> None:
        codes = _morton(_column(x, MAX_DEPTH), _column(y, MAX_DEPTH))
        self._order: Rows = np.argsort(codes, kind="stable").astype(np.int64)
        ordered = codes[self._order]
        x_ordered, y_ordered = x[self._order], y[self._order]
        self._floors: list[_Floor] = []
        for depth in range(TOP_DEPTH, MAX_DEPTH + 1):
            floor = self._build(ordered, depth, level, x_ordered, y_ordered)
            self._floors.append(floor)
            if not len(x) or int(np.diff(floor.starts).max()) <= CROWD:
                break

    def depth_for(self, depth: int) -> int:
        """Return the nearest depth there is."""
        return min(TOP_DEPTH + len(self._floors) - 1, max(TOP_DEPTH, depth))

    def cells_in(self, depth: int, rect: tuple[float, float, float, float]) -> Rows:
        """Return the indices of the occupied cells at `depth` that touch the world rectangle."""
        floor = self._floor(depth)
        side = 1 << depth
        left, top, right, bottom = (
            min(side - 1, max(0, int(np.floor(edge * side)))) for edge in rect
        )
        if (right - left + 1) * (bottom - top + 1) > 4 * len(floor.keys) + 64:
            columns, rows = _unmorton(floor.keys)
            inside = (columns >= left) & (columns <= right) & (rows >= top) & (rows <= bottom)
            return np.flatnonzero(inside)
        across = _spread(np.arange(left, right + 1).astype(np.uint64))
        down = _spread(np.arange(top, bottom + 1).astype(np.uint64)) << np.uint64(1)
        wanted = np.sort((across[None, :] | down[:, None]).ravel())
        at = np.searchsorted(floor.keys, wanted)
        at_or_last = np.minimum(at, len(floor.keys) - 1)
        found = at_or_last[floor.keys[at_or_last] == wanted] if len(floor.keys) else at[:0]
        return found.astype(np.int64)

    def counts(self, depth: int, cells: Rows) -> NDArray[np.int64]:
        """Return how many points each cell holds."""
        starts = self._floor(depth).starts
        return starts[cells + 1] - starts[cells]

    def quiet_counts(self, depth: int, cells: Rows) -> NDArray[np.int32]:
        """Return how many points without an alert each cell holds."""
        quiet: NDArray[np.int32] = self._floor(depth).histogram[cells, 0]
        return quiet

    def worst(self, depth: int, cells: Rows) -> Levels:
        """Return the worst level in each cell."""
        present = self._floor(depth).histogram[cells, ::-1] > 0
        worst: Levels = (LEVEL_COUNT - 1 - present.argmax(axis=1)).astype(np.uint8)
        return worst

    def middles(self, depth: int, cells: Rows) -> tuple[Floats, Floats]:
        """Return the mean position of each cell's points, in world units."""
        floor = self._floor(depth)
        return floor.mean_x[cells], floor.mean_y[cells]

    def origins(self, depth: int, cells: Rows) -> tuple[Floats, Floats]:
        """Return the north-west corner of each cell, in world units."""
        columns, rows = _unmorton(self._floor(depth).keys[cells])
        side = float(1 << depth)
        return columns / side, rows / side

    def rows_of(self, depth: int, cells: Rows) -> Rows:
        """Return the rows of all points in the cells."""
        starts = self._floor(depth).starts
        first, sizes = starts[cells], starts[cells + 1] - starts[cells]
        total = int(sizes.sum())
        if not total:
            return np.empty(0, dtype=np.int64)
        before = np.cumsum(sizes) - sizes
        return self._order[np.repeat(first - before, sizes) + np.arange(total)]

    def cell_count(self, depth: int) -> int:
        """Return how many cells of the depth are occupied."""
        return len(self._floor(depth).keys)

    def cells_with(self, depth: int, rows: Rows) -> Rows:
        """Return the index of each row's cell."""
        return self._floor(depth).cell_of[rows].astype(np.int64)

    def relevel(self, rows: Rows, old: Levels, new: Levels) -> None:
        """Take the change of level of distinct `rows`; only their cells are touched."""
        for floor in self._floors:
            flat = floor.histogram.reshape(-1)
            base = floor.cell_of[rows] * LEVEL_COUNT
            np.subtract.at(flat, base + old, 1)
            np.add.at(flat, base + new, 1)

    def _floor(self, depth: int) -> _Floor:
        return self._floors[depth - TOP_DEPTH]

    def _build(
        self, ordered: NDArray[np.uint64], depth: int, level: Levels, x: Floats, y: Floats
    ) -> _Floor:
        """Cut the Morton order into the cells of `depth`; `x` and `y` are in that order."""
        keys_all = ordered >> np.uint64(2 * (MAX_DEPTH - depth))
        fresh = np.ones(len(keys_all), dtype=np.bool_)
        fresh[1:] = keys_all[1:] != keys_all[:-1]
        begins = np.flatnonzero(fresh)
        starts = np.append(begins, len(keys_all)).astype(np.int64)
        cell_of = np.empty(len(keys_all), dtype=np.int32)
        cell_of[self._order] = np.cumsum(fresh) - 1
        histogram = np.bincount(
            cell_of.astype(np.int64) * LEVEL_COUNT + level, minlength=len(begins) * LEVEL_COUNT
        )
        sizes = np.diff(starts)
        empty = not len(begins)
        return _Floor(
            keys=keys_all[begins],
            starts=starts,
            cell_of=cell_of,
            histogram=histogram.astype(np.int32).reshape(-1, LEVEL_COUNT),
            mean_x=x if empty else np.add.reduceat(x, begins) / sizes,
            mean_y=y if empty else np.add.reduceat(y, begins) / sizes,
        )


def _column(coordinate: Floats, depth: int) -> NDArray[np.uint64]:
    side = 1 << depth
    return np.clip(np.floor(coordinate * side), 0, side - 1).astype(np.uint64)


def _spread(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Put a zero between each two bits of a 32-bit number."""
    for shift, mask in _SPREAD:
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value


def _squeeze(code: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Undo `_spread`, ignoring the odd bits."""
    value = code & np.uint64(0x5555555555555555)
    for shift, mask in _UNSPREAD:
        value = (value | (value >> np.uint64(shift))) & np.uint64(mask)
    return value.astype(np.int64)


def _morton(columns: NDArray[np.uint64], rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return _spread(columns) | (_spread(rows) << np.uint64(1))


def _unmorton(codes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return _squeeze(codes), _squeeze(codes >> np.uint64(1))
