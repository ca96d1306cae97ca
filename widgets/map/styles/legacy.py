"""The older ways to write a style, rewritten as expressions: filters, {stops} and {tokens}.

Specification: https://maplibre.org/maplibre-style-spec/deprecations/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_COMPARISONS: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})
_MADE: Final = ("interpolate", "step", "match", "coalesce", "literal")
_TOKEN: Final = re.compile(r"\{([^{}]+)\}")


def modern_filter(node: Any) -> Any:
    """Return a filter as an expression; one that is an expression already comes back as it is."""
    return node if _is_expression(node) else _converted(node)


def _is_expression(node: Any) -> bool:
    if isinstance(node, bool):
        return True
    if not isinstance(node, list) or not node:
        return False
    head, rest = node[0], node[1:]
    if head == "has":
        return len(node) >= 2 and rest[0] not in ("$id", "$type")
    if head == "in":
        return len(node) >= 3 and (not isinstance(rest[0], str) or isinstance(rest[1], list))
    if head in ("!in", "!has", "none"):
        return False
    if head in _COMPARISONS:
        return len(node) != 3 or isinstance(rest[0], list) or isinstance(rest[1], list)
    if head in ("any", "all"):
        return all(isinstance(part, bool) or _is_expression(part) for part in rest)
    return True


def _converted(node: Any) -> Any:
    if not isinstance(node, list) or not node:
        return True
    head, rest = node[0], node[1:]
    test: Any
    if head in ("all", "any"):
        return [head, *(modern_filter(part) for part in rest)]
    if head == "none":
        return ["!", ["any", *(modern_filter(part) for part in rest)]]
    if head in ("has", "!has"):
        test = ["!=", ["id"], None] if rest[0] == "$id" else ["has", rest[0]]
        if rest[0] == "$type":
            test = True
        return test if head == "has" else ["!", test]
    if head in ("in", "!in"):
        test = ["match", _subject(rest[0]), list(rest[1:]), True, False] if rest[1:] else False
        return test if head == "in" else ["!", test]
    if head in _COMPARISONS and len(node) == 3:
        test = [head, _subject(rest[0]), rest[1]]
        # Values of another type are not ordered: then the filter is just false.
        return test if head in ("==", "!=") else ["coalesce", test, False]
    return node


def _subject(key: Any) -> list[Any]:
    if key == "$type":
        return ["geometry-type"]
    return ["id"] if key == "$id" else ["get", key]


def modern_value(value: Any, *, is_continuous: bool, is_text: bool = False) -> Any:
    """Return a property value with {stops} functions and {tokens} turned into expressions."""
    if isinstance(value, Mapping):
        return _function(value, is_continuous)
    if is_text and isinstance(value, str) and "{" in value:
        return _tokens(value)
    return value


def _tokens(text: str) -> list[Any]:
    parts: list[Any] = ["concat"]
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            parts.append(text[at : match.start()])
        parts.append(["to-string", ["get", match[1]]])
        at = match.end()
    return [*parts, text[at:]] if at < len(text) else parts


def _function(value: Mapping[str, Any], is_continuous: bool) -> Any:
    stops = value.get("stops")
    name = value.get("property")
    if name is None:
        if not stops:
            raise ValueError("a function without stops")
        return _curve(["zoom"], stops, value.get("base", 1), is_continuous)
    if stops and isinstance(stops[0][0], Mapping):
        return _zoom_and_property(value, stops, is_continuous)
    return _property_function(value, ["get", name], stops, is_continuous)


def _zoom_and_property(value: Mapping[str, Any], stops: list[Any], is_continuous: bool) -> Any:
    groups: dict[float, list[Any]] = {}
    for stop, output in stops:
        groups.setdefault(float(stop["zoom"]), []).append([stop["value"], output])
    subject = ["get", value["property"]]
    made = [
        [zoom, _property_function(value, subject, inner, is_continuous)]
        for zoom, inner in sorted(groups.items())
    ]
    return _curve(["zoom"], made, value.get("base", 1), is_continuous)


def _property_function(
    value: Mapping[str, Any], subject: list[Any], stops: Any, is_continuous: bool
) -> Any:
    kind = value.get("type") or ("exponential" if is_continuous else "interval")
    default = _output(value.get("default"))
    if kind == "identity":
        return ["coalesce", subject, default]
    if kind == "categorical":
        pairs = [part for label, output in stops for part in (label, _output(output))]
        return ["match", subject, *pairs, default]
    made = _curve(["number", subject], stops, value.get("base", 1), kind == "exponential")
    return ["coalesce", made, default]


def _curve(subject: Any, stops: list[Any], base: float, is_continuous: bool) -> Any:
    if len(stops) == 1:
        return _output(stops[0][1])
    pairs = [part for stop, output in stops for part in (stop, _output(output))]
    if is_continuous:
        return ["interpolate", ["exponential", base], subject, *pairs]
    return ["step", subject, *pairs[1:]]


def _output(value: Any) -> Any:
    # What this module made is an expression; any other array is a value.
    if isinstance(value, list) and (not value or value[0] not in _MADE):
        return ["literal", value]
    return value
