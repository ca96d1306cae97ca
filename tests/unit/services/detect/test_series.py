"""The points of single measures; that they are the engine's is for the replay's tests."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.detect.series import Marks, Series, measured
from services.packs.rules import AccumulationRule, CountRule, RateRule, StaleRule, Text, Threshold

COMMON = {
    "stream": "k",
    "title": Text(zh="{name}", en="{name}"),
    "class_code": "x",
    "levels": {"blue": Threshold(at=2)},
}
LOW = Marks(2, (2.0,))
SECOND = 1000


def points(rule, times, values, until, marks=LOW):
    series = Series(np.array(times) * SECOND, np.array(values, np.float64), until * SECOND)
    found = measured(rule, 1.0, marks, series, None)
    return list(zip((found.at_ms / SECOND).tolist(), found.measure.tolist(), strict=True))


COUNT = CountRule(**COMMON, from_value=3, window_s=10)


def test_a_count_that_is_not_sound_has_points_where_readings_leave_the_window():
    found = points(COUNT, [1, 4, 6, 30], [5, 5, 0, 0], 40)
    assert found == [(1, 1), (4, 2), (6, 2), (11, 1), (14, 0), (30, 0)]


def test_a_reading_that_leaves_as_another_comes_leaves_no_point_of_its_own():
    assert points(COUNT, [1, 4, 11], [5, 5, 5], 12) == [(1, 1), (4, 2), (11, 2)]


def test_nothing_leaves_after_the_end():
    assert points(COUNT, [1, 4], [5, 5], 11) == [(1, 1), (4, 2), (11, 1)]


def test_a_sum_keeps_the_parts_of_its_window():
    rule = AccumulationRule(**COMMON, window_s=60, max_gap_s=10, per_s=1)
    found = points(rule, [0, 2, 30], [1, 1, 1], 100)
    assert found == [(0, 0), (2, 2), (30, 2), (62, 0)]


def test_silence_has_points_where_it_passes_what_it_is_judged_by():
    assert points(StaleRule(**COMMON), [0, 1, 9], [0, 0, 0], 10) == [
        (0, 0),
        (1, 0),
        (3, 2),
        (3, 2),
        (9, 0),
    ]


@given(
    st.integers(1, 40),
    st.lists(st.sampled_from([60, 60, 60, 60, 59, 61, 1, 900]), min_size=300, max_size=400),
    st.sampled_from([1, 60, 180, 181, 7200]),
)
def test_the_oldest_reading_of_a_window_is_found_whatever_the_steps(start, steps, window):
    times = np.cumsum([start, *steps])
    values = np.arange(len(times), dtype=np.float64)
    rule = RateRule(**COMMON, window_s=window, deadband=0, on_delay_s=0, off_delay_s=0)
    found = dict(points(rule, times, values, int(times[-1])))
    slot = -(-window * SECOND // 16)
    kept, expected = [], {}
    for n, at in enumerate((times * SECOND).tolist()):
        if not kept or at // slot != int(times[kept[-1]]) * SECOND // slot:
            kept.append(n)
        then = next(k for k in kept if times[k] * SECOND >= at - window * SECOND)
        span = at - int(times[then]) * SECOND
        if 2 * span >= window * SECOND:
            expected[at / SECOND] = (n - then) * 60_000 / span
    assert found == expected
