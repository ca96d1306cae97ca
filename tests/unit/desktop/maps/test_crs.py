"""Coordinate systems: every round trip within its promise, and known control figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps import crs as systems
from desktop.maps.affine import AffineError
from desktop.maps.crs import BD09, CGCS2000, GCJ02, WGS84, Crs, from_wgs84, to_wgs84
from desktop.maps.geodesy import distance_m

zones = st.integers(25, 45)
YUNZE = np.array([[121.163, 31.112], [121.18, 31.1], [121.15, 31.13], [121.17, 31.12]])


def apart_m(a: np.ndarray, b: np.ndarray) -> float:
    return distance_m(*a[0], *b[0])


def kruger(lon: float, lat: float, meridian: float) -> tuple[float, float]:
    """Gauss-Krüger on GRS 80 by Krüger's series in n (1912), to the fourth power."""
    f = 1 / 298.257222101
    n = f / (2 - f)
    mean = 6_378_137.0 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    series = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49_561 * n**4 / 161_280,
    )
    e = math.sqrt(f * (2 - f))
    phi, lam = math.radians(lat), math.radians(lon - meridian)
    t = math.sinh(math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi)))
    xi, eta = math.atan2(t, math.cos(lam)), math.asinh(math.sin(lam) / math.hypot(t, math.cos(lam)))
    north, east = xi, eta
    for k, alpha in enumerate(series, 1):
        north += alpha * math.sin(2 * k * xi) * math.cosh(2 * k * eta)
        east += alpha * math.cos(2 * k * xi) * math.sinh(2 * k * eta)
    return 500_000 + mean * east, mean * north


@given(zones, st.floats(-2.5, 2.5), st.floats(3, 54), st.booleans())
def test_gauss_kruger_is_krugers_series_within_a_millimetre(
    zone: int, off: float, lat: float, prefixed: bool
) -> None:
    crs = systems.gauss_kruger(zone, prefixed=prefixed)
    ((east, north),) = from_wgs84(crs, np.array([[3 * zone + off, lat]])).tolist()
    x, y = kruger(3 * zone + off, lat, 3 * zone)
    assert (east - prefixed * zone * 1e6, north) == pytest.approx((x, y), abs=1e-3)


@given(zones, st.floats(-3, 3), st.floats(0.5, 56), st.booleans())
def test_projections_go_and_come_back_within_a_centimetre(
    zone: int, off: float, lat: float, prefixed: bool
) -> None:
    crs = systems.gauss_kruger(zone, prefixed=prefixed)
    place = np.array([[3 * zone + off, lat]])
    assert apart_m(to_wgs84(crs, from_wgs84(crs, place)), place) < 0.01


@given(st.sampled_from([GCJ02, BD09]), st.floats(72.1, 137.8), st.floats(0.9, 55.8))
def test_gcj02_and_bd09_go_and_come_back_within_a_metre(crs: Crs, lon: float, lat: float) -> None:
    place = np.array([[lon, lat]])
    assert apart_m(to_wgs84(crs, from_wgs84(crs, place)), place) < 1.0
    assert apart_m(from_wgs84(crs, place), place) > 1.0


@given(st.sampled_from([WGS84, CGCS2000]), st.floats(-180, 180), st.floats(-90, 90))
def test_degrees_stay_as_they_are_in_an_array_of_their_own(
    crs: Crs, lon: float, lat: float
) -> None:
    place = np.array([[lon, lat]])
    for found in (to_wgs84(crs, place), from_wgs84(crs, place)):
        assert np.array_equal(found, place)
        assert found is not place


def test_a_zones_numbers_and_meridians() -> None:
    assert systems.gauss_kruger(25, prefixed=True).epsg == 4513
    assert systems.gauss_kruger(45, prefixed=True).epsg == 4533
    assert systems.gauss_kruger(25, prefixed=False).epsg == 4534
    assert systems.gauss_kruger(45, prefixed=False).epsg == 4554
    assert systems.zone_at(121.16) == 40
    assert [systems.zone_at(lon) for lon in (-70.0, 180.0)] == [25, 45]
    for zone in (24, 46):
        with pytest.raises(systems.UnknownCrs, match="25 to 45"):
            systems.gauss_kruger(zone, prefixed=True)


def test_every_system_has_its_own_id_and_is_found_by_it() -> None:
    offered = list(systems.known_systems())
    assert len({crs.id for crs in offered}) == len(offered) == 46
    for crs in offered:
        assert systems.crs_of(crs.id.upper()) == crs
        assert crs.title
        assert crs.title_en.replace("°", "").isascii()
    assert systems.crs_of("EPSG:4326") == WGS84
    assert systems.crs_of("epsg:4490") == CGCS2000


def test_another_epsg_code_serves_too() -> None:
    mercator = systems.crs_of("EPSG:3857")
    assert mercator.is_metric
    ((x, y),) = from_wgs84(mercator, np.array([[180.0, 0.0]])).tolist()
    assert (x, y) == pytest.approx((20_037_508.3428, 0), abs=1e-3)
    assert not systems.crs_of("epsg:4214").is_metric


@pytest.mark.parametrize(
    "name", ["", "moon", "epsg:", "epsg:0", "epsg:999999", "epsg:1e3", "x:4326"]
)
def test_an_unknown_system_is_refused_with_words(name: str) -> None:
    with pytest.raises(systems.UnknownCrs, match="known"):
        systems.crs_of(name)


def test_what_cannot_be_converted_is_not_a_number_and_spoils_no_other_row() -> None:
    crs = systems.gauss_kruger(40, prefixed=True)
    rows = np.array([[np.nan, 31.0], [121.0, 31.0], [np.inf, 0.0]])
    kept = rows.copy()
    found = from_wgs84(crs, rows)
    assert np.isnan(found[[0, 2]]).all()
    assert np.isfinite(found[1]).all()
    assert np.array_equal(rows, kept, equal_nan=True), "the caller's array is not written to"
    assert to_wgs84(crs, np.zeros((0, 2))).shape == (0, 2)


def test_a_local_grid_is_fitted_and_used_both_ways() -> None:
    plane = systems.gauss_kruger(40, prefixed=False)
    east, north = from_wgs84(plane, YUNZE).T
    local = np.column_stack([north - 3_400_000, east - 500_000])  # X north, as surveyors write
    fitted = systems.fit_local(local, YUNZE, name="云泽独立坐标")
    assert fitted.crs.title == "云泽独立坐标"
    assert fitted.crs.is_metric
    assert fitted.fit.rms_m < 0.001
    assert apart_m(to_wgs84(fitted.crs, local[:1]), YUNZE[:1]) < 0.01
    assert np.allclose(from_wgs84(fitted.crs, YUNZE), local, atol=0.01)


def test_control_points_that_are_too_few_or_no_numbers_are_refused() -> None:
    for rows in (YUNZE[:2], np.full((3, 2), np.nan)):
        with pytest.raises(AffineError):
            systems.fit_local(rows, rows)
    with pytest.raises(AffineError):
        systems.fit_local(np.zeros((0, 2)), np.zeros((0, 2)))
