"""A connection to an MQTT broker that comes back by itself. Knows topics, not what they mean."""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

import aiomqtt
import msgspec

from services.ingest.reconnect import STABLE_S, Line, Reconnect

log = logging.getLogger(__name__)

MAX_PAYLOAD = 256 * 1024

Take = Callable[[str, bytes], None]


class Broker(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the broker is. `password_env` names the environment variable with the password."""

    url: str = ""
    host: str = "localhost"
    port: int = 1883
    username: str = ""
    password_env: str = ""
    tls: bool = False
    client_id: str = ""


B = TypeVar("B", bound=Broker)


def resolved(broker: B) -> B:
    """The same with host, port and tls taken from its URL. Raises ValueError."""
    if not broker.url:
        return broker
    parts = urlsplit(broker.url)
    if parts.scheme not in ("mqtt", "mqtts"):
        raise ValueError(f"url: {broker.url!r} must begin with mqtt:// or mqtts://")
    return msgspec.structs.replace(
        broker,
        host=parts.hostname or broker.host,
        port=parts.port or (8883 if parts.scheme == "mqtts" else 1883),
        tls=broker.tls or parts.scheme == "mqtts",
    )


class Subscription:
    """Subscribes at QoS 1 and hands every message on; reconnects with growing waits.

    `take` is called on the loop and must not block. `pace` stretches the waits, for tests.
    """

    def __init__(
        self,
        broker: Broker,
        filters: Sequence[str],
        take: Take,
        environment: Mapping[str, str],
        on_connected: Callable[[], None] | None = None,
        pace: float = 1.0,
    ) -> None:
        self._broker = broker
        self._filters = tuple(filters)
        self._take = take
        self._environment = environment
        self._on_connected = on_connected
        self._pace = pace
        self.connected = False
        # The library logs every lost connection; `run` says it once, in words.
        self._quiet = logging.getLogger(f"{__name__}.client")
        self._quiet.setLevel(logging.CRITICAL + 1)

    async def run(self) -> None:
        """Listen until cancelled. The first failure and the recovery are logged."""
        broker = self._broker
        course = Reconnect(f"{broker.host}:{broker.port}", broker.client_id, time.monotonic)
        while True:
            try:
                await self._listen(course)
            except (aiomqtt.MqttError, OSError) as error:
                _say(course.lost(str(error)))
            await asyncio.sleep(course.wait_s() * self._pace)

    async def _listen(self, course: Reconnect) -> None:
        """One connection from its start to its end."""
        loop = asyncio.get_running_loop()
        async with self._client() as client:
            await client.subscribe([(each, 1) for each in self._filters])
            _say(course.connected())
            timer = loop.call_later(STABLE_S, lambda: _say(course.settled()))
            self.connected = True
            try:
                if self._on_connected is not None:
                    self._on_connected()
                async for message in client.messages:
                    self._take(str(message.topic), _bytes_of(message.payload))
            finally:
                timer.cancel()
                self.connected = False

    def _client(self) -> aiomqtt.Client:
        broker = self._broker
        return aiomqtt.Client(
            broker.host,
            broker.port,
            logger=self._quiet,
            username=broker.username or None,
            password=self._environment.get(broker.password_env) or None,
            identifier=broker.client_id or None,
            # A name of its own lets the broker keep what comes while we are away.
            clean_session=not broker.client_id,
            tls_context=ssl.create_default_context() if broker.tls else None,
            max_queued_incoming_messages=50_000,
        )


def _bytes_of(payload: object) -> bytes:
    return bytes(payload) if isinstance(payload, bytes | bytearray) else str(payload).encode()


def _say(line: Line | None) -> None:
    if line is not None:
        log.log(line.level, "%s", line)
