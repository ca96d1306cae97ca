"""Chosen parts become whole numbers without losing what can be seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.tile_layers import tile_layer
from widgets.map.outlines import STEPS, Frame, Outlines, outlines, shifted
from widgets.map.sources import GeometryType
from widgets.map.styles.columns import Columns
from widgets.map.tile_data import Cut, PreparedLayer

WHOLE = Cut(0.0, 0.0, 1.0)
FRAME = Frame(512, 512, 512.0)
POINT = st.tuples(st.integers(-200, 4300), st.integers(-200, 4300))
LINES = st.lists(st.lists(POINT, min_size=2, max_size=9), min_size=1, max_size=6)


def made(parts: list[list[tuple[int, int]]], cut: Cut = WHOLE, frame: Frame = FRAME) -> Outlines:
    features = [(GeometryType.LINE, [part], {}) for part in parts]
    layer = PreparedLayer(Columns(tile_layer("a", features)))
    rows = np.arange(len(parts))
    return outlines(layer, rows, np.ones(len(parts), dtype=bool), cut, frame)


@given(LINES)
def test_ends_stay_and_nothing_moves(parts: list[list[tuple[int, int]]]) -> None:
    lines = made(parts)
    begins = np.cumsum(lines.sizes) - lines.sizes
    for part, begin, size in zip(parts, begins, lines.sizes, strict=True):
        kept = lines.points[begin : begin + size] / STEPS * 8.0
        assert np.abs(kept[0] - part[0]).max() <= 0.5
        assert np.abs(kept[-1] - part[-1]).max() <= 0.5
        for point in kept:
            assert np.abs(np.array(part) - point).max(axis=1).min() <= 0.5


@given(LINES, st.integers(1, 20))
def test_chunks_hold_everything_once(parts: list[list[tuple[int, int]]], limit: int) -> None:
    lines = made(parts)
    sizes, numbers = [], []
    for some_sizes, some_numbers in lines.chunks(limit):
        assert 2 * sum(some_sizes) == len(some_numbers)
        sizes += some_sizes
        numbers += some_numbers
    assert sizes == lines.sizes.tolist()
    assert numbers == lines.points.ravel().tolist()


def test_points_in_the_same_half_pixel_are_one() -> None:
    lines = made([[(0, 0), (1, 0), (2, 0), (100, 0), (4000, 0)]])
    assert lines.sizes.tolist() == [3]


def test_a_cut_and_a_frame_place_the_points() -> None:
    frame = Frame(512, 512, 512.0, left=0.25, top=-0.5)
    lines = made([[(2048, 2048), (4096, 4096)]], Cut(0.5, 0.5, 0.5), frame)
    assert lines.points.tolist() == [[4, -8], [512 * STEPS + 4, 512 * STEPS - 8]]


def test_an_endless_part_is_thinned_below_what_a_path_may_hold() -> None:
    angles = np.linspace(0.0, 400.0, 80_000)
    radius = np.linspace(100.0, 2000.0, 80_000)
    spiral = np.column_stack((2048 + radius * np.cos(angles), 2048 + radius * np.sin(angles)))
    lines = made([[tuple(point) for point in spiral.tolist()]], frame=Frame(9000, 9000, 9000.0))
    assert lines.sizes.tolist()[0] <= 30_001


def test_a_shifted_line_runs_beside_the_first() -> None:
    lines = made([[(0, 2048), (2048, 2048), (2048, 4096)]])
    right = shifted(lines, 80.0).points.tolist()
    x, y = 256 * STEPS, 256 * STEPS
    assert right == [[0, y + 80], [x - 80, y + 80], [x - 80, 2 * y]]
    assert shifted(lines, 0.0).points.tolist() == lines.points.tolist()


def test_nothing_gives_nothing() -> None:
    empty = Outlines(np.empty((0, 2), np.int64), np.empty(0, np.int64), np.empty(0, np.int64))
    assert list(empty.chunks(10)) == []
    assert shifted(empty, 5.0) is empty
    assert Frame(10, 10, 10.0).steps(np.empty((0, 2), np.float32), WHOLE, 4096).shape == (0, 2)
    assert pytest.approx(1.0) == FRAME.side / 512.0
