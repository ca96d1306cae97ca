"""Town time in integer milliseconds: real, scaled for a demo, or set by hand in tests.

Everything that needs the time is given a Clock; nothing in the server reads the wall clock itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """Town time. `speed` is town seconds per real second; 1 is real time.

    `monotonic` gives seconds and is only replaced in tests.
    """

    def __init__(
        self, start_ms: int, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        if not 0 < speed < float("inf"):
            raise ValueError(f"a clock's speed must be above 0 and finite, not {speed}")
        self.speed = speed
        self._start_ms = start_ms
        self._monotonic = monotonic
        self._t0 = monotonic()

    def now_ms(self) -> int:
        """Town time now, ms since the Unix epoch (UTC)."""
        return self._start_ms + int((self._monotonic() - self._t0) * 1000 * self.speed)

    @classmethod
    def real(cls) -> Clock:
        """The clock of the machine, followed when the machine's time is corrected."""
        return _RealClock()

    @classmethod
    def scaled(cls, start_ms: int, speed: float) -> Clock:
        """Town time that begins at `start_ms` now and runs `speed` times as fast as real time."""
        return cls(start_ms, speed)


class _RealClock(Clock):
    def __init__(self) -> None:
        super().__init__(0)

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000


class ManualClock(Clock):
    """A clock that stands still until told otherwise. For tests and for making demo history."""

    def __init__(self, start_ms: int = 0, speed: float = 1.0) -> None:
        super().__init__(start_ms, speed)
        self._now_ms = start_ms

    def now_ms(self) -> int:
        """The time it was set to."""
        return self._now_ms

    def set(self, now_ms: int) -> None:
        """Put the clock to `now_ms`."""
        self._now_ms = now_ms

    def advance(self, by_ms: int) -> None:
        """Move the clock on by `by_ms`."""
        self._now_ms += by_ms
