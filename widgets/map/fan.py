"""Points on one spot, spread out so that each can be told and clicked. Pure; knows pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Floats
from widgets.map.pyramid import Rows
from widgets.map.viewport import Viewport

STACK_PX: Final = 5.0
"""Points drawn nearer than this to one another cannot be told apart."""

MOST: Final = 200
"""A fan of more would cover the screen; of a greater crowd the first are shown."""

_CIRCLE: Final = 8
_RADIUS_PX: Final = 40.0
_STEP_PX: Final = 30.0


@dataclass(frozen=True)
class Fan:
    """An open fan: its rows, the worst first, around a place in world units, at one zoom."""

    rows: Rows
    x: float
    y: float
    zoom: float

    def positions(self, view: Viewport) -> tuple[Floats, Floats]:
        """Return where each row is drawn on screen."""
        x, y = view.to_screen(self.x, self.y)
        offsets = fan_offsets(len(self.rows))
        return x + offsets[:, 0], y + offsets[:, 1]

    def pick(self, view: Viewport, screen_x: float, screen_y: float, reach: float) -> int | None:
        """Return the row drawn under the position, or None."""
        x, y = self.positions(view)
        distance = np.hypot(x - screen_x, y - screen_y)
        nearest = int(distance.argmin())
        return int(self.rows[nearest]) if distance[nearest] <= reach else None


def fan_offsets(count: int) -> NDArray[np.float64]:
    """Return the offset of each point in pixels, shape (count, 2), none nearer than a symbol.

    Few stand on a circle from the top clockwise, many on a spiral.
    """
    if count <= _CIRCLE:
        angle = -math.pi / 2.0 + np.arange(count) * (math.tau / max(1, count))
        return _RADIUS_PX * np.stack((np.cos(angle), np.sin(angle)), axis=1)
    turn, spots = -math.pi / 2.0, []
    for _ in range(count):
        turned = turn + math.pi / 2.0
        radius = _RADIUS_PX + _STEP_PX * turned / math.tau
        spots.append((radius * math.cos(turn), radius * math.sin(turn)))
        turn += _STEP_PX / radius
    return np.array(spots, dtype=np.float64)
