"""The bent frame of the plan carried on into the country, without its bends growing wild.

Where the plan draws anything `place` is `layout.warp` to the metre. Beyond, the bends of the town
die out and wide ones of the country take over, so that nothing out there runs straight for long.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from services.demo import layout
from services.demo.geometry import Points, rotation

EXTENT_M: Final = (13_300.0, 9_300.0)
"""Half the width and the height of the land that is drawn with its fields and villages."""

DETAIL_M: Final = 16_500
"""How far along a main line its bridges are known."""

FAR_M: Final = 150_000
"""How far main roads, rails and the great river run: past every screen."""

_EXACT: Final = (3010.0, 3060.0)
"""The plan's lines end within this, in the frame."""
_GIVE_M: Final = 260.0
_FADE_M: Final = 3600.0
_TURN: Final = rotation(np.radians(-11))


def place(u: Points, v: Points) -> Points:
    """Frame coordinates to the plane, shape (n, 2)."""
    u, v = np.asarray(u, dtype=np.float64), np.asarray(v, dtype=np.float64)
    held_u, held_v = _held(u, _EXACT[0]), _held(v, _EXACT[1])
    bent = layout.warp(held_u, held_v) - np.column_stack([held_v, -held_u]) @ _TURN.T
    over = np.maximum(np.maximum(np.abs(u) - _EXACT[0], np.abs(v) - _EXACT[1]), 0.0)
    town = 1.0 / (1.0 + (over / _FADE_M) ** 2)
    wide = over**2 / (over**2 + 3400.0**2)
    east = 620 * np.sin(u / 4100.0 + 0.7) + 190 * np.sin(u / 1350.0 + v / 6000.0)
    north = 560 * np.sin(v / 4700.0 + 2.0) + 170 * np.sin(v / 1500.0 - u / 5200.0)
    flat = np.column_stack([v + wide * east, -u + wide * north])
    found: Points = flat @ _TURN.T + bent * town[:, None]
    return found


def at(u: float, v: float) -> tuple[float, float]:
    """One frame point in the plane."""
    spot = place(np.array([float(u)]), np.array([float(v)]))[0]
    return float(spot[0]), float(spot[1])


def _held(along: Points, edge: float) -> Points:
    """The coordinate as it is up to the edge, then ever slower."""
    over = np.maximum(np.abs(along) - edge, 0.0)
    held: Points = np.sign(along) * (
        np.minimum(np.abs(along), edge) + _GIVE_M * np.tanh(over / _GIVE_M)
    )
    return held
