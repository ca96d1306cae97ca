"""Messages of strangers to readings, as a table of the town file maps their fields.

One mapping for every door whose messages are JSON or something like it: paths or constants for
each field, a table of values, a list within the message. Pure; no settings file, no broker.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from services.contract.model import Quality
from services.ingest.parse import (
    Parsed,
    RawReading,
    RefusedReading,
    evidence_of,
    printable,
    quality_of,
)
from services.ingest.paths import BadPath, Path, parse_path
from services.ingest.times import TimeReader

MAX_ITEMS = 20_000
"""Readings of one message."""
_PART = re.compile(r"\{([^{}]*)\}")


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a reading's fields are. What begins with $ is a path, anything else is meant itself."""

    stream: str = "{stream}"
    value: str | float = "$.value"
    at: str = "$.at"
    quality: str = "$.quality"
    evidence: str = "$.evidence"
    each: str = ""
    """Path of a list: every item of it is a reading."""
    values: dict[str, float] = {}
    """What words mean; with such a table nothing else is a value."""
    at_unit: Literal["ms", "s"] = "ms"
    timezone: str = ""
    """Of times without an offset, an IANA name; without it such times are refused."""


class Mapper:
    """One table of fields, understood once. `names` are those the door itself fills in.

    Raises ValueError, in words, when the table cannot be understood.
    """

    def __init__(self, fields: Fields, names: frozenset[str] = frozenset()) -> None:
        self._fields = fields
        self._each = _path("each", fields.each) if fields.each else None
        self._stream = _template(fields.stream, names)
        self._value = _path_or("value", fields.value)
        self._at = _path("at", fields.at) if fields.at else None
        self._quality = _path_or("quality", fields.quality)
        self._evidence = _path_or("evidence", fields.evidence)
        self._times = TimeReader(fields.at_unit, fields.timezone)
        self._values = dict(fields.values)
        for word, value in self._values.items():
            if not math.isfinite(value):
                raise ValueError(f"values: {word!r} must mean a finite number")

    def readings(self, whole: object, names: Mapping[str, str] | None = None) -> Parsed:
        """Every reading in a message, and what is none."""
        parsed = Parsed()
        items: object = [whole] if self._each is None else self._each.follow(whole, whole)
        if not isinstance(items, list):
            return _none(f"there is no list at {self._fields.each}")
        if len(items) > MAX_ITEMS:
            return _none(f"the list has more than {MAX_ITEMS} items")
        for place, item in enumerate(items):
            stream = ""
            try:
                stream = self._stream_of(item, whole, names or {})
                reading = self._reading(stream, item, whole)
            except ValueError as error:
                reason = printable(str(error))
                parsed.refused.append(RefusedReading(place, printable(stream), reason))
            else:
                parsed.items.append(reading)
                parsed.places.append(place)
        return parsed

    def _stream_of(self, item: object, whole: object, names: Mapping[str, str]) -> str:
        parts = []
        for part in self._stream:
            if isinstance(part, Path):
                parts.append(_word(part.follow(item, whole), "the stream's id"))
            else:
                parts.append(names[part[1:]] if part.startswith("{") else part)
        return "".join(parts)

    def _reading(self, stream: str, item: object, whole: object) -> RawReading:
        fields = self._fields
        value = self._number(_found(self._value, item, whole))
        at = None if self._at is None else self._at.follow(item, whole)
        quality = _found(self._quality, item, whole)
        if not isinstance(quality, int | str | None):
            raise ValueError(f"quality at {fields.quality} is neither a word nor a number")
        evidence = _found(self._evidence, item, whole)
        if not isinstance(evidence, str | None):
            raise ValueError(f"evidence at {fields.evidence} is not an id in quotes")
        at_ms = self._times.ms(at)
        return RawReading(stream, value, at_ms, Quality(quality_of(quality)), evidence_of(evidence))

    def _number(self, found: object) -> float:
        return number_of(found, self._values, str(self._fields.value))


def number_of(found: object, values: Mapping[str, float], where: str) -> float:
    """A value as a number, by a table when there is one. Raises ValueError with the reason."""
    if found is None:
        raise ValueError(f"there is no value at {where}")
    if values:
        if not isinstance(found, str | bool | int | float):
            raise ValueError(f"the value at {where} is a {type(found).__name__}, not a word")
        word = found if isinstance(found, str) else json.dumps(found)
        if word in values:
            return values[word]
        raise ValueError(f"value {printable(word)!r} is none of {', '.join(values)}")
    if isinstance(found, str):
        try:
            return float(found)
        except ValueError as error:
            raise ValueError(f"value {printable(found)!r} is not a number") from error
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise ValueError(f"the value at {where} is a {type(found).__name__}, not a number")
    try:
        return float(found)
    except OverflowError as error:
        raise ValueError("the value is too large a number") from error


def _none(reason: str) -> Parsed:
    return Parsed(refused=[RefusedReading(0, "", reason)])


def _path(key: str, text: str) -> Path:
    try:
        return parse_path(text)
    except BadPath as error:
        raise ValueError(f"{key}: {error}") from error


def _path_or(key: str, text: str | float) -> Path | str | float | None:
    """A path, a constant, or None for nothing."""
    if isinstance(text, str):
        if text.startswith("$"):
            return _path(key, text)
        return text or None
    return text


def _found(source: Path | str | float | None, item: object, whole: object) -> object:
    return source.follow(item, whole) if isinstance(source, Path) else source


def _template(text: str, names: frozenset[str]) -> tuple[Path | str, ...]:
    """Parts of a stream's id: constants, paths, and names as "{name". Raises ValueError."""
    if text.startswith("$"):
        return (_path("stream", text),)
    parts: list[Path | str] = []
    for place, part in enumerate(_PART.split(text)):
        if place % 2 == 0:
            if "{" in part or "}" in part:
                raise ValueError(f"stream: {text!r} has a brace without its other half")
            parts.append(part)
        elif part.startswith("$"):
            parts.append(_path("stream", part))
        elif part in names:
            parts.append("{" + part)
        else:
            known = ", ".join(sorted(names)) or "none"
            raise ValueError(f"stream: there is nothing named {{{part}}}; the names are: {known}")
    if not text:
        raise ValueError("stream: must say which stream")
    return tuple(part for part in parts if part != "")


def _word(found: object, what: str) -> str:
    if isinstance(found, str) and found:
        return found
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    raise ValueError(f"{what} is missing or is no word")
