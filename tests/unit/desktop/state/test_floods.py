"""Floods, against stepping through every time at which a count changes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.state.floods import FLOOD_BEGINS, FLOOD_ENDS, WINDOW_MS, Flood, floods_in

MINUTE_MS = 60_000
NOW = 1_784_376_000_000


def test_ten_at_once_are_a_flood_that_ends_when_they_leave_the_window() -> None:
    times = np.full(10, NOW, np.int64)
    assert floods_in(times, NOW) == (Flood(NOW, 0, 10),)
    assert floods_in(times, NOW + WINDOW_MS) == (Flood(NOW, NOW + WINDOW_MS, 10),)
    assert floods_in(times[1:], NOW) == ()


def plain_floods(times: list[int], now_ms: int) -> list[tuple[int, int]]:
    """Begin and end of floods, stepping through every time at which the count changes."""
    found: list[tuple[int, int]] = []
    changes = sorted({*times, *(at + WINDOW_MS for at in times)})
    for at in changes:
        inside = [one for one in times if at - WINDOW_MS < one <= at]
        if found and found[-1][1] == 0:
            if len(inside) < FLOOD_ENDS and at <= now_ms:
                found[-1] = (found[-1][0], at)
        elif len(inside) >= FLOOD_BEGINS:
            found.append((inside[0], 0))
    return found


@given(st.lists(st.integers(0, 120), max_size=80))
def test_floods_are_those_of_plain_counting(minutes: list[int]) -> None:
    times = sorted(NOW - at * MINUTE_MS for at in minutes)
    made = floods_in(np.array(times, np.int64), NOW)
    assert [(one.begin_ms, one.end_ms) for one in made] == plain_floods(times, NOW)
