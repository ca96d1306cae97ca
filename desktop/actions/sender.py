"""The one way a command leaves the desk: onto the disk first, then onto the wire."""

from __future__ import annotations

from typing import Protocol

from desktop.cache.outbox import Outbox
from desktop.state.store import TownStore
from desktop.state.values import PendingCommand
from services.contract.commands import OperatorCommand


class Link(Protocol):
    """What the sender needs of a link client."""

    def send(self, command: PendingCommand) -> None: ...


class Sender:
    """Takes commands from the views. What `send` has answered survives a kill."""

    def __init__(self, outbox: Outbox, store: TownStore, link: Link | None = None) -> None:
        self._outbox = outbox
        self._store = store
        self.link = link
        self._show()

    def send(self, body: OperatorCommand) -> str:
        """Keep the command, show it as pending, wake the link. Answers its id.

        Raises CommandTooLong, or CacheError when the disk does not take it.
        """
        command = self._outbox.add(body, self._store.clock.now_ms())
        self._show()
        if self.link is not None:
            self.link.send(command)
        return command.id

    def dismiss(self, id: str) -> None:
        """Take a refusal off the list."""
        self._outbox.dismiss(id)
        self._show()

    def dismiss_all(self) -> None:
        """Take every refusal off the list."""
        for refused in self._outbox.refusals:
            self._outbox.dismiss(refused.id)
        self._show()

    def _show(self) -> None:
        self._store.set_commands(self._outbox.pending, self._outbox.refusals)
