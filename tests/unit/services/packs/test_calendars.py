"""Hours of a calendar: weekdays, holidays, past midnight, years nobody knows yet."""

from __future__ import annotations

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.packs import calendars
from services.packs.calendars import minutes_of, open_at
from services.packs.rules import Text
from services.packs.schema import Calendar, Day

ZONE = "Asia/Shanghai"
NAME = Text(zh="", en="")


def calendar(*hours: str, days: list[Day] | None = None) -> Calendar:
    return Calendar(title=NAME, hours=list(hours), days=days or [])


def ms(text: str, zone: str = ZONE) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-09-02 06:29:59", False),
        ("2026-09-02 06:30", True),
        ("2026-09-02 08:59:59", True),
        ("2026-09-02 09:00", False),
        ("2026-09-02 23:30", True),
        ("2026-09-03 00:59:59", True),
        ("2026-09-03 01:00", False),
    ],
)
def test_hours_begin_and_end_to_the_second_also_past_midnight(at: str, expected: bool) -> None:
    assert open_at(calendar("06:30-09:00", "23:00-01:00"), ms(at), ZONE) is expected


def test_hours_past_midnight_belong_to_the_day_they_begin_on() -> None:
    fridays = calendar("22:00-02:00", days=["fri"])
    assert open_at(fridays, ms("2026-09-05 01:00"), ZONE)
    assert not open_at(fridays, ms("2026-09-04 01:00"), ZONE)


def test_hours_may_last_to_the_end_of_the_day() -> None:
    late = calendar("20:00-24:00")
    assert open_at(late, ms("2026-09-05 23:59:59"), ZONE)
    assert not open_at(late, ms("2026-09-06 00:00"), ZONE)


@pytest.mark.parametrize(
    ("day", "workday"),
    [
        ("2026-10-01", False),  # National Day
        ("2026-10-10", True),  # a Saturday worked in return
        ("2026-10-12", True),
        ("2026-10-18", False),
    ],
)
def test_workdays_are_those_of_the_calendar_of_holidays(day: str, workday: bool) -> None:
    at = ms(f"{day} 12:00")
    assert open_at(calendar("08:00-18:00", days=["workday"]), at, ZONE) is workday
    assert open_at(calendar("08:00-18:00", days=["holiday"]), at, ZONE) is not workday


def test_a_year_not_announced_yet_has_weekends_and_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    calendars._say_unknown.cache_clear()
    work = calendar("08:00-18:00", days=["workday"])
    with caplog.at_level(logging.WARNING):
        assert open_at(work, ms("2090-10-02 12:00"), ZONE)
        assert not open_at(work, ms("2090-10-01 12:00"), ZONE)
    assert [record.getMessage() for record in caplog.records] == [
        "the holidays of 2090 are not known yet: Saturday and Sunday are taken"
    ]


def test_hours_are_those_of_the_town() -> None:
    hours = calendar("06:00-07:00")
    assert open_at(hours, ms("2026-07-01 06:30", "Europe/Berlin"), "Europe/Berlin")
    assert open_at(hours, ms("2026-01-01 06:30", "Europe/Berlin"), "Europe/Berlin")
    assert not open_at(hours, ms("2026-07-01 06:30", "Europe/Berlin"), ZONE)


@given(
    st.integers(0, 1439),
    st.integers(1, 1439),
    st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 1)),
)
def test_a_window_is_open_for_its_length_from_its_beginning(
    begins: int, length: int, at: datetime
) -> None:
    ends = (begins + length) % 1440
    hours = f"{begins // 60:02}:{begins % 60:02}-{ends // 60:02}:{ends % 60:02}"
    minute = at.hour * 60 + at.minute
    expected = (minute - begins) % 1440 < length
    assert open_at(calendar(hours), ms(at.isoformat()), ZONE) is expected
    assert minutes_of(hours) == (begins, ends)
