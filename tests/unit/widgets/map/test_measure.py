"""Lengths and areas agree with PROJ's geodesics; words change unit where people change it."""

from __future__ import annotations

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.measure import (
    area_m2,
    area_text,
    circle,
    distance_m,
    great_circle_m,
    length_m,
    length_text,
)
from widgets.map.values import MapTexts

GEOD = pyproj.Geod(ellps="WGS84")
CITIES = {
    "北京": (116.3913, 39.9075),
    "上海": (121.4737, 31.2304),
    "拉萨": (91.1172, 29.6469),
    "London": (-0.1278, 51.5074),
    "Sydney": (151.2093, -33.8688),
    "Suva": (178.4419, -18.1416),
    "Apia": (-171.7513, -13.8333),
}
PAIRS = [(a, b) for a in CITIES for b in CITIES if a < b]
LON, LAT = st.floats(-180, 180), st.floats(-85, 85)


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_cities_are_as_far_apart_as_proj_says(start: str, end: str) -> None:
    a, b = CITIES[start], CITIES[end]
    _there, _back, true = GEOD.inv(*a, *b)
    assert distance_m(a, b) == pytest.approx(true, abs=0.002)
    assert great_circle_m(a, b) == pytest.approx(true, rel=0.006)


@given(LON, LAT, LON, LAT)
def test_any_distance_is_near_the_geodesic(lon1: float, lat1: float, lon2: float, lat2: float):
    _there, _back, true = GEOD.inv(lon1, lat1, lon2, lat2)
    assert distance_m((lon1, lat1), (lon2, lat2)) == pytest.approx(true, rel=0.006, abs=0.002)


@given(LON, st.floats(-70, 70), st.floats(0.001, 0.5), st.floats(0.001, 0.5))
def test_an_area_is_within_its_stated_error(lon: float, lat: float, wide: float, high: float):
    ring = [(lon, lat), (lon + wide, lat), (lon + wide, lat + high), (lon, lat + high)]
    true, _around = GEOD.polygon_area_perimeter(*zip(*ring, strict=True))
    assert area_m2(ring) == pytest.approx(abs(true), rel=1e-3)
    assert area_m2(ring[::-1]) == pytest.approx(area_m2(ring))
    assert area_m2([*ring, ring[0]]) == pytest.approx(area_m2(ring))


def test_a_town_s_area_is_within_a_hundred_thousandth() -> None:
    ring = [(121.0, 31.1), (121.1, 31.1), (121.12, 31.18), (121.05, 31.22), (120.99, 31.17)]
    true, _around = GEOD.polygon_area_perimeter(*zip(*ring, strict=True))
    assert area_m2(ring) == pytest.approx(abs(true), rel=1e-5)
    assert area_m2(ring[:2]) == 0.0


@given(LON, st.floats(-80, 80), st.floats(1.0, 50_000.0))
def test_a_circle_is_as_far_away_all_around(lon: float, lat: float, radius: float) -> None:
    for corner in circle((lon, lat), radius, 12):
        _there, _back, true = GEOD.inv(lon, lat, *corner)
        assert true == pytest.approx(radius, rel=1e-4, abs=0.01)


def test_a_line_is_the_sum_of_its_parts() -> None:
    line = [CITIES["北京"], CITIES["上海"], CITIES["拉萨"]]
    assert length_m(line) == pytest.approx(
        distance_m(line[0], line[1]) + distance_m(line[1], line[2])
    )
    assert length_m(line[:1]) == 0.0


def test_units_change_with_size() -> None:
    texts = MapTexts()
    assert length_text(12.34, texts) == "12.3 米"
    assert length_text(999.0, texts) == "999 米"
    assert length_text(1234.0, texts) == "1.23 公里"
    assert area_text(9999.0, texts) == "9999 平方米"
    assert area_text(25_000.0, texts) == "2.50 公顷"
    assert area_text(3_200_000.0, texts) == "3.20 平方公里"
