"""Rates have exact intervals, and verdicts are counted by family."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.signature.classifier import Judgement, Part
from services.signature.evaluation import evaluate, rate, table
from services.signature.trees import Trees

# One tree: log-odds 4 when the column is above 0.9, 0 above 0.5, else -4.
STEPS = Trees(
    0.0,
    [[0] * 15],
    [[0.5, 0.9, 0.9, *([0.9] * 12)]],
    [[-4.0] * 8 + [0.0] * 4 + [4.0] * 4],
)
JUDGEMENT = Judgement(Part(["x"], STEPS, (1.0, 0.0), 0.4, 0.9), ["x"])


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [(0, 1000, 0.0, 0.003682), (1, 1000, 0.0000253, 0.005558), (5, 10, 0.187086, 0.812914)],
)
def test_intervals_are_those_of_clopper_and_pearson(
    hits: int, count: int, low: float, high: float
) -> None:
    found = rate(hits, count)
    assert (found.low, found.high) == (pytest.approx(low, abs=2e-6), pytest.approx(high, abs=2e-6))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 3000), st.data())
def test_an_interval_holds_its_rate(count: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, count))
    found = rate(hits, count)
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_verdicts_are_counted_by_family_and_added_up() -> None:
    values = np.array([0.95, 0.6, 0.1, 0.95, 0.6, 0.1, 0.1])[:, None]
    families = ["charger"] * 3 + ["kettle"] * 4
    report = evaluate(JUDGEMENT, values, families, [True] * 3 + [False] * 4)
    assert [(row.family, row.charging, row.unsure, row.other) for row in report.rows] == [
        ("charger", 1, 1, 1),
        ("kettle", 1, 1, 2),
    ]
    assert (report.false_acts.hits, report.false_acts.count) == (1, 4)
    assert (report.false_alerts.hits, report.recall.hits, report.seen.hits) == (2, 1, 2)
    words = table(report, "charging")
    assert "| charging | 3 | 1 | 1 | 1 |" in words
    assert "| something else | 4 | 1 | 1 | 2 |" in words
    assert "false, sure: 1 of 4" in words
