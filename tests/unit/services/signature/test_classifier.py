"""The shipped model keeps its promise on brands it was neither trained nor set on: SIMULATED."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import numpy as np
import pytest

from services.signature.appliances import CHARGERS, OTHERS, brands
from services.signature.classifier import VECTOR, Classifier, Judgement, arc_vector, vector
from services.signature.cycles import WaveformError
from services.signature.evaluation import Report, evaluate
from services.signature.features import extract
from services.signature.waveforms import simulate

UNSEEN = 987
"""A seed of brands that neither training nor validation nor the printed evaluation uses."""
CLASSIFIER = Classifier.shipped()
PACK = Path(__file__).parents[4] / "resources" / "packs" / "electrical_signature" / "pack.toml"


@pytest.fixture(scope="module")
def report() -> Report:
    rows, families, truth = [], [], []
    known = brands(CHARGERS, 10, UNSEEN) + brands(OTHERS, 20, UNSEEN)
    for event in simulate(known, UNSEEN):
        try:
            rows.append(vector(extract(event.recording)))
        except WaveformError:
            continue
        families.append(event.family)
        truth.append(event.charging)
    return evaluate(CLASSIFIER.charging, np.array(rows), families, truth)


def test_of_400_events_of_unseen_appliances_at_most_one_would_trip(report: Report) -> None:
    assert report.false_acts.count > 390
    assert report.false_acts.hits <= 1
    assert report.false_alerts.share <= 0.02


def test_at_least_a_third_of_unseen_chargers_is_sure_and_most_are_noticed(report: Report) -> None:
    assert report.recall.share >= 0.33
    assert report.seen.share >= 0.6


def test_between_the_thresholds_it_abstains() -> None:
    part = CLASSIFIER.charging.part
    assert 0 < part.unsure < part.act < 1
    said = [CLASSIFIER.charging.verdict(p) for p in (0.0, part.unsure, part.act - 1e-9, part.act)]
    assert said == ["other", "unsure", "unsure", "charging"]


def test_the_model_says_that_it_was_trained_on_simulated_waveforms() -> None:
    assert "SIMULATED" in CLASSIFIER.trained_on


def test_the_pack_alarms_where_the_model_decides() -> None:
    rules = tomllib.loads(PACK.read_text("utf-8"))["rules"]
    charging, arc = CLASSIFIER.charging.part, CLASSIFIER.arc.part
    assert rules["charging"]["from_value"] == charging.act
    assert rules["charging"]["latch"] is True
    assert rules["charging_unsure"]["levels"]["yellow"]["at"] == charging.unsure
    assert rules["arc"]["levels"]["yellow"]["at"] == arc.unsure
    assert rules["arc"]["levels"]["orange"]["at"] == arc.act


def test_features_have_the_order_the_trees_were_trained_with() -> None:
    (event,) = simulate(brands(OTHERS[:1], 1, 1), 1)
    found = extract(event.recording)
    assert vector(found).shape == (len(VECTOR),)
    assert vector(found)[VECTOR.index("power_factor")] == found.power_factor
    assert vector(found)[VECTOR.index("h5")] == found.harmonics[1].ratio
    assert vector(found)[VECTOR.index("peak")] == found.peak_deg
    assert arc_vector(found.arc)[3] == found.arc.shoulder


def test_a_model_of_other_features_is_refused() -> None:
    part = msgspec.structs.replace(CLASSIFIER.charging.part, columns=["x"])
    with pytest.raises(ValueError, match="train it anew"):
        Judgement(part, VECTOR)
