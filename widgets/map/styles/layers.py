"""One layer of a style: its filter and its properties, compiled and typed.

Knows the properties this program draws; what else a style asks for is reported by name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from widgets.map.styles.colors import BLACK, CLEAR, Color, parse_color
from widgets.map.styles.expressions import (
    Context,
    EvaluationError,
    Expression,
    kind_of,
    number_of,
    text_of,
)
from widgets.map.styles.legacy import modern_filter, modern_value
from widgets.map.styles.operators import OPERATORS, compile_expression

Note = Callable[[str], None]

LAST_ZOOM: Final = 25.0

_TROUBLE: Final = (EvaluationError, ValueError, TypeError, LookupError, AttributeError)
"""What outside input in the place of an expression leads to."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property's type (number, color, text, flag, word, numbers, words) and default."""

    kind: str
    default: Any = None


def _number(default: float) -> Property:
    return Property("number", default)


_COLOR: Final = Property("color", BLACK)
_PAIR: Final = Property("numbers", (0.0, 0.0))

PROPERTIES: Final[Mapping[str, Mapping[str, Property]]] = {
    "background": {"background-color": _COLOR, "background-opacity": _number(1.0)},
    "fill": {
        "fill-antialias": Property("flag", True),
        "fill-color": _COLOR,
        "fill-opacity": _number(1.0),
        "fill-outline-color": Property("color", CLEAR),
        "fill-translate": _PAIR,
        "fill-sort-key": _number(0.0),
    },
    "line": {
        "line-color": _COLOR,
        "line-opacity": _number(1.0),
        "line-width": _number(1.0),
        "line-gap-width": _number(0.0),
        "line-offset": _number(0.0),
        "line-dasharray": Property("numbers", ()),
        "line-translate": _PAIR,
        "line-cap": Property("word", "butt"),
        "line-join": Property("word", "miter"),
        "line-miter-limit": _number(2.0),
        "line-sort-key": _number(0.0),
    },
    "circle": {
        "circle-color": _COLOR,
        "circle-opacity": _number(1.0),
        "circle-radius": _number(5.0),
        "circle-stroke-color": _COLOR,
        "circle-stroke-opacity": _number(1.0),
        "circle-stroke-width": _number(0.0),
        "circle-translate": _PAIR,
        "circle-sort-key": _number(0.0),
    },
    "symbol": {
        "symbol-placement": Property("word", "point"),
        "symbol-spacing": _number(250.0),
        "symbol-sort-key": _number(0.0),
        "text-field": Property("text", ""),
        "text-font": Property("words", ()),
        "text-size": _number(16.0),
        "text-color": _COLOR,
        "text-opacity": _number(1.0),
        "text-halo-color": Property("color", CLEAR),
        "text-halo-width": _number(0.0),
        "text-max-width": _number(10.0),
        "text-line-height": _number(1.2),
        "text-letter-spacing": _number(0.0),
        "text-anchor": Property("word", "center"),
        "text-variable-anchor": Property("words", ()),
        "text-offset": _PAIR,
        "text-radial-offset": _number(0.0),
        "text-padding": _number(2.0),
        "text-transform": Property("word", "none"),
        "text-allow-overlap": Property("flag", False),
        "text-max-angle": _number(45.0),
    },
    "raster": {
        "raster-opacity": _number(1.0),
        "raster-resampling": Property("word", "linear"),
    },
}

_WITHOUT_EFFECT: Final = frozenset(
    {
        "visibility",
        "fill-translate-anchor",
        "line-translate-anchor",
        "line-round-limit",
        "circle-translate-anchor",
        "circle-pitch-alignment",
        "circle-pitch-scale",
        "symbol-avoid-edges",
        "symbol-z-order",
        "text-rotation-alignment",
        "text-pitch-alignment",
        "text-justify",
        "text-keep-upright",
        "text-optional",
        "text-ignore-placement",
        "text-halo-blur",
        "raster-fade-duration",
    }
)
"""Known, and nothing would look different on a flat map that stands still."""


@dataclass(frozen=True, eq=False)
class StyleLayer:
    """A layer to draw. `min_zoom` ≤ zoom < `max_zoom`, in MapLibre's zooms (512-px world)."""

    id: str
    type: str
    source_layer: str
    min_zoom: float
    max_zoom: float
    filter: Expression | None
    values: Mapping[str, Expression]

    def is_shown(self, zoom: float) -> bool:
        """Say whether the layer is drawn at a zoom."""
        return self.min_zoom <= zoom < self.max_zoom

    def passes(self, context: Context) -> bool:
        """Say whether a feature belongs to the layer."""
        if self.filter is None:
            return True
        try:
            return self.filter.evaluate(context) is True
        except EvaluationError:
            return False

    def value(self, name: str, context: Context) -> Any:
        """Return a property's value of its type; its default where there is none."""
        kind = PROPERTIES[self.type][name]
        expression = self.values.get(name)
        if expression is None:
            return kind.default
        try:
            return _typed(kind.kind, expression.evaluate(context))
        except (EvaluationError, ValueError, TypeError):
            return kind.default

    def expressions(self, names: Sequence[str]) -> list[Expression]:
        """Return the expressions behind the named properties."""
        return [self.values[name] for name in names if name in self.values]


def _typed(kind: str, value: Any) -> Any:
    if value is None:
        raise ValueError("no value")
    if kind == "color":
        color = value if isinstance(value, Color) else parse_color(text_of(value))
        return Color(*(_finite(part) for part in color))
    if kind == "number":
        return _finite(value)
    if kind == "text":
        return text_of(value)
    if kind == "numbers":
        return tuple(_finite(part) for part in value)
    if kind == "words":
        return tuple(str(part) for part in value)
    if kind_of(value) != {"flag": "boolean", "word": "string"}[kind]:
        raise ValueError("another type")
    return value


def _finite(value: Any) -> float:
    number = float(number_of(value))
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def read_layer(node: Mapping[str, Any], note: Note) -> StyleLayer | None:
    """Compile a layer. What cannot be drawn is given to `note` by name; None when all of it."""
    kind = str(node.get("type", ""))
    name = str(node.get("id", ""))
    if kind not in PROPERTIES:
        note(f"layer type {kind or 'missing'}")
        return None
    stated = {**_mapping(node.get("layout")), **_mapping(node.get("paint"))}
    if stated.get("visibility") == "none":
        return None
    try:
        test = compile_expression(modern_filter(node["filter"])) if "filter" in node else None
    except _TROUBLE as problem:
        note(f"expression {problem} (filter)")
        return None
    values: dict[str, Expression] = {}
    for key, value in stated.items():
        if key in _WITHOUT_EFFECT or key.endswith("-transition") or value is None:
            continue
        if key not in PROPERTIES[kind]:
            note(f"property {key}")
            continue
        try:
            values[key] = _compile(PROPERTIES[kind][key].kind, value)
        except _TROUBLE as problem:
            note(f"expression {problem} ({key})")
    return StyleLayer(
        name,
        kind,
        str(node.get("source-layer", "")),
        _zoom(node.get("minzoom"), 0.0),
        _zoom(node.get("maxzoom"), LAST_ZOOM),
        test,
        values,
    )


def _compile(kind: str, value: Any) -> Expression:
    is_continuous = kind in ("number", "color", "numbers")
    modern = modern_value(value, is_continuous=is_continuous, is_text=kind == "text")
    is_array = isinstance(modern, list)
    if is_array and kind in ("numbers", "words") and not _is_operator(modern):
        modern = ["literal", modern]
    made = compile_expression(modern)
    if made.is_constant:
        _typed(kind, made.evaluate(Context(0.0, {})))
    return made


def _is_operator(node: list[Any]) -> bool:
    return bool(node) and isinstance(node[0], str) and node[0] in OPERATORS


def _mapping(node: Any) -> Mapping[str, Any]:
    return node if isinstance(node, Mapping) else {}


def _zoom(value: Any, default: float) -> float:
    return float(value) if isinstance(value, (int, float)) else default
