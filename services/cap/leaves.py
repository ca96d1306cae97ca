"""The elements of a CAP message that hold text: their forms and vocabularies.

Notes what is wrong, each with element, line and what is expected, and reads on with something
harmless in its place; whoever asks must look at `problems` before using what was read.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

import msgspec

from services.cap.document import Circle, LonLat, Reference
from services.cap.tree import Node

MAX_PLACES = 5_000
"""Vertices of all polygons of one message."""
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""Stands in for a time that cannot be read."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_WORD = re.compile(r"[^\s,<&]+")
_TIME_WORDS = "a time with an offset, as 2026-07-18T20:20:00+08:00 (UTC is -00:00, not Z)"
_WORD_WORDS = "a text without spaces, commas, < or &"

E = TypeVar("E", bound=StrEnum)


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong: the element, its line in the message, and what was expected."""

    element: str
    line: int
    expected: str

    def __str__(self) -> str:
        return f"line {self.line}, <{self.element}>: {self.expected}"


class Leaves:
    """Reads elements that hold text."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._places = 0

    def say(self, node: Node, expected: str, element: str = "") -> None:
        self.problems.append(Problem(element or node.name, node.line, expected))

    def text(self, node: Node) -> str:
        for child in node.children:
            self.say(child, f"expected none such: <{node.name}> holds text only")
        return node.text

    def filled(self, node: Node) -> str:
        text = self.text(node)
        if not text:
            self.say(node, "expected a text, found it empty")
        return text

    def token(self, node: Node) -> str:
        text = self.text(node)
        if not _WORD.fullmatch(text):
            self.say(node, f"expected {_WORD_WORDS}, found {_cut(text)}")
        return text

    def language(self, node: Node) -> str:
        text = self.text(node)
        if not _LANGUAGE.fullmatch(text):
            self.say(node, f"expected a language code such as zh-CN, found {_cut(text)}")
        return text

    def word_of(self, node: Node, kind: type[E]) -> E:
        text = self.text(node)
        try:
            return kind(text)
        except ValueError:
            self.say(node, f"expected one of {', '.join(kind)}, found {_cut(text)}")
            return next(iter(kind))

    def time(self, node: Node) -> datetime:
        text = self.text(node)
        if (at := _time_of(text)) is None:
            self.say(node, f"expected {_TIME_WORDS}, found {_cut(text)}")
        return at or EPOCH

    def references(self, node: Node) -> tuple[Reference, ...]:
        found = []
        for triple in self.text(node).split():
            words = triple.split(",")
            at = _time_of(words[2]) if len(words) == 3 else None
            if at is None or not words[0] or not words[1]:
                self.say(node, f"expected sender,identifier,sent, found {_cut(triple)}")
            else:
                found.append(Reference(words[0], words[1], at))
        if not found and not node.text:
            self.say(node, "expected sender,identifier,sent, found it empty")
        return tuple(found)

    def size(self, node: Node) -> int | None:
        text = self.text(node)
        if not re.fullmatch(r"[0-9]{1,15}", text):
            self.say(node, f"expected a number of bytes, found {_cut(text)}")
            return None
        return int(text)

    def number(self, node: Node) -> float | None:
        text = self.text(node)
        value = _number_of(text)
        if value is None:
            self.say(node, f"expected a number, found {_cut(text)}")
        return value

    def polygon(self, node: Node) -> tuple[LonLat, ...]:
        words = self.text(node).split()
        self._places += len(words)
        if self._places > MAX_PLACES:
            self.say(node, f"expected at most {MAX_PLACES} places in all polygons")
            return ()
        places = [_place_of(word) for word in words]
        for word, place in zip(words, places, strict=True):
            if place is None:
                self.say(node, f"expected latitude,longitude in degrees, found {_cut(word)}")
                return ()
        ring = tuple(place for place in places if place is not None)
        if len(ring) < 4 or ring[0] != ring[-1]:
            self.say(node, "expected four places or more, the last the same as the first")
        return ring

    def circle(self, node: Node) -> Circle:
        text = self.text(node)
        words = text.split()
        place = _place_of(words[0]) if len(words) == 2 else None
        radius = _number_of(words[1]) if len(words) == 2 else None
        if place is None or radius is None or radius < 0:
            self.say(node, f"expected latitude,longitude radius in km, found {_cut(text)}")
            return Circle((0.0, 0.0), 0.0)
        return Circle(place, radius)


def _cut(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:60] + "…")


def _time_of(text: str) -> datetime | None:
    if not _TIME.fullmatch(text):
        return None
    try:
        at = datetime.fromisoformat(text)
        at.timestamp()
    except (ValueError, OverflowError):
        return None
    return at


def _number_of(text: str) -> float | None:
    if not re.fullmatch(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)", text) or len(text) > 400:
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _place_of(word: str) -> LonLat | None:
    """(lon, lat) of "lat,lon"."""
    halves = word.split(",")
    if len(halves) != 2:
        return None
    lat, lon = _number_of(halves[0]), _number_of(halves[1])
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return lon, lat
