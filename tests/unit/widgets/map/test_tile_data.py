"""A prepared tile filters once, and knows which parts touch a piece."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.tile_layers import square, tile
from widgets.map.sources import GeometryType, TileAddress
from widgets.map.styles.layers import StyleLayer, read_layer
from widgets.map.tile_data import Cut, PreparedLayer, PreparedTile, ranges


def style(kind: str = "fill", **node: Any) -> StyleLayer:
    made = read_layer({"id": "x", "type": kind, "source-layer": "a", **node}, lambda text: None)
    assert made is not None
    return made


def prepared(*features: Any) -> PreparedLayer:
    found = PreparedTile(tile(a=list(features))).layer("a")
    assert found is not None
    return found


AREA = (GeometryType.POLYGON, [square(0, 0, 100)], {"k": 1})
FAR = (GeometryType.POLYGON, [square(3000, 3000, 100)], {"k": 2})
LINE = (GeometryType.LINE, [[(0, 0), (10, 10)]], {"k": 1})
DOT = (GeometryType.POINT, [[(5, 5)]], {"k": 1})


@pytest.mark.parametrize(
    ("kind", "rows"), [("fill", [0]), ("line", [0, 1]), ("circle", [2]), ("symbol", [0, 1, 2])]
)
def test_a_layer_takes_the_shapes_it_can_draw(kind: str, rows: list[int]) -> None:
    assert prepared(AREA, LINE, DOT).rows(style(kind), 10.0).tolist() == rows


def test_a_filter_is_evaluated_once_unless_it_looks_at_the_zoom() -> None:
    layer = prepared(AREA, FAR)
    steady = style(filter=["==", "k", 2])
    assert layer.rows(steady, 10.0).tolist() == [1]
    assert layer.rows(steady, 15.0) is layer.rows(steady, 10.0)
    moving = style(filter=["<", ["get", "k"], ["zoom"]])
    assert layer.rows(moving, 1.5).tolist() == [0]
    assert layer.rows(moving, 3.0).tolist() == [0, 1]


def test_parts_far_from_a_piece_are_not_near() -> None:
    layer = prepared(AREA, FAR)
    assert layer.near(Cut(0.0, 0.0, 1.0), 0.0).tolist() == [True, True]
    assert layer.near(Cut(0.5, 0.5, 0.5), 0.0).tolist() == [False, True]
    assert layer.near(Cut(0.5, 0.5, 0.5), 1.0).tolist() == [True, True]


def test_a_piece_is_found_in_its_parent() -> None:
    assert Cut.of(TileAddress(14, 5, 6), TileAddress(14, 5, 6)) == Cut(0.0, 0.0, 1.0)
    assert Cut.of(TileAddress(16, 23, 24), TileAddress(14, 5, 6)) == Cut(0.75, 0.0, 0.25)


def test_a_missing_or_empty_layer_is_none() -> None:
    assert PreparedTile(tile()).layer("a") is None
    assert PreparedTile(tile(a=[])).layer("a") is None
    assert PreparedTile(tile(a=[AREA])).cost() > 0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=9))
def test_ranges_are_runs_of_numbers(runs: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in runs], dtype=np.int64)
    ends = starts + np.array([size for _, size in runs], dtype=np.int64)
    wanted = [number for start, size in runs for number in range(start, start + size)]
    assert ranges(starts, ends).tolist() == wanted
