"""Neighbouring towns have streets and rows of houses that keep to their blocks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from services.demo import layout
from services.demo.townmap import settled
from services.demo.townmap.land import Land
from services.demo.townmap.lattice import Cell
from services.demo.townmap.sheet import Sheet

CORNERS = np.array([[4000.0, 500.0], [4000.0, 0.0], [4600.0, 0.0], [4600.0, 500.0]])


def plane(feature: dict[str, Any]) -> np.ndarray[Any, Any]:
    places = [at for polygon in feature["geometry"]["coordinates"] for at in polygon[0]]
    return np.array([layout.PROJECTION.metres(*at) for at in places])


@pytest.mark.parametrize("nearness", [0.1, 0.6, 0.9])
def test_a_town_has_streets_blocks_and_houses(nearness: float) -> None:
    sheet = Sheet()
    cell = Cell(CORNERS, 0.0, 4300.0, (False, False))
    settled.town(sheet, cell, nearness, Land(), np.random.default_rng(8))
    by_layer: dict[str, list[dict[str, Any]]] = {}
    for feature in sheet.features():
        by_layer.setdefault(feature["properties"]["layer"], []).append(feature)
    assert set(by_layer) == {"landuse", "roads", "buildings"}
    corners = np.vstack([plane(feature) for feature in by_layer["buildings"]])
    low, high = CORNERS.min(axis=0), CORNERS.max(axis=0)
    assert ((corners > low - 2) & (corners < high + 2)).all()


def test_far_from_our_town_there_are_no_houses() -> None:
    sheet = Sheet()
    cell = Cell(CORNERS + (9_000.0, 0.0), 0.0, 13_000.0, (False, False))
    settled.works(sheet, cell, Land(), np.random.default_rng(8))
    assert {f["properties"]["layer"] for f in sheet.features()} == {"landuse", "roads"}


def test_boxes_are_of_about_the_size_asked_and_turned() -> None:
    rings = settled.boxes(np.zeros((50, 2)), np.pi / 2, 40.0, 10.0, np.random.default_rng(1))
    spans = np.ptp(rings, axis=1)
    assert (spans[:, 0] < spans[:, 1] / 3).all()
    assert len(np.unique(spans[:, 1].round(3))) > 40
