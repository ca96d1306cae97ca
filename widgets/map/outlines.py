"""Chosen parts of a tile layer as whole numbers ready to be written into a path.

Works on columns: what a tile shows may be a hundred thousand points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map.styles.columns import Rows
from widgets.map.tile_data import Cut, PreparedLayer, ranges

STEPS: Final = 16
"""Steps a device pixel is divided into: positions are whole numbers of them."""

_THIN: Final = STEPS // 2
"""Of points in the same half pixel one is enough."""

_MAX_PART: Final = 30_000
"""The reader of the pictures takes no more points in a path."""


@dataclass(frozen=True)
class Outlines:
    """Parts cut into features: `points` (n, 2) in steps of a device pixel.

    `sizes` are points per part, `features` the parts' feature numbers, ascending.
    """

    points: NDArray[np.int64]
    sizes: Rows
    features: Rows

    def chunks(self, limit: int) -> Iterator[tuple[list[int], list[int]]]:
        """Yield (sizes of parts, coordinates) of whole features, about `limit` points each."""
        if not len(self.sizes):
            return
        ends = np.cumsum(self.sizes)
        last_of_feature = np.append(self.features[1:] != self.features[:-1], True)
        stops = np.flatnonzero(last_of_feature)
        chosen = []
        done = 0
        for stop, end in zip(stops.tolist(), ends[stops].tolist(), strict=True):
            if end - done >= limit:
                chosen.append(stop)
                done = end
        if not chosen or chosen[-1] != len(self.sizes) - 1:
            chosen.append(len(self.sizes) - 1)
        part, point = 0, 0
        for stop in chosen:
            end = int(ends[stop])
            yield self.sizes[part : stop + 1].tolist(), self.points[point:end].ravel().tolist()
            part, point = stop + 1, end


def outlines(
    layer: PreparedLayer, rows: Rows, near: NDArray[np.bool_], cut: Cut, frame: Frame
) -> Outlines:
    """Return the parts of `rows` that are `near`, in steps from the picture's corner."""
    source = layer.layer
    begins, ends = source.feature_parts[rows], source.feature_parts[rows + 1]
    parts = ranges(begins, ends)
    features = np.repeat(np.arange(len(rows), dtype=np.int64), ends - begins)
    kept = near[parts]
    parts, features = parts[kept], features[kept]
    starts, stops = source.part_starts[parts], source.part_starts[parts + 1]
    points = source.points[ranges(starts, stops)]
    steps = frame.steps(points, cut, source.extent)
    return _thinned(steps, stops - starts, features)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a picture lies: its size in device pixels and where the tile begins in it.

    `side` is the tile's exact side in device pixels; the picture has whole ones, so that the tile
    may begin a fraction of a pixel beside the picture's corner (`left`, `top`).
    """

    width: int
    height: int
    side: float
    left: float = 0.0
    top: float = 0.0

    def steps(self, points: NDArray[np.float32], cut: Cut, extent: int) -> NDArray[np.int64]:
        """Convert tile coordinates to steps of a device pixel from the picture's corner."""
        scale = self.side / cut.span * STEPS
        shift = (cut.left * scale - self.left * STEPS, cut.top * scale - self.top * STEPS)
        steps: NDArray[np.int64] = np.rint(
            points.astype(np.float64) * (scale / extent) - shift
        ).astype(np.int64)
        return steps


def _thinned(steps: NDArray[np.int64], sizes: Rows, features: Rows) -> Outlines:
    if not len(steps):
        return Outlines(steps, sizes, features)
    begins = np.cumsum(sizes) - sizes
    coarse = steps // _THIN
    keep = np.ones(len(steps), dtype=np.bool_)
    keep[1:] = np.any(coarse[1:] != coarse[:-1], axis=1)
    keep[begins] = True
    keep[begins + sizes - 1] = True
    sizes = np.add.reduceat(keep, begins, dtype=np.int64)
    steps = steps[keep]
    if int(sizes.max()) > _MAX_PART:
        steps, sizes = _decimated(steps, sizes)
    return Outlines(steps, sizes, features)


def _decimated(steps: NDArray[np.int64], sizes: Rows) -> tuple[NDArray[np.int64], Rows]:
    """Keep every n-th point of parts that are too long."""
    begins = np.cumsum(sizes) - sizes
    within = np.arange(len(steps)) - np.repeat(begins, sizes)
    every = np.repeat(-(-sizes // _MAX_PART), sizes)
    keep = within % every == 0
    keep[begins + sizes - 1] = True
    return steps[keep], np.add.reduceat(keep, begins, dtype=np.int64)


def shifted(lines: Outlines, distance: float) -> Outlines:
    """Return lines moved sideways by `distance` steps, to the right of their direction."""
    points = lines.points.astype(np.float64)
    if not len(points):
        return lines
    ends = np.cumsum(lines.sizes)
    steps = np.zeros_like(points)
    steps[:-1] = points[1:] - points[:-1]
    steps[ends - 1] = 0.0
    lengths = np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)
    normals = np.column_stack((-steps[:, 1], steps[:, 0])) / lengths[:, None]
    before = np.roll(normals, 1, axis=0)
    before[ends - lines.sizes] = 0.0
    joined = normals + before
    square = np.maximum(np.einsum("ij,ij->i", joined, joined), 0.5)
    # Over a corner the two normals share the way; a sharp one must not shoot out.
    single = (np.abs(normals).sum(axis=1) == 0) | (np.abs(before).sum(axis=1) == 0)
    factor = np.where(single, 1.0, 2.0 / square)
    moved = points + joined * (factor * distance)[:, None]
    return Outlines(np.rint(moved).astype(np.int64), lines.sizes, lines.features)
