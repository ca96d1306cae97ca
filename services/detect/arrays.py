"""The numpy columns of the engine, and the times that stand for none."""

from __future__ import annotations

from collections.abc import Callable

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
