"""Names find straight stretches of joined lines."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.label_lines import Line, anchors, inside, merged


def line(*points: tuple[float, float]) -> Line:
    return np.array(points, dtype=np.float64)


def test_pieces_of_a_street_become_one_whichever_way_they_run() -> None:
    pieces = [line((0, 0), (10, 0)), line((20, 0), (10, 0)), line((20, 0), (30, 0))]
    (joined,) = merged(pieces)
    assert sorted(map(tuple, joined.tolist())) == [(0, 0), (10, 0), (20, 0), (30, 0)]


def test_a_crossing_joins_nothing() -> None:
    star = [line((0, 0), (10, 0)), line((10, 0), (20, 0)), line((10, 0), (10, 9))]
    assert len(merged(star)) == 3


@given(st.permutations(range(8)), st.lists(st.booleans(), min_size=8, max_size=8))
def test_any_order_of_pieces_gives_the_same_length(order: list[int], turned: list[bool]) -> None:
    pieces = [line((10 * n, 0), (10 * n + 10, 0)) for n in range(8)]
    mixed = [pieces[n][::-1] if turned[n] else pieces[n] for n in order]
    (joined,) = merged(mixed)
    steps = np.diff(joined, axis=0)
    assert np.hypot(steps[:, 0], steps[:, 1]).sum() == pytest.approx(80.0)


def test_a_ring_is_not_joined_to_itself() -> None:
    ring = [line((0, 0), (10, 0), (10, 10)), line((10, 10), (0, 10), (0, 0))]
    assert len(merged(ring)) == 1


def test_a_long_straight_line_is_named_at_intervals() -> None:
    found = list(anchors(line((0, 0), (1000, 0)), 60.0, 250.0))
    assert [round(x) for x, _y, _angle in found] == [125, 375, 625, 875]
    assert all(angle == 0.0 for _x, _y, angle in found)


def test_a_short_or_bent_line_has_no_room() -> None:
    assert not list(anchors(line((0, 0), (50, 0)), 60.0, 250.0))
    zigzag = line(*((10 * n, 30 * (n % 2)) for n in range(12)))
    assert not list(anchors(zigzag, 60.0, 250.0))


def test_the_angle_is_the_line_s() -> None:
    ((_x, _y, angle),) = anchors(line((0, 0), (100, 100)), 60.0, 250.0)
    assert angle == pytest.approx(math.pi / 4)


def test_the_middle_of_a_bent_area_is_inside_it() -> None:
    hook = line((0, 0), (100, 0), (100, 100), (90, 100), (90, 10), (0, 10))
    x, y = inside(hook)
    assert 90 < x < 100
    assert 10 < y < 100
