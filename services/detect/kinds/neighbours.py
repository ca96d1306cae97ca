"""How many streams near each other say the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.detect.arrays import NEVER, Column, Mask, Rows, Times, Values, ends
from services.detect.kinds.past import Past
from services.detect.places import near
from services.detect.table import RuleTable
from services.packs.rules import NeighboursRule


class Neighbours:
    """Streams of the same rule within a distance whose newest reading is past a value, as long
    as that is not too old. Only the clock counts them, so that none is asked before all have
    been heard."""

    needs_order = True
    only_falls = False
    keeps_time = False

    def __init__(self, table: RuleTable) -> None:
        self._past = Past(table)
        rules = [rule for rule in table.rule if isinstance(rule, NeighboursRule)]
        self._within = np.array([round(rule.within_s * 1000) for rule in rules], np.int64)
        self._hot = np.full(len(table), NEVER)
        """The time of the newest reading, if it is past the value."""
        self._heard = np.zeros(len(table), np.int8)
        self._one, self._other = _pairs(table)

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        last = ends(row)
        hot = self._past(row[last], value[last])
        self._hot[row[last]] = np.where(hot, at_ms[last], NEVER)
        self._heard[row[last]] = 1
        return np.zeros(len(row)), np.zeros(len(row), bool)

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        # A row's own rule says how old the readings of the others may be.
        since = now_ms - self._within
        agrees = self._hot >= since
        pairs = agrees[self._one] & agrees[self._other]
        found = np.bincount(self._one[pairs], minlength=len(since)).astype(np.float64)
        found[self._heard == 0] = np.nan
        return found[row]

    def columns(self) -> dict[str, Column]:
        return {"hot": self._hot, "heard": self._heard}

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do: readings from before the restart are as old as they are."""


def _pairs(table: RuleTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the same rule near each other, both ways round, each with itself too."""
    names = np.array(table.rule_id)
    ones, others = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for name in dict.fromkeys(table.rule_id):
        rows = np.flatnonzero(names == name)
        rule = table.rule[rows[0]]
        if isinstance(rule, NeighboursRule):
            lon = np.array([table.stream[row].lon for row in rows])
            lat = np.array([table.stream[row].lat for row in rows])
            one, other = near(lon, lat, rule.within_m)
            ones.append(rows[one])
            others.append(rows[other])
    return np.concatenate(ones), np.concatenate(others)
