"""MapLibre style expressions compiled once into closures.

Every operator is a closure over its compiled arguments; what an expression looks at (properties,
zoom, geometry) is known beforehand, so that it need not be evaluated for each feature.
Specification: https://maplibre.org/maplibre-style-spec/expressions/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from widgets.map.styles.colors import Color

Evaluate = Callable[["Context"], Any]
MAX_DEPTH: Final = 64


class UnknownExpression(ValueError):
    """An expression this program does not know, or not in this form. The text names it."""


class EvaluationError(Exception):
    """An expression has no value for this feature; the property falls back to its default."""


@dataclass(slots=True)
class Context:
    """What an expression may look at: one feature at one zoom."""

    zoom: float
    properties: Mapping[str, Any]
    geometry: str = "Point"
    id: Any = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression and what its value depends on.

    `keys` are the properties it reads; with `every_key` it may read any.
    """

    evaluate: Evaluate
    keys: frozenset[str] = frozenset()
    every_key: bool = False
    uses_zoom: bool = False
    uses_geometry: bool = False
    uses_id: bool = False

    @property
    def is_constant(self) -> bool:
        """Say whether the value is the same for every feature at every zoom."""
        return not self.uses_zoom and not self.uses_feature

    @property
    def uses_feature(self) -> bool:
        """Say whether the value may differ between features."""
        return bool(self.keys) or self.every_key or self.uses_geometry or self.uses_id


@dataclass(frozen=True, slots=True)
class Scope:
    """What is bound where an expression stands: the operators and the variables of `let`."""

    operators: Mapping[str, Operator]
    variables: Mapping[str, Expression] = field(default_factory=dict)
    depth: int = 0

    def compile(self, node: Any) -> Expression:
        """Compile an argument standing in this scope. Raises UnknownExpression."""
        if not isinstance(node, Sequence) or isinstance(node, str):
            if isinstance(node, Mapping):
                raise UnknownExpression("object without literal")
            return constant(node)
        if self.depth > MAX_DEPTH:
            raise UnknownExpression("an expression nested too deeply")
        if not node or not isinstance(node[0], str):
            raise UnknownExpression("array without literal")
        operator = self.operators.get(node[0])
        if operator is None:
            raise UnknownExpression(node[0])
        try:
            return operator(replace(self, depth=self.depth + 1), list(node[1:]))
        except (TypeError, ValueError, IndexError) as problem:
            if isinstance(problem, UnknownExpression):
                raise
            raise UnknownExpression(f"{node[0]} (malformed)") from problem

    def bind(self, variables: Mapping[str, Expression]) -> Scope:
        """Return the scope inside a `let`."""
        return replace(self, variables={**self.variables, **variables})


Operator = Callable[[Scope, list[Any]], Expression]


def constant(value: Any) -> Expression:
    """Return the expression that is always `value`."""
    return Expression(lambda _context: value)


def combine(evaluate: Evaluate, *parts: Expression) -> Expression:
    """Return an expression that depends on whatever its parts depend on.

    One that depends on nothing is evaluated here and now.
    """
    made = Expression(
        evaluate,
        frozenset().union(*(part.keys for part in parts)),
        any(part.every_key for part in parts),
        any(part.uses_zoom for part in parts),
        any(part.uses_geometry for part in parts),
        any(part.uses_id for part in parts),
    )
    if not made.is_constant:
        return made
    try:
        return constant(evaluate(Context(0.0, {})))
    except EvaluationError:
        return made


def kind_of(value: Any) -> str:
    """Return the type's name as `typeof` gives it. A bool is no number, unlike in Python."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, Color):
        return "color"
    return "object" if isinstance(value, Mapping) else "array"


def text_of(value: Any) -> str:
    """Return what `to-string` gives: 1 for 1.0, true for True, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Color):
        red, green, blue = (round(part) for part in value[:3])
        return f"rgba({red},{green},{blue},{value.alpha:g})"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def number_of(value: Any) -> float:
    """Return a number as it is. Raises EvaluationError for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise EvaluationError("not a number")
    return value


def is_same(one: Any, other: Any) -> bool:
    """Compare as `==` does: 1 equals 1.0 but not true."""
    return kind_of(one) == kind_of(other) and bool(one == other)
