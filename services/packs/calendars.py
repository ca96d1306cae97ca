"""When the hours of a pack's calendar are: by weekday, workday and holiday, past midnight too.

Owns the reading of `Calendar` and the library of China's holidays. Pure but for one line in the
log when that library does not know a year yet.
"""

from __future__ import annotations

import functools
import logging
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

from services.packs.schema import Calendar, Day

log = logging.getLogger(__name__)

WEEKDAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SATURDAY = 5


def open_at(calendar: Calendar, at_ms: int, timezone: str) -> bool:
    """Whether a moment is within the calendar's hours in the town's time."""
    zone = ZoneInfo(timezone)
    today = datetime.fromtimestamp(at_ms / 1000, zone).date()
    return any(
        begins <= at_ms < ends
        for day in (today - timedelta(days=1), today)
        for begins, ends in windows_of(calendar, day, zone)
    )


def windows_of(calendar: Calendar, day: date, zone: ZoneInfo) -> list[tuple[int, int]]:
    """Begin and end (excluded), ms, of the hours that begin on a day; one may end on the next."""
    if not is_day(calendar, day):
        return []
    return [
        (_moment(day, begins, zone), _moment(day, ends + (1440 if ends <= begins else 0), zone))
        for begins, ends in map(minutes_of, calendar.hours)
    ]


def is_day(calendar: Calendar, day: date) -> bool:
    """Whether hours of the calendar begin on a day."""
    if not calendar.days or WEEKDAYS[day.weekday()] in calendar.days:
        return True
    if "workday" not in calendar.days and "holiday" not in calendar.days:
        return False
    return ("workday" if is_workday(day) else "holiday") in calendar.days


def is_workday(day: date) -> bool:
    """Whether China works on a day; of a year not announced yet, Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        _say_unknown(day.year)
        return day.weekday() < SATURDAY


def minutes_of(hours: str) -> tuple[int, int]:
    """Minutes of the day of "06:30-09:00". Raises ValueError."""
    begins, _, ends = hours.partition("-")
    return _minute(begins), _minute(ends)


def _minute(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _moment(day: date, minute: int, zone: ZoneInfo) -> int:
    days, rest = divmod(minute, 1440)
    clock = time(rest // 60, rest % 60)
    moment = datetime.combine(day + timedelta(days=days), clock, zone)
    return round(moment.timestamp() * 1000)


@functools.cache
def _say_unknown(year: int) -> None:
    log.warning("the holidays of %s are not known yet: Saturday and Sunday are taken", year)
