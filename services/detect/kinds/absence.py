"""How long something that should come has not come."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import CLOSED, NEVER, Column, Mask, Rows, Times, Values, begins, ends
from services.detect.kinds.measure import Around
from services.detect.kinds.past import Past
from services.detect.table import RuleTable


class Absence:
    """Seconds since the last reading at or past a value, or since the window was opened.

    A row that was never heard has no absence; its first reading begins it. The time for which
    the server was away is not held against a row on which no alarm stands.
    """

    needs_order = True
    only_falls = False
    keeps_time = True

    def __init__(self, table: RuleTable, around: Around) -> None:
        self._past = Past(table)
        self._schedule = table.schedule
        self._opening = around.opening
        self._since = np.full(len(table), NEVER)
        self._floor = np.full(len(table), NEVER)
        """From when on nobody can say what was before."""
        self._looked = np.full(len(table), NEVER)
        """When the clock was last looked at."""

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        first = begins(row)
        since = np.where(self._past(row, value), at_ms, NEVER)
        since = np.where(first, np.maximum(since, self._since[row]), since)
        since = np.where(first & (since == NEVER), at_ms, since)
        # Times ascend within a row, so that the last one that counts is the newest.
        place = np.maximum.accumulate(np.where(since == NEVER, 0, np.arange(len(row))))
        since = np.maximum(since[place], self._since[row])
        last = ends(row)
        self._since[row[last]] = since[last]
        return self._seconds(row, since, at_ms), None

    def _seconds(self, row: Rows, since: Times, at_ms: Times) -> Values:
        opening = self._opening(self._schedule[row], at_ms)
        known = since != NEVER
        begun = np.maximum(since, self._floor[row])
        begun = np.where(opening == CLOSED, begun, np.maximum(begun, opening))
        return np.where(known, (at_ms - np.where(known, begun, 0)) / 1000.0, np.nan)

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        self._looked[row] = now_ms
        return self._seconds(row, self._since[row], np.full(len(row), now_ms, np.int64))

    def columns(self) -> dict[str, Column]:
        return {"since": self._since, "floor": self._floor, "looked": self._looked}

    def resume(self, calm: Mask, now_ms: int) -> None:
        # Without a memory nobody knows how long it has been: it begins now.
        self._floor[calm & (self._looked == NEVER)] = now_ms
        known = np.flatnonzero(calm & (self._since != NEVER) & (self._looked != NEVER))
        schedule, looked = self._schedule[known], self._looked[known]
        opened = self._opening(schedule, looked)
        since = np.maximum(self._since[known], self._floor[known])
        since = np.maximum(since, np.where(opened == CLOSED, NEVER, opened))
        since += np.maximum(now_ms - looked, 0)
        opened = self._opening(schedule, np.full(len(known), now_ms, np.int64))
        fresh = (opened != CLOSED) & (opened > looked)
        self._since[known] = np.where(fresh, now_ms, since)
