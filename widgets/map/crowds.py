"""Where the figure of a crowd stands in its cell: at its middle, unless an alert is there.

Pure; works on fractions of cells, so that a figure does not move while the map is dragged.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from widgets.map.projection import Floats
from widgets.map.pyramid import Rows

CLEAR_PX: Final = 28.0
"""A figure and an alert whose middles are this far apart do not touch."""

_SPOTS: Final = 7
"""A figure that must step aside has this many places across its cell, squared, to go to."""


def step_aside(
    x: Floats, y: Floats, cell: Rows, alert_x: Floats, alert_y: Floats, side_px: float, inset: float
) -> tuple[Floats, Floats]:
    """Return places clear of the alerts as far as there is room, as near the old ones as can be.

    `x` and `y` are places of figures in fractions of their cells; `cell` tells for each alert the
    index of the figure in whose cell it lies, and `alert_x`, `alert_y` where in that cell. `inset`
    is the least distance from a cell's edge, also in fractions of the cell.
    """
    x, y = x.copy(), y.copy()
    clear = CLEAR_PX / side_px
    struck = np.hypot(x[cell] - alert_x, y[cell] - alert_y) < clear
    if not struck.any():
        return x, y
    movers = np.unique(cell[struck])
    place = np.full(len(x), -1, dtype=np.int64)
    place[movers] = np.arange(len(movers))
    near = place[cell] >= 0
    spots = np.linspace(inset, 1.0 - inset, _SPOTS)
    spot_x, spot_y = (grid.ravel() for grid in np.meshgrid(spots, spots))
    gap = np.full((len(movers), len(spot_x)), clear)
    distance = np.hypot(alert_x[near, None] - spot_x, alert_y[near, None] - spot_y)
    np.minimum.at(gap, place[cell[near]], distance)
    # To be clear weighs most; among the clear spots the nearest is best.
    away = np.hypot(spot_x - x[movers, None], spot_y - y[movers, None])
    best = ((clear - gap) * 1000.0 + away).argmin(axis=1)
    # Nobody moves to a place that is no clearer.
    old_gap = np.full(len(movers), clear)
    old = np.hypot(alert_x[near] - x[cell[near]], alert_y[near] - y[cell[near]])
    np.minimum.at(old_gap, place[cell[near]], old)
    gains = gap[np.arange(len(movers)), best] > old_gap
    x[movers[gains]], y[movers[gains]] = spot_x[best[gains]], spot_y[best[gains]]
    return x, y
