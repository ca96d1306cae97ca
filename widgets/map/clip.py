"""Cuts many rings or lines at once along a rectangle.

Rings by Sutherland and Hodgman, one side of the rectangle after the other; lines by Liang and
Barsky. `starts` cuts points into parts with a closing entry. Knows plane geometry only.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map import rings
from widgets.map.rings import Ints

Floats = NDArray[np.float64]
Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_SIDES: Final = ((0, 0, 1.0), (1, 1, 1.0), (0, 2, -1.0), (1, 3, -1.0))
"""Axis, place in the rectangle, and the sign that makes inside positive."""


def clip_rings(points: Floats, starts: Ints, rect: Rect) -> tuple[Floats, Ints]:
    """The rings inside the rectangle, as many as came in; what is outside becomes empty.

    A ring that leaves and comes back runs along the rectangle's edge in between, as this way of
    cutting has it: areas are right, and nothing is seen of it when the edge lies out of sight.
    """
    for axis, place, sign in _SIDES:
        points, starts = _clip_side(points, starts, axis, rect[place], sign)
    return points, starts


def _clip_side(
    points: Floats, starts: Ints, axis: int, edge: float, sign: float
) -> tuple[Floats, Ints]:
    if not len(points):
        return points, starts
    depth = (points[:, axis] - edge) * sign
    inside = depth >= 0.0
    if inside.all():
        return points, starts
    following = _following(starts)
    crosses = inside != inside[following]
    # Each point gives itself when inside, then where its edge crosses the side.
    before = rings.cut_after(inside.astype(np.int64) + crosses)
    out = np.empty((int(before[-1]), 2))
    out[before[:-1][inside]] = points[inside]
    rows = np.flatnonzero(crosses)
    first, second = points[rows], points[following[rows]]
    share = depth[rows] / (depth[rows] - depth[following[rows]])
    met = first + (second - first) * share[:, None]
    met[:, axis] = edge
    out[before[rows] + inside[rows]] = met
    return out, before[starts]


def _following(starts: Ints) -> Ints:
    filled = starts[np.concatenate(([True], np.diff(starts) > 0))]
    return rings.next_points(filled)


def clip_lines(points: Floats, starts: Ints, rect: Rect) -> tuple[Floats, Ints, Ints]:
    """What of the lines is inside: points, their starts, and the line each came from.

    A line that leaves and comes back becomes several.
    """
    if not len(points):
        return points, np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    is_last = np.zeros(len(points), dtype=np.bool_)
    is_last[starts[1:][np.diff(starts) > 0] - 1] = True
    rows = np.flatnonzero(~is_last)
    first, step = points[rows], points[rows + 1] - points[rows]
    enter, leave = _shares(first, step, rect)
    kept = enter < leave
    rows, first, step = rows[kept], first[kept], step[kept]
    enter, leave = enter[kept], leave[kept]
    # A run goes on where the segment before was kept to its end and this one from its beginning.
    goes_on = np.zeros(len(rows), dtype=np.bool_)
    goes_on[1:] = (np.diff(rows) == 1) & (leave[:-1] == 1.0) & (enter[1:] == 0.0)
    before = rings.cut_after(np.where(goes_on, 1, 2))
    out = np.empty((int(before[-1]), 2))
    # At the ends exactly the given points, so that neighbouring tiles meet.
    ends = np.where((leave == 1.0)[:, None], points[rows + 1], first + step * leave[:, None])
    out[before[1:] - 1] = ends
    out[before[:-1][~goes_on]] = (first + step * enter[:, None])[~goes_on]
    cuts = np.append(before[:-1][~goes_on], before[-1])
    source = np.searchsorted(starts, rows[~goes_on], side="right") - 1
    return out, cuts, source


def _shares(first: Floats, step: Floats, rect: Rect) -> tuple[Floats, Floats]:
    """Between which shares of its length each segment is inside; enter > leave for outside."""
    enter, leave = np.zeros(len(first)), np.ones(len(first))
    for axis, place, sign in _SIDES:
        depth = (first[:, axis] - rect[place]) * sign
        grows = step[:, axis] * sign
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            share = -depth / grows
        enter = np.where(grows > 0.0, np.maximum(enter, share), enter)
        leave = np.where(grows < 0.0, np.minimum(leave, share), leave)
        leave = np.where((grows == 0.0) & (depth < 0.0), -1.0, leave)
    return enter, leave
