"""Expressways with their interchanges, the railway and the metro."""

from __future__ import annotations

from typing import Final

import numpy as np

from services.demo import geometry, layout
from services.demo.geometry import Points
from services.demo.townmap import country, courses
from services.demo.townmap.forms import Former, beside
from services.demo.townmap.lattice import EXPRESSWAY_U, EXPRESSWAY_V, RAILWAY_V
from services.demo.townmap.sheet import Sheet

METRO_STOPS: Final = ((-1450, "北环站"), (-350, "学府站"), (700, "云泽站"), (1750, "横泾站"))
RAIL_STOPS: Final = ((-6_250, "唐家站"), (350, "泽西站"), (6_000, "横桥站"))
EXPRESSWAYS: Final = {
    # Name: number, axis, place in the frame, and the roads its ramps come from.
    "泽东高速": ("S26", "v", EXPRESSWAY_V, (-1_150.0, 1_450.0, 6_100.0)),
    "申泽高速": ("S32", "u", EXPRESSWAY_U, (950.0, -7_700.0, 7_900.0)),
}
_METRO_V: Final = -850.0
_METRO: Final = (-4_300.0, 5_000.0)
_LANES_M: Final = 9.0
"""From the middle of an expressway to the middle of each carriageway."""


def lines() -> list[tuple[Points, float]]:
    """Middle lines, each with the width nothing is built on."""
    wide = [(_expressway(axis, at, _all()), 75.0) for _, axis, at, _ in EXPRESSWAYS.values()]
    return [*wide, (_railway(), 36.0), (_metro(), 24.0)]


def draw(sheet: Sheet, former: Former) -> None:
    """Expressways and rails."""
    for name, (number, axis, at, exits) in EXPRESSWAYS.items():
        for stretch, form in former.forms(_expressway(axis, at, _all())):
            _carriageways(sheet, stretch, name, number, form == "bridge")
        for spot in exits:
            for toward in (-1.0, 1.0):
                for side in (-1.0, 1.0):
                    _link(sheet, _ramp(axis, at, spot, toward, side))
    _cloverleaf(sheet)
    _rails(sheet, former)


def _carriageways(sheet: Sheet, stretch: Points, name: str, number: str, is_bridge: bool) -> None:
    for side in (-1.0, 1.0):
        track = beside(stretch, side * _LANES_M)
        sheet.line(
            "roads",
            "highway",
            track if side > 0 else track[::-1],
            kind_detail="motorway",
            name=name if side > 0 else "",
            ref=number,
            oneway="yes",
            width=14,
            is_bridge=is_bridge,
            min_zoom=5,
        )


def _all() -> Points:
    return courses.between(-country.FAR_M, country.FAR_M)


def _expressway(axis: str, at: float, run: Points) -> Points:
    across = at + _bend(run)
    return country.place(across, run) if axis == "u" else country.place(run, across)


def _bend(run: Points) -> Points:
    bend: Points = 60 * np.sin(run / 1100.0)
    return bend


def _railway() -> Points:
    run = _all()
    return country.place(run, RAILWAY_V + 40 * np.sin(run / 900.0))


def _metro() -> Points:
    return courses.along("v", _METRO_V, courses.between(*_METRO))


def _ramp(axis: str, at: float, spot: float, toward: float, side: float) -> Points:
    """From the road across up onto the expressway, bending."""
    turn = np.linspace(0.0, 1.0, 13)
    run = spot + toward * (18 + 330 * turn**1.6)
    across = at + _bend(run) + side * (12 + 118 * (1 - turn) ** 2.2)
    return country.place(across, run) if axis == "u" else country.place(run, across)


def _cloverleaf(sheet: Sheet) -> None:
    """Where the expressways cross: four loops, and four ways around them."""
    for up in (-1.0, 1.0):
        for side in (-1.0, 1.0):
            turn = np.linspace(-np.pi / 2, np.pi, 25)
            u = 100 - 88 * np.cos(turn + np.pi / 2)
            v = 100 + 88 * np.sin(turn + np.pi / 2)
            _link(sheet, _at_the_cross(up * u, side * v))
            t = np.linspace(0.0, 1.0, 17)
            u, v = 12 + 470 * (1 - t) ** 2.4, 12 + 470 * t**2.4
            _link(sheet, _at_the_cross(up * u, side * v))


def _at_the_cross(u: Points, v: Points) -> Points:
    """Offsets from where the expressways cross, bent as the two are."""
    along_u, along_v = EXPRESSWAY_U + u, EXPRESSWAY_V + v
    return country.place(along_u + _bend(along_v), along_v + _bend(along_u))


def _link(sheet: Sheet, line: Points) -> None:
    sheet.line(
        "roads",
        "highway",
        line,
        kind_detail="motorway_link",
        is_link=True,
        oneway="yes",
        width=7,
        min_zoom=11,
    )


def _rails(sheet: Sheet, former: Former) -> None:
    """The elevated metro along 泽西大道, and the railway past the western border."""
    for side in (-1.0, 1.0):
        sheet.line(
            "roads",
            "rail",
            beside(_metro(), side * 2.2),
            kind_detail="light_rail",
            name="轨道交通泽城线" if side > 0 else "",
            is_bridge=True,
            min_zoom=11,
        )
    for u, name in METRO_STOPS:
        spot = layout.at(u, _METRO_V)
        ahead = np.array(layout.at(u + 10, _METRO_V)) - spot
        angle = float(np.arctan2(ahead[1], ahead[0]))
        hall = geometry.box(*spot, 120.0, 18.0, angle)
        sheet.area("buildings", "building", hall, height=16, min_zoom=14)
        sheet.spot("pois", "station", spot, kind_detail="subway", name=name, min_zoom=12)
    for stretch, form in former.forms(_railway()):
        for side in (-1.0, 1.0):
            sheet.line(
                "roads",
                "rail",
                beside(stretch, side * 2.4),
                kind_detail="rail",
                name="沪泽铁路" if side > 0 else "",
                is_bridge=form == "bridge",
                min_zoom=9,
            )
    for u, name in RAIL_STOPS:
        spot = country.at(u, RAILWAY_V)
        sheet.spot("pois", "station", spot, kind_detail="train", name=name, min_zoom=11)
