"""What a kind of rule has to give: a number per reading, such that worse is higher."""

from __future__ import annotations

from typing import Protocol

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


class Measure(Protocol):
    """One kind's measure over the rows of a rule table.

    needs_order: `read` wants every reading, grouped by row and in order of time; otherwise it is
    given them as they came and must keep nothing of them.
    """

    @property
    def needs_order(self) -> bool: ...

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        """The measure at each reading, and which of them have one (None: all)."""
        ...

    def idle(self, last: Times, now_ms: int) -> Values | None:
        """The measure of every row while no reading comes, NaN for none; None when it stands."""
        ...

    def columns(self) -> dict[str, Column]:
        """What must outlive a restart, by name; the first dimension is the row."""
        ...

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Go on after a restart at `now_ms`; `calm` rows have no alarm standing."""
        ...
