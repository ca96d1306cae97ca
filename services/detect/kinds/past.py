"""Readings at or past a value of their rule."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import Mask, Rows, Values
from services.detect.table import RuleTable
from services.packs.rules import AbsenceRule, CountRule, NeighboursRule


class Past:
    """`from_value` and `side` of every row."""

    def __init__(self, table: RuleTable) -> None:
        rules = [r for r in table.rule if isinstance(r, CountRule | AbsenceRule | NeighboursRule)]
        self._side = np.array([1.0 if rule.side == "above" else -1.0 for rule in rules])
        self._from = np.array([rule.from_value for rule in rules]) * self._side

    def __call__(self, row: Rows, value: Values) -> Mask:
        found: Mask = value * self._side[row] >= self._from[row]
        return found
