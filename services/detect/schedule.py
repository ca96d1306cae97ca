"""When the windows of rules are open, for many rows and times at once.

Owns the windows of the days asked about, each worked out once. Knows no rule and no reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from services.detect.arrays import CLOSED, NEVER, Rows, Times
from services.packs.calendars import windows_of
from services.packs.schema import Calendar

ALWAYS = 0
"""The schedule that never closes."""
DAY_MS = 86_400_000
DAYS_KEPT = 4096


class Hours(NamedTuple):
    """Where a schedule changes over a stretch of time, and the opening from there on."""

    edges: Times
    """The first one is before all that is asked about."""
    opens: Times

    def changes(self, after_ms: int, until_ms: int) -> Times:
        """When it changes after one time until the other."""
        return self.edges[(self.edges > after_ms) & (self.edges <= until_ms)]

    def at(self, at_ms: Times) -> Times:
        """The opening at each time, which are in order; see `Schedules.opening`."""
        cuts = np.searchsorted(at_ms, self.edges, "left")
        return np.repeat(self.opens, np.diff(np.append(cuts, len(at_ms))))


class Schedules:
    """Numbers for sets of calendars; 0 is always open. `zone` is the town's."""

    def __init__(self, calendars: Mapping[str, Calendar], zone: str) -> None:
        self._calendars = calendars
        self._zone = ZoneInfo(zone)
        self._sets: list[tuple[str, ...]] = [()]
        self._days: dict[tuple[int, int], tuple[Times, Times]] = {}

    def number(self, names: Sequence[str]) -> int:
        """The schedule that is open while one of the calendars is. Raises ValueError."""
        for name in names:
            if name not in self._calendars:
                raise ValueError(f"there is no calendar {name}; give the engine those of the packs")
        key = tuple(sorted(set(names)))
        if key not in self._sets:
            self._sets.append(key)
        return self._sets.index(key)

    def opening(self, schedule: Rows, at_ms: Times) -> Times:
        """When the window that is open at each time was opened, NEVER for one without end,
        CLOSED when none is. Of windows that overlap the earliest counts."""
        found = np.full(len(at_ms), NEVER)
        day = at_ms // DAY_MS
        for number in _distinct(schedule):
            if number == ALWAYS:
                continue
            mine = np.flatnonzero(schedule == number)
            for one in _distinct(day[mine]):
                rows = mine[day[mine] == one]
                edges, opens = self._segments(int(number), int(one))
                found[rows] = opens[np.searchsorted(edges, at_ms[rows], "right") - 1]
        return found

    def hours(self, schedule: int, since_ms: int, until_ms: int) -> Hours | None:
        """All changes of a schedule in a stretch of time; None for one that never closes."""
        if schedule == ALWAYS:
            return None
        days = range(since_ms // DAY_MS, until_ms // DAY_MS + 1)
        columns = zip(*(self._segments(schedule, day) for day in days), strict=True)
        edges, opens = (np.concatenate(column) for column in columns)
        # A day of UTC begins without a change.
        changes = np.append(True, opens[1:] != opens[:-1])
        return Hours(edges[changes], opens[changes])

    def _segments(self, number: int, day: int) -> tuple[Times, Times]:
        """Where the schedule changes within a day of UTC, and the opening from there on."""
        key = (number, day)
        if key not in self._days:
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            self._days[key] = self._work_out(number, day)
        return self._days[key]

    def _work_out(self, number: int, day: int) -> tuple[Times, Times]:
        begin, end = day * DAY_MS, (day + 1) * DAY_MS
        today = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)).date()
        windows = [
            window
            for name in self._sets[number]
            # A zone may be a day away, and a window may have begun the day before.
            for shift in range(-2, 2)
            for window in windows_of(
                self._calendars[name], today + timedelta(days=shift), self._zone
            )
            if window[0] < end and window[1] > begin
        ]
        edges = sorted({begin, *(t for window in windows for t in window if begin < t < end)})
        opens = [min((w[0] for w in windows if w[0] <= t < w[1]), default=CLOSED) for t in edges]
        return np.array(edges, np.int64), np.array(opens, np.int64)


def _distinct(values: NDArray[np.integer]) -> NDArray[np.integer]:
    """The values that occur; cheap when, as almost always, it is one."""
    if not len(values):
        return values
    return values[:1] if (values == values[0]).all() else np.unique(values)
