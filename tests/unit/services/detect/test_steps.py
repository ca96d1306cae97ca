"""What of a batch is judged, and in which order."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.detect.arrays import NEVER
from services.detect.steps import in_order, telling
from services.detect.table import RuleTable
from tests.unit.services.detect.test_engine import RULE, stream


def arrays(*readings: tuple[int, float, int]) -> Any:
    rows, values, times = zip(*readings, strict=True)
    return np.array(rows, np.int32), np.array(values), np.array(times, np.int64)


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 9).map(float), st.integers(0, 9)), min_size=1
    )
)
def test_late_readings_are_left_out_and_the_others_keep_their_order(
    readings: list[tuple[int, float, int]],
) -> None:
    before = np.array([NEVER, 4, 7], np.int64)
    row, value, at_ms, late = in_order(*arrays(*readings), before)
    expected, newest = [], before.tolist()
    for one in readings:
        if one[2] >= newest[one[0]]:
            newest[one[0]] = one[2]
            expected.append(one)
    expected.sort(key=lambda one: one[0])
    found = list(zip(row, value, at_ms, strict=True))
    assert len(np.flatnonzero(np.diff(row))) < max(1, len(set(row.tolist())))
    assert sorted(found, key=lambda one: one[0]) == expected
    assert late == len(readings) - len(expected)


def test_a_steady_value_is_judged_until_its_delay_has_run_out() -> None:
    table = RuleTable({"r": RULE}, [stream(0)], lambda _, __: 0)
    readings = [(0, 6.0, at) for at in (0, 3000, 5000, 6000, 9000)]
    row, value, at_ms = arrays(*readings, (0, 16.0, 9500))
    assert telling(table, row, value, at_ms, None).tolist() == [True] * 3 + [False] * 2 + [True]
    # A timer the clock began at 2000 runs out later.
    youngest = np.full(6, 2000, np.int64)
    assert telling(table, row, value, at_ms, youngest).all()
