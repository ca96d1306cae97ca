"""Which points lie inside a rectangle or a polygon, exactly, however they are drawn.

Pure arithmetic over columns in world units; candidates are the caller's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from widgets.map.points import PointLayer
from widgets.map.projection import Floats
from widgets.map.pyramid import Rows

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in world units; the edges belong to it."""


def rows_in_rect(layer: PointLayer, rect: Rect) -> Rows:
    """Return the rows inside, ascending."""
    left, top, right, bottom = rect
    rows = layer.rows_near(rect)
    x, y = layer.x[rows], layer.y[rows]
    inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    return np.sort(rows[inside])


def rows_in_polygon(layer: PointLayer, corner_x: Floats, corner_y: Floats) -> Rows:
    """Return the rows inside a polygon by the even-odd rule, ascending."""
    if len(corner_x) < 3:
        return np.empty(0, dtype=np.int64)
    rect = (
        float(corner_x.min()),
        float(corner_y.min()),
        float(corner_x.max()),
        float(corner_y.max()),
    )
    rows = rows_in_rect(layer, rect)
    return rows[inside_polygon(layer.x[rows], layer.y[rows], corner_x, corner_y)]


def inside_polygon(x: Floats, y: Floats, corner_x: Floats, corner_y: Floats) -> NDArray[np.bool_]:
    """Say of each point whether it is inside: its ray crosses an odd number of edges.

    The points are sorted by y once, so that an edge looks only at those between its ends: a lasso
    of many short edges costs little more than one of four.
    """
    order = np.argsort(y, kind="stable")
    sorted_x, sorted_y = x[order], y[order]
    crossed = np.zeros(len(x), dtype=np.bool_)
    next_x, next_y = np.roll(corner_x, -1), np.roll(corner_y, -1)
    low = np.searchsorted(sorted_y, np.minimum(corner_y, next_y), side="left")
    high = np.searchsorted(sorted_y, np.maximum(corner_y, next_y), side="left")
    for edge in np.flatnonzero(high > low):
        band = slice(low[edge], high[edge])
        slope = (next_x[edge] - corner_x[edge]) / (next_y[edge] - corner_y[edge])
        at = corner_x[edge] + (sorted_y[band] - corner_y[edge]) * slope
        crossed[band] ^= sorted_x[band] < at
    inside = np.empty(len(x), dtype=np.bool_)
    inside[order] = crossed
    return inside
