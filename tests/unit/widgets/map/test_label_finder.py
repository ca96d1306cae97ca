"""Symbol layers say what may be written on a tile, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.fakes.tile_layers import Feature, square, tile
from widgets.map.label_finder import LabelRequest, find_labels
from widgets.map.label_values import LabelCandidate
from widgets.map.sources import GeometryType, TileAddress
from widgets.map.styles.document import MapStyle
from widgets.map.tile_data import Cut, PreparedTile

ADDRESS = TileAddress(14, 100, 200)
WHOLE = Cut(0.0, 0.0, 1.0)


def symbols(text: Any = ("get", "name"), **layout: Any) -> dict[str, Any]:
    field = list(text) if isinstance(text, tuple) else text
    layout = {"text-field": field, "text-size": 12, **layout}
    return {"id": "s", "type": "symbol", "source-layer": "a", "layout": layout}


def find(
    features: Sequence[Feature],
    *layers: dict[str, Any],
    cut: Cut = WHOLE,
    address: TileAddress = ADDRESS,
    language: str = "zh",
) -> tuple[LabelCandidate, ...]:
    request = LabelRequest(address, cut, 14.0, 512.0, language)
    prepared = PreparedTile(tile(a=features))
    return find_labels(prepared, MapStyle.from_json({"layers": list(layers)}), request)


def point(x: float, y: float, **properties: Any) -> Feature:
    return (GeometryType.POINT, [[(x, y)]], properties)


def test_a_point_is_named_where_it_is() -> None:
    (found,) = find([point(2048, 1024, name="医院")], symbols())
    assert found.text == "医院"
    assert found.x * 2**14 == pytest.approx(100.5)
    assert found.y * 2**14 == pytest.approx(200.25)
    assert found.angle is None


def test_a_point_in_the_margin_belongs_to_the_neighbour() -> None:
    assert not find([point(-10, 100, name="医院"), point(4100, 100, name="医院")], symbols())


def test_a_piece_names_only_what_is_in_it() -> None:
    features = [point(1000, 1000, name="一"), point(3000, 3000, name="二")]
    quarter = TileAddress(15, 201, 401)
    (found,) = find(features, symbols(), cut=Cut(0.5, 0.5, 0.5), address=quarter)
    assert found.text == "二"
    assert found.x * 2**14 == pytest.approx(100 + 3000 / 4096)


def test_the_wanted_language_comes_first() -> None:
    features = [
        point(2048, 1024, **{"name": "Firenze", "name:zh": "佛罗伦萨", "name:en": "Florence"})
    ]
    texts = [find(features, symbols(), language=one)[0].text for one in ("zh", "en", "it")]
    assert texts == ["佛罗伦萨", "Florence", "Firenze"]


def test_later_layers_come_first_then_the_sort_key() -> None:
    features = [
        point(500, 500, name="甲", key=2),
        point(2500, 500, name="乙", key=1),
        point(2500, 3500, name="丙", k="late", key=9),
    ]
    early = symbols(**{"symbol-sort-key": ["get", "key"]})
    late = {**symbols(), "filter": ["==", "k", "late"]}
    early["filter"] = ["!=", "k", "late"]
    found = find(features, early, late)
    assert [one.text for one in found] == ["丙", "乙", "甲"]


def test_a_street_in_pieces_is_named_along_its_whole_length() -> None:
    pieces: list[Feature] = [
        (GeometryType.LINE, [[(400 * n, 2048), (400 * n + 400, 2048)]], {"name": "人民路人民路"})
        for n in range(10)
    ]
    found = find(pieces, symbols(**{"symbol-placement": "line", "symbol-spacing": 150}))
    assert len(found) >= 2
    assert all(one.angle == pytest.approx(0.0) for one in found)
    assert all(one.spacing == 150 for one in found)


def test_an_area_is_named_inside_if_it_is_wide_enough() -> None:
    park: Feature = (GeometryType.POLYGON, [square(1000, 1000, 1500)], {"name": "人民公园"})
    pond: Feature = (GeometryType.POLYGON, [square(3500, 3500, 60)], {"name": "无名小池塘"})
    (found,) = find([park, pond], symbols())
    assert found.text == "人民公园"
    assert found.spacing > 0.0


def test_what_collides_in_the_tile_is_left_out() -> None:
    features = [point(2048, 2048, name="甲甲甲"), point(2060, 2050, name="乙乙乙")]
    assert len(find(features, symbols())) == 1
    assert len(find(features, symbols(**{"text-allow-overlap": True}))) == 2


def test_texts_are_cased_wrapped_and_anchored() -> None:
    layer = symbols(
        **{
            "text-transform": "uppercase",
            "text-max-width": 4,
            "text-anchor": "top",
            "text-offset": [0, 0.5],
        }
    )
    (found,) = find([point(2048, 2048, name="via roma nova")], layer)
    assert found.text.replace("\n", " ") == "VIA ROMA NOVA"
    assert "\n" in found.text
    assert (found.anchor, found.shift) == ("top", (0.0, 0.5))


def test_nothing_is_written_without_a_text() -> None:
    assert not find([point(2048, 2048)], symbols())
    assert not find([point(2048, 2048, name="  ")], symbols())
    assert not find([point(2048, 2048, name="x")], symbols(**{"text-size": 0}))
