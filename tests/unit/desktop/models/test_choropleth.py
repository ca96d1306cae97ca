"""The choropleth: areas with their class, a style that draws them, a legend that says it all."""

from __future__ import annotations

import json

import numpy as np
import pytest

from desktop.models.choropleth import LAYER, Choropleth, make_choropleth, method_text, ramp
from desktop.models.classes import Method
from desktop.models.indicators import UNPLACED, Indicator, Town
from desktop.state.readings import LatestReadings
from services.contract.model import Area, TownState
from tests.fakes.town import NOW
from widgets.map.features import FeatureSource
from widgets.map.values import SwatchShape
from widgets.theme import tokens


def square(at: int) -> tuple[tuple[tuple[float, float], ...], ...]:
    west, east = 121 + at / 100, 121.01 + at / 100
    return (((west, 31.0), (east, 31.0), (east, 31.01), (west, 31.01), (west, 31.0)),)


def made(values: dict[str, float], areas: int = 6, **options: object) -> Choropleth:
    state = TownState(
        areas={f"A{n}": Area(f"A{n}", f"{n} 村", "village", square(n)) for n in range(areas)}
    )
    indicator = Indicator("x", "积水", "厘米", lambda _: values)
    return make_choropleth(Town(state, LatestReadings(), NOW), indicator, **options)  # type: ignore[arg-type]


def classes(found: Choropleth) -> dict[str, int]:
    return {f["properties"]["id"]: f["properties"]["class"] for f in found.features["features"]}


VALUES = {f"A{n}": float(v) for n, v in enumerate((0, 1, 2, 8, 9))}


def test_more_is_a_higher_class_and_no_entry_is_no_data() -> None:
    found = made(VALUES, classes=3, method=Method.NATURAL)
    assert classes(found) == {"A0": 0, "A1": 1, "A2": 1, "A3": 2, "A4": 2, "A5": -1}
    labels = [f["properties"]["label"] for f in found.features["features"]]
    assert labels == ["0", "1", "2", "8", "9", "无数据"]
    assert found.title == "积水（厘米）"


def test_the_legend_says_every_class_how_many_and_what_has_no_data() -> None:
    found = made(VALUES, classes=3, method=Method.NATURAL)
    assert [entry.text for entry in found.legend] == [
        "0　1 个",
        "1–2　2 个",
        "8–9　2 个",
        "无数据　1 个",
    ]
    assert [entry.color for entry in found.legend[:3]] == list(ramp(3, is_dark=True))
    assert {entry.shape for entry in found.legend} == {SwatchShape.FILL}
    assert found.note == "1 个村居无数据"


def test_what_is_in_no_area_is_said_and_not_coloured() -> None:
    found = made({**VALUES, "A5": 1.0, UNPLACED: 3.0})
    assert found.note == "3 件不在任何村居内，未计入"
    assert UNPLACED not in classes(found)


def test_without_any_data_the_map_says_so() -> None:
    found = made({})
    assert set(classes(found).values()) == {-1}
    assert [entry.text for entry in found.legend] == ["无数据　6 个"]
    assert made({"A0": float("nan")}, 1).note == "1 个村居无数据"
    assert made({}, 0).legend == ()


def test_an_empty_class_of_equal_steps_is_listed_with_nought() -> None:
    found = made({"A0": 0.0, "A1": 1.0, "A2": 100.0}, 3, method=Method.EQUAL, classes=4)
    assert [entry.text.partition("　")[2] for entry in found.legend] == [
        "2 个",
        "0 个",
        "0 个",
        "1 个",
    ]


def test_fractions_keep_their_decimals() -> None:
    found = made({"A0": 0.123, "A1": 0.456}, 2)
    assert [f["properties"]["label"] for f in found.features["features"]] == ["0.12", "0.46"]


@pytest.mark.parametrize("is_dark", [True, False])
def test_the_style_colours_every_class_and_is_a_document_of_its_layer(is_dark: bool) -> None:
    found = made(VALUES, is_dark=is_dark)
    assert json.loads(json.dumps(found.style)) == found.style
    assert {layer["source-layer"] for layer in found.style["layers"]} == {LAYER}
    fill = found.style["layers"][0]["paint"]["fill-color"]
    assert fill[:2] == ["match", ["get", "class"]]
    assert fill[2:-1:2] == list(range(len(set(VALUES.values()))))
    assert fill[3:-1:2] == list(ramp(5, is_dark=is_dark))


def test_the_features_are_taken_by_the_map_as_they_are() -> None:
    source = FeatureSource("choropleth", made(VALUES).features)
    assert not source.refused
    assert source.bounds is not None


@pytest.mark.parametrize("count", range(9))
def test_the_ramp_goes_one_way_in_one_hue_and_is_no_alarm_colour(count: int) -> None:
    dark, light = ramp(count, is_dark=True), ramp(count, is_dark=False)
    assert len(dark) == len(light) == count
    assert light == dark[::-1]
    rgb = np.array([[int(color[at : at + 2], 16) for at in (1, 3, 5)] for color in dark])
    if count:
        assert (rgb[:, 2] > rgb[:, 0]).all()
        assert (rgb[:, 0] >= rgb[:, 1]).all(), "violet: blue over red over green"
        assert (np.diff(rgb.sum(axis=1)) > 0).all()
    assert not set(dark) & set(tokens.LEVEL_COLOR.values())


def test_methods_have_words() -> None:
    assert len({method_text(method) for method in Method}) == len(Method)
