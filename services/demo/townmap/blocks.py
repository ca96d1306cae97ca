"""What is on each block: the land's use, its houses with numbers, lanes, gates and open spaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo import geometry, layout
from services.demo.basemap import Basemap, short_name
from services.demo.buildings import Building
from services.demo.townmap import fields, greens, houses, names
from services.demo.townmap.lanes import Lanes, lanes
from services.demo.townmap.room import Room
from services.demo.townmap.sheet import Sheet

LANDUSE: Final = {
    "slabs": "residential",
    "towers": "residential",
    "oldtown": "residential",
    "village": "residential",
    "industrial": "industrial",
    "commercial": "commercial",
    "office": "commercial",
    "school": "school",
    "hospital": "hospital",
    "park": "park",
    "farmland": "farmland",
}
_NAMED: Final = frozenset(("hospital", "school", "industrial"))
"""Uses whose land bears the name; a sign of the same name would stand beside it."""
_ESTATE_ZOOM: Final = 15
_TWICE_ZOOM: Final = 17
"""For an estate its neighbourhood is named after: not before there is room for both names."""
_STOREY_M: Final = 3.0
_KNOWN: Final = (
    ("school", "云泽中学", 470, -400),
    ("school", "北街小学", -940, 330),
    ("hospital", "云泽镇人民医院", 830, 640),
)
_ANCHORS: Final = {
    "N06": (-620, 740),
    "N07": (-60, 1160),
    "N09": (560, 1150),
    "N10": (620, 720),
    "N15": (690, 300),
    "N16": (1690, 290),
    "N17": (-1480, -320),
    "N19": (620, -300),
}
_LANE_KINDS: Final = {
    "oldtown": ("path", "pedestrian", 3.0),
    "village": ("minor_road", "track", 3.5),
}


@dataclass(slots=True)
class _Names:
    """Names not yet given."""

    estates: Iterator[str]
    hamlets: Iterator[str]
    works: Iterator[str]
    namesakes: frozenset[int]
    with_school: set[str] = field(default_factory=set)


def draw(sheet: Sheet, town: Basemap, rng: Generator) -> None:
    """All blocks."""
    fresh = _Names(
        names.estate_names(), names.hamlet_names(), names.works_names(), _namesakes(town)
    )
    room = Room(town)
    largest = max(
        (geometry.ring_area(b.ring), n)
        for n, (b, use) in enumerate(zip(town.blocks, town.uses, strict=True))
        if use == "park"
    )[1]
    for number, use in enumerate(town.uses):
        ring = town.blocks[number].ring
        if use == "farmland":
            fields.draw(sheet, ring, [], rng)
            continue
        if use == "park":
            greens.park(sheet, ring, "云泽公园" if number == largest else "", rng)
            continue
        if use == "village":
            fields.draw(sheet, ring, town.houses[number], rng)
        _block(sheet, town, number, use, room, fresh, rng)


def _block(
    sheet: Sheet,
    town: Basemap,
    number: int,
    use: str,
    room: Room,
    fresh: _Names,
    rng: Generator,
) -> None:
    block, stock = town.blocks[number], town.houses[number]
    shown = _shown(use, block.ring)
    name = _name(shown, number, block.area, block.ring, fresh)
    if shown != "village":
        title = name if shown in _NAMED else ""
        sheet.area("landuse", LANDUSE[shown], block.ring, name=title)
    found = lanes(town, number, stock) if len(stock) > 1 else Lanes([], [], None, [0])
    _houses(sheet, use, stock, found.order, rng)
    _lanes(sheet, use, found, name)
    if shown in ("slabs", "towers"):
        greens.courts(sheet, room, number, block.ring, rng)
    elif shown == "school":
        greens.sports(sheet, room, number, block.ring)
    elif shown in ("commercial", "office", "hospital", "industrial"):
        greens.parking(sheet, room, number, block.ring)
    _title(sheet, shown, name, block.ring, stock, number in fresh.namesakes)


def _title(
    sheet: Sheet,
    use: str,
    name: str,
    ring: geometry.Points,
    stock: list[Building],
    is_namesake: bool,
) -> None:
    """The name of the block, where it is looked for."""
    middle = geometry.centroid(ring)
    if use in ("slabs", "towers"):
        zoom = _TWICE_ZOOM if is_namesake else _ESTATE_ZOOM
        more = {"kind_detail": "neighbourhood", "name": name, "min_zoom": zoom}
        sheet.spot("places", "neighbourhood", middle, **more)
    elif use == "village" and stock:
        houses_at = np.mean([house.ring.mean(axis=0) for house in stock], axis=0)
        more = {"kind_detail": "hamlet", "name": name, "min_zoom": 14}
        sheet.spot("places", "neighbourhood", houses_at, **more)


def _shown(use: str, ring: geometry.Points) -> str:
    """What the land is shown as: as planned, but for the places the town's story names."""
    for kind, _name, u, v in _KNOWN:
        if geometry.contains(ring, *layout.at(u, v)):
            return kind
    return use


def _name(use: str, number: int, area: str, ring: geometry.Points, fresh: _Names) -> str:
    """The block's name: that of its neighbourhood for the estate its people mean by it."""
    short = short_name(next(plan.name for plan in layout.AREAS if plan.id == area))
    if number in fresh.namesakes:
        return short
    if use in ("slabs", "towers"):
        return next(fresh.estates)
    if use == "village":
        return next(fresh.hamlets)
    if use == "industrial":
        return next(fresh.works)
    for kind, name, u, v in _KNOWN:
        if kind == use and geometry.contains(ring, *layout.at(u, v)):
            return name
    if use == "school":
        second = area in fresh.with_school
        fresh.with_school.add(area)
        return f"{short}幼儿园" if second else f"{short}小学"
    return f"{short}社区卫生中心" if use == "hospital" else ""


def _namesakes(town: Basemap) -> frozenset[int]:
    """The estate of each neighbourhood that bears its name: where its gauge or camera stands."""
    found = set()
    for area in layout.AREAS:
        spot = _ANCHORS.get(area.id)
        estates = [
            number
            for number, (block, use) in enumerate(zip(town.blocks, town.uses, strict=True))
            if block.area == area.id and use in ("slabs", "towers")
        ]
        if estates:
            at = layout.at(*spot) if spot else layout.at(sum(area.u) / 2, sum(area.v) / 2)
            found.add(min(estates, key=lambda n: _away(town, n, at)))
    return frozenset(found)


def _away(town: Basemap, block: int, at: tuple[float, float]) -> float:
    rings = [house.ring for house in town.houses[block]] or [town.blocks[block].ring]
    return float(np.hypot(*(np.vstack(rings) - at).T).min())


def _houses(
    sheet: Sheet, use: str, stock: list[Building], order: list[int], rng: Generator
) -> None:
    """Outlines, heights and numbers: by building in estates, by door in old streets."""
    for place, index in enumerate(order[: len(stock)], start=1):
        house = stock[index]
        if use in ("slabs", "towers"):
            number = f"{place}号楼"
        elif use in ("oldtown", "village"):
            number = f"{place * 2 - 1 if place % 2 else place}号"
        else:
            number = ""
        sheet.area(
            "buildings",
            "building",
            houses.outline(house, rng),
            kind_detail=house.kind,
            height=round(house.levels * _STOREY_M),
            addr_housenumber=number,
            min_zoom=13 if house.kind in ("factory", "tower", "residential") else 14,
        )


def _lanes(sheet: Sheet, use: str, found: Lanes, name: str) -> None:
    kind, detail, width = _LANE_KINDS.get(use, ("minor_road", "service", 5.0))
    for lane in found.along:
        sheet.line("roads", kind, lane, kind_detail=detail, width=width, min_zoom=14)
    for way in found.between:
        narrow = use in ("oldtown", "village", "slabs")
        sheet.line(
            "roads",
            "path" if narrow else kind,
            way,
            kind_detail="footway" if narrow else detail,
            width=2.5 if narrow else width,
            min_zoom=15,
        )
    if found.gate is not None:
        sheet.line("roads", kind, found.gate, kind_detail=detail, width=width, min_zoom=14)
        if use in ("slabs", "towers", "industrial"):
            sheet.spot("pois", "gate", found.gate[0], name=f"{name}大门", min_zoom=17)
