"""What columns of numbers look like: the system, the order, and why."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from desktop.maps.crs import WGS84, crs_of_epsg, from_wgs84, gauss_kruger
from desktop.maps.crs_guess import guess_crs

NEAR = (121.163, 31.112)
TOWN = np.array(NEAR) + np.random.default_rng(3).uniform(-0.05, 0.05, (40, 2))


@given(st.integers(25, 45), st.booleans())
def test_a_zone_number_before_the_easting_tells_the_zone(zone: int, swapped: bool) -> None:
    crs = gauss_kruger(zone, prefixed=True)
    xy = from_wgs84(crs, TOWN + (3 * zone - 121.163, 0))
    guess = guess_crs(xy[:, ::-1] if swapped else xy)
    assert (guess.crs, guess.is_swapped) == (crs, swapped)
    assert str(zone) in guess.reason.text


def test_without_a_zone_number_the_towns_place_decides() -> None:
    crs = gauss_kruger(40, prefixed=False)
    xy = from_wgs84(crs, TOWN)
    guess = guess_crs(xy, NEAR)
    assert (guess.crs, guess.is_swapped) == (crs, False)
    assert guess.reason.params == {"meridian": 120}
    turned = guess_crs(xy[:, ::-1], NEAR)
    assert (turned.crs, turned.is_swapped) == (crs, True)
    assert guess_crs(xy).crs is None


def test_web_mercator_is_seen() -> None:
    mercator = crs_of_epsg(3857)
    assert guess_crs(from_wgs84(mercator, TOWN)).crs == mercator


def test_degrees_are_taken_as_wgs84_in_either_order() -> None:
    straight, turned = guess_crs(TOWN), guess_crs(TOWN[:, ::-1])
    assert (straight.crs, straight.is_swapped) == (WGS84, False)
    assert (turned.crs, turned.is_swapped) == (WGS84, True)
    assert turned.reason.params == {"share": 100}


def test_where_both_orders_are_legal_the_town_decides() -> None:
    florence = np.array([[11.25, 43.77], [11.27, 43.78]])
    assert not guess_crs(florence[:, ::-1]).is_swapped
    assert guess_crs(florence[:, ::-1], (11.26, 43.77)).is_swapped
    assert not guess_crs(florence, (11.26, 43.77)).is_swapped
    assert not guess_crs(florence, NEAR).is_swapped, "far from the town either way"


def test_one_bad_row_in_twenty_does_not_decide() -> None:
    rows = TOWN.copy()
    rows[0] = (31.1, 121.2)
    rows[1] = np.nan
    guess = guess_crs(rows)
    assert (guess.crs, guess.is_swapped) == (WGS84, False)


@pytest.mark.parametrize(
    "rows",
    [np.zeros((0, 2)), np.full((3, 2), np.nan), np.array([[1e9, 1e9]]), np.array([[300.0, 200.0]])],
)
def test_numbers_that_fit_nothing_are_said_to(rows: np.ndarray) -> None:
    guess = guess_crs(rows, NEAR)
    assert guess.crs is None
    assert guess.reason.text


@given(arrays(np.float64, array_shapes(min_dims=1, max_dims=1, max_side=12).map(lambda s: (*s, 2))))
def test_any_numbers_get_an_answer_with_a_reason(rows: np.ndarray) -> None:
    with np.errstate(all="ignore"):
        assert guess_crs(rows, NEAR).reason.text
