"""A style layer gives values of the right type, and its default where it has none."""

from __future__ import annotations

from typing import Any

import pytest

from widgets.map.styles.colors import BLACK, Color
from widgets.map.styles.expressions import Context
from widgets.map.styles.layers import StyleLayer, read_layer


def made(**node: Any) -> StyleLayer:
    noted: list[str] = []
    layer = read_layer({"id": "a", "type": "line", "source-layer": "roads", **node}, noted.append)
    assert layer is not None
    assert not noted
    return layer


def test_values_follow_zoom_and_properties() -> None:
    width = ["interpolate", ["linear"], ["zoom"], 10, 1, 20, ["get", "w"]]
    layer = made(paint={"line-width": width, "line-color": ["get", "c"]})
    context = Context(15.0, {"w": 11, "c": "#010203"})
    assert layer.value("line-width", context) == 6.0
    assert layer.value("line-color", context) == Color(1.0, 2.0, 3.0)


@pytest.mark.parametrize("color", ["not a colour", 7, None])
def test_a_value_of_the_wrong_type_is_the_default(color: Any) -> None:
    layer = made(paint={"line-color": ["get", "c"]})
    assert layer.value("line-color", Context(0.0, {"c": color})) == BLACK
    assert layer.value("line-width", Context(0.0, {})) == 1.0


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "7", True])
def test_numbers_are_finite_numbers(number: Any) -> None:
    layer = made(paint={"line-width": ["get", "n"], "line-color": ["rgba", ["get", "n"], 0, 0, 1]})
    context = Context(0.0, {"n": number})
    assert layer.value("line-width", context) == 1.0
    assert layer.value("line-color", context) == BLACK


def test_plain_arrays_are_values() -> None:
    layer = made(paint={"line-dasharray": [2, 1]})
    assert layer.value("line-dasharray", Context(0.0, {})) == (2.0, 1.0)
    fonts = made(type="symbol", layout={"text-font": ["Noto Sans Bold", "Arial"]})
    assert fonts.value("text-font", Context(0.0, {})) == ("Noto Sans Bold", "Arial")


def test_zooms_are_from_and_up_to() -> None:
    layer = made(minzoom=10, maxzoom=12)
    assert [layer.is_shown(zoom) for zoom in (9.9, 10, 11.9, 12)] == [False, True, True, False]


def test_a_filter_without_a_value_passes_nothing() -> None:
    layer = made(filter=["<", ["get", "a"], 3])
    assert layer.passes(Context(0.0, {"a": 1}))
    assert not layer.passes(Context(0.0, {"a": "x"}))
    assert not layer.passes(Context(0.0, {}))


def test_a_constant_of_the_wrong_type_is_noted() -> None:
    noted: list[str] = []
    paint = {"line-width": "wide", "line-color": "#123"}
    layer = read_layer({"id": "a", "type": "line", "paint": paint}, noted.append)
    assert layer is not None
    assert list(layer.values) == ["line-color"]
    assert ["line-width" in line for line in noted] == [True]
