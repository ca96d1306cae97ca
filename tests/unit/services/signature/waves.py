"""Analytic recordings for tests: what is known of them is known by formula."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.signature.cycles import Recording

RATE_HZ = 6_400.0
VOLTS = 325.0
EVENT_S = 0.3
Samples = NDArray[np.float64]


def times(seconds: float = 1.0, rate_hz: float = RATE_HZ) -> Samples:
    return np.arange(int(seconds * rate_hz)) / rate_hz


def angle(hertz: float = 50.0, phase: float = 0.7, rate_hz: float = RATE_HZ) -> Samples:
    found: Samples = 2 * np.pi * hertz * times(rate_hz=rate_hz) + phase
    return found


def recording(
    change: Samples, base: Samples | float = 0.0, wave: Samples | None = None
) -> Recording:
    """`change` is switched on at `EVENT_S`, `base` flows all the time."""
    wave = angle() if wave is None else wave
    on = times() >= EVENT_S
    return Recording(VOLTS * np.sin(wave), base + on * change, RATE_HZ)
