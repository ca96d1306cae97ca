from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.rulebook import report as module
from services.rulebook.report import BUCKET_MS, compared, thinned
from services.spans import spans

UNTIL = 10 * BUCKET_MS
NAMES = {1: "W1", 2: "W2", 3: "W3"}


def report(now, then):
    return compared(spans(now), spans(then), NAMES, (0, UNTIL), 99, [])


def row(now, then):
    (found,) = report([(1, *one) for one in now], [(1, *one) for one in then]).rows
    return found


def test_an_alarm_that_meets_none_of_the_other_side_is_lost_or_gained():
    found = row([(10, 20, 1, 0)], [(21, 30, 2, 0)])
    assert (found.stream, found.now, found.then) == ("W1", 1, 1)
    assert (found.lost, found.gained, found.earlier, found.later) == (1, 1, 0, 0)
    assert (found.worst_now, found.worst_then) == (1, 2)


def test_alarms_that_meet_are_one_that_comes_earlier_or_later():
    found = row(
        [(10_000, 20_000, 1, 0), (50_000, 60_000, 1, 0)],
        [(4_000, 12_000, 1, 0), (55_000, 0, 1, 0)],
    )
    assert (found.lost, found.gained, found.earlier, found.later) == (0, 0, 1, 1)
    assert found.shift_s == -0.5


def test_alarms_that_run_into_one_are_neither_lost_nor_moved():
    found = row([(10, 20, 1, 0), (30, 40, 1, 0)], [(10, 0, 1, 0)])
    assert (found.now, found.then) == (2, 1)
    assert (found.lost, found.gained, found.earlier, found.later) == (0, 0, 0, 0)


def test_a_red_alarm_during_which_none_would_be_red_is_counted():
    found = row([(10, 20, 4, 1), (30, 40, 4, 1)], [(10, 20, 3, 0), (32, 0, 4, 1)])
    assert (found.lost_red, found.lost) == (1, 0)


def test_streams_do_not_run_into_each_other():
    found = report([(1, 10, 0, 1, 0)], [(2, 10, 20, 1, 0), (3, 0, 5, 1, 0)])
    assert [(r.stream, r.lost, r.gained) for r in found.rows] == [
        ("W1", 1, 0),
        ("W2", 0, 1),
        ("W3", 0, 1),
    ]
    assert found.streams == 3


def test_load_is_counted_in_ten_minutes_from_the_first_moment():
    before = (1, -5, 9, 1, 0)
    found = report([before, (1, 10, 20, 1, 3), (1, BUCKET_MS, 0, 1, 0)], [])
    assert found.load_now == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert found.load_then == [0] * 10
    assert (found.total_now, found.changes_now) == (3, 3)


def test_no_alarms_on_either_side_make_an_empty_report():
    found = report([], [])
    assert (found.rows, found.alarms_now, found.total_then) == ([], [], 0)


def test_the_newest_alarms_are_listed_and_the_others_counted(monkeypatch):
    monkeypatch.setattr(module, "LISTED", 2)
    found = report([(1, 50, 60, 1, 0), (2, 10, 20, 1, 0), (3, 30, 0, 4, 0)], [])
    assert [(one.stream, one.from_ms, one.to_ms, one.level) for one in found.alarms_now] == [
        ("W3", 30, 0, 4),
        ("W1", 50, 60, 1),
    ]
    assert found.left_out_now == 1


@st.composite
def alarms(draw):
    rows = []
    for stream in (1, 2):
        at = 0
        for gap, length in draw(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)))):
            at += gap
            rows.append((stream, at, at + length, draw(st.integers(1, 4)), 0))
            at += length
    return rows


@given(alarms(), alarms())
def test_the_counts_are_those_of_looking_at_every_pair(now, then):
    def meets(a, b):
        return a[0] == b[0] and a[1] <= b[2] and b[1] <= a[2]

    found = {one.stream: one for one in report(now, then).rows}
    for stream, name in ((1, "W1"), (2, "W2")):
        ours, theirs = [a for a in now if a[0] == stream], [b for b in then if b[0] == stream]
        if not ours and not theirs:
            assert name not in found
            continue
        row = found[name]
        assert row.lost == sum(not any(meets(a, b) for b in theirs) for a in ours)
        assert row.gained == sum(not any(meets(a, b) for a in ours) for b in theirs)
        reds = [b for b in theirs if b[3] == 4]
        assert row.lost_red == sum(a[3] == 4 and not any(meets(a, b) for b in reds) for a in ours)
        assert row.earlier + row.later <= min(row.now - row.lost, row.then - row.gained)


def test_a_curve_has_lowest_and_highest_of_each_span_and_says_where_a_gap_is():
    minute = 60_000
    at = np.array([0, 10, 20, minute, minute + 5, 9 * minute], np.int64)
    value = np.array([3.0, 9.0, 1.0, 4.0, 5.0, 6.0])
    times, low, high = thinned(at, value, (0, 20 * minute))
    assert times == [0, minute, 2 * minute, 9 * minute]
    assert (low, high) == ([1, 4, None, 6], [9, 5, None, 6])
    assert thinned(at[:0], value[:0], (0, 9)) == ([], [], [])


def test_a_curve_of_a_slow_stream_has_no_gaps():
    hours = np.arange(10) * 3_600_000
    times, low, _ = thinned(hours, np.ones(10), (0, 10 * 3_600_000))
    assert (len(times), None in low) == (10, False)
