"""Everything that is to be said of one recording: features, scores, verdict and its picture."""

from __future__ import annotations

import msgspec

from services.signature.classifier import Classifier, Verdict
from services.signature.cycles import cut_cycles
from services.signature.features import ArcIndicators, Features, NoChange, arc_of, features_of
from services.signature.message import WaveformMessage
from services.signature.picture import draw


class Finding(msgspec.Struct, frozen=True):
    """`charging_score` is None when nothing was switched, 0 when something was switched off."""

    verdict: Verdict
    charging_score: float | None
    arc_score: float
    power_step_w: float | None
    features: Features | None
    arc: ArcIndicators
    note: str = ""


def find(message: WaveformMessage, classifier: Classifier) -> tuple[Finding, bytes]:
    """The finding and a PNG of the waveform. Raises WaveformError. Takes tens of milliseconds."""
    cycles = cut_cycles(message.recording())
    arc = arc_of(cycles)
    arcing = classifier.arc_score(arc)
    try:
        features = features_of(cycles, message.event_s)
    except NoChange as error:
        finding = Finding("other", None, arcing, None, None, arc, str(error))
        return finding, draw(cycles, None, arcing)
    step = features.power_step_w
    score = classifier.charging_score(features) if step > 0 else 0.0
    finding = Finding(
        classifier.charging.verdict(score),
        round(score, 4),
        round(arcing, 4),
        round(step, 1),
        features,
        arc,
        "" if step > 0 else "switched off",
    )
    return finding, draw(cycles, features, arcing)
