"""Expressions that choose: step, interpolate, match, case, coalesce."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

from widgets.map.styles.colors import Color, parse_color
from widgets.map.styles.expressions import (
    Context,
    EvaluationError,
    Expression,
    Operator,
    Scope,
    UnknownExpression,
    combine,
    kind_of,
    number_of,
)


def _step(scope: Scope, arguments: list[Any]) -> Expression:
    source = scope.compile(arguments[0])
    outputs = [scope.compile(node) for node in arguments[1::2]]
    stops = _ascending(arguments[2::2])
    if len(outputs) != len(stops) + 1:
        raise ValueError("a stop without a value")

    def evaluate(context: Context) -> Any:
        at = bisect_right(stops, number_of(source.evaluate(context)))
        return outputs[at].evaluate(context)

    return combine(evaluate, source, *outputs)


def _interpolate(scope: Scope, arguments: list[Any]) -> Expression:
    curve = _curve(arguments[0])
    source = scope.compile(arguments[1])
    stops = _ascending(arguments[2::2])
    outputs = [scope.compile(node) for node in arguments[3::2]]
    if not stops or len(outputs) != len(stops):
        raise ValueError("a stop without a value")

    def evaluate(context: Context) -> Any:
        value = number_of(source.evaluate(context))
        at = bisect_right(stops, value)
        if at == 0:
            return outputs[0].evaluate(context)
        if at == len(stops):
            return outputs[-1].evaluate(context)
        part = curve(value, stops[at - 1], stops[at])
        return _mix(outputs[at - 1].evaluate(context), outputs[at].evaluate(context), part)

    return combine(evaluate, source, *outputs)


def _curve(node: Any) -> Callable[[float, float, float], float]:
    kind = node[0]
    if kind == "linear":
        return lambda value, low, high: (value - low) / (high - low)
    if kind == "exponential":
        base = float(node[1])
        return lambda value, low, high: exponential(base, value, low, high)
    if kind == "cubic-bezier":
        x1, y1, x2, y2 = (float(number) for number in node[1:5])
        return lambda value, low, high: _bezier((value - low) / (high - low), x1, y1, x2, y2)
    raise UnknownExpression(f"interpolate {kind}")


def exponential(base: float, value: float, low: float, high: float) -> float:
    """Return how far `value` is from `low` to `high` on a curve that grows by `base` per unit."""
    if abs(base - 1.0) < 1e-6:
        return (value - low) / (high - low)
    return float((base ** (value - low) - 1.0) / (base ** (high - low) - 1.0))


def _bezier(part: float, x1: float, y1: float, x2: float, y2: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(24):
        at = (low + high) / 2.0
        x = 3.0 * (1.0 - at) ** 2 * at * x1 + 3.0 * (1.0 - at) * at**2 * x2 + at**3
        low, high = (at, high) if x < part else (low, at)
    return 3.0 * (1.0 - at) ** 2 * at * y1 + 3.0 * (1.0 - at) * at**2 * y2 + at**3


def _mix(one: Any, other: Any, part: float) -> Any:
    if kind_of(one) == "number" and kind_of(other) == "number":
        return one + (other - one) * part
    if kind_of(one) == "array" and kind_of(other) == "array":
        return tuple(_mix(a, b, part) for a, b in zip(one, other, strict=False))
    return _color(one).mixed(_color(other), part)


def _color(value: Any) -> Color:
    if isinstance(value, Color):
        return value
    try:
        return parse_color(value)
    except (ValueError, AttributeError) as problem:
        raise EvaluationError("cannot be mixed") from problem


def _ascending(stops: list[Any]) -> list[float]:
    values = [float(number_of(stop)) for stop in stops]
    if any(after <= before for before, after in pairwise(values)):
        raise ValueError("stops must ascend")
    return values


def _match(scope: Scope, arguments: list[Any]) -> Expression:
    source = scope.compile(arguments[0])
    if len(arguments) < 4 or len(arguments) % 2:
        raise ValueError("match needs pairs and a default")
    default = scope.compile(arguments[-1])
    table: dict[tuple[str, Any], Expression] = {}
    outputs = []
    for labels, node in zip(arguments[1:-1:2], arguments[2:-1:2], strict=True):
        output = scope.compile(node)
        outputs.append(output)
        for label in labels if isinstance(labels, list) else [labels]:
            table.setdefault((kind_of(label), label), output)

    def evaluate(context: Context) -> Any:
        value = source.evaluate(context)
        kind = kind_of(value)
        # Objects and arrays match no label, and cannot be looked up.
        found = table.get((kind, value)) if kind in ("string", "number", "boolean") else None
        return (found or default).evaluate(context)

    return combine(evaluate, source, default, *outputs)


def _case(scope: Scope, arguments: list[Any]) -> Expression:
    if len(arguments) % 2 == 0:
        raise ValueError("case needs a default")
    parts = [scope.compile(node) for node in arguments]
    pairs = list(zip(parts[:-1:2], parts[1:-1:2], strict=True))

    def evaluate(context: Context) -> Any:
        for test, output in pairs:
            if test.evaluate(context) is True:
                return output.evaluate(context)
        return parts[-1].evaluate(context)

    return combine(evaluate, *parts)


def _coalesce(scope: Scope, arguments: list[Any]) -> Expression:
    parts = [scope.compile(node) for node in arguments]

    def evaluate(context: Context) -> Any:
        for part in parts:
            try:
                value = part.evaluate(context)
            except EvaluationError:
                continue
            if value is not None:
                return value
        return None

    return combine(evaluate, *parts)


CURVES: Final[Mapping[str, Operator]] = {
    "step": _step,
    "interpolate": _interpolate,
    "interpolate-hcl": _interpolate,
    "interpolate-lab": _interpolate,
    "match": _match,
    "case": _case,
    "coalesce": _coalesce,
}
