"""What a rate adds up to over a window."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import NEVER, Column, Mask, Rows, Times, Values
from services.detect.kinds.windows import before, lists
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

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        part = at_ms // self._part[row]
        piece = self._pieces(row, value, at_ms)
        group, rows = lists(row)
        kept = np.argsort(self._parts[rows], axis=1, kind="stable")
        oldest = part - (PARTS - 1)
        # Parts that have never been are older than all that is asked about.
        floor = int(oldest.min()) - 1
        times = np.take_along_axis(self._parts[rows], kept, axis=1).ravel()
        sums = np.take_along_axis(self._sums[rows], kept, axis=1).ravel()
        owner = np.concatenate([np.repeat(np.arange(len(rows)), PARTS), group])
        order = np.argsort(owner, kind="stable")
        owner = owner[order]
        times = np.maximum(np.concatenate([times, part]), floor)[order]
        sums = np.concatenate([[0], np.cumsum(np.concatenate([sums, piece])[order])])
        so_far = np.arange(1, len(row) + 1) + (group + 1) * PARTS
        total = sums[so_far] - sums[before(owner, times, group, oldest)]
        self._keep(row, part, piece)
        return total / self._unit[row], None

    def _pieces(self, row: Rows, value: Values, at_ms: Times) -> Times:
        """What each reading adds to what was before it."""
        rate = np.rint(np.clip(value, 0.0, MOST) * GRAIN).astype(np.int64)
        first = np.diff(row, prepend=-1) != 0
        was, since = np.empty_like(rate), np.empty_like(at_ms)
        was[1:], since[1:] = rate[:-1], at_ms[:-1]
        was[first], since[first] = self._last_rate[row[first]], self._last_at[row[first]]
        never = since == NEVER
        time = at_ms - np.where(never, at_ms, since)
        last = np.append(np.flatnonzero(np.diff(row)), len(row) - 1)
        self._last_at[row[last]], self._last_rate[row[last]] = at_ms[last], rate[last]
        piece: Times = np.where(time > self._gap[row], 0, (rate + was) * time)
        return piece

    def _keep(self, row: Rows, part: Times, piece: Times) -> None:
        """Put the pieces into the ring; a part that is of a window before begins at 0."""
        last = np.append(np.flatnonzero(np.diff(row)), len(row) - 1)
        group, _ = lists(row)
        young = part > part[last][group] - PARTS
        row, part, piece = row[young], part[young], piece[young]
        cell = part % PARTS
        fresh = self._parts[row, cell] != part
        self._sums[row[fresh], cell[fresh]] = 0
        self._parts[row[fresh], cell[fresh]] = part[fresh]
        np.add.at(self._sums, (row, cell), piece)

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        oldest = np.maximum(now_ms, last) // self._part[row] - (PARTS - 1)
        inside = self._parts[row] >= oldest[:, None]
        total = np.where(inside, self._sums[row], 0).sum(axis=1)
        found: Values = total / self._unit[row]
        return found

    def columns(self) -> dict[str, Column]:
        return {
            "last_at": self._last_at,
            "last_rate": self._last_rate,
            "parts": self._parts,
            "sums": self._sums,
        }

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do: a gap is a gap, whoever was away."""
