"""Which tiles an area needs, exactly, as runs along the rows of each zoom. Pure.

A tile is needed when the area reaches into it. Runs, not tiles, are kept: their number grows with
the outline of the area, not with what is inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.maps.errors import PlanError
from desktop.maps.said import say
from widgets.map.projection import lonlat_to_world
from widgets.map.sources import TileAddress
from widgets.map.values import Bounds

MAX_RUNS: Final = 2_000_000
"""Of one zoom; a town at zoom 18 has a few thousand."""
_SNAP: Final = 1e-7
"""Of a tile: an edge this close to a tile's edge lies on it, and does not reach into the next."""

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class TileRuns:
    """Tiles of one zoom as runs of `y * 2**z + x`: sorted, apart, `ends` included."""

    z: int
    starts: Numbers
    ends: Numbers

    @property
    def count(self) -> int:
        return int((self.ends - self.starts + 1).sum())

    def __contains__(self, address: TileAddress) -> bool:
        number = (address.y << self.z) + address.x
        at = int(np.searchsorted(self.starts, number, side="right")) - 1
        return address.z == self.z and at >= 0 and number <= int(self.ends[at])

    def without(self, held: Numbers) -> Iterator[TileAddress]:
        """The tiles that are not in `held` (sorted numbers), row by row."""
        side = 1 << self.z
        for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True):
            low, high = np.searchsorted(held, (start, end + 1))
            there = set(held[low:high].tolist())
            for number in range(start, end + 1):
                if number not in there:
                    yield TileAddress(self.z, number % side, number // side)

    def lacking(self, held: Numbers) -> int:
        """How many of the tiles are not in `held`."""
        low = np.searchsorted(held, self.starts)
        high = np.searchsorted(held, self.ends, side="right")
        return self.count - int((high - low).sum())

    def outside(self, held: Numbers) -> Numbers:
        """Those of `held` that are not among the tiles."""
        at = np.searchsorted(self.starts, held, side="right") - 1
        if len(self.starts) == 0:
            return held
        return held[(at < 0) | (held > self.ends[np.maximum(at, 0)])]

    def some(self, count: int) -> list[TileAddress]:
        """At most `count` tiles, spread evenly."""
        before = np.concatenate(([0], np.cumsum(self.ends - self.starts + 1)))
        total, side = int(before[-1]), 1 << self.z
        found = []
        for i in range(min(count, total)):
            place = (2 * i + 1) * total // (2 * min(count, total))
            run = int(np.searchsorted(before, place, side="right")) - 1
            number = int(self.starts[run]) + place - int(before[run])
            found.append(TileAddress(self.z, number % side, number // side))
        return found


def cover(area: Bounds | Ring, z: int) -> TileRuns:
    """The tiles of a zoom that a rectangle or a ring (lon, lat; not closed) reaches into.

    Raises PlanError when the outline is too long to be followed tile by tile.
    """
    side = 1 << z
    ring = corners(area)
    lon, lat = np.array(ring, dtype=np.float64).T
    x, y = lonlat_to_world(lon, lat)
    x, y = _snapped(x * side), _snapped(y * side)
    rows = np.minimum(np.ceil(np.maximum(y, np.roll(y, 1))), side) - np.floor(
        np.minimum(y, np.roll(y, 1))
    )
    if float(rows.sum()) > MAX_RUNS:
        raise PlanError(
            say(
                "area.too_large",
                "the area is too large for zoom {z}; draw a smaller one or choose a lower zoom",
                z=z,
            )
        )
    edge_rows, low, high = _along_edges(x, y)
    span_rows, first, last = _inside(x, y)
    rows_of = np.concatenate((edge_rows, span_rows))
    starts = np.concatenate((low, first))
    ends = np.concatenate((high, last))
    keep = (rows_of >= 0) & (rows_of < side) & (starts < side) & (ends >= 0) & (starts <= ends)
    base = rows_of[keep] << z
    return _merged(
        z, base + np.clip(starts[keep], 0, side - 1), base + np.clip(ends[keep], 0, side - 1)
    )


def corners(area: Bounds | Ring) -> Ring:
    """The outline of an area, not closed."""
    if not isinstance(area, Bounds):
        return area
    west, south, east, north = area.west, area.south, area.east, area.north
    return (west, south), (east, south), (east, north), (west, north)


def bounds_of(area: Bounds | Ring) -> Bounds:
    """The rectangle around an area."""
    lon, lat = zip(*corners(area), strict=True)
    return Bounds(min(lon), min(lat), max(lon), max(lat))


def count(runs: Sequence[TileRuns]) -> int:
    """Tiles of all zooms."""
    return sum(one.count for one in runs)


def _snapped(values: Floats) -> Floats:
    near = np.round(values)
    return np.where(np.abs(values - near) < _SNAP, near, values)


def _along_edges(x: Floats, y: Floats) -> tuple[Numbers, Numbers, Numbers]:
    """Row, first and last column of the tiles each edge runs through, row by row."""
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    top, bottom = np.minimum(y, y2), np.maximum(y, y2)
    first = np.floor(top)
    rows = np.maximum(np.ceil(bottom) - first, 1).astype(np.int64)
    # A level edge along a tile's edge bounds the area without reaching into either tile.
    rows[(top == bottom) & (top == first)] = 0
    edge = np.repeat(np.arange(len(x)), rows)
    row = first[edge] + (np.arange(len(edge)) - np.repeat(np.cumsum(rows) - rows, rows))
    height = np.where(y2 == y, 1.0, y2 - y)[edge]
    level = (y2 == y)[edge]
    at_top = np.clip((np.maximum(top[edge], row) - y[edge]) / height, 0, 1)
    at_bottom = np.clip((np.minimum(bottom[edge], row + 1) - y[edge]) / height, 0, 1)
    width = (x2 - x)[edge]
    xa = np.where(level, x[edge], x[edge] + width * at_top)
    xb = np.where(level, x2[edge], x[edge] + width * at_bottom)
    left, right = _snapped(np.minimum(xa, xb)), _snapped(np.maximum(xa, xb))
    low = np.floor(left).astype(np.int64)
    high = np.ceil(right).astype(np.int64) - 1
    return row.astype(np.int64), low, high


def _inside(x: Floats, y: Floats) -> tuple[Numbers, Numbers, Numbers]:
    """Row, first and last column of the tiles whose middle lies inside, by the even-odd rule."""
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    top, bottom = np.minimum(y, y2), np.maximum(y, y2)
    # Rows whose middle line the edge crosses; the lower end counts, the upper does not.
    first = np.ceil(top - 0.5).astype(np.int64)
    rows = np.maximum(np.ceil(bottom - 0.5).astype(np.int64) - first, 0)
    edge = np.repeat(np.arange(len(x)), rows)
    row = first[edge] + (np.arange(len(edge)) - np.repeat(np.cumsum(rows) - rows, rows))
    share = (row + 0.5 - y[edge]) / np.where(y2 == y, 1.0, y2 - y)[edge]
    cross = x[edge] + (x2 - x)[edge] * share
    order = np.lexsort((cross, row))
    row, cross = row[order], cross[order]
    return (
        row[::2],
        np.ceil(cross[::2] - 0.5).astype(np.int64),
        np.floor(cross[1::2] - 0.5).astype(np.int64),
    )


def _merged(z: int, starts: Numbers, ends: Numbers) -> TileRuns:
    if len(starts) == 0:
        return TileRuns(z, starts, ends)
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], ends[order]
    reach = np.maximum.accumulate(ends)
    fresh = np.flatnonzero(np.concatenate(([True], starts[1:] > reach[:-1])))
    lasts = np.concatenate((fresh[1:] - 1, [len(starts) - 1]))
    return TileRuns(z, starts[fresh], reach[lasts])
