"""A place read out in the coordinate systems people ask for, to be shown and to be copied."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from desktop.maps.coordinate_text import Notation, format_position
from desktop.maps.crs import BD09, GCJ02, WGS84, gauss_kruger, zone_at
from services.contract.model import Area, TownState

translate = QCoreApplication.translate


class Reading(NamedTuple):
    """A place in one system."""

    system: str
    text: str


def read_out(lon: float, lat: float) -> tuple[Reading, ...]:
    """A place on WGS 84, in degrees, in every system that is offered; WGS 84 first."""
    zone = gauss_kruger(zone_at(lon), prefixed=True)
    return (
        Reading("WGS 84 / CGCS2000", format_position(WGS84, lon, lat)),
        Reading(translate("Coordinates", "度分秒"), format_position(WGS84, lon, lat, Notation.DMS)),
        Reading(
            translate("Coordinates", "CGCS2000 三度带 {zone} 带").format(zone=zone_at(lon)),
            format_position(zone, lon, lat),
        ),
        Reading(translate("Coordinates", "GCJ-02（高德、腾讯）"), format_position(GCJ02, lon, lat)),
        Reading(translate("Coordinates", "BD-09（百度）"), format_position(BD09, lon, lat)),
    )


def area_at(state: TownState, lon: float, lat: float) -> str:
    """The name of the neighbourhood a place lies in, "" outside all of them."""
    return next((area.name for area in state.areas.values() if _holds(area, lon, lat)), "")


def _holds(area: Area, lon: float, lat: float) -> bool:
    """Even-odd over all rings, so that holes are outside."""
    inside = False
    for ring in area.rings:
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], *ring[:1]), strict=True):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
    return inside
