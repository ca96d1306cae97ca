"""How far a value lies from what is usual for its own stream."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import NEVER, Column, Mask, Rows, Times, Values, turns
from services.detect.table import RuleTable
from services.packs.rules import BaselineRule

CLIP = 3.0
"""A reading moves the baseline by no more than so many spreads."""
SIGMA = 1.25
"""Mean absolute deviations in a standard deviation, for a bell-shaped spread about 1.253."""
_SIDES = {"above": (1.0, 0.0), "below": (0.0, 1.0), "both": (1.0, 1.0)}


class Baseline:
    """Spreads from a mean that is learned from the readings and slowly forgotten.

    The mean is plain over the first readings and weighs the time since the last one against the
    rule's days after that. Readings that would alarm are not learned from; when nothing has been
    learned for as many days as the memory has, it begins anew.
    """

    needs_order = True
    only_falls = False
    keeps_time = False

    def __init__(self, table: RuleTable) -> None:
        rules = [rule for rule in table.rule if isinstance(rule, BaselineRule)]
        count = len(table)
        self._memory = np.array([round(rule.days * 86_400_000) for rule in rules], np.int64)
        self._enough = np.array([rule.min_readings for rule in rules], np.int64)
        self._least = np.array([rule.min_spread for rule in rules], np.float64)
        sides = [_SIDES[rule.side] for rule in rules]
        self._up = np.array([up for up, _ in sides], np.float64)
        self._down = np.array([down for _, down in sides], np.float64)
        self._limit = table.lowest
        self._mean = np.zeros(count)
        self._spread = np.zeros(count)
        self._learned = np.zeros(count, np.int64)
        self._learned_at = np.full(count, NEVER)

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        found, known = np.zeros(len(row)), np.zeros(len(row), bool)
        for at in turns(row):
            found[at], known[at] = self._step(row[at], value[at], at_ms[at])
        return found, known

    def _step(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask]:
        """Readings of different rows, one of each."""
        count, memory = self._learned[row], self._memory[row]
        age = at_ms - np.where(count > 0, self._learned_at[row], at_ms)
        count = np.where(age > memory, 0, count)
        mean = np.where(count > 0, self._mean[row], value)
        spread = np.where(count > 0, self._spread[row], 0.0)
        unit = np.maximum(spread * SIGMA, self._least[row])
        off = value - mean
        known = count >= self._enough[row]
        found = np.maximum(off * self._up[row], -off * self._down[row]) / unit
        learn = ~(known & (found >= self._limit[row]))
        near = np.where(known, np.clip(off, -CLIP * unit, CLIP * unit), off)
        weight = np.maximum(1.0 / (count + 1), age / (memory + age))
        learning = row[learn]
        self._mean[learning] = (mean + weight * near)[learn]
        self._spread[learning] = (spread + weight * (np.abs(near) - spread))[learn]
        self._learned[learning] = (count + 1)[learn]
        self._learned_at[learning] = at_ms[learn]
        return found, known

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        return None

    def columns(self) -> dict[str, Column]:
        return {
            "mean": self._mean,
            "spread": self._spread,
            "learned": self._learned,
            "learned_at": self._learned_at,
        }

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do: what was usual before the restart still is."""
