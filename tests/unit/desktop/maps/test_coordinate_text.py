"""Coordinates read out and typed in: what is written is read back, whatever people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.maps.coordinate_text import Notation, format_position, parse_position
from desktop.maps.crs import BD09, CGCS2000, GCJ02, WGS84, Crs, gauss_kruger
from desktop.maps.geodesy import distance_m

ZONE_40 = gauss_kruger(40, prefixed=True)
NEAR = (121.163, 31.112)


def test_the_three_ways_a_place_is_read_out() -> None:
    assert format_position(WGS84, 121.47, 31.23) == "31.230000°N 121.470000°E"
    assert format_position(WGS84, -3.7, -33.5) == "33.500000°S 3.700000°W"
    assert format_position(WGS84, 121.47, 31.23, Notation.DMS) == "31°13′48.0″N 121°28′12.0″E"
    assert format_position(ZONE_40, 120.0, 0.0) == "N 0.00 m E 40500000.00 m"
    assert format_position(ZONE_40, float("nan"), 0.0) == "–"


def test_seconds_never_read_sixty() -> None:
    assert format_position(WGS84, 119.9999999, 30.9999999, Notation.DMS) == (
        "31°00′00.0″N 120°00′00.0″E"
    )


@given(
    st.sampled_from([WGS84, CGCS2000, GCJ02, BD09, ZONE_40, gauss_kruger(40, prefixed=False)]),
    st.floats(118.6, 121.4),
    st.floats(18, 53),
    st.sampled_from(Notation),
)
def test_what_is_read_out_can_be_typed_in_again(
    crs: Crs, lon: float, lat: float, notation: Notation
) -> None:
    found = parse_position(format_position(crs, lon, lat, notation), crs=crs)
    assert found is not None
    assert (found.crs, found.is_swapped) == (crs, False)
    assert distance_m(lon, lat, found.lon, found.lat) < 3.0, "a tenth of a second is 3 m"


@pytest.mark.parametrize(
    "text",
    [
        "121.47,31.23",
        "121.47 31.23",
        " (121.47， 31.23) ",
        "31.23 N 121.47 E",
        "31.23n,121.47e",
        "121.47E 31.23N",
        "N31.23 E121.47",
        "e121.47 n31.23",
        "31.23°N 121.47°E",
        "北纬31.23° 东经121.47°",
        "纬度:31.23 经度:121.47",
        "lat: 31.23, lon: 121.47",
        "lng=121.47&lat=31.23".replace("&", " "),
        "31°13′48″N 121°28′12″E",
        "31°13'48\" N, 121°28'12\" E",
        "东经121度28分12秒，北纬31度13分48秒",
        "31°13.8′N 121°28.2′E",
        "WGS84 121.47,31.23",
        "１２１.４７，３１.２３",
    ],
)
def test_people_write_a_place_in_many_ways(text: str) -> None:
    found = parse_position(text)
    assert found is not None
    assert (found.lon, found.lat) == pytest.approx((121.47, 31.23), abs=1e-9)
    assert (found.crs, found.is_swapped) == (WGS84, False)


def test_latitude_first_without_saying_so_is_noticed() -> None:
    found = parse_position("31.23, 121.47")
    assert found is not None
    assert (found.lon, found.lat, found.is_swapped) == (121.47, 31.23, True)
    florence = parse_position("43.77 11.25", near=(11.26, 43.77))
    assert florence is not None
    assert (florence.lon, florence.lat, florence.is_swapped) == (11.25, 43.77, True)
    assert parse_position("43.77 11.25") is not None
    assert not parse_position("43.77 11.25").is_swapped  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["百度 121.47,31.23", "bd09: 121.47,31.23", "121.47,31.23 bd-09", "BD09 31.23N 121.47E"]
)
def test_a_system_named_in_the_text_is_used(text: str) -> None:
    found = parse_position(text)
    assert found is not None
    assert found.crs == BD09
    assert 300 < distance_m(121.47, 31.23, found.lon, found.lat) < 3_000


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("40512345.67, 3456789.12", False),
        ("3456789.12 40512345.67", True),
        ("N 3456789.12 m E 40512345.67 m", False),
        ("E 40512345.67米 N 3456789.12米", False),
    ],
)
def test_metres_with_a_zone_number_are_known_as_such(text: str, swapped: bool) -> None:
    found = parse_position(text)
    assert found is not None
    assert (found.crs, found.is_swapped) == (ZONE_40, swapped)
    assert (found.lon, found.lat) == pytest.approx((120.12958, 31.23277), abs=1e-5)


def test_metres_without_a_zone_number_need_the_town() -> None:
    assert parse_position("512345.67, 3456789.12") is None
    found = parse_position("512345.67, 3456789.12", near=NEAR)
    assert found is not None
    assert found.crs == gauss_kruger(40, prefixed=False)
    chosen = parse_position("512345.67, 3456789.12", crs=gauss_kruger(40, prefixed=False))
    assert chosen is not None
    assert (chosen.lon, chosen.lat) == pytest.approx((found.lon, found.lat))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "人民路 12",
        "121",
        "121.47",
        "1 2 3",
        "200, 100",
        "31.23N 121.47N",
        "31.23E 121.47E",
        "95N 121E",
        "31.23N 190E",
        "31°60′00″N 121°00′00″E",
        "N E",
        "31.23 121.47 人民路",
        "20260718-001",
        "1" * 500,
        "1e400, 1",
        "99999999999, 99999999999",
    ],
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert parse_position(text, near=NEAR) is None


@given(st.text(max_size=60) | st.text("0123456789.,-°′″NESW nesw度分秒米m", max_size=40))
def test_any_text_is_a_place_on_earth_or_none(text: str) -> None:
    found = parse_position(text, near=NEAR)
    assert found is None or (abs(found.lon) <= 180 and abs(found.lat) <= 90)
