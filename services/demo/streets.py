"""Cuts the land between the main lines into blocks and leaves the streets between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.random import Generator

from services.demo import geometry, layout
from services.demo.geometry import Points

BLOCK_AREA = {
    "slabs": 34_000.0,
    "towers": 40_000.0,
    "mixed": 26_000.0,
    "oldtown": 9_000.0,
    "industrial": 60_000.0,
    "village": 70_000.0,
}
STREET_WIDTH = {"oldtown": 5.0, "village": 6.0, "industrial": 12.0}


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of land between streets, with the area it lies in and its fabric."""

    ring: Points
    area: str
    fabric: str


@dataclass(frozen=True, slots=True)
class Street:
    """A side street: its centre line, its width in metres and the fabric it serves."""

    line: Points
    width: float
    fabric: str


def superblocks() -> list[tuple[Points, str, str]]:
    """The land between neighbouring main lines: ring, area id, fabric."""
    us = sorted({*layout.U_EDGES, *(ln.at for ln in layout.LINES if ln.axis == "u")})
    vs = sorted({*layout.V_EDGES, *(ln.at for ln in layout.LINES if ln.axis == "v")})
    found = []
    for u in pairwise(us):
        for v in pairwise(vs):
            if abs(v[0] + v[1]) < 100:  # the river and its banks
                continue
            area = area_at((u[0] + u[1]) / 2, (v[0] + v[1]) / 2)
            found.append((layout.rectangle(u, v), area.id, area.fabric))
    return found


def area_at(u: float, v: float) -> layout.AreaPlan:
    """The area that holds a frame point. Raises LookupError outside the town."""
    for area in layout.AREAS:
        if area.u[0] <= u <= area.u[1] and area.v[0] <= v <= area.v[1]:
            return area
    raise LookupError(f"({u}, {v}) is outside the town")


def subdivide(rng: Generator) -> tuple[list[Block], list[Street]]:
    """Every block and every side street of the town."""
    blocks: list[Block] = []
    streets: list[Street] = []
    for ring, area, fabric in superblocks():
        _split(rng, ring, area, fabric, 0, blocks, streets)
    return blocks, streets


def _split(
    rng: Generator,
    ring: Points,
    area: str,
    fabric: str,
    depth: int,
    blocks: list[Block],
    streets: list[Street],
) -> None:
    size = abs(geometry.ring_area(ring))
    if size < BLOCK_AREA[fabric] * rng.uniform(0.8, 1.6) or depth > 6:
        if size > 900:
            blocks.append(Block(ring, area, fabric))
        return
    angle, length, _ = geometry.main_axis(ring)
    axis = np.array([np.cos(angle), np.sin(angle)])
    shift = rng.uniform(-0.12, 0.12) * length
    origin = np.array(geometry.centroid(ring)) + shift * axis
    tilt = angle + np.pi / 2 + rng.normal(0, 0.05)
    direction = np.array([np.cos(tilt), np.sin(tilt)])
    normal = np.array([-direction[1], direction[0]])
    cut = geometry.chord(ring, origin, direction)
    if cut is not None:
        width = STREET_WIDTH.get(fabric, 8.0) + (3.0 if depth == 0 else 0.0)
        streets.append(Street(np.array(cut), width, fabric))
    for sign in (1.0, -1.0):
        part = geometry.clip_half_plane(ring, origin, sign * normal)
        if len(part) >= 3:
            _split(rng, part, area, fabric, depth + 1, blocks, streets)
