"""Fields leave the houses to the village."""

from __future__ import annotations

import numpy as np

from services.demo import geometry, layout
from services.demo.buildings import Building
from services.demo.geometry import contains
from services.demo.townmap import fields
from services.demo.townmap.sheet import Sheet


def test_no_house_stands_on_a_field() -> None:
    sheet = Sheet()
    ring = geometry.box(0.0, 0.0, 400.0, 200.0, 0.2)
    houses = [Building(geometry.box(x, 10.0, 12.0, 10.0, 0.2), "house", 2) for x in (-90, 0, 20)]
    fields.draw(sheet, ring, houses, np.random.default_rng(5))
    plots = {"farmland": 0, "orchard": 0, "residential": 0}
    for feature in sheet.features():
        kind = feature["properties"]["kind"]
        plots[kind] += 1
        plot = np.array(
            [layout.PROJECTION.metres(*at) for at in feature["geometry"]["coordinates"][0][:-1]]
        )
        if kind != "residential":
            corners = [corner for house in houses for corner in house.ring.tolist()]
            assert not any(contains(plot, x, y) for x, y in corners)
    assert plots["farmland"] > 4
    assert plots["residential"] >= 2
