"""Roads, bridges and underpasses: the lines of the plan as lines of a map, and country roads."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from services.demo import geometry, ground, layout, names
from services.demo.basemap import Basemap
from services.demo.geometry import Points
from services.demo.townmap import courses, highways
from services.demo.townmap.forms import Former, beside
from services.demo.townmap.land import Land
from services.demo.townmap.lattice import ROADS
from services.demo.townmap.sheet import Sheet
from services.demo.townmap.water import beds

UNDERPASSES: Final = ((-1150, 950), (250, 950), (1450, 950))
"""Where a road across the river dives under 沪泽公路, in the frame."""

BRIDGES: Final = {
    "人民路": "人民桥",
    "解放路": "解放桥",
    "北环大道": "北环桥",
    "南环大道": "南环桥",
}
"""Over the river, by the road they carry."""

_MEDIAN_M: Final = 7.5
"""From the middle of an arterial to the middle of each carriageway."""
_RIVERSIDE_M: Final = 87.0
"""Roads that do not cross the river end this far from its middle."""
_KINDS: Final = {"arterial": ("major_road", "primary"), "secondary": ("medium_road", "secondary")}


def draw(sheet: Sheet, town: Basemap, land: Land) -> None:
    """Narrow roads first, so that wide ones lie over their ends."""
    former = Former(beds(), land)
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
    for name, (axis, at, low, high) in ROADS.items():
        middle = courses.along(axis, at, courses.between(low, high))
        for stretch, form in former.forms(middle):
            more = {"name": name, "width": 14, "is_bridge": form == "bridge", "min_zoom": 9}
            sheet.line(
                "roads", "medium_road", stretch, coarse=True, kind_detail="secondary", **more
            )
    for kind in ("secondary", "arterial"):
        for line in layout.LINES:
            if line.kind == kind:
                for part in _dry(line, former):
                    _main_road(sheet, line, part, former)
    highways.draw(sheet, former)


def main_lines() -> list[tuple[Points, float]]:
    """The middle lines of all main roads and rails, each with the width nothing is built on."""
    plan = [
        (courses.course(each), each.width + 18) for each in layout.LINES if each.kind != "canal"
    ]
    more = [
        (courses.along(axis, at, courses.between(low, high)), 30.0)
        for axis, at, low, high in ROADS.values()
    ]
    return [*plan, *more, *highways.lines()]


def _dry(line: layout.Line, former: Former) -> list[Points]:
    points = courses.course(line)
    if line.crosses_river:
        return [points]
    dense = geometry.densify(points, 5.0)
    river = former.waters[0]
    gaps = np.hypot(*(dense[:, None, :] - river.line[None, :, :]).transpose(2, 0, 1))
    return ground.stretches(dense, gaps.min(axis=1) > _RIVERSIDE_M, least=20)


def _main_road(sheet: Sheet, line: layout.Line, part: Points, former: Former) -> None:
    kind, detail = _KINDS[line.kind]
    dives = line.axis == "u" and any(u == line.at for u, _v in UNDERPASSES)
    for stretch, form in former.forms(
        part, dives=[layout.at(*at) for at in UNDERPASSES] if dives else ()
    ):
        name = line.name
        if form == "bridge" and line.name in BRIDGES and former.is_over_river(stretch):
            name = BRIDGES[line.name]
        shape = {"is_bridge": form == "bridge", "is_tunnel": form == "tunnel"}
        if line.kind != "arterial":
            more: dict[str, Any] = {"name": name, "width": line.width, "min_zoom": 10, **shape}
            sheet.line("roads", kind, stretch, kind_detail=detail, **more)
            continue
        for side in (-1.0, 1.0):
            track = beside(stretch, side * _MEDIAN_M)
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
