"""The value itself against thresholds."""

from __future__ import annotations

from services.detect.arrays import Column, Mask, Rows, Times, Values
from services.detect.table import RuleTable


class Value:
    """The reading's value, turned so that worse is higher. Keeps nothing."""

    needs_order = False
    only_falls = False
    keeps_time = False

    def __init__(self, table: RuleTable) -> None:
        self._sign = table.sign

    def read(self, row: Rows, value: Values, at_ms: Times) -> tuple[Values, Mask | None]:
        return value * self._sign[row], None

    def idle(self, row: Rows, last: Times, now_ms: int) -> Values | None:
        return None

    def columns(self) -> dict[str, Column]:
        return {}

    def resume(self, calm: Mask, now_ms: int) -> None:
        """Nothing to do."""
