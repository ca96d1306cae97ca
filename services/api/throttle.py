"""How many wrong passwords are heard before the door stays shut for a while.

Counts failures by name and by address, in memory; knows no account. Guessing one person's password
is slowed whoever asks, and so is one address trying many names; a whole office behind one address
gets more room.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

WINDOW_S: Final = 300.0
NAME_FAILURES: Final = 10
ADDRESS_FAILURES: Final = 50
_KEYS: Final = 20_000
"""Names and addresses remembered; past it the one unheard for longest is forgotten."""


class SignInGuard:
    """Wrong sign-ins of the last five minutes. `monotonic` in seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failures: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def wait_s(self, name: str, address: str) -> int:
        """Seconds until this name may be tried from this address again; 0 for now."""
        waits = [self._wait(key, limit) for key, limit in _limits(name, address)]
        return math.ceil(max(waits))

    def count(self, name: str, address: str) -> None:
        """A sign-in was wrong."""
        now = self._monotonic()
        for key, limit in _limits(name, address):
            failures = self._failures.setdefault(key, deque(maxlen=limit))
            failures.append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > _KEYS:
            self._failures.popitem(last=False)

    def _wait(self, key: tuple[str, str], limit: int) -> float:
        failures = self._failures.get(key)
        if failures is None or len(failures) < limit:
            return 0.0
        return max(0.0, failures[0] + WINDOW_S - self._monotonic())


def _limits(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return (("name", name[:64]), NAME_FAILURES), (("address", address), ADDRESS_FAILURES)
