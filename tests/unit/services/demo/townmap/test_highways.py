"""Expressways run past every screen, and one gets on them."""

from __future__ import annotations

from typing import Any

import numpy as np

from services.demo.townmap import country, highways
from services.demo.townmap.lattice import EXPRESSWAY_U, EXPRESSWAY_V


def test_expressways_and_the_railway_run_on_far_past_the_country() -> None:
    far = [line for line, _ in highways.lines()][:3]
    for line in far:
        assert np.hypot(*line[[0, -1]].T).min() > 0.9 * country.FAR_M


def test_where_expressways_cross_all_ways_lead_to_all(select: Any, metres: Any) -> None:
    middle = np.array(country.at(EXPRESSWAY_U, EXPRESSWAY_V))
    links = [metres(f) for f in select(kind_detail="motorway_link")]
    near = [line for line in links if np.hypot(*(line - middle).T).min() < 700]
    assert len(near) == 8


def test_ramps_begin_at_a_road_and_end_on_the_expressway(select: Any, metres: Any) -> None:
    lanes = np.vstack([metres(f) for f in select(kind_detail="motorway")])
    for feature in select(kind_detail="motorway_link"):
        line = metres(feature)
        ends = [np.hypot(*(lanes - end).T).min() for end in line[[0, -1]]]
        assert min(ends) < 90  # expressways have a point every 150 metres
