"""Readings from an MQTT broker: topics and payloads to readings as the town file maps them.

The mapping is pure; `run` is the shell that connects, listens and comes back.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import ssl
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiomqtt
import msgspec

from services.errors import StartupError
from services.ingest.hub import ReadingHub
from services.ingest.parse import BadBody, RawReading, RefusedReading, parse_readings
from services.ingest.reconnect import STABLE_S, Line, Reconnect

log = logging.getLogger(__name__)

MAX_PAYLOAD = 256 * 1024
_PART = re.compile(r"\{(\w+)\}")


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One mapping. `pattern` has `+`, `#` or `{name}` parts; `stream` is made of {1} or {name}.

    `value`, `at` and `quality` are paths like "$.data.depth" into a JSON payload; a payload that
    is a plain number is the value itself.
    """

    pattern: str
    stream: str = "{stream}"
    value: str = "$.value"
    at: str = "$.at"
    quality: str = "$.quality"

    @property
    def filter(self) -> str:
        """The pattern as a broker understands it."""
        return _PART.sub("+", self.pattern)

    def matcher(self) -> re.Pattern[str]:
        """A pattern for whole topics, with a group for every `+`, `#` and `{name}`."""
        parts = []
        for part in self.pattern.split("/"):
            if part == "+":
                parts.append("([^/]*)")
            elif part == "#":
                parts.append("(.*)")
            elif name := _PART.fullmatch(part):
                parts.append(f"(?P<{name[1]}>[^/]*)")
            else:
                parts.append(re.escape(part))
        return re.compile("/".join(parts), re.DOTALL)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """[mqtt] of town.toml. `password_env` names the environment variable with the password."""

    topic: tuple[Topic, ...]
    url: str = ""
    host: str = "localhost"
    port: int = 1883
    username: str = ""
    password_env: str = ""
    tls: bool = False
    client_id: str = ""


def read_settings(table: Mapping[str, Any], file: Path) -> Settings:
    """The settings of the table [mqtt]. Raises StartupError."""
    try:
        settings = msgspec.convert(dict(table), Settings)
        if settings.url:
            parts = urlsplit(settings.url)
            settings = msgspec.structs.replace(
                settings,
                host=parts.hostname or settings.host,
                port=parts.port or (8883 if parts.scheme == "mqtts" else 1883),
                tls=settings.tls or parts.scheme == "mqtts",
            )
        for topic in settings.topic:
            _stream_of(topic, topic.matcher(), re.sub(r"\{\w+\}|[+#]", "x", topic.pattern))
    except (msgspec.ValidationError, ValueError, IndexError, KeyError, re.error) as error:
        raise StartupError(f"{file}: [mqtt]: {error}") from error
    return settings


def _stream_of(topic: Topic, matcher: re.Pattern[str], name: str) -> str | None:
    match = matcher.fullmatch(name)
    if match is None:
        return None
    return topic.stream.format("", *match.groups(), **match.groupdict())


class Mapper:
    """Topic and payload to a reading."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self._topics = [(topic, topic.matcher()) for topic in topics]

    def reading(self, name: str, payload: bytes) -> RawReading | RefusedReading:
        """The reading, or why it is none."""
        for topic, matcher in self._topics:
            stream = _stream_of(topic, matcher, name)
            if stream is not None:
                return _reading(topic, stream, payload)
        return RefusedReading(0, "", "no pattern fits the topic")


def _reading(topic: Topic, stream: str, payload: bytes) -> RawReading | RefusedReading:
    if len(payload) > MAX_PAYLOAD:
        return RefusedReading(0, stream, "payload over the limit")
    try:
        data = json.loads(payload)
    except (ValueError, RecursionError):
        return RefusedReading(0, stream, "payload is neither a number nor JSON")
    item: dict[str, Any] = {"stream": stream, "value": data}
    if isinstance(data, dict):
        item["value"] = _follow(data, topic.value)
        for key, path in (("at", topic.at), ("quality", topic.quality)):
            if (found := _follow(data, path)) is not None:
                item[key] = found
    try:
        parsed = parse_readings(json.dumps([item]).encode())
    except BadBody as error:
        return RefusedReading(0, stream, str(error))
    return parsed.items[0] if parsed.items else parsed.refused[0]


def _follow(data: object, path: str) -> object:
    """What `path` ("$.a.b") leads to in `data`; None when it leads nowhere."""
    for key in path.removeprefix("$").split("."):
        if key:
            data = data.get(key) if isinstance(data, dict) else None
    return data


class MqttSource:
    """Subscribes at QoS 1 and hands readings to the hub; reconnects with growing waits.

    `pace` stretches the waits, for tests.
    """

    def __init__(
        self,
        settings: Settings,
        hub: ReadingHub,
        environment: Mapping[str, str] | None = None,
        on_connected: Callable[[], None] | None = None,
        pace: float = 1.0,
    ) -> None:
        self._settings = settings
        self._hub = hub
        self._mapper = Mapper(settings.topic)
        self._environment = os.environ if environment is None else environment
        self._on_connected = on_connected
        self._pace = pace
        self.connected = False
        # The library logs every lost connection; `run` says it once, in words.
        self._quiet = logging.getLogger(f"{__name__}.client")
        self._quiet.setLevel(logging.CRITICAL + 1)

    async def run(self) -> None:
        """Listen until cancelled. The first failure and the recovery are logged."""
        settings = self._settings
        where = f"{settings.host}:{settings.port}"
        course = Reconnect(where, settings.client_id, time.monotonic)
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
            await client.subscribe([(topic.filter, 1) for topic in self._settings.topic])
            _say(course.connected())
            timer = loop.call_later(STABLE_S, lambda: _say(course.settled()))
            self.connected = True
            try:
                if self._on_connected is not None:
                    self._on_connected()
                async for message in client.messages:
                    self._take(str(message.topic), message.payload)
            finally:
                timer.cancel()
                self.connected = False

    def _client(self) -> aiomqtt.Client:
        settings = self._settings
        return aiomqtt.Client(
            settings.host,
            settings.port,
            logger=self._quiet,
            username=settings.username or None,
            password=self._environment.get(settings.password_env) or None,
            identifier=settings.client_id or None,
            # A name of its own lets the broker keep what comes while we are away.
            clean_session=not settings.client_id,
            tls_context=ssl.create_default_context() if settings.tls else None,
            max_queued_incoming_messages=50_000,
        )

    def _take(self, topic: str, payload: object) -> None:
        data = bytes(payload) if isinstance(payload, bytes | bytearray) else str(payload).encode()
        reading = self._mapper.reading(topic, data)
        if isinstance(reading, RefusedReading):
            self._hub.count_refused("malformed MQTT message")
        else:
            self._hub.accept([reading])


def _say(line: Line | None) -> None:
    if line is not None:
        log.log(line.level, "%s", line)
