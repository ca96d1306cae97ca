"""Distances on the ground."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.detect.places import metres, near


def test_a_degree_is_shorter_along_a_parallel() -> None:
    found = metres(np.array([121.01, 121.0]), np.array([31.0, 31.01]), 121.0, 31.0)
    assert found.tolist() == pytest.approx([954.2, 1113.2], abs=0.1)


@given(
    st.lists(st.tuples(st.floats(120.9, 121.1), st.floats(30.9, 31.1)), min_size=1, max_size=12),
    st.floats(100, 20_000),
)
def test_pairs_are_those_within_the_distance(
    places: list[tuple[float, float]], within: float
) -> None:
    lon, lat = (np.array(side) for side in zip(*places, strict=True))
    one, other = near(lon, lat, within)
    found = set(zip(one.tolist(), other.tolist(), strict=True))
    assert len(found) == len(one)
    for a in range(len(places)):
        away = np.hypot(
            (lon - lon[a]) * 111_320 * np.cos(np.radians(lat.mean())), (lat - lat[a]) * 111_320
        )
        for b in range(len(places)):
            if abs(away[b] - within) > 1e-6:
                assert ((a, b) in found) == (away[b] <= within)
