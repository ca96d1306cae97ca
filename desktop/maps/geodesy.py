"""Lengths, areas and circles on the WGS 84 ellipsoid, one pair or a million at once.

Angles are degrees, lengths metres, azimuths degrees clockwise from north. What is not a number
stays one. Knows no screen and no other coordinate system.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

Floats = NDArray[np.float64]

CIRCLE_POINTS: Final = 72
_WGS84: Final = Geod(ellps="WGS84")
"""The ellipsoid's constants; holds no file and no connection."""


def _columns(*values: ArrayLike) -> tuple[Floats, ...]:
    arrays = np.broadcast_arrays(*(np.asarray(value, np.float64) for value in values))
    return tuple(np.array(array, np.float64) for array in arrays)


def distances_m(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> Floats:
    """Geodesic distances; the arguments broadcast against each other."""
    a, b, c, d = _columns(lon_a, lat_a, lon_b, lat_b)
    return np.asarray(_WGS84.inv(a, b, c, d)[2], np.float64).reshape(a.shape)


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Geodesic distance between two places."""
    return float(distances_m(lon_a, lat_a, lon_b, lat_b))


def azimuth(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Direction from the first place to the second, 0 to 360."""
    return float(_WGS84.inv(lon_a, lat_a, lon_b, lat_b)[0]) % 360.0


def segment_lengths_m(lonlat: Floats) -> Floats:
    """Length of each of the n - 1 segments of a line (n, 2)."""
    return distances_m(lonlat[:-1, 0], lonlat[:-1, 1], lonlat[1:, 0], lonlat[1:, 1])


def length_m(lonlat: Floats) -> float:
    """Length of a line (n, 2); 0 below two points."""
    return float(segment_lengths_m(lonlat).sum()) if len(lonlat) > 1 else 0.0


def area_m2(rings: Sequence[Floats]) -> float:
    """Area of a polygon: the outer ring (n, 2) less its holes; winding and closing do not matter.

    A ring that crosses itself has no area one could defend; it gives that of its signed loops.
    """
    areas = [_ring_area_m2(ring) for ring in rings]
    return max(0.0, areas[0] - sum(areas[1:])) if areas else 0.0


def _ring_area_m2(ring: Floats) -> float:
    if len(ring) < 3:
        return 0.0
    return abs(float(_WGS84.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0]))


def perimeter_m(ring: Floats) -> float:
    """Length of a ring (n, 2) all the way round, closed or not."""
    return length_m(np.vstack([ring, ring[:1]])) if len(ring) > 1 else 0.0


def destinations(
    lon: ArrayLike, lat: ArrayLike, azimuth_deg: ArrayLike, distance: ArrayLike
) -> Floats:
    """Where one arrives from each place in a direction after so many metres: (n, 2)."""
    a, b, c, d = (np.atleast_1d(column) for column in _columns(lon, lat, azimuth_deg, distance))
    east, north, _ = _WGS84.fwd(a, b, c, d)
    return np.column_stack([east, north])


def destination(lon: float, lat: float, azimuth_deg: float, distance: float) -> tuple[float, float]:
    """Longitude and latitude after so many metres in a direction."""
    ((east, north),) = destinations(lon, lat, azimuth_deg, distance).tolist()
    return east, north


def circle(lon: float, lat: float, radius_m: float, points: int = CIRCLE_POINTS) -> Floats:
    """Places at that distance, clockwise from north, (points, 2), the first not repeated.

    Longitudes run on past 180° rather than jump, so that the ring can be drawn as it is.
    """
    ring = destinations(lon, lat, np.arange(points) * (360.0 / points), radius_m)
    ring[:, 0] = lon + (ring[:, 0] - lon + 180.0) % 360.0 - 180.0
    return ring


def radius_box(lon: float, lat: float, radius_m: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a box that holds everything within that distance.

    For leaving out the far ones before measuring: a little too large, never too small. Reaches
    round the whole globe when a pole is inside, and past ±180° at the antimeridian.
    """
    # A meridian arc is longest per degree at the poles, shortest at the equator: 110,574 m.
    half_lat = radius_m / 110_500.0
    south, north = lat - half_lat, lat + half_lat
    if south <= -90.0 or north >= 90.0:
        return lon - 180.0, max(south, -90.0), lon + 180.0, min(north, 90.0)
    widest = max(abs(south), abs(north))
    half_lon = radius_m / (111_300.0 * np.cos(np.radians(widest)))
    half_lon = min(180.0, float(half_lon))
    return lon - half_lon, south, lon + half_lon, north
