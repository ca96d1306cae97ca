"""A cell of the country has its fields, and a village always its houses."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from services.demo import geometry
from services.demo.townmap import rural
from services.demo.townmap.land import Land
from services.demo.townmap.lattice import Cell
from services.demo.townmap.sheet import Sheet

CORNERS = np.array([[3300.0, 400.0], [3300.0, 0.0], [3800.0, 0.0], [3800.0, 400.0]])


@pytest.mark.parametrize("on_main_lines", [True, False])
def test_a_village_has_houses_a_lane_and_its_name(on_main_lines: bool) -> None:
    for seed in range(12):
        sheet = Sheet()
        cell = Cell(CORNERS, 0.0, 3500.0, (on_main_lines, on_main_lines))
        rural.draw(sheet, cell, Land(), iter(()), np.random.default_rng(seed), "永丰村")
        layers = Counter(f["properties"]["layer"] for f in sheet.features())
        assert layers["buildings"] >= 1
        assert layers["roads"] >= 1
        (place,) = [f for f in sheet.features() if f["properties"]["layer"] == "places"]
        assert place["properties"]["name"] == "永丰村"


def test_where_nothing_may_be_built_there_are_fields_only() -> None:
    land = Land()
    land.fill(geometry.box(3550.0, 200.0, 900.0, 900.0, 0.0))
    sheet = Sheet()
    cell = Cell(CORNERS, 0.0, 3500.0, (False, False))
    for seed in range(12):
        rural.draw(sheet, cell, land, iter("abcdefghijkl"), np.random.default_rng(seed))
    layers = {f["properties"]["layer"] for f in sheet.features()}
    assert "landuse" in layers
    assert not layers & {"buildings", "places"}
