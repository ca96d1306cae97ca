"""A drawing has what the style shows, in its order, in short paths, and breathes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.tile_layers import square, tile
from widgets.map.outlines import STEPS, Frame
from widgets.map.sources import GeometryType, VectorTile
from widgets.map.styles.document import MapStyle
from widgets.map.tile_data import Cut, PreparedTile
from widgets.map.tile_drawing import draw_tile

FRAME = Frame(512, 512, 512.0)
WHOLE = Cut(0.0, 0.0, 1.0)
MANY = tile(
    a=[
        (GeometryType.LINE, [[(40 * n, 100 * m) for m in range(12)]], {"n": n % 3})
        for n in range(60)
    ]
)


def layer(kind: str, paint: dict[str, Any], **node: Any) -> dict[str, Any]:
    return {"id": kind, "type": kind, "source-layer": "a", "paint": paint, **node}


def elements(content: VectorTile, *layers: dict[str, Any], zoom: float = 14.0) -> list[ET.Element]:
    style = MapStyle.from_json({"layers": list(layers)})
    drawing = draw_tile(PreparedTile(content), style, zoom, WHOLE, FRAME, 1.0)
    return [] if drawing is None else list(ET.fromstring(drawing))


def test_lines_are_drawn_in_short_paths() -> None:
    paths = elements(MANY, layer("line", {"line-color": "#ff0000", "line-width": 4}))
    assert len(paths) > 5
    assert {path.get("stroke") for path in paths} == {"#ff0000"}
    assert all(path.get("d", "").count(" ") < 400 for path in paths)


def test_a_clear_line_is_one_path_so_that_it_does_not_cross_itself() -> None:
    paint = {"line-color": "#ff0000", "line-opacity": 0.5, "line-width": 4}
    (path,) = elements(MANY, layer("line", paint))
    assert path.get("stroke-opacity") == "0.500"


def test_features_are_grouped_by_look_and_ordered_by_key() -> None:
    color = ["match", ["get", "n"], 0, "#000000", 1, "#111111", "#222222"]
    key = {"line-sort-key": ["-", ["get", "n"]]}
    paint = {"line-color": color, "line-width": 3}
    paths = elements(MANY, layer("line", paint, layout=key))
    order = list(dict.fromkeys(path.get("stroke") for path in paths))
    assert order == ["#222222", "#111111", "#000000"]


def test_what_is_clear_or_without_width_is_not_drawn() -> None:
    assert not elements(MANY, layer("line", {"line-opacity": 0}))
    assert not elements(MANY, layer("line", {"line-width": 0}))
    area = tile(a=[(GeometryType.POLYGON, [square(0, 0, 99)], {})])
    assert not elements(area, layer("fill", {"fill-color": "rgba(0,0,0,0)"}))


def test_a_layer_outside_its_zooms_is_not_drawn() -> None:
    assert not elements(MANY, layer("line", {}, minzoom=15))
    assert elements(MANY, layer("line", {}, minzoom=14))


def test_widths_are_in_steps_of_a_pixel() -> None:
    path = elements(MANY, layer("line", {"line-width": 5}))[0]
    assert float(path.get("stroke-width", "0")) == 5 * STEPS


def test_the_drawer_breathes_with_every_path() -> None:
    breaths: list[None] = []
    style = MapStyle.from_json({"layers": [layer("line", {})]})
    drawing = draw_tile(
        PreparedTile(MANY), style, 14.0, WHOLE, FRAME, 1.0, lambda: breaths.append(None)
    )
    assert drawing is not None
    assert len(breaths) == drawing.count(b"<path")


TEXT = st.text(max_size=12)


@given(TEXT, TEXT)
def test_no_text_of_a_tile_or_style_gets_into_the_drawing(one: str, other: str) -> None:
    content = tile(a=[(GeometryType.LINE, [[(0, 0), (4000, 4000)]], {"c": one, "w": other})])
    paint = {"line-color": ["get", "c"], "line-width": 4}
    paths = elements(content, layer("line", paint, layout={"line-cap": ["get", "w"]}))
    assert all(path.tag.endswith("path") for path in paths)
    assert {path.get("stroke-linecap") for path in paths} <= {"butt", "round", "square"}


@pytest.mark.parametrize("width", ["wide", 1e9, -3, float("nan"), float("inf")])
def test_a_wild_width_does_no_harm(width: Any) -> None:
    content = tile(a=[(GeometryType.LINE, [[(0, 0), (4000, 4000)]], {"w": width})])
    elements(content, layer("line", {"line-width": ["get", "w"]}))
