"""Counts and worst levels of cells equal those counted by hand, also after changes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.pyramid import CROWD, MAX_DEPTH, TOP_DEPTH, Pyramid


def make_points(seed: int, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    x = 0.8 + random.normal(0.0, 1e-4, count)
    y = 0.4 + random.normal(0.0, 1e-4, count)
    return x, y, random.integers(0, 5, count).astype(np.uint8)


def expect_as_counted(
    pyramid: Pyramid, depth: int, x: np.ndarray, y: np.ndarray, level: np.ndarray
) -> None:
    side = 1 << depth
    cells = pyramid.cells_in(depth, (0.0, 0.0, 1.0, 1.0))
    corners = zip(*(axis.tolist() for axis in pyramid.origins(depth, cells)), strict=True)
    column, row = np.floor(x * side), np.floor(y * side)
    places = set(zip(column.tolist(), row.tolist(), strict=True))
    keys = [(cx * side, cy * side) for cx, cy in corners]
    assert sorted(keys) == sorted(places)
    for index, (cx, cy) in enumerate(keys):
        inside = np.flatnonzero((column == cx) & (row == cy))
        cell = cells[index : index + 1]
        assert pyramid.counts(depth, cell)[0] == len(inside)
        assert pyramid.worst(depth, cell)[0] == level[inside].max()
        assert pyramid.quiet_counts(depth, cell)[0] == np.count_nonzero(level[inside] == 0)
        assert sorted(pyramid.rows_of(depth, cell)) == inside.tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 120), st.integers(TOP_DEPTH, MAX_DEPTH))
def test_cells_are_as_counted_by_hand(seed: int, count: int, depth: int) -> None:
    x, y, level = make_points(seed, count)
    pyramid = Pyramid(x, y, level)
    expect_as_counted(pyramid, pyramid.depth_for(depth), x, y, level)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 120), st.integers(TOP_DEPTH, MAX_DEPTH))
def test_changes_of_level_reach_every_depth(seed: int, count: int, depth: int) -> None:
    x, y, level = make_points(seed, count)
    pyramid = Pyramid(x, y, level)
    random = np.random.default_rng(seed + 1)
    for _ in range(3):
        rows = np.unique(random.integers(0, count, max(1, count // 3)))
        new = random.integers(0, 5, len(rows)).astype(np.uint8)
        pyramid.relevel(rows, level[rows], new)
        level[rows] = new
    expect_as_counted(pyramid, pyramid.depth_for(depth), x, y, level)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(8, 16))
def test_a_rectangle_finds_the_cells_that_touch_it(seed: int, depth: int) -> None:
    x, y, level = make_points(seed, 100)
    pyramid = Pyramid(x, y, level)
    depth = pyramid.depth_for(depth)
    rect = (0.79995, 0.39990, 0.80010, 0.40002)
    rows = pyramid.rows_of(depth, pyramid.cells_in(depth, rect))
    side = 1 << depth
    column, row = np.floor(x * side), np.floor(y * side)
    left, top, right, bottom = (int(np.floor(edge * side)) for edge in rect)
    touch = (column >= left) & (column <= right) & (row >= top) & (row <= bottom)
    assert sorted(rows.tolist()) == np.flatnonzero(touch).tolist()


def test_the_deepest_floor_has_no_crowds() -> None:
    x, y, level = make_points(1, 5000)
    pyramid = Pyramid(x, y, level)
    deepest = pyramid.depth_for(MAX_DEPTH)
    cells = pyramid.cells_in(deepest, (0.0, 0.0, 1.0, 1.0))
    assert deepest == MAX_DEPTH or pyramid.counts(deepest, cells).max() <= CROWD


def test_no_points_no_cells() -> None:
    empty = np.empty(0)
    pyramid = Pyramid(empty, empty, np.empty(0, dtype=np.uint8))
    depth = pyramid.depth_for(12)
    cells = pyramid.cells_in(depth, (0.0, 0.0, 1.0, 1.0))
    assert len(cells) == 0
    assert len(pyramid.rows_of(depth, cells)) == 0
