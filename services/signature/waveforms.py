"""SIMULATED recordings of switching events: no measured waveform is in them.

Owns what lies between an appliance and the file: the mains and its impedance, what else runs in
the flat, the arc of a loose contact, the current transformer and a 12-bit converter. One second a
recording, 6,400 samples. Knows no classifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.signature.appliances import Brand, unit_of
from services.signature.currents import PEAK_V, Bench
from services.signature.cycles import Recording, Samples

RATE_HZ = 6_400.0
SECONDS = 1.0
_FINE = 2
"""The circuits are stepped at so many times the sample rate."""
_BATCH = 192
_RANGES_A = (30.0, 60.0, 90.0)
BITS = 12


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulated recording and what is true of it."""

    recording: Recording
    family: str
    charging: bool
    arc: bool


@dataclass(frozen=True, slots=True)
class _Grid:
    """Times, voltage and phase of a batch at the fine step, one row a recording."""

    time: Samples
    phase: Samples
    source: Samples
    event_s: Samples


def simulate(
    chosen: Sequence[Brand], seed: int, arc_share: float = 0.0, frequency_spread_hz: float = 0.5
) -> Iterator[Simulated]:
    """A recording of each brand being switched on, in order.

    `arc_share` of them have a series arc in the appliance's own line after the event.
    """
    for start in range(0, len(chosen), _BATCH):
        part = chosen[start : start + _BATCH]
        chance = np.random.default_rng((seed, start))
        yield from _batch(part, chance, arc_share, frequency_spread_hz)


def _batch(
    part: Sequence[Brand], chance: np.random.Generator, arc_share: float, spread_hz: float
) -> Iterator[Simulated]:
    grid = _mains(len(part), chance, spread_hz)
    drawn, noisy = _appliances(part, grid, chance)
    arcs = chance.random(len(part)) < arc_share
    if arcs.any():
        drawn[arcs] = _arcing(drawn[arcs], grid.time >= grid.event_s[arcs], chance)
    background = _background(grid, chance)
    ohm = chance.uniform(0.1, 0.8, (len(part), 1))
    voltage, current = _measured(grid, drawn + background, noisy, ohm, chance)
    for row, brand in enumerate(part):
        recording = Recording(voltage[row], current[row], RATE_HZ)
        yield Simulated(recording, brand.family, brand.charging, bool(arcs[row]))


def _mains(count: int, chance: np.random.Generator, spread_hz: float) -> _Grid:
    rows = (count, 1)
    step_s = 1 / (RATE_HZ * _FINE)
    time: Samples = np.arange(int(SECONDS * RATE_HZ * _FINE), dtype=np.float64)[None, :] * step_s
    hertz = 50 + chance.uniform(-spread_hz, spread_hz, rows)
    phase = 2 * np.pi * hertz * time + chance.uniform(0, 2 * np.pi, rows)
    source: Samples = np.sin(phase)
    for order, most in ((3, 0.015), (5, 0.03), (7, 0.02), (11, 0.008)):
        size = chance.uniform(0, most, rows)
        source = source + size * np.sin(order * phase + chance.uniform(0, 2 * np.pi, rows))
    size_v = PEAK_V * chance.uniform(0.93, 1.07, rows)
    return _Grid(
        time, phase, np.asarray(source * size_v, np.float64), chance.uniform(0.16, 0.26, rows)
    )


def _appliances(
    part: Sequence[Brand], grid: _Grid, chance: np.random.Generator
) -> tuple[Samples, Samples]:
    """Current of what is switched on, and the noise of each recording's sensor in amperes."""
    units = [unit_of(brand, chance) for brand in part]
    rows = np.array([row for row, unit in enumerate(units) for _ in unit])
    circuits = [circuit for unit in units for circuit in unit]
    on_s = grid.time - grid.event_s[rows]
    bench = Bench.of(circuits, grid.source[rows], grid.phase[rows], on_s, chance)
    total = np.zeros_like(grid.source)
    np.add.at(total, rows, bench.current())
    return total, chance.uniform(0.003, 0.03, (len(part), 1))


def _background(grid: _Grid, chance: np.random.Generator) -> Samples:
    """What runs in the flat already: a resistive, a motor and a switching share, breathing."""
    rows = (len(grid.source), 1)
    watts = np.exp(chance.uniform(np.log(20), np.log(1500), rows))
    split = chance.dirichlet((1, 1, 1), len(grid.source))
    peak = 2 * watts / PEAK_V
    lag = chance.uniform(0.2, 1.0, rows)
    angle = np.degrees(grid.phase) % 180
    width = chance.uniform(12, 30, rows)
    pulse = np.exp(-(((angle - chance.uniform(75, 90, rows)) / width) ** 2))
    breath = 1 + chance.uniform(0, 0.01, rows) * np.sin(
        2 * np.pi * chance.uniform(0.2, 4, rows) * grid.time + chance.uniform(0, 6, rows)
    )
    found: Samples = (
        peak
        * breath
        * (
            split[:, :1] * grid.source / PEAK_V
            + split[:, 1:2] * np.sin(grid.phase - lag) / np.cos(lag)
            + split[:, 2:] * np.sign(np.sin(grid.phase)) * pulse * 40 / width
        )
    )
    return found


def _arcing(current: Samples, on: NDArray[np.bool_], chance: np.random.Generator) -> Samples:
    """The current through a loose contact: it dies near its zero, strikes late and hisses.

    Half cycles differ from one another, and some are missing (IEC 62606 describes the course).
    """
    rows, count = current.shape
    half = int(RATE_HZ * _FINE / 100)
    halves = count // half + 2
    chosen = np.broadcast_to(np.arange(count) // half, current.shape)
    peak = np.abs(current[:, -8 * half :]).max(1, keepdims=True)
    dead = chance.uniform(0.08, 0.3, (rows, 1)) * chance.uniform(0.6, 1.4, (rows, halves))
    size = chance.uniform(0.8, 1.0, (rows, halves)) * (chance.random((rows, halves)) > 0.03)
    dead_now = np.take_along_axis(dead, chosen, 1)
    size_now = np.take_along_axis(size, chosen, 1)
    struck = np.abs(current) > dead_now * peak
    hiss = chance.uniform(0.01, 0.06, (rows, 1)) * peak * chance.standard_normal(current.shape)
    arced = np.where(struck, current * size_now + hiss, 0.02 * current)
    found: Samples = np.where(on, arced, current)
    return found


def _measured(
    grid: _Grid, drawn: Samples, noise: Samples, ohm: Samples, chance: np.random.Generator
) -> tuple[Samples, Samples]:
    """What the breaker's sensors and its converter make of it, at the sample rate."""
    rows = (len(drawn), 1)
    voltage = grid.source - ohm * drawn
    delay = chance.uniform(-1.5, 1.5, rows) / 360 / 50
    turned = np.fft.rfft(drawn, axis=1)
    hertz = np.fft.rfftfreq(drawn.shape[1], float(grid.time[0, 1]))[None, :]
    # A current transformer passes no direct current and little of what changes slowly.
    turned *= np.exp(-2j * np.pi * hertz * delay) * (1 - np.exp(-((hertz / 1.5) ** 2)))
    current = np.fft.irfft(turned, drawn.shape[1], axis=1)
    voltage, current = (_halved(each) for each in (voltage, current))
    current = current + noise * chance.standard_normal(current.shape)
    voltage = voltage + chance.uniform(0.2, 1, rows) * chance.standard_normal(voltage.shape)
    offset = chance.uniform(-0.2, 0.2, rows)
    full = chance.choice(_RANGES_A, rows)
    return _converted(voltage, np.full(rows, 450.0)), _converted(current + offset, full)


def _halved(samples: Samples) -> Samples:
    count, length = samples.shape
    found: Samples = samples.reshape(count, length // _FINE, _FINE).mean(2)
    return found


def _converted(samples: Samples, full: Samples) -> Samples:
    """Quantised to 12 bits over ± `full` and clipped there."""
    step = full / 2 ** (BITS - 1)
    found: Samples = np.clip(np.round(samples / step), -(2 ** (BITS - 1)), 2 ** (BITS - 1) - 1)
    scaled: Samples = found * step
    return scaled
