"""Features of a current waveform around a switching event: what was switched on, in numbers.

A breaker sees the sum of a flat's loads; what was switched on is the averaged current after the
event minus the averaged current before it, both aligned to the voltage. Knows no appliance and no
classifier. Angles are degrees of the mains cycle, 0 at the upward zero crossing of the voltage.
"""

from __future__ import annotations

import msgspec
import numpy as np

from services.signature.cycles import POINTS, Cycles, Recording, Samples, WaveformError, cut_cycles
from services.signature.trajectory import Trajectory, trajectory_of

ORDERS = (3, 5, 7, 9, 11, 13, 15)
MIN_STEP_A = 0.05
"""RMS change of the current below which nothing can be said of it."""
BEFORE_CYCLES = 3
AFTER_CYCLES = 5
_STEADY_CYCLES = 10
_EARLY_CYCLES = 5
_HIGHEST = 40
_HIGH_FROM = 20


class NoChange(WaveformError):
    """Nothing was switched in the recording; an arc can still be looked for."""


class Harmonic(msgspec.Struct, frozen=True):
    """One harmonic of the change: magnitude as a ratio of the fundamental's; phase in degrees of
    its own cycle, 0 when it crosses zero upwards together with the voltage."""

    order: int
    ratio: float
    phase_deg: float


class ArcIndicators(msgspec.Struct, frozen=True):
    """Signs of a series arc in the whole current, all but the first without units.

    `shoulder`: share of the cycle in which the current rests at zero; `high_frequency`: RMS above
    the 20th harmonic over RMS; `irregularity`: RMS difference of one cycle from the next over
    RMS, divided by √2; `peak_spread`: standard deviation of the half cycles' peaks over their
    mean; `shoulder_spread`: standard deviation of the single half cycles' shoulders.
    """

    current_a: float
    crest_factor: float
    thd: float
    shoulder: float
    high_frequency: float
    irregularity: float
    peak_spread: float
    shoulder_spread: float


class Features(msgspec.Struct, frozen=True):
    """What a switching event changed, with units in the names."""

    frequency_hz: float
    voltage_v: float
    """RMS after the event."""
    event_s: float
    """When it happened, from the first sample."""
    power_step_w: float
    reactive_step_var: float
    """Of the fundamental; positive when the current lags."""
    current_step_a: float
    """RMS of the change."""
    power_factor: float
    displacement_factor: float
    crest_factor: float
    harmonics: tuple[Harmonic, ...]
    second_ratio: float
    """The second harmonic as a ratio of the fundamental: a half-wave load has one."""
    thd: float
    trajectory: Trajectory
    inrush_ratio: float
    """Largest peak of the first cycles after the event over the steady peak."""
    early_ratio: float
    """RMS of the first cycles after the event over the steady RMS: below 1 for a soft start."""
    settling_s: float
    """Until the RMS of a cycle stays within a fifth of its steady value."""
    conduction_deg: float
    """Of each half cycle: how long the change flows, above a tenth of its peak."""
    peak_deg: float
    """Where in the half cycle it peaks."""
    arc: ArcIndicators


def extract(recording: Recording, event_s: float | None = None) -> Features:
    """The features of the event at `event_s`, or of the largest change. Raises WaveformError."""
    return features_of(cut_cycles(recording), event_s)


def features_of(cycles: Cycles, event_s: float | None = None) -> Features:
    """As `extract`, of cycles cut already."""
    onset = _onset(cycles) if event_s is None else _given(cycles, event_s)
    count = len(cycles.current)
    before = slice(0, onset - 1)
    steady = slice(count - min(_STEADY_CYCLES, (count - onset) // 2 + 1), count)
    base = cycles.current[before].mean(0)
    change = cycles.current[steady].mean(0) - base
    change = change - change.mean()
    rms = _rms(change)
    if rms < MIN_STEP_A:
        raise NoChange(
            f"the current changes by {rms * 1000:.0f} mA; at least {MIN_STEP_A * 1000:.0f} mA "
            "are needed to say anything"
        )
    voltage = cycles.voltage[steady].mean(0)
    voltage = voltage - voltage.mean()
    spectrum = np.fft.rfft(change) / POINTS * 2
    reference = np.fft.rfft(voltage)[1]
    turn = np.exp(-1j * np.angle(reference * 1j))
    harmonics = np.array([spectrum[k] * turn**k for k in range(_HIGHEST + 1)])
    first = max(abs(harmonics[1]), 1e-9)
    lag = float(np.angle(reference) - np.angle(spectrum[1]))
    power = _power(cycles, steady) - _power(cycles, before)
    reactive = _reactive(cycles, steady) - _reactive(cycles, before)
    size = np.abs(change)
    rise = _rise(cycles, onset, base, change)
    return Features(
        frequency_hz=cycles.frequency_hz,
        voltage_v=_rms(voltage),
        event_s=float(cycles.starts_s[onset]),
        power_step_w=power,
        reactive_step_var=reactive,
        current_step_a=rms,
        power_factor=float(np.clip(np.mean(voltage * change) / (_rms(voltage) * rms), -1, 1)),
        displacement_factor=float(np.cos(lag)),
        crest_factor=float(size.max()) / rms,
        harmonics=tuple(
            Harmonic(
                k, float(abs(harmonics[k]) / first), float(np.degrees(np.angle(1j * harmonics[k])))
            )
            for k in ORDERS
        ),
        second_ratio=float(abs(harmonics[2]) / first),
        thd=float(np.sqrt(np.sum(np.abs(harmonics[2:]) ** 2)) / first),
        trajectory=trajectory_of(voltage, change),
        inrush_ratio=rise[0],
        early_ratio=rise[1],
        settling_s=rise[2],
        conduction_deg=float(np.mean(size > 0.1 * size.max())) * 180,
        peak_deg=float(np.argmax(size) % (POINTS // 2)) * 360 / POINTS,
        arc=arc_of(cycles, steady),
    )


def arc_of(cycles: Cycles, part: slice | None = None) -> ArcIndicators:
    """Signs of an arc in the last cycles, which need no switching event."""
    found = cycles.current[part or slice(-_STEADY_CYCLES, None)]
    found = found - found.mean()
    rms = max(_rms(found), 1e-9)
    spectrum = np.fft.rfft(found, axis=1) / POINTS
    high = float(np.sqrt(np.mean(2 * np.sum(np.abs(spectrum[:, _HIGH_FROM:]) ** 2, axis=1))))
    peaks = np.abs(found).max(1)
    halves = np.stack([found.max(1), -found.min(1)])
    flat = np.abs(found) < 0.05 * float(np.median(peaks))
    rests = np.stack([(flat & (found >= 0)).mean(1), (flat & (found < 0)).mean(1)])
    whole = np.abs(spectrum.mean(0))
    return ArcIndicators(
        current_a=rms,
        crest_factor=float(np.median(peaks)) / rms,
        thd=float(np.sqrt(np.sum(whole[2:_HIGHEST] ** 2)) / max(float(whole[1]), 1e-9)),
        shoulder=float(flat.mean()),
        high_frequency=high / rms,
        irregularity=_rms(np.diff(found, axis=0)) / rms / 2**0.5,
        peak_spread=float(halves.std(1).mean() / max(float(peaks.mean()), 1e-9)),
        shoulder_spread=float(rests.std(1).mean()),
    )


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples * samples)))


def _power(cycles: Cycles, part: slice) -> float:
    current = cycles.current[part] - cycles.current[part].mean()
    return float(np.mean(cycles.voltage[part] * current))


def _reactive(cycles: Cycles, part: slice) -> float:
    voltage = np.fft.rfft(cycles.voltage[part].mean(0))[1] / POINTS * 2
    current = np.fft.rfft(cycles.current[part].mean(0))[1] / POINTS * 2
    return float((voltage * np.conj(current)).imag / 2)


def _given(cycles: Cycles, event_s: float) -> int:
    onset = int(np.searchsorted(cycles.starts_s, event_s, "right")) - 1
    return _checked(cycles, max(onset, 0))


def _onset(cycles: Cycles) -> int:
    """The cycle in which the current begins to differ from how it began."""
    current = cycles.current
    quiet = current[:BEFORE_CYCLES].mean(0)
    apart = np.sqrt(np.mean((current - quiet) ** 2, axis=1))
    noise = float(apart[:BEFORE_CYCLES].max())
    level = max(4 * noise, 0.2 * float(np.median(apart[-AFTER_CYCLES:])), MIN_STEP_A / 2)
    past = np.flatnonzero((apart[:-1] > level) & (apart[1:] > level))
    if not len(past):
        raise NoChange(
            "the current does not change in the recording; send some cycles before and after a "
            "switching event"
        )
    return _checked(cycles, int(past[0]))


def _checked(cycles: Cycles, onset: int) -> int:
    count = len(cycles.current)
    if onset - 1 < BEFORE_CYCLES - 1 or count - onset - 1 < AFTER_CYCLES:
        raise WaveformError(
            f"the event is in cycle {onset + 1} of {count}; at least {BEFORE_CYCLES} cycles "
            f"before it and {AFTER_CYCLES} after it are needed"
        )
    return onset


def _rise(cycles: Cycles, onset: int, base: Samples, change: Samples) -> tuple[float, float, float]:
    """Inrush ratio, early ratio and settling time."""
    after = cycles.current[onset:] - base
    after = after - after.mean(1, keepdims=True)
    rms = np.sqrt(np.mean(after * after, axis=1))
    steady = _rms(change)
    peak = float(np.abs(change).max())
    unsettled = np.flatnonzero(np.abs(rms - steady) > 0.2 * steady)
    last = int(unsettled[-1]) + 1 if len(unsettled) else 0
    return (
        float(np.abs(after[:_EARLY_CYCLES]).max()) / peak,
        float(rms[1 : _EARLY_CYCLES + 1].mean()) / steady,
        last / cycles.frequency_hz,
    )
