"""Draws points: sprites from one atlas, thousands per call. Knows columns, not their source."""

from __future__ import annotations

from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRegion
from shiboken6 import Shiboken

from widgets.map import point_atlas
from widgets.map.fan import Fan
from widgets.map.paint_mask import PaintMask
from widgets.map.point_atlas import CELL_PX, FIGURES, TRIM_PX, PointAtlas
from widgets.map.points import CLUSTER_HIT_PX, PointLayer
from widgets.map.projection import Floats
from widgets.map.pyramid import Rows
from widgets.map.viewport import Viewport
from widgets.theme.tokens import ACCENT, GROUND, SECONDARY

GLYPH_ZOOM: Final = 15.5
"""From here on a quiet camera, pump or shelter shows what it is; farther out it is a dot."""

_DEDUPE_OVER: Final = 2000
_REACH_PX: Final = CELL_PX
_PULSES: Final = 150
"""So many rings pulse at once, those of the worst; a widened ring costs five times a still one."""
_FAN_RIM_PX: Final = 20.0


class PointPainter:
    """Owns the atlas for one pixel density."""

    def __init__(self) -> None:
        self._atlas: PointAtlas | None = None
        self._mask: PaintMask | None = None

    def begin_frame(self, region: QRegion) -> None:
        """Draw from now on what reaches `region`, in device-independent pixels."""
        self._mask = PaintMask.of(region, _REACH_PX)

    def draw_quiet(self, painter: QPainter, layer: PointLayer, view: Viewport, dpr: float) -> None:
        """Draw the points without an alert, and the figures of crowds over them."""
        if self._atlas is None or dpr != self._atlas.dpr:
            self._atlas = PointAtlas(dpr)
        rows = layer.visible(view).quiet
        glyphs = view.zoom >= GLYPH_ZOOM
        sprites = point_atlas.quiet_sprites(layer.kind[rows], layer.stale[rows], glyphs=glyphs)
        self._draw_rows(painter, layer, view, rows, sprites)
        self._draw_clusters(painter, layer, view, self._atlas)

    def draw_alerts(self, painter: QPainter, layer: PointLayer, view: Viewport) -> None:
        """Draw the alerts, the worst on top. Comes after `draw_quiet`, which made the atlas."""
        rows = layer.visible(view).alerts
        glyphs = view.zoom >= GLYPH_ZOOM
        sprites = point_atlas.alert_sprites(
            layer.kind[rows], layer.level[rows], layer.stale[rows], glyphs=glyphs
        )
        self._draw_rows(painter, layer, view, rows, sprites)

    def draw_rings(
        self, painter: QPainter, layer: PointLayer, view: Viewport, phase: float
    ) -> None:
        """Draw the rings of unacknowledged alerts; `phase` in [0, 1) widens and fades them."""
        rows = unacknowledged(layer, view)
        sprites = point_atlas.ring_sprites(layer.level[rows])
        self._draw_rows(painter, layer, view, rows, sprites)
        if phase > 0.0:
            rows, sprites = rows[-_PULSES:], sprites[-_PULSES:]
            self._draw_rows(painter, layer, view, rows, sprites, 1.0 + 0.45 * phase, 1.0 - phase)

    def draw_chosen(self, painter: QPainter, layer: PointLayer, view: Viewport) -> None:
        """Ring the points of the selection, and the crowds that hide some of them."""
        if not layer.chosen.any():
            return
        seen = layer.visible(view)
        rows = np.concatenate((seen.quiet, seen.alerts))
        rows = rows[layer.chosen[rows]]
        rings = np.full(len(rows), point_atlas.CHOSEN_RING, dtype=np.int64)
        self._draw_rows(painter, layer, view, rows, rings)
        crowds = layer.clusters_with(view, np.flatnonzero(layer.chosen))
        x, y = view.to_screen(seen.clusters.x[crowds], seen.clusters.y[crowds])
        painter.setPen(QPen(QColor(ACCENT), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at_x, at_y in zip(x.tolist(), y.tolist(), strict=True):
            painter.drawEllipse(QPointF(at_x, at_y), CLUSTER_HIT_PX, CLUSTER_HIT_PX)

    def draw_fan(self, painter: QPainter, layer: PointLayer, view: Viewport, fan: Fan) -> None:
        """Draw the points of one spot around it, each on a leg."""
        middle = QPointF(*(float(axis) for axis in view.to_screen(fan.x, fan.y)))
        x, y = fan.positions(view)
        reach = float(np.hypot(x - middle.x(), y - middle.y()).max()) + _FAN_RIM_PX
        shade = QColor(GROUND)
        shade.setAlphaF(0.8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawEllipse(middle, reach, reach)
        for color, width in ((GROUND, 3.0), (SECONDARY, 1.0)):
            painter.setPen(QPen(QColor(color), width))
            for at_x, at_y in zip(x.tolist(), y.tolist(), strict=True):
                painter.drawLine(middle, QPointF(at_x, at_y))
        kind, level, stale = layer.kind[fan.rows], layer.level[fan.rows], layer.stale[fan.rows]
        sprites = np.where(
            level == 0,
            point_atlas.quiet_sprites(kind, stale, glyphs=True),
            point_atlas.alert_sprites(kind, level, stale, glyphs=True),
        )
        self._draw_sprites(painter, x, y, sprites)
        chosen = np.flatnonzero(layer.chosen[fan.rows])
        rings = np.full(len(chosen), point_atlas.CHOSEN_RING, dtype=np.int64)
        self._draw_sprites(painter, x[chosen], y[chosen], rings)

    def _draw_rows(
        self,
        painter: QPainter,
        layer: PointLayer,
        view: Viewport,
        rows: Rows,
        sprites: NDArray[np.int64],
        grow: float = 1.0,
        opacity: float = 1.0,
    ) -> None:
        x, y = view.to_screen(layer.x[rows], layer.y[rows])
        self._draw_sprites(painter, x, y, sprites, grow, opacity)

    def _draw_sprites(
        self,
        painter: QPainter,
        x: Floats,
        y: Floats,
        sprites: NDArray[np.int64],
        grow: float = 1.0,
        opacity: float = 1.0,
    ) -> None:
        if self._mask is not None:
            kept = self._mask.reaches(x, y)
            x, y, sprites = x[kept], y[kept], sprites[kept]
        if not len(x) or self._atlas is None:
            return
        dpr, side = self._atlas.dpr, self._atlas.side
        half = side / 2.0
        # Corners on whole device pixels: the raster engine then copies instead of resampling.
        x = np.floor(x * dpr - half + 0.5) + half
        y = np.floor(y * dpr - half + 0.5) + half
        if len(x) > _DEDUPE_OVER:
            top = _topmost(x, y, sprites)
            x, y, sprites = x[top], y[top], sprites[top]
        trim = np.floor(TRIM_PX[sprites] * dpr)
        corners = np.stack((sprites * side + trim, trim), axis=1)
        pieces = _fragments(x, y, corners, side - 2.0 * trim)
        pieces[:, 6:8] = grow
        pieces[:, 9] = opacity
        _draw_fragments(painter, dpr, pieces, self._atlas.sprites)

    def _draw_clusters(
        self, painter: QPainter, layer: PointLayer, view: Viewport, atlas: PointAtlas
    ) -> None:
        clusters = layer.visible(view).clusters
        x, y = view.to_screen(clusters.x, clusters.y)
        near = (x > -CELL_PX) & (x < view.width + CELL_PX)
        near &= (y > -CELL_PX) & (y < view.height + CELL_PX)
        half = atlas.figure_side / 2.0
        x = np.floor(x[near] * atlas.dpr - half + 0.5) + half
        y = np.floor(y[near] * atlas.dpr - half + 0.5) + half
        count, worst = clusters.count[near].tolist(), clusters.worst[near].tolist()
        for begin in range(0, len(x), FIGURES):
            some = slice(begin, begin + FIGURES)
            corners = atlas.figure_corners(zip(count[some], worst[some], strict=True))
            pieces = _fragments(x[some], y[some], corners, atlas.figure_side)
            _draw_fragments(painter, atlas.dpr, pieces, atlas.figures)


def unacknowledged(layer: PointLayer, view: Viewport) -> Rows:
    """Return the rows in view that wait for someone."""
    rows = layer.visible(view).alerts
    return rows[layer.unack[rows]]


def _fragments(
    x: Floats, y: Floats, corners: NDArray[np.generic], side: Floats | float
) -> NDArray[np.float64]:
    """Return rows laid out as `QPainter::PixmapFragment`: middles, sources, scales, opacity."""
    pieces = np.empty((len(x), 10), dtype=np.float64)
    pieces[:, 0] = x
    pieces[:, 1] = y
    pieces[:, 2:4] = corners
    pieces[:, 4] = side
    pieces[:, 5] = side
    pieces[:, 6:8] = 1.0
    pieces[:, 8] = 0.0
    pieces[:, 9] = 1.0
    return pieces


def _draw_fragments(
    painter: QPainter, dpr: float, pieces: NDArray[np.float64], atlas: QPixmap
) -> None:
    if not len(pieces):
        return
    painter.save()
    painter.scale(1.0 / dpr, 1.0 / dpr)
    first = cast(
        QPainter.PixmapFragment,
        Shiboken.wrapInstance(pieces.ctypes.data, QPainter.PixmapFragment),
    )
    painter.drawPixmapFragments(first, len(pieces), atlas)
    painter.restore()


def _topmost(
    x: NDArray[np.float64], y: NDArray[np.float64], sprites: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the indices left when equal sprites hidden under one another are dropped.

    Order is kept, so what was on top stays on top.
    """
    bucket = (y.astype(np.int64) // 2 << 40) + ((x.astype(np.int64) // 2 + 4096) << 8) + sprites
    _values, from_end = np.unique(bucket[::-1], return_index=True)
    return np.sort(len(bucket) - 1 - from_end)
