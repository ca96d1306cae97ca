from __future__ import annotations

import time

import pytest

from services.clock import Clock, ManualClock


def test_town_time_runs_at_its_speed_from_its_start():
    now = [50.0]
    clock = Clock(1_000, 20, monotonic=lambda: now[0])
    assert (clock.now_ms(), clock.speed) == (1_000, 20)
    now[0] += 1.5
    assert clock.now_ms() == 31_000


def test_the_real_clock_is_the_machines():
    clock = Clock.real()
    assert abs(clock.now_ms() - time.time() * 1000) < 1_000
    assert clock.speed == 1


def test_a_scaled_clock_begins_now():
    assert 5_000 <= Clock.scaled(5_000, 1).now_ms() < 6_000


@pytest.mark.parametrize("speed", [0, -1, float("nan"), float("inf")])
def test_a_clock_does_not_stand_or_run_backwards(speed):
    with pytest.raises(ValueError, match="speed"):
        Clock.scaled(0, speed)


def test_a_manual_clock_moves_when_told():
    clock = ManualClock(5)
    clock.advance(10)
    assert clock.now_ms() == 15
    clock.set(3)
    assert clock.now_ms() == 3
