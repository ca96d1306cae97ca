"""Where things went: a line behind each that fades with age. Plain functions; they keep nothing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from widgets.map.projection import Floats, lonlat_to_world
from widgets.map.values import Track
from widgets.map.viewport import Viewport
from widgets.theme.tokens import ACCENT

FADE_S: Final = 1800.0
"""Half an hour ago is the faintest; older parts stay as faint."""

_STEPS: Final = 6
_FAINTEST: Final = 0.15
_WIDTH_PX: Final = 2.5


def draw_tracks(
    painter: QPainter, view: Viewport, tracks: Iterable[Track], opacity: float = 1.0
) -> None:
    """Draw each track, its newest end strongest; ages count from the newest time of all."""
    all_tracks = [track for track in tracks if len(track.lon)]
    if not all_tracks:
        return
    now = max(track.at_s[-1] for track in all_tracks)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cap, join = Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin
    for track in all_tracks:
        x, y = view.to_screen(*lonlat_to_world(track.lon, track.lat))
        if x.max() < 0.0 or y.max() < 0.0 or x.min() > view.width or y.min() > view.height:
            continue
        step = fade_steps(np.asarray(track.at_s, dtype=np.float64), now)
        edges = [0, *(np.flatnonzero(np.diff(step)) + 1).tolist(), len(step) - 1]
        for begin, end in pairwise(edges):
            if end <= begin:
                continue
            strength = _FAINTEST + (1.0 - _FAINTEST) * step[begin] / (_STEPS - 1)
            painter.setOpacity(opacity * strength)
            painter.setPen(QPen(QColor(ACCENT), _WIDTH_PX, Qt.PenStyle.SolidLine, cap, join))
            run = slice(begin, end + 1)
            corners = zip(x[run].tolist(), y[run].tolist(), strict=True)
            painter.drawPolyline(QPolygonF([QPointF(*corner) for corner in corners]))
    painter.restore()


def fade_steps(at_s: Floats, now: float) -> NDArray[np.int64]:
    """Return the strength of each position from 0, oldest, to the strongest, now."""
    part = 1.0 - np.clip((now - at_s) / FADE_S, 0.0, 1.0)
    return np.minimum(_STEPS - 1, (part * _STEPS).astype(np.int64))
