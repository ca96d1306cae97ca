"""Outlines stay within the boxes of the plan."""

from __future__ import annotations

import numpy as np
import pytest

from services.demo import geometry
from services.demo.buildings import Building
from services.demo.townmap.houses import outline

KINDS = ["residential", "tower", "old_house", "factory", "house", "commercial", "office"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_outline_fills_most_of_its_box_and_nothing_more(kind: str) -> None:
    house = Building(geometry.box(30.0, -7.0, 40.0, 12.0, 0.7), kind, 3)
    shapes = set()
    for seed in range(40):
        ring = outline(house, np.random.default_rng(seed))
        local = (ring - (30.0, -7.0)) @ geometry.rotation(0.7)
        assert np.abs(local).max(axis=0) == pytest.approx((20.0, 6.0))
        assert geometry.ring_area(ring) > 0.55 * 40 * 12
        shapes.add(round(abs(geometry.ring_area(ring))))
    assert len(shapes) > 1


def test_a_house_with_a_shape_of_its_own_keeps_it() -> None:
    comb = np.array([[0.0, 0.0], [9, 0], [9, 9], [5, 5], [0, 9]])
    assert outline(Building(comb, "school", 4), np.random.default_rng(1)) is comb
