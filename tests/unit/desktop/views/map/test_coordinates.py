"""A place reads back in whatever system it was written, and knows its neighbourhood."""

from __future__ import annotations

import pytest

from desktop.maps.coordinate_text import parse_position
from desktop.maps.crs import BD09, GCJ02, WGS84, gauss_kruger
from desktop.maps.geodesy import distance_m
from desktop.views.map.coordinates import area_at, read_out
from services.contract.model import Area, TownState
from tests.fakes.town import registers

PLACE = 121.165, 31.11
SYSTEMS = (WGS84, WGS84, gauss_kruger(40, prefixed=True), GCJ02, BD09)


@pytest.mark.parametrize("at", range(5))
def test_every_reading_says_the_same_place(at: int) -> None:
    reading = read_out(*PLACE)[at]
    found = parse_position(reading.text, crs=SYSTEMS[at], near=PLACE)
    assert found is not None
    # Six decimals, a tenth of a second, a centimetre; GCJ-02 comes back within a metre.
    assert distance_m(*PLACE, found.lon, found.lat) < 3.2


def test_the_zone_is_the_nearest() -> None:
    assert read_out(*PLACE)[2].system == "CGCS2000 三度带 40 带"
    assert read_out(114.3, 30.6)[2].system == "CGCS2000 三度带 38 带"


def test_a_place_is_in_the_area_around_it() -> None:
    state = registers().state
    assert area_at(state, 121.01, 31.01) == "东村"
    assert area_at(state, 121.03, 31.01) == "西村"
    assert area_at(state, 121.05, 31.01) == ""


def test_a_hole_is_outside() -> None:
    outer = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))
    hole = ((1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0))
    state = TownState(areas={"a": Area("a", "环", "village", (outer, hole))})
    assert area_at(state, 0.5, 2.0) == "环"
    assert area_at(state, 2.0, 2.0) == ""
