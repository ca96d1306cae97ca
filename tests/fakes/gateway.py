"""A gateway in this process: the real codec over a real socket, misbehaving on order."""

from __future__ import annotations

import asyncio
from collections import Counter
from types import TracebackType

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from services.contract import wire
from services.contract.apply import apply
from services.contract.codec import decode_client, encode, encode_state, split_snapshot
from services.contract.commands import NoteCase, decode_command
from services.contract.events import CaseNoted, Event, EventBody, seal
from services.contract.model import TownState


class FakeGateway:
    """Holds a journal, executes NoteCase once per id, refuses everything else.

    `drop_after_commands` closes the connection after that many commands were taken, before their
    results go out; `silent` stops every message, heartbeats included.
    """

    def __init__(self, *, heartbeat: float = 0.05, token: str = "secret") -> None:
        self.heartbeat = heartbeat
        self.token = token
        self.protocol = wire.PROTOCOL
        self.journal: list[Event] = []
        self.state = TownState()
        self.results: dict[str, wire.Result] = {}
        self.executed: list[str] = []
        self.received: Counter[str] = Counter()
        self.hellos: list[wire.Hello] = []
        self.questions: list[wire.AskHistory] = []
        self.snapshots_sent = 0
        self.silent = False
        self.drop_after_commands = 0
        self.skip_events = 0
        self.clients: set[ServerConnection] = set()
        self.port = 0
        self._server: Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> FakeGateway:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        self._server = await serve(
            self._serve, "127.0.0.1", self.port, subprotocols=[wire.SUBPROTOCOL], close_timeout=0.2
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def drop_all(self) -> None:
        for client in tuple(self.clients):
            client.transport.abort()

    def record(self, body: EventBody, command: str = "") -> Event:
        seq = self.state.seq + 1
        event = seal(
            body, seq=seq, id=f"e{seq}", at_ms=seq, actor="a", command=command, prev=self.state.hash
        )
        apply(self.state, event)
        self.journal.append(event)
        return event

    async def publish(self, *bodies: EventBody) -> None:
        events = [self.record(body) for body in bodies]
        await self.broadcast(wire.Events(events[0].seq, events[-1].seq, tuple(events)))

    async def broadcast(self, message: wire.ServerMessage) -> None:
        for client in tuple(self.clients):
            await self._send(client, message)

    async def _send(self, client: ServerConnection, message: wire.ServerMessage) -> None:
        if not self.silent:
            try:
                await client.send(encode(message))
            except ConnectionClosed:
                pass

    async def _serve(self, client: ServerConnection) -> None:
        try:
            await self._converse(client)
        except ConnectionClosed:
            pass
        finally:
            self.clients.discard(client)

    async def _converse(self, client: ServerConnection) -> None:
        hello = decode_client(await client.recv(decode=False))
        assert isinstance(hello, wire.Hello)
        self.hellos.append(hello)
        if hello.token != self.token:
            await self._send(client, wire.Notice("refused", "unknown token"))
            await client.close(4401, "unknown")
            return
        await self._send(
            client,
            wire.Welcome(
                self.state.seq, "u", "User", ("view",), 1_000_000, 1.0, "fake", self.protocol
            ),
        )
        await self._catch_up(client, hello)
        self.clients.add(client)
        beat = asyncio.create_task(self._beat(client), name="fake-heartbeat")
        try:
            async for data in client:
                await self._take(client, data)
        finally:
            beat.cancel()
            await asyncio.gather(beat, return_exceptions=True)

    async def _catch_up(self, client: ServerConnection, hello: wire.Hello) -> None:
        seq = hello.resume_seq
        if 0 < seq <= len(self.journal) and self.journal[seq - 1].hash == hello.resume_hash:
            rest = self.journal[seq:]
            for start in range(0, len(rest), 1_000):
                part = tuple(rest[start : start + 1_000])
                await self._send(client, wire.Events(part[0].seq, part[-1].seq, part))
            return
        self.snapshots_sent += 1
        for part in split_snapshot(self.state.seq, encode_state(self.state)):
            await self._send(client, part)

    async def _beat(self, client: ServerConnection) -> None:
        while True:
            await asyncio.sleep(self.heartbeat)
            await self._send(client, wire.Notice("clock", now_ms=2_000_000, speed=1.0))

    async def _take(self, client: ServerConnection, data: bytes | str) -> None:
        assert isinstance(data, bytes)
        message = decode_client(data)
        if isinstance(message, wire.AskHistory):
            self.questions.append(message)
        if not isinstance(message, wire.Command):
            return
        self.received[message.id] += 1
        result = self.results.get(message.id) or await self._execute(message)
        if self.drop_after_commands:
            self.drop_after_commands -= 1
            if not self.drop_after_commands:
                client.transport.abort()
                return
        await self._send(client, result)

    async def _execute(self, message: wire.Command) -> wire.Result:
        body = decode_command(message.kind, message.body)
        if not isinstance(body, NoteCase):
            result = wire.Result(message.id, refusal=wire.Refusal("fake.no", "not here"))
        else:
            self.executed.append(message.id)
            event = self.record(CaseNoted(body.case, body.text), message.id)
            if self.skip_events:
                self.skip_events -= 1
            else:
                await self.broadcast(wire.Events(event.seq, event.seq, (event,)))
            result = wire.Result(message.id, event.seq)
        self.results[message.id] = result
        return result
