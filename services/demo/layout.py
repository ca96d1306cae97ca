"""The plan of Yunze: the bent frame everything is laid out in, the main lines and the 22 areas.

The frame (u, v) is in metres: u runs down the river 泽江 (roughly southwards), v to its east
side, and the river is v = 0. `warp` bends the frame into the plane, so that what is straight
in the frame follows the river on the map.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from services.demo.geometry import Points, Projection, rotation

PROJECTION = Projection(lon=121.1630, lat=31.1120)
LATTICE = 50
U_EDGES = (-2100, 2100)
V_EDGES = (-2150, 2150)
OUTSKIRTS = 900
"""How far the river and the main roads run on past the border, so that the town does not float."""


@dataclass(frozen=True, slots=True)
class Line:
    """A main line of the frame: a road or a canal at constant u or v."""

    axis: str
    at: int
    kind: str
    name: str
    width: float
    crosses_river: bool = True


LINES: tuple[Line, ...] = (
    Line("u", -1700, "secondary", "云北路", 18, False),
    Line("u", -1150, "arterial", "北环大道", 30),
    Line("u", -800, "canal", "北市河", 24),
    Line("u", -350, "secondary", "解放路", 20),
    Line("u", 250, "arterial", "人民路", 30),
    Line("u", 800, "secondary", "文汇路", 18, False),
    Line("u", 1100, "canal", "南塘河", 28),
    Line("u", 1450, "arterial", "南环大道", 30),
    Line("v", 1750, "secondary", "东环路", 18),
    Line("v", 1400, "canal", "东塘港", 26),
    Line("v", 950, "arterial", "沪泽公路", 34),
    Line("v", 500, "secondary", "建设路", 20),
    Line("v", 100, "secondary", "滨河路", 16),
    Line("v", -100, "secondary", "西滨路", 16),
    Line("v", -450, "secondary", "学府路", 18),
    Line("v", -850, "arterial", "泽西大道", 30),
    Line("v", -1300, "canal", "西泾浜", 22),
    Line("v", -1700, "secondary", "创业路", 20),
)


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """One neighbourhood or village: a rectangle of the frame and the way it is built up."""

    id: str
    name: str
    kind: str
    u: tuple[int, int]
    v: tuple[int, int]
    fabric: str
    population: int


AREAS: tuple[AreaPlan, ...] = (
    AreaPlan("N01", "北塘村", "村", (-2100, -800), (1400, 2150), "village", 1650),
    AreaPlan("N02", "沈家村", "村", (-800, 250), (1400, 2150), "village", 1720),
    AreaPlan("N03", "陆家浜村", "村", (250, 1100), (1400, 2150), "village", 1480),
    AreaPlan("N04", "顾家宅村", "村", (1100, 2100), (1400, 2150), "village", 1360),
    AreaPlan("N05", "新泽村", "村", (-2100, -1150), (500, 1400), "village", 2240),
    AreaPlan("N06", "云锦苑居委", "居委", (-1150, -350), (500, 1400), "towers", 6350),
    AreaPlan("N07", "望泽苑居委", "居委", (-350, 250), (950, 1400), "towers", 4180),
    AreaPlan("N08", "锦绣里居委", "居委", (-350, 250), (500, 950), "slabs", 5120),
    AreaPlan("N09", "华苏苑居委", "居委", (250, 1100), (950, 1400), "slabs", 5480),
    AreaPlan("N10", "华苑居委", "居委", (250, 1100), (500, 950), "slabs", 6240),
    AreaPlan("N11", "东塘村", "村", (1100, 2100), (500, 1400), "village", 2180),
    AreaPlan("N12", "云北新村居委", "居委", (-2100, -1150), (0, 500), "slabs", 4360),
    AreaPlan("N13", "北街居委", "居委", (-1150, -350), (0, 500), "oldtown", 4730),
    AreaPlan("N14", "老街居委", "居委", (-350, 250), (0, 500), "oldtown", 4210),
    AreaPlan("N15", "滨河里居委", "居委", (250, 1100), (0, 500), "slabs", 5370),
    AreaPlan("N16", "东岸新村居委", "居委", (1100, 2100), (0, 500), "slabs", 5640),
    AreaPlan("N17", "西渡新村居委", "居委", (-2100, -800), (-850, 0), "slabs", 6480),
    AreaPlan("N18", "西门里居委", "居委", (-800, 250), (-850, 0), "mixed", 6920),
    AreaPlan("N19", "学府苑居委", "居委", (250, 2100), (-850, 0), "towers", 5890),
    AreaPlan("N20", "吴家村", "村", (-2100, -800), (-2150, -850), "village", 1580),
    AreaPlan("N21", "云泽工业园居委", "居委", (-800, 800), (-2150, -850), "industrial", 1240),
    AreaPlan("N22", "横泾村", "村", (800, 2100), (-2150, -850), "village", 1580),
)


def warp(u: Points, v: Points) -> Points:
    """Frame coordinates to the plane, shape (n, 2). Smooth, one to one within the town."""
    near = np.exp(-((v / 1750.0) ** 2))
    meander = 205 * np.sin(u / 560.0 + 0.6) + 85 * np.sin(u / 310.0 + 2.1) - 70 * u / 2100.0
    east = v + near * meander + 45 * np.sin(u / 840.0 + v / 700.0)
    south = u + 85 * np.sin(v / 690.0 + 0.4) + 40 * np.sin(v / 330.0 + u / 900.0)
    edge = np.abs(u / 2100.0) ** 3 * 90 * np.sin(v / 520.0 + 1.0)
    flat: Points = np.column_stack([east, -(south + edge)]) @ rotation(math.radians(-11)).T
    return flat


def at(u: float, v: float) -> tuple[float, float]:
    """One frame point in the plane."""
    point = warp(np.array([float(u)]), np.array([float(v)]))[0]
    return float(point[0]), float(point[1])


def rectangle(u: tuple[int, int], v: tuple[int, int]) -> Points:
    """The open ring of a frame rectangle, with a point at every lattice line.

    Neighbours meet in the very same points, so rectangles that tile the frame tile the map.
    """
    us = np.arange(u[0], u[1], LATTICE, dtype=np.float64)
    vs = np.arange(v[0], v[1], LATTICE, dtype=np.float64)
    us_back, vs_back = us[::-1] + LATTICE, vs[::-1] + LATTICE
    sides_u = np.concatenate([np.full(len(vs), u[0]), us, np.full(len(vs_back), u[1]), us_back])
    sides_v = np.concatenate([vs, np.full(len(us), v[1]), vs_back, np.full(len(us_back), v[0])])
    ring = warp(sides_u.astype(np.float64), sides_v.astype(np.float64))
    return ring if ring_is_ccw(ring) else ring[::-1]


def ring_is_ccw(ring: Points) -> bool:
    """Whether an open ring runs counter-clockwise."""
    x, y = ring[:, 0], ring[:, 1]
    return bool(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) > 0)


def line_points(line: Line) -> Points:
    """The centre line of a main line in the plane, some way past the border."""
    beyond = OUTSKIRTS if line.kind == "arterial" else 250
    low, high = V_EDGES if line.axis == "u" else U_EDGES
    run = np.arange(low - beyond, high + beyond + 1, LATTICE / 2, dtype=np.float64)
    fixed = np.full(len(run), float(line.at))
    if line.kind == "canal":
        fixed = fixed + 14 * np.sin(run / 240.0 + line.at) + 7 * np.sin(run / 95.0)
    return warp(fixed, run) if line.axis == "u" else warp(run, fixed)


def river_line() -> tuple[Points, Points]:
    """The centre line of 泽江 and its half-width at each point."""
    run = np.arange(U_EDGES[0] - OUTSKIRTS, U_EDGES[1] + OUTSKIRTS + 1, 25, dtype=np.float64)
    half = 44 + 8 * np.sin(run / 430.0) + 5 * np.sin(run / 170.0 + 1.0)
    return warp(run, np.zeros(len(run))), half
