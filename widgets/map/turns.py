"""Whose turn it is to compute: the frame's first, then one worker for each core but one.

Threads that compute side by side on few cores do not get tiles sooner, but they make the GUI
thread wait for a core and for the interpreter. Knows no Qt and no tiles.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MAX_WORKERS: Final = 4
_LONGEST_HOLD_S: Final = 0.1
"""Whoever forgets to release the workers slows them down, no more."""

_LONGEST_WAIT_S: Final = 1.0
"""One who never ends his turn, as on a file share that is gone, does not stop the others."""


class Turns:
    """Shared by all workers of one map."""

    def __init__(self, cores: int | None = None) -> None:
        # One core is the GUI thread's: with two painters on two cores frames wait, and the view is
        # there no sooner.
        self.at_once: Final = max(1, min(MAX_WORKERS, (cores or os.cpu_count() or 1) - 1))
        self._free = threading.Semaphore(self.at_once)
        self._is_released = threading.Event()
        self._is_released.set()

    def hold(self) -> None:
        """Let workers wait at their next breath: the GUI thread paints and wants Python."""
        self._is_released.clear()

    def release(self) -> None:
        """Let them go on."""
        self._is_released.set()

    def breathe(self) -> None:
        """Wait while the workers are held. Called by a worker every few milliseconds."""
        if not self._is_released.is_set():
            self._is_released.wait(_LONGEST_HOLD_S)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Compute while few others do."""
        is_mine = self._free.acquire(timeout=_LONGEST_WAIT_S)
        try:
            self.breathe()
            yield
        finally:
            if is_mine:
                self._free.release()
