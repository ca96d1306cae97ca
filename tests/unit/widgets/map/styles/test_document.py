"""A style draws what it can, names once what it cannot, and refuses what is no style."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.styles.document import MAX_LAYERS, MapStyle, StyleError

JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.sampled_from(["get", "fill", "zoom", "all"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["id", "type", "paint", "layout", "filter", "fill-color", "stops"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


def layer(**more: Any) -> dict[str, Any]:
    return {"id": "a", "type": "fill", "source-layer": "water", **more}


@pytest.mark.parametrize("document", [None, [], "style", {}, {"layers": {}}, {"layers": None}])
def test_what_is_no_style_is_refused(document: Any) -> None:
    with pytest.raises(StyleError):
        MapStyle.from_json(document)


def test_an_endless_style_is_refused() -> None:
    with pytest.raises(StyleError):
        MapStyle.from_json({"layers": [layer()] * (MAX_LAYERS + 1)})


def test_what_is_unknown_is_named_once_and_the_rest_drawn() -> None:
    extrusion = {"id": "b", "type": "fill-extrusion", "source-layer": "buildings"}
    style = MapStyle.from_json(
        {
            "layers": [
                extrusion,
                extrusion,
                layer(paint={"fill-pattern": "dots", "fill-color": "#112233"}),
                layer(paint={"fill-pattern": "bars", "fill-color": ["sparkle", 1]}),
                layer(filter=["within", {}]),
                layer(layout={"visibility": "none"}),
            ]
        }
    )
    assert len(style.layers) == 2
    assert len(style.skipped) == len(set(style.skipped)) == 4
    for word in ("fill-extrusion", "fill-pattern", "sparkle", "within"):
        assert any(word in line for line in style.skipped)


@given(JSON, JSON)
def test_no_layer_brings_a_style_down(one: Any, other: Any) -> None:
    MapStyle.from_json({"layers": [one, layer(paint=other, filter=one)]})


def test_a_background_is_known_by_zoom() -> None:
    paint = {"background-color": {"stops": [[0, "#000000"], [10, "#ffffff"]]}}
    style = MapStyle.from_json({"layers": [{"id": "b", "type": "background", "paint": paint}]})
    ground = style.background(5.0)
    assert ground is not None
    assert ground.red == pytest.approx(127.5)
    assert MapStyle(()).background(5.0) is None


def test_a_layer_takes_from_the_one_it_refers_to() -> None:
    base = layer(filter=["==", "k", 1])
    style = MapStyle.from_json({"layers": [base, {"id": "b", "ref": "a", "paint": {}}]})
    assert [made.source_layer for made in style.layers] == ["water", "water"]


@pytest.mark.parametrize("name", ["dark", "light"])
def test_our_own_styles_are_drawn_whole(name: str) -> None:
    text = files("resources").joinpath("styles", f"{name}.json").read_text("utf-8")
    style = MapStyle.from_json(json.loads(text))
    assert style.skipped == ()
    assert len(style.layers) == len(json.loads(text)["layers"])
