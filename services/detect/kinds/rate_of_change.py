"""How fast a stream rises or falls."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import NEVER, Column, Mask, Rows, Times, Values
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

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        found, known = np.zeros(len(row)), np.zeros(len(row), bool)
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        lengths = np.diff(np.append(starts, len(row)))
        for step in range(int(lengths.max(initial=0))):
            at = starts[lengths > step] + step
            found[at], known[at] = self._step(row[at], value[at], at_ms[at])
        return found, known

    def _step(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask]:
        """Readings of different rows, one of each."""
        window = self._window[row]
        slot = at_ms // self._slot[row]
        cell = slot % _CELLS
        fresh = self._at[row, cell] // self._slot[row] != slot
        self._at[row[fresh], cell[fresh]] = at_ms[fresh]
        self._value[row[fresh], cell[fresh]] = value[fresh]
        times = self._at[row]
        inside = times >= (at_ms - window)[:, None]
        oldest = np.where(inside, times, np.iinfo(np.int64).max).argmin(axis=1)
        span = at_ms - times[np.arange(len(row)), oldest]
        known = 2 * span >= window
        change = (value - self._value[row, oldest]) * self._sign[row]
        rate = change * 60_000.0 / np.maximum(span, 1)
        return np.where(value * self._sign[row] >= self._from[row], rate, 0.0), known

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        return None

    def columns(self) -> dict[str, Column]:
        return {"window_at": self._at, "window_value": self._value}

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do: readings from before the restart are as old as they are."""
