"""Degrees survive the way to world units and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.projection import (
    MAX_LATITUDE,
    lonlat_to_world,
    metres_per_pixel,
    world_to_lonlat,
)


@given(st.floats(-180.0, 180.0), st.floats(-85.0, 85.0))
def test_round_trip(lon: float, lat: float) -> None:
    back_lon, back_lat = world_to_lonlat(*lonlat_to_world(lon, lat))
    assert float(back_lon) == pytest.approx(lon, abs=1e-9)
    assert float(back_lat) == pytest.approx(lat, abs=1e-9)


def test_corners_of_the_square() -> None:
    x, y = lonlat_to_world([-180.0, 0.0, 180.0], [MAX_LATITUDE, 0.0, -MAX_LATITUDE])
    assert x.tolist() == pytest.approx([0.0, 0.5, 1.0])
    assert y.tolist() == pytest.approx([0.0, 0.5, 1.0], abs=1e-9)


def test_the_poles_are_clamped() -> None:
    _x, y = lonlat_to_world(0.0, 90.0)
    assert float(y) == pytest.approx(0.0, abs=1e-9)


def test_ground_size_of_a_pixel() -> None:
    assert metres_per_pixel(0.0, 0.0) == pytest.approx(156543.03, rel=1e-6)
    assert metres_per_pixel(60.0, 1.0) == pytest.approx(156543.03 / 4.0, rel=1e-6)
