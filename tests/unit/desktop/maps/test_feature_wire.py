"""Columns of features cross in small pieces and are the same on the other side."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps import feature_wire
from desktop.maps.feature_wire import Piece, put_together, taken_apart
from widgets.map.features import FeatureColumns, FeatureSource
from widgets.map.sources import TileAddress

_PLACES = st.tuples(st.floats(-179, 179), st.floats(-80, 80))
_VALUES = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5)


def _points(rows: list[tuple[tuple[float, float], dict[str, Any]]]) -> dict[str, Any]:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": more}
        for place, more in rows
    ]
    return {"type": "FeatureCollection", "features": [*features, {"type": "Feature"}]}


@given(
    st.lists(
        st.tuples(_PLACES, st.dictionaries(st.sampled_from(["name", "layer", "n"]), _VALUES)),
        max_size=8,
    )
)
def test_what_was_taken_apart_comes_together(rows: Any) -> None:
    before = FeatureColumns.of(_points(rows))
    after = put_together(pickle.loads(pickle.dumps(list(taken_apart(before)))))

    assert (after.names, after.refused, after.bounds) == (
        before.names,
        before.refused,
        before.bounds,
    )
    for ours, theirs in ((after.pieces, before.pieces), (after.table, before.table)):
        for name, column in vars(theirs).items():
            assert np.array_equal(getattr(ours, name), column), name


def test_a_source_of_them_cuts_the_same_tiles() -> None:
    columns = FeatureColumns.of(_points([((121.0, 31.0), {"name": "甲"})]))
    source = FeatureSource("a", put_together(taken_apart(columns)))
    tile = source.load(TileAddress(0, 0, 0))

    assert tile is not None
    assert tile.layers["features"].properties(0) == {"name": "甲"}


def test_no_piece_is_larger_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_wire, "PIECE_BYTES", 64)
    monkeypatch.setattr(feature_wire, "PIECE_ROWS", 3)
    rows = [((n / 10.0, 1.0), {"name": f"n{n}"}) for n in range(50)]
    columns = FeatureColumns.of(_points(rows))
    pieces = [part for part in taken_apart(columns) if isinstance(part, Piece)]

    assert max(len(p.content) for p in pieces if isinstance(p.content, bytes)) == 64
    assert max(len(p.content) for p in pieces if not isinstance(p.content, bytes)) == 3
    assert put_together(taken_apart(columns)).names == columns.names
