"""GCJ-02 and BD-09: known places, and back again within a decimetre."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps import china_offset as offset
from desktop.maps.geodesy import distance_m

WEST, SOUTH, EAST, NORTH = offset.CHINA
inside = st.tuples(st.floats(WEST, EAST), st.floats(SOUTH, NORTH))
anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def one(lonlat: tuple[float, float]) -> np.ndarray:
    return np.array([lonlat])


def apart_m(a: np.ndarray, b: np.ndarray) -> float:
    return distance_m(*a[0], *b[0])


def test_the_figures_other_implementations_give() -> None:
    place = one((116.404, 39.915))
    assert offset.wgs84_to_gcj02(place)[0] == pytest.approx(
        (116.41024449916938, 39.91640428150164), abs=1e-12
    )
    assert offset.gcj02_to_bd09(place)[0] == pytest.approx(
        (116.41036949371029, 39.92133699351022), abs=1e-12
    )


@given(inside)
def test_gcj02_goes_and_comes_back_within_a_decimetre(place: tuple[float, float]) -> None:
    there = offset.wgs84_to_gcj02(one(place))
    assert apart_m(offset.gcj02_to_wgs84(there), one(place)) < 0.1
    assert 1 < apart_m(there, one(place)) < 1_500


@given(inside)
def test_bd09_goes_and_comes_back_within_a_decimetre(place: tuple[float, float]) -> None:
    assert apart_m(offset.bd09_to_gcj02(offset.gcj02_to_bd09(one(place))), one(place)) < 0.1


@given(anywhere)
def test_outside_china_gcj02_is_wgs84(place: tuple[float, float]) -> None:
    lon, lat = place
    if WEST <= lon <= EAST and SOUTH <= lat <= NORTH:
        return
    assert np.array_equal(offset.wgs84_to_gcj02(one(place)), one(place))
    margin = 0.02
    if not (WEST - margin <= lon <= EAST + margin and SOUTH - margin <= lat <= NORTH + margin):
        assert np.array_equal(offset.gcj02_to_wgs84(one(place)), one(place))


def test_rows_are_independent_and_what_is_no_number_stays_none() -> None:
    rows = np.array([[121.4, 31.2], [np.nan, 31.0], [2.35, 48.85]])
    found = offset.gcj02_to_wgs84(rows)
    assert np.array_equal(found[:1], offset.gcj02_to_wgs84(rows[:1]))
    assert np.isnan(found[1, 0])
    assert np.array_equal(found[2], rows[2])
    assert offset.wgs84_to_gcj02(np.zeros((0, 2))).shape == (0, 2)
