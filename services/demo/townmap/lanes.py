"""Lanes between rows of houses: found from the houses themselves, so that none runs through one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.demo import geometry, ground
from services.demo.basemap import Basemap
from services.demo.buildings import Building
from services.demo.geometry import Points

_LEAST_GAP_M: Final = 2.4
_STEP_M: Final = 3.0


@dataclass(frozen=True, slots=True)
class Row:
    """Houses side by side, in the block's own frame: left, bottom, right, top of each."""

    boxes: NDArray[np.float64]

    @property
    def bottom(self) -> float:
        return float(self.boxes[:, 1].min())

    @property
    def top(self) -> float:
        return float(self.boxes[:, 3].max())


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes along the rows, ways between houses, and where one comes out onto a street."""

    along: list[Points]
    between: list[Points]
    gate: Points | None
    order: list[int]
    """The houses' numbers in walking order, row by row."""


def lanes(town: Basemap, block: int, houses: list[Building]) -> Lanes:
    """The lanes of block number `block` (from 0)."""
    angle = _angle(houses[0].ring)
    turn = geometry.rotation(angle)
    rings = [house.ring @ turn for house in houses]
    boxes = np.array([[*ring.min(axis=0), *ring.max(axis=0)] for ring in rings])
    rows, order = _rows(boxes)
    tried = (_along(town, block, turn, *pair) for pair in _pairs(rows))
    along = [lane for lane in tried if lane is not None]
    between = _between(rows, along)
    flat = [lane @ turn.T for lane in along]
    gate = None
    if flat:
        middle = max(flat, key=lambda lane: float(np.hypot(*(lane[-1] - lane[0]))))
        gate = _gate(town, block, middle)
    return Lanes(flat, [way @ turn.T for way in between], gate, order)


def _angle(ring: Points) -> float:
    edge = ring[1] - ring[0]
    return float(np.arctan2(edge[1], edge[0]))


def _rows(boxes: NDArray[np.float64]) -> tuple[list[Row], list[int]]:
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    depth = float(np.median(boxes[:, 3] - boxes[:, 1]))
    by_height = np.argsort(middles, kind="stable")
    cuts = np.flatnonzero(np.diff(middles[by_height]) > depth / 2) + 1
    rows, order = [], []
    for members in np.split(by_height, cuts):
        across = members[np.argsort(boxes[members, 0], kind="stable")]
        rows.append(Row(boxes[across]))
        order += across.tolist()
    return rows, order


def _pairs(rows: list[Row]) -> list[tuple[Row, Row]]:
    return [
        (below, above)
        for below, above in itertools.pairwise(rows)
        if above.bottom - below.top >= _LEAST_GAP_M
    ]


def _along(town: Basemap, block: int, turn: Points, below: Row, above: Row) -> Points | None:
    """A lane between two rows, in the block's frame, as far as the block's land goes."""
    y = (below.top + above.bottom) / 2
    left = min(below.boxes[:, 0].min(), above.boxes[:, 0].min()) - 9
    right = max(below.boxes[:, 2].max(), above.boxes[:, 2].max()) + 9
    xs = np.arange(left, right, _STEP_M)
    dense = np.column_stack([xs, np.full(len(xs), y)])
    runs = ground.stretches(dense, town.land.in_plot(dense @ turn.T, block + 1), least=16.0)
    longest = max(runs, key=len, default=None)
    return None if longest is None else np.array([longest[0], longest[-1]])


def _between(rows: list[Row], along: list[Points]) -> list[Points]:
    """Ways from lane to lane through gaps in the row between them, two per row at most."""
    found = []
    for below, above in itertools.pairwise(along):
        low, high = float(below[0, 1]), float(above[0, 1])
        inner = [row for row in rows if row.bottom > low and row.top < high]
        if len(inner) != 1:
            continue
        boxes = inner[0].boxes
        gaps = boxes[1:, 0] - boxes[:-1, 2]
        spots = ((boxes[1:, 0] + boxes[:-1, 2]) / 2)[gaps >= _LEAST_GAP_M]
        left, right = max(below[0, 0], above[0, 0]), min(below[-1, 0], above[-1, 0])
        spots = spots[(spots > left) & (spots < right)]
        wanted = left + (right - left) * np.array([0.3, 0.7])
        chosen = {int(np.abs(spots - each).argmin()) for each in wanted} if len(spots) else set()
        found += [np.array([[spots[k], low], [spots[k], high]]) for k in sorted(chosen)]
    return found


def _gate(town: Basemap, block: int, lane: Points) -> Points | None:
    """From an end of the lane straight on to the street: gate first, street last."""
    ring = town.blocks[block].ring
    for start, towards in ((lane[-1], lane[-1] - lane[0]), (lane[0], lane[0] - lane[-1])):
        step = towards / np.hypot(*towards)
        way = start + step * np.arange(0.0, 45.0, 1.5)[:, None]
        outside = [k for k, at in enumerate(way) if not geometry.contains(ring, *map(float, at))]
        if outside and not town.land.wet(way[: outside[0] + 1]).any():
            return np.array([start, way[outside[0]]])
    return None
