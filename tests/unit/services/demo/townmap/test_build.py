"""The whole map: its schema, its size, and that it is the same every time."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from services.demo.basemap import Basemap
from services.demo.town import SEED, _collection
from services.demo.townmap.build import protomaps_basemap
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
    assert len(_collection(townmap).encode()) < 6_000_000


def test_the_same_seed_draws_the_same_map(plan: Basemap, townmap: list[dict[str, Any]]) -> None:
    assert protomaps_basemap(plan, SEED) == townmap


def test_the_border_is_drawn_once_between_two_areas(select: Any, metres: Any) -> None:
    sides = [
        frozenset(map(tuple, np.round(pair, 2).tolist()))
        for feature in select(layer="boundaries")
        for line in [metres(feature)]
        for pair in itertools.pairwise(line)
    ]
    assert len(sides) == len(set(sides))
    assert len(select(layer="boundaries", kind="locality")) == 1
