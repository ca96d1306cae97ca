"""Rings and lines on the globe: winding as RFC 7946 wants it, and cutting at 180°.

Arrays are (n, 2) degrees; rings come and go closed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WHOLE_TURN: Final = 359.99
"""A step this wide runs along the whole world on purpose, it does not cross the antimeridian."""


def signed_area(ring: Floats) -> float:
    """In square degrees, positive when counter-clockwise."""
    x, y = (ring - ring[0]).T
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2.0


def wind(ring: Floats, *, is_hole: bool) -> tuple[Floats, bool]:
    """The ring wound counter-clockwise, a hole clockwise, and whether it had to be turned."""
    area = signed_area(ring)
    is_wrong = area > 0 if is_hole else area < 0
    return (ring[::-1] if is_wrong else ring), is_wrong


def crosses(line: Floats) -> bool:
    """Whether a step leads across the antimeridian: over half the world, not all round it."""
    steps = np.abs(np.diff(line[:, 0]))
    return bool((steps > 180.0).any() and (steps < _WHOLE_TURN).all())


def cut_line(line: Floats) -> list[Floats]:
    """The line in pieces that do not cross 180°; itself when it does not."""
    if not crosses(line):
        return [line]
    pieces, entry, start = list[Floats](), np.zeros((0, 2)), 0
    for step in np.flatnonzero(np.abs(np.diff(line[:, 0])) > 180.0).tolist():
        here, there = line[step], line[step + 1]
        edge = 180.0 if here[0] > 0 else -180.0
        share = (edge - here[0]) / (there[0] + 2 * edge - here[0])
        lat = here[1] + share * (there[1] - here[1])
        pieces.append(np.vstack([entry, line[start : step + 1], [[edge, lat]]]))
        entry, start = np.array([[-edge, lat]]), step + 1
    return [*pieces, np.vstack([entry, line[start:]])]


def cut_polygon(rings: list[Floats]) -> list[list[Floats]]:
    """The polygon in pieces that do not cross 180°, each an outer ring with its holes."""
    if not any(crosses(ring) for ring in rings):
        return [rings]
    outer = _unrolled(rings[0])
    middle = (outer[:, 0].min() + outer[:, 0].max()) / 2
    unrolled = [outer]
    for hole in rings[1:]:
        hole = _unrolled(hole)
        turns = np.round((middle - hole[:, 0].mean()) / 360.0)
        unrolled.append(hole + (360.0 * turns, 0.0))
    pieces = []
    for turn in (-1, 0, 1):
        shift = (360.0 * turn, 0.0)
        clipped = [_between(ring - shift) for ring in unrolled]
        if len(clipped[0]):
            pieces.append([ring for ring in clipped if len(ring)])
    return pieces


def _unrolled(ring: Floats) -> Floats:
    """The ring with longitudes that run on instead of jumping."""
    return np.column_stack([np.unwrap(ring[:, 0], period=360.0), ring[:, 1]])


def _between(ring: Floats) -> Floats:
    """What of a ring lies from -180° to 180°, closed; empty when nothing does."""
    for edge, sign in ((-180.0, 1.0), (180.0, -1.0)):
        ring = _half(ring, edge, sign)
        if len(ring) < 4:
            return np.zeros((0, 2))
    return ring if abs(signed_area(ring)) > 0 else np.zeros((0, 2))


def _half(ring: Floats, edge: float, sign: float) -> Floats:
    """Sutherland and Hodgman's clip against one meridian."""
    kept: list[tuple[float, float]] = []
    side = sign * (ring[:, 0] - edge)
    for at in range(len(ring) - 1):
        if side[at] >= 0:
            kept.append((ring[at, 0], ring[at, 1]))
        if (side[at] > 0 > side[at + 1]) or (side[at] < 0 < side[at + 1]):
            share = side[at] / (side[at] - side[at + 1])
            kept.append((edge, ring[at, 1] + share * (ring[at + 1, 1] - ring[at, 1])))
    return np.array([*kept, *kept[:1]]).reshape(-1, 2)
