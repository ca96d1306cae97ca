"""What is sent, through what, and how it can go wrong. Knows no channel and no store."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from services.errors import OneMapError

_KEEP = 2
"""Characters of an address that a log may show at either end."""


class OutboxState(StrEnum):
    """Where a message stands. `sending` after a crash means that nobody knows whether it went."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


SETTLED = frozenset({OutboxState.SENT, OutboxState.FAILED, OutboxState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address. The receiver may tell a repetition by `key`."""

    key: str
    channel: str
    address: str
    subject: str
    body: str
    cause: str = ""
    """Id of the alert it is about; empty for a test message."""
    person: str = ""
    """Id of the person it is for, as the town file names them."""


class NotifyError(OneMapError):
    """A message could not be delivered; the text never holds a secret or a whole address."""


class Unreachable(NotifyError):
    """Not now: worth another try, perhaps after `retry_after_s`."""

    def __init__(self, text: str, retry_after_s: float = 0.0) -> None:
        super().__init__(text)
        self.retry_after_s = retry_after_s


class Rejected(NotifyError):
    """Never: the receiver understood and said no."""


class Channel(Protocol):
    """Delivers messages. `send` may be called twice with the same message after a crash."""

    async def send(self, message: Message) -> str:
        """Deliver; answers the receiver's receipt. Raises Unreachable or Rejected."""
        ...


def mask(address: str) -> str:
    """The address as a log may show it: enough to recognise, too little to use."""
    if "://" in address:
        scheme, _, rest = address.partition("://")
        account, at, host = re.split(r"[/?#]", rest)[0].rpartition("@")
        return f"{scheme}://{'***@' if account or at else ''}{host}/…"
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    if len(address) <= 3 * _KEEP:
        return "***" if address else ""
    return f"{address[:_KEEP]}***{address[-_KEEP:]}"
