"""How many readings of a window are at or past a value."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import NEVER, Column, Mask, Rows, Times, Values
from services.detect.kinds.past import Past
from services.detect.kinds.windows import before, lists
from services.detect.table import RuleTable
from services.packs.rules import CountRule


class CountInWindow:
    """Remembers the times of the last readings that count, as many as the highest threshold."""

    needs_order = True
    only_falls = True
    keeps_time = False

    def __init__(self, table: RuleTable) -> None:
        rules = [rule for rule in table.rule if isinstance(rule, CountRule)]
        self._past = Past(table)
        self._window = np.array([round(rule.window_s * 1000) for rule in rules], np.int64)
        most = [max((t.at for t in rule.levels.values()), default=1) for rule in rules]
        self._most = np.ceil(np.array(most, np.float64)).astype(np.int64)
        self._times = np.full((len(table), int(self._most.max(initial=1))), NEVER)
        """Ascending, NEVER first."""

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        counts = self._past(row, value)
        group, rows = lists(row)
        kept = self._times[rows]
        width = kept.shape[1]
        owner = np.concatenate([np.repeat(np.arange(len(rows)), width), group[counts]])
        times = np.concatenate([kept.ravel(), at_ms[counts]])
        order = np.argsort(owner, kind="stable")
        owner, times = owner[order], times[order]
        since = at_ms - self._window[row]
        # Nothing older than the oldest that is asked about matters, and NEVER would not fit.
        floor = int(since.min()) - 1
        times = np.maximum(times, floor)
        so_far = np.cumsum(counts) + (group + 1) * width
        found = so_far - before(owner, times, group, since + 1)
        ends = np.searchsorted(owner, np.arange(len(rows)), "right")
        last = times[ends[:, None] - np.arange(width, 0, -1)]
        self._times[rows] = np.where(last == floor, NEVER, last)
        return np.minimum(found, self._most[row]).astype(np.float64), None

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        # A device may be ahead of the clock: time does not run back behind its last reading.
        since = np.maximum(now_ms, last) - self._window[row]
        found = (self._times[row] > since[:, None]).sum(axis=1)
        count: Values = np.minimum(found, self._most[row]).astype(np.float64)
        return count

    def columns(self) -> dict[str, Column]:
        return {"counted": self._times}

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do: readings from before the restart are as old as they are."""
