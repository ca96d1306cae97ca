"""GCJ-02 and BD-09, the two offsets Chinese map services put on WGS 84, forth and back.

The formulas are the ones in public use; they are a convention, not a survey: services differ from
them by a metre or so. They hold inside a box round China (72.004 to 137.8347° E, 0.8293 to
55.8271° N); outside it GCJ-02 is WGS 84. Arrays are (n, 2) degrees, longitude first.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CHINA: Final = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north."""
_AXIS: Final = 6_378_245.0
_ECCENTRICITY: Final = 0.00669342162296594323
"""Squared, of the Krasovsky ellipsoid the formulas are written on."""
_BD_TURN: Final = np.pi * 3000.0 / 180.0
_ROUNDS: Final = 4
"""Each round of the inverse gains more than a factor of 100; two would do for 0.1 m."""

_ROUNDING: Final = 1e-9
"""Degrees the iteration may end beside a place on the very edge of the box."""


def wgs84_to_gcj02(lonlat: Floats) -> Floats:
    inside = _is_in_china(lonlat)
    return np.where(inside[:, None], lonlat + _offset(lonlat), lonlat)


def gcj02_to_wgs84(lonlat: Floats) -> Floats:
    """The inverse by iteration.

    Within some hundred metres outside the edge of the box two places share one GCJ-02 coordinate;
    the one inside is answered.
    """
    found = lonlat - _offset(lonlat)
    for _ in range(_ROUNDS):
        found = lonlat - _offset(found)
    return np.where(_is_in_china(found, _ROUNDING)[:, None], found, lonlat)


def gcj02_to_bd09(lonlat: Floats) -> Floats:
    x, y = lonlat[:, 0], lonlat[:, 1]
    reach = np.hypot(x, y) + 0.00002 * np.sin(y * _BD_TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_TURN)
    return np.column_stack([reach * np.cos(angle) + 0.0065, reach * np.sin(angle) + 0.006])


def bd09_to_gcj02(lonlat: Floats) -> Floats:
    found = lonlat - (0.0065, 0.006)
    for _ in range(_ROUNDS):
        found = found + (lonlat - gcj02_to_bd09(found))
    return np.asarray(found, np.float64)


def _is_in_china(lonlat: Floats, slack: float = 0.0) -> NDArray[np.bool_]:
    west, south, east, north = CHINA
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    across = (lon >= west - slack) & (lon <= east + slack)
    return across & (lat >= south - slack) & (lat <= north + slack)


def _offset(lonlat: Floats) -> Floats:
    """What GCJ-02 adds, in degrees, taken everywhere alike."""
    x, y = lonlat[:, 0] - 105.0, lonlat[:, 1] - 35.0
    root, pi = np.sqrt(np.abs(x)), np.pi
    ripple = 20.0 * np.sin(6.0 * x * pi) + 20.0 * np.sin(2.0 * x * pi)
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east = east + (ripple + 20.0 * np.sin(x * pi) + 40.0 * np.sin(x / 3.0 * pi)) * 2.0 / 3.0
    east = east + (150.0 * np.sin(x / 12.0 * pi) + 300.0 * np.sin(x / 30.0 * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north = north + (ripple + 20.0 * np.sin(y * pi) + 40.0 * np.sin(y / 3.0 * pi)) * 2.0 / 3.0
    north = north + (160.0 * np.sin(y / 12.0 * pi) + 320.0 * np.sin(y * pi / 30.0)) * 2.0 / 3.0
    latitude = np.radians(lonlat[:, 1])
    bend = 1.0 - _ECCENTRICITY * np.sin(latitude) ** 2
    per_lon = _AXIS / np.sqrt(bend) * np.cos(latitude)
    per_lat = _AXIS * (1.0 - _ECCENTRICITY) / (bend * np.sqrt(bend))
    # A pole has no length of a degree of longitude; nothing is offset there.
    per_lon = np.where(np.abs(per_lon) < 1.0, np.inf, per_lon)
    return np.degrees(np.column_stack([east / per_lon, north / per_lat]))
