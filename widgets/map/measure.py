"""Lengths and areas on the earth (WGS 84), and the words for them. Pure; knows no screen.

Lengths follow Vincenty's inverse formula (Survey Review XXIII, 1975), right to a millimetre; where
it does not converge, near the antipode, the great circle stands in (0.6 % at worst). Areas are
those of great-circle polygons on the authalic sphere: within 0.001 % for a town, 0.1 % for a
province.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

from widgets.map.values import MapTexts

A_M: Final = 6_378_137.0
F: Final = 1.0 / 298.257223563
B_M: Final = A_M * (1.0 - F)
MEAN_RADIUS_M: Final = 6_371_008.8
AUTHALIC_RADIUS_M: Final = 6_371_007.181
_E2: Final = F * (2.0 - F)
_E: Final = math.sqrt(_E2)
_ROUNDS: Final = 60

LonLat = tuple[float, float]


def distance_m(start: LonLat, end: LonLat) -> float:
    """Return the length of the shortest line between two positions in degrees."""
    u1 = math.atan((1.0 - F) * math.tan(math.radians(start[1])))
    u2 = math.atan((1.0 - F) * math.tan(math.radians(end[1])))
    turn = math.remainder(math.radians(end[0] - start[0]), math.tau)
    sin1, cos1, sin2, cos2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    lam = turn
    for _ in range(_ROUNDS):
        sin_lam, cos_lam = math.sin(lam), math.cos(lam)
        sin_sigma = math.hypot(cos2 * sin_lam, cos1 * sin2 - sin1 * cos2 * cos_lam)
        if sin_sigma == 0.0:
            return 0.0
        cos_sigma = sin1 * sin2 + cos1 * cos2 * cos_lam
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = cos1 * cos2 * sin_lam / sin_sigma
        cos2_alpha = 1.0 - sin_alpha**2
        middle = cos_sigma - 2.0 * sin1 * sin2 / cos2_alpha if cos2_alpha > 1e-15 else 0.0
        c = F / 16.0 * cos2_alpha * (4.0 + F * (4.0 - 3.0 * cos2_alpha))
        before = lam
        bend = middle + c * cos_sigma * (2.0 * middle**2 - 1.0)
        lam = turn + (1.0 - c) * F * sin_alpha * (sigma + c * sin_sigma * bend)
        if abs(lam - before) < 1e-12:
            return B_M * _series(sigma, sin_sigma, cos_sigma, cos2_alpha, middle)
    return great_circle_m(start, end)


def _series(
    sigma: float, sin_sigma: float, cos_sigma: float, cos2_alpha: float, middle: float
) -> float:
    """Return the arc on the ellipsoid in units of its minor axis."""
    u_sq = cos2_alpha * (A_M**2 - B_M**2) / B_M**2
    big_a = 1.0 + u_sq / 16384.0 * (4096.0 + u_sq * (-768.0 + u_sq * (320.0 - 175.0 * u_sq)))
    big_b = u_sq / 1024.0 * (256.0 + u_sq * (-128.0 + u_sq * (74.0 - 47.0 * u_sq)))
    last = big_b / 6.0 * middle * (4.0 * sin_sigma**2 - 3.0) * (4.0 * middle**2 - 3.0)
    inner = cos_sigma * (2.0 * middle**2 - 1.0) - last
    return big_a * (sigma - big_b * sin_sigma * (middle + big_b / 4.0 * inner))


def great_circle_m(start: LonLat, end: LonLat) -> float:
    """Return the length of the great circle between two positions (haversine)."""
    lat1, lat2 = math.radians(start[1]), math.radians(end[1])
    half = math.sin((lat2 - lat1) / 2.0) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(end[0] - start[0]) / 2.0) ** 2
    return 2.0 * MEAN_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def length_m(line: Sequence[LonLat]) -> float:
    """Return the length of a line of positions in degrees."""
    return math.fsum(distance_m(a, b) for a, b in itertools.pairwise(line))


def area_m2(ring: Sequence[LonLat]) -> float:
    """Return the area inside a ring of positions in degrees, closed or not, wound either way."""
    if len(ring) < 3:
        return 0.0
    halves = [math.tan(_authalic(math.radians(lat)) / 2.0) for _lon, lat in ring]
    excess = 0.0
    for i in range(len(ring)):
        j = (i + 1) % len(ring)
        turn = math.remainder(math.radians(ring[j][0] - ring[i][0]), math.tau)
        top = math.tan(turn / 2.0) * (halves[i] + halves[j])
        excess += 2.0 * math.atan2(top, 1.0 + halves[i] * halves[j])
    return abs(excess) * AUTHALIC_RADIUS_M**2


def _authalic(lat: float) -> float:
    """Return the latitude on the sphere of equal area (Snyder 1987, 3-11 and 3-12)."""
    sine = math.sin(lat)
    q = _q(sine)
    return math.asin(max(-1.0, min(1.0, q / _q(1.0))))


def _q(sine: float) -> float:
    e_sine = _E * sine
    return (1.0 - _E2) * (sine / (1.0 - e_sine**2) + math.atanh(e_sine) / _E)


def circle(centre: LonLat, radius_m: float, corners: int = 96) -> list[LonLat]:
    """Return a ring of positions at one distance from the centre, clockwise from the north."""
    lon, lat = centre
    phi = math.radians(lat)
    w = math.sqrt(1.0 - _E2 * math.sin(phi) ** 2)
    north_m = A_M * (1.0 - _E2) / w**3
    east_m = A_M / w * max(1e-6, math.cos(phi))
    ring = []
    for corner in range(corners):
        angle = math.tau * corner / corners
        north, east = math.cos(angle), math.sin(angle)
        reach = radius_m
        # On the plane first; two corrections by the true distance leave centimetres.
        for _ in range(3):
            there = (
                lon + math.degrees(reach * east / east_m),
                max(-89.9, min(89.9, lat + math.degrees(reach * north / north_m))),
            )
            true = distance_m(centre, there)
            reach *= radius_m / true if true > 0.0 else 1.0
        ring.append(there)
    return ring


def length_text(metres: float, texts: MapTexts) -> str:
    """Return a length in metres or kilometres with three or four figures."""
    if metres < 1000.0:
        return f"{metres:.1f} {texts.metre}" if metres < 100.0 else f"{metres:.0f} {texts.metre}"
    kilometres = metres / 1000.0
    return f"{kilometres:.{2 if kilometres < 100.0 else 1}f} {texts.kilometre}"


def area_text(square_metres: float, texts: MapTexts) -> str:
    """Return an area in square metres, hectares or square kilometres."""
    if square_metres < 10_000.0:
        return f"{square_metres:.0f} {texts.square_metre}"
    if square_metres < 1_000_000.0:
        return f"{square_metres / 10_000.0:.2f} {texts.hectare}"
    return f"{square_metres / 1_000_000.0:.2f} {texts.square_kilometre}"
