"""The pictures of points for one pixel density: sprites by kind and level, figures of crowds.

Painted once, copied thousands of times. Knows kinds, levels and counts; not where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from widgets.map.values import PointKind
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import (
    ACCENT,
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
FIGURE_PX: Final = 44
"""Side of the cell of a crowd's figure."""

FIGURES: Final = 768
"""Most figures kept, and most drawn in one go."""

KINDS: Final = len(PointKind)
FIRST_GLYPH: Final = 2
FIRST_ALERT: Final = FIRST_GLYPH + 2 * (KINDS - 1)
FIRST_RING: Final = FIRST_ALERT + 2 * 4 * KINDS
CHOSEN_RING: Final = FIRST_RING + 4
SPRITES: Final = CHOSEN_RING + 1
TRIM_PX: Final = np.repeat(
    (10.0, 5.0, 3.0, 0.0, 0.0),
    (FIRST_GLYPH, FIRST_ALERT - FIRST_GLYPH, 8, FIRST_RING - FIRST_ALERT - 8, 5),
)
"""Empty margin of each sprite, not copied: ten thousand dots are mostly margin."""

_FIGURES_ACROSS: Final = 32

Sprites = NDArray[np.int64]


class PointAtlas:
    """The sprites in one row of cells, and the figures asked for so far in a grid of cells."""

    def __init__(self, dpr: float) -> None:
        self.dpr = dpr
        self.sprites = _paint_sprites(dpr)
        self.side = round(CELL_PX * dpr)
        self.figure_side = round(FIGURE_PX * dpr)
        self.figures = QPixmap(
            self.figure_side * _FIGURES_ACROSS, self.figure_side * (FIGURES // _FIGURES_ACROSS)
        )
        self.figures.fill(Qt.GlobalColor.transparent)
        self._slots: dict[tuple[int, int], int] = {}

    def figure_corners(self, figures: Iterable[tuple[int, int]]) -> NDArray[np.int64]:
        """Return where each (count, worst level) stands in `figures`, at most `FIGURES` of them."""
        asked = list(figures)
        new = [pair for pair in dict.fromkeys(asked) if pair not in self._slots]
        if len(self._slots) + len(new) > FIGURES:
            self._slots.clear()
            self.figures.fill(Qt.GlobalColor.transparent)
            new = list(dict.fromkeys(asked))
        if new:
            self._paint(new)
        slots = np.array([self._slots[pair] for pair in asked], dtype=np.int64)
        down, across = np.divmod(slots, _FIGURES_ACROSS)
        return np.stack((across, down), axis=1) * self.figure_side

    def _paint(self, figures: list[tuple[int, int]]) -> None:
        painter = QPainter(self.figures)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pair in figures:
            slot = self._slots[pair] = len(self._slots)
            down, across = divmod(slot, _FIGURES_ACROSS)
            painter.save()
            painter.translate(across * self.figure_side, down * self.figure_side)
            painter.scale(self.figure_side / FIGURE_PX, self.figure_side / FIGURE_PX)
            painter.translate(FIGURE_PX / 2.0, FIGURE_PX / 2.0)
            _paint_figure(painter, pair[0], Level(pair[1]))
            painter.restore()
        painter.end()


def quiet_sprites(kind: NDArray[np.uint8], stale: NDArray[np.bool_], *, glyphs: bool) -> Sprites:
    """Return the sprites of points without an alert: dots, or with `glyphs` what they are."""
    dots = stale.astype(np.int64)
    if not glyphs:
        return dots
    signs: Sprites = np.where(kind == 0, dots, FIRST_GLYPH + (kind.astype(np.int64) - 1) * 2 + dots)
    return signs


def alert_sprites(
    kind: NDArray[np.uint8], level: NDArray[np.uint8], stale: NDArray[np.bool_], *, glyphs: bool
) -> Sprites:
    """Return the sprites of alerts: the level, and with `glyphs` a small sign of the kind."""
    shown = kind.astype(np.int64) if glyphs else np.zeros(len(kind), dtype=np.int64)
    return FIRST_ALERT + (shown * 4 + level.astype(np.int64) - 1) * 2 + stale


def ring_sprites(level: NDArray[np.uint8]) -> Sprites:
    """Return the sprites of the rings around unacknowledged alerts."""
    return FIRST_RING - 1 + level.astype(np.int64)


def cluster_text(count: int) -> str:
    """Return a count in at most four characters."""
    if count < 1000:
        return str(count)
    if count < 10_000:
        return f"{count / 1000:.1f}k"
    return f"{min(999, count // 1000)}k"


def _paint_sprites(dpr: float) -> QPixmap:
    side = round(CELL_PX * dpr)
    atlas = QPixmap(side * SPRITES, side)
    atlas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(atlas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for sprite in range(SPRITES):
        painter.save()
        painter.setClipRect(QRectF(sprite * side, 0.0, side, side))
        painter.translate(sprite * side + side / 2.0, side / 2.0)
        painter.scale(side / CELL_PX, side / CELL_PX)
        _paint_sprite(painter, sprite)
        painter.restore()
    painter.end()
    return atlas


def _paint_sprite(painter: QPainter, sprite: int) -> None:
    if sprite < FIRST_GLYPH:
        _paint_symbol(painter, Level.NONE, DOT_PX, stale=bool(sprite))
    elif sprite < FIRST_ALERT:
        kind, stale = divmod(sprite - FIRST_GLYPH, 2)
        paint_kind(painter, PointKind(kind + 1), stale=bool(stale))
    elif sprite < FIRST_RING:
        number, stale = divmod(sprite - FIRST_ALERT, 2)
        kind, level = divmod(number, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUND))
        painter.setOpacity(0.55)
        painter.drawEllipse(QPointF(0.0, 0.0), SYMBOL_PX * 0.62, SYMBOL_PX * 0.62)
        painter.setOpacity(1.0)
        _paint_symbol(painter, Level(level + 1), SYMBOL_PX, stale=bool(stale))
        if kind:
            painter.translate(10.2, 10.2)
            painter.scale(0.54, 0.54)
            paint_kind(painter, PointKind(kind), stale=bool(stale))
    else:
        is_chosen = sprite == CHOSEN_RING
        color = ACCENT if is_chosen else LEVEL_COLOR[Level(sprite - FIRST_RING + 1)]
        painter.setPen(QPen(QColor(color), 2.0 if is_chosen else 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = 11.0 if is_chosen else 14.0
        painter.drawEllipse(QPointF(0.0, 0.0), radius, radius)


def _paint_symbol(painter: QPainter, level: Level, size: float, *, stale: bool) -> None:
    paint_level(painter, QRectF(-size / 2.0, -size / 2.0, size, size), level, stale=stale)


def paint_kind(painter: QPainter, kind: PointKind, *, stale: bool) -> None:
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


def _paint_figure(painter: QPainter, count: int, worst: Level) -> None:
    text = cluster_text(count)
    radius = 15.0 + 1.5 * max(0, len(text) - 2)
    plate = QColor(PANEL)
    plate.setAlphaF(0.92)
    ring = QColor(FAINT) if worst == Level.NONE else QColor(LEVEL_COLOR[worst])
    painter.setBrush(plate)
    painter.setPen(QPen(ring, 1.5))
    painter.drawEllipse(QPointF(0.0, 0.0), radius, radius)
    painter.setPen(QColor(SECONDARY if worst == Level.NONE else TEXT))
    painter.setFont(ui_font(12, QFont.Weight.DemiBold))
    half = FIGURE_PX / 2.0
    box = QRectF(-half, -half, FIGURE_PX, FIGURE_PX)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
