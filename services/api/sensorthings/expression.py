"""$filter and $orderby of OData as SensorThings uses them: text to a tree. Knows no entities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from services.api.sensorthings.words import Duration, Instant, StaError

MAX_TEXT = 8_000
MAX_DEPTH = 40
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+\-\ ]\d\d:?\d\d)?)
    |(?P<date>\d{4}-\d\d-\d\d)
    |(?P<typed>(?:duration|geography)'(?:[^']|'')*')
    |(?P<text>'(?:[^']|'')*')
    |(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<name>[^\W\d][\w.@]*|@[\w.@]+)
    |(?P<sign>[(),/\-])
    )""",
    re.VERBOSE,
)
_DURATION = re.compile(
    r"(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.ASCII
)
COMPARE = ("eq", "ne", "gt", "ge", "lt", "le")
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Literal:
    value: object


@dataclass(frozen=True, slots=True)
class Path:
    """Names that lead from the entity to a property, through links and into objects."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`not` or `-`."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """and, or, a comparison, or arithmetic: add sub mul div mod."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Node, ...]


Node = Literal | Path | Unary | Binary | Call


def parse_expression(text: str, option: str = "$filter") -> Node:
    """The tree of an expression. Raises StaError 400, saying where."""
    parser = _Parser(text, option)
    node = parser.either(0)
    parser.end()
    return node


class _Parser:
    def __init__(self, text: str, option: str) -> None:
        if len(text) > MAX_TEXT:
            raise StaError(400, f"{option} is longer than {MAX_TEXT} characters")
        self._option = option
        self._tokens: list[tuple[str, str, int]] = []
        self._next = 0
        at = 0
        while at < len(text.rstrip()):
            token = _TOKEN.match(text, at)
            if token is None or token.lastgroup is None:
                raise StaError(400, f"{option}: cannot read {text[at : at + 20]!r} at {at}")
            kind = token.lastgroup
            self._tokens.append((kind, token[kind], token.start(kind)))
            at = token.end()

    def fail(self, expected: str) -> StaError:
        if self._next < len(self._tokens):
            _, text, at = self._tokens[self._next]
            return StaError(400, f"{self._option}: {expected} expected, not {text!r} at {at}")
        return StaError(400, f"{self._option}: {expected} expected at the end")

    def end(self) -> None:
        if self._next < len(self._tokens):
            raise self.fail("an operator such as eq, and, or")

    def _peek(self, *words: str) -> str:
        """The next token when it is one of the words."""
        if self._next < len(self._tokens):
            kind, text, _ = self._tokens[self._next]
            if kind in ("name", "sign") and text in words:
                return text
        return ""

    def _eat(self, *words: str) -> str:
        found = self._peek(*words)
        self._next += bool(found)
        return found

    def _chain(self, depth: int, words: tuple[str, ...], level: int) -> Node:
        """One or more operands joined by any of the words, from the left."""
        if depth > MAX_DEPTH:
            raise StaError(400, f"{self._option} is nested deeper than {MAX_DEPTH}")
        node = self._operand(depth, level)
        while sign := self._eat(*words):
            node = Binary(sign, node, self._operand(depth, level))
        return node

    def _operand(self, depth: int, level: int) -> Node:
        if level == 1:
            return self._chain(depth + 1, ("and",), 2)
        if level == 2:
            if self._eat("not"):
                return Unary("not", self._negated(depth + 1))
            return self._comparison(depth + 1)
        if level == 3:
            return self._chain(depth + 1, ("mul", "div", "mod"), 4)
        return self._primary(depth + 1)

    def _negated(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise StaError(400, f"{self._option} is nested deeper than {MAX_DEPTH}")
        if self._eat("not"):
            return Unary("not", self._negated(depth + 1))
        return self._comparison(depth)

    def either(self, depth: int) -> Node:
        return self._chain(depth, ("or",), 1)

    def _comparison(self, depth: int) -> Node:
        left = self._chain(depth, ("add", "sub"), 3)
        if sign := self._eat(*COMPARE):
            return Binary(sign, left, self._chain(depth, ("add", "sub"), 3))
        return left

    def _primary(self, depth: int) -> Node:
        if self._eat("-"):
            if depth > MAX_DEPTH:
                raise StaError(400, f"{self._option} is nested deeper than {MAX_DEPTH}")
            return Unary("-", self._primary(depth + 1))
        if self._eat("("):
            node = self.either(depth)
            if not self._eat(")"):
                raise self.fail(") ")
            return node
        if self._next >= len(self._tokens):
            raise self.fail("a value")
        kind, text, at = self._tokens[self._next]
        self._next += 1
        if kind == "name":
            return self._named(depth, text)
        if kind == "sign":
            self._next -= 1
            raise self.fail("a value")
        return Literal(_value(kind, text, f"{self._option} at {at}"))

    def _named(self, depth: int, text: str) -> Node:
        if text in _WORDS and not self._peek("/", "("):
            return Literal(_WORDS[text])
        if self._eat("("):
            return Call(text, self._arguments(depth))
        parts = [text]
        while self._eat("/"):
            if self._next >= len(self._tokens) or self._tokens[self._next][0] != "name":
                raise self.fail("a property")
            parts.append(self._tokens[self._next][1])
            self._next += 1
        return Path(tuple(parts))

    def _arguments(self, depth: int) -> tuple[Node, ...]:
        if self._eat(")"):
            return ()
        found = [self.either(depth)]
        while self._eat(","):
            found.append(self.either(depth))
        if not self._eat(")"):
            raise self.fail(") or a comma")
        return tuple(found)


def _value(kind: str, text: str, where: str) -> object:
    if kind == "number":
        return float(text)
    if kind == "text":
        return text[1:-1].replace("''", "'")
    if kind == "typed":
        name, _, rest = text.partition("'")
        if name == "geography":
            raise StaError(400, f"{where}: places cannot be compared here")
        return _duration(rest[:-1], where)
    return instant_of(text, where)


def instant_of(text: str, where: str) -> Instant:
    """A moment of ISO 8601; UTC without an offset. Raises StaError 400."""
    try:
        # A plus sign in an address means a space to many servers on the way.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise StaError(400, f"{where}: {text!r} is no time in ISO 8601") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Instant(round(moment.timestamp() * 1000))


def _duration(text: str, where: str) -> Duration:
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()[1:]) or len(text) > 40:
        raise StaError(400, f"{where}: {text!r} is no duration such as PT1H or P1DT30M")
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups()[1:])
    ms = round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000)
    return Duration(-ms if found[1] else ms)
