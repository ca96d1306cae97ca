"""Lines become bridges over water and tunnels where they dive, and their pieces meet."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from services.demo.geometry import box
from services.demo.townmap.forms import Former, beside
from services.demo.townmap.land import Land
from services.demo.townmap.water import Bed


@pytest.fixture
def former() -> Former:
    creek = np.column_stack([np.zeros(81), np.linspace(-1000.0, 1000.0, 81)])
    land = Land()
    land.flood(box(6000.0, 0.0, 80.0, 3000.0, 0.0))
    return Former([Bed("creek", creek, np.full(81, 12.0))], land)


def test_a_line_is_cut_at_near_and_at_far_waters_and_its_pieces_meet(former: Former) -> None:
    line = np.array([[-900.0, 0.0], [900.0, 0.0], [9000.0, 0.0]])
    found = former.forms(line)
    assert [form for _, form in found] == ["", "bridge", "", "bridge", ""]
    for (before, _), (after, _) in itertools.pairwise(found):
        assert before[-1] == pytest.approx(after[0])
    near, far = (piece for piece, form in found if form == "bridge")
    assert near[:, 0].min() == pytest.approx(-20.0, abs=8.0)
    assert far[:, 0].mean() == pytest.approx(6000.0, abs=60.0)
    assert former.is_over_river(near)
    assert not former.is_over_river(far)


def test_it_dives_where_it_is_told_to(former: Former) -> None:
    line = np.array([[200.0, 0.0], [900.0, 0.0]])
    (tunnel,) = [
        piece for piece, form in former.forms(line, dives=[(500.0, 0.0)]) if form == "tunnel"
    ]
    assert tunnel[0][0] == pytest.approx(430.0, abs=8.0)
    assert tunnel[-1][0] == pytest.approx(570.0, abs=8.0)


def test_far_ends_stay_as_they_are(former: Former) -> None:
    line = np.column_stack([np.linspace(-60_000.0, 60_000.0, 41), np.full(41, 1500.0)])
    found = former.forms(line)
    assert sorted(float(piece[:, 0].min()) for piece, _ in found)[0] == -60_000.0
    assert max(float(piece[:, 0].max()) for piece, _ in found) == 60_000.0


def test_beside_is_to_the_left() -> None:
    line = np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]])
    assert beside(line, 3.0)[:, 1] == pytest.approx(3.0)
