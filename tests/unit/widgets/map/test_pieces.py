"""Pieces are found, cut, thinned and put together without losing whose they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import clipping
from widgets.map import rings
from widgets.map.pieces import Pieces, clipped, joined, thinned
from widgets.map.sources import GeometryType

number = st.integers(-20, 20).map(float)
point = st.tuples(number, number)
kinds = st.sampled_from([1, 2, 3])
rows = st.lists(st.tuples(kinds, st.lists(point, min_size=3, max_size=8)), min_size=1, max_size=6)
RECT = (-8.0, -5.0, 9.0, 7.0)


def pieces_of(given_rows: list[tuple[int, list[clipping.Point]]]) -> Pieces:
    points = np.array([place for _kind, part in given_rows for place in part], dtype=np.float64)
    count = len(given_rows)
    return Pieces.of(
        points,
        rings.cut_after(np.array([len(part) for _kind, part in given_rows])),
        np.arange(count + 1, dtype=np.int64),
        np.array([kind for kind, _part in given_rows], dtype=np.uint8),
        np.arange(count, dtype=np.int64) // 2,
    )


def measure(pieces: Pieces) -> dict[tuple[int, int], float]:
    """Points, length or area by feature and type."""
    out: dict[tuple[int, int], float] = {}
    for index in range(len(pieces)):
        kind = int(pieces.types[index])
        for part in range(*pieces.piece_parts[index : index + 2].tolist()):
            start, end = pieces.part_starts[part : part + 2].tolist()
            line = [(x, y) for x, y in pieces.points[start:end].tolist()]
            size = (len(line), clipping.length(line), clipping.twice_area(line))[kind - 1]
            key = (int(pieces.features[index]), kind)
            out[key] = out.get(key, 0.0) + size
    return {key: size for key, size in out.items() if abs(size) > 1e-6}


@given(rows)
def test_a_cut_keeps_what_is_inside_and_whose_it_is(
    given_rows: list[tuple[int, list[clipping.Point]]],
) -> None:
    expected: dict[tuple[int, int], float] = {}
    for index, (kind, part) in enumerate(given_rows):
        left, top, right, bottom = RECT
        size = (
            float(sum(left <= x <= right and top <= y <= bottom for x, y in part)),
            clipping.length_inside(part, RECT),
            clipping.twice_area_inside(part, RECT),
        )[kind - 1]
        expected[index // 2, kind] = expected.get((index // 2, kind), 0.0) + size
    expected = {key: size for key, size in expected.items() if abs(size) > 1e-6}
    cut = clipped(pieces_of(given_rows), RECT)
    assert measure(cut) == pytest.approx(expected, abs=1e-6)
    assert (np.diff(cut.features) >= 0).all()


@given(rows)
def test_small_pieces_may_be_left_whole(
    given_rows: list[tuple[int, list[clipping.Point]]],
) -> None:
    pieces = pieces_of(given_rows)
    whole = clipped(pieces, RECT, least=100)
    assert measure(whole) == measure(pieces.touching(RECT))


def test_a_hole_goes_with_its_outer_ring() -> None:
    outer = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]
    hole = [(5.0, 5.0), (6.0, 6.0), (7.0, 5.0)]
    points = np.array(outer + hole + outer)
    starts, piece_parts = np.array([0, 3, 6, 9]), np.array([0, 2, 3])
    types = np.array([3, 3], dtype=np.uint8)
    pieces = Pieces.of(points, starts, piece_parts, types, np.array([0, 1]))
    left = clipped(pieces, (4.0, 0.0, 9.0, 9.0))
    assert len(left) == 0
    left = clipped(pieces, (0.0, 0.0, 5.5, 9.0))
    assert np.diff(left.piece_parts).tolist() == [2, 1]


@given(rows, st.sampled_from([1.0, 3.0, 7.0]))
def test_a_thinned_away_point_has_a_neighbour_within_the_square(
    given_rows: list[tuple[int, list[clipping.Point]]], cell: float
) -> None:
    pieces = pieces_of([row for row in given_rows if row[0] != GeometryType.POLYGON] or given_rows)
    thin = thinned(pieces, cell)
    left = {tuple(place) for place in thin.points.tolist()}
    lines = pieces.types == GeometryType.LINE
    for index in np.flatnonzero(lines).tolist():
        start, end = pieces.part_starts[index : index + 2].tolist()
        for x, y in pieces.points[start:end].tolist():
            assert any(abs(x - other) < cell and abs(y - more) < cell for other, more in left)
        assert tuple(pieces.points[start].tolist()) in left
        assert tuple(pieces.points[end - 1].tolist()) in left
    assert (thin.types == GeometryType.POINT).sum() == (pieces.types == GeometryType.POINT).sum()


def test_a_ring_within_one_square_is_gone() -> None:
    ring = [(0.1, 0.1), (0.4, 0.1), (0.4, 0.4)]
    big = [(0.1, 0.1), (9.0, 0.1), (9.0, 9.0)]
    thin = thinned(pieces_of([(3, ring), (3, big)]), 1.0)
    assert thin.points.tolist() == [list(place) for place in big]


def test_joined_pieces_are_in_the_order_of_their_features() -> None:
    pieces = pieces_of([(2, [(float(n), 0.0), (float(n), 1.0), (0.0, 0.0)]) for n in range(6)])
    odd = np.arange(6) % 2 == 1
    both = joined([pieces.taken(odd), pieces.taken(~odd)])
    assert both.features.tolist() == [0, 0, 1, 1, 2, 2]
    assert sorted(both.points[both.part_starts[:-1], 0].tolist()) == [0, 1, 2, 3, 4, 5]
    assert measure(both) == measure(pieces)
