"""Areas and part columns equal one ring at a time."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import mvt as fake
from widgets.map import rings

point = st.tuples(st.integers(-99, 99), st.integers(-99, 99))
ring_lists = st.lists(st.lists(point, min_size=1, max_size=6), min_size=1, max_size=6)


def columns(parts: list[list[tuple[int, int]]]) -> tuple[rings.Points, rings.Ints]:
    points = np.array([place for part in parts for place in part], dtype=np.float64)
    return points, rings.cut_after(np.array([len(part) for part in parts]))


def lists(points: rings.Points, starts: rings.Ints) -> list[list[tuple[int, int]]]:
    return [
        [(int(x), int(y)) for x, y in points[start:end].tolist()]
        for start, end in itertools.pairwise(starts)
    ]


@given(ring_lists)
def test_areas_equal_the_sum_around_each_ring(parts: list[list[tuple[int, int]]]) -> None:
    areas = rings.signed_areas(*columns(parts))
    assert areas.tolist() == [fake.area(part) for part in parts]


@given(ring_lists, st.data())
def test_parts_are_turned_and_kept_by_mask(
    parts: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    points, starts = columns(parts)
    masks = st.lists(st.booleans(), min_size=len(parts), max_size=len(parts))
    turned, kept = (np.array(data.draw(masks), dtype=np.bool_) for _ in range(2))
    points = rings.reversed_parts(points, starts, turned)
    feature_parts = np.array([0, len(parts)])
    points, starts, feature_parts = rings.kept_parts(points, starts, feature_parts, kept)
    expected = [
        part[::-1] if turn else part
        for part, turn, keep in zip(parts, turned, kept, strict=True)
        if keep
    ]
    assert lists(points, starts) == expected
    assert feature_parts.tolist() == [0, len(expected)]


@given(ring_lists, st.data())
def test_a_last_point_like_the_first_goes(
    parts: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    masks = st.lists(st.booleans(), min_size=len(parts), max_size=len(parts))
    which = np.array(data.draw(masks), dtype=np.bool_)
    expected = [
        part[:-1] if asked and len(part) > 1 and part[0] == part[-1] else list(part)
        for part, asked in zip(parts, which, strict=True)
    ]
    assert lists(*rings.without_closing_points(*columns(parts), which)) == expected
