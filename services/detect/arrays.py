"""The numpy columns of the engine, the times that stand for none, readings grouped by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Values = NDArray[np.float64]
Times = NDArray[np.int64]
Mask = NDArray[np.bool_]
Column = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.int8]

NEVER = int(np.iinfo(np.int64).min)
"""The time of a reading that has not come."""
UNSET = int(np.iinfo(np.int64).max)
"""The start of a timer that does not run."""
CLOSED = UNSET
"""The opening of a window that is not open."""

Opening = Callable[[Rows, Times], Times]
"""Of schedules at times: when the open window was opened, NEVER for one that always is, CLOSED
when none is."""


def begins(row: Rows) -> Mask:
    """Of readings grouped by row: which are the first of theirs."""
    first = np.ones(len(row), bool)
    np.not_equal(row[1:], row[:-1], out=first[1:])
    return first


def ends(row: Rows) -> Mask:
    """Of readings grouped by row: which are the last of theirs."""
    last = np.ones(len(row), bool)
    np.not_equal(row[1:], row[:-1], out=last[:-1])
    return last


def turns(row: Rows) -> Iterator[slice | NDArray[np.int64]]:
    """Of readings grouped by row: where the first ones of all rows are, the second ones …"""
    starts = np.flatnonzero(begins(row))
    if len(starts) == len(row):
        yield slice(None)
        return
    lengths = np.diff(np.append(starts, len(row)))
    by_length = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[by_length], lengths[by_length]
    running = len(starts)
    for step in range(int(lengths[0])):
        while lengths[running - 1] <= step:
            running -= 1
        yield starts[:running] + step
