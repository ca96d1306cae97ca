"""What reaches over the frame of the sheet is cut; properties say only what there is."""

from __future__ import annotations

import numpy as np
import pytest

from services.demo import layout
from services.demo.townmap.sheet import FRAME_M, Sheet

WIDTH, HEIGHT = FRAME_M


def positions(sheet: Sheet) -> list[list[tuple[float, float]]]:
    out = []
    for feature in sheet.features():
        raw = feature["geometry"]["coordinates"]
        line = raw[0] if feature["geometry"]["type"] == "Polygon" else raw
        out.append([layout.PROJECTION.metres(*place) for place in line])
    return out


def test_areas_and_lines_end_at_the_frame() -> None:
    sheet = Sheet()
    far = 2 * WIDTH
    sheet.area("earth", "earth", np.array([[-far, -far], [far, -far], [far, far], [-far, far]]))
    sheet.line("roads", "path", np.array([[0.0, 0.0], [far, 0.0], [far, 10.0], [0.0, 10.0]]))
    sheet.area("water", "pond", np.array([[far, far], [far + 5, far], [far, far + 5]]))
    ring, first, second = positions(sheet)
    assert len(ring) == 5
    assert np.abs(np.array(ring)).max(axis=0) == pytest.approx(FRAME_M, abs=0.2)
    assert first[0] == pytest.approx((0.0, 0.0), abs=0.1)
    assert first[-1] == pytest.approx((WIDTH, 0.0), abs=1.1)
    assert second[-1] == pytest.approx((0.0, 10.0), abs=0.1)


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
