"""One console's connection: the reader acts on its messages, the writer owns all sends.

The writer alone knows what was sent; a join or a resync happens inside it, while what the keeper
tells meanwhile waits in the outbox and is cut by seq. So there is no gap and no double.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from services.clock import Clock
from services.contract.codec import BadMessage, decode_client, encode, split_snapshot
from services.contract.commands import UnknownCommand, decode_command
from services.contract.events import Event
from services.contract.wire import (
    AskHistory,
    Command,
    Hello,
    History,
    Notice,
    Refusal,
    Result,
    Subscribe,
    Welcome,
)
from services.gateway.groups import ReadingGroups
from services.gateway.outbox import BATCH, Conflated, Outbox, Resync, batches
from services.gateway.ports import Hub, Keeper, Principal

SERVER = "onemap-server"
SEND_TIMEOUT_S = 30.0
RESUME_LIMIT = 50_000
"""Missed events past which a snapshot is the shorter way."""
REPLIES_LIMIT = 64
HISTORY_LIMIT = 20_000


class Town(Protocol):
    """What a connection shares with the others."""

    @property
    def keeper(self) -> Keeper: ...
    @property
    def hub(self) -> Hub: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def groups(self) -> ReadingGroups: ...


class Refuse(Exception):
    """The connection is to be closed with this code, after a notice in words."""

    def __init__(self, close: int, reason: str, text: str) -> None:
        super().__init__(text)
        self.close = close
        self.reason = reason
        self.text = text


async def receive(websocket: WebSocket) -> bytes:
    """The next binary message. Raises Refuse for text, WebSocketDisconnect at the end."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005), message.get("reason"))
    data = message.get("bytes")
    if data is None:
        raise Refuse(1007, "malformed", "text frames are not part of onemap.v1; send msgpack")
    return bytes(data)


class Client:
    """A console that has said Hello and was let in."""

    def __init__(
        self,
        websocket: WebSocket,
        town: Town,
        principal: Principal,
        hello: Hello,
        outbox: Outbox,
        count: Callable[[str], None],
    ) -> None:
        self.outbox = outbox
        self.subscription = Subscribe()
        self.live = False
        """Whether the first full reading frame is on its way, so that changes may follow."""
        self._websocket = websocket
        self._town = town
        self._principal = principal
        self._hello = hello
        self._count = count
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._full_due = False
        self._closing: Notice | None = None
        self._expelled: Refuse | None = None

    @property
    def name(self) -> str:
        return self._principal.name

    @property
    def token(self) -> str:
        """What it showed in its Hello."""
        return self._hello.token

    def set_principal(self, principal: Principal) -> None:
        """What its account may do has changed."""
        self._principal = principal

    def expel(self, refuse: Refuse) -> None:
        """Close it for this reason before anything else is sent."""
        self._expelled = refuse
        self._wake.set()

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._wake.set()

    def close_soon(self, text: str) -> None:
        """Tell the console that the server goes away, then close."""
        self._closing = Notice("closing", text)
        self._wake.set()

    async def run(self) -> None:
        """Serve until the console goes, the server closes, or it breaks the rules."""
        reader = asyncio.create_task(self._read(), name=f"console-read {self.name}")
        writer = asyncio.create_task(self._write(), name=f"console-write {self.name}")
        try:
            await asyncio.wait((reader, writer), return_when=asyncio.FIRST_COMPLETED)
        finally:
            reader.cancel()
            writer.cancel()
            done = await asyncio.gather(reader, writer, return_exceptions=True)
        for outcome in done:
            if isinstance(outcome, Exception):
                raise outcome

    async def _read(self) -> None:
        while True:
            try:
                message = decode_client(await receive(self._websocket))
            except BadMessage as error:
                raise Refuse(1007, "malformed", str(error)) from error
            if isinstance(message, Command):
                self._reply(encode(await self._command(message)))
            elif isinstance(message, AskHistory):
                self._reply(encode(await self._history(message)))
            elif isinstance(message, Subscribe):
                self.subscription = message
                self._full_due = True
                self.wake()
            else:
                raise Refuse(1002, "hello", "Hello is said once, at the beginning")
            while self.outbox.replies >= REPLIES_LIMIT:
                self._room.clear()
                await self._room.wait()

    def _reply(self, data: bytes) -> None:
        self.outbox.add_reply(data)
        self.wake()

    async def _command(self, command: Command) -> Result:
        refusal: Refusal
        if "operate" not in self._principal.roles:
            refusal = Refusal("command.denied", "this account may look, not operate")
        else:
            try:
                body = decode_command(command.kind, command.body)
            except UnknownCommand:
                refusal = Refusal(
                    "command.unknown",
                    "the server does not know this command",
                    {"kind": command.kind[:80]},
                )
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                refusal = Refusal("command.malformed", f"the command cannot be read: {error}")
            else:
                actor = self._principal.display or self._principal.name
                return await self._town.keeper.execute(command.id, actor, body, command.at_ms)
        self._count(refusal.code)
        return Result(command.id, 0, refusal)

    async def _history(self, ask: AskHistory) -> History:
        if abs(ask.since_ms) >= 1 << 53:
            raise Refuse(1007, "malformed", "since_ms is not a time in milliseconds")
        at_ms, value = await self._town.hub.history(ask.stream, ask.since_ms, HISTORY_LIMIT)
        return History(
            ask.stream,
            ask.since_ms,
            at_ms.astype("<i8", copy=False).tobytes(),
            value.astype("<f8", copy=False).tobytes(),
        )

    async def _write(self) -> None:
        await self._join()
        while True:
            if self._expelled is not None:
                raise self._expelled
            if self._closing is not None:
                await self._send(encode(self._closing))
                raise Refuse(1001, "", self._closing.text)
            if self._full_due:
                await self._send_full()
            item = self.outbox.take()
            if item is None:
                await self._wake.wait()
                self._wake.clear()
            elif isinstance(item, Resync):
                self._count("resync")
                await self._send(encode(Notice("resync", "too slow: starting over", item.dropped)))
                await self._send_snapshot()
            elif isinstance(item, Conflated):
                now_ms = self._town.clock.now_ms()
                await self._send(self._town.groups.frame_of(item.index, now_ms))
            else:
                await self._send(item)
                self._room.set()

    async def _join(self) -> None:
        state, clock, user = self._town.keeper.state, self._town.clock, self._principal
        await self._send(
            encode(
                Welcome(
                    state.seq,
                    user.name,
                    user.display,
                    tuple(sorted(user.roles)),
                    clock.now_ms(),
                    clock.speed,
                    SERVER,
                )
            )
        )
        if not await self._send_missed():
            await self._send_snapshot()
        await self._send_full()

    async def _send_missed(self) -> bool:
        """Send the events since the console's last; False when it knew another journal."""
        seq, known = self._hello.resume_seq, self._hello.resume_hash
        keeper = self._town.keeper
        if not 0 < seq <= keeper.state.seq or keeper.state.seq - seq > RESUME_LIMIT:
            return False
        at = await keeper.events_since(seq - 1, 1)
        if not at or at[0].seq != seq or at[0].hash != known:
            return False
        self.outbox.cursor = seq
        while events := await keeper.events_since(self.outbox.cursor, BATCH):
            await self._send_events(tuple(events))
        return True

    async def _send_events(self, events: tuple[Event, ...]) -> None:
        for batch in batches(events):
            await self._send(batch.data)
        self.outbox.cursor = events[-1].seq

    async def _send_snapshot(self) -> None:
        seq, data = await self._town.keeper.snapshot()
        for part in split_snapshot(seq, data):
            await self._send(encode(part))
        self.outbox.cursor = seq

    async def _send_full(self) -> None:
        self._full_due = False
        self.live = True
        self.outbox.forget_readings()
        await self._send(self._town.groups.full(self.subscription, self._town.clock.now_ms()))

    async def _send(self, data: bytes) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await self._websocket.send_bytes(data)
        except TimeoutError as error:
            raise Refuse(1011, "stalled", "the console does not read") from error
