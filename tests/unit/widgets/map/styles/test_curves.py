"""Steps, curves, matches and cases choose as the style specification says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.styles.colors import Color
from widgets.map.styles.curves import exponential
from widgets.map.styles.expressions import Context, EvaluationError
from widgets.map.styles.operators import compile_expression


def at(node: Any, zoom: float, **properties: Any) -> Any:
    return compile_expression(node).evaluate(Context(zoom, properties))


STEP = ["step", ["zoom"], "low", 5, "middle", 10, "high"]


@given(st.floats(0.0, 24.0))
def test_a_step_holds_until_the_next_stop(zoom: float) -> None:
    assert at(STEP, zoom) == ("low" if zoom < 5 else "middle" if zoom < 10 else "high")


@given(st.floats(0.0, 24.0), st.sampled_from([1.0, 1.5, 2.0]))
def test_a_curve_stays_between_its_stops_and_never_falls(zoom: float, base: float) -> None:
    node = ["interpolate", ["exponential", base], ["zoom"], 5, 1, 10, 11, 15, 30]
    value = at(node, zoom)
    assert 1 <= value <= 30
    assert value <= at(node, zoom + 0.5)


def test_a_curve_has_its_values_at_the_stops() -> None:
    node = ["interpolate", ["exponential", 2], ["zoom"], 4, 1, 6, 4]
    assert [at(node, zoom) for zoom in (0, 4, 5, 6, 9)] == [1, 1, 2.0, 4, 4]
    assert exponential(1.0, 5.0, 4.0, 8.0) == 0.25


def test_colours_and_arrays_are_interpolated() -> None:
    node = ["interpolate", ["linear"], ["zoom"], 0, "#000000", 10, ["rgb", 100, 200, 50]]
    assert at(node, 5) == Color(50.0, 100.0, 25.0)
    node = ["interpolate", ["linear"], ["zoom"], 0, ["literal", [0, 2]], 10, ["literal", [10, 4]]]
    assert at(node, 5) == (5.0, 3.0)


def test_words_cannot_be_interpolated() -> None:
    with pytest.raises(EvaluationError):
        at(["interpolate", ["linear"], ["zoom"], 0, "soup", 10, "nuts"], 5)


def test_a_bezier_curve_passes_its_middle() -> None:
    node = ["interpolate", ["cubic-bezier", 0.5, 0, 0.5, 1], ["zoom"], 0, 0, 10, 10]
    assert at(node, 5) == pytest.approx(5.0, abs=1e-3)


def test_match_compares_values_and_types() -> None:
    node = ["match", ["get", "k"], ["a", "b"], 1, 2, "two", "rest"]
    assert at(node, 0, k="b") == 1
    assert at(node, 0, k=2.0) == "two"
    assert at(node, 0, k="2") == "rest"
    assert at(node, 0) == "rest"
    assert at(node, 0, k=("a",)) == "rest"


def test_case_and_coalesce_take_the_first_that_holds() -> None:
    node = ["case", ["has", "a"], 1, ["==", ["get", "b"], 2], 2, 3]
    assert [at(node, 0, a=0), at(node, 0, b=2), at(node, 0)] == [1, 2, 3]
    node = ["coalesce", ["number", ["get", "a"]], ["get", "b"], "none"]
    assert [at(node, 0, a=5), at(node, 0, a="x", b=6), at(node, 0)] == [5, 6, "none"]
