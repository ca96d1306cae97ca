"""Simulated recordings are repeatable, usable, and disturbed the way a breaker's sensor is."""

from __future__ import annotations

import numpy as np
import pytest

from services.signature.appliances import CHARGERS, OTHERS, brands
from services.signature.cycles import WaveformError, cut_cycles
from services.signature.features import arc_of, extract
from services.signature.waveforms import BITS, RATE_HZ, SECONDS, simulate

SOME = brands(CHARGERS, 1, 7) + brands(OTHERS, 1, 7)


def test_the_same_seed_makes_the_same_recordings() -> None:
    one, other = (list(simulate(SOME[:4], 9)) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        assert np.array_equal(a.recording.current, b.recording.current)
    (third,) = simulate(SOME[:1], 10)
    assert not np.array_equal(third.recording.current, one[0].recording.current)


def test_nearly_every_recording_can_be_used_and_says_what_it_is() -> None:
    made = list(simulate(SOME, 9))
    assert [event.family for event in made] == [brand.family for brand in SOME]
    usable = 0
    for event in made:
        assert len(event.recording.current) == RATE_HZ * SECONDS
        try:
            found = extract(event.recording)
        except WaveformError:
            continue
        usable += 1
        assert 0.12 < found.event_s < 0.45, event.family
        assert found.power_step_w > 0
    assert usable >= len(made) - 1


def test_a_converter_of_12_bits_leaves_no_more_levels() -> None:
    (event,) = simulate(SOME[:1], 9)
    step = np.diff(np.unique(event.recording.current)).min()
    steps = event.recording.current / step
    assert np.abs(steps - np.round(steps)).max() < 1e-6
    assert np.abs(steps).max() <= 2 ** (BITS - 1)


def test_an_arc_shows_in_the_recording_and_only_where_there_is_one() -> None:
    kettles = [brand for brand in brands(OTHERS, 20, 7) if brand.family == "kettle"]
    with_arc = list(simulate(kettles, 9, arc_share=1.0))
    without = list(simulate(kettles, 9))
    assert all(event.arc for event in with_arc)
    assert not any(event.arc for event in without)
    irregular = [
        float(np.median([arc_of(cut_cycles(event.recording)).irregularity for event in events]))
        for events in (with_arc, without)
    ]
    assert irregular[0] > 4 * irregular[1]


@pytest.mark.parametrize("spread", [0.0, 0.5])
def test_the_frequency_lies_within_its_spread(spread: float) -> None:
    for event in simulate(SOME[:6], 3, frequency_spread_hz=spread):
        assert abs(cut_cycles(event.recording).frequency_hz - 50) <= spread + 0.02
