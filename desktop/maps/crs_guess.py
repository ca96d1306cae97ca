"""Which coordinate system a column of numbers is in, guessed from their size, with the reason.

A guess is only ever offered. WGS 84, CGCS2000, GCJ-02 and BD-09 cannot be told apart by their
numbers; degrees are taken as WGS 84 and whoever imports is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.maps.crs import WGS84, Crs, crs_of_epsg, gauss_kruger, zone_at
from desktop.maps.geodesy import distances_m
from desktop.maps.said import Said, say

Floats = NDArray[np.float64]
Place = tuple[float, float]

NEARBY_M: Final = 300_000.0
"""Data of a town lies this close to it; what does not is suspected."""
_MOST: Final = 0.9
"""Share of the rows that must agree."""
_DEGREES: Final = 0.5
"""Share of the rows that must have the size of degrees; the others are refused one by one."""
_FALSE_EASTING_M: Final = 500_000.0
_HALF_ZONE_M: Final = 400_000.0
"""How far from the central meridian an easting is still believed."""
_NORTHINGS: Final = (300_000.0, 6_300_000.0)
"""China, from 3° to 56° north."""
_MERCATOR: Final = ((7_900_000.0, 15_200_000.0), (300_000.0, 7_700_000.0))


@dataclass(frozen=True, slots=True)
class Guess:
    """What the numbers look like. `crs` is None when they fit nothing known."""

    crs: Crs | None
    is_swapped: bool
    """The first column is latitude or northing."""
    reason: Said


def guess_crs(xy: Floats, near: Place | None = None) -> Guess:
    """The system of coordinates (n, 2) as they stand in two columns.

    `near` is where the town lies; it decides between orders and zones that numbers alone do not.
    """
    rows = xy[np.isfinite(xy).all(axis=1)]
    if not len(rows):
        return Guess(None, False, say("guess.no_numbers", "no row has two numbers"))
    for swapped in (False, True):
        ordered = rows[:, ::-1] if swapped else rows
        if (found := _guess_metres(ordered, near)) is not None:
            return Guess(found[0], swapped, found[1])
    return _guess_degrees(rows, near)


def _share(mask: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(mask)) / len(mask)


def _within(values: Floats, bounds: tuple[float, float]) -> bool:
    return _share((values >= bounds[0]) & (values <= bounds[1])) >= _MOST


def _guess_metres(rows: Floats, near: Place | None) -> tuple[Crs, Said] | None:
    east, north = rows[:, 0], rows[:, 1]
    if _within(east, _MERCATOR[0]) and _within(north, _MERCATOR[1]):
        return crs_of_epsg(3857), say(
            "guess.web_mercator", "eastings of 8 to 15 million metres are Web Mercator's in China"
        )
    if not _within(north, _NORTHINGS):
        return None
    zone = int(np.median(east) // 1_000_000)
    if 25 <= zone <= 45 and _is_easting(east - zone * 1_000_000):
        return gauss_kruger(zone, prefixed=True), say(
            "guess.zone_prefix", "eastings begin with {zone}, a 3-degree zone's number", zone=zone
        )
    if near is not None and _is_easting(east):
        zone = zone_at(near[0])
        return gauss_kruger(zone, prefixed=False), say(
            "guess.zone_of_town",
            "eastings carry no zone number; the town lies at {meridian}° E",
            meridian=3 * zone,
        )
    return None


def _is_easting(east: Floats) -> bool:
    return _within(east - _FALSE_EASTING_M, (-_HALF_ZONE_M, _HALF_ZONE_M))


def _guess_degrees(rows: Floats, near: Place | None) -> Guess:
    first, second = np.abs(rows[:, 0]), np.abs(rows[:, 1])
    as_given = _share((first <= 180) & (second <= 90))
    swapped = _share((first <= 90) & (second <= 180))
    if _share((first <= 180) & (second <= 180)) < _DEGREES:
        return Guess(
            None,
            False,
            say("guess.unknown", "the numbers are neither degrees nor metres of a known zone"),
        )
    if swapped > as_given:
        share = round(100 * _share(second > 90))
        return Guess(
            WGS84,
            True,
            say("guess.beyond_pole", "{share} % of the latitudes are over 90", share=share),
        )
    if near is not None and swapped >= _MOST and _is_nearer_swapped(rows, near):
        return Guess(
            WGS84,
            True,
            say(
                "guess.near_town_swapped",
                "the rows lie far from the town, but beside it with the columns exchanged",
            ),
        )
    return Guess(WGS84, False, say("guess.degrees", "the numbers have the size of degrees"))


def _is_nearer_swapped(rows: Floats, near: Place) -> bool:
    both = np.abs(rows).max(axis=1) <= 90
    legal = rows[both]
    if len(legal) < _MOST * len(rows):
        return False
    given = np.median(distances_m(legal[:, 0], legal[:, 1], *near))
    turned = np.median(distances_m(legal[:, 1], legal[:, 0], *near))
    return bool(turned < NEARBY_M < given)
