"""Lets consoles in, fans out to them, and counts whom it refused.

Owns the shared timers: readings at most ten times a second, the clock every two seconds, and a
look at every console's token every fifteen, because a token may end while its console is here.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter

from starlette.websockets import WebSocket, WebSocketDisconnect

from services.clock import Clock
from services.contract.changes import Changes
from services.contract.codec import BadMessage, decode_client, encode
from services.contract.events import Event
from services.contract.wire import PROTOCOL, SUBPROTOCOL, Hello, Notice, StillTaken
from services.gateway.client import Client, Refuse, receive
from services.gateway.groups import ReadingGroups
from services.gateway.outbox import Outbox, batches
from services.gateway.ports import Hub, Keeper, Principal, Tokens

log = logging.getLogger(__name__)

FLUSH_S = 0.1
CLOCK_S = 2.0
TOKENS_S = 15.0
"""How long a console may stay after its token was revoked."""
HELLO_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 5.0


class Gateway:
    """All consoles of one town. `outbox_events` and `outbox_bytes` bound what waits for each."""

    def __init__(
        self,
        keeper: Keeper,
        hub: Hub,
        accounts: Tokens,
        clock: Clock,
        *,
        outbox_events: int = 20_000,
        outbox_bytes: int = 16 * 1024 * 1024,
    ) -> None:
        self.keeper = keeper
        self.hub = hub
        self.clock = clock
        self.groups = ReadingGroups(hub)
        self.refused: Counter[str] = Counter()
        """Connections and commands refused, and resyncs, by reason."""
        self.conflated = 0
        """Reading frames merged for consoles that have gone; see `health`."""
        self._accounts = accounts
        self._bounds = (outbox_events, outbox_bytes)
        self._clients: set[Client] = set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._closing = False
        self._unlisten = [keeper.listen(self._on_events), hub.listen(self.groups.mark)]
        self.groups.learn(tuple(keeper.state.streams.values()))

    def health(self) -> dict[str, object]:
        """Figures for /api/health."""
        merged = self.conflated + sum(client.outbox.conflated for client in self._clients)
        return {
            "consoles": len(self._clients),
            "conflated": merged,
            "refused": dict(self.refused),
        }

    async def run(self) -> None:
        """The timers. Runs until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send_timely(), name="gateway-timers")
            group.create_task(self._watch_tokens(), name="gateway-tokens")

    async def _send_timely(self) -> None:
        loop = asyncio.get_running_loop()
        clock_due = loop.time()
        while True:
            await asyncio.sleep(FLUSH_S)
            self.flush()
            if loop.time() >= clock_due:
                clock_due = loop.time() + CLOCK_S
                self.beat()

    async def _watch_tokens(self) -> None:
        while True:
            await asyncio.sleep(TOKENS_S)
            try:
                await self.check_tokens()
            except Exception:
                # The database may be away for a while; whoever is here stays.
                log.exception("the tokens of the consoles could not be checked")

    async def check_tokens(self) -> None:
        """Send away whoever's token was revoked or has expired; take over changed roles."""
        clients = tuple(self._clients)
        tokens = {client.token for client in clients}
        found = await asyncio.to_thread(
            lambda: {token: self._accounts.check_token(token) for token in tokens}
        )
        for client in clients:
            try:
                client.set_principal(_allowed(found[client.token]))
            except Refuse as refuse:
                client.expel(refuse)

    async def stop(self, text: str = "the server stops") -> None:
        """Say goodbye to every console and wait a little until they are gone."""
        self._closing = True
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()
        for client in self._clients:
            client.close_soon(text)
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await self._empty.wait()
        except TimeoutError:
            log.warning("%d consoles did not let go in time", len(self._clients))

    def flush(self) -> None:
        """Offer what changed to everybody, encoded once per subscription."""
        live = [client for client in self._clients if client.live]
        frames = self.groups.flush({client.subscription for client in live}, self.clock.now_ms())
        for client in live if frames else ():
            if frame := frames.get(client.subscription):
                client.outbox.offer(frame)
                client.wake()

    def beat(self) -> None:
        """Put the clock into every outbox; it is the heartbeat too."""
        now_ms, speed = self.clock.now_ms(), self.clock.speed
        data = encode(Notice("clock", now_ms=now_ms, speed=speed))
        for client in self._clients:
            client.outbox.set_clock(data)
            client.wake()

    def broadcast_still(self, camera: str, at_ms: int, etag: str) -> None:
        """Tell everybody that a camera has a new still."""
        data = encode(StillTaken(camera, at_ms, etag))
        for client in self._clients:
            client.outbox.add_still(camera, data)
            client.wake()

    def _on_events(self, events: tuple[Event, ...], changes: Changes) -> None:
        if changes.streams or changes.everything:
            self.groups.learn(tuple(self.keeper.state.streams.values()))
        if not self._clients:
            return
        for batch in batches(events):
            for client in self._clients:
                client.outbox.add_events(batch)
                client.wake()

    def _count(self, reason: str) -> None:
        self.refused[reason] += 1

    async def handle(self, websocket: WebSocket) -> None:
        """Serve one WebSocket from handshake to close."""
        if SUBPROTOCOL not in websocket.scope.get("subprotocols", []):
            self._count("subprotocol")
            await websocket.close(1002)
            return
        await websocket.accept(SUBPROTOCOL)
        try:
            hello, principal = await self._greet(websocket)
            await self._serve(websocket, hello, principal)
        except Refuse as refuse:
            if refuse.reason:
                self._count(refuse.reason)
            await _refuse(websocket, refuse)
        except (WebSocketDisconnect, RuntimeError) as error:
            # Starlette answers a send after the end with RuntimeError.
            if isinstance(error, WebSocketDisconnect):
                if error.code == 1009:
                    self._count("oversized")
                elif error.code in (1002, 1007):
                    self._count("malformed")
            elif not _is_over(websocket):
                raise

    async def _greet(self, websocket: WebSocket) -> tuple[Hello, Principal]:
        """The Hello and who said it. Raises Refuse."""
        try:
            async with asyncio.timeout(HELLO_TIMEOUT_S):
                data = await receive(websocket)
        except TimeoutError as error:
            raise Refuse(4408, "hello", "no Hello came") from error
        try:
            hello = decode_client(data)
        except BadMessage as error:
            raise Refuse(1007, "malformed", str(error)) from error
        if not isinstance(hello, Hello):
            raise Refuse(1002, "hello", "the first message must be Hello")
        if hello.protocol != PROTOCOL:
            raise Refuse(
                4406,
                "protocol",
                f"this server speaks protocol {PROTOCOL}, the console {hello.protocol}; "
                "bring both to the same version",
            )
        principal = await asyncio.to_thread(self._accounts.check_token, hello.token)
        return hello, _allowed(principal)

    async def _serve(self, websocket: WebSocket, hello: Hello, principal: Principal) -> None:
        outbox = Outbox(*self._bounds)
        client = Client(websocket, self, principal, hello, outbox, self._count)
        if self._closing:
            client.close_soon("the server stops")
        self._clients.add(client)
        self._empty.clear()
        try:
            await client.run()
        finally:
            self._clients.discard(client)
            self.conflated += client.outbox.conflated
            if not self._clients:
                self._empty.set()


def _allowed(principal: Principal | None) -> Principal:
    """Who may look at the town. Raises Refuse."""
    if principal is None:
        raise Refuse(4401, "token", "the token is wrong, expired or revoked; sign in again")
    if not principal.roles & {"view", "operate"}:
        raise Refuse(4401, "token", "this token may not look at the town")
    return principal


async def _refuse(websocket: WebSocket, refuse: Refuse) -> None:
    """Notice in words, then close. The console may be gone already."""
    try:
        async with asyncio.timeout(CLOSE_TIMEOUT_S):
            if refuse.close not in (1001, 1011):
                await websocket.send_bytes(encode(Notice("refused", refuse.text)))
            await websocket.close(refuse.close, _short(refuse.text))
    except (WebSocketDisconnect, RuntimeError, TimeoutError) as error:
        log.debug("a refused console was gone before it was told: %s", error)


def _short(text: str) -> str:
    """`text` within the 123 bytes a close frame has room for."""
    return text.encode("utf-8", "replace")[:120].decode("utf-8", "ignore")


def _is_over(websocket: WebSocket) -> bool:
    return "DISCONNECTED" in (websocket.client_state.name, websocket.application_state.name)
