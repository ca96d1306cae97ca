"""Says from the features of a switching event whether a battery is being charged, and how sure.

Trained and evaluated on SIMULATED waveforms only (`services.signature.train`). The classifier may
abstain: between `unsure` and `trip` a person has to look, and nothing is switched off. Knows no
town and no breaker.
"""

from __future__ import annotations

import importlib.resources
import math
from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from services.signature.cycles import Samples
from services.signature.features import ArcIndicators, Features
from services.signature.trees import Forest, Trees, sigmoid

Verdict = Literal["charging", "unsure", "other"]

VECTOR = (
    "log_power", "reactive_share", "power_factor", "displacement", "crest", "thd", "second",
    *(f"h{order}" for order in range(3, 16, 2)),
    *(f"{part}{order}" for order in (3, 5, 7) for part in ("cos", "sin")),
    "area", "direction", "asymmetry", "curvature", "slope", "intersections",
    "log_inrush", "early", "settling", "conduction", "peak", "irregularity",
)  # fmt: skip
ARC_VECTOR = (
    "current", "crest", "thd", "shoulder", "high_frequency", "irregularity", "peak_spread",
    "shoulder_spread",
)  # fmt: skip


class Part(msgspec.Struct, frozen=True):
    """One trained question: its trees, how its log-odds are calibrated, and its thresholds.

    `act` is the probability from which the answer is taken for sure, `unsure` the one from which
    a person has to look.
    """

    columns: list[str]
    trees: Trees
    calibration: tuple[float, float]
    unsure: float
    act: float


class Model(msgspec.Struct, frozen=True):
    """What `services.signature.train` writes."""

    trained_on: str
    charging: Part
    arc: Part


class Judgement:
    """Probability by one part of the model."""

    def __init__(self, part: Part, columns: Sequence[str]) -> None:
        if part.columns != list(columns):
            raise ValueError("the model was trained on other features; train it anew")
        self.part = part
        self._forest = Forest(part.trees)

    def probability(self, rows: Samples) -> Samples:
        """Of each row of features."""
        slope, offset = self.part.calibration
        return sigmoid(slope * self._forest.margin(rows) + offset)

    def verdict(self, probability: float) -> Verdict:
        if probability >= self.part.act:
            return "charging"
        return "unsure" if probability >= self.part.unsure else "other"


class Classifier:
    """The trained model at work; stateless, so threads may share it."""

    def __init__(self, model: Model) -> None:
        self.trained_on = model.trained_on
        self.charging = Judgement(model.charging, VECTOR)
        self.arc = Judgement(model.arc, ARC_VECTOR)

    @classmethod
    def shipped(cls) -> Classifier:
        """The model that comes with the program."""
        file = importlib.resources.files("resources").joinpath("signature", "model.json")
        return cls(msgspec.json.decode(file.read_bytes(), type=Model))

    def charging_score(self, features: Features) -> float:
        """Probability that what was switched on charges a battery of an e-bike."""
        return float(self.charging.probability(vector(features)[None, :])[0])

    def arc_score(self, indicators: ArcIndicators) -> float:
        """Probability of a series arc."""
        return float(self.arc.probability(arc_vector(indicators)[None, :])[0])


def vector(found: Features) -> Samples:
    """The features as the trees see them, in the order of `VECTOR`."""
    by_order = {harmonic.order: harmonic for harmonic in found.harmonics}
    turns = [
        value
        for order in (3, 5, 7)
        for angle in (math.radians(by_order[order].phase_deg),)
        for value in (
            by_order[order].ratio * math.cos(angle),
            by_order[order].ratio * math.sin(angle),
        )
    ]
    path = found.trajectory
    apparent = found.voltage_v * found.current_step_a
    return np.array(
        [
            math.log(max(abs(found.power_step_w), 1.0)),
            found.reactive_step_var / apparent,
            found.power_factor,
            found.displacement_factor,
            found.crest_factor,
            found.thd,
            found.second_ratio,
            *(harmonic.ratio for harmonic in found.harmonics),
            *turns,
            path.area,
            path.direction,
            path.asymmetry,
            path.curvature,
            path.slope,
            path.intersections,
            math.log(max(found.inrush_ratio, 0.01)),
            found.early_ratio,
            found.settling_s,
            found.conduction_deg,
            found.peak_deg,
            found.arc.irregularity,
        ]
    )


def arc_vector(found: ArcIndicators) -> Samples:
    """The indicators in the order of `ARC_VECTOR`."""
    return np.array(
        [
            found.current_a,
            found.crest_factor,
            found.thd,
            found.shoulder,
            found.high_frequency,
            found.irregularity,
            found.peak_spread,
            found.shoulder_spread,
        ]
    )
