"""Training follows from its seeds; thresholds keep on the validation set what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from services.signature.classifier import VECTOR, Judgement
from services.signature.train import Events, Size, charging_events, make, train

SMALL = Size(brands=2, events=1, arc_events=1, trees=6)


def test_the_same_seeds_make_the_same_model() -> None:
    one, other = (make(SMALL) for _ in range(2))
    assert one == other
    assert "SIMULATED" in one[0].trained_on
    assert "SIMULATED" in one[1]


def test_another_seed_makes_other_events() -> None:
    one, other = charging_events(1, SMALL), charging_events(2, SMALL)
    assert one.rows.shape[1] == len(VECTOR)
    assert not np.array_equal(one.rows[:5], other.rows[:5])


@pytest.fixture(scope="module")
def made() -> tuple[Events, Events]:
    """Events of one column in which the two kinds overlap."""
    chance = np.random.default_rng(2)

    def events() -> Events:
        truth = np.arange(6000) % 3 == 0
        rows = chance.normal(truth * 2.5, 1)[:, None]
        return Events(rows, ["x"] * len(rows), truth, 0)

    return events(), events()


def test_thresholds_let_no_more_through_than_allowed(made: tuple[Events, Events]) -> None:
    part = train(*made, ("x",), 30)
    chance = Judgement(part, ("x",)).probability(made[1].rows)
    others = chance[~made[1].truth]
    assert np.mean(others >= part.act) <= 0.0005
    assert np.mean(others >= part.unsure) <= 0.005
    assert part.unsure <= part.act < 1


def test_probabilities_are_calibrated(made: tuple[Events, Events]) -> None:
    part = train(*made, ("x",), 30)
    chance = Judgement(part, ("x",)).probability(made[1].rows)
    for low, high in ((0.1, 0.4), (0.4, 0.7), (0.7, 0.95)):
        among = (chance >= low) & (chance < high)
        assert abs(made[1].truth[among].mean() - chance[among].mean()) < 0.08
