"""The raster of the country tells water from land and taken land from free."""

from __future__ import annotations

import numpy as np

from services.demo import geometry
from services.demo.townmap.land import Land


def test_water_is_wet_and_taken_and_roads_are_taken_but_dry() -> None:
    land = Land()
    land.flood(geometry.box(1000.0, 2000.0, 200.0, 100.0, 0.0))
    land.take(np.array([[-500.0, 0.0], [500.0, 0.0]]), 30.0)
    spots = np.array([[1000.0, 2000.0], [0.0, 5.0], [0.0, 400.0]])
    assert land.is_wet(spots).tolist() == [True, False, False]
    assert land.is_free(spots).tolist() == [False, False, True]


def test_what_is_put_in_after_a_question_counts() -> None:
    land = Land()
    spot = np.array([[700.0, -700.0]])
    assert land.is_free(spot).all()
    land.fill(geometry.box(700.0, -700.0, 60.0, 60.0, 0.0))
    assert not land.is_free(spot).any()


def test_past_its_edge_land_is_dry_and_free() -> None:
    land = Land()
    land.flood(geometry.box(0.0, 0.0, 60_000.0, 60_000.0, 0.0))
    far = np.array([[90_000.0, 0.0], [0.0, -90_000.0]])
    assert not land.is_wet(far).any()
    assert land.is_free(far).all()
