"""Lengths and areas on the ellipsoid, against figures known by heart and against a sphere."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.maps import geodesy

lons = st.floats(-180, 180)
lats = st.floats(-85, 85)


def on_sphere_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    a, b = math.radians(lat_a), math.radians(lat_b)
    half_lon = math.radians(lon_b - lon_a) / 2
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(half_lon) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(1.0, chord)))


def test_a_degree_at_the_equator_and_a_quarter_of_a_meridian() -> None:
    assert geodesy.distance_m(0, 0, 1, 0) == pytest.approx(111_319.4908, abs=1e-3)
    assert geodesy.distance_m(121, 0, 121, 90) == pytest.approx(10_001_965.729, abs=1e-2)


@given(lons, lats, lons, lats)
def test_distances_are_within_the_flattening_of_a_spheres(
    lon_a: float, lat_a: float, lon_b: float, lat_b: float
) -> None:
    expected = on_sphere_m(lon_a, lat_a, lon_b, lat_b)
    found = geodesy.distance_m(lon_a, lat_a, lon_b, lat_b)
    assert found == pytest.approx(expected, rel=0.006, abs=1e-6)


def test_many_distances_at_once_equal_one_by_one_and_keep_what_is_no_number() -> None:
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(120, 122, 50), rng.uniform(30, 32, 50)
    lon[7] = np.nan
    found = geodesy.distances_m(121.0, 31.0, lon, lat)
    assert np.isnan(found[7])
    for row in (0, 20, 49):
        assert found[row] == geodesy.distance_m(121.0, 31.0, lon[row], lat[row])
    assert not np.isnan(lon[6])


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0, 360), st.floats(1, 200_000))
def test_a_destination_lies_that_far_in_that_direction(
    lon: float, lat: float, azimuth: float, distance: float
) -> None:
    east, north = geodesy.destination(lon, lat, azimuth, distance)
    assert geodesy.distance_m(lon, lat, east, north) == pytest.approx(distance, abs=1e-6)
    turn = (geodesy.azimuth(lon, lat, east, north) - azimuth + 180) % 360 - 180
    assert turn == pytest.approx(0, abs=1e-3)


def test_azimuths_count_from_north_by_east() -> None:
    assert geodesy.azimuth(121, 31, 121, 32) == pytest.approx(0)
    assert geodesy.azimuth(121, 0, 122, 0) == pytest.approx(90)
    assert geodesy.azimuth(121, 0, 120, 0) == pytest.approx(270)


def test_length_and_perimeter() -> None:
    line = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    assert geodesy.length_m(line) == pytest.approx(111_319.4908 + 110_574.389, abs=0.01)
    assert geodesy.length_m(line[:1]) == 0
    assert geodesy.length_m(line[:0]) == 0
    back = geodesy.distance_m(1, 1, 0, 0)
    assert geodesy.perimeter_m(line) == pytest.approx(geodesy.length_m(line) + back)
    closed = np.vstack([line, line[:1]])
    assert geodesy.perimeter_m(closed) == pytest.approx(geodesy.perimeter_m(line))


def test_areas_do_not_mind_winding_or_closing_and_holes_are_taken_off() -> None:
    square = np.array([[0.0, 0.0], [0.01, 0.0], [0.01, 0.01], [0.0, 0.01]])
    area = geodesy.area_m2([square])
    assert area == pytest.approx(1113.1949 * 1105.7427, rel=1e-6)
    assert geodesy.area_m2([square[::-1]]) == pytest.approx(area)
    assert geodesy.area_m2([np.vstack([square, square[:1]])]) == pytest.approx(area)
    hole = square * 0.5 + 0.002
    assert geodesy.area_m2([square, hole]) == pytest.approx(area * 0.75, rel=1e-5)
    assert geodesy.area_m2([]) == geodesy.area_m2([square[:2]]) == 0


@given(lons, st.floats(-89, 89), st.floats(0.5, 100_000))
def test_every_point_of_a_circle_is_that_far_and_the_ring_never_jumps(
    lon: float, lat: float, radius: float
) -> None:
    ring = geodesy.circle(lon, lat, radius)
    away = geodesy.distances_m(lon, lat, ring[:, 0], ring[:, 1])
    assert np.allclose(away, radius, atol=1e-5)
    assume(abs(lat) < 80)
    assert np.abs(ring[:, 0] - lon).max() < 90


@given(lons, st.floats(-90, 90), st.floats(0, 300_000), st.floats(0, 360), st.floats(0, 1))
def test_the_box_of_a_radius_holds_all_that_is_within_it(
    lon: float, lat: float, radius: float, azimuth: float, share: float
) -> None:
    west, south, east, north = geodesy.radius_box(lon, lat, radius)
    x, y = geodesy.destination(lon, lat, azimuth, radius * share)
    assert south - 1e-9 <= y <= north + 1e-9
    assert any(west - 1e-9 <= x + turn <= east + 1e-9 for turn in (-360, 0, 360))
