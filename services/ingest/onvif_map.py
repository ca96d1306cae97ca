"""[onvif.NAME] of town.toml: which notification of which camera is a reading of which stream."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from services.ingest.mapping import Fields, Mapper
from services.ingest.onvif import BadNotification, Notification
from services.ingest.parse import Parsed, RefusedReading
from services.ingest.senders import SenderTable

_BOOLEANS = {"true": "1", "false": "0"}
GONE = "Deleted"
"""Property operation of what the camera does not know any more: no reading."""


class Event(Fields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One mapping. In the topic `*` is any one part, a last `#` any parts.

    Fields may use $.topic, $.operation, $.source.NAME, $.key.NAME, $.data.NAME, and $.state, the
    first data item. Without a table of values, true is 1 and false is 0.
    """

    topic: str
    stream: str
    source: dict[str, str] = {}
    """Items the source must have, with these values."""
    value: str | float = "$.state"
    evidence: str = ""
    quality: str = ""
    timezone: str = "UTC"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table [onvif.NAME]. With `key_env` the address ends in ?key=… and needs no token."""

    event: tuple[Event, ...]
    key_env: str = ""


@dataclass(slots=True)
class Understood:
    """Readings, what is none, and how many events nobody mapped."""

    parsed: Parsed = field(default_factory=Parsed)
    ignored: int = 0


class _Known:
    def __init__(self, event: Event) -> None:
        self.event = event
        self.topic = _topic_pattern(event.topic)
        self.mapper = Mapper(event)

    def fits(self, notification: Notification) -> bool:
        return self.topic.fullmatch(notification.topic) is not None and all(
            notification.source.get(name) == value for name, value in self.event.source.items()
        )


class OnvifSource:
    """One sender of notifications, understood once. Raises ValueError in words."""

    def __init__(self, settings: Settings, key: str = "") -> None:
        self._events = []
        self._key = key.encode()
        for number, event in enumerate(settings.event, start=1):
            try:
                self._events.append(_Known(event))
            except ValueError as error:
                raise ValueError(f"event number {number} ({event.topic}): {error}") from error

    @property
    def has_key(self) -> bool:
        """Whether a key in the address takes the place of the token."""
        return bool(self._key)

    def opens(self, key: str) -> bool:
        """Whether this is the key."""
        return hmac.compare_digest(self._key, key.encode("utf-8", "replace"))

    def understand(self, notifications: list[Notification | BadNotification]) -> Understood:
        """Readings of the notifications, by their places."""
        found = Understood()
        for place, each in enumerate(notifications):
            if isinstance(each, BadNotification):
                found.parsed.refused.append(RefusedReading(place, "", each.reason))
                continue
            known = [event for event in self._events if event.fits(each)]
            if not known or each.operation == GONE:
                found.ignored += 1
                continue
            for event in known:
                self._add(found.parsed, place, event, each)
        return found

    def _add(self, parsed: Parsed, place: int, event: _Known, each: Notification) -> None:
        data = each.data
        if not event.event.values:
            data = {name: _BOOLEANS.get(value, value) for name, value in data.items()}
        got = event.mapper.readings(
            {
                "topic": each.topic,
                "operation": each.operation,
                "at": each.at,
                "source": each.source,
                "key": each.key,
                "data": data,
                "state": next(iter(data.values()), None),
            }
        )
        parsed.items += got.items
        parsed.places += [place] * len(got.items)
        parsed.refused += [
            RefusedReading(place, refused.stream, f"{each.topic}: {refused.reason}")
            for refused in got.refused
        ]


def read_onvif(table: object, file: Path, environment: Mapping[str, str]) -> dict[str, OnvifSource]:
    """The senders of the table [onvif], by name. Raises StartupError."""
    senders = SenderTable("onvif", "sender", Settings, "key_env", OnvifSource)
    return senders.read(table, file, environment)


def _topic_pattern(topic: str) -> re.Pattern[str]:
    parts = [part.rpartition(":")[2] for part in topic.split("/")]
    if not all(parts):
        raise ValueError(f"topic: {topic!r} has an empty part")
    words = ["[^/]+" if part == "*" else ".+" if part == "#" else re.escape(part) for part in parts]
    if "#" in parts[:-1]:
        raise ValueError(f"topic: {topic!r}: # may only be the last part")
    return re.compile("/".join(words))
