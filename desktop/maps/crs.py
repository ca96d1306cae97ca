"""The coordinate systems a town office meets, to WGS 84 and back.

CGCS2000 and WGS 84 are taken as one: they differ by centimetres. Chinese 3-degree Gauss-Krüger
zones are EPSG:4513–4533 (zone number before the easting) and 4534–4554 (without). Arrays are
(n, 2): longitude and latitude in degrees, or easting and northing in metres. Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import CRSError

from desktop.maps import china_offset
from desktop.maps.affine import Affine, AffineFit, fit_affine

Floats = NDArray[np.float64]

FIRST_ZONE: Final = 25
LAST_ZONE: Final = 45
_NORMALIZED: Final = " (with axis order normalized for visualization)"
"""What pyproj adds to a name for its own reasons."""


class Family(StrEnum):
    """How a system's numbers become degrees on WGS 84."""

    DEGREES = "degrees"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    PROJECTED = "projected"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Crs:
    """A coordinate system as it is offered, stored and said. `title` is Chinese."""

    id: str
    title: str
    title_en: str
    family: Family
    epsg: int = 0
    affine: Affine | None = None
    """Of a local grid, onto the plane of `epsg`."""

    @property
    def is_metric(self) -> bool:
        """Whether its numbers are metres on a plane, easting and northing."""
        return self.family in (Family.PROJECTED, Family.LOCAL)


WGS84: Final = Crs("wgs84", "WGS 84", "WGS 84", Family.DEGREES, 4326)
CGCS2000: Final = Crs("cgcs2000", "国家2000 CGCS2000", "CGCS2000", Family.DEGREES, 4490)
GCJ02: Final = Crs("gcj02", "火星坐标 GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)", Family.GCJ02)
BD09: Final = Crs("bd09", "百度坐标 BD-09", "BD-09 (Baidu)", Family.BD09)


class UnknownCrs(ValueError):
    """No system of that name or number is known; the text says which."""


@dataclass(frozen=True, slots=True)
class LocalFit:
    """A fitted local grid: the system, and how well the control points agree with it."""

    crs: Crs
    fit: AffineFit


def gauss_kruger(zone: int, *, prefixed: bool) -> Crs:
    """The CGCS2000 3-degree zone 25 to 45; `prefixed` eastings begin with the zone's number."""
    if not FIRST_ZONE <= zone <= LAST_ZONE:
        raise UnknownCrs(f"There is no 3-degree zone {zone}; zones run from 25 to 45.")
    meridian = 3 * zone
    if prefixed:
        epsg = 4513 + zone - FIRST_ZONE
        return Crs(
            f"epsg:{epsg}",
            f"国家2000 三度带 {zone} 带",
            f"CGCS2000 3-degree zone {zone}",
            Family.PROJECTED,
            epsg,
        )
    epsg = 4534 + zone - FIRST_ZONE
    return Crs(
        f"epsg:{epsg}",
        f"国家2000 三度带 中央经线 {meridian}°（无带号）",
        f"CGCS2000 3-degree, central meridian {meridian}°E",
        Family.PROJECTED,
        epsg,
    )


def zone_at(lon: float) -> int:
    """The 3-degree zone whose central meridian is nearest, kept within 25 to 45."""
    return min(LAST_ZONE, max(FIRST_ZONE, round(lon / 3)))


def known_systems() -> Iterator[Crs]:
    """Every system that needs no control points, in the order they are offered."""
    yield from (WGS84, CGCS2000, GCJ02, BD09)
    for prefixed in (True, False):
        for zone in range(FIRST_ZONE, LAST_ZONE + 1):
            yield gauss_kruger(zone, prefixed=prefixed)


def crs_of(id: str) -> Crs:
    """The system of an id such as "gcj02", "epsg:4529", or of another EPSG code pyproj knows.

    Raises UnknownCrs.
    """
    name = id.strip().lower()
    for crs in known_systems():
        if crs.id == name:
            return crs
    kind, _, code = name.rpartition(":")
    if kind != "epsg" or not code.isdecimal() or len(code) > 6:
        raise UnknownCrs(f"{id!r} is no coordinate system known here. Choose one from the list.")
    return crs_of_epsg(int(code))


def crs_of_epsg(epsg: int) -> Crs:
    """The system of an EPSG code. Raises UnknownCrs."""
    for crs in known_systems():
        if crs.epsg == epsg > 0:
            return crs
    try:
        source = _transformer(epsg).source_crs
    except CRSError as error:
        raise UnknownCrs(f"EPSG:{epsg} is not known here.") from error
    name = source.name.removesuffix(_NORMALIZED) if source is not None else ""
    family = Family.DEGREES if source is not None and source.is_geographic else Family.PROJECTED
    title = f"EPSG:{epsg} {name}".rstrip()
    return Crs(f"epsg:{epsg}", title, title, family, epsg)


def fit_local(local: Floats, lonlat: Floats, *, name: str = "") -> LocalFit:
    """A local grid from control points: `local` (n, 2) in its own units, `lonlat` on WGS 84.

    Raises AffineError (see `affine.fit_affine`).
    """
    middle = float(lonlat[:, 0].mean()) if len(lonlat) and np.isfinite(lonlat).all() else 105.0
    plane = gauss_kruger(zone_at(middle), prefixed=False)
    fit = fit_affine(local, from_wgs84(plane, lonlat))
    title = name or "地方坐标"
    crs = Crs("local", title, name or "Local grid", Family.LOCAL, plane.epsg, fit.affine)
    return LocalFit(crs, fit)


def to_wgs84(crs: Crs, xy: Floats) -> Floats:
    """Longitude and latitude (n, 2) of coordinates (n, 2); NaN where there is none."""
    xy = np.asarray(xy, np.float64).reshape(-1, 2)
    match crs.family:
        case Family.GCJ02:
            return china_offset.gcj02_to_wgs84(xy)
        case Family.BD09:
            return china_offset.gcj02_to_wgs84(china_offset.bd09_to_gcj02(xy))
        case Family.LOCAL if crs.affine is not None:
            return _transform(crs.epsg, crs.affine.apply(xy), inverse=False)
        case Family.DEGREES if crs.epsg in (4326, 4490):
            return xy.copy()
        case _:
            return _transform(crs.epsg, xy, inverse=False)


def from_wgs84(crs: Crs, lonlat: Floats) -> Floats:
    """Coordinates (n, 2) of longitude and latitude (n, 2); NaN where there is none."""
    lonlat = np.asarray(lonlat, np.float64).reshape(-1, 2)
    match crs.family:
        case Family.GCJ02:
            return china_offset.wgs84_to_gcj02(lonlat)
        case Family.BD09:
            return china_offset.gcj02_to_bd09(china_offset.wgs84_to_gcj02(lonlat))
        case Family.LOCAL if crs.affine is not None:
            return crs.affine.invert(_transform(crs.epsg, lonlat, inverse=True))
        case Family.DEGREES if crs.epsg in (4326, 4490):
            return lonlat.copy()
        case _:
            return _transform(crs.epsg, lonlat, inverse=True)


def _transform(epsg: int, xy: Floats, *, inverse: bool) -> Floats:
    transformer = _transformer(epsg)
    direction = "INVERSE" if inverse else "FORWARD"
    # Copies: pyproj writes into arrays that fit, and these are the caller's.
    x, y = transformer.transform(xy[:, 0].copy(), xy[:, 1].copy(), direction=direction)
    found = np.column_stack([x, y])
    found[~np.isfinite(found).all(axis=1)] = np.nan
    return found


@lru_cache(maxsize=64)
def _transformer(epsg: int) -> Transformer:
    """From the system to degrees. CGCS2000 stands in for WGS 84 under its own projections, so
    that no datum shift of a metre's doubt is put between two systems that agree to centimetres."""
    degrees = 4490 if 4491 <= epsg <= 4554 else 4326
    return Transformer.from_crs(epsg, degrees, always_xy=True)
