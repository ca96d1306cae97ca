"""How many other conditions stand at one place."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import NEVER, Column, Mask, Rows, Times, Values
from services.detect.kinds.measure import Around, Standing
from services.detect.table import RuleTable, place_of
from services.packs.rules import CombinationRule


class Combination:
    """Rules of which a row at the place stands, or has stood a short time ago. Reads nothing."""

    needs_order = False
    only_falls = False
    keeps_time = False

    def __init__(self, table: RuleTable, around: Around) -> None:
        rules = [rule for rule in table.rule if isinstance(rule, CombinationRule)]
        self._within = np.array([round(rule.within_s * 1000) for rule in rules], np.int64)
        self._others = around.others
        widest = max((len(rule.of) for rule in rules), default=0)
        self._parts: list[list[tuple[Standing, Rows, Rows]]] = [
            _parts(table, around, part) for part in range(widest)
        ]

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        return np.zeros(len(row)), np.zeros(len(row), bool)

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        since = now_ms - self._within
        found = np.zeros(len(since))
        for part in self._parts:
            stands = np.zeros(len(since), bool)
            for other, theirs, mine in part:
                holds = other.level[theirs] > 0
                holds |= (other.stood[theirs] != NEVER) & (other.stood[theirs] >= since[mine])
                stands[mine[holds]] = True
            found += stands
        return found[row]

    def columns(self) -> dict[str, Column]:
        return {}

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do: what stood is known of the other rules."""


def _parts(table: RuleTable, around: Around, part: int) -> list[tuple[Standing, Rows, Rows]]:
    """For the rule named at `part` of every combination: its rows, and the combinations' rows at
    the same places."""
    wanted: dict[tuple[str, str], list[int]] = {}
    for row, (rule_id, rule, stream) in enumerate(
        zip(table.rule_id, table.rule, table.stream, strict=True)
    ):
        if isinstance(rule, CombinationRule) and part < len(rule.of):
            pack, dot, _ = rule_id.partition(".")
            name = f"{pack}.{rule.of[part]}" if dot else rule.of[part]
            wanted.setdefault((name, place_of(stream)), []).append(row)
    found = []
    for other in around.others:
        pairs = [
            (theirs, mine)
            for theirs, (rule_id, stream) in enumerate(
                zip(other.table.rule_id, other.table.stream, strict=True)
            )
            for mine in wanted.get((rule_id, place_of(stream)), ())
        ]
        if pairs:
            theirs, mine = np.array(pairs, np.int32).T
            found.append((other, theirs, mine))
    return found
