"""Whether an entity fits an expression, and what to sort it by. Links are followed by whoever asks.

A path over a link to many entities has many values, and a comparison holds when it holds for any.
What cannot be compared is not equal and in no order.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

from services.api.sensorthings.expression import COMPARE, Binary, Call, Literal, Node, Path, Unary
from services.api.sensorthings.words import Duration, Entity, Instant, StaError, target_of

Follow = Callable[[Entity, str], Sequence[Entity]]
"""The entities a link leads to."""
MAX_VALUES = 10_000

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_NUMBERS = (int, float)


class Evaluator:
    """Evaluates over entities whose links `follow` follows; `now_ms` is now()."""

    def __init__(self, follow: Follow, now_ms: int) -> None:
        self._follow = follow
        self._now = Instant(now_ms)

    def fits(self, node: Node, entity: Entity) -> bool:
        """Whether the expression holds for the entity."""
        return any(value is True for value in self.values(node, entity))

    def key(self, node: Node, entity: Entity) -> tuple[int, Any]:
        """What to sort the entity by: nothing first, then values of a kind together."""
        for value in self.values(node, entity):
            if isinstance(value, bool):
                return (1, value)
            if isinstance(value, _NUMBERS):
                return (2, value)
            if isinstance(value, Instant):
                return (3, value)
            if isinstance(value, str):
                return (4, value)
        return (0, 0)

    def values(self, node: Node, entity: Entity) -> list[Any]:
        """Every value the expression has."""
        if isinstance(node, Literal):
            return [node.value]
        if isinstance(node, Path):
            return self._reach(entity, node.parts) or [None]
        if isinstance(node, Unary):
            if node.sign == "not":
                return [not self.fits(node.operand, entity)]
            return [_negative(value) for value in self.values(node.operand, entity)]
        if isinstance(node, Call):
            if node.name == "now" and not node.arguments:
                return [self._now]
            parts = [self.values(each, entity) for each in node.arguments]
            return [call(node.name, each) for each in _bounded(product(*parts))]
        if node.sign == "and":
            return [self.fits(node.left, entity) and self.fits(node.right, entity)]
        if node.sign == "or":
            return [self.fits(node.left, entity) or self.fits(node.right, entity)]
        pairs = product(self.values(node.left, entity), self.values(node.right, entity))
        return [_binary(node.sign, left, right) for left, right in _bounded(pairs)]

    def _reach(self, entity: Entity, parts: Sequence[str]) -> list[Any]:
        first, rest = parts[0], parts[1:]
        if first in ("id", "@iot.id") and not rest:
            return [entity.id]
        if target_of(entity.set, first):
            found: list[Any] = []
            for other in self._follow(entity, first):
                found += self._reach(other, rest) if rest else [other.id]
                if len(found) > MAX_VALUES:
                    raise StaError(400, f"$filter: {'/'.join(parts)} has too many values")
            return found
        value = entity.properties.get(first)
        for part in rest:
            value = value.get(part) if isinstance(value, dict) else None
        return [value]


def check(node: Node, set: str, option: str) -> None:
    """Raises StaError 400 for a link or property the set does not have, or an unknown function."""
    if isinstance(node, Path):
        _check_path(node, set, option)
    elif isinstance(node, Unary):
        check(node.operand, set, option)
    elif isinstance(node, Binary):
        check(node.left, set, option)
        check(node.right, set, option)
    elif isinstance(node, Call):
        arity = (0,) if node.name == "now" else ARITY.get(node.name)
        if arity is None:
            raise StaError(
                400, f"{option}: there is no function {node.name}(); there are: {', '.join(ARITY)}"
            )
        if len(node.arguments) not in arity:
            takes = " or ".join(map(str, arity))
            raise StaError(400, f"{option}: {node.name}() takes {takes} arguments")
        for each in node.arguments:
            check(each, set, option)


def _check_path(node: Path, set: str, option: str) -> None:
    for part in node.parts:
        target = target_of(set, part)
        if target is None:
            if part in KNOWN[set]:
                return
            names = ", ".join(KNOWN[set])
            raise StaError(400, f"{option}: {set} have no property {part}; they have: {names}")
        set = target[0]


_DESCRIBED = ("name", "description", "properties")
KNOWN: dict[str, tuple[str, ...]] = {
    "Things": ("id", "@iot.id", *_DESCRIBED),
    "Locations": ("id", "@iot.id", *_DESCRIBED, "encodingType", "location"),
    "HistoricalLocations": ("id", "@iot.id", "time"),
    "Datastreams": (
        *("id", "@iot.id", *_DESCRIBED, "unitOfMeasurement", "observationType"),
        *("observedArea", "phenomenonTime", "resultTime"),
    ),
    "Sensors": ("id", "@iot.id", *_DESCRIBED, "encodingType", "metadata"),
    "ObservedProperties": ("id", "@iot.id", *_DESCRIBED, "definition"),
    "Observations": (
        *("id", "@iot.id", "phenomenonTime", "result", "resultTime"),
        *("resultQuality", "validTime", "parameters"),
    ),
    "FeaturesOfInterest": ("id", "@iot.id", *_DESCRIBED, "encodingType", "feature"),
}
"""Properties by set, those that are always empty here included."""


def _bounded(values: Iterator[Any]) -> Iterator[Any]:
    for count, value in enumerate(values):
        if count >= MAX_VALUES:
            raise StaError(400, "$filter compares too many values with too many")
        yield value


def _negative(value: Any) -> Any:
    if isinstance(value, Duration):
        return Duration(-value.ms)
    return -value if isinstance(value, _NUMBERS) and not isinstance(value, bool) else None


def _alike(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return isinstance(left, bool) and isinstance(right, bool)
    if isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS):
        return True
    return type(left) is type(right) and isinstance(left, str | Instant | Duration)


def _binary(sign: str, left: Any, right: Any) -> Any:
    if sign in COMPARE:
        if sign in ("eq", "ne"):
            is_same = (left is None and right is None) or (_alike(left, right) and left == right)
            return is_same is (sign == "eq")
        return _alike(left, right) and _ORDER[sign](left, right)
    return _arithmetic(sign, left, right)


def _arithmetic(sign: str, left: Any, right: Any) -> Any:
    if isinstance(left, Instant | Duration) and isinstance(right, Instant | Duration):
        return _with_time(sign, left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    if not isinstance(left, _NUMBERS) or not isinstance(right, _NUMBERS):
        return None
    if sign in ("div", "mod") and right == 0:
        return None
    how: dict[str, Callable[[Any, Any], Any]] = {
        "add": operator.add,
        "sub": operator.sub,
        "mul": operator.mul,
        "div": operator.truediv,
        "mod": math.fmod,
    }
    try:
        return how[sign](left, right)
    except (OverflowError, ValueError):
        return None


def _with_time(sign: str, left: Instant | Duration, right: Instant | Duration) -> Any:
    if sign not in ("add", "sub"):
        return None
    ms = left.ms + right.ms if sign == "add" else left.ms - right.ms
    if isinstance(left, Instant) and isinstance(right, Instant):
        return Duration(ms) if sign == "sub" else None
    if isinstance(left, Duration) and isinstance(right, Duration):
        return Duration(ms)
    return Instant(ms) if isinstance(left, Instant) or sign == "add" else None


def _text(name: str, texts: Sequence[Any]) -> Any:
    first = texts[0]
    second = texts[1] if len(texts) > 1 else ""
    how: dict[str, Callable[[], Any]] = {
        "substringof": lambda: first in second,
        "contains": lambda: second in first,
        "startswith": lambda: first.startswith(second),
        "endswith": lambda: first.endswith(second),
        "length": lambda: len(first),
        "indexof": lambda: first.find(second),
        "tolower": first.lower,
        "toupper": first.upper,
        "trim": first.strip,
        "concat": lambda: first + second,
    }
    return how[name]()


def _time(name: str, moment: Instant) -> Any:
    try:
        when = moment.moment()
    except (OverflowError, ValueError, OSError):
        return None
    if name == "date":
        return Instant(moment.ms - moment.ms % 86_400_000)
    if name == "time":
        return Duration(moment.ms % 86_400_000)
    if name == "fractionalseconds":
        return moment.ms % 1000 / 1000
    return getattr(when, name)


_TEXTS = ("substringof", "contains", "startswith", "endswith", "indexof", "concat")
_ONE_TEXT = ("length", "tolower", "toupper", "trim")
_TIMES = ("year", "month", "day", "hour", "minute", "second", "fractionalseconds", "date", "time")
_ROUNDING: dict[str, Callable[[float], int]] = {
    "round": lambda x: math.floor(x + 0.5),
    "floor": math.floor,
    "ceiling": math.ceil,
}
ARITY: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(_TEXTS, (2,)),
    **dict.fromkeys((*_ONE_TEXT, *_TIMES, *_ROUNDING), (1,)),
    "substring": (2, 3),
    "now": (0,),
}
"""Functions and how many arguments each takes."""


def call(name: str, arguments: Sequence[Any]) -> Any:
    """The value of a function; None when its arguments are of the wrong kind."""
    first = arguments[0]
    if name in _TEXTS or name in _ONE_TEXT:
        return _text(name, arguments) if all(isinstance(a, str) for a in arguments) else None
    if name in _TIMES:
        return _time(name, first) if isinstance(first, Instant) else None
    numbers = arguments[1:] if name == "substring" else arguments
    if not all(isinstance(n, _NUMBERS) and not isinstance(n, bool) for n in numbers):
        return None
    if not all(math.isfinite(n) for n in numbers):
        return None
    if name == "substring":
        start = max(0, int(numbers[0]))
        end = start + max(0, int(numbers[1])) if len(numbers) > 1 else None
        return first[start:end] if isinstance(first, str) else None
    return _ROUNDING[name](first)
