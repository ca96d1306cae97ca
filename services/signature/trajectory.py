"""The V–I trajectory of one averaged cycle: its shape in numbers without units.

Voltage and current are each divided by their largest magnitude, so that the shape does not depend
on the size of the load. The descriptors follow Lam, Fung and Lee (IEEE Transactions on Consumer
Electronics 53, 2007).
"""

from __future__ import annotations

import msgspec
import numpy as np

from services.signature.cycles import POINTS, Samples

_LEVELS = np.linspace(-0.9, 0.9, 37)
_MIDDLE = np.abs(_LEVELS) <= 0.3
_SAME = 0.02
"""Branches nearer than this, of a range of 2, count as touching, not as crossing."""


class Trajectory(msgspec.Struct, frozen=True):
    """`area` 0 for a resistance, about π for a pure reactance; `direction` 1 when the current
    lags the voltage, -1 when it leads, 0 for a line. `asymmetry` compares the halves of the
    cycle (0 alike, up to 2). `curvature` is the RMS distance of the mean line from a straight
    one, `slope` the rise of the mean line around zero, `intersections` how often the branches
    of rising and falling voltage cross.
    """

    area: float
    direction: int
    asymmetry: float
    curvature: float
    slope: float
    intersections: int


def trajectory_of(voltage: Samples, current: Samples) -> Trajectory:
    """The descriptors of one cycle of `POINTS` samples that begins at voltage zero."""
    u = voltage / np.max(np.abs(voltage))
    i = current / max(float(np.max(np.abs(current))), 1e-12)
    # Shoelace over the closed curve; an inductance turns counter-clockwise in the (u, i) plane.
    signed = 0.5 * float(np.sum(u * np.roll(i, -1) - np.roll(u, -1) * i))
    rms = float(np.sqrt(np.mean(i * i)))
    uneven = float(np.sqrt(np.mean((i + np.roll(i, POINTS // 2)) ** 2))) / max(rms, 1e-12)
    rising, falling = _branches(u, i)
    line = (rising + falling) / 2
    straight = np.polyval(np.polyfit(_LEVELS, line, 1), _LEVELS)
    return Trajectory(
        area=abs(signed),
        direction=0 if abs(signed) < _SAME else int(np.sign(signed)),
        asymmetry=uneven,
        curvature=float(np.sqrt(np.mean((line - straight) ** 2))),
        slope=float(np.polyfit(_LEVELS[_MIDDLE], line[_MIDDLE], 1)[0]),
        intersections=_crossings(rising - falling),
    )


def _branches(u: Samples, i: Samples) -> tuple[Samples, Samples]:
    """Current over voltage levels while the voltage rises and while it falls."""
    quarter = POINTS // 4
    turned_u, turned_i = np.roll(u, quarter), np.roll(i, quarter)
    half = POINTS // 2
    up = np.maximum.accumulate(turned_u[:half])
    down = np.maximum.accumulate(turned_u[half:][::-1])
    rising = np.interp(_LEVELS, up, turned_i[:half])
    falling = np.interp(_LEVELS, down, turned_i[half:][::-1])
    return rising, falling


def _crossings(apart: Samples) -> int:
    signs = np.sign(apart[np.abs(apart) > _SAME])
    return int(np.count_nonzero(np.diff(signs)))
