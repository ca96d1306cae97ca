"""Train and evaluate the classifier on SIMULATED waveforms: `python -m services.signature.train`.

Writes the model and prints the evaluation. Everything follows from the seeds below; brands of
training, validation and evaluation are drawn apart and never shared. Validation sets calibration
and thresholds; evaluation sets nothing. Knows no town.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from services.signature.appliances import CHARGERS, OTHERS, brands
from services.signature.classifier import (
    ARC_VECTOR,
    VECTOR,
    Judgement,
    Model,
    Part,
    arc_vector,
    vector,
)
from services.signature.cycles import Samples, WaveformError
from services.signature.evaluation import evaluate, table
from services.signature.features import extract
from services.signature.trees import Forest, grow, sigmoid
from services.signature.waveforms import simulate

SEEDS = {"train": 11, "validate": 22, "evaluate": 33}
FALSE_ACTS = 0.0005
"""Share of other appliances' events the sure threshold may let through in validation: less than
half of the 1 per 1,000 that is promised, because validation flatters."""
FALSE_ALERTS = 0.005
LEAST_ACT, LEAST_UNSURE = 0.9, 0.3
ARC_SHARE = 0.3


@dataclass(frozen=True)
class Size:
    """Brands of each family and events of each brand."""

    brands: int = 120
    events: int = 5
    arc_events: int = 2
    trees: int = 300


@dataclass(frozen=True, slots=True)
class Events:
    """Rows of features of simulated events and what is true of them."""

    rows: Samples
    families: list[str]
    truth: NDArray[np.bool_]
    unusable: int


def charging_events(seed: int, size: Size) -> Events:
    """Appliances switched on, chargers and others."""
    known = brands(CHARGERS, size.brands, seed) + brands(OTHERS, size.brands, seed)
    rows, families, truth, unusable = [], [], [], 0
    for event in simulate(known * size.events, seed):
        try:
            rows.append(vector(extract(event.recording)))
        except WaveformError:
            unusable += 1
            continue
        families.append(event.family)
        truth.append(event.charging)
    return Events(np.array(rows), families, np.array(truth), unusable)


def arc_events(seed: int, size: Size) -> Events:
    """Appliances switched on, some through a contact that arcs."""
    known = brands((*CHARGERS, *OTHERS), size.brands, seed + 1)
    rows, families, truth, unusable = [], [], [], 0
    for event in simulate(known * size.arc_events, seed + 1, ARC_SHARE):
        try:
            found = extract(event.recording)
        except WaveformError:
            unusable += 1
            continue
        rows.append(arc_vector(found.arc))
        families.append(event.family)
        truth.append(event.arc)
    return Events(np.array(rows), families, np.array(truth), unusable)


def train(learn: Events, validate: Events, columns: tuple[str, ...], trees: int) -> Part:
    """One part of the model."""
    forest = grow(learn.rows, learn.truth, trees, 0.1)
    margin = Forest(forest).margin(validate.rows)
    calibration = _calibrate(margin, validate.truth)
    chance = sigmoid(calibration[0] * margin + calibration[1])
    others = chance[~validate.truth]
    return Part(
        list(columns),
        forest,
        calibration,
        unsure=max(LEAST_UNSURE, _above(others, FALSE_ALERTS)),
        act=max(LEAST_ACT, _above(others, FALSE_ACTS)),
    )


def _above(others: Samples, share: float) -> float:
    """The lowest probability that at most `share` of `others` reach, rounded up."""
    ranked = np.sort(others)[::-1]
    allowed = int(share * len(ranked))
    return float(min(np.ceil(ranked[allowed] * 1000 + 1) / 1000, 0.999))


def _calibrate(margin: Samples, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset that make the log-odds fit the validation set (Platt), by Newton's steps."""
    design = np.stack([margin, np.ones_like(margin)], 1)
    weights = np.array([1.0, 0.0])
    for _ in range(25):
        chance = sigmoid(design @ weights)
        slope = design.T @ (chance - truth)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + 1e-6 * np.eye(2)
        weights = weights - np.linalg.solve(curve, slope)
    return round(float(weights[0]), 6), round(float(weights[1]), 6)


def make(size: Size) -> tuple[Model, str]:
    """The model and its evaluation in words."""
    words = []
    parts = {}
    for name, events, columns in (
        ("charging", charging_events, VECTOR),
        ("arc", arc_events, ARC_VECTOR),
    ):
        learn, validate, unseen = (events(SEEDS[key], size) for key in SEEDS)
        part = train(learn, validate, columns, size.trees)
        parts[name] = part
        report = evaluate(
            Judgement(part, columns), unseen.rows, unseen.families, unseen.truth.tolist()
        )
        words.append(
            f"## {name}: {len(unseen.rows)} SIMULATED events of brands not trained on, "
            f"{unseen.unusable} unusable; sure from {part.act:g}, unsure from {part.unsure:g}\n\n"
            + table(report, name)
        )
    trained_on = "SIMULATED waveforms only (services/signature/waveforms.py)"
    return Model(trained_on, parts["charging"], parts["arc"]), "\n\n".join(words)


def main(arguments: list[str]) -> int:
    """Write the model to --out and print the evaluation."""
    parser = argparse.ArgumentParser(prog="python -m services.signature.train")
    parser.add_argument("--out", type=Path, default=Path("resources/signature/model.json"))
    parser.add_argument("--brands", type=int, default=Size.brands)
    parser.add_argument("--events", type=int, default=Size.events)
    parsed = parser.parse_args(arguments)
    model, words = make(Size(parsed.brands, parsed.events))
    parsed.out.parent.mkdir(parents=True, exist_ok=True)
    parsed.out.write_bytes(msgspec.json.encode(model) + b"\n")
    print(words)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
