"""The path of a flight: out, across and in, so that what passes by never moves too fast to follow.

After J. van Wijk and W. Nuij, "Smooth and efficient zooming and panning", 2003. Pure; world units.
"""

from __future__ import annotations

import math
from typing import Final

from widgets.map.projection import WORLD_PX

_RHO: Final = 1.42
"""How much a flight prefers to zoom out; the value people liked best in the authors' trial."""

_TINY: Final = 1e-9

Stop = tuple[float, float, float]
"""x and y in world units, and a zoom."""


class Flight:
    """A path between two stops over a screen `span_px` wide. `length` grows with what is passed."""

    def __init__(self, start: Stop, end: Stop, span_px: float) -> None:
        self._start, self._end = start, end
        self._span_px = span_px
        self._w0, self._w1 = self._width(start[2]), self._width(end[2])
        self._way = math.hypot(end[0] - start[0], end[1] - start[1])
        self._is_straight = self._way < _TINY * self._w0
        if self._is_straight:
            self.length = abs(math.log(self._w1 / self._w0)) / _RHO
            return
        self._r0, self._r1 = self._bend(self._w0, 1.0), self._bend(self._w1, -1.0)
        self.length = (self._r1 - self._r0) / _RHO

    def at(self, part: float) -> Stop:
        """Return where the flight is at a part of its length, 0 to 1."""
        if part <= 0.0:
            return self._start
        if part >= 1.0:
            return self._end
        if self._is_straight:
            zoom = self._start[2] + (self._end[2] - self._start[2]) * part
            return self._end[0], self._end[1], zoom
        turn = self._r0 + _RHO * self.length * part
        gone = math.cosh(self._r0) * math.tanh(turn) - math.sinh(self._r0)
        share = self._w0 * gone / _RHO**2 / self._way
        width = self._w0 * math.cosh(self._r0) / math.cosh(turn)
        x = self._start[0] + (self._end[0] - self._start[0]) * share
        y = self._start[1] + (self._end[1] - self._start[1]) * share
        return x, y, math.log2(self._span_px / WORLD_PX / width)

    def _width(self, zoom: float) -> float:
        """Return how much of the world the span shows."""
        return float(self._span_px / (WORLD_PX * 2.0**zoom))

    def _bend(self, width: float, sign: float) -> float:
        spread = self._w1**2 - self._w0**2 + sign * _RHO**4 * self._way**2
        b = spread / (2.0 * width * _RHO**2 * self._way)
        return -math.asinh(b)
