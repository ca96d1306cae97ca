"""What a kind of rule has to give: a number per reading, such that worse is higher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.detect.arrays import Column, Mask, Opening, Rows, Times, Values
from services.detect.table import RuleTable


class Measure(Protocol):
    """One kind's measure over the rows of a rule table.

    needs_order: `read` wants every reading, grouped by row and in order of time; otherwise it is
    given them as they came and must keep nothing of them.
    only_falls: without a reading the measure can only fall, so that calm rows need no look.
    keeps_time: every look at the clock changes `columns`.
    """

    @property
    def needs_order(self) -> bool: ...

    @property
    def only_falls(self) -> bool: ...

    @property
    def keeps_time(self) -> bool: ...

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        """The measure at each reading, and which of them have one (None: all)."""
        ...

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        """The measure of rows while no reading comes, NaN for none; None when it stands. `last`
        are the times of their last readings."""
        ...

    def columns(self) -> dict[str, Column]:
        """What must outlive a restart, by name; the first dimension is the row."""
        ...

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Go on after a restart at `now_ms`; `calm` rows have no alarm standing."""
        ...


class Standing(Protocol):
    """What a combination sees of the rows of another kind."""

    table: RuleTable
    level: NDArray[np.int8]
    stood: Times
    """When the condition of a row was last over; NEVER while none has been."""


@dataclass(frozen=True, slots=True)
class Around:
    """What measures may ask for beside the readings of their own rows."""

    opening: Opening
    others: Sequence[Standing]
    """The rows of the kinds that come before in the engine."""
