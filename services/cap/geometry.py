"""Whether a warned place touches a neighbourhood. Flat geometry in degrees, even-odd rings."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.cap.document import Circle, LonLat

Ring = Sequence[LonLat]
Floats = NDArray[np.float64]

_KM_PER_DEGREE = 111.195


def touches_polygon(rings: Sequence[Ring], polygon: Ring) -> bool:
    """Whether the area of `rings` and the closed `polygon` have a place in common."""
    outer = _closed(polygon)
    for ring in rings:
        edges = _closed(ring)
        if len(edges) > 1 and _boxes_meet(edges, outer) and _edges_cross(edges, outer):
            return True
    return bool(rings) and (
        _holds([outer], rings[0][0]) or _holds([_closed(ring) for ring in rings], polygon[0])
    )


def touches_circle(rings: Sequence[Ring], circle: Circle) -> bool:
    """Whether any place of the area is within the circle."""
    lon, lat = circle.centre
    scale = np.array([_KM_PER_DEGREE * math.cos(math.radians(lat)), _KM_PER_DEGREE])
    flat = [(_closed(ring) - (lon, lat)) * scale for ring in rings]
    if _holds(flat, (0.0, 0.0)):
        return True
    return any(_nearest(ring) <= circle.radius_km for ring in flat if len(ring))


def _closed(ring: Ring) -> Floats:
    points = np.asarray(ring, np.float64).reshape(-1, 2)
    if len(points) and (points[0] != points[-1]).any():
        points = np.concatenate([points, points[:1]])
    return points


def _boxes_meet(a: Floats, b: Floats) -> bool:
    return bool((a.min(0) <= b.max(0)).all() and (b.min(0) <= a.max(0)).all())


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    along, to = end - start, point - start
    side: Floats = np.sign(along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0])
    return side


def _edges_cross(a: Floats, b: Floats) -> bool:
    """Whether any edge of one line meets any edge of the other."""
    a0, a1 = a[:-1, None], a[1:, None]
    b0, b1 = b[None, :-1], b[None, 1:]
    across_a = _side(a0, a1, b0) * _side(a0, a1, b1) <= 0
    across_b = _side(b0, b1, a0) * _side(b0, b1, a1) <= 0
    low = np.maximum(np.minimum(a0, a1), np.minimum(b0, b1))
    high = np.minimum(np.maximum(a0, a1), np.maximum(b0, b1))
    return bool((across_a & across_b & (low <= high).all(-1)).any())


def _holds(rings: Sequence[Floats], place: LonLat) -> bool:
    """Even-odd rule."""
    x, y = place
    inside = False
    for ring in rings:
        start, end = ring[:-1], ring[1:]
        spans = (start[:, 1] > y) != (end[:, 1] > y)
        rise = np.where(spans, end[:, 1] - start[:, 1], 1.0)
        at = start[:, 0] + (y - start[:, 1]) / rise * (end[:, 0] - start[:, 0])
        inside ^= bool(np.count_nonzero(spans & (x < at)) % 2)
    return inside


def _nearest(ring: Floats) -> float:
    """Distance of the line from the origin."""
    start, along = ring[:-1], np.diff(ring, axis=0)
    if not len(start):
        return float(np.hypot(*ring[0]))
    square = np.maximum((along**2).sum(1), 1e-300)
    part = np.clip(-(start * along).sum(1) / square, 0.0, 1.0)
    return float(np.hypot(*(start + part[:, None] * along).T).min())
