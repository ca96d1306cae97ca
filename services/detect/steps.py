"""The readings of a batch put in the order in which rows are judged."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import Mask, Rows, Times, Values
from services.detect.table import RuleTable


def in_order(
    row: Rows, value: Values, at_ms: Times, before: Times
) -> tuple[Rows, Values, Times, int]:
    """Grouped by row in order of arrival, without those older than one before them (`before` by
    row); and how many those are."""
    order = np.argsort(row, kind="stable")
    row, value, at_ms = row[order], value[order], at_ms[order]
    first = np.flatnonzero(np.diff(row, prepend=-1))
    newest = np.maximum(at_ms, before[row])
    if (np.diff(newest) < 0)[np.diff(row) == 0].any():
        for start, end in zip(first, np.append(first[1:], len(row)), strict=True):
            np.maximum.accumulate(newest[start:end], out=newest[start:end])
    fresh = at_ms >= newest
    if fresh.all():
        return row, value, at_ms, 0
    late = int(len(fresh) - np.count_nonzero(fresh))
    return row[fresh], value[fresh], at_ms[fresh], late


def telling(
    table: RuleTable, row: Rows, condition: Values, at_ms: Times, youngest: Times | None
) -> Mask:
    """Readings, grouped by row and in order of time, that can change something: where the class
    of the condition changes, and after that until every timer that could run has run out.

    `youngest`: when the youngest timer of each reading's row was started, where the clock may have
    started it after the readings that follow.
    """
    grade = (condition[:, None] >= table.thresholds[row]).sum(axis=1, dtype=np.int8)
    grade -= condition < table.clear[row]
    begins = (np.diff(row, prepend=-1) != 0) | (np.diff(grade, prepend=np.int8(-9)) != 0)
    run = np.cumsum(begins) - 1
    since = at_ms[begins][run]
    if youngest is not None:
        since = np.maximum(since, youngest)
    age = at_ms - since
    longest = np.maximum(table.on_ms, table.off_ms)[row]
    settled = np.empty(len(row), bool)
    settled[0] = False
    settled[1:] = age[:-1] >= longest[:-1]
    found: Mask = begins | ~settled
    return found
