"""Levels, delays and deadband over the rows of one kind of rule.

How a measure is judged (ISA-18.2): for each level of its rule a timer runs while the measure is at
or past the threshold; the level is reached once the timer is as old as the on-delay. Another
timer runs while the measure is past the lowest threshold by more than the deadband on the sound
side; the condition is over once that one is as old as the off-delay. A level only rises until
then. Knows no alert and no command; what is measured is its kind's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from services.contract.codec import Columns
from services.detect.kinds.measure import (
    NEVER,
    UNSET,
    Column,
    Mask,
    Measure,
    Rows,
    Times,
    Values,
)
from services.detect.table import LEVEL_COUNT, RuleTable


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

    def __init__(self, table: RuleTable, measure: Measure, counts: Counts) -> None:
        self.table = table
        self._measure = measure
        self._counts = counts
        count = len(table)
        self.level = np.zeros(count, np.int8)
        self._up = np.full((count, LEVEL_COUNT), UNSET)
        self._down = np.full(count, UNSET)
        self._last = np.full(count, NEVER)
        self._value = np.zeros(count)
        self._busy = np.zeros(count, bool)
        """Rows with a level reached or a timer running."""

    def read(self, columns: Columns, usable: Mask) -> list[Fired]:
        """What the usable readings call for, in the order of their times."""
        fired: list[Fired] = []
        for layer in self.table.layers:
            inside = usable & (columns.index < len(layer))
            row = layer[np.where(inside, columns.index, 0)]
            keep = inside & (row >= 0)
            if not keep.any():
                continue
            if keep.all():
                fired += self._layer(row, columns.value, columns.at_ms)
            else:
                fired += self._layer(row[keep], columns.value[keep], columns.at_ms[keep])
        fired.sort(key=lambda one: (one.at_ms, one.row))
        return fired

    def tick(self, now_ms: int) -> list[Fired]:
        """What delays that have run out by `now_ms` call for, and what only time can tell."""
        idle = self._measure.idle(self._last, now_ms)
        if idle is None:
            rows = np.flatnonzero(self._busy).astype(np.int32)
            if not rows.size:
                return []
            return self._fire(rows, self._value[rows], np.full(rows.size, now_ms, np.int64))
        overdue = (self._busy | (idle >= self.table.lowest)) & ~np.isnan(idle)
        rows = np.flatnonzero(overdue).astype(np.int32)
        if not rows.size:
            return []
        times = np.full(rows.size, now_ms, np.int64)
        self._time(rows, idle[rows], times)
        fired = self._fire(rows, idle[rows], times)
        self._mind(rows)
        return fired

    def columns(self) -> dict[str, Column]:
        """All that must outlive a restart."""
        own: dict[str, Column] = {
            "level": self.level,
            "up": self._up,
            "down": self._down,
            "last": self._last,
            "value": self._value,
        }
        return own | self._measure.columns()

    def resume(self, now_ms: int | None) -> None:
        """Go on from levels and columns set from outside; `now_ms` when time has been lost."""
        if now_ms is not None:
            self._measure.resume(self.level == 0, now_ms)
        # A return that was under way is over when the journal says so.
        self._down[self.level == 0] = UNSET
        self._mind(np.arange(len(self.table), dtype=np.int32))

    def _mind(self, row: Rows) -> None:
        self._busy[row] = (self.level[row] > 0) | (self._up[row] != UNSET).any(axis=1)

    def _layer(self, row: Rows, value: Values, at_ms: Times) -> list[Fired]:
        """Judge readings of one rule per stream. Rows that stay sound cost no more than a look."""
        self._counts.judged += len(row)
        ordered = self._measure.needs_order
        if ordered:
            row, value, at_ms = self._in_order(row, value, at_ms, self._last)
            if not row.size:
                return []
            np.maximum.at(self._last, row, at_ms)
        value, known = self._measure.read(row, value, at_ms)
        if known is not None and not known.all():
            row, value, at_ms = row[known], value[known], at_ms[known]
        touched = self._busy.copy()
        touched[row[value >= self.table.lowest[row]]] = True
        if not ordered:
            before = self._last.copy() if touched.any() else self._last
            np.maximum.at(self._last, row, at_ms)
        part = touched[row]
        if not part.any():
            return []
        if not part.all():
            row, value, at_ms = row[part], value[part], at_ms[part]
        if not ordered:
            row, value, at_ms = self._in_order(row, value, at_ms, before)
        return self._walk(row, value, at_ms)

    def _in_order(
        self, row: Rows, value: Values, at_ms: Times, before: Times
    ) -> tuple[Rows, Values, Times]:
        """Grouped by row in order of arrival, without those older than one before them."""
        order = np.argsort(row, kind="stable")
        row, value, at_ms = row[order], value[order], at_ms[order]
        first = np.flatnonzero(np.diff(row, prepend=-1))
        newest = np.maximum(at_ms, before[row])
        if (np.diff(newest) < 0)[np.diff(row) == 0].any():
            for start, end in zip(first, np.append(first[1:], len(row)), strict=True):
                np.maximum.accumulate(newest[start:end], out=newest[start:end])
        fresh = at_ms >= newest
        if fresh.all():
            return row, value, at_ms
        self._counts.late += int(len(fresh) - np.count_nonzero(fresh))
        return row[fresh], value[fresh], at_ms[fresh]

    def _walk(self, row: Rows, value: Values, at_ms: Times) -> list[Fired]:
        """Step through the readings of all rows at once: each row's first, second, third …"""
        if not row.size:
            return []
        last = np.append(np.flatnonzero(np.diff(row)), len(row) - 1)
        self._value[row[last]] = value[last]
        keep = self._telling(row, value, at_ms)
        row, value, at_ms = row[keep], value[keep], at_ms[keep]
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        lengths = np.diff(np.append(starts, len(row)))
        by_length = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[by_length], lengths[by_length]
        fired: list[Fired] = []
        running = len(starts)
        for step in range(int(lengths[0])):
            while lengths[running - 1] <= step:
                running -= 1
            at = starts[:running] + step
            self._time(row[at], value[at], at_ms[at])
            fired += self._fire(row[at], value[at], at_ms[at])
        self._mind(row)
        return fired

    def _telling(self, row: Rows, value: Values, at_ms: Times) -> Mask:
        """Readings that can change something: where the class of the value changes, and after
        that until every timer that could run since then has run out."""
        table = self.table
        grade = (value[:, None] >= table.thresholds[row]).sum(axis=1, dtype=np.int8)
        grade -= value < table.clear[row]
        begins = (np.diff(row, prepend=-1) != 0) | (np.diff(grade, prepend=np.int8(-9)) != 0)
        run = np.cumsum(begins) - 1
        age = at_ms - at_ms[begins][run]
        longest = np.maximum(table.on_ms, table.off_ms)[row]
        settled = np.empty(len(row), bool)
        settled[0] = False
        settled[1:] = age[:-1] >= longest[:-1]
        telling: Mask = begins | ~settled
        return telling

    def _time(self, row: Rows, value: Values, at_ms: Times) -> None:
        """Start and stop the timers of rows that each have one new reading."""
        table = self.table
        up, down = self._up[row], self._down[row]
        reached = value[:, None] >= table.thresholds[row]
        self._up[row] = np.where(reached, np.where(up == UNSET, at_ms[:, None], up), UNSET)
        gone = (value < table.clear[row]) & (self.level[row] > 0)
        self._down[row] = np.where(gone, np.where(down == UNSET, at_ms, down), UNSET)

    def _fire(self, row: Rows, value: Values, at_ms: Times) -> list[Fired]:
        """Levels reached and conditions over at `at_ms`; each row at most once in `row`."""
        table = self.table
        now = at_ms[:, None]
        due = now - np.minimum(self._up[row], now + 1) >= table.on_ms[row][:, None]
        top = np.where(due, np.arange(1, LEVEL_COUNT + 1, dtype=np.int8), 0).max(axis=1)
        higher = top > self.level[row]
        down = self._down[row]
        over = at_ms - np.minimum(down, at_ms + 1) >= table.off_ms[row]
        fired = [
            Fired(int(row[k]), int(at_ms[k]), float(value[k]), int(self.level[row[k]]), int(top[k]))
            for k in np.flatnonzero(higher)
        ]
        self.level[row[higher]] = top[higher]
        ended = row[over]
        fired += [
            Fired(int(row[k]), int(at_ms[k]), float(value[k]), int(self.level[row[k]]), 0)
            for k in np.flatnonzero(over)
        ]
        self.level[ended] = 0
        self._down[ended] = UNSET
        self._busy[ended] = False
        return fired
