"""How the link behaves and how one connection can end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from websockets.exceptions import ConnectionClosed

TokenProvider = Callable[[], Awaitable[str]]
"""Answers the token to sign in with, "" when there is none."""

DENIED_CODES = frozenset({4401, 4403})
REFUSED_CODES = frozenset({4400, 4406, 4426})


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """Times in seconds. `silence` without any message means the connection is dead."""

    silence: float = 4.5
    connect_timeout: float = 4.5
    backoff_first: float = 0.5
    backoff_last: float = 15.0
    checkpoint: float = 10.0
    client: str = "onemap"


class Outcome(Enum):
    """How one connection ended."""

    DROPPED = "dropped"
    DENIED = "denied"
    REFUSED = "refused"
    UNTRUSTED = "untrusted"
    """The server's certificate is not believed; tried again, as it may be replaced."""


def closed_outcome(error: ConnectionClosed, said: str) -> tuple[Outcome, str]:
    """What a closed connection means, by its close code, and the words for it.

    `said` is what the server announced before; a close frame has room for 123 bytes only.
    """
    code = error.rcvd.code if error.rcvd else 1006
    words = said or (error.rcvd.reason if error.rcvd else "")
    if code in DENIED_CODES:
        return Outcome.DENIED, words
    if code in REFUSED_CODES:
        return Outcome.REFUSED, words
    return Outcome.DROPPED, words or "the connection was closed"


def socket_address(url: str) -> str:
    """The WebSocket address of a server's http(s) address."""
    base = url.rstrip("/")
    for plain, socket in (("http://", "ws://"), ("https://", "wss://")):
        if base.startswith(plain):
            return socket + base.removeprefix(plain) + "/ws"
    return base + "/ws"
