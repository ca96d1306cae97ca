"""How long a stream has said the same."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import UNSET, Column, Mask, Rows, Times, Values, begins, ends
from services.detect.table import RuleTable
from services.packs.rules import StuckRule


class Stuck:
    """Seconds from the first to the last of equal readings in a row. Silence is not counted:
    a stream that says nothing is stale, not stuck."""

    needs_order = True
    only_falls = False
    keeps_time = False

    def __init__(self, table: RuleTable) -> None:
        self._same = np.full(len(table), np.nan)
        self._since = np.full(len(table), UNSET)
        resting = [rule.resting_values for rule in table.rule if isinstance(rule, StuckRule)]
        width = max(map(len, resting), default=0)
        self._resting = np.full((len(table), width), np.nan)
        for row, values in enumerate(resting):
            self._resting[row, : len(values)] = values

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        first = begins(row)
        before = np.empty(len(row))
        before[1:] = value[:-1]
        before[first] = self._same[row[first]]
        moved = value != before
        since = np.where(moved, at_ms, self._since[row])
        # A reading that did not move takes the start of the run from the one before it.
        place = np.maximum.accumulate(np.where(first | moved, np.arange(len(row)), 0))
        since = since[place]
        last = ends(row)
        self._same[row[last]], self._since[row[last]] = value[last], since[last]
        rests = (value[:, None] == self._resting[row]).any(axis=1)
        return np.where(rests, 0.0, (at_ms - since) / 1000.0), None

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        return None

    def columns(self) -> dict[str, Column]:
        return {"same": self._same, "since": self._since}

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do."""
