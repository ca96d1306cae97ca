"""What of the map a change of points, or the pulse of rings, has painted anew. Paints nothing."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from widgets.map.point_painter import unacknowledged
from widgets.map.points import PointLayer
from widgets.map.pyramid import Rows
from widgets.map.viewport import Viewport

_PULSE_REACH: Final = 24
_MANY_RINGS: Final = 150
"""With more rings than this the whole map is repainted: a region of so many costs more."""

_MANY_SPRITES: Final = 1500
_FEW_PIECES: Final = 3
"""So many sprites are drawn faster in one large rectangle than in more small ones than this."""


def changed_region(points: PointLayer, view: Viewport, rows: Rows) -> QRegion:
    """Return where these points and the crowds they are in are drawn."""
    cells = points.cells_of(view, rows)
    if len(cells.left) > _MANY_RINGS:
        return _everywhere(view)
    region = QRegion()
    side = math.ceil(cells.side) + 2 * _PULSE_REACH + 1
    corners = np.floor(np.stack((cells.left, cells.top), axis=1)).astype(int) - _PULSE_REACH
    for left, top in corners.tolist():
        region += QRect(left, top, side, side)
    return _quickest(points, view, region)


def pulse_region(points: PointLayer, view: Viewport) -> QRegion:
    """Return where the rings of unacknowledged alerts pulse."""
    rows = unacknowledged(points, view)
    if len(rows) > _MANY_RINGS:
        return _everywhere(view)
    region = QRegion()
    x, y = view.to_screen(points.x[rows], points.y[rows])
    reach = _PULSE_REACH
    for left, top in zip(x.astype(int) - reach, y.astype(int) - reach, strict=True):
        region += QRect(int(left), int(top), 2 * reach, 2 * reach)
    return _quickest(points, view, region)


def _quickest(points: PointLayer, view: Viewport, region: QRegion) -> QRegion:
    """Return the region or its bounds: every sprite is cut by every piece of a clip."""
    seen = points.visible(view)
    if len(seen.alerts) + len(seen.quiet) <= _MANY_SPRITES or region.rectCount() <= _FEW_PIECES:
        return region
    return QRegion(region.boundingRect())


def _everywhere(view: Viewport) -> QRegion:
    return QRegion(0, 0, math.ceil(view.width), math.ceil(view.height))
