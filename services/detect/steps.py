"""The readings of a batch chosen, and put in the order in which rows are judged."""

from __future__ import annotations

import numpy as np

from services.contract.codec import Columns
from services.detect.arrays import Mask, Rows, Times, Values, begins
from services.detect.table import RuleTable


def chosen(columns: Columns, which: Mask | slice) -> Columns:
    """Some of the readings."""
    index, value = columns.index[which], columns.value[which]
    return Columns(index, value, columns.at_ms[which], columns.quality[which])


def in_order(
    row: Rows, value: Values, at_ms: Times, before: Times
) -> tuple[Rows, Values, Times, int]:
    """Grouped by row in order of arrival, without those older than one before them (`before` by
    row); and how many those are."""
    # Readings of different rows are grouped as they are.
    alone = _alone(row, len(before))
    if not alone:
        order = np.argsort(row, kind="stable")
        row, value, at_ms = row[order], value[order], at_ms[order]
    newest = np.maximum(at_ms, before[row])
    if not alone and ((newest[1:] < newest[:-1]) & (row[1:] == row[:-1])).any():
        first = np.flatnonzero(begins(row))
        for start, end in zip(first, np.append(first[1:], len(row)), strict=True):
            np.maximum.accumulate(newest[start:end], out=newest[start:end])
    fresh = at_ms >= newest
    if fresh.all():
        return row, value, at_ms, 0
    late = int(len(fresh) - np.count_nonzero(fresh))
    return row[fresh], value[fresh], at_ms[fresh], late


def _alone(row: Rows, count: int) -> bool:
    """Whether no row has two readings."""
    if len(row) > count:
        return False
    number = np.arange(len(row), dtype=np.int32)
    place = np.empty(count, np.int32)
    place[row] = number
    return bool((place[row] == number).all())


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
    changes = begins(row)
    changes[1:] |= grade[1:] != grade[:-1]
    since = at_ms[changes][np.cumsum(changes) - 1]
    if youngest is not None:
        since = np.maximum(since, youngest)
    age = at_ms - since
    longest = np.maximum(table.on_ms, table.off_ms)[row]
    settled = np.empty(len(row), bool)
    settled[0] = False
    settled[1:] = age[:-1] >= longest[:-1]
    found: Mask = changes | ~settled
    return found
