"""Plane geometry in metres for the town generator. Knows nothing of towns, roads or files."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""A polyline or an open ring of shape (n, 2), x east and y north in metres."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A local flat projection around a centre, good to centimetres over a few kilometres."""

    lon: float
    lat: float

    def degrees(self, points: Points) -> list[list[float]]:
        """Longitude and latitude pairs, rounded to 7 decimals (about 1 cm)."""
        per_lon = 111_320.0 * math.cos(math.radians(self.lat))
        return [
            [round(self.lon + float(x) / per_lon, 7), round(self.lat + float(y) / 110_900.0, 7)]
            for x, y in points
        ]

    def metres(self, lon: float, lat: float) -> tuple[float, float]:
        """The inverse of `degrees` for one point."""
        per_lon = 111_320.0 * math.cos(math.radians(self.lat))
        return (lon - self.lon) * per_lon, (lat - self.lat) * 110_900.0


def _next(values: Points) -> Points:
    """The value after each, the first after the last; a fifth of the time of `np.roll`."""
    return np.concatenate((values[1:], values[:1]))


def ring_area(ring: Points) -> float:
    """Signed area of an open ring, positive when counter-clockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return float(0.5 * np.sum(x * _next(y) - _next(x) * y))


def centroid(ring: Points) -> tuple[float, float]:
    """Centre of gravity of an open ring."""
    x, y = ring[:, 0], ring[:, 1]
    cross = x * _next(y) - _next(x) * y
    total = float(cross.sum())
    if abs(total) < 1e-9:
        return float(x.mean()), float(y.mean())
    cx = float(((x + _next(x)) * cross).sum()) / (3 * total)
    cy = float(((y + _next(y)) * cross).sum()) / (3 * total)
    return cx, cy


def contains(ring: Points, x: float, y: float) -> bool:
    """Whether the point lies inside the open ring (even-odd rule)."""
    x0, y0 = ring[:, 0], ring[:, 1]
    x1, y1 = _next(x0), _next(y0)
    spans = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    return bool(np.count_nonzero(spans & (x < cross)) % 2)


def clip_half_plane(ring: Points, origin: Points, normal: Points) -> Points:
    """The part of a ring where (p - origin)·normal >= 0 (Sutherland and Hodgman)."""
    side = (ring - origin) @ normal
    kept: list[Points] = []
    count = len(ring)
    for i in range(count):
        j = (i + 1) % count
        if side[i] >= 0:
            kept.append(ring[i])
        if (side[i] >= 0) != (side[j] >= 0):
            t = side[i] / (side[i] - side[j])
            kept.append(ring[i] + t * (ring[j] - ring[i]))
    return np.array(kept) if len(kept) >= 3 else np.empty((0, 2))


def main_axis(ring: Points) -> tuple[float, float, float]:
    """Angle of the tightest box around the ring, with its length and its width."""
    edges = _next(ring) - ring
    best = (0.0, 0.0, 0.0)
    least = math.inf
    for angle in np.unique(np.round(np.arctan2(edges[:, 1], edges[:, 0]) % (math.pi / 2), 3)):
        turned = ring @ rotation(-float(angle)).T
        width, height = float(np.ptp(turned[:, 0])), float(np.ptp(turned[:, 1]))
        if width * height < least:
            least = width * height
            best = (float(angle), width, height)
    angle, width, height = best
    if height > width:
        return angle + math.pi / 2, height, width
    return best


def rotation(angle: float) -> Points:
    """The 2×2 matrix that turns column vectors by `angle`, counter-clockwise."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s], [s, c]])


def chord(ring: Points, origin: Points, direction: Points) -> tuple[Points, Points] | None:
    """The widest cut of the line origin + t·direction through the ring."""
    normal = np.array([-direction[1], direction[0]])
    side = (ring - origin) @ normal
    along = (ring - origin) @ direction
    hits: list[float] = []
    count = len(ring)
    for i in range(count):
        j = (i + 1) % count
        if (side[i] >= 0) != (side[j] >= 0):
            t = side[i] / (side[i] - side[j])
            hits.append(float(along[i] + t * (along[j] - along[i])))
    if len(hits) < 2:
        return None
    return origin + min(hits) * direction, origin + max(hits) * direction


def densify(line: Points, step: float) -> Points:
    """The polyline with points no further apart than `step` metres."""
    parts: list[Points] = []
    for a, b in pairwise(line):
        count = max(1, math.ceil(float(np.hypot(*(b - a))) / step))
        parts.append(a + (b - a) * (np.arange(count) / count)[:, None])
    parts.append(line[-1:])
    return np.vstack(parts)


def offset_band(line: Points, half_width: Points) -> Points:
    """The ring of a band around a polyline, `half_width` metres at each of its points."""
    tangent = np.gradient(line, axis=0)
    tangent /= np.hypot(tangent[:, 0], tangent[:, 1])[:, None]
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]]) * half_width[:, None]
    return np.vstack([line - normal, (line + normal)[::-1]])


def box(cx: float, cy: float, length: float, width: float, angle: float) -> Points:
    """A rectangle's open ring, counter-clockwise."""
    c, s = math.cos(angle), math.sin(angle)
    ax, ay = length / 2 * c, length / 2 * s
    bx, by = width / 2 * -s, width / 2 * c
    return np.array(
        [
            [cx - ax - bx, cy - ay - by],
            [cx + ax - bx, cy + ay - by],
            [cx + ax + bx, cy + ay + by],
            [cx - ax + bx, cy - ay + by],
        ]
    )
