"""The vectorised windows against the calendar itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.detect.arrays import CLOSED, NEVER
from services.detect.schedule import ALWAYS, Schedules
from services.packs.calendars import open_at
from services.packs.rules import Text
from services.packs.schema import Calendar

ZONE = "Asia/Shanghai"
NAME = Text(zh="", en="")
CALENDARS = {
    "p.early": Calendar(title=NAME, hours=["06:30-09:00", "08:00-10:00"]),
    "p.night": Calendar(title=NAME, hours=["22:00-06:00"], days=["workday"]),
    "p.sunday": Calendar(title=NAME, hours=["00:00-24:00"], days=["sun"]),
}
SEPTEMBER = 1_788_192_000_000
"""Midnight in the town."""
HOUR = 3_600_000


@given(st.lists(st.integers(SEPTEMBER, SEPTEMBER + 60 * 24 * HOUR), min_size=1, max_size=30))
def test_open_is_what_the_calendar_says(times: list[int]) -> None:
    schedules = Schedules(CALENDARS, ZONE)
    names = list(CALENDARS)
    numbers = [schedules.number([name]) for name in names]
    chosen = [at % len(names) for at in times]
    found = schedules.opening(
        np.array([numbers[one] for one in chosen], np.int32), np.array(times, np.int64)
    )
    for one, at, opening in zip(chosen, times, found, strict=True):
        assert (opening != CLOSED) == open_at(CALENDARS[names[one]], at, ZONE)
        if opening != CLOSED:
            assert opening <= at
            assert open_at(CALENDARS[names[one]], int(opening), ZONE)


def test_the_earliest_of_windows_that_overlap_is_the_opening() -> None:
    schedules = Schedules(CALENDARS, ZONE)
    number = schedules.number(["p.early"])
    half_past_six = SEPTEMBER + 6 * HOUR + HOUR // 2
    at = half_past_six + np.array([-1, 0, 2 * HOUR, 3 * HOUR, 4 * HOUR], np.int64)
    found = schedules.opening(np.full(len(at), number, np.int32), at) - half_past_six
    eight = HOUR + HOUR // 2
    assert found.tolist() == [CLOSED - half_past_six, 0, 0, eight, CLOSED - half_past_six]


def test_a_rule_without_calendar_is_always_open_and_an_unknown_one_is_refused() -> None:
    schedules = Schedules(CALENDARS, ZONE)
    assert schedules.number([]) == ALWAYS
    assert schedules.opening(np.zeros(1, np.int32), np.zeros(1, np.int64)).tolist() == [NEVER]
    with pytest.raises(ValueError, match=r"no calendar p\.day"):
        schedules.number(["p.day"])


@given(
    st.lists(st.integers(SEPTEMBER, SEPTEMBER + 9 * 24 * HOUR), min_size=1, max_size=30),
    st.sampled_from([["p.early"], ["p.night"], ["p.early", "p.sunday"]]),
)
def test_the_changes_of_a_stretch_of_time_say_what_single_times_say(times, names):
    schedules = Schedules(CALENDARS, ZONE)
    number = schedules.number(names)
    at = np.array(sorted(times), np.int64)
    hours = schedules.hours(number, SEPTEMBER, SEPTEMBER + 9 * 24 * HOUR)
    assert hours is not None
    assert (hours.at(at) == schedules.opening(np.full(len(at), number, np.int32), at)).all()
    assert (np.diff(hours.opens) != 0).all()


def test_what_never_closes_has_no_changes():
    assert Schedules(CALENDARS, ZONE).hours(ALWAYS, SEPTEMBER, SEPTEMBER + HOUR) is None
