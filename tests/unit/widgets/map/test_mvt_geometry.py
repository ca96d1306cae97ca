"""Command streams in columns equal the stream followed one command at a time."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import mvt as fake
from widgets.map import mvt_geometry
from widgets.map.mvt_geometry import Parts, decode_geometry
from widgets.map.wire import WireError, padded

small = st.tuples(st.integers(-40, 40), st.integers(-40, 40))
parts_lists = st.lists(st.lists(small, min_size=1, max_size=6), min_size=1, max_size=4)


def decoded(streams: list[list[int]], kinds: list[int]) -> Parts:
    spans, data = [], b""
    for stream in streams:
        start = len(data)
        data += fake.packed(stream)
        spans.append((start, len(data)))
    edges = np.array(spans, dtype=np.int64).reshape(-1, 2)
    types = np.array(kinds, dtype=np.uint8)
    return decode_geometry(padded(data), edges[:, 0], edges[:, 1], types)


def lists(parts: Parts) -> list[list[list[tuple[int, int]]]]:
    cuts = [part.tolist() for part in np.split(parts.points, parts.part_starts[1:-1])]
    cuts = cuts[: len(parts.part_starts) - 1]
    edges = parts.feature_parts.tolist()
    return [
        [[(int(x), int(y)) for x, y in part] for part in cuts[start:end]]
        for start, end in itertools.pairwise(edges)
    ]


@given(st.lists(st.tuples(st.sampled_from((1, 2, 3)), parts_lists), min_size=1, max_size=5))
def test_columns_equal_the_slow_reader(features: list[tuple[int, list[fake.Part]]]) -> None:
    # A point stream is one MoveTo; single-point lines are what a decoder must drop.
    streams = [fake.commands(kind, parts) for kind, parts in features]
    kinds = [kind for kind, _parts in features]
    expected = [fake.slowly_read(stream, kind) for stream, kind in zip(streams, kinds, strict=True)]
    assert lists(decoded(streams, kinds)) == expected


def test_rings_run_as_a_tile_layer_wants_them() -> None:
    outer = [(0, 0), (0, 9), (9, 9), (9, 0)]
    hole = [(2, 2), (4, 2), (4, 4), (2, 4)]
    (feature,) = lists(decoded([fake.commands(3, [outer, hole])], [3]))
    assert fake.area(feature[0]) > 0 > fake.area(feature[1])
    assert feature[0] == outer[::-1]


def test_rings_without_area_are_dropped_and_their_feature_stays_empty() -> None:
    flat = [(0, 0), (5, 5), (9, 9)]
    square = [(0, 0), (9, 0), (9, 9), (0, 9)]
    streams = [fake.commands(3, [flat]), fake.commands(3, [flat, [*square, (0, 0)]])]
    assert lists(decoded(streams, [3, 3])) == [[], [square]]


MOVE, LINE, CLOSE = 9, 10, 15


@pytest.mark.parametrize(
    ("kind", "stream", "text"),
    [
        (1, [3], "unknown command"),
        (1, [1], "wrong count"),
        (3, [MOVE, 2, 2, LINE, 2, 2, 23], "wrong count"),
        (2, [LINE, 2, 2], "begin with MoveTo"),
        (1, [MOVE, 2, 2, MOVE, 2, 2], "more than one command"),
        (2, [MOVE, 2, 2, LINE, 2, 2, CLOSE], "ClosePath"),
        (2, [17, 2, 2, 2, 2], "several points"),
        (3, [MOVE, 2, 2, LINE, 2, 2, CLOSE, CLOSE], "without a ring"),
        (3, [MOVE, 2, 2, LINE, 2, 2, CLOSE, LINE, 2, 2], "after ClosePath"),
        (3, [MOVE, 2, 2, LINE, 2, 2], "not closed"),
        (3, [MOVE, 2, 2, LINE, 2, 2, MOVE, 2, 2, CLOSE], "not closed"),
    ],
)
def test_streams_without_a_meaning_are_refused(kind: int, stream: list[int], text: str) -> None:
    with pytest.raises(WireError, match=f"feature 1: .*{text}"):
        decoded([[MOVE, 0, 0], stream], [1, kind])


def test_a_command_may_not_take_points_from_the_next_feature() -> None:
    # Seen as one stream these words are in order; only the cut between the features is not.
    with pytest.raises(WireError, match="more points"):
        decoded([[MOVE, 2], [2, MOVE, 2, 2]], [1, 1])


def test_too_many_vertices_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = fake.commands(1, [[(0, 0)] * 50])
    assert len(decoded([stream], [1]).points) == 50
    with monkeypatch.context() as patch:
        patch.setattr(mvt_geometry, "MAX_VERTICES", 4)
        with pytest.raises(WireError, match="vertices"):
            decoded([stream], [1])
    monkeypatch.setattr(mvt_geometry, "MAX_BYTES", 40)
    with pytest.raises(WireError, match="bytes of geometry"):
        decoded([stream], [1])
