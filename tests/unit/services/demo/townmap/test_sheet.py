"""Shapes become features; properties say only what there is."""

from __future__ import annotations

import numpy as np
import pytest

from services.demo import layout
from services.demo.townmap.sheet import Sheet


def test_many_shapes_are_one_feature_to_the_metre() -> None:
    sheet = Sheet()
    box = np.array([[0.0, 0.0], [30.4, 0.0], [30.4, 20.0], [0.0, 20.0]])
    sheet.areas("landuse", "farmland", np.stack([box, box + 50.0]), coarse=True)
    sheet.areas("landuse", "orchard", np.empty((0, 4, 2)))
    sheet.lines("roads", "minor_road", [box[:2], box[1:]])
    sheet.lines("roads", "minor_road", [])
    fields, roads = sheet.features()
    (first,), (second,) = fields["geometry"]["coordinates"]
    assert first[0] == first[-1]
    assert [len(first), len(second)] == [5, 5]
    assert layout.PROJECTION.metres(*first[2]) == pytest.approx((30.4, 20.0), abs=0.8)
    assert [len(line) for line in roads["geometry"]["coordinates"]] == [2, 3]


def test_properties_without_a_value_are_left_out_and_names_are_spelled() -> None:
    sheet = Sheet()
    sheet.spot("pois", "park", (0.0, 0.0), name="云泽公园", ref="", is_bridge=False, min_zoom=3)
    sheet.spot("pois", "park", (0.0, 0.0), name="")
    named, bare = (feature["properties"] for feature in sheet.features())
    assert named["name:en"] == "Yunze Park"
    assert set(named) == {"layer", "kind", "name", "name:en", "min_zoom"}
    assert set(bare) == {"layer", "kind"}


def test_bridges_lie_over_roads_and_tunnels_under_them() -> None:
    sheet = Sheet()
    line = np.array([[0.0, 0.0], [9.0, 9.0]])
    sheet.line("roads", "path", line, is_bridge=True)
    sheet.line("roads", "major_road", line)
    sheet.line("roads", "minor_road", line)
    sheet.line("roads", "highway", line, is_tunnel=True)
    kinds = [feature["properties"]["kind"] for feature in sheet.features()]
    assert kinds == ["highway", "minor_road", "major_road", "path"]
