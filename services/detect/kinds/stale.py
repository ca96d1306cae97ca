"""How long a stream has been silent."""

from __future__ import annotations

import numpy as np

from services.detect.arrays import NEVER, Column, Mask, Rows, Times, Values
from services.detect.table import RuleTable


class Silence:
    """Seconds since the newest usable reading, by its own time; grows while none comes.

    A row that was never heard has no silence. After a restart the server's own absence is not
    held against a stream: its silence counts from the restart, unless it was overdue before.
    """

    needs_order = False
    only_falls = False
    keeps_time = False

    def __init__(self, table: RuleTable) -> None:
        self._resumed = np.full(len(table), NEVER)

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        return np.zeros(len(row)), None

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        since = np.maximum(last, self._resumed[row])
        silent = np.where(last == NEVER, 0, now_ms - np.maximum(since, 0))
        return np.where(last == NEVER, np.nan, silent / 1000.0)

    def columns(self) -> dict[str, Column]:
        return {"resumed": self._resumed}

    def resume(self, calm: Mask, now_ms: int) -> None:
        self._resumed[calm] = now_ms
