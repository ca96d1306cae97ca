from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.store.packed import DAY_MS, MINUTE_MS, BadBlock, pack, thin, unpack

DAY = 20_000 * DAY_MS
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)
READABLE = st.integers(-(10**9), 10**9).map(lambda n: n / 100)


def columns(times, values):
    at = np.array(sorted(times), np.int64) + DAY
    return at, np.array(values[: len(at)], np.float64)


@st.composite
def days(draw, values=NUMBERS):
    times = draw(st.sets(st.integers(0, DAY_MS - 1), max_size=60))
    return columns(times, draw(st.lists(values, min_size=60, max_size=60)))


@given(days() | days(READABLE))
def test_what_is_packed_comes_back_bit_for_bit(day):
    at, value = unpack(DAY, pack(DAY, *day))
    assert at.tolist() == day[0].tolist()
    assert value.tolist() == day[1].tolist()


def test_few_decimals_take_few_bytes():
    at = DAY + np.arange(1440) * MINUTE_MS
    value = np.round(20 + 5 * np.sin(np.arange(1440) / 200), 1)
    assert len(pack(DAY, at, value)) < 1440


@given(st.binary(max_size=60))
def test_bytes_that_are_no_block_are_refused(data):
    with pytest.raises(BadBlock):
        unpack(DAY, b"\x09" + data)
    with pytest.raises(BadBlock):
        unpack(DAY, b"\x01\x00\x07\x00\x00\x00" + data)


@given(days(st.integers(0, 9).map(float)))
def test_thinning_keeps_what_a_threshold_can_see_and_is_done_once(day):
    busy = (day[0] // 400 - DAY // 400 + DAY, day[1])
    at, value = thin(*busy)
    assert (np.diff(at) >= 0).all()
    whole = list(zip(busy[0] // MINUTE_MS, busy[1], strict=True))
    kept = list(zip(at // MINUTE_MS, value, strict=True))
    for minute in {minute for minute, _ in whole}:
        before = [v for m, v in whole if m == minute]
        after = [v for m, v in kept if m == minute]
        assert len(after) <= 4
        assert (after[0], after[-1]) == (before[0], before[-1])
        assert (min(after), max(after)) == (min(before), max(before))
        assert len(before) > 4 or after == before
    again = thin(at, value)
    assert again[0].tolist() == at.tolist()


def test_a_busy_minute_keeps_first_low_high_and_last_in_their_order():
    at = DAY + np.arange(8) * 1000
    value = np.array([3.0, 9.0, 9.0, 4.0, 1.0, 1.0, 5.0, 2.0])
    assert thin(at, value)[1].tolist() == [3, 9, 1, 2]
    assert ((thin(at, value)[0] - DAY) // 1000).tolist() == [0, 1, 4, 7]
