"""Cutting along a rectangle the slow way: one triangle, one segment at a time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

Point = tuple[float, float]
Rect = tuple[float, float, float, float]


def twice_area(ring: Sequence[Point]) -> float:
    """Positive when clockwise on screen."""
    following = [*ring[1:], *ring[:1]]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, following, strict=True))


def twice_area_inside(ring: Sequence[Point], rect: Rect) -> float:
    """The area of a ring within the rectangle: that of its fan of triangles, each cut alone."""
    return sum(
        twice_area(_triangle_inside([ring[0], first, second], rect))
        for first, second in itertools.pairwise(ring[1:])
    )


def _triangle_inside(shape: list[Point], rect: Rect) -> list[Point]:
    left, top, right, bottom = rect
    for axis, edge, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        out: list[Point] = []
        for here, then in zip(shape, shape[1:] + shape[:1], strict=True):
            a, b = (here[axis] - edge) * sign, (then[axis] - edge) * sign
            if a >= 0:
                out.append(here)
            if (a > 0 > b) or (a < 0 < b):
                share = a / (a - b)
                out.append(
                    (here[0] + (then[0] - here[0]) * share, here[1] + (then[1] - here[1]) * share)
                )
        shape = out
    return shape


def length(line: Sequence[Point]) -> float:
    return sum(math.dist(here, then) for here, then in itertools.pairwise(line))


def length_inside(line: Sequence[Point], rect: Rect) -> float:
    """The length of a line within the rectangle: each segment cut at every side's line."""
    return sum(_segment_inside(here, then, rect) for here, then in itertools.pairwise(line))


def _segment_inside(here: Point, then: Point, rect: Rect) -> float:
    shares = [0.0, 1.0]
    for axis, edges in ((0, rect[0::2]), (1, rect[1::2])):
        step = then[axis] - here[axis]
        if step:
            shares += [(edge - here[axis]) / step for edge in edges]
    shares = sorted(share for share in shares if 0.0 <= share <= 1.0)
    inside = 0.0
    for start, end in itertools.pairwise(shares):
        middle = (start + end) / 2
        x = here[0] + (then[0] - here[0]) * middle
        y = here[1] + (then[1] - here[1]) * middle
        if rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3]:
            inside += (end - start) * math.dist(here, then)
    return inside
