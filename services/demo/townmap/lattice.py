"""The country cut into cells: fields, villages and streets of neighbours keep to its lines.

Lines of the plan, country roads and creeks are cuts that stay where they are; the cuts between
them bend a little, as field paths do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.random import Generator

from services.demo import layout
from services.demo.geometry import Points
from services.demo.townmap import country

ROADS: Final = {
    # Country roads: axis, place in the frame, from, to.
    "泽北公路": ("u", -3_300, -33_000, 36_000),
    "徐塘公路": ("u", -6_400, -31_000, 34_000),
    "北塘公路": ("u", -12_300, -30_000, 33_000),
    "南泾公路": ("u", 3_400, -32_000, 36_000),
    "横桥公路": ("u", 6_100, -34_000, 31_000),
    "江南公路": ("u", 10_900, -33_000, 35_000),
    "吕塘公路": ("u", 15_800, -31_000, 33_000),
    "泽青公路": ("v", -3_700, -19_000, 7_700),
    "青泾公路": ("v", -7_700, -22_000, 22_000),
    "松塘公路": ("v", -11_400, -21_000, 7_700),
    "西泖公路": ("v", -17_500, -21_000, 7_800),
    "东港公路": ("v", 4_300, -19_000, 7_700),
    "新浦公路": ("v", 7_900, -22_000, 21_000),
    "泰安公路": ("v", 11_600, -21_000, 7_800),
    "海塘公路": ("v", 18_400, -21_000, 7_800),
}
CREEKS: Final = {
    "北泖港": ("u", -4_500, -27_000, 29_000, 26.0),
    "吴塘": ("u", -7_500, -29_000, 26_000, 22.0),
    "石浦": ("u", -14_600, -27_000, 30_000, 36.0),
    "黄泥泾": ("u", 2_600, -15_400, 9_800, 18.0),
    "杨泾港": ("u", 4_700, -28_000, 27_000, 30.0),
    "金家浜": ("u", 7_000, -15_400, 15_200, 20.0),
    "江南河": ("u", 12_700, -26_000, 28_000, 28.0),
    "钱泾": ("v", -3_050, -7_500, 8_200, 20.0),
    "大寨河": ("v", -5_500, -17_000, 8_200, 30.0),
    "蒋泾": ("v", -9_600, -14_600, 8_200, 24.0),
    "白牛塘": ("v", -15_400, -16_000, 8_200, 34.0),
    "顾泾": ("v", 3_150, -14_600, 8_200, 22.0),
    "淀南港": ("v", 6_000, -17_000, 8_200, 32.0),
    "曹家浜": ("v", 9_800, -14_600, 8_200, 22.0),
    "川港塘": ("v", 15_200, -16_000, 8_200, 34.0),
}
EXPRESSWAY_U: Final = -3_900.0
EXPRESSWAY_V: Final = 2_560.0
RAILWAY_V: Final = -2_480.0

_BANK_M: Final = 94.0
"""From the middle of the river to the fields beside its parks."""
_DISTANT_M: Final = (40_000.0, 27_000.0)
_STEP_M: Final = 470.0
_BEND_M: Final = 70.0
_LEAST_M: Final = 90.0


@dataclass(frozen=True, slots=True)
class Cell:
    """Four corners in the plane, the sides along u and along v in turn, and its frame place."""

    corners: Points
    u: float
    v: float
    bounds: tuple[bool, bool]
    """Whether its first sides, along u and along v, are on main lines, where no lane runs."""

    def spots(self, s: Points, t: Points) -> Points:
        """Points by their share of the way along two sides: (n,) and (n,) to (n, 2)."""
        a, b, c, d = self.corners
        s, t = s[:, None], t[:, None]
        found: Points = a * (1 - s) * (1 - t) + b * s * (1 - t) + c * s * t + d * (1 - s) * t
        return found

    def part(self, s: tuple[float, float], t: tuple[float, float]) -> Cell:
        """The part between two shares of each side."""
        corners = self.spots(np.array([s[0], s[1], s[1], s[0]]), np.array([t[0], t[0], t[1], t[1]]))
        return Cell(corners, self.u, self.v, (True, True))

    def turned(self) -> Cell:
        """The same cell seen along v first."""
        return Cell(self.corners[[0, 3, 2, 1]], self.u, self.v, self.bounds[::-1])

    @property
    def sides(self) -> tuple[float, float]:
        """Its length along u and along v, in metres."""
        a, b, c, d = self.corners
        along = (np.hypot(*(b - a)) + np.hypot(*(c - d))) / 2
        across = (np.hypot(*(d - a)) + np.hypot(*(c - b))) / 2
        return float(along), float(across)

    @property
    def middle(self) -> Points:
        """The middle in the plane."""
        middle: Points = self.corners.mean(axis=0)
        return middle


def cells(rng: Generator) -> Iterator[Cell]:
    """All cells outside the town's border, thinning out where the drawn land ends."""
    us, fixed_u = _cuts("u", 12_500)
    vs, fixed_v = _cuts("v", 15_500)
    grid_u, grid_v = (grid.astype(np.float64) for grid in np.meshgrid(us, vs, indexing="ij"))
    grid_u += np.where(fixed_u, 0.0, 1.0)[:, None] * rng.uniform(-_BEND_M, _BEND_M, grid_u.shape)
    grid_v += np.where(fixed_v, 0.0, 1.0)[None, :] * rng.uniform(-_BEND_M, _BEND_M, grid_v.shape)
    plane = country.place(grid_u.ravel(), grid_v.ravel()).reshape(*grid_u.shape, 2)
    fade = rng.uniform(0.62, 1.18, (len(us), len(vs)))
    for i, j in np.ndindex(len(us) - 1, len(vs) - 1):
        u, v = float(us[i] + us[i + 1]) / 2, float(vs[j] + vs[j + 1]) / 2
        if _is_kept_free(u, v):
            continue
        corners = plane[[i, i + 1, i + 1, i], [j, j, j + 1, j + 1]]
        reach = np.abs(corners.mean(axis=0)) / country.EXTENT_M
        if float((reach**3).sum()) < fade[i, j]:
            yield Cell(corners, u, v, (fixed_v[j], fixed_u[i]))


def distant(rng: Generator) -> Iterator[Points]:
    """Fields past the cells, seen from afar only: rings of shape (n, 4, 2), thinning out."""
    us, vs = np.arange(-30_000.0, 30_001, 1_500), np.arange(-42_000.0, 42_001, 1_500)
    grid_u, grid_v = np.meshgrid(us, vs, indexing="ij")
    grid_u = grid_u + rng.uniform(-320, 320, grid_u.shape)
    grid_v = grid_v + rng.uniform(-320, 320, grid_v.shape)
    plane = country.place(grid_u.ravel(), grid_v.ravel()).reshape(*grid_u.shape, 2)
    for i in range(len(us) - 1):
        low, high = plane[i], plane[i + 1]
        quads = np.stack([low[:-1], high[:-1], high[1:], low[1:]], axis=1)
        middles = quads.mean(axis=1)
        near = ((np.abs(middles) / country.EXTENT_M) ** 3).sum(axis=1)
        far = ((np.abs(middles) / _DISTANT_M) ** 2).sum(axis=1)
        kept = (near > 0.85) & (far < rng.uniform(0.1, 1.0, len(middles)))
        shares = rng.uniform(0.2, 0.8, (int(kept.sum()), 1, 1))
        chosen = quads[kept]
        cut = [chosen[:, k : k + 1] for k in range(4)]
        a, b = cut[0] * (1 - shares) + cut[1] * shares, cut[3] * (1 - shares) + cut[2] * shares
        yield np.concatenate(
            [
                _inset(np.concatenate([cut[0], a, b, cut[3]], axis=1)),
                _inset(np.concatenate([a, cut[1], cut[2], b], axis=1)),
            ]
        )


def _inset(rings: Points) -> Points:
    middles = rings.mean(axis=1, keepdims=True)
    smaller: Points = middles + (rings - middles) * 0.985
    return smaller


def _is_kept_free(u: float, v: float) -> bool:
    """The town itself, and the park on the banks of its river."""
    in_town = abs(u) < layout.U_EDGES[1] and abs(v) < layout.V_EDGES[1]
    return in_town or (abs(v) < _BANK_M and abs(u) < 3_000)


def _cuts(axis: str, reach: float) -> tuple[Points, list[bool]]:
    """Where one axis is cut, and which of the cuts stay straight."""
    edge = 4 + (layout.U_EDGES if axis == "u" else layout.V_EDGES)[1]
    fixed = {-float(edge), float(edge)}
    lines = (*ROADS.values(), *CREEKS.values())
    fixed |= {float(at) for on, at, *_ in lines if on == axis and abs(float(at)) < reach - _LEAST_M}
    if axis == "u":
        fixed |= {EXPRESSWAY_U}
    else:
        fixed |= {-_BANK_M, _BANK_M, EXPRESSWAY_V, RAILWAY_V}
    wanted = {float(each.at) for each in layout.LINES if each.axis == axis and abs(each.at) > 100}
    for at in sorted(wanted):
        if min(abs(at - other) for other in fixed) > _LEAST_M:
            fixed.add(at)
    marks = [-reach, *sorted(fixed), reach]
    cuts: list[float] = []
    for low, high in pairwise(marks):
        step = _STEP_M * (1.0 if abs(low) < 7_000 else 1.35)
        cuts += np.linspace(low, high, max(1, round((high - low) / step)) + 1)[:-1].tolist()
    cuts.append(reach)
    return np.array(cuts), [cut in fixed for cut in cuts]
