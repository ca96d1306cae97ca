"""Levels, delays and deadband over the rows of one kind of rule.

How a measure is judged (ISA-18.2): for each level of its rule a timer runs while the measure is at
or past the threshold; the level is reached once the timer is as old as the on-delay. Another
timer runs while the measure is past the lowest threshold by more than the deadband on the sound
side; the condition is over once that one is as old as the off-delay. A level only rises until
then. While a rule's window is closed its condition is gone, whatever the measure. Knows no alert
and no command; what is measured is its kind's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.contract.codec import Columns
from services.detect.arrays import (
    CLOSED,
    NEVER,
    UNSET,
    Column,
    Mask,
    Opening,
    Rows,
    Times,
    Values,
    ends,
    turns,
)
from services.detect.kinds.measure import Measure
from services.detect.steps import in_order, telling
from services.detect.table import LEVEL_COUNT, RuleTable

_UNKNOWN = np.int8(-1)
"""Whether a row's window is closed, before anybody has looked."""
_RANKS = np.arange(1, LEVEL_COUNT + 1, dtype=np.int8)


@dataclass(slots=True)
class Counts:
    """Readings by what became of them."""

    judged: int = 0
    bad: int = 0
    late: int = 0
    """Older than the last one of their stream."""
    implausible: int = 0


@dataclass(slots=True, frozen=True)
class Fired:
    """A level reached (`after` above `before`) or a condition over (`after` 0)."""

    row: int
    at_ms: int
    value: float
    before: int
    after: int


class Bank:
    """The state of every row of `table`; `level` is what stands, and may be set from outside."""

    def __init__(
        self, table: RuleTable, measure: Measure, counts: Counts, opening: Opening
    ) -> None:
        self.table = table
        self._measure = measure
        self._counts = counts
        self._opening = opening
        count = len(table)
        self._every = np.arange(count, dtype=np.int32)
        self.level = np.zeros(count, np.int8)
        self.stood = np.full(count, NEVER)
        self.value = np.full(count, np.nan)
        """The last measure; NaN before the first."""
        self.last = np.full(count, NEVER)
        self._up = np.full((count, LEVEL_COUNT), UNSET)
        self._down = np.full(count, UNSET)
        self._busy = np.zeros(count, bool)
        """Rows with a level reached or a timer running."""
        self._scheduled = np.flatnonzero(table.schedule)
        self._told_by_clock = measure.idle(self._every[:0], self.last[:0], 0) is not None
        self._shut = np.full(count, _UNKNOWN)
        """Whether the window was closed when the row was last judged."""

    @property
    def keeps_time(self) -> bool:
        """Whether a look at the clock changes what has to be remembered."""
        return self._measure.keeps_time

    def read(self, columns: Columns) -> list[Fired]:
        """What usable readings call for, in the order of their times."""
        fired: list[Fired] = []
        for layer in self.table.layers:
            # The last place stands for every stream beyond those that have a row.
            row = layer[np.minimum(columns.index, len(layer) - 1)]
            keep = row >= 0
            if keep.all():
                fired += self._layer(row, columns.value, columns.at_ms)
            elif keep.any():
                fired += self._layer(row[keep], columns.value[keep], columns.at_ms[keep])
        fired.sort(key=lambda one: (one.at_ms, one.row))
        return fired

    def tick(self, now_ms: int) -> list[Fired]:
        """What delays that have run out by `now_ms` call for, and what only time can tell."""
        look = self._busy
        if self._scheduled.size:
            look = look | self._turned(now_ms)
        if self._told_by_clock:
            rows, value, condition = self._told(look, now_ms)
        else:
            rows = np.flatnonzero(look).astype(np.int32)
            value = condition = self.value[rows]
        if not rows.size:
            return []
        times = np.full(rows.size, now_ms, np.int64)
        if self._told_by_clock:
            self._time(rows, condition, times)
        elif self._scheduled.size:
            # What stands has not changed, but its window may have.
            moved = self.table.schedule[rows] > 0
            condition = self._condition(rows[moved], value[moved], times[moved])
            self._time(rows[moved], condition, times[moved])
        fired = self._fire(rows, value, times)
        self._mind(rows)
        return fired

    def _told(self, look: Mask, now_ms: int) -> tuple[Rows, Values, Values]:
        """The rows to judge of a measure the clock tells, with it and their condition."""
        whole = not self._measure.only_falls
        rows = self._every if whole else np.flatnonzero(look).astype(np.int32)
        value = self._measure.idle(rows, self.last if whole else self.last[rows], now_ms)
        assert value is not None
        condition = value
        if self._scheduled.size:
            condition = self._condition(rows, value, np.full(rows.size, now_ms, np.int64))
        if whole:
            wanted = (look | (condition >= self.table.lowest)) & ~np.isnan(value)
            return rows[wanted], value[wanted], condition[wanted]
        return rows, value, condition

    def calm(self, row: int) -> None:
        """Begin anew as if the condition had never been: its alert was reset by hand. A measure
        that stands until the next reading waits for it; one the clock tells is asked again."""
        self.level[row] = 0
        self._up[row] = self._down[row] = UNSET
        self.value[row] = np.nan
        self._busy[row] = True

    def columns(self) -> dict[str, Column]:
        """All that must outlive a restart."""
        own: dict[str, Column] = {
            "level": self.level,
            "up": self._up,
            "down": self._down,
            "last": self.last,
            "value": self.value,
            "stood": self.stood,
        }
        return own | self._measure.columns()

    def resume(self, now_ms: int | None) -> None:
        """Go on from levels and columns set from outside; `now_ms` when time has been lost."""
        if now_ms is not None:
            self._measure.resume(self.level == 0, now_ms)
        # A return that was under way is over when the journal says so.
        self._down[self.level == 0] = UNSET
        self._shut[:] = _UNKNOWN
        self._mind(self._every)
        if self._measure.only_falls:
            # A row may have been reset just before: each is asked once.
            self._busy[:] = True

    def _mind(self, row: Rows) -> None:
        self._busy[row] = (self.level[row] > 0) | (self._up[row] != UNSET).any(axis=1)

    def _turned(self, now_ms: int) -> Mask:
        """Rows whose window has opened or closed since they were judged."""
        rows = self._scheduled
        times = np.full(rows.size, now_ms, np.int64)
        shut = self._opening(self.table.schedule[rows], times) == CLOSED
        turned = np.zeros(len(self.table), bool)
        turned[rows] = shut != self._shut[rows]
        return turned

    def _condition(self, row: Rows, value: Values, at_ms: Times) -> Values:
        """The measure, or sound beyond all doubt while the row's window is closed."""
        if not self._scheduled.size:
            return value
        shut = self._opening(self.table.schedule[row], at_ms) == CLOSED
        # Of several readings of a row the last one's counts.
        self._shut[row] = shut
        return np.where(shut, -np.inf, value)

    def _layer(self, row: Rows, value: Values, at_ms: Times) -> list[Fired]:
        """Judge readings of one rule per stream. Rows that stay sound cost no more than a look."""
        self._counts.judged += len(row)
        # What a closed window hides must be known when it opens.
        ordered = self._measure.needs_order or self._scheduled.size > 0
        if ordered:
            row, value, at_ms = self._in_order(row, value, at_ms, self.last)
            if not row.size:
                return []
            np.maximum.at(self.last, row, at_ms)
        value, known = self._measure.read(row, value, at_ms)
        if known is not None and not known.all():
            row, value, at_ms = row[known], value[known], at_ms[known]
        condition = self._condition(row, value, at_ms)
        touched = self._busy.copy()
        touched[row[condition >= self.table.lowest[row]]] = True
        touched[self._scheduled] = True
        if not ordered:
            before = self.last.copy() if touched.any() else self.last
            np.maximum.at(self.last, row, at_ms)
        part = touched[row]
        if not part.any():
            return []
        if not part.all():
            row, value, at_ms, condition = row[part], value[part], at_ms[part], condition[part]
        if not ordered:
            row, value, at_ms = self._in_order(row, value, at_ms, before)
            condition = value
        return self._walk(row, value, condition, at_ms)

    def _in_order(
        self, row: Rows, value: Values, at_ms: Times, before: Times
    ) -> tuple[Rows, Values, Times]:
        row, value, at_ms, late = in_order(row, value, at_ms, before)
        self._counts.late += late
        return row, value, at_ms

    def _walk(self, row: Rows, value: Values, condition: Values, at_ms: Times) -> list[Fired]:
        """Step through the readings of all rows at once: each row's first, second, third …"""
        if not row.size:
            return []
        last = ends(row)
        self.value[row[last]] = value[last]
        if not last.all():
            youngest = self._youngest(row) if self._told_by_clock or self._scheduled.size else None
            keep = telling(self.table, row, condition, at_ms, youngest)
            row, value, condition, at_ms = row[keep], value[keep], condition[keep], at_ms[keep]
        fired: list[Fired] = []
        for at in turns(row):
            self._time(row[at], condition[at], at_ms[at])
            fired += self._fire(row[at], value[at], at_ms[at])
        self._mind(row)
        return fired

    def _youngest(self, row: Rows) -> Times:
        """When the youngest timer of each row was started, NEVER for none."""
        up = np.where(self._up[row] == UNSET, NEVER, self._up[row]).max(axis=1)
        down = np.where(self._down[row] == UNSET, NEVER, self._down[row])
        found: Times = np.maximum(up, down)
        return found

    def _time(self, row: Rows, condition: Values, at_ms: Times) -> None:
        """Start and stop the timers of rows that each have one new reading."""
        table = self.table
        up, down = self._up[row], self._down[row]
        reached = condition[:, None] >= table.thresholds[row]
        self._up[row] = np.where(reached, np.where(up == UNSET, at_ms[:, None], up), UNSET)
        gone = (condition < table.clear[row]) & (self.level[row] > 0)
        if table.latches:
            gone &= ~table.latch[row]
        self._down[row] = np.where(gone, np.where(down == UNSET, at_ms, down), UNSET)

    def _fire(self, row: Rows, value: Values, at_ms: Times) -> list[Fired]:
        """Levels reached and conditions over at `at_ms`; each row at most once in `row`."""
        due = self._up[row] <= (at_ms - self.table.on_ms[row])[:, None]
        over = self._down[row] <= at_ms - self.table.off_ms[row]
        fired: list[Fired] = []
        if due.any():
            top = np.where(due, _RANKS, 0).max(axis=1)
            if (up := top > self.level[row]).any():
                fired = self._say(row[up], at_ms[up], value[up], top[up])
                self.level[row[up]] = top[up]
        if not over.any():
            return fired
        ended = row[over]
        fired += self._say(ended, at_ms[over], value[over], np.zeros(len(ended), np.int8))
        self.level[ended] = 0
        self.stood[ended] = at_ms[over]
        self._down[ended] = UNSET
        self._busy[ended] = False
        return fired

    def _say(self, row: Rows, at_ms: Times, value: Values, after: NDArray[np.int8]) -> list[Fired]:
        columns = (row, at_ms, value, self.level[row], after)
        return [Fired(*one) for one in zip(*(c.tolist() for c in columns), strict=True)]
