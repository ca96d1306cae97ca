"""What a rate adds up to over a window."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import NEVER, Column, Mask, Rows, Times, Values, turns
from services.detect.table import RuleTable
from services.packs.rules import AccumulationRule

PARTS = 60
"""Parts of a window; what adds up in one is one number, so that memory is bounded."""
GRAIN = 1000
"""Rates are taken in thousandths: whole numbers add up to the same in any order."""

MOST = 1e6
"""No rate is more; sums stay within 64 bits."""


class Accumulation:
    """The mean of two readings times the time between them, in the part of the later one."""

    needs_order = True
    only_falls = True
    keeps_time = False

    def __init__(self, table: RuleTable) -> None:
        rules = [rule for rule in table.rule if isinstance(rule, AccumulationRule)]
        count = len(table)
        self._gap = np.array([round(rule.max_gap_s * 1000) for rule in rules], np.int64)
        self._part = np.array([round(r.window_s * 1000 / PARTS) for r in rules], np.int64)
        self._unit = np.array([rule.per_s * (2 * GRAIN * 1000) for rule in rules])
        """Of the sums: two rates, in thousandths, times milliseconds."""
        self._last_at = np.full(count, NEVER)
        self._last_rate = np.zeros(count, np.int64)
        self._parts = np.full((count, PARTS), NEVER)
        self._sums = np.zeros((count, PARTS), np.int64)
        self._total = np.zeros(count, np.int64)
        """Of the window that ends with the last reading."""

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        found = np.zeros(len(row))
        rate = np.rint(np.clip(value, 0.0, MOST) * GRAIN).astype(np.int64)
        for at in turns(row):
            found[at] = self._step(row[at], rate[at], at_ms[at])
        return found, None

    def _step(self, row: Rows, rate: Times, at_ms: Times) -> Values:
        """Readings of different rows, one of each."""
        since = self._last_at[row]
        time = at_ms - np.where(since == NEVER, at_ms, since)
        piece = np.where(time > self._gap[row], 0, (rate + self._last_rate[row]) * time)
        self._last_at[row], self._last_rate[row] = at_ms, rate
        part = at_ms // self._part[row]
        cell = part % PARTS
        fresh = self._parts[row, cell] != part
        if fresh.any():
            self._turn(row[fresh], part[fresh], cell[fresh])
        self._sums[row, cell] += piece
        self._total[row] += piece
        total: Values = self._total[row] / self._unit[row]
        return total

    def _turn(self, row: Rows, part: Times, cell: Times) -> None:
        """A part begins: what is older than the window is no longer of the total."""
        self._parts[row, cell] = part
        self._sums[row, cell] = 0
        self._total[row] = self._since(row, part - (PARTS - 1))

    def _since(self, row: Rows, oldest: Times) -> Times:
        inside = self._parts[row] >= oldest[:, None]
        found: Times = np.where(inside, self._sums[row], 0).sum(axis=1)
        return found

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        oldest = np.maximum(now_ms, last) // self._part[row] - (PARTS - 1)
        found: Values = self._since(row, oldest) / self._unit[row]
        return found

    def columns(self) -> dict[str, Column]:
        return {
            "last_at": self._last_at,
            "last_rate": self._last_rate,
            "parts": self._parts,
            "sums": self._sums,
            "total": self._total,
        }

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do: a gap is a gap, whoever was away."""
