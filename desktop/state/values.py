"""Frozen values the store holds besides the town: connection, pending, refused commands."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.contract.commands import OperatorCommand
from services.contract.wire import Refusal

OPERATE = "operate"
"""The role that gives commands."""


class Status(StrEnum):
    """How the desktop stands with its server."""

    STARTING = "starting"
    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"
    DENIED = "denied"
    """The token is not accepted; only a new sign-in helps."""
    REFUSED = "refused"
    """The server does not speak this protocol; `detail` says why."""
    UNTRUSTED = "untrusted"
    """The server's certificate is not believed; `detail` says why. It is tried again."""


class Connection(msgspec.Struct, frozen=True):
    """The connection as a status bar tells it. `since` is in seconds of time.monotonic()."""

    status: Status = Status.STARTING
    since: float = 0.0
    detail: str = ""
    user: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    last_event_at_ms: int = 0
    """Town time of the newest event applied."""
    url: str = ""

    @property
    def is_only_looking(self) -> bool:
        """Whether the server has said that this person gives no commands."""
        return self.status is Status.ONLINE and OPERATE not in self.roles


class PendingCommand(msgspec.Struct, frozen=True):
    """A command in the outbox: accepted from the operator, not yet decided on by the server."""

    id: str
    body: OperatorCommand
    at_ms: int
    """Town time at which it was given."""
    sent: bool = False
    """It went out on some connection; whether it arrived is open until its result."""


class RefusedCommand(msgspec.Struct, frozen=True):
    """A command the server refused, kept until the operator dismisses it."""

    id: str
    body: OperatorCommand
    at_ms: int
    refusal: Refusal
