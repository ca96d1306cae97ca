"""A console without a screen: an ordinary client of the WebSocket, for the demo's cast.

Keeps its own copy of the town by `apply`, gives commands and waits for their results.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from services.contract.apply import JournalGap, apply
from services.contract.codec import BadMessage, decode_server, decode_state, encode
from services.contract.commands import encode_command
from services.contract.model import TownState
from services.contract.wire import (
    SUBPROTOCOL,
    Command,
    Events,
    Hello,
    Result,
    Snapshot,
    Subscribe,
)
from services.demo.cast import Act

RETRY_S = 1.0
ANSWER_S = 10.0
NO_READINGS = Subscribe(kinds=("none",))
_log = logging.getLogger(__name__)


class Desk(Protocol):
    """Where the cast sits: sees the town and gives commands."""

    @property
    def state(self) -> TownState: ...

    async def perform(self, act: Act, at_ms: int) -> Result: ...


class Console:
    """Connects to `url` (ws://…/ws) with a bearer token and stays connected while `run` runs.

    Commands are signed by the token's owner, whatever name an act carries.
    """

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._state = TownState()
        self._parts: list[bytes] = []
        self._socket: ClientConnection | None = None
        self._ready = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Result]] = {}

    @property
    def state(self) -> TownState:
        """The town as this console knows it. Read only."""
        return self._state

    async def run(self) -> None:
        """Stay connected until cancelled."""
        failed = False
        while True:
            try:
                async with connect(
                    self._url, subprotocols=[Subprotocol(SUBPROTOCOL)], max_size=None
                ) as socket:
                    await self._talk(socket)
                failed = False
            except (OSError, WebSocketException, BadMessage, JournalGap) as error:
                if not failed:
                    _log.warning("the cast lost the server: %s", error)
                failed = True
            finally:
                self._socket = None
                self._ready.clear()
            await asyncio.sleep(RETRY_S)

    async def perform(self, act: Act, at_ms: int) -> Result:
        """Give a command and wait for its result. Raises TimeoutError, OSError."""
        async with asyncio.timeout(ANSWER_S):
            await self._ready.wait()
            if self._socket is None:
                raise ConnectionError("the connection has just gone")
            answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
            self._waiting[act.id] = answer
            try:
                await self._socket.send(encode(Command(act.id, *encode_command(act.body), at_ms)))
                return await answer
            finally:
                del self._waiting[act.id]

    async def _talk(self, socket: ClientConnection) -> None:
        self._parts = []
        state = self._state
        await socket.send(encode(Hello(self._token, state.seq, state.hash, "onemap-demo")))
        await socket.send(encode(NO_READINGS))
        self._socket = socket
        async for data in socket:
            if isinstance(data, bytes):
                self._take(data)

    def _take(self, data: bytes) -> None:
        message = decode_server(data)
        if isinstance(message, Snapshot):
            self._parts = [] if message.part == 0 else self._parts
            self._parts.append(message.data)
            if len(self._parts) == message.parts:
                self._state = decode_state(b"".join(self._parts))
                self._ready.set()
        elif isinstance(message, Events):
            for event in message.events:
                if event.seq > self._state.seq:
                    apply(self._state, event)
            self._ready.set()
        elif isinstance(message, Result):
            answer = self._waiting.get(message.command)
            if answer is not None and not answer.done():
                answer.set_result(message)
        elif self._state.seq:
            self._ready.set()
