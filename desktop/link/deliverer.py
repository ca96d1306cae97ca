"""What goes out on a connection: hello, subscription, history questions and the outbox's commands.

Commands leave in the order given, at most WINDOW without a result. After a drop everything
without a result leaves again under its old id; the server knows the id and does it once.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from desktop.cache.outbox import Outbox
from desktop.state.curves import MAX_SPAN_MS
from desktop.state.store import TownStore
from services.contract import wire
from services.contract.codec import encode
from services.contract.commands import encode_command

WINDOW = 64
MAX_QUESTIONS = 256


class Socket(Protocol):
    """What the deliverer needs of a connection."""

    async def send(self, message: bytes, /) -> None: ...


class Deliverer:
    """Owns what waits to be sent, across connections."""

    def __init__(self, store: TownStore, outbox: Outbox) -> None:
        self._store = store
        self._outbox = outbox
        self._wake = asyncio.Event()
        self._is_open = False
        self._in_flight: set[str] = set()
        self._questions: dict[str, int] = {}
        self._subscription: wire.Subscribe | None = None
        self._subscribed: wire.Subscribe | None = None

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    def open(self) -> None:
        """The server has welcomed this connection."""
        self._is_open = True
        self.ask_watched()
        self.wake()

    def ask_history(self, stream: str, since_ms: int) -> None:
        """Queue a question; one a stream, the earliest time; past the bound the oldest is dropped.

        While offline it waits for the next connection.
        """
        since_ms = min(since_ms, self._questions.pop(stream, since_ms))
        self._questions[stream] = since_ms
        while len(self._questions) > MAX_QUESTIONS:
            del self._questions[next(iter(self._questions))]
        self.wake()

    def ask_watched(self) -> None:
        """Ask for what the watched curves missed."""
        oldest = max(0, self._store.clock.now_ms() - MAX_SPAN_MS)
        for stream, curve in self._store.curves.items():
            self.ask_history(stream, max(oldest, curve.last_at_ms))

    def subscribe(self, subscription: wire.Subscribe) -> None:
        """Narrow the readings from now on."""
        self._subscription = subscription
        self.wake()

    def settled(self, result: wire.Result) -> None:
        """The server has decided on a command."""
        self._in_flight.discard(result.command)
        if self._outbox.settle(result):
            self._store.set_commands(self._outbox.pending, self._outbox.refusals)
        self.wake()

    async def deliver(self, socket: Socket, hello: wire.Hello) -> None:
        """Serve one connection until cancelled, or until it breaks (which the reader sees too)."""
        self._is_open = False
        self._in_flight.clear()
        self._subscribed = None
        await socket.send(encode(hello))
        while True:
            await self._wake.wait()
            self._wake.clear()
            if self._is_open:
                await self._send_all(socket)

    async def _send_all(self, socket: Socket) -> None:
        if self._subscription is not None and self._subscription is not self._subscribed:
            self._subscribed = self._subscription
            await socket.send(encode(self._subscription))
        await self._send_commands(socket)
        while self._questions:
            stream = next(iter(self._questions))
            since_ms = self._questions.pop(stream)
            await socket.send(encode(wire.AskHistory(stream, since_ms)))

    async def _send_commands(self, socket: Socket) -> None:
        newly = False
        for command in self._outbox.pending:
            if len(self._in_flight) >= WINDOW:
                break
            if command.id in self._in_flight:
                continue
            self._in_flight.add(command.id)
            kind, body = encode_command(command.body)
            await socket.send(encode(wire.Command(command.id, kind, body, command.at_ms)))
            self._outbox.mark_sent(command.id)
            newly = True
        if newly:
            self._store.set_commands(self._outbox.pending, self._outbox.refusals)
