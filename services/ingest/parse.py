"""Bytes of JSON or NDJSON to readings, with an exact reason for every item refused.

Knows nothing of streams or of the time: what is plausible is the hub's to say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from services.contract.model import Quality

MAX_ECHO = 120
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_MAX_MS = 1 << 53
_QUALITIES = {quality.name.lower(): quality for quality in Quality}


class BadBody(ValueError):
    """The body as a whole is not readings; the text says why."""


@dataclass(frozen=True, slots=True)
class RawReading:
    """One reading as it came in. `at_ms` None means: now."""

    stream: str
    value: float
    at_ms: int | None = None
    quality: Quality = Quality.GOOD
    evidence: str = ""
    """Id of a picture or clip that shows it."""


class RefusedReading(msgspec.Struct, frozen=True):
    """An item that was not taken, by its place in the body, and why."""

    index: int
    stream: str
    reason: str


@dataclass(slots=True)
class Parsed:
    """Readings with their places in the body, and the items that are none."""

    items: list[RawReading] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    refused: list[RefusedReading] = field(default_factory=list)


class _Item(msgspec.Struct):
    stream: str
    value: float
    at: int | str | None = None
    quality: int | str | None = None
    evidence: str | None = None


class _BadItem(ValueError):
    pass


_many = msgspec.json.Decoder(list[_Item])
_one = msgspec.json.Decoder(_Item)


def parse_readings(body: bytes, ndjson: bool | None = None) -> Parsed:
    """Readings of a JSON array or, with `ndjson`, of one object a line.

    None decides by the first byte: "[" begins an array. Raises BadBody when the body as a whole
    cannot be read; a single bad item or line is only listed as refused.
    """
    stripped = body.strip(b" \t\r\n\xef\xbb\xbf")
    if not stripped:
        raise BadBody("the body is empty; send a JSON array of readings or one reading a line")
    if ndjson is None:
        ndjson = not stripped.startswith(b"[")
    parsed = Parsed()
    if ndjson:
        lines = [line for line in stripped.splitlines() if line.strip()]
        for place, line in enumerate(lines):
            _add(parsed, place, _item_of_line(line))
        return parsed
    items: list[_Item] | list[Any]
    try:
        items = _many.decode(stripped)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        items = _loads(stripped)
    for place, item in enumerate(items):
        _add(parsed, place, item)
    return parsed


def _item_of_line(line: bytes) -> object:
    try:
        return _one.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            return _BadItem(f"not JSON: {_words(error)}")


def _loads(body: bytes) -> list[Any]:
    """The array by the standard library, which takes NaN, so that one item is refused, not all."""
    try:
        items = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadBody(f"the body is not JSON: {_words(error)}") from error
    if not isinstance(items, list):
        raise BadBody("the body is not a JSON array of readings")
    return items


def _add(parsed: Parsed, place: int, item: object) -> None:
    try:
        reading = _reading(item)
    except _BadItem as error:
        stream = item.get("stream") if isinstance(item, dict) else getattr(item, "stream", "")
        echo = printable(stream) if isinstance(stream, str) else ""
        parsed.refused.append(RefusedReading(place, echo, str(error)))
    else:
        parsed.items.append(reading)
        parsed.places.append(place)


def _reading(item: object) -> RawReading:
    if isinstance(item, _BadItem):
        raise item
    if not isinstance(item, _Item):
        try:
            item = msgspec.convert(item, _Item)
        except UnicodeEncodeError as error:
            raise _BadItem("a text holds half of a surrogate pair") from error
        except (msgspec.ValidationError, OverflowError, RecursionError) as error:
            raise _BadItem(_words(error)) from error
    return RawReading(
        item.stream,
        item.value,
        time_ms(item.at),
        quality_of(item.quality),
        evidence_of(item.evidence),
    )


def time_ms(at: int | str | None) -> int | None:
    """Milliseconds of an ISO-8601 time with offset, or of milliseconds. Raises ValueError."""
    if at is None:
        return None
    if isinstance(at, int):
        if abs(at) > _MAX_MS:
            raise _BadItem("at is not a time in milliseconds")
        return at
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise _BadItem("at is neither ISO-8601 nor integer milliseconds") from error
    if moment.tzinfo is None:
        raise _BadItem("at has no UTC offset; write for example 2024-07-25T19:30:00+08:00")
    try:
        return (moment - _EPOCH) // _MS
    except OverflowError as error:
        raise _BadItem("at is not a time in milliseconds") from error


def quality_of(quality: int | str | None) -> Quality:
    """The quality by name or number, good when there is none. Raises ValueError."""
    if quality is None:
        return Quality.GOOD
    if isinstance(quality, str):
        if found := _QUALITIES.get(quality.lower()):
            return found
        if quality.lower() == "good":
            return Quality.GOOD
    elif quality in (0, 1, 2):
        return Quality(quality)
    raise _BadItem("quality is none of 0 good, 1 uncertain, 2 bad")


def evidence_of(evidence: str | None) -> str:
    """The id as it may be kept. Raises ValueError."""
    found = evidence or ""
    if len(found) > MAX_ECHO or not found.isprintable():
        raise _BadItem(f"evidence is not an id of at most {MAX_ECHO} printable characters")
    return found


def printable(text: str) -> str:
    """`text` cut to a length fit for an answer, without halves of surrogate pairs."""
    return text[:MAX_ECHO].encode("utf-8", "replace").decode("utf-8")


def _words(error: BaseException) -> str:
    return printable(str(error) or type(error).__name__)
