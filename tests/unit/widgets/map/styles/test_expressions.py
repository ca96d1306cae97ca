"""A compiled expression says what it looks at, and constants are found beforehand."""

from __future__ import annotations

import pytest

from widgets.map.styles.colors import Color
from widgets.map.styles.expressions import (
    MAX_DEPTH,
    Context,
    UnknownExpression,
    is_same,
    kind_of,
    text_of,
)
from widgets.map.styles.operators import compile_expression


def test_an_expression_names_what_it_reads() -> None:
    made = compile_expression(["case", ["has", "a"], ["get", "b"], ["zoom"]])
    assert made.keys == {"a", "b"}
    assert made.uses_zoom and made.uses_feature and not made.uses_geometry


def test_an_expression_of_constants_is_a_constant() -> None:
    made = compile_expression(["+", 1, ["*", 2, 3]])
    assert made.is_constant
    assert made.evaluate(Context(0.0, {})) == 7


def test_a_computed_key_may_be_any_key() -> None:
    assert compile_expression(["get", ["get", "a"]]).every_key


@pytest.mark.parametrize(
    ("node", "named"),
    [
        (["frobnicate", 1], "frobnicate"),
        (["all", ["within", {}]], "within"),
        ({"a": 1}, "object"),
        ([1, 2], "array"),
        (["get"], "get"),
        (["match", ["get", "a"], "x", 1], "match"),
        (["interpolate", ["linear"], ["zoom"], 3, 1, 2, 5], "interpolate"),
        (["var", "x"], "var x"),
    ],
)
def test_what_is_not_known_is_named(node: object, named: str) -> None:
    with pytest.raises(UnknownExpression, match=named):
        compile_expression(node)


def test_an_endless_nesting_is_refused() -> None:
    node: list[object] = ["zoom"]
    for _ in range(MAX_DEPTH + 2):
        node = ["-", node]
    with pytest.raises(UnknownExpression, match="deeply"):
        compile_expression(node)


def test_types_are_those_of_the_specification() -> None:
    values = [None, True, 1, 1.5, "a", Color(0, 0, 0), {}, (1,)]
    kinds = ["null", "boolean", "number", "number", "string", "color", "object", "array"]
    assert [kind_of(value) for value in values] == kinds
    assert [text_of(value) for value in (None, True, 1.0, 1.5)] == ["", "true", "1", "1.5"]
    assert is_same(1, 1.0)
    assert not is_same(1, True)
