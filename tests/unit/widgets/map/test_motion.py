"""A glide slows down, ends, and never throws the map out of sight."""

from __future__ import annotations

import math

import pytest
from pytestqt.qtbot import QtBot

from widgets.map.motion import Motion
from widgets.map.viewport import Viewport

WIDTH, HEIGHT = 800.0, 600.0


@pytest.fixture
def view() -> Viewport:
    made = Viewport(WIDTH, HEIGHT)
    made.centre_on(0.5, 0.5, 12.0)
    return made


def gone(qtbot: QtBot, view: Viewport, x_per_ms: float, y_per_ms: float) -> float:
    """How many pixels a glide goes until it stands."""
    motion = Motion(view)
    x, y, scale = view.x, view.y, view.scale
    motion.fling(x_per_ms, y_per_ms)
    qtbot.waitUntil(lambda: not motion.is_running(), timeout=10_000)
    return math.hypot(view.x - x, view.y - y) * scale


def test_a_jerk_goes_no_farther_than_the_view_is_wide(qtbot: QtBot, view: Viewport) -> None:
    assert 0.5 * WIDTH < gone(qtbot, view, -160.0, 90.0) < WIDTH


def test_a_gentle_one_goes_as_far_as_its_speed(qtbot: QtBot, view: Viewport) -> None:
    assert gone(qtbot, view, 0.5, 0.0) == pytest.approx(0.5 * 220.0, rel=0.2)


def test_a_glide_without_speed_stands(qtbot: QtBot, view: Viewport) -> None:
    assert gone(qtbot, view, 0.0, 0.0) == 0.0


def test_stopping_a_flight_leaves_a_zoom_that_tiles_are_painted_for(
    qtbot: QtBot, view: Viewport
) -> None:
    motion = Motion(view)
    motion.fly(0.51, 0.5, 15.0)
    qtbot.waitUntil(lambda: view.zoom != 12.0, timeout=10_000)
    motion.stop()
    assert not motion.is_running()
    assert view.is_resting()
