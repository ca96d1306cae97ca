"""A real HTTP server on the loopback over fakes of the store's side."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect

from services.api.app import Basemap, make_app
from services.api.host import address_of, bind, serve_http
from services.api.stills import StillStore
from services.clock import ManualClock
from services.contract.apply import apply
from services.contract.codec import decode_server, decode_state, encode
from services.contract.model import TownState
from services.contract.wire import (
    SUBPROTOCOL,
    ClientMessage,
    Events,
    Hello,
    Message,
    Readings,
    ServerMessage,
    Snapshot,
)
from services.gateway.server import Gateway
from services.ingest.hub import ReadingHub
from tests.fakes.server import NOW, FakeAccounts, FakeKeeper, FakeReadingStore


class Console:
    """A client that keeps its copy of the town by `apply`, which raises on a gap or a double."""

    def __init__(self, socket: ClientConnection, state: TownState | None = None) -> None:
        self.socket = socket
        self.state = state or TownState()
        self.seen: list[ServerMessage] = []
        self._parts: list[bytes] = []

    async def send(self, message: ClientMessage) -> None:
        await self.socket.send(encode(message))

    async def next(self) -> ServerMessage:
        data = await self.socket.recv()
        assert isinstance(data, bytes)
        message = decode_server(data)
        self.seen.append(message)
        if isinstance(message, Snapshot):
            self._parts.append(message.data)
            if message.part == message.parts - 1:
                self.state = decode_state(b"".join(self._parts))
                self._parts.clear()
        elif isinstance(message, Events):
            for event in message.events:
                apply(self.state, event)
        return message

    async def until(self, kind: type[Message], **fields: object) -> ServerMessage:
        async with asyncio.timeout(10):
            while True:
                message = await self.next()
                if isinstance(message, kind) and all(
                    getattr(message, name) == value for name, value in fields.items()
                ):
                    return message

    async def until_seq(self, seq: int) -> None:
        async with asyncio.timeout(20):
            while self.state.seq < seq:
                await self.next()


@dataclass
class Running:
    """The server and its fakes."""

    url: str
    keeper: FakeKeeper
    store: FakeReadingStore
    hub: ReadingHub
    gateway: Gateway
    clock: ManualClock
    accounts: FakeAccounts

    @property
    def ws(self) -> str:
        return self.url.replace("http", "ws") + "/ws"

    @contextlib.asynccontextmanager
    async def console(
        self, state: TownState | None = None, token: str = "operator", **options: object
    ) -> AsyncIterator[Console]:
        async with connect(
            self.ws,
            subprotocols=[SUBPROTOCOL],
            proxy=None,
            max_size=None,
            # A client whose queue is full does not read the server's close any more.
            close_timeout=0.2,
            **options,  # type: ignore[arg-type]
        ) as socket:
            console = Console(socket, state)
            await console.send(Hello(token, console.state.seq, console.state.hash, "test"))
            await console.until(Readings)
            yield console


Start = Callable[..., contextlib.AbstractAsyncContextManager[Running]]


@contextlib.asynccontextmanager
async def _start(folder: Path, **bounds: int) -> AsyncIterator[Running]:
    keeper, store, clock = FakeKeeper(), FakeReadingStore(), ManualClock(NOW, 20.0)
    keeper.put_streams(6)
    keeper.put_camera("C1")
    hub = ReadingHub(keeper, store, clock)
    await hub.start()
    accounts = FakeAccounts()
    gateway = Gateway(keeper, hub, accounts, clock, **bounds)
    basemap = Basemap(b'{"type":"FeatureCollection","features":[]}')
    app = make_app(keeper, hub, accounts, clock, gateway, StillStore(folder / "media"), basemap)
    stop = asyncio.Event()
    with bind("127.0.0.1:0") as bound:
        async with asyncio.TaskGroup() as group:
            timers = group.create_task(gateway.run())
            writer = group.create_task(hub.run())
            ready = asyncio.Event()
            group.create_task(
                serve_http(app, bound, stop, gateway.stop, None, lambda _: ready.set())
            )
            await ready.wait()
            try:
                yield Running(address_of(bound), keeper, store, hub, gateway, clock, accounts)
            finally:
                stop.set()
                hub.stop()
                timers.cancel()
                await asyncio.wait([writer])


@pytest.fixture
def start(tmp_path: Path) -> Start:
    return lambda **bounds: _start(tmp_path, **bounds)
