"""What is cut in columns equals what is cut one triangle, one segment at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import clipping
from widgets.map import rings
from widgets.map.clip import clip_lines, clip_rings

number = st.integers(-30, 30).map(float)
point = st.tuples(number, number)
shapes = st.lists(st.lists(point, min_size=3, max_size=7), min_size=1, max_size=5)
rects = st.tuples(number, number, st.integers(1, 30), st.integers(1, 30)).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
)


def columns(parts: list[list[clipping.Point]]) -> tuple[np.ndarray, rings.Ints]:
    points = np.array([place for part in parts for place in part], dtype=np.float64)
    return points, rings.cut_after(np.array([len(part) for part in parts]))


def lists(points: np.ndarray, starts: rings.Ints) -> list[list[clipping.Point]]:
    edges = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return [[tuple(place) for place in points[start:end].tolist()] for start, end in edges]


def is_inside(points: np.ndarray, rect: clipping.Rect) -> bool:
    low, high = np.array(rect[:2]) - 1e-9, np.array(rect[2:]) + 1e-9
    return bool(((points >= low) & (points <= high)).all())


@given(shapes, rects)
def test_areas_equal_a_brute_force_clip(
    parts: list[list[clipping.Point]], rect: clipping.Rect
) -> None:
    points, starts = clip_rings(*columns(parts), rect)
    assert len(starts) == len(parts) + 1
    assert is_inside(points, rect)
    for part, cut in zip(parts, lists(points, starts), strict=True):
        assert clipping.twice_area(cut) == pytest.approx(
            clipping.twice_area_inside(part, rect), abs=1e-6
        )


@given(shapes, rects)
def test_lengths_equal_a_brute_force_clip(
    parts: list[list[clipping.Point]], rect: clipping.Rect
) -> None:
    points, starts, source = clip_lines(*columns(parts), rect)
    assert is_inside(points, rect)
    assert len(source) == len(starts) - 1
    cut = lists(points, starts)
    for index, part in enumerate(parts):
        mine = [
            line for line, line_of in zip(cut, source.tolist(), strict=True) if line_of == index
        ]
        assert sum(map(clipping.length, mine)) == pytest.approx(
            clipping.length_inside(part, rect), abs=1e-6
        )


def test_a_line_that_comes_back_becomes_two_and_one_inside_stays_as_it_is() -> None:
    out_and_in = [(1.0, 1.0), (20.0, 1.0), (20.0, 2.0), (1.0, 2.0)]
    inside = [(1.0, 5.0), (2.0, 6.0), (3.0, 5.0)]
    points, starts, source = clip_lines(*columns([out_and_in, inside]), (0.0, 0.0, 10.0, 10.0))
    assert lists(points, starts) == [
        [(1.0, 1.0), (10.0, 1.0)],
        [(10.0, 2.0), (1.0, 2.0)],
        inside,
    ]
    assert source.tolist() == [0, 0, 1]


def test_a_ring_around_the_rectangle_becomes_the_rectangle() -> None:
    ring = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)]
    points, starts = clip_rings(*columns([ring]), (0.0, 0.0, 10.0, 10.0))
    assert sorted(lists(points, starts)[0]) == [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (10.0, 10.0)]


def test_nothing_stays_nothing() -> None:
    none, starts = np.zeros((0, 2)), np.zeros(1, dtype=np.int64)
    assert len(clip_rings(none, starts, (0.0, 0.0, 1.0, 1.0))[0]) == 0
    assert len(clip_lines(none, starts, (0.0, 0.0, 1.0, 1.0))[2]) == 0
