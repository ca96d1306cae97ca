"""Boosted trees learn what one question cannot say, repeatably, and survive being written down."""

from __future__ import annotations

import msgspec
import numpy as np

from services.signature.trees import Forest, Trees, grow, sigmoid

CHANCE = np.random.default_rng(4)
ROWS = CHANCE.uniform(-1, 1, (3000, 5))
EITHER = (ROWS[:, 0] > 0) ^ (ROWS[:, 1] > 0.2)
"""True when exactly one of two questions is answered yes; the other three columns say nothing."""


def test_trees_learn_a_combination_of_questions() -> None:
    forest = Forest(grow(ROWS[:2000], EITHER[:2000], 40, 0.3))
    said = forest.margin(ROWS[2000:]) > 0
    assert np.mean(said == EITHER[2000:]) > 0.95


def test_training_is_repeatable_and_the_written_model_votes_alike() -> None:
    one, other = (grow(ROWS, EITHER, 10, 0.3) for _ in range(2))
    assert one == other
    again = msgspec.json.decode(msgspec.json.encode(one), type=Trees)
    assert np.array_equal(Forest(one).margin(ROWS), Forest(again).margin(ROWS))


def test_without_trees_the_vote_is_the_share_of_the_true() -> None:
    margin = Forest(grow(ROWS, EITHER, 0, 0.3)).margin(ROWS[:1])
    assert abs(float(sigmoid(margin)[0]) - EITHER.mean()) < 1e-9


def test_a_column_that_never_changes_is_never_asked() -> None:
    rows = np.column_stack([np.zeros(len(ROWS)), ROWS[:, :2]])
    trees = grow(rows, EITHER, 10, 0.3)
    asked = {
        feature
        for features, cuts in zip(trees.feature, trees.threshold, strict=True)
        for feature, cut in zip(features, cuts, strict=True)
        if cut < 1e300
    }
    assert asked == {1, 2}
