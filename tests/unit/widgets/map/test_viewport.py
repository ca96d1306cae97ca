"""The viewport converts both ways and keeps what is under the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.viewport import MAX_ZOOM, MIN_ZOOM, ZOOM_STEP, Viewport, snap_zoom

zooms = st.floats(MIN_ZOOM + 1.0, MAX_ZOOM - 1.0)


def make_view(zoom: float) -> Viewport:
    view = Viewport(800.0, 600.0)
    view.centre_on(0.8363, 0.4083, zoom)
    return view


@given(zooms, zooms, st.floats(0.0, 800.0), st.floats(0.0, 600.0))
def test_zoom_at_cursor_keeps_the_point(before: float, after: float, sx: float, sy: float) -> None:
    view = make_view(before)
    world = view.to_world(sx, sy)
    view.zoom_at(sx, sy, after)
    if 0.0 < view.x < 1.0 and 0.0 < view.y < 1.0:
        x, y = view.to_screen(*world)
        assert float(x) == pytest.approx(sx, abs=1e-3)
        assert float(y) == pytest.approx(sy, abs=1e-3)


@given(zooms, st.floats(0.0, 800.0), st.floats(0.0, 600.0))
def test_screen_round_trip(zoom: float, sx: float, sy: float) -> None:
    view = make_view(zoom)
    x, y = view.to_screen(*view.to_world(sx, sy))
    assert (float(x), float(y)) == pytest.approx((sx, sy), abs=1e-3)


def test_fit_shows_everything_at_a_resting_zoom() -> None:
    view = make_view(5.0)
    box = (0.5, 0.4, 0.5003, 0.4001)
    view.fit(*box, padding_px=10.0)
    left, top, right, bottom = view.world_rect(-10.0)
    assert left <= box[0] and top <= box[1] and right >= box[2] and bottom >= box[3]
    assert view.zoom == snap_zoom(view.zoom)
    assert view.scale * (box[2] - box[0]) > (800 - 20) / 2**ZOOM_STEP - 1.0


def test_panning_stops_at_the_limits() -> None:
    view = make_view(12.0)
    view.set_limits(0.8, 0.4, 0.85, 0.41)
    view.pan_by(1e9, -1e9)
    assert (view.x, view.y) == (0.8, 0.41)


def test_zoom_is_clamped() -> None:
    view = make_view(12.0)
    view.zoom_at(10.0, 10.0, 99.0)
    assert view.zoom == MAX_ZOOM
    view.zoom_at(10.0, 10.0, -5.0)
    assert view.zoom == MIN_ZOOM
