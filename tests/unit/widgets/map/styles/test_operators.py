"""Every operator gives what the style specification says."""

from __future__ import annotations

import math
from typing import Any

import pytest

from widgets.map.styles.expressions import Context, EvaluationError
from widgets.map.styles.operators import compile_expression

PROPERTIES = {"n": 3, "t": "Über", "f": False, "list": ("a", "b"), "o": {"x": 7}}


def value(node: Any, zoom: float = 10.0) -> Any:
    return compile_expression(node).evaluate(Context(zoom, PROPERTIES, "Polygon", 42))


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        (["get", "n"], 3),
        (["get", "missing"], None),
        (["get", "x", ["get", "o"]], 7),
        (["has", "f"], True),
        (["has", "missing"], False),
        (["at", 1, ["get", "list"]], "b"),
        (["in", "a", ["get", "list"]], True),
        (["in", "be", ["get", "t"]], True),
        (["all", True, ["has", "n"]], True),
        (["any", False, ["has", "missing"]], False),
        (["!", ["get", "f"]], True),
        (["==", ["get", "n"], 3.0], True),
        (["==", ["get", "f"], 0], False),
        (["!=", ["get", "t"], "x"], True),
        (["<", ["get", "n"], 4], True),
        ([">=", "b", "a"], True),
        (["string", ["get", "n"], ["get", "t"]], "Über"),
        (["number", ["get", "n"]], 3),
        (["boolean", ["get", "f"], True], False),
        (["array", "string", 2, ["get", "list"]], ("a", "b")),
        (["to-string", 1.0], "1"),
        (["to-number", "x", "12"], 12.0),
        (["to-boolean", ""], False),
        (["typeof", ["get", "o"]], "object"),
        (["zoom"], 10.0),
        (["geometry-type"], "Polygon"),
        (["id"], 42),
        (["get", "t", ["properties"]], "Über"),
        (["concat", "a", 1, True], "a1true"),
        (["upcase", ["get", "t"]], "ÜBER"),
        (["downcase", "AB"], "ab"),
        (["length", ["get", "list"]], 2),
        (["index-of", "b", ["get", "list"]], 1),
        (["slice", "abc", 1], "bc"),
        (["format", ["get", "t"], {"font-scale": 2}, "!", {}], "Über!"),
        (["let", "a", 2, "b", ["var", "a"] and 3, ["+", ["var", "a"], ["var", "b"]]], 5),
        (["to-string", ["rgb", 1, 2, 3]], "rgba(1,2,3,1)"),
        (["-", 5], -5),
        (["%", 7, 4], 3),
        (["^", 2, 3], 8),
        (["min", 3, 1, 2], 1),
        (["round", -2.5], -3),
        (["sqrt", 9], 3),
        (["pi"], math.pi),
    ],
)
def test_an_operator_gives_its_value(node: Any, wanted: Any) -> None:
    assert value(node) == wanted


@pytest.mark.parametrize(
    "node",
    [
        ["<", ["get", "n"], "4"],
        ["number", ["get", "t"]],
        ["+", ["get", "t"], 1],
        ["/", ["get", "n"], 0],
        ["at", 9, ["get", "list"]],
        ["all", ["get", "n"]],
        ["to-color", ["get", "t"]],
        ["upcase", ["get", "n"]],
    ],
)
def test_a_wrong_type_has_no_value(node: Any) -> None:
    with pytest.raises(EvaluationError):
        value(node)
