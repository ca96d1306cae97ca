"""One recording is said everything of: switched on, switched off, or nothing but an arc."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from PIL import Image

from services.signature.classifier import Classifier
from services.signature.cycles import Recording, WaveformError
from services.signature.finding import Finding, find
from services.signature.message import read_message
from services.signature.picture import SIZE
from tests.unit.services.signature.messages import message
from tests.unit.services.signature.waves import RATE_HZ, VOLTS, angle, recording

WAVE = angle()
CLASSIFIER = Classifier.shipped()


def found(recorded: Recording) -> tuple[Finding, bytes]:
    return find(read_message(json.dumps(message(recorded)).encode()), CLASSIFIER)


def test_a_kettle_is_something_else_and_its_power_is_told() -> None:
    finding, _ = found(recording(9 * np.sin(WAVE), np.sin(WAVE - 0.5)))
    assert finding.verdict == "other"
    assert finding.charging_score is not None
    assert finding.charging_score < 0.1
    assert finding.power_step_w == pytest.approx(9 * VOLTS / 2, rel=0.01)


def test_what_is_switched_off_scores_nothing() -> None:
    finding, _ = found(recording(-2 * np.sin(WAVE), 4 * np.sin(WAVE)))
    assert (finding.charging_score, finding.note) == (0.0, "switched off")


def test_a_steady_recording_still_says_how_likely_an_arc_is() -> None:
    finding, _ = found(Recording(VOLTS * np.sin(WAVE), 3 * np.sin(WAVE), RATE_HZ))
    assert finding.charging_score is None
    assert finding.features is None
    assert 0 <= finding.arc_score < 0.5
    assert "does not change" in finding.note


def test_the_picture_is_a_png_with_the_curves_on_it() -> None:
    one, other = (found(recording(size * np.sin(WAVE - size)))[1] for size in (1, 2))
    picture = Image.open(io.BytesIO(one))
    assert (picture.format, picture.size) == ("PNG", SIZE)
    assert len(picture.convert("RGB").getcolors(100_000) or []) > 4
    assert one != other


def test_what_cannot_be_used_has_no_finding() -> None:
    with pytest.raises(WaveformError):
        found(Recording(np.sin(WAVE), np.sin(WAVE), RATE_HZ))
