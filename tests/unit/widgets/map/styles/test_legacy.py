"""Old filters, functions and tokens mean what they always meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.styles.expressions import Context, EvaluationError
from widgets.map.styles.legacy import modern_filter, modern_value
from widgets.map.styles.operators import compile_expression

VALUES = st.sampled_from(["a", "b", 1, 2, 2.5, True, False])
KEYS = st.sampled_from(["k", "l", "m"])
LEAVES = st.one_of(
    st.tuples(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), KEYS, VALUES).map(list),
    st.tuples(st.sampled_from(["in", "!in"]), KEYS, st.lists(VALUES, max_size=3)).map(
        lambda parts: [parts[0], parts[1], *parts[2]]
    ),
    st.tuples(st.sampled_from(["has", "!has"]), KEYS).map(list),
    st.tuples(st.just("=="), st.just("$type"), st.sampled_from(["Point", "Polygon"])).map(list),
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.tuples(
        st.sampled_from(["all", "any", "none"]), st.lists(inner, min_size=1, max_size=3)
    ).map(lambda parts: [parts[0], *parts[1]]),
    max_leaves=6,
)
MISSING = object()


def same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def ordered(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool) or one is MISSING:
        return False
    return isinstance(one, str) == isinstance(other, str)


def plain(node: list[Any], properties: dict[str, Any], geometry: str) -> bool:
    """The filter as the old specification words it."""
    head, *rest = node
    if head in ("all", "any", "none"):
        found = [plain(part, properties, geometry) for part in rest]
        return {"all": all(found), "any": any(found), "none": not any(found)}[head]
    value = geometry if rest[0] == "$type" else properties.get(rest[0], MISSING)
    if head in ("has", "!has"):
        return (value is not MISSING) == (head == "has")
    if head in ("in", "!in"):
        return any(same(value, other) for other in rest[1:]) == (head == "in")
    if head in ("==", "!="):
        return same(value, rest[1]) == (head == "==")
    if not ordered(value, rest[1]):
        return False
    return {
        "<": value < rest[1],
        "<=": value <= rest[1],
        ">": value > rest[1],
        ">=": value >= rest[1],
    }[head]


@given(FILTERS, st.dictionaries(KEYS, VALUES), st.sampled_from(["Point", "Polygon"]))
def test_a_filter_passes_what_it_always_passed(
    node: list[Any], properties: dict[str, Any], geometry: str
) -> None:
    made = compile_expression(modern_filter(node))
    try:
        found = made.evaluate(Context(10.0, properties, geometry)) is True
    except EvaluationError:
        found = False
    assert found == plain(node, properties, geometry)


def test_a_filter_that_is_an_expression_stays() -> None:
    for node in (["==", ["get", "a"], 1], ["all", ["has", "a"], True], ["in", "a", ["get", "l"]]):
        assert modern_filter(node) is node


@pytest.mark.parametrize(
    ("function", "zoom", "wanted"),
    [
        ({"stops": [[5, 1], [10, 6]]}, 7, 3.0),
        ({"base": 2, "stops": [[4, 1], [6, 4]]}, 5, 2.0),
        ({"property": "k", "stops": [[0, 0], [10, 100]]}, 0, 40.0),
        ({"property": "w", "type": "categorical", "stops": [["x", 7]], "default": 1}, 0, 7),
        ({"property": "gone", "type": "identity", "default": 9}, 0, 9),
        ({"property": "k", "type": "interval", "stops": [[0, 1], [3, 2], [5, 3]]}, 0, 2),
        (
            {
                "property": "k",
                "stops": [
                    [{"zoom": 0, "value": 0}, 0],
                    [{"zoom": 0, "value": 10}, 10],
                    [{"zoom": 10, "value": 0}, 0],
                    [{"zoom": 10, "value": 10}, 20],
                ],
            },
            5,
            6.0,
        ),
    ],
)
def test_a_function_gives_its_value(function: dict[str, Any], zoom: float, wanted: Any) -> None:
    made = compile_expression(modern_value(function, is_continuous=True))
    assert made.evaluate(Context(zoom, {"k": 4, "w": "x"})) == pytest.approx(wanted)


def test_tokens_are_filled_in() -> None:
    made = compile_expression(modern_value("{a} ({b})", is_continuous=False, is_text=True))
    assert made.evaluate(Context(0.0, {"a": "路", "b": 3})) == "路 (3)"
    assert modern_value("plain", is_continuous=False, is_text=True) == "plain"
