"""Cut a recording of mains voltage and current into whole cycles of equal length.

Owns the checks on a recording and the alignment: every cycle begins where the fundamental of the
voltage crosses zero upwards, found by demodulation, so that harmonics, noise, an offset or a
clipped top move it little. Knows nothing of appliances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.errors import OneMapError

POINTS = 256
"""Samples of a cycle after alignment."""
NOMINAL_HZ = 50.0
TOLERANCE_HZ = 1.0
RATES_HZ = (2_500.0, 200_000.0)
MAINS_V = (90.0, 300.0)
MIN_CYCLES = 8
MAX_SECONDS = 30.0
MAX_CLIPPED = 0.1
"""Share of current samples that may stand at the very top or bottom of the range."""

Samples = NDArray[np.float64]


class WaveformError(OneMapError):
    """A recording that cannot be used; the text says why and what to send instead."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Voltage (V) and current (A) of the same instants, `rate_hz` samples a second."""

    voltage: Samples
    current: Samples
    rate_hz: float


@dataclass(frozen=True, slots=True)
class Cycles:
    """Rows of `POINTS` samples from one upward zero crossing of the voltage to the next."""

    voltage: Samples
    current: Samples
    frequency_hz: float
    starts_s: Samples
    """When each cycle begins, in seconds from the first sample."""


def cut_cycles(recording: Recording) -> Cycles:
    """The whole cycles of a recording. Raises WaveformError."""
    check(recording)
    phase = _phase(recording)
    rate = recording.rate_hz
    frequency = float((phase[-1] - phase[0]) / (2 * np.pi) / ((len(phase) - 1) / rate))
    if abs(frequency - NOMINAL_HZ) > TOLERANCE_HZ:
        raise WaveformError(
            f"the voltage has {frequency:.2f} Hz; expected {NOMINAL_HZ:.0f} Hz ± "
            f"{TOLERANCE_HZ:.0f} Hz; check the sample rate"
        )
    turns = phase / (2 * np.pi)
    first, last = int(np.ceil(turns[0])), int(np.floor(turns[-1]))
    count = last - first
    if count < MIN_CYCLES:
        raise WaveformError(
            f"the recording holds {max(count, 0)} whole cycles; at least {MIN_CYCLES} are needed"
        )
    wanted = first + np.arange(count * POINTS) / POINTS
    places = np.interp(wanted, turns, np.arange(len(turns), dtype=np.float64))
    return Cycles(
        _between(recording.voltage, places).reshape(count, POINTS),
        _between(recording.current, places).reshape(count, POINTS),
        frequency,
        places[::POINTS] / rate,
    )


def check(recording: Recording) -> None:
    """Raises WaveformError when the samples cannot be used."""
    voltage, current, rate = recording.voltage, recording.current, recording.rate_hz
    if not (np.isfinite(rate) and RATES_HZ[0] <= rate <= RATES_HZ[1]):
        low, high = RATES_HZ
        raise WaveformError(f"{rate:g} samples a second; expected {low:.0f} to {high:.0f}")
    if voltage.ndim != 1 or current.ndim != 1 or len(voltage) != len(current):
        raise WaveformError(
            f"voltage has {voltage.size} samples and current {current.size}; both are needed for "
            "the same instants"
        )
    if len(voltage) < MIN_CYCLES * rate / NOMINAL_HZ:
        raise WaveformError(
            f"{len(voltage)} samples are less than {MIN_CYCLES} cycles at {rate:g} a second"
        )
    if len(voltage) > MAX_SECONDS * rate:
        raise WaveformError(f"the recording is longer than {MAX_SECONDS:.0f} s")
    if not (np.isfinite(voltage).all() and np.isfinite(current).all()):
        raise WaveformError("a sample is not a finite number")
    rms = float(np.std(voltage))
    if not MAINS_V[0] <= rms <= MAINS_V[1]:
        raise WaveformError(
            f"the voltage has {rms:.0f} V RMS; expected {MAINS_V[0]:.0f} to {MAINS_V[1]:.0f} V: "
            "check its scale"
        )
    clipped = _clipped(current)
    if clipped > MAX_CLIPPED:
        raise WaveformError(
            f"{clipped:.0%} of the current is clipped at {current.min():.1f} or "
            f"{current.max():.1f} A; use a larger measuring range"
        )


def _clipped(current: Samples) -> float:
    """Share of samples at an end of the range. Where a current rests is no end: a diode's lowest
    value is its zero. Nor is the top of a small current in a coarse range."""
    if len(np.unique(current)) <= 64:
        return 0.0
    rest = float(np.median(current))
    far = 0.5 * float(np.abs(current - rest).max())
    ends = [end for end in (float(current.max()), float(current.min())) if abs(end - rest) > far]
    return float(np.isin(current, ends).mean())


def _phase(recording: Recording) -> Samples:
    """Phase of the voltage's fundamental at every sample, radians, 0 at an upward crossing.

    A second-order polynomial, so that a frequency that drifts a little is followed.
    """
    rate, voltage = recording.rate_hz, recording.voltage
    time = np.arange(len(voltage)) / rate
    carrier = np.exp(-2j * np.pi * NOMINAL_HZ * time)
    width = round(rate / NOMINAL_HZ)
    window = np.convolve(np.full(width, 1 / width), np.full(width, 1 / width))
    base = np.convolve((voltage - voltage.mean()) * carrier, window, "valid")
    if float(np.min(np.abs(base))) < 0.5 * float(np.median(np.abs(base))):
        raise WaveformError("the voltage breaks off or dips to less than half in the recording")
    middle = time[: len(base)] + (len(window) - 1) / 2 / rate
    drift = np.unwrap(np.angle(base)) + np.pi / 2
    centre = float(middle.mean())
    fit = np.polyfit(middle - centre, drift, 2)
    found: Samples = 2 * np.pi * NOMINAL_HZ * time + np.polyval(fit, time - centre)
    return found


def _between(samples: Samples, places: Samples) -> Samples:
    """Values between samples by cubic interpolation (Catmull–Rom)."""
    whole = np.clip(np.floor(places).astype(np.int64), 1, len(samples) - 3)
    part = places - whole
    before, here, after, beyond = (samples[whole + offset] for offset in (-1, 0, 1, 2))
    found: Samples = here + 0.5 * part * (
        after
        - before
        + part
        * (
            2 * before
            - 5 * here
            + 4 * after
            - beyond
            + part * (3 * (here - after) + beyond - before)
        )
    )
    return found
