"""The two styles that come along: names can be read, waters that cross have no line between them,
and alarms stand out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from widgets.map.styles.document import MapStyle
from widgets.theme.tokens import LEVEL_COLOR, Level

READABLE = 4.5
"""WCAG 2.2, 1.4.3: text against its ground."""
both = pytest.mark.parametrize("name", ["dark", "light"])
Layer = dict[str, Any]


def layers(name: str) -> list[Layer]:
    text = files("resources").joinpath("styles", f"{name}.json").read_text("utf-8")
    found: list[Layer] = json.loads(text)["layers"]
    return found


def colors(value: object) -> list[str]:
    return re.findall(r"#[0-9A-Fa-f]{6}", json.dumps(value))


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def grounds(name: str, *, with_water: bool) -> Iterator[str]:
    """Colours of areas that names are written over."""
    for layer in layers(name):
        paint = layer["paint"]
        if layer["type"] == "background":
            yield from colors(paint["background-color"])
        elif layer["type"] == "fill" and (with_water or layer["id"] != "water"):
            yield from colors(paint["fill-color"])


@both
def test_every_name_can_be_read_on_its_halo_and_on_every_ground(name: str) -> None:
    names = [layer for layer in layers(name) if layer["type"] == "symbol"]
    assert len(names) > 10
    for layer in names:
        is_water = layer["id"].startswith("water")
        for text in colors(layer["paint"]["text-color"]):
            for ground in (
                *colors(layer["paint"]["text-halo-color"]),
                *grounds(name, with_water=is_water),
            ):
                assert contrast(text, ground) >= READABLE, (layer["id"], text, ground)


@both
def test_waters_that_cross_show_no_line_across_each_other(name: str) -> None:
    found = layers(name)
    water = next(layer for layer in found if layer["id"] == "water")
    edge = next(layer for layer in found if layer["id"] == "water-edge")
    assert "fill-outline-color" not in water["paint"]
    # The fill of all waters covers the inner half of all their edges.
    assert found.index(edge) + 1 == found.index(water)


@both
def test_fields_towns_and_bare_ground_differ(name: str) -> None:
    found = {layer["id"]: layer for layer in layers(name)}
    earth = colors(found["earth"]["paint"]["fill-color"])[0]
    kinds = dict(_kinds(found["landuse"]["paint"]["fill-color"]))
    shown = [earth, kinds["farmland"], kinds["residential"], kinds["industrial"]]
    assert len(set(shown)) == 4
    edge = colors(found["farmland-edge"]["paint"]["line-color"])[0]
    assert contrast(edge, kinds["farmland"]) > 1.12


@pytest.mark.parametrize("level", [Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE])
def test_alarms_stand_out_from_every_ground_of_the_dark_style(level: Level) -> None:
    for ground in grounds("dark", with_water=True):
        assert contrast(ground, LEVEL_COLOR[level]) >= 3.0, ground


def test_water_shows_between_fields_and_between_houses_in_the_dark() -> None:
    found = {layer["id"]: layer for layer in layers("dark")}
    water = colors(found["water"]["paint"]["fill-color"])[0]
    for ground in colors(found["landuse"]["paint"]["fill-color"]):
        assert contrast(water, ground) > 1.1, ground


@both
def test_nothing_in_a_style_is_passed_over(name: str) -> None:
    text = files("resources").joinpath("styles", f"{name}.json").read_text("utf-8")
    assert MapStyle.from_json(json.loads(text)).skipped == ()


def _kinds(value: list[Any]) -> Iterator[tuple[str, str]]:
    """Kinds with their colours in the nearest `match` of an expression."""
    match = next(part for part in value if isinstance(part, list) and part[0] == "match")
    for kinds, color in zip(match[2:-1:2], match[3:-1:2], strict=True):
        for kind in kinds:
            yield kind, color
