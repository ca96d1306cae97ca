"""When the views hear what: changes at once or a frame later, the rest a few times a second.

Decides by the time it is told, in ms of any steady clock; it knows neither Qt nor the store.
"""

from __future__ import annotations

import math
from enum import Enum

FRAME_MS = 33
"""Changes are told no more often than this; the first after a quiet time at once."""
CALM_MS = 200
"""What sums up the town is told no more often than this, and only after changes."""
PAINT_MS = 50
"""What changes is painted within this time, before the rest is renewed."""
TICK_MS = 1000
PATIENCE_MS = 100
"""Changes that keep coming hold up the rest no longer than this."""


class Turn(Enum):
    """What the views are told now."""

    CHANGED = "changed"
    CALMED = "calmed"
    TICKED = "ticked"


class Pace:
    """The times at which each turn is due; at the start a change is."""

    def __init__(self, now: float) -> None:
        self._changed_due = now
        self._calmed_due = math.inf
        self._tick_due = now + TICK_MS
        self._changed_at = self._calmed_at = -math.inf

    def wake(self, now: float) -> None:
        """Something changed."""
        if self._changed_due == math.inf:
            self._changed_due = max(now, self._changed_at + FRAME_MS)

    def wait_ms(self, now: float) -> int:
        """Time until the next turn is due, rounded up."""
        due = min(self._changed_due, self._calmed_due, self._tick_due)
        return max(0, math.ceil(due - now))

    def take(self, now: float) -> Turn | None:
        """The turn that is due, if any; it counts as had.

        Changes go first, unless the rest has waited for long: a busy town keeps its clocks.
        """
        is_late = min(self._calmed_due, self._tick_due) <= now - PATIENCE_MS
        if self._changed_due <= now and not is_late:
            self._changed_due, self._changed_at = math.inf, now
            if self._calmed_due == math.inf:
                self._calmed_due = max(now + PAINT_MS, self._calmed_at + CALM_MS)
            return Turn.CHANGED
        if self._calmed_due <= min(now, self._tick_due):
            self._calmed_due, self._calmed_at = math.inf, now
            return Turn.CALMED
        if self._tick_due <= now:
            self._tick_due = now + TICK_MS
            return Turn.TICKED
        return None
