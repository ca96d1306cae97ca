"""The whole map: its schema, its size, and that it is the same every time."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from services.demo import layout
from services.demo.town import _collection
from services.demo.townmap.sheet import LAYERS
from widgets.map.features import FeatureSource

ROADS = {"highway", "major_road", "medium_road", "minor_road", "path", "rail"}


def test_the_map_is_in_the_schema_and_in_drawing_order(townmap: list[dict[str, Any]]) -> None:
    layers = [feature["properties"]["layer"] for feature in townmap]
    assert set(layers) == set(LAYERS)
    assert layers == sorted(layers, key=LAYERS.index)
    kinds = {(f["properties"]["layer"], f["properties"]["kind"]) for f in townmap}
    assert {kind for layer, kind in kinds if layer == "roads"} == ROADS
    assert {
        ("landuse", "park"),
        ("landuse", "school"),
        ("landuse", "hospital"),
        ("landuse", "industrial"),
        ("landuse", "farmland"),
        ("water", "river"),
        ("places", "locality"),
        ("pois", "station"),
        ("pois", "bus_stop"),
    } <= kinds


def test_every_feature_can_be_shown_and_the_file_is_small(townmap: list[dict[str, Any]]) -> None:
    source = FeatureSource("town", {"type": "FeatureCollection", "features": townmap})
    assert source.refused == ()
    assert len(_collection(townmap).encode()) < 9_000_000


def test_the_map_goes_on_to_all_sides_of_every_screen(select: Any, metres: Any) -> None:
    """No line of main roads and no land ends where a wide screen still shows the whole town."""
    (earth,) = select(layer="earth")
    assert np.abs(metres(earth)).min() > 150_000
    roads = np.vstack([metres(f) for f in select(layer="roads") if _is_main(f)])
    fields = np.vstack([metres(f) for f in select(layer="landuse", kind="farmland")])
    town_m = layout.V_EDGES[1] - layout.V_EDGES[0]
    for axis, times in ((0, 2.5), (1, 1.6)):
        for side in (-1, 1):
            assert (side * roads[:, axis]).max() > 100_000
            assert (side * fields[:, axis]).max() > (times + 0.5) * town_m


def test_fields_thin_out_instead_of_ending(select: Any, metres: Any) -> None:
    fields = np.vstack([metres(f) for f in select(layer="landuse", kind="farmland")])
    for axis, far in ((0, 40_000), (1, 27_000)):
        counts, _ = np.histogram(np.abs(fields[:, axis]), bins=np.linspace(0.4, 1.0, 6) * far)
        assert counts[-1] < counts[0] / 4


def _is_main(feature: dict[str, Any]) -> bool:
    return feature["properties"]["kind"] in ("highway", "major_road")


def test_the_border_is_drawn_once_between_two_areas(select: Any, metres: Any) -> None:
    sides = [
        frozenset(map(tuple, np.round(pair, 2).tolist()))
        for feature in select(layer="boundaries")
        for line in [metres(feature)]
        for pair in itertools.pairwise(line)
    ]
    assert len(sides) == len(set(sides))
    assert len(select(layer="boundaries", kind="locality")) == 1
