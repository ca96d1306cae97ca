"""Shapes that cross 180°: their longitudes are made to run on past it instead of jumping.

A step of more than 180° is taken for the short way round, except along the whole width of the
world (from -180 to 180), which is how maps of everything are drawn.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from widgets.map import rings
from widgets.map.clip import Floats
from widgets.map.pieces import Pieces
from widgets.map.sources import GeometryType

_TURN: Final = 360.0


def unwrapped(pieces: Pieces) -> tuple[Pieces, tuple[int, ...]]:
    """The pieces (in degrees) without jumps, and the features that run around a pole.

    Longitudes may lie outside -180…180 afterwards, a ring's all in one stretch.
    """
    if not len(pieces):
        return pieces, ()
    following = rings.next_points(pieces.part_starts)
    turns = _turns(pieces.points[:, 0], following)
    per_piece = np.add.reduceat(np.abs(turns), pieces.part_starts[pieces.piece_parts[:-1]])
    jumping = (per_piece > 0) & (pieces.types != GeometryType.POINT)
    if not jumping.any():
        return pieces, ()
    lon = pieces.points[:, 0].copy()
    around_pole: list[int] = []
    for piece in np.flatnonzero(jumping).tolist():
        if not _unwrap(lon, turns, pieces, piece):
            around_pole.append(int(pieces.features[piece]))
    points = np.column_stack((lon, pieces.points[:, 1]))
    rebuilt = Pieces.of(
        points, pieces.part_starts, pieces.piece_parts, pieces.types, pieces.features
    )
    return rebuilt, tuple(around_pole)


def _turns(lon: Floats, following: NDArray[np.int64]) -> Floats:
    """Whole turns to add from each point to the next."""
    step = lon[following] - lon
    return np.where(np.abs(step) < _TURN, -np.round(step / _TURN), 0.0)


def _unwrap(lon: Floats, turns: Floats, pieces: Pieces, piece: int) -> bool:
    """Write the running longitudes of one piece; False when a ring does not come back."""
    low = high = None
    first, last = pieces.piece_parts[piece : piece + 2].tolist()
    is_ring = pieces.types[piece] == GeometryType.POLYGON
    for part in range(first, last):
        start, end = pieces.part_starts[part : part + 2].tolist()
        if is_ring and turns[start:end].sum() != 0.0:
            return False
        shift = np.concatenate(([0.0], np.cumsum(turns[start : end - 1])))
        running = lon[start:end] + shift * _TURN
        if low is None or high is None:
            low, high = float(running.min()), float(running.max())
        else:
            # A hole belongs where its outer ring is.
            away = (low + high) / 2.0 - float(running.min() + running.max()) / 2.0
            running += np.round(away / _TURN) * _TURN
        lon[start:end] = running
    return True
