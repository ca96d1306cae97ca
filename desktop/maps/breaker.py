"""Decides when a server that failed is asked again. Knows the clock, not the network."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 3
"""So many in a row, and the server is left alone."""
FIRST_S: Final = 2.0
LONGEST_S: Final = 300.0
TRIAL_S: Final = 60.0
"""A trial nobody reported on counts as lost after this."""


class Breaker:
    """Counts failures in a row; once they are too many, lets one trial through per pause.

    The pause doubles with every trial that fails. `problem` is what failed last.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._pauses = 0
        self._until_s = 0.0
        self._is_trial = False
        self.problem = ""

    def wait_s(self) -> float:
        """How long the server is left alone; 0 admits the caller, who must report what came."""
        with self._lock:
            now_s = self._clock()
            if self._until_s > now_s:
                return self._until_s - now_s
            if self._pauses:
                # The pause is over: this caller tries, the others wait for what it finds.
                self._until_s = now_s + TRIAL_S
                self._is_trial = True
            return 0.0

    def succeeded(self) -> None:
        """The server answered."""
        with self._lock:
            self._failures = self._pauses = 0
            self._until_s = 0.0
            self._is_trial = False
            self.problem = ""

    def failed(self, problem: str, *, pause_s: float | None = None) -> None:
        """The server did not; `pause_s` is how long it asked to be left alone, if it did."""
        with self._lock:
            now_s = self._clock()
            self.problem = problem
            if self._until_s > now_s and not self._is_trial:
                # Sent before the pause began: several at once are one failure.
                return
            self._failures += 1
            if self._failures < FAILURES and not self._is_trial and pause_s is None:
                return
            doubled = FIRST_S * 2.0 ** min(self._pauses, 20)
            self._until_s = now_s + min(LONGEST_S, max(doubled, pause_s or 0.0))
            self._pauses += 1
            self._is_trial = False
