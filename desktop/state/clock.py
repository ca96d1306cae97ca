"""The town's clock as the desktop knows it: set by the server, carried on without it."""

from __future__ import annotations

import time
from collections.abc import Callable


class TownClock:
    """Town time in milliseconds, also while offline. Before the first `set` it is real time."""

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._monotonic = monotonic
        self._wall = wall
        self._base_ms = 0
        self._base_at = 0.0
        self.speed = 1.0
        self.is_set = False

    def set(self, now_ms: int, speed: float) -> None:
        """Take the server's town time and the town's speed (1 is real time)."""
        self._base_ms = now_ms
        self._base_at = self._monotonic()
        self.speed = speed if speed > 0 else 1.0
        self.is_set = True

    def now_ms(self) -> int:
        if not self.is_set:
            return int(self._wall() * 1000)
        return self._base_ms + int((self._monotonic() - self._base_at) * self.speed * 1000)

    def saved(self) -> tuple[int, float, int]:
        """Town time, speed and wall time (ms), to be handed to `resume` in a later run."""
        return self.now_ms(), self.speed, int(self._wall() * 1000)

    def resume(self, now_ms: int, speed: float, wall_ms: int) -> None:
        """Carry on a clock saved by an earlier run.

        A town in real time went on meanwhile; one with a clock of its own (a demo) stood still.
        """
        passed = int(self._wall() * 1000) - wall_ms if speed == 1.0 else 0
        self.set(now_ms + max(0, passed), speed)
