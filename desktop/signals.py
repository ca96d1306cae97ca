"""The system's wish that the program ends: SIGINT (Ctrl+C) and SIGTERM.

Python hears a signal only between two of its own instructions, and Qt's loop may not come back to
Python for long. So the signals wake a thread of their own: the first one asks the program to end
in its order, a second one ends it at once, and so does an ending that takes too long.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Final, Self

GRACE_S: Final = 15.0
"""Longest time an ending may take; what was accepted is on disk before."""
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_CUT_SHORT: Final = 130


class EndSignals:
    """Hears the signals while the block lasts; enter it on the main thread."""

    def __init__(self, grace_s: float = GRACE_S) -> None:
        self._grace_s = grace_s
        self._lock = threading.Lock()
        self._asked = False
        self._over = False
        self._on_asked: Callable[[], object] | None = None
        self._before: dict[signal.Signals, Any] = {}
        self._wakeup_before = -1

    def attach(self, on_asked: Callable[[], object]) -> None:
        """Whom to ask, from the listening thread; at once when it was asked for already."""
        with self._lock:
            self._on_asked = on_asked
            if self._asked:
                on_asked()

    def detach(self) -> None:
        """The end has begun: nobody needs to be asked any more."""
        with self._lock:
            self._on_asked = None

    def __enter__(self) -> Self:
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        for number in _SIGNALS:
            # Also where a shell has started us in the background with SIGINT ignored.
            self._before[number] = signal.signal(number, _heard)
        self._wakeup_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._thread = threading.Thread(target=self._listen, name="signals", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.set_wakeup_fd(self._wakeup_before)
        for number, before in self._before.items():
            signal.signal(number, before)
        self._over = True
        self._writer.close()
        self._thread.join()
        self._reader.close()

    def _listen(self) -> None:
        if not self._hear():
            return
        with self._lock:
            self._asked = True
            if self._on_asked is not None:
                self._on_asked()
        self._reader.settimeout(self._grace_s)
        try:
            again = self._hear()
        except TimeoutError:
            _end_now(f"onemap: the end took more than {self._grace_s:.0f} s and was cut short")
        if again:
            _end_now("onemap: ended at once")

    def _hear(self) -> bool:
        """Wait for a signal; False when the block is over."""
        with contextlib.suppress(ConnectionError):
            return bool(self._reader.recv(1)) and not self._over
        return False


def _heard(number: int, frame: FrameType | None) -> None:
    """Nothing: the thread hears it. Without a handler of its own Python would not wake it."""


def _end_now(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
    os._exit(_CUT_SHORT)
