"""Many sorted lists searched at once, against one at a time."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.detect.kinds.windows import before, lists

Lists = st.lists(st.lists(st.integers(-50, 50), min_size=1).map(sorted), min_size=1, max_size=5)


@given(Lists, st.lists(st.tuples(st.integers(0, 4), st.integers(-60, 60)), min_size=1))
def test_a_place_is_that_in_its_own_list(
    found: list[list[int]], asked: list[tuple[int, int]]
) -> None:
    asked = [(one % len(found), until) for one, until in asked]
    group = np.repeat(np.arange(len(found)), [len(one) for one in found])
    times = np.array([time for one in found for time in one], np.int64)
    of, until = (np.array(side, np.int64) for side in zip(*asked, strict=True))
    expected = [
        sum(len(one) for one in found[:number]) + bisect_left(found[number], time)
        for number, time in asked
    ]
    assert before(group, times, of, until).tolist() == expected


def test_rows_are_numbered_as_they_come() -> None:
    group, rows = lists(np.array([4, 4, 7, 9, 9], np.int32))
    assert (group.tolist(), rows.tolist()) == ([0, 0, 1, 2, 2], [4, 7, 9])
