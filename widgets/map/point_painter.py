"""Draws points: sprites from one atlas, thousands per call. Knows columns, not their source."""

from __future__ import annotations

from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from shiboken6 import Shiboken

from widgets.map.points import PointLayer
from widgets.map.pyramid import Rows
from widgets.map.values import PointKind
from widgets.map.viewport import Viewport
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import (
    FAINT,
    GROUND,
    LEVEL_COLOR,
    LINE,
    PANEL,
    SECONDARY,
    STALE,
    TEXT,
    Level,
)

CELL_PX: Final = 32
SYMBOL_PX: Final = 19.0
DOT_PX: Final = 9.0
GLYPH_ZOOM: Final = 15.5
"""From here on a quiet camera, pump or shelter shows what it is; farther out it is a dot."""

_FIRST_GLYPH: Final = 2
_FIRST_ALERT: Final = 10
_FIRST_RING: Final = 18
_SPRITES: Final = 22
_TRIM_PX: Final = np.repeat((10.0, 5.0, 3.0, 0.0), (2, 8, 8, 4))
"""Empty margin of each sprite, not copied: ten thousand dots are mostly margin."""

_DEDUPE_OVER: Final = 2000


class PointPainter:
    """Owns the atlas and the pictures of cluster figures for one pixel density."""

    def __init__(self) -> None:
        self._dpr = 0.0
        self._atlas = QPixmap()
        self._figures: dict[tuple[int, int], QPixmap] = {}

    def draw_quiet(self, painter: QPainter, layer: PointLayer, view: Viewport, dpr: float) -> None:
        """Draw the points without an alert, and the figures of crowds over them."""
        if dpr != self._dpr:
            self._dpr = dpr
            self._atlas = _build_atlas(dpr)
            self._figures.clear()
        seen = layer.visible(view)
        glyphs = view.zoom >= GLYPH_ZOOM
        self._draw_rows(painter, layer, view, seen.quiet, _quiet_sprites(layer, seen.quiet, glyphs))
        self._draw_clusters(painter, layer, view)

    def draw_alerts(self, painter: QPainter, layer: PointLayer, view: Viewport) -> None:
        """Draw the alerts, the worst on top. Comes after `draw_quiet`, which made the atlas."""
        seen = layer.visible(view)
        sprites = _alert_sprites(layer, seen.alerts)
        self._draw_rows(painter, layer, view, seen.alerts, sprites)

    def draw_rings(
        self, painter: QPainter, layer: PointLayer, view: Viewport, phase: float
    ) -> None:
        """Draw the rings of unacknowledged alerts; `phase` in [0, 1) widens and fades them."""
        rows = unacknowledged(layer, view)
        sprites = (_FIRST_RING - 1 + layer.level[rows]).astype(np.int64)
        self._draw_rows(painter, layer, view, rows, sprites)
        if phase > 0.0:
            self._draw_rows(painter, layer, view, rows, sprites, 1.0 + 0.45 * phase, 1.0 - phase)

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
        if not len(rows):
            return
        x, y = view.to_screen(layer.x[rows], layer.y[rows])
        side = round(CELL_PX * self._dpr)
        half = side / 2.0
        # Corners on whole device pixels: the raster engine then copies instead of resampling.
        x = np.floor(x * self._dpr - half + 0.5) + half
        y = np.floor(y * self._dpr - half + 0.5) + half
        if len(rows) > _DEDUPE_OVER:
            top = _topmost(x, y, sprites)
            x, y, sprites = x[top], y[top], sprites[top]
        fragments = np.empty((len(x), 10), dtype=np.float64)
        fragments[:, 0] = x
        fragments[:, 1] = y
        trim = np.floor(_TRIM_PX[sprites] * self._dpr)
        fragments[:, 2] = sprites * side + trim
        fragments[:, 3] = trim
        fragments[:, 4:6] = (side - 2.0 * trim)[:, None]
        fragments[:, 6:8] = grow
        fragments[:, 8] = 0.0
        fragments[:, 9] = opacity
        painter.save()
        painter.scale(1.0 / self._dpr, 1.0 / self._dpr)
        address = fragments.ctypes.data
        first = cast(
            QPainter.PixmapFragment, Shiboken.wrapInstance(address, QPainter.PixmapFragment)
        )
        painter.drawPixmapFragments(first, len(fragments), self._atlas)
        painter.restore()

    def _draw_clusters(self, painter: QPainter, layer: PointLayer, view: Viewport) -> None:
        clusters = layer.visible(view).clusters
        x, y = view.to_screen(clusters.x, clusters.y)
        near = (x > -CELL_PX) & (x < view.width + CELL_PX)
        near &= (y > -CELL_PX) & (y < view.height + CELL_PX)
        count, worst = clusters.count[near].tolist(), clusters.worst[near].tolist()
        device_x, device_y = (x[near] * self._dpr).tolist(), (y[near] * self._dpr).tolist()
        painter.save()
        painter.scale(1.0 / self._dpr, 1.0 / self._dpr)
        for index, pair in enumerate(zip(count, worst, strict=True)):
            figure = self._figure(*pair)
            half = figure.width() // 2
            left, top = int(device_x[index]) - half, int(device_y[index]) - half
            painter.drawPixmap(left, top, figure)
        painter.restore()

    def _figure(self, count: int, worst: int) -> QPixmap:
        figure = self._figures.get((count, worst))
        if figure is None:
            if len(self._figures) > 2000:
                self._figures.clear()
            figure = _paint_figure(count, Level(worst), self._dpr)
            self._figures[(count, worst)] = figure
        return figure


def unacknowledged(layer: PointLayer, view: Viewport) -> Rows:
    """Return the rows in view that wait for someone."""
    rows = layer.visible(view).alerts
    return rows[layer.unack[rows]]


def cluster_text(count: int) -> str:
    """Return a count in at most four characters."""
    if count < 1000:
        return str(count)
    if count < 10_000:
        return f"{count / 1000:.1f}k"
    return f"{min(999, count // 1000)}k"


def _quiet_sprites(layer: PointLayer, rows: Rows, glyphs: bool) -> NDArray[np.int64]:
    kind = layer.kind[rows].astype(np.int64)
    stale = layer.stale[rows].astype(np.int64)
    if not glyphs:
        return stale
    return np.where(kind == 0, stale, _FIRST_GLYPH + (kind - 1) * 2 + stale)


def _alert_sprites(layer: PointLayer, rows: Rows) -> NDArray[np.int64]:
    level = layer.level[rows].astype(np.int64)
    return _FIRST_ALERT + (level - 1) * 2 + layer.stale[rows]


def _topmost(
    x: NDArray[np.float64], y: NDArray[np.float64], sprites: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the indices left when equal sprites hidden under one another are dropped.

    Order is kept, so what was on top stays on top.
    """
    bucket = (y.astype(np.int64) // 2 << 40) + ((x.astype(np.int64) // 2 + 4096) << 8) + sprites
    _values, from_end = np.unique(bucket[::-1], return_index=True)
    return np.sort(len(bucket) - 1 - from_end)


def _build_atlas(dpr: float) -> QPixmap:
    side = round(CELL_PX * dpr)
    atlas = QPixmap(side * _SPRITES, side)
    atlas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(atlas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for sprite in range(_SPRITES):
        painter.save()
        painter.translate(sprite * side + side / 2.0, side / 2.0)
        painter.scale(side / CELL_PX, side / CELL_PX)
        _paint_sprite(painter, sprite)
        painter.restore()
    painter.end()
    return atlas


def _paint_sprite(painter: QPainter, sprite: int) -> None:
    if sprite < _FIRST_GLYPH:
        _paint_symbol(painter, Level.NONE, DOT_PX, stale=bool(sprite))
    elif sprite < _FIRST_ALERT:
        kind, stale = divmod(sprite - _FIRST_GLYPH, 2)
        _paint_glyph(painter, PointKind(kind + 1), stale=bool(stale))
    elif sprite < _FIRST_RING:
        level, stale = divmod(sprite - _FIRST_ALERT, 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUND))
        painter.setOpacity(0.55)
        painter.drawEllipse(QPointF(0.0, 0.0), SYMBOL_PX * 0.62, SYMBOL_PX * 0.62)
        painter.setOpacity(1.0)
        _paint_symbol(painter, Level(level + 1), SYMBOL_PX, stale=bool(stale))
    else:
        color = QColor(LEVEL_COLOR[Level(sprite - _FIRST_RING + 1)])
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(0.0, 0.0), 14.0, 14.0)


def _paint_symbol(painter: QPainter, level: Level, size: float, *, stale: bool) -> None:
    paint_level(painter, QRectF(-size / 2.0, -size / 2.0, size, size), level, stale=stale)


def _paint_glyph(painter: QPainter, kind: PointKind, *, stale: bool) -> None:
    """Paint the small sign of a quiet thing: a plate and a drawing of a few strokes."""
    ink = QColor(STALE if stale else SECONDARY)
    painter.setPen(QPen(QColor(FAINT if stale else LINE), 1.0))
    painter.setBrush(QColor(PANEL))
    painter.drawRoundedRect(QRectF(-9.5, -9.5, 19.0, 19.0), 4.0, 4.0)
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush if stale else ink)
    if kind == PointKind.CAMERA:
        painter.drawRect(QRectF(-5.5, -3.0, 7.0, 6.0))
        painter.drawPolygon([QPointF(2.5, 0.0), QPointF(5.5, -2.5), QPointF(5.5, 2.5)])
    elif kind == PointKind.PUMP:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(-0.8, 0.8), 4.0, 4.0)
        painter.drawLine(QPointF(-0.8, -3.2), QPointF(5.5, -3.2))
        painter.drawPoint(QPointF(-0.8, 0.8))
    elif kind == PointKind.SHELTER:
        painter.drawPolygon([QPointF(-5.5, -0.5), QPointF(0.0, -5.0), QPointF(5.5, -0.5)])
        painter.drawRect(QRectF(-3.5, -0.5, 7.0, 5.0))
    else:
        painter.drawEllipse(QPointF(0.0, -2.5), 2.0, 2.0)
        painter.drawChord(QRectF(-4.5, 0.5, 9.0, 9.0), 0, 180 * 16)


def _paint_figure(count: int, worst: Level, dpr: float) -> QPixmap:
    text = cluster_text(count)
    radius = 15.0 + 1.5 * max(0, len(text) - 2)
    side = round((2.0 * radius + 4.0) * dpr)
    figure = QPixmap(side, side)
    figure.fill(Qt.GlobalColor.transparent)
    painter = QPainter(figure)
    painter.scale(dpr, dpr)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(side / dpr / 2.0, side / dpr / 2.0)
    plate = QColor(PANEL)
    plate.setAlphaF(0.92)
    ring = QColor(FAINT) if worst == Level.NONE else QColor(LEVEL_COLOR[worst])
    painter.setBrush(plate)
    painter.setPen(QPen(ring, 1.5))
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(QColor(SECONDARY if worst == Level.NONE else TEXT))
    painter.setFont(ui_font(12, QFont.Weight.DemiBold))
    box = QRectF(0.0, 0.0, side / dpr, side / dpr)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return figure
