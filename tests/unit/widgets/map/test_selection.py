"""Rectangle and lasso take what a look at every point takes, after changes and moves too."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.points import PointLayer
from widgets.map.selection import rows_in_polygon, rows_in_rect

LON, LAT = 121.05, 31.15


def make_layer(seed: int, count: int) -> PointLayer:
    """Points on a coarse grid, so that many stand on one spot; then some change and move."""
    random = np.random.default_rng(seed)
    place = np.round(random.normal(0.0, 0.004, (2, count)), 3)
    layer = PointLayer()
    zeros = np.zeros(count, int)
    layer.set_points(
        [f"p{row}" for row in range(count)],
        LON + place[0],
        LAT + place[1],
        zeros,
        zeros,
        zeros,
        zeros,
    )
    for _ in range(2):
        rows = random.integers(0, count, count // 4 + 1)
        layer.update(rows, level=random.integers(0, 5, len(rows)))
        moved = np.unique(random.integers(0, count, count // 8 + 1))
        layer.move(moved, LON + random.normal(0, 0.01, len(moved)), np.full(len(moved), LAT))
    return layer


def is_inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 <= y < y2 or y2 <= y < y1) and x < x1 + (y - y1) * ((x2 - x1) / (y2 - y1)):
            inside = not inside
    return inside


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10_000),
    st.integers(1, 400),
    st.lists(st.tuples(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0)), min_size=0, max_size=12),
)
def test_a_lasso_equals_a_look_at_every_point(
    seed: int, count: int, lasso: list[tuple[float, float]]
) -> None:
    layer = make_layer(seed, count)
    middle = (layer.x.mean(), layer.y.mean())
    corners = [(middle[0] + x * 2e-5, middle[1] + y * 2e-5) for x, y in lasso]
    pairs = np.array(corners).reshape(-1, 2)
    found = rows_in_polygon(layer, pairs[:, 0], pairs[:, 1])
    by_hand = [
        row
        for row in range(count)
        if len(corners) > 2 and is_inside(layer.x[row], layer.y[row], corners)
    ]
    assert found.tolist() == by_hand


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 400), st.floats(0, 4e-5), st.floats(0, 4e-5))
def test_a_rectangle_takes_its_edges_too(seed: int, count: int, wide: float, high: float) -> None:
    layer = make_layer(seed, count)
    left, top = float(layer.x[0]), float(layer.y[0])
    rect = (left, top, left + wide, top + high)
    inside = (layer.x >= left) & (layer.x <= rect[2]) & (layer.y >= top) & (layer.y <= rect[3])
    assert rows_in_rect(layer, rect).tolist() == np.flatnonzero(inside).tolist()
    assert 0 in rows_in_rect(layer, rect)


def test_nothing_is_taken_from_nothing() -> None:
    layer = PointLayer()
    assert not len(rows_in_rect(layer, (0.0, 0.0, 1.0, 1.0)))
    corners = np.array([0.0, 1.0, 0.5])
    assert not len(rows_in_polygon(layer, corners, corners[::-1]))
