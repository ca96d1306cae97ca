"""Web Mercator (EPSG:3857) between degrees and the unit square. Pure and vectorised.

World units: x grows east, y grows south, both in [0, 1) over the whole projected world.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

MAX_LATITUDE: Final = 85.05112877980659
"""Where the Mercator square ends."""

EARTH_CIRCUMFERENCE_M: Final = 40_075_016.68557849
WORLD_PX: Final = 256.0
"""Width of the world in pixels at zoom 0 (the OpenStreetMap convention)."""

Floats = NDArray[np.float64]


def lonlat_to_world(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Project degrees to world units; latitudes past the square are clamped to its edge."""
    lon_deg = np.asarray(lon, dtype=np.float64)
    lat_deg = np.clip(np.asarray(lat, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE)
    sine = np.sin(np.radians(lat_deg))
    x = lon_deg / 360.0 + 0.5
    y = 0.5 - np.arctanh(sine) / (2.0 * np.pi)
    return x, y


def world_to_lonlat(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Give back the degrees of world units."""
    world_x = np.asarray(x, dtype=np.float64)
    world_y = np.asarray(y, dtype=np.float64)
    lon = (world_x - 0.5) * 360.0
    lat = np.degrees(np.arctan(np.sinh((0.5 - world_y) * 2.0 * np.pi)))
    return lon, lat


def metres_per_pixel(lat: float, zoom: float) -> float:
    """Return the ground size of one device-independent pixel at `lat` degrees."""
    width_px = WORLD_PX * 2.0**zoom
    return float(EARTH_CIRCUMFERENCE_M * np.cos(np.radians(lat)) / width_px)
