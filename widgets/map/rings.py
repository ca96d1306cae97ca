"""Many rings and lines in columns: areas, winding, and the dropping of what is nothing.

`starts` cuts points into parts and has a closing entry, as in `widgets.map.sources.TileLayer`.
Knows plane geometry only; y grows down, so a positive area is clockwise on screen.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Points = NDArray[Any]


def signed_areas(points: Points, starts: Ints) -> NDArray[np.float64]:
    """Twice the area of each ring, positive when clockwise on screen. No ring may be empty."""
    if len(starts) < 2:
        return np.zeros(0)
    # Relative to the first point: a small ring far from the origin keeps its digits.
    local = points.astype(np.float64) - np.repeat(points[starts[:-1]], np.diff(starts), axis=0)
    following = next_points(starts)
    x, y = local[:, 0], local[:, 1]
    return np.asarray(np.add.reduceat(x * y[following] - x[following] * y, starts[:-1]))


def next_points(starts: Ints) -> Ints:
    """For each point the index of the next one of its ring, the first after the last."""
    following = np.arange(1, starts[-1] + 1, dtype=np.int64)
    following[starts[1:] - 1] = starts[:-1]
    return following


def without_closing_points(
    points: Points, starts: Ints, which: NDArray[np.bool_]
) -> tuple[Points, Ints]:
    """Take from the parts of `which` a last point that repeats the first. None may be empty."""
    sizes = np.diff(starts)
    lasts = starts[1:] - 1
    closed = which & (sizes > 1) & (points[lasts] == points[starts[:-1]]).all(axis=1)
    if not closed.any():
        return points, starts
    return np.delete(points, lasts[closed], axis=0), cut_after(sizes - closed)


def reversed_parts(points: Points, starts: Ints, turned: NDArray[np.bool_]) -> Points:
    """The points with the order of the `turned` parts reversed."""
    if not turned.any():
        return points
    sizes = np.diff(starts)
    order = np.arange(len(points), dtype=np.int64)
    mirror = np.repeat(starts[:-1] + starts[1:] - 1, sizes) - order
    return points[np.where(np.repeat(turned, sizes), mirror, order)]


def kept_parts(
    points: Points, starts: Ints, feature_parts: Ints, kept: NDArray[np.bool_]
) -> tuple[Points, Ints, Ints]:
    """Points, part starts and feature parts with only the `kept` parts left."""
    if kept.all():
        return points, starts, feature_parts
    sizes = np.diff(starts)
    before = np.concatenate(([0], np.cumsum(kept)))
    return points[np.repeat(kept, sizes)], cut_after(sizes[kept]), before[feature_parts]


def cut_after(sizes: NDArray[Any]) -> Ints:
    """Starts, with the closing entry, of parts of these sizes."""
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def feature_of_parts(feature_parts: Ints) -> Ints:
    """The index of the feature each part belongs to."""
    return np.repeat(np.arange(len(feature_parts) - 1), np.diff(feature_parts))
