"""Properties come out of the columns as a tile may carry them."""

from __future__ import annotations

import itertools

import numpy as np

from widgets.map.feature_table import FeatureTable


def test_the_tags_of_chosen_features_are_theirs() -> None:
    rows = [{"a": 1, "b": "x"}, {}, {"a": True, "c": 1.0}, {"a": 1}]
    table = FeatureTable.of(rows)
    tags, starts = table.tags_of(np.array([0, 2, 1]))
    got = [
        {table.keys[key]: table.values[value] for key, value in tags[start:end].tolist()}
        for start, end in itertools.pairwise(starts)
    ]
    assert got == [rows[0], rows[2], rows[1]]
    assert got[1]["a"] is True
    assert isinstance(got[1]["c"], float)


def test_nested_values_become_text_and_nothing_stays_away() -> None:
    circle: list[object] = []
    circle.append(circle)
    table = FeatureTable.of([{"list": ["一", 2], "none": None, "circle": circle}])
    assert table.keys == ("list",)
    assert table.values == ('["一", 2]',)


def test_layers_and_zooms_are_read_from_the_properties() -> None:
    rows = [{"layer": "roads", "min_zoom": 12}, {"layer": 5, "min_zoom": "x"}, {"min_zoom": 1e9}]
    table = FeatureTable.of(rows)
    assert [table.layer_names[number] for number in table.layers] == [
        "roads",
        "features",
        "features",
    ]
    assert table.min_zooms.tolist() == [12.0, 0.0, 0.0]
    named = FeatureTable.of(rows, lambda row: str(row.get("min_zoom")))
    assert named.layer_names == ("12", "x", "1000000000.0")
