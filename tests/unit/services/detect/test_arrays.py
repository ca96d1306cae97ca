"""Readings grouped by row."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.detect.arrays import begins, ends, turns

GROUPS = st.dictionaries(st.integers(0, 9), st.integers(1, 4), min_size=1)


@given(GROUPS)
def test_the_turns_of_rows_are_their_first_readings_then_their_second_ones(groups):
    row = np.repeat(np.array(list(groups), np.int32), list(groups.values()))
    place = np.concatenate([np.arange(count) for count in groups.values()])
    assert begins(row).tolist() == (place == 0).tolist()
    assert ends(row).tolist() == np.append(place[1:] == 0, True).tolist()
    for number, at in enumerate(turns(row)):
        assert set(place[at].tolist()) == {number}
        assert sorted(row[at].tolist()) == sorted(r for r, n in groups.items() if n > number)
    assert number == place.max()
