"""The basemap of Yunze as GeoJSON features: land, water, roads, buildings, borders and labels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

from services.demo import buildings, geometry, ground, layout, names, streets
from services.demo.geometry import Points
from services.demo.streets import Block

Feature = dict[str, Any]
ORDER = ("ground", "landuse", "park", "water", "canal", "road", "building", "border", "label")
LANDUSE = {
    "slabs": "residential",
    "towers": "residential",
    "oldtown": "oldtown",
    "industrial": "industrial",
    "village": "village",
    "commercial": "commercial",
    "office": "commercial",
    "school": "school",
    "hospital": "hospital",
    "farmland": "farmland",
}
RIVER = "泽江"
PLACES = (
    ("云泽老街", "quarter", 165, 330),
    ("人民路下立交", "underpass", 250, 950),
    ("云泽镇", "town", -480, -210),
    ("人民桥", "bridge", 250, 0),
    ("解放桥", "bridge", -350, 0),
    ("北环桥", "bridge", -1150, 0),
    ("南环桥", "bridge", 1450, 0),
)


class Basemap:
    """Builds the features once; `features` are in drawing order.

    After `build`: `blocks` with their `uses` and `houses` (the buildings of each block), `streets`
    between them, and `land`, the raster of what lies where.
    """

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._features: list[Feature] = []
        self.land = ground.Ground()
        self.blocks, self.streets = streets.subdivide(self._rng)
        self.uses: list[str] = []
        self.houses: list[list[buildings.Building]] = []
        self._largest_park: Block | None = None

    def build(self) -> list[Feature]:
        """Lay out the whole town and return its features."""
        self._ground()
        self._mark_land()
        self.uses = uses = [_use(self._rng, block) for block in self.blocks]
        self.houses = [[] for _ in uses]
        parks = [b for b, use in zip(self.blocks, uses, strict=True) if use == "park"]
        self._largest_park = max(parks, key=lambda b: abs(geometry.ring_area(b.ring)))
        for number, (block, use) in enumerate(zip(self.blocks, uses, strict=True), start=1):
            self._plot(block, use, number)
        self._water()
        self._roads()
        self._borders()
        self._labels()
        return sorted(self._features, key=_drawing_order)

    def _add(self, layer: str, kind: str, name: str, shape: Feature, **more: object) -> None:
        properties = {"layer": layer, "kind": kind, "name": name, **more}
        self._features.append({"type": "Feature", "properties": properties, "geometry": shape})

    def _ground(self) -> None:
        ring = layout.rectangle(layout.U_EDGES, layout.V_EDGES)
        self._add("ground", "town", "云泽镇", polygon(ring))

    def _mark_land(self) -> None:
        for number, block in enumerate(self.blocks, start=1):
            self.land.add_plot(block.ring, number)
        river, half = layout.river_line()
        self.land.add_water(geometry.offset_band(river, half), 8)
        for line in layout.LINES:
            points = layout.line_points(line)
            if line.kind == "canal":
                band = geometry.offset_band(points, np.full(len(points), line.width / 2))
                self.land.add_water(band, 5)
            else:
                self.land.block_line(points, line.width + 6)
        for street in self.streets:
            self.land.block_line(street.line, street.width + 1)
        self.land.freeze()

    def _plot(self, block: Block, use: str, number: int) -> None:
        if use == "park":
            name = "云泽公园" if block is self._largest_park else ""
            self._add("park", "park", name, polygon(block.ring))
            if name:
                self._add("label", "park", name, point(geometry.centroid(block.ring)))
            return
        self._add("landuse", LANDUSE[use], "", polygon(block.ring), area=block.area)
        if use == "farmland":
            self._pond(block)
            return
        ring = _hamlet(self._rng, block.ring) if use == "village" else block.ring
        self.houses[number - 1] = buildings.fill(self._rng, ring, number, use, self.land)
        for item in self.houses[number - 1]:
            place = {"levels": item.levels, "area": block.area}
            self._add("building", item.kind, "", polygon(item.ring), **place)

    def _pond(self, block: Block) -> None:
        if self._rng.random() > 0.4:
            return
        turn = np.linspace(0, 2 * np.pi, 14, endpoint=False)
        reach = self._rng.uniform(18, 34) * (1 + 0.05 * self._rng.normal(size=len(turn)))
        around = np.column_stack([np.cos(turn) * 1.5, np.sin(turn)]) * reach[:, None]
        ring = around + geometry.centroid(block.ring)
        if all(geometry.contains(block.ring, float(x), float(y)) for x, y in ring):
            self._add("water", "pond", "", polygon(ring))

    def _water(self) -> None:
        river, half = layout.river_line()
        self._add("water", "river", RIVER, polygon(geometry.offset_band(river, half)))
        for side in (1.0, -1.0):
            run = np.arange(-2100, 2101, 25, dtype=np.float64)
            strip = layout.warp(run, np.full(len(run), side * 72.0))
            self._add("park", "green", "", polygon(geometry.offset_band(strip, _width(strip, 24))))
        for line in layout.LINES:
            if line.kind == "canal":
                points = layout.line_points(line)
                band = geometry.offset_band(points, _width(points, line.width / 2))
                self._add("canal", "canal", line.name, polygon(band), width=line.width)

    def _roads(self) -> None:
        for line in layout.LINES:
            if line.kind == "canal":
                continue
            for part in self._dry(line):
                shape = line_string(part)
                self._add("road", line.kind, line.name, shape, width=line.width)
        fresh = names.street_names()
        for street in self.streets:
            name = next(fresh)
            for part in ground.trim(street.line, self.land, keep_bridges=False):
                ends = np.array([part[0], part[-1]])
                self._add("road", "street", name, line_string(ends), width=street.width)

    def _dry(self, line: layout.Line) -> list[Points]:
        points = layout.line_points(line)
        if line.crosses_river:
            return [points]
        river, half = layout.river_line()
        dense = geometry.densify(points, 5.0)
        gaps = np.hypot(*(dense[:, None, :] - river[None, :, :]).transpose(2, 0, 1))
        return ground.stretches(dense, gaps.min(axis=1) > half.max() + 30, least=20)

    def _borders(self) -> None:
        for area in layout.AREAS:
            ring = layout.rectangle(area.u, area.v)
            self._add("border", "area", area.name, polygon(ring), area=area.id)

    def _labels(self) -> None:
        for area in layout.AREAS:
            spot = geometry.centroid(layout.rectangle(area.u, area.v))
            self._add("label", "area", short_name(area.name), point(spot))
        for name, kind, u, v in PLACES:
            self._add("label", kind, name, point(layout.at(u, v)))


def _drawing_order(feature: Feature) -> tuple[int, int]:
    """Layers from the ground up; among roads the wide ones over the ends of the narrow ones."""
    properties = feature["properties"]
    roads = ("street", "secondary", "arterial")
    kind = properties["kind"]
    return ORDER.index(properties["layer"]), roads.index(kind) if kind in roads else 0


def _use(rng: Generator, block: Block) -> str:
    """What a block is used for: its fabric, with schools, shops, parks and fields mixed in."""
    size = abs(geometry.ring_area(block.ring))
    draw = float(rng.random())
    if block.fabric == "village":
        return "village" if draw < 0.55 else ("farmland" if draw < 0.95 else "industrial")
    if block.fabric == "industrial":
        return "industrial" if draw < 0.88 else ("park" if draw < 0.94 else "office")
    if block.fabric == "oldtown":
        return "oldtown" if draw < 0.93 else "park"
    if draw < 0.08:
        return "park"
    if draw < 0.16 and size > 14_000:
        return "school" if draw < 0.125 else ("hospital" if draw < 0.14 else "commercial")
    if draw < 0.22:
        return "office"
    if block.fabric == "mixed":
        return ("slabs", "towers", "oldtown")[int(rng.integers(3))]
    return block.fabric


def _hamlet(rng: Generator, ring: Points) -> Points:
    """The built half of a village block; the rest stays fields."""
    angle, length, _ = geometry.main_axis(ring)
    axis = np.array([np.cos(angle), np.sin(angle)]) * (1.0 if rng.random() < 0.5 else -1.0)
    origin = np.array(geometry.centroid(ring)) + axis * length * float(rng.uniform(0.0, 0.3))
    part = geometry.clip_half_plane(ring, origin, axis)
    return part if len(part) >= 3 else ring


def short_name(name: str) -> str:
    """An area's name as people say it, without the committee."""
    return name.removesuffix("居委")


def _width(line: Points, half: float) -> Points:
    return np.full(len(line), half)


def polygon(ring: Points) -> Feature:
    """A GeoJSON polygon, closed and counter-clockwise."""
    ordered = ring if geometry.ring_area(ring) > 0 else ring[::-1]
    outer = layout.PROJECTION.degrees(ordered)
    return {"type": "Polygon", "coordinates": [[*outer, outer[0]]]}


def line_string(line: Points) -> Feature:
    """A GeoJSON line."""
    return {"type": "LineString", "coordinates": layout.PROJECTION.degrees(line)}


def point(spot: tuple[float, float]) -> Feature:
    """A GeoJSON point."""
    return {"type": "Point", "coordinates": layout.PROJECTION.degrees(np.array([spot]))[0]}
