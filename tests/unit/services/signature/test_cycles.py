"""Recordings are cut at the voltage's zero crossings, or refused with the reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.signature.cycles import POINTS, Recording, WaveformError, cut_cycles
from tests.unit.services.signature.waves import RATE_HZ, VOLTS, angle, times

STEP = 2 * np.pi / POINTS


@settings(max_examples=40, deadline=None)
@given(st.floats(49.5, 50.5), st.floats(0, 6.28), st.floats(-10, 10))
def test_cycles_begin_where_the_voltage_crosses_zero_upwards(
    hertz: float, phase: float, offset: float
) -> None:
    wave = angle(hertz, phase)
    cycles = cut_cycles(Recording(VOLTS * np.sin(wave) + offset, np.cos(wave), RATE_HZ))
    assert cycles.frequency_hz == pytest.approx(hertz, abs=0.01)
    expected = VOLTS * np.sin(np.arange(POINTS) * STEP) + offset
    assert np.abs(cycles.voltage - expected).max() < 0.5
    assert np.abs(cycles.current - np.cos(np.arange(POINTS) * STEP)).max() < 2e-3


def test_noise_harmonics_and_a_clipped_top_move_the_crossing_by_less_than_a_degree() -> None:
    wave = angle()
    noise = np.random.default_rng(1).normal(0, 8, len(wave))
    dirty = VOLTS * (np.sin(wave) + 0.05 * np.sin(5 * wave) + 0.04 * np.sin(3 * wave))
    voltage = np.clip(dirty + noise, -290, 290)
    cycles = cut_cycles(Recording(voltage, np.sin(wave), RATE_HZ))
    first = np.fft.rfft(cycles.current, axis=1)[:, 1]
    assert np.abs(np.degrees(np.angle(first * 1j))).max() < 1


def test_a_frequency_that_drifts_is_followed() -> None:
    t = times()
    wave = 2 * np.pi * (49.8 * t + 0.2 * t * t)
    cycles = cut_cycles(Recording(VOLTS * np.sin(wave), np.sin(wave), RATE_HZ))
    first = np.fft.rfft(cycles.current, axis=1)[:, 1]
    assert np.abs(np.degrees(np.angle(first * 1j))).max() < 1


def good() -> tuple[np.ndarray, np.ndarray]:
    return VOLTS * np.sin(angle()), np.sin(angle())


@pytest.mark.parametrize("rate_hz", [0.0, 1000.0, 1e7, float("nan")])
def test_a_rate_nobody_samples_at_is_refused(rate_hz: float) -> None:
    with pytest.raises(WaveformError, match="samples a second"):
        cut_cycles(Recording(*good(), rate_hz))


def test_channels_of_unequal_length_are_refused() -> None:
    voltage, current = good()
    with pytest.raises(WaveformError, match="same instants"):
        cut_cycles(Recording(voltage, current[:-1], RATE_HZ))


def test_a_recording_of_a_few_cycles_is_refused() -> None:
    voltage, current = good()
    with pytest.raises(WaveformError, match="8 cycles"):
        cut_cycles(Recording(voltage[:700], current[:700], RATE_HZ))


def test_a_recording_that_never_ends_is_refused() -> None:
    long = np.tile(good()[0], 40)
    with pytest.raises(WaveformError, match="longer than 30 s"):
        cut_cycles(Recording(long, long, RATE_HZ))


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_sample_that_is_no_number_is_refused(bad: float) -> None:
    voltage, current = good()
    current[100] = bad
    with pytest.raises(WaveformError, match="not a finite number"):
        cut_cycles(Recording(voltage, current, RATE_HZ))


@pytest.mark.parametrize("scale", [0.0, 0.01, 10.0])
def test_a_voltage_of_the_wrong_scale_is_refused(scale: float) -> None:
    voltage, current = good()
    with pytest.raises(WaveformError, match="check its scale"):
        cut_cycles(Recording(voltage * scale, current, RATE_HZ))


def test_a_current_clipped_for_long_is_refused() -> None:
    voltage, current = good()
    with pytest.raises(WaveformError, match="clipped"):
        cut_cycles(Recording(voltage, np.clip(current, -0.8, 0.8), RATE_HZ))


def test_a_wrong_frequency_points_at_the_sample_rate() -> None:
    voltage, current = good()
    with pytest.raises(WaveformError, match="check the sample rate"):
        cut_cycles(Recording(voltage, current, RATE_HZ * 1.1))


def test_a_voltage_that_breaks_off_is_refused() -> None:
    voltage, current = good()
    voltage[4000:] = 0
    with pytest.raises(WaveformError, match="breaks off"):
        cut_cycles(Recording(voltage * 1.1, current, RATE_HZ))
