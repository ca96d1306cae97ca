from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cap.document import Circle
from services.cap.geometry import touches_circle, touches_polygon

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))


def moved(x: float, y: float, size: float = 1.0) -> tuple[tuple[float, float], ...]:
    return tuple((x + a * size, y + b * size) for a, b in SQUARE)


@pytest.mark.parametrize(
    ("other", "touches"),
    [
        (moved(0.5, 0.5), True),
        (moved(0.25, 0.25, 0.1), True),
        (moved(-1, -1, 5), True),
        (moved(1.0, 0.0), True),
        (moved(1.01, 0.0), False),
        (((-1, 0.4), (2, 0.4), (2, 0.5), (-1, 0.4)), True),
        (((2, 0), (0.9, 2), (2, 2), (2, 0)), False),
    ],
)
def test_polygons_touch_when_they_have_a_place_in_common(other, touches) -> None:
    assert touches_polygon((SQUARE,), other) is touches
    assert touches_polygon((other,), SQUARE) is touches


def test_what_lies_in_a_hole_does_not_touch() -> None:
    rings = (moved(0, 0, 10), moved(4, 4, 2))
    assert not touches_polygon(rings, moved(4.5, 4.5, 0.5))
    assert not touches_circle(rings, Circle((5.0, 5.0), 50))
    assert touches_circle(rings, Circle((5.0, 5.0), 112))


@pytest.mark.parametrize(("km", "touches"), [(0, False), (111.0, False), (111.4, True)])
def test_a_circle_reaches_as_far_as_its_radius(km: float, touches: bool) -> None:
    assert touches_circle((SQUARE,), Circle((0.5, 2.0), km)) is touches


def test_a_circle_without_a_radius_is_its_place() -> None:
    assert touches_circle((SQUARE,), Circle((0.5, 0.5), 0))


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.1, 3))
def test_squares_touch_as_their_sides_say(x: float, y: float, size: float) -> None:
    apart = x > 1 or y > 1 or x + size < 0 or y + size < 0
    assert touches_polygon((SQUARE,), moved(x, y, size)) is not apart
