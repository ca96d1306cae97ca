"""When to try a broker again and what to say of it: first failure and recovery, not every retry.

Pure: told what happened, it answers the line to log, or None. Two clients with one id cut each
other off, each right after it has connected. MQTT 3.1.1 has no word for that, so it is known by
its course: connected at the first try, and cut off early, twice in a row.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

FIRST_WAIT_S: Final = 0.5
LONGEST_WAIT_S: Final = 30.0
STABLE_S: Final = 60.0
"""A connection held this long is a good one. Longer than any wait of a rival like us."""
_QUARREL: Final = 2


@dataclass(frozen=True, slots=True)
class Line:
    """What to log, and how loud."""

    level: int
    text: str

    def __str__(self) -> str:
        return self.text


class Reconnect:
    """The course of one client's connections. `monotonic` in seconds."""

    def __init__(self, where: str, client_id: str, monotonic: Callable[[], float]) -> None:
        self._where = where
        self._client_id = client_id
        self._monotonic = monotonic
        self._connected_s: float | None = None
        self._waits = 0
        self._cuts = 0
        self._is_failing = False

    def connected(self) -> Line | None:
        """There is a connection; whether it is a good one is not known yet."""
        self._connected_s = self._monotonic()
        if self._cuts >= _QUARREL:
            return None
        return self._recover()

    def settled(self) -> Line | None:
        """The connection has been held for STABLE_S."""
        self._waits = self._cuts = 0
        return self._recover() if self._is_failing else None

    def lost(self, why: str) -> Line | None:
        """It could not be made, or has ended."""
        since, self._connected_s = self._connected_s, None
        if since is None:
            self._cuts = 0
        elif self._monotonic() - since < STABLE_S:
            self._cuts += 1
        else:
            self._waits = self._cuts = 0
        self._waits += 1
        if self._cuts == _QUARREL:
            self._is_failing = True
            return Line(logging.ERROR, self._quarrel())
        if self._is_failing or self._cuts > _QUARREL:
            return None
        self._is_failing = True
        text = f"no MQTT from {self._where}, trying again until there is: {why}"
        return Line(logging.ERROR, text)

    def wait_s(self) -> float:
        """Seconds before the next try."""
        return float(min(FIRST_WAIT_S * 2 ** min(self._waits - 1, 16), LONGEST_WAIT_S))

    def _recover(self) -> Line:
        level = logging.WARNING if self._is_failing else logging.INFO
        self._is_failing = False
        return Line(level, f"MQTT from {self._where}")

    def _quarrel(self) -> str:
        cut_off = f"{self._where} cuts MQTT off as soon as it is connected"
        if not self._client_id:
            return f"{cut_off}; the broker's log says why. Trying again, ever slower."
        return (
            f"{cut_off}: another client uses the client_id {self._client_id}. Give each program "
            "a client_id of its own in town.toml. Trying again, ever slower."
        )
