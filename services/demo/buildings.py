"""Fills a block with buildings in the manner of its fabric: slabs, towers, old houses, sheds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from services.demo import geometry
from services.demo.geometry import Points
from services.demo.ground import Ground


@dataclass(frozen=True, slots=True)
class Building:
    """A building's ring, what it is and how many storeys it has."""

    ring: Points
    kind: str
    levels: int


@dataclass(frozen=True, slots=True)
class Manner:
    """How a fabric builds. Lengths in metres; `along` and `across` are the free gaps."""

    kind: str
    length: tuple[float, float]
    depth: tuple[float, float]
    along: float
    across: float
    levels: tuple[int, int]
    set_back: float
    skip: float
    jitter: float = 0.0
    faces_south: bool = False


MANNERS = {
    "slabs": Manner("residential", (36, 62), (11.5, 13), 8, 14, (5, 7), 5, 0.03, 0, True),
    "towers": Manner("tower", (26, 34), (17, 20), 22, 34, (15, 28), 12, 0.06, 1.5, True),
    "oldtown": Manner("old_house", (8, 19), (7, 10), 1.5, 3.6, (1, 3), 2.2, 0.06, 0.5),
    "industrial": Manner("factory", (48, 105), (24, 42), 13, 14, (1, 3), 10, 0.10),
    "village": Manner("house", (10, 13), (9, 11), 5, 11, (2, 3), 6, 0.12, 1.2, True),
    "commercial": Manner("commercial", (40, 62), (30, 42), 14, 16, (4, 12), 9, 0.05),
    "office": Manner("office", (30, 44), (18, 26), 18, 22, (6, 16), 9, 0.1),
}


def fill(rng: Generator, ring: Points, number: int, use: str, ground: Ground) -> list[Building]:
    """The buildings of one block. `use` is a manner, or "school" or "hospital"."""
    if use in ("school", "hospital"):
        return _institution(rng, ring, number, use, ground)
    manner = MANNERS[use]
    angle = _row_angle(ring, manner)
    turned = ring @ geometry.rotation(-angle).T
    low, high = turned.min(axis=0), turned.max(axis=0)
    found: list[Building] = []
    y = float(low[1]) + manner.set_back
    while y < high[1]:
        depth = float(rng.uniform(*manner.depth))
        found += _row(rng, (float(low[0]), float(high[0])), y, depth, angle, manner, number, ground)
        y += depth + manner.across
    return found


def _row(
    rng: Generator,
    span: tuple[float, float],
    y: float,
    depth: float,
    angle: float,
    manner: Manner,
    number: int,
    ground: Ground,
) -> list[Building]:
    turn = geometry.rotation(angle)
    levels = int(rng.integers(manner.levels[0], manner.levels[1] + 1))
    found: list[Building] = []
    x = span[0] + manner.set_back + float(rng.uniform(0, 6))
    while x < span[1]:
        length = float(rng.uniform(*manner.length))
        centre = np.array([x + length / 2, y + depth / 2 + rng.uniform(-1, 1) * manner.jitter])
        cx, cy = turn @ centre
        skipped = rng.random() < manner.skip
        while not skipped and length >= manner.length[0] * 0.55:
            margin = 2 * manner.set_back
            if ground.fits(geometry.box(cx, cy, length + margin, depth + margin, angle), number):
                ring = geometry.box(cx, cy, length, depth, angle)
                found.append(Building(ring, manner.kind, levels))
                break
            length -= 8.0
            cx, cy = turn @ np.array([x + length / 2, centre[1]])
        else:
            # Nothing fits here: feel the way along in small steps to start close to the edge.
            length = float(manner.length[0]) if skipped else 3.0 - manner.along
        x += length + manner.along
    return found


def _row_angle(ring: Points, manner: Manner) -> float:
    """Along the block's longer side, or for dwellings along the side that faces south."""
    angle, _, _ = geometry.main_axis(ring)
    if manner.faces_south and abs(math.sin(angle)) > math.sqrt(0.5):
        angle -= math.pi / 2
    return angle


def _institution(
    rng: Generator, ring: Points, number: int, use: str, ground: Ground
) -> list[Building]:
    """Parallel wings on a spine, the largest size that fits near the block's middle."""
    angle, _, _ = geometry.main_axis(ring)
    cx, cy = geometry.centroid(ring)
    spine = np.array([math.cos(angle), math.sin(angle)])
    for scale in (1.0, 0.85, 0.7, 0.55, 0.4):
        for shift in (-55.0, 0.0, 45.0, -90.0, 90.0):
            ox, oy = cx + shift * spine[0], cy + shift * spine[1]
            if not ground.fits(geometry.box(ox, oy, 112 * scale, 84 * scale, angle), number):
                continue
            comb = _comb(scale, 3 if use == "school" else 2)
            shaped = comb @ geometry.rotation(angle).T + (ox, oy)
            return [Building(shaped, use, 5 if use == "school" else 12)]
    return fill(rng, ring, number, "office", ground)


def _comb(scale: float, wings: int) -> Points:
    """A comb-shaped ring about the origin: a spine 96 m long with wings to the north."""
    starts = [-48.0 + i * 78.0 / (wings - 1) for i in range(wings)]
    points = [(-48.0, -36.0), (48.0, -36.0)]
    for i in reversed(range(wings)):
        top = 36.0 if i % 2 else 28.0
        points += [(starts[i] + 18.0, top), (starts[i], top)]
        if i:
            points += [(starts[i], -19.0), (starts[i - 1] + 18.0, -19.0)]
    return np.array(points) * scale
