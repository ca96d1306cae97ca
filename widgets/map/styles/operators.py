"""The operators of style expressions: look-up, types, logic, text, numbers and variables.

Curves and choices (step, interpolate, match, case) are in `curves`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from widgets.map.styles.colors import Color, parse_color
from widgets.map.styles.curves import CURVES
from widgets.map.styles.expressions import (
    Context,
    EvaluationError,
    Expression,
    Operator,
    Scope,
    UnknownExpression,
    combine,
    constant,
    is_same,
    kind_of,
    number_of,
    text_of,
)


def compile_expression(node: Any) -> Expression:
    """Compile an expression of a style. Raises UnknownExpression naming what is not known."""
    return Scope(OPERATORS).compile(node)


def _literal(_scope: Scope, arguments: list[Any]) -> Expression:
    (value,) = arguments
    return constant(tuple(value) if isinstance(value, list) else value)


def _get(scope: Scope, arguments: list[Any]) -> Expression:
    key = scope.compile(arguments[0])
    if len(arguments) == 2:
        holder = scope.compile(arguments[1])

        def from_object(context: Context) -> Any:
            found = holder.evaluate(context)
            if not isinstance(found, Mapping):
                raise EvaluationError("not an object")
            return found.get(key.evaluate(context))

        return combine(from_object, key, holder)
    if key.is_constant:
        name = text_of(key.evaluate(Context(0.0, {})))
        return Expression(lambda context: context.properties.get(name), frozenset((name,)))
    return Expression(
        lambda context: context.properties.get(key.evaluate(context)),
        every_key=True,
        uses_zoom=key.uses_zoom,
    )


def _has(scope: Scope, arguments: list[Any]) -> Expression:
    found = _get(scope, arguments)
    return combine(lambda context: found.evaluate(context) is not None, found)


def _at(scope: Scope, arguments: list[Any]) -> Expression:
    index, items = (scope.compile(argument) for argument in arguments)

    def evaluate(context: Context) -> Any:
        values, at = items.evaluate(context), number_of(index.evaluate(context))
        if kind_of(values) != "array" or not 0 <= at < len(values) or at != int(at):
            raise EvaluationError("no such entry")
        return values[int(at)]

    return combine(evaluate, index, items)


def _in(scope: Scope, arguments: list[Any]) -> Expression:
    needle, hay = (scope.compile(argument) for argument in arguments)

    def evaluate(context: Context) -> bool:
        wanted, held = needle.evaluate(context), hay.evaluate(context)
        if isinstance(held, str):
            return text_of(wanted) in held
        if kind_of(held) != "array":
            raise EvaluationError("neither text nor array")
        return any(is_same(wanted, value) for value in held)

    return combine(evaluate, needle, hay)


def _all(scope: Scope, arguments: list[Any]) -> Expression:
    parts = [scope.compile(argument) for argument in arguments]
    tests = [part.evaluate for part in parts]
    return combine(lambda context: all(_truth(test(context)) for test in tests), *parts)


def _any(scope: Scope, arguments: list[Any]) -> Expression:
    parts = [scope.compile(argument) for argument in arguments]
    tests = [part.evaluate for part in parts]
    return combine(lambda context: any(_truth(test(context)) for test in tests), *parts)


def _not(scope: Scope, arguments: list[Any]) -> Expression:
    (argument,) = arguments
    part = scope.compile(argument)
    return combine(lambda context: not _truth(part.evaluate(context)), part)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise EvaluationError("neither true nor false")
    return value


def _equality(wanted: bool) -> Operator:
    def compiled(scope: Scope, arguments: list[Any]) -> Expression:
        one, other = (scope.compile(argument) for argument in arguments)
        left, right = one.evaluate, other.evaluate
        return combine(lambda context: is_same(left(context), right(context)) == wanted, one, other)

    return compiled


def _order(compare: Callable[[Any, Any], bool]) -> Operator:
    def compiled(scope: Scope, arguments: list[Any]) -> Expression:
        one, other = (scope.compile(argument) for argument in arguments)

        def evaluate(context: Context) -> bool:
            left, right = one.evaluate(context), other.evaluate(context)
            if kind_of(left) != kind_of(right) or kind_of(left) not in ("number", "string"):
                raise EvaluationError("cannot be ordered")
            return compare(left, right)

        return combine(evaluate, one, other)

    return compiled


def _assertion(kind: str) -> Operator:
    """`["string", a, b, …]`: the first value of the type; without one there is no value."""

    def compiled(scope: Scope, arguments: list[Any]) -> Expression:
        if kind == "array" and isinstance(arguments[0], str):
            # The item type and length are promises we need not check.
            arguments = arguments[-1:]
        parts = [scope.compile(argument) for argument in arguments]

        def evaluate(context: Context) -> Any:
            for part in parts:
                value = part.evaluate(context)
                if kind_of(value) == kind:
                    return value
            raise EvaluationError(f"not of type {kind}")

        return combine(evaluate, *parts)

    return compiled


def _to_number(scope: Scope, arguments: list[Any]) -> Expression:
    parts = [scope.compile(argument) for argument in arguments]

    def evaluate(context: Context) -> float:
        for part in parts:
            value = part.evaluate(context)
            if value is None:
                return 0.0
            try:
                return float(value or 0.0) if kind_of(value) != "array" else _no_number()
            except (TypeError, ValueError):
                continue
        return _no_number()

    return combine(evaluate, *parts)


def _no_number() -> float:
    raise EvaluationError("no number")


def _to_color(scope: Scope, arguments: list[Any]) -> Expression:
    parts = [scope.compile(argument) for argument in arguments]

    def evaluate(context: Context) -> Color:
        for part in parts:
            value = part.evaluate(context)
            if isinstance(value, Color):
                return value
            try:
                return parse_color(value)
            except (ValueError, AttributeError, TypeError):
                continue
        raise EvaluationError("no colour")

    return combine(evaluate, *parts)


def _rgba(scope: Scope, arguments: list[Any]) -> Expression:
    return _call(lambda *parts: Color(*(float(number_of(part)) for part in parts)))(
        scope, arguments
    )


def _format(scope: Scope, arguments: list[Any]) -> Expression:
    # Sections carry fonts and colours of their own; the text alone is kept.
    parts = [scope.compile(argument) for argument in arguments if not isinstance(argument, dict)]
    return combine(
        lambda context: "".join(text_of(part.evaluate(context)) for part in parts), *parts
    )


def _let(scope: Scope, arguments: list[Any]) -> Expression:
    *bindings, body = arguments
    inner = scope
    for name, node in zip(bindings[::2], bindings[1::2], strict=True):
        inner = inner.bind({name: scope.compile(node)})
    return inner.compile(body)


def _var(scope: Scope, arguments: list[Any]) -> Expression:
    (name,) = arguments
    if name not in scope.variables:
        raise UnknownExpression(f"var {name}")
    return scope.variables[name]


def _call(function: Callable[..., Any]) -> Operator:
    """Make an operator of a function of the arguments' values."""

    def compiled(scope: Scope, arguments: list[Any]) -> Expression:
        parts = [scope.compile(argument) for argument in arguments]
        calls = [part.evaluate for part in parts]

        def evaluate(context: Context) -> Any:
            try:
                return function(*(call(context) for call in calls))
            except (TypeError, ValueError, ArithmeticError, AttributeError) as problem:
                raise EvaluationError(str(problem)) from problem

        return combine(evaluate, *parts)

    return compiled


def _numeric(function: Callable[..., float]) -> Operator:
    return _call(lambda *values: function(*(number_of(value) for value in values)))


def _minus(one: float, other: float | None = None) -> float:
    return -one if other is None else one - other


def _index_of(needle: Any, hay: Any, start: float = 0) -> int:
    try:
        found: int = hay.index(needle, int(start))
    except ValueError:
        return -1
    return found


def _slice(items: Any, start: float, end: float | None = None) -> Any:
    return items[int(start) :] if end is None else items[int(start) : int(end)]


def _length(items: str | Sequence[Any]) -> int:
    return len(items)


OPERATORS: Final[Mapping[str, Operator]] = {
    **CURVES,
    "literal": _literal,
    "get": _get,
    "has": _has,
    "at": _at,
    "in": _in,
    "all": _all,
    "any": _any,
    "!": _not,
    "==": _equality(True),
    "!=": _equality(False),
    "<": _order(operator.lt),
    "<=": _order(operator.le),
    ">": _order(operator.gt),
    ">=": _order(operator.ge),
    "string": _assertion("string"),
    "number": _assertion("number"),
    "boolean": _assertion("boolean"),
    "array": _assertion("array"),
    "object": _assertion("object"),
    "to-string": _call(text_of),
    "to-number": _to_number,
    "to-boolean": _call(bool),
    "to-color": _to_color,
    "typeof": _call(kind_of),
    "zoom": lambda _scope, _none: Expression(lambda context: context.zoom, uses_zoom=True),
    "geometry-type": lambda _scope, _none: Expression(
        lambda context: context.geometry, uses_geometry=True
    ),
    "id": lambda _scope, _none: Expression(lambda context: context.id, uses_id=True),
    "properties": lambda _scope, _none: Expression(
        lambda context: context.properties, every_key=True
    ),
    "concat": _call(lambda *values: "".join(text_of(value) for value in values)),
    "upcase": _call(lambda value: value.upper()),
    "downcase": _call(lambda value: value.lower()),
    "length": _call(_length),
    "index-of": _call(_index_of),
    "slice": _call(_slice),
    "format": _format,
    "is-supported-script": _call(lambda _text: True),
    "let": _let,
    "var": _var,
    "rgb": _rgba,
    "rgba": _rgba,
    "+": _numeric(lambda *values: sum(values)),
    "*": _numeric(lambda *values: math.prod(values)),
    "-": _numeric(_minus),
    "/": _numeric(operator.truediv),
    "%": _numeric(math.fmod),
    "^": _numeric(math.pow),
    "min": _numeric(min),
    "max": _numeric(max),
    "abs": _numeric(abs),
    "floor": _numeric(math.floor),
    "ceil": _numeric(math.ceil),
    "round": _numeric(lambda value: math.copysign(math.floor(abs(value) + 0.5), value)),
    "sqrt": _numeric(math.sqrt),
    "ln": _numeric(math.log),
    "log2": _numeric(math.log2),
    "log10": _numeric(math.log10),
    "sin": _numeric(math.sin),
    "cos": _numeric(math.cos),
    "tan": _numeric(math.tan),
    "pi": lambda _scope, _none: constant(math.pi),
    "e": lambda _scope, _none: constant(math.e),
    "ln2": lambda _scope, _none: constant(math.log(2.0)),
}
