"""Searches in many sorted lists of times at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.detect.arrays import Rows, Times, begins


def lists(row: Rows) -> tuple[NDArray[np.int64], Rows]:
    """Of readings grouped by row: the place of each one's row among those that occur, and them."""
    first = begins(row)
    return np.cumsum(first) - 1, row[first]


def before(
    group: NDArray[np.int64], times: Times, of: NDArray[np.int64], until: Times
) -> NDArray[np.int64]:
    """How many of `times`, sorted within `group` (grouped, from 0), stand in the lists before
    `of` or there before `until`: the place where `until` belongs."""
    # Lists laid end to end on one axis, each as long as all the time that is asked about.
    low = min(times.min(), until.min())
    span = max(times.max(), until.max()) - low + 1
    found: NDArray[np.int64] = np.searchsorted(
        group * span + (times - low), of * span + (until - low), "left"
    )
    return found
