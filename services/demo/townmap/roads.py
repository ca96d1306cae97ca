"""Roads, bridges, underpasses and rails: the lines of the plan as lines of a map."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.demo import geometry, ground, layout, names
from services.demo.basemap import Basemap
from services.demo.geometry import Points
from services.demo.townmap import courses
from services.demo.townmap.sheet import Sheet
from services.demo.townmap.water import Bed, beds

UNDERPASSES: Final = ((-1150, 950), (250, 950), (1450, 950))
"""Where a road across the river dives under 沪泽公路, in the frame."""

BRIDGES: Final = {
    "人民路": "人民桥",
    "解放路": "解放桥",
    "北环大道": "北环桥",
    "南环大道": "南环桥",
}
"""Over the river, by the road they carry."""

METRO_STOPS: Final = ((-1450, "北环站"), (-350, "学府站"), (700, "云泽站"), (1750, "横泾站"))
_MEDIAN_M: Final = 7.5
"""From the middle of an arterial to the middle of each carriageway."""
_DIVE_M: Final = 70.0
_NEAR_M: Final = 180.0
"""Beyond it a coarse look at a water is enough."""
_KINDS: Final = {"arterial": ("major_road", "primary"), "secondary": ("medium_road", "secondary")}


def draw(sheet: Sheet, town: Basemap) -> None:
    """Narrow roads first, so that wide ones lie over their ends."""
    waters = beds()
    fresh = names.street_names()
    for street in town.streets:
        name = next(fresh)
        for part in ground.trim(street.line, town.land, keep_bridges=False):
            sheet.line(
                "roads",
                "minor_road",
                np.array([part[0], part[-1]]),
                kind_detail="residential",
                name=name,
                width=street.width,
                min_zoom=12,
            )
    for kind in ("secondary", "arterial"):
        for line in layout.LINES:
            if line.kind == kind:
                for part in _dry(line, waters[0]):
                    _main_road(sheet, line, part, waters)
    _expressway(sheet, waters)
    _rails(sheet, waters)


def _dry(line: layout.Line, river: Bed) -> list[Points]:
    points = courses.course(line)
    if line.crosses_river:
        return [points]
    dense = geometry.densify(points, 5.0)
    gaps = np.hypot(*(dense[:, None, :] - river.line[None, :, :]).transpose(2, 0, 1))
    return ground.stretches(dense, gaps.min(axis=1) > river.half.max() + 30, least=20)


def _main_road(sheet: Sheet, line: layout.Line, part: Points, waters: list[Bed]) -> None:
    kind, detail = _KINDS[line.kind]
    dives = line.axis == "u" and any(u == line.at for u, _v in UNDERPASSES)
    for stretch, form in _forms(part, waters, dives):
        name = line.name
        if form == "bridge" and line.name in BRIDGES and _over(stretch, waters[0]):
            name = BRIDGES[line.name]
        shape = {"is_bridge": form == "bridge", "is_tunnel": form == "tunnel"}
        if line.kind != "arterial":
            zoom = {"width": line.width, "min_zoom": 10}
            sheet.line("roads", kind, stretch, kind_detail=detail, name=name, **zoom, **shape)
            continue
        for side in (-1.0, 1.0):
            track = _beside(stretch, side * _MEDIAN_M)
            sheet.line(
                "roads",
                kind,
                track if side > 0 else track[::-1],
                kind_detail="trunk" if line.name == "沪泽公路" else detail,
                name=name if side > 0 else "",
                oneway="yes",
                width=line.width / 2,
                min_zoom=8,
                **shape,
            )


def _forms(part: Points, waters: list[Bed], dives: bool) -> list[tuple[Points, str]]:
    """The road cut where it becomes a bridge or a tunnel; neighbours share their end points."""
    dense = geometry.densify(part, 6.0)
    forms = np.zeros(len(dense), dtype=np.int64)
    for bed in waters:
        gaps = _gaps(dense, bed)
        forms[gaps < 8.0] = 1
    if dives:
        for u, v in UNDERPASSES:
            away = np.hypot(*(dense - np.array(layout.at(u, v))).T)
            forms[away < _DIVE_M] = 2
    marks = [0, *(np.flatnonzero(np.diff(forms)) + 1).tolist(), len(dense) - 1]
    found = []
    for start, stop in itertools.pairwise(marks):
        if stop > start:
            run = dense[start : stop + 1]
            found.append((_lighter(run), ("", "bridge", "tunnel")[int(forms[start])]))
    return found


def _gaps(dense: Points, bed: Bed) -> NDArray[np.float64]:
    """Metres from each point to the bank, negative over the water."""
    gaps = np.full(len(dense), np.inf)
    coarse = np.hypot(*(dense[:, None, :] - bed.line[None, ::6, :]).transpose(2, 0, 1))
    near = np.flatnonzero(coarse.min(axis=1) < _NEAR_M)
    away = np.hypot(*(dense[near][:, None, :] - bed.line[None, :, :]).transpose(2, 0, 1))
    nearest = away.argmin(axis=1)
    gaps[near] = away[np.arange(len(near)), nearest] - bed.half[nearest]
    return gaps


def _over(stretch: Points, bed: Bed) -> bool:
    return bool(_gaps(stretch, bed).min() < 0)


def _lighter(run: Points) -> Points:
    """Every fourth point and the ends: bends are wide here."""
    return np.vstack([run[:-1:4], run[-1:]])


def _beside(line: Points, shift: float) -> Points:
    tangent = np.gradient(line, axis=0)
    tangent /= np.hypot(tangent[:, 0], tangent[:, 1])[:, None]
    return line + np.column_stack([-tangent[:, 1], tangent[:, 0]]) * shift


def _expressway(sheet: Sheet, waters: list[Bed]) -> None:
    """泽东高速 past the eastern border, with ramps to 北环大道 and 南环大道."""
    run = courses.RUN
    line = layout.warp(run, 2560 + 60 * np.sin(run / 1100.0))
    name = "泽东高速"
    for stretch, form in _forms(line, waters, dives=False):
        for side in (-1.0, 1.0):
            track = _beside(stretch, side * 9.0)
            sheet.line(
                "roads",
                "highway",
                track if side > 0 else track[::-1],
                kind_detail="motorway",
                name=name if side > 0 else "",
                ref="S26",
                oneway="yes",
                width=14,
                is_bridge=form == "bridge",
                min_zoom=5,
            )
    for u in (-1150.0, 1450.0):
        for toward in (-1.0, 1.0):
            for side in (-1.0, 1.0):
                _ramp(sheet, u, toward, side)


def _ramp(sheet: Sheet, u: float, toward: float, side: float) -> None:
    """From the road across at `u` up onto the expressway, bending."""
    turn = np.linspace(0.0, 1.0, 13)
    along = u + toward * (18 + 330 * turn**1.6)
    middle = 2560 + 60 * np.sin(along / 1100.0)
    across = middle + side * (12 + 118 * (1 - turn) ** 2.2)
    sheet.line(
        "roads",
        "highway",
        layout.warp(along, across),
        kind_detail="motorway_link",
        is_link=True,
        oneway="yes",
        width=7,
        min_zoom=11,
    )


def _rails(sheet: Sheet, waters: list[Bed]) -> None:
    """The elevated metro along 泽西大道, and the railway past the western border."""
    run = courses.RUN
    metro = courses.beside_river(-850.0)
    for side in (-1.0, 1.0):
        sheet.line(
            "roads",
            "rail",
            _beside(metro, side * 2.2),
            kind_detail="light_rail",
            name="轨道交通泽城线" if side > 0 else "",
            is_bridge=True,
            min_zoom=11,
        )
    for u, name in METRO_STOPS:
        spot = layout.at(u, -850)
        ahead = np.array(layout.at(u + 10, -850)) - spot
        angle = float(np.arctan2(ahead[1], ahead[0]))
        sheet.area(
            "buildings", "building", geometry.box(*spot, 120.0, 18.0, angle), height=16, min_zoom=14
        )
        sheet.spot("pois", "station", spot, kind_detail="subway", name=name, min_zoom=12)
    railway = layout.warp(run, -2480 + 40 * np.sin(run / 900.0))
    for stretch, form in _forms(railway, waters, dives=False):
        for side in (-1.0, 1.0):
            sheet.line(
                "roads",
                "rail",
                _beside(stretch, side * 2.4),
                kind_detail="rail",
                name="沪泽铁路" if side > 0 else "",
                is_bridge=form == "bridge",
                min_zoom=9,
            )
