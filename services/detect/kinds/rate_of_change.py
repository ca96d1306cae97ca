"""How fast a stream rises or falls."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import NEVER, UNSET, Column, Mask, Rows, Times, Values, turns
from services.detect.table import RuleTable
from services.packs.rules import RateRule

SLOTS = 16
"""A window remembers the first reading of each of so many parts of itself, so that memory does
not grow with the rate of the readings."""
_CELLS = SLOTS + 1
"""A window that begins inside a slot touches one more."""


class RateOfChange:
    """Change per minute since the oldest reading remembered that is in the window.

    Two readings close together say nothing about a rate: there is none before half the window.
    """

    needs_order = True
    only_falls = False
    keeps_time = False

    def __init__(self, table: RuleTable) -> None:
        rules = [rule for rule in table.rule if isinstance(rule, RateRule)]
        self._sign = table.sign
        self._window = np.array([round(rule.window_s * 1000) for rule in rules], np.int64)
        self._slot = np.maximum(-(-self._window // SLOTS), 1)
        floor = [-np.inf if r.from_value is None else r.from_value for r in rules]
        self._from = np.array(floor) * np.where(np.isneginf(floor), 1.0, table.sign)
        self._at = np.full((len(table), _CELLS), NEVER)
        self._value = np.zeros((len(table), _CELLS))
        self._oldest_at = np.full(len(table), NEVER)
        """Of the window when it was last looked for; what was older has left it for good."""
        self._oldest_value = np.zeros(len(table))

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        found, known = np.zeros(len(row)), np.zeros(len(row), bool)
        for at in turns(row):
            found[at], known[at] = self._step(row[at], value[at], at_ms[at])
        return found, known

    def _step(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask]:
        """Readings of different rows, one of each."""
        window, width = self._window[row], self._slot[row]
        slot = at_ms // width
        cell = slot % _CELLS
        fresh = self._at[row, cell] < slot * width
        if fresh.any():
            mine, cell = row[fresh], cell[fresh]
            self._at[mine, cell] = at_ms[fresh]
            self._value[mine, cell] = value[fresh]
        left = self._oldest_at[row] < at_ms - window
        if left.any():
            self._look(row[left], (at_ms - window)[left])
        span = at_ms - self._oldest_at[row]
        worse = value * self._sign[row]
        change = worse - self._oldest_value[row] * self._sign[row]
        rate = change * 60_000.0 / np.maximum(span, 1)
        return np.where(worse >= self._from[row], rate, 0.0), 2 * span >= window

    def _look(self, row: Rows, since: Times) -> None:
        """Look for the oldest reading of windows that begin at `since`."""
        times = self._at[row]
        oldest = np.where(times >= since[:, None], times, UNSET).argmin(axis=1)
        self._oldest_at[row] = self._at[row, oldest]
        self._oldest_value[row] = self._value[row, oldest]

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        return None

    def columns(self) -> dict[str, Column]:
        return {"window_at": self._at, "window_value": self._value}

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do: readings from before the restart are as old as they are."""
