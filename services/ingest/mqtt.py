"""Readings from an MQTT broker: topics and payloads to readings as the town file maps them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from services.errors import StartupError
from services.ingest.broker import MAX_PAYLOAD, Broker, Subscription, resolved
from services.ingest.hub import ReadingHub
from services.ingest.mapping import Fields
from services.ingest.mapping import Mapper as FieldMapper
from services.ingest.parse import Parsed, RefusedReading

DOOR = "mqtt"
MALFORMED = "malformed MQTT message"
_PART = re.compile(r"\{(\w+)\}")


class Topic(Fields, frozen=True, forbid_unknown_fields=True):
    """One mapping. `pattern` has `+`, `#` or `{name}` parts; `stream` is made of {1} or {name}.

    A payload that is no object and no list is the value itself.
    """

    pattern: str

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


class Settings(Broker, frozen=True, forbid_unknown_fields=True):
    """[mqtt] of town.toml: the broker, and what its topics mean."""

    topic: tuple[Topic, ...]


def read_settings(table: Mapping[str, Any], file: Path) -> Settings:
    """The settings of the table [mqtt]. Raises StartupError."""
    try:
        settings = resolved(msgspec.convert(dict(table), Settings))
    except (msgspec.ValidationError, ValueError) as error:
        raise StartupError(f"{file}: [mqtt]: {error}") from error
    for number, topic in enumerate(settings.topic, start=1):
        try:
            _Known(topic)
        except (ValueError, re.error) as error:
            where = f"[[mqtt.topic]] number {number} ({topic.pattern})"
            raise StartupError(f"{file}: {where}: {error}") from error
    return settings


class _Known:
    """A topic understood once. Raises ValueError or re.error."""

    def __init__(self, topic: Topic) -> None:
        self.matcher = topic.matcher()
        groups = range(1, self.matcher.groups + 1)
        names = frozenset((*map(str, groups), *self.matcher.groupindex))
        self.takes_words = bool(topic.values)
        self.takes_lists = bool(topic.each)
        self.fields = FieldMapper(topic, names)
        plain = {"value": "$"} if str(topic.value).startswith("$") else {}
        self.plain = FieldMapper(
            msgspec.structs.replace(topic, **plain, at="", quality="", evidence="", each=""), names
        )

    def names(self, match: re.Match[str]) -> dict[str, str]:
        numbered = {str(place): text for place, text in enumerate(match.groups(), start=1)}
        return {**numbered, **match.groupdict()}


class Mapper:
    """Topic and payload to readings."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self._topics = [_Known(topic) for topic in topics]

    def readings(self, name: str, payload: bytes) -> Parsed:
        """The readings of a message, or why there are none."""
        for topic in self._topics:
            match = topic.matcher.fullmatch(name)
            if match is not None:
                return _readings(topic, topic.names(match), payload)
        return _refused("no pattern fits the topic")


def _readings(topic: _Known, names: Mapping[str, str], payload: bytes) -> Parsed:
    if len(payload) > MAX_PAYLOAD:
        return _refused("payload over the limit")
    data: object
    try:
        data = json.loads(payload)
    except (ValueError, RecursionError):
        if not topic.takes_words:
            return _refused("payload is neither a number nor JSON")
        data = payload.decode("utf-8", "replace").strip()
    if isinstance(data, list) and not topic.takes_lists:
        return _refused("payload is a list; `each` of the topic must say so")
    if isinstance(data, dict | list):
        return topic.fields.readings(data, names)
    return topic.plain.readings(data, names)


def _refused(reason: str) -> Parsed:
    return Parsed(refused=[RefusedReading(0, "", reason)])


class MqttSource:
    """Listens to the broker of [mqtt] and hands readings to the hub."""

    def __init__(
        self,
        settings: Settings,
        hub: ReadingHub,
        environment: Mapping[str, str] | None = None,
        on_connected: Callable[[], None] | None = None,
        pace: float = 1.0,
    ) -> None:
        self._hub = hub
        self._mapper = Mapper(settings.topic)
        filters = [topic.filter for topic in settings.topic]
        known = os.environ if environment is None else environment
        self._line = Subscription(settings, filters, self._take, known, on_connected, pace)

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._line.connected

    async def run(self) -> None:
        """Listen until cancelled."""
        await self._line.run()

    def _take(self, topic: str, payload: bytes) -> None:
        parsed = self._mapper.readings(topic, payload)
        for refused in parsed.refused:
            self._hub.refuse(DOOR, topic, refused.reason, MALFORMED)
        if parsed.items:
            self._hub.accept(parsed.items, DOOR)
