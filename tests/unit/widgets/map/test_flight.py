"""A flight begins and ends where it should, never jumps, and zooms out to go far."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.flight import Flight
from widgets.map.projection import WORLD_PX

World, Zoom = st.floats(0.01, 0.99), st.floats(2.0, 20.0)
SPAN = 1200.0


@given(World, World, Zoom, World, World, Zoom)
def test_it_begins_and_ends_where_it_should(
    x1: float, y1: float, z1: float, x2: float, y2: float, z2: float
) -> None:
    flight = Flight((x1, y1, z1), (x2, y2, z2), SPAN)
    assert flight.at(0.0) == (x1, y1, z1)
    assert flight.at(1.0) == (x2, y2, z2)
    near_start, near_end = flight.at(1e-7), flight.at(1.0 - 1e-7)
    for stop, (x, y, zoom) in ((near_start, (x1, y1, z1)), (near_end, (x2, y2, z2))):
        pixels = math.hypot(stop[0] - x, stop[1] - y) * WORLD_PX * 2.0**zoom
        assert pixels < 2.0
        assert stop[2] == pytest.approx(zoom, abs=1e-3)


@given(World, World, Zoom, World, World, Zoom)
def test_no_frame_passes_more_than_a_part_of_the_screen(
    x1: float, y1: float, z1: float, x2: float, y2: float, z2: float
) -> None:
    flight = Flight((x1, y1, z1), (x2, y2, z2), SPAN)
    steps = max(2, math.ceil(flight.length * 10))
    stops = [flight.at(step / steps) for step in range(steps + 1)]
    for (ax, ay, az), (bx, by, bz) in pairwise(stops):
        pixels = math.hypot(bx - ax, by - ay) * WORLD_PX * 2.0 ** min(az, bz)
        assert pixels < 0.2 * SPAN
        assert abs(bz - az) < 0.5


def test_a_far_flight_zooms_out_and_a_near_one_hardly() -> None:
    far = Flight((0.2, 0.4, 15.0), (0.8, 0.4, 15.0), SPAN)
    near = Flight((0.5, 0.4, 15.0), (0.50001, 0.4, 15.0), SPAN)
    assert far.at(0.5)[2] < 5.0
    assert near.at(0.5)[2] > 14.5
    assert far.length > near.length > 0.0


def test_zooming_on_the_spot_goes_straight() -> None:
    flight = Flight((0.5, 0.4, 12.0), (0.5, 0.4, 16.0), SPAN)
    assert flight.at(0.25) == (0.5, 0.4, 13.0)
    assert Flight((0.5, 0.4, 12.0), (0.5, 0.4, 12.0), SPAN).length == 0.0
