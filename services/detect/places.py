"""Distances on the ground between things of a town."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from services.detect.arrays import Values

DEGREE_M = 111_320.0
"""Metres in a degree of latitude; of longitude, at the equator."""

Indexes = NDArray[np.int64]


def metres(lon: Values, lat: Values, to_lon: float, to_lat: float) -> Values:
    """Distances to a place, exact enough within a town."""
    east = (lon - to_lon) * (DEGREE_M * math.cos(math.radians(to_lat)))
    found: Values = np.hypot(east, (lat - to_lat) * DEGREE_M)
    return found


def near(lon: Values, lat: Values, within_m: float) -> tuple[Indexes, Indexes]:
    """All pairs no further apart than `within_m`, both ways round, each place with itself too."""
    middle = math.radians(float(lat.mean())) if len(lat) else 0.0
    x, y = lon * (DEGREE_M * math.cos(middle)), lat * DEGREE_M
    # Only places whose northings are near enough are compared.
    order = np.argsort(y, kind="stable")
    x, y = x[order], y[order]
    first = np.searchsorted(y, y - within_m, "left")
    end = np.searchsorted(y, y + within_m, "right")
    ones, others = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for one, (begin, stop) in enumerate(zip(first, end, strict=True)):
        far = np.hypot(x[begin:stop] - x[one], y[begin:stop] - y[one])
        found = begin + np.flatnonzero(far <= within_m)
        ones.append(np.full(len(found), order[one], np.int64))
        others.append(order[found])
    return np.concatenate(ones), np.concatenate(others)
