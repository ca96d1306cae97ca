"""Winding and cutting at 180°: nothing is lost, nothing is turned that was right."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.importers import rings

SQUARE = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 1.0], [0.0, 0.0]])


def test_area_and_winding() -> None:
    assert rings.signed_area(SQUARE) == 2
    assert rings.wind(SQUARE, is_hole=False)[1] is False
    turned, was_wrong = rings.wind(SQUARE[::-1], is_hole=False)
    assert was_wrong
    assert rings.signed_area(turned) == 2
    assert rings.wind(SQUARE, is_hole=True)[1] is True


@given(st.floats(150, 209), st.floats(1, 60), st.floats(-60, 60), st.booleans())
def test_a_rectangle_over_the_antimeridian_keeps_its_area(
    west: float, width: float, south: float, turned: bool
) -> None:
    whole = SQUARE / (2, 1) * (width, 10) + (west, south)
    ring = np.column_stack([(whole[:, 0] + 180) % 360 - 180, whole[:, 1]])
    pieces = rings.cut_polygon([ring[::-1] if turned else ring])
    total = 0.0
    for (piece,) in pieces:
        assert piece[:, 0].min() >= -180
        assert piece[:, 0].max() <= 180
        assert np.array_equal(piece[0], piece[-1])
        total += abs(rings.signed_area(piece))
    assert total == pytest.approx(width * 10, rel=1e-6)


def test_a_hole_goes_with_its_side() -> None:
    outer = np.array([[170.0, 0], [-170, 0], [-170, 10], [170, 10], [170, 0]])
    hole = np.array([[-176.0, 2], [-174, 2], [-174, 4], [-176, 4], [-176, 2]])
    east, west = sorted(rings.cut_polygon([outer, hole]), key=lambda piece: -piece[0][0, 0])
    assert [len(east), len(west)] == [1, 2]
    assert np.array_equal(west[1], hole)


def test_a_line_meets_itself_at_the_cut() -> None:
    line = np.array([[170.0, 0], [-170, 10], [-160, 10]])
    first, second = rings.cut_line(line)
    assert first.tolist() == [[170, 0], [180, 5]]
    assert second.tolist() == [[-180, 5], [-170, 10], [-160, 10]]
    assert rings.cut_line(SQUARE)[0] is SQUARE
