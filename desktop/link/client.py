"""The socket's shell around a session: connect, back off, deliver, notice silence.

Runs on one asyncio loop together with the store. The store is told what happens; the replica is
handed what must be kept; the outbox says what must be delivered.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import ssl
from collections.abc import Callable

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
    NegotiationError,
    WebSocketException,
)

from desktop.cache.outbox import Outbox
from desktop.cache.replica import Replica
from desktop.link import session as s
from desktop.link.deliverer import Deliverer
from desktop.link.options import LinkOptions, Outcome, TokenProvider, closed_outcome, socket_address
from desktop.link.trust import certificate_problem
from desktop.state.store import TownStore
from desktop.state.values import PendingCommand, Status
from services.contract import wire
from services.contract.apply import JournalGap
from services.contract.codec import BadMessage, decode_server

MAX_MESSAGE = 64 * 1024 * 1024
_log = logging.getLogger(__name__)


class LinkClient:
    """Keeps the store in step with a server. `run` until `stop`; `retry` after denied or refused.

    `url` is the server's http(s) address; `token_provider` answers the token, "" for none.
    """

    def __init__(
        self,
        store: TownStore,
        replica: Replica | None,
        outbox: Outbox,
        url: str,
        token_provider: TokenProvider,
        *,
        options: LinkOptions | None = None,
        tls: ssl.SSLContext | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.url = url
        self._store = store
        self._replica = replica
        self._outbox = outbox
        self._token_provider = token_provider
        self._options = options or LinkOptions()
        self._tls = tls if url.startswith("https://") else None
        self._jitter = jitter
        self._deliverer = Deliverer(store, outbox)
        self._failures = 0
        self._afresh = False
        self._stopping = False
        self._retry = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None
        self._first_failure_told = False
        self._said = ""

    async def run(self) -> None:
        """Stay connected until `stop`."""
        self._stopping = False
        self._runner = asyncio.create_task(self._run(), name="link")
        try:
            await asyncio.shield(self._runner)
        except asyncio.CancelledError:
            await self._cancel_runner()
            if not self._stopping:
                raise

    async def stop(self) -> None:
        """Close the connection and end `run`. What the store holds is handed to the replica."""
        self._stopping = True
        await self._cancel_runner()
        self._checkpoint()

    def send(self, command: PendingCommand) -> None:
        """A command is in the outbox: deliver it as soon as there is a connection."""
        self._deliverer.wake()

    def ask_history(self, stream: str, since_ms: int) -> None:
        """Ask for a stream's readings since a town time; answered into the store's curves."""
        self._deliverer.ask_history(stream, since_ms)

    def subscribe(self, subscription: wire.Subscribe) -> None:
        """Narrow the readings, on this connection and on later ones."""
        self._deliverer.subscribe(subscription)

    def retry(self) -> None:
        """Try again now: there is a new token, a new address, or somebody is impatient."""
        self._failures = 0
        self._retry.set()

    async def _cancel_runner(self) -> None:
        if self._runner is not None:
            self._runner.cancel()
            await asyncio.gather(self._runner, return_exceptions=True)

    async def _run(self) -> None:
        keeper = asyncio.create_task(self._keep(), name="link-checkpoint")
        try:
            while True:
                outcome = await self._connect_once()
                self._retry.clear()
                if outcome in (Outcome.DENIED, Outcome.REFUSED):
                    await self._retry.wait()
                    continue
                self._failures += 1
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._retry.wait(), self._delay())
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
            if self._store.connection.status is Status.ONLINE:
                self._store.set_connection(status=Status.OFFLINE, detail="")

    def _delay(self) -> float:
        options = self._options
        whole: float = min(
            options.backoff_last, options.backoff_first * 2 ** min(self._failures - 1, 16)
        )
        return whole * (0.5 + 0.5 * self._jitter())

    async def _connect_once(self) -> Outcome:
        """One connection from its start to its end; the store's status says how it went."""
        if self._store.connection.status not in (Status.OFFLINE, Status.UNTRUSTED):
            self._store.set_connection(status=Status.CONNECTING, detail="", url=self.url)
        token = await self._token_provider()
        if not token:
            return self._end(Outcome.DENIED, "")
        try:
            return await self._converse(token)
        except InvalidStatus as error:
            code = error.response.status_code
            if code in (401, 403):
                return self._end(Outcome.DENIED, f"HTTP {code}")
            return self._end(Outcome.DROPPED, f"HTTP {code}")
        except (NegotiationError, InvalidURI) as error:
            return self._end(Outcome.REFUSED, str(error))
        except ConnectionClosed as error:
            return self._end(*closed_outcome(error, self._said))
        except TimeoutError:
            return self._end(Outcome.DROPPED, "no answer")
        except BadMessage as error:
            return self._end(Outcome.DROPPED, str(error))
        except ssl.SSLCertVerificationError as error:
            return self._end(Outcome.UNTRUSTED, certificate_problem(error))
        except (OSError, InvalidHandshake, WebSocketException) as error:
            return self._end(Outcome.DROPPED, str(error))

    def _end(self, outcome: Outcome, detail: str) -> Outcome:
        status = {
            Outcome.DENIED: Status.DENIED,
            Outcome.REFUSED: Status.REFUSED,
            Outcome.UNTRUSTED: Status.UNTRUSTED,
        }
        self._store.set_connection(status=status.get(outcome, Status.OFFLINE), detail=detail)
        if not self._first_failure_told:
            self._first_failure_told = True
            _log.info("not connected to %s: %s", self.url, detail or outcome.value)
        return outcome

    async def _converse(self, token: str) -> Outcome:
        options = self._options
        self._said = ""
        state = self._store.state
        known = (0, "") if self._afresh else (state.seq, state.hash)
        session = s.Session(token, *known, client=options.client)
        socket = await connect(
            socket_address(self.url),
            subprotocols=[wire.SUBPROTOCOL],  # type: ignore[list-item]
            compression=None,
            open_timeout=options.connect_timeout,
            close_timeout=1,
            ping_interval=None,
            max_size=MAX_MESSAGE,
            proxy=None,
            ssl=self._tls,
        )
        sender: asyncio.Task[None] | None = None
        try:
            if socket.subprotocol != wire.SUBPROTOCOL:
                return self._end(Outcome.REFUSED, f"the server does not offer {wire.SUBPROTOCOL}")
            sender = asyncio.create_task(
                self._deliverer.deliver(socket, session.hello()), name="link-sender"
            )
            return await self._listen(socket, session)
        except BaseException as error:
            self._mark_lost(error)
            raise
        finally:
            if sender is not None:
                sender.cancel()
                await asyncio.gather(sender, return_exceptions=True)
            await socket.close()

    def _mark_lost(self, error: BaseException) -> None:
        """Say so before the closing handshake, which a dead line makes us wait for."""
        if isinstance(error, TimeoutError) and self._store.connection.status is Status.ONLINE:
            self._store.set_connection(status=Status.OFFLINE, detail="no answer")

    async def _listen(self, socket: ClientConnection, session: s.Session) -> Outcome:
        while True:
            async with asyncio.timeout(self._options.silence):
                data = await socket.recv(decode=False)
            for effect in session.feed(decode_server(bytes(data))):
                outcome = self._perform(effect)
                if outcome is not None:
                    return outcome

    def _perform(self, effect: s.Effect) -> Outcome | None:
        store = self._store
        match effect:
            case s.FrameArrived(columns):
                store.put_frame(columns)
            case s.EventsArrived():
                return self._apply(effect)
            case s.ClockSet(now_ms, speed):
                store.clock.set(now_ms, speed)
            case s.CommandSettled(result):
                self._deliverer.settled(result)
            case s.HistoryArrived(stream, at_ms, value):
                store.put_history(stream, at_ms, value)
            case s.StillArrived(still):
                store.still_taken(still)
            case s.StateArrived(state, data):
                self._afresh = False
                store.replace_state(state)
                self._deliverer.ask_watched()
                if self._replica is not None:
                    self._replica.keep_state(state, data)
            case s.Welcomed(welcome):
                self._welcome(welcome)
            case s.Resync(reason, afresh):
                self._afresh = self._afresh or afresh
                return self._end(Outcome.DROPPED, reason)
            case s.Denied(text):
                return self._end(Outcome.DENIED, text)
            case s.Refused(text):
                return self._end(Outcome.REFUSED, text)
            case s.Noted(notice):
                self._said = notice.text if notice.code in ("refused", "closing") else self._said
                _log.debug("notice %s %s %d", notice.code, notice.text, notice.count)
        return None

    def _welcome(self, welcome: wire.Welcome) -> None:
        self._failures = 0
        if self._first_failure_told:
            self._first_failure_told = False
            _log.info("connected to %s", self.url)
        self._store.set_connection(
            status=Status.ONLINE,
            detail="",
            user=welcome.user,
            name=welcome.name,
            roles=welcome.roles,
            url=self.url,
        )
        self._deliverer.open()

    def _apply(self, effect: s.EventsArrived) -> Outcome | None:
        before = self._store.state.seq
        try:
            self._store.apply_events(effect.events)
        except JournalGap as error:
            self._afresh = True
            return self._end(Outcome.DROPPED, str(error))
        except msgspec.MsgspecError as error:
            return self._end(Outcome.REFUSED, f"an event is not of this version: {error}")
        finally:
            applied = self._store.state.seq - before
            if self._replica is not None and applied > 0:
                self._replica.append(effect.events[:applied], self._store.state)
        return None

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._options.checkpoint)
            self._checkpoint()

    def _checkpoint(self) -> None:
        if self._replica is not None:
            self._replica.keep_readings(self._store, self.url)
