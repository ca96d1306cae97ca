"""Features of waveforms whose values are known by formula, and what must not change them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.signature.cycles import Recording, WaveformError, cut_cycles
from services.signature.features import Features, NoChange, arc_of, extract
from tests.unit.services.signature.waves import (
    EVENT_S,
    RATE_HZ,
    VOLTS,
    Samples,
    angle,
    recording,
    times,
)

WAVE = angle()


def rectifier(wave: Samples, width_deg: float = 40, centre_deg: float = 80) -> Samples:
    """Pulses near the crest, as a capacitor draws them."""
    at = np.degrees(wave) % 180
    pulse = np.maximum(0, np.cos(np.pi * (at - centre_deg) / width_deg))
    found: Samples = np.sign(np.sin(wave)) * pulse * (np.abs(at - centre_deg) < width_deg / 2)
    return found


def half_wave(wave: Samples) -> Samples:
    found: Samples = np.maximum(np.sin(wave), 0)
    return found


@settings(max_examples=40, deadline=None)
@given(st.floats(0.2, 30), st.floats(-80, 80), st.floats(49.5, 50.5))
def test_a_sine_has_power_and_factor_by_formula(amps: float, lag: float, hertz: float) -> None:
    wave = angle(hertz)
    found = extract(recording(amps * np.sin(wave - np.radians(lag)), wave=wave))
    power = VOLTS * amps / 2
    assert found.power_step_w == pytest.approx(power * np.cos(np.radians(lag)), abs=0.004 * power)
    assert found.reactive_step_var == pytest.approx(
        power * np.sin(np.radians(lag)), abs=0.004 * power
    )
    assert found.power_factor == pytest.approx(np.cos(np.radians(lag)), abs=0.003)
    assert found.displacement_factor == pytest.approx(np.cos(np.radians(lag)), abs=0.003)
    assert found.crest_factor == pytest.approx(np.sqrt(2), abs=0.005)
    assert found.thd < 0.01
    assert found.trajectory.area == pytest.approx(np.pi * abs(np.sin(np.radians(lag))), abs=0.02)
    assert found.trajectory.intersections == 0


def test_harmonics_have_the_ratios_and_phases_they_were_made_with() -> None:
    change = 2 * (np.sin(WAVE) + 0.3 * np.sin(3 * WAVE + 1) + 0.1 * np.sin(15 * WAVE - 2))
    found = {harmonic.order: harmonic for harmonic in extract(recording(change)).harmonics}
    assert list(found) == [3, 5, 7, 9, 11, 13, 15]
    assert found[3].ratio == pytest.approx(0.3, abs=0.002)
    assert found[3].phase_deg == pytest.approx(np.degrees(1), abs=0.5)
    assert found[15].ratio == pytest.approx(0.1, abs=0.004)
    assert found[15].phase_deg == pytest.approx(np.degrees(-2), abs=2)
    assert found[7].ratio < 0.002


def test_a_rectifier_conducts_briefly_before_the_crest() -> None:
    found = extract(recording(3 * rectifier(WAVE)))
    assert found.conduction_deg == pytest.approx(37, abs=2)
    assert found.peak_deg == pytest.approx(80, abs=2)
    assert found.crest_factor > 2.5
    assert found.harmonics[0].ratio > 0.8
    assert found.thd > 1
    assert found.power_factor < 0.75 < found.displacement_factor


def test_a_half_wave_load_shows_even_harmonics_and_unequal_halves() -> None:
    found = extract(recording(5 * half_wave(WAVE)))
    assert found.second_ratio == pytest.approx(4 / (3 * np.pi), abs=0.01)
    assert found.trajectory.asymmetry > 0.5
    assert extract(recording(5 * np.sin(WAVE))).trajectory.asymmetry < 0.01


@pytest.mark.parametrize(("lag", "direction"), [(60, 1), (-60, -1), (0, 0)])
def test_the_trajectory_turns_one_way_when_the_current_lags(lag: float, direction: int) -> None:
    found = extract(recording(np.sin(WAVE - np.radians(lag))))
    assert found.trajectory.direction == direction


def test_a_trajectory_that_crosses_itself_is_counted() -> None:
    change = np.sin(WAVE) + 0.4 * np.cos(2 * np.sin(WAVE) * 2) * np.cos(WAVE) * np.sin(WAVE)
    assert extract(recording(change)).trajectory.intersections >= 1


def test_inrush_and_settling_are_those_of_the_envelope() -> None:
    since = np.maximum(times() - EVENT_S, 0)
    change = 2 * np.sin(WAVE) * (1 + 5 * np.exp(-since / 0.08))
    found = extract(recording(change))
    assert found.inrush_ratio == pytest.approx(6, abs=0.6)
    assert found.early_ratio > 2.5
    assert found.settling_s == pytest.approx(0.08 * np.log(25), abs=0.04)


def test_a_soft_start_is_below_its_steady_value_at_first() -> None:
    since = np.maximum(times() - EVENT_S, 0)
    found = extract(recording(2 * np.sin(WAVE) * np.minimum(since / 0.3, 1)))
    assert found.inrush_ratio < 0.5
    assert found.early_ratio < 0.5


def test_the_event_is_found_within_two_cycles() -> None:
    assert extract(recording(np.sin(WAVE), 3 * np.sin(WAVE))).event_s == pytest.approx(
        EVENT_S, abs=0.04
    )


def test_what_is_switched_off_has_a_negative_step() -> None:
    found = extract(recording(-2 * np.sin(WAVE), 4 * np.sin(WAVE)))
    assert found.power_step_w == pytest.approx(-VOLTS, rel=0.01)


# What must not matter


def shape(found: Features) -> Samples:
    """The features that describe shape alone."""
    path = found.trajectory
    return np.array(
        [
            found.power_factor,
            found.displacement_factor,
            found.crest_factor,
            found.thd,
            *(harmonic.ratio for harmonic in found.harmonics),
            path.area,
            path.asymmetry,
            path.curvature,
            path.slope,
            found.conduction_deg / 180,
        ]
    )


SHAPES: list[Callable[[Samples], Samples]] = [
    rectifier,
    half_wave,
    lambda wave: np.sin(wave - 0.8) + 0.1 * np.sin(3 * wave),
]


@pytest.mark.parametrize("make", SHAPES)
@settings(max_examples=15, deadline=None)
@given(st.floats(0.3, 20))
def test_shape_does_not_depend_on_size(make: Callable[[Samples], Samples], size: float) -> None:
    one, other = extract(recording(make(WAVE))), extract(recording(size * make(WAVE)))
    assert np.allclose(shape(one), shape(other), atol=1e-6)
    assert other.power_step_w == pytest.approx(size * one.power_step_w, rel=1e-6)


@pytest.mark.parametrize("make", SHAPES)
@settings(max_examples=15, deadline=None)
@given(st.floats(0, 6.28), st.floats(49.5, 50.5))
def test_shape_does_not_depend_on_where_the_recording_begins(
    make: Callable[[Samples], Samples], phase: float, hertz: float
) -> None:
    wave = angle(hertz, phase)
    one, other = extract(recording(2 * make(WAVE))), extract(recording(2 * make(wave), wave=wave))
    assert np.allclose(shape(one), shape(other), atol=0.06)


@pytest.mark.parametrize("make", SHAPES)
@settings(max_examples=15, deadline=None)
@given(st.floats(0, 10), st.floats(-1.2, 1.2), st.floats(0, 4))
def test_what_runs_already_does_not_show_in_what_is_switched_on(
    make: Callable[[Samples], Samples], heat: float, lag: float, pulses: float
) -> None:
    base = heat * np.sin(WAVE) + 2 * np.sin(WAVE - lag) + pulses * rectifier(WAVE, 50, 85)
    alone, beside = extract(recording(2 * make(WAVE))), extract(recording(2 * make(WAVE), base))
    assert np.allclose(shape(alone), shape(beside), atol=0.01)
    assert beside.power_step_w == pytest.approx(alone.power_step_w, abs=1)


def test_an_offset_noise_and_a_converter_of_12_bits_matter_little() -> None:
    chance = np.random.default_rng(3)
    change = 2 * rectifier(WAVE)
    clean = extract(recording(change, 3 * np.sin(WAVE)))
    noisy = recording(change, 3 * np.sin(WAVE) + 0.3 + chance.normal(0, 0.02, len(WAVE)))
    step = 60 / 2048
    found = extract(Recording(noisy.voltage, np.round(noisy.current / step) * step, noisy.rate_hz))
    assert np.allclose(shape(clean), shape(found), rtol=0.06, atol=0.06)
    assert found.power_step_w == pytest.approx(clean.power_step_w, rel=0.03)


# What cannot be used


def test_a_recording_in_which_nothing_happens_is_no_event() -> None:
    steady = Recording(VOLTS * np.sin(WAVE), 3 * np.sin(WAVE), RATE_HZ)
    with pytest.raises(NoChange, match="does not change"):
        extract(steady)


def test_a_change_of_a_few_milliamperes_is_no_event() -> None:
    with pytest.raises(NoChange, match="mA"):
        extract(recording(0.01 * np.sin(WAVE)), event_s=EVENT_S)


@pytest.mark.parametrize("event_s", [0.0, 0.03, 0.95, -1.0])
def test_an_event_at_the_edge_is_refused_with_what_is_needed(event_s: float) -> None:
    with pytest.raises(WaveformError, match="cycles before it"):
        extract(recording(np.sin(WAVE)), event_s=event_s)


# Arcs


def test_an_arc_rests_at_zero_hisses_and_differs_from_cycle_to_cycle() -> None:
    chance = np.random.default_rng(5)
    clean = 5 * np.sin(WAVE)
    halves = chance.uniform(0.1, 0.3, 400)[(np.degrees(WAVE) // 180).astype(int)]
    struck = np.abs(np.sin(WAVE)) > halves
    arced = np.where(struck, clean + 0.3 * chance.standard_normal(len(WAVE)), 0.05)
    quiet, arcing = (
        arc_of(cut_cycles(Recording(VOLTS * np.sin(WAVE), current, RATE_HZ)))
        for current in (clean, arced)
    )
    assert arcing.shoulder > 2 * quiet.shoulder
    assert arcing.high_frequency > 20 * quiet.high_frequency
    assert arcing.irregularity > 20 * quiet.irregularity
    assert arcing.shoulder_spread > quiet.shoulder_spread
    assert quiet.crest_factor == pytest.approx(np.sqrt(2), abs=0.01)
