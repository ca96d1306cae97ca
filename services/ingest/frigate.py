"""Messages of Frigate to readings: who is seen where, by the attributes of the town's streams.

Pure. A stream's value is what all objects it watches for add up to, so that one person leaving
says nothing of another who stays. Knows no broker, no HTTP and no picture but its event's id.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import msgspec

from services.contract.model import Stream
from services.ingest.parse import RawReading, printable

REMEMBERED = 20_000
"""Events whose end is remembered, so that a late or repeated message does not wake them."""
EVENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_VALUES = ("score", "presence", "count", "review")
_SEVERITY = {"alert": 2.0, "detection": 1.0}
_MAX_S = 1e11


class BadMessage(ValueError):
    """A message that cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What one stream watches for. Empty texts mean: any."""

    stream: str
    camera: str
    label: str = ""
    sub_label: str = ""
    zone: str = ""
    value: str = "score"

    def sees(self, label: Iterable[str], sub_label: Iterable[str], zones: Iterable[str]) -> bool:
        """Whether what is there is what it watches for."""
        return (
            (not self.label or self.label in label)
            and (not self.sub_label or self.sub_label in sub_label)
            and (not self.zone or self.zone in zones)
        )


def watch_of(stream: Stream) -> Watch | None:
    """The watch a stream's attributes describe; None when it is not of Frigate."""
    said = stream.attributes
    camera = said.get("frigate_camera", "")
    if not isinstance(camera, str) or not camera:
        return None
    value = str(said.get("frigate_value", "score"))
    label, sub_label, zone = (str(said.get(name, "")) for name in ("label", "sub_label", "zone"))
    value = value if value in _VALUES else "score"
    return Watch(stream.id, camera, label, sub_label, zone, value)


class _Object(msgspec.Struct):
    id: str
    camera: str
    label: str
    frame_time: float
    end_time: float | None = None
    score: float | None = None
    top_score: float | None = None
    false_positive: bool = False
    sub_label: str | list[str | float] | None = None
    current_zones: list[str] = []
    has_snapshot: bool = False


class _EventMessage(msgspec.Struct):
    type: Literal["new", "update", "end"]
    after: _Object


class _ReviewData(msgspec.Struct):
    detections: list[str] = []
    objects: list[str] = []
    sub_labels: list[str] = []
    zones: list[str] = []


class _Review(msgspec.Struct):
    id: str
    camera: str
    start_time: float
    severity: str
    data: _ReviewData
    end_time: float | None = None


class _ReviewMessage(msgspec.Struct):
    type: Literal["new", "update", "end"]
    after: _Review


_Message = TypeVar("_Message")
_event = msgspec.json.Decoder(_EventMessage)
_review = msgspec.json.Decoder(_ReviewMessage)


@dataclass(slots=True)
class Seen:
    """What a message says: readings, and the event whose picture shows it."""

    camera: str
    at_ms: int
    readings: list[RawReading] = field(default_factory=list)
    picture_of: str = ""
    """The event to ask a snapshot of; empty when there is none."""


@dataclass(slots=True)
class _Course:
    """How far one event or review has come."""

    at_ms: int
    is_over: bool


class Detections:
    """Everything seen now, by stream. Not for several threads."""

    def __init__(self) -> None:
        self._watches: dict[str, list[Watch]] = {}
        self._active: dict[str, dict[str, float]] = {}
        self._said_ms: dict[str, int] = {}
        self._courses: OrderedDict[str, _Course] = OrderedDict()

    def learn(self, streams: Iterable[Stream]) -> None:
        """Take the streams' attributes as they are now."""
        self._watches = {}
        for stream in streams:
            if watch := watch_of(stream):
                self._watches.setdefault(watch.camera, []).append(watch)

    def event(self, payload: bytes) -> Seen | None:
        """What a message of `frigate/events` says; None when it is known. Raises BadMessage."""
        message = _decode(_event, payload)
        seen, is_end = message.after, message.type == "end"
        _require_id(seen.id)
        at_ms = _ms(seen.end_time if is_end and seen.end_time else seen.frame_time)
        if not self._goes_on(f"event {seen.id}", at_ms, is_end):
            return None
        sub_label = seen.sub_label[:1] if isinstance(seen.sub_label, list) else [seen.sub_label]
        words = [str(word) for word in sub_label if word]
        score = seen.top_score if seen.top_score is not None else seen.score
        found = Seen(seen.camera, at_ms)
        for watch in self._watches.get(seen.camera, ()):
            if watch.value == "review":
                continue
            is_there = (
                not is_end
                and not seen.false_positive
                and watch.sees((seen.label,), words, seen.current_zones)
            )
            value = (score or 0.0) if watch.value == "score" else 1.0
            self._follow(found, watch, seen.id, value if is_there else None, is_end)
            if is_there and seen.has_snapshot:
                found.picture_of = seen.id
        return found

    def review(self, payload: bytes) -> Seen | None:
        """What a message of `frigate/reviews` says; None when it is known. Raises BadMessage."""
        message = _decode(_review, payload)
        seen, data, is_end = message.after, message.after.data, message.type == "end"
        _require_id(seen.id)
        at_ms = _ms(seen.end_time if is_end and seen.end_time else seen.start_time)
        if not self._goes_on(f"review {seen.id}", at_ms, is_end):
            return None
        # Frigate marks an object whose sub label it knows: "person-verified".
        objects = [word.removesuffix("-verified") for word in data.objects]
        found = Seen(seen.camera, at_ms)
        for watch in self._watches.get(seen.camera, ()):
            if watch.value != "review":
                continue
            is_there = not is_end and watch.sees(objects, data.sub_labels, data.zones)
            value = _SEVERITY.get(seen.severity) if is_there else None
            self._follow(found, watch, seen.id, value, is_end)
            if value is not None and data.detections and EVENT_ID.fullmatch(data.detections[0]):
                found.picture_of = data.detections[0]
        return found

    def _goes_on(self, key: str, at_ms: int, is_end: bool) -> bool:
        """Whether this is news of it: not after its end, not older than what is known."""
        course = self._courses.get(key)
        if course is not None and (course.is_over or at_ms < course.at_ms):
            return False
        self._courses[key] = _Course(at_ms, is_end)
        self._courses.move_to_end(key)
        while len(self._courses) > REMEMBERED:
            gone, _ = self._courses.popitem(last=False)
            for active in self._active.values():
                active.pop(gone.partition(" ")[2], None)
        return True

    def _follow(
        self, found: Seen, watch: Watch, id: str, value: float | None, is_end: bool
    ) -> None:
        """One object comes, stays or goes. An end is said even of what began before a restart."""
        active = self._active.setdefault(watch.stream, {})
        if value is not None:
            active[id] = value
        elif id in active:
            del active[id]
        elif not is_end:
            return
        total = float(len(active)) if watch.value == "count" else max(active.values(), default=0.0)
        # Several objects on one stream: its own time never runs back.
        at_ms = max(found.at_ms, self._said_ms.get(watch.stream, found.at_ms))
        self._said_ms[watch.stream] = at_ms
        found.readings.append(RawReading(watch.stream, total, at_ms))


def _decode(decoder: msgspec.json.Decoder[_Message], payload: bytes) -> _Message:
    try:
        return decoder.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage(printable(str(error) or type(error).__name__)) from error


def _require_id(id: str) -> None:
    if not EVENT_ID.fullmatch(id):
        raise BadMessage(f"{printable(id)!r} is not an id of Frigate")


def _ms(seconds: float) -> int:
    if not 0 <= seconds <= _MAX_S:
        raise BadMessage(f"{seconds!r} is not a time in seconds")
    return round(seconds * 1000)
