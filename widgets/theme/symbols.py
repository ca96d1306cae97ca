"""The level symbols: diamond Ⅰ, triangle Ⅱ, square Ⅲ, disc Ⅳ, and a quiet dot for normal.

A level always shows colour, numeral and shape. Numerals are strokes, not glyphs, so that they
stay crisp at 16 px and need no font. Knows levels, not what carries them.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from widgets.theme.tokens import FAINT, GROUND, LEVEL_COLOR, ON_LEVEL, STALE, TEXT, Level

_RING_SCALE: Final = 0.74
"""How much the shape shrinks to leave room for the ring of an unacknowledged alert."""

_NUMERAL_CENTRE: Final = {Level.ORANGE: 0.17}
"""How far below the middle the numeral sits, in half-sizes: a triangle's weight is low."""

_NUMERAL_HEIGHT: Final = {Level.RED: 0.66, Level.ORANGE: 0.62, Level.YELLOW: 0.92, Level.BLUE: 0.84}
_STROKE_GAP: Final = {Level.ORANGE: 0.36, Level.YELLOW: 0.44}


def level_pixmap(
    level: Level,
    size_px: int,
    dpr: float = 1.0,
    *,
    unacknowledged: bool = False,
    stale: bool = False,
) -> QPixmap:
    """Return the symbol of `level` on transparent, `size_px` wide, sharp at `dpr`."""
    side = max(1, round(size_px * dpr))
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(0.0, 0.0, size_px, size_px)
    paint_level(painter, rect, level, unacknowledged=unacknowledged, stale=stale)
    painter.end()
    return pixmap


def paint_level(
    painter: QPainter,
    rect: QRectF,
    level: Level,
    *,
    unacknowledged: bool = False,
    stale: bool = False,
) -> None:
    """Paint the symbol of `level` centred in `rect`.

    An unacknowledged alert wears a ring; a stale one is hollow, its colour only in the outline
    and the numeral, because what it says is no longer known to be true.
    """
    half = min(rect.width(), rect.height()) / 2.0
    centre = rect.center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if level == Level.NONE:
        _paint_dot(painter, centre, half, stale)
        painter.restore()
        return
    color = QColor(LEVEL_COLOR[level])
    if unacknowledged:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = max(1.25, half * 0.12)
        painter.setPen(QPen(color, width))
        painter.drawEllipse(centre, half - width / 2.0, half - width / 2.0)
        half *= _RING_SCALE
    if stale:
        width = max(1.25, half * 0.16)
        painter.setPen(_pen(color, width))
        painter.setBrush(QColor(GROUND))
        painter.drawPath(level_path(level, centre, half - width / 2.0))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPath(level_path(level, centre, half))
    ink = color if stale else QColor(TEXT if level == Level.BLUE else ON_LEVEL)
    _paint_numeral(painter, centre, half, level, ink)
    painter.restore()


def level_path(level: Level, centre: QPointF, half: float) -> QPainterPath:
    """Return the outline of the level's shape, optically equal in weight, inside ±`half`."""
    path = QPainterPath()
    if level == Level.RED:
        path.addPolygon(_polygon(centre, half, ((0, -1), (1, 0), (0, 1), (-1, 0))))
        path.closeSubpath()
    elif level == Level.ORANGE:
        path.addPolygon(_polygon(centre, half, ((0, -0.94), (1, 0.82), (-1, 0.82))))
        path.closeSubpath()
    elif level == Level.YELLOW:
        side = half * 0.82
        path.addRect(QRectF(centre.x() - side, centre.y() - side, 2 * side, 2 * side))
    else:
        path.addEllipse(centre, half * 0.94, half * 0.94)
    return path


def _pen(color: QColor, width: float) -> QPen:
    line, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin
    return QPen(color, width, line, cap, join)


def _polygon(centre: QPointF, half: float, corners: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(centre.x() + x * half, centre.y() + y * half) for x, y in corners])


def _paint_dot(painter: QPainter, centre: QPointF, half: float, stale: bool) -> None:
    radius = half * 0.5
    if stale:
        width = max(1.0, half * 0.14)
        painter.setPen(QPen(QColor(STALE), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius - width / 2.0, radius - width / 2.0)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(FAINT))
    painter.drawEllipse(centre, radius, radius)


def _paint_numeral(
    painter: QPainter, centre: QPointF, half: float, level: Level, ink: QColor
) -> None:
    middle = centre.y() + half * _NUMERAL_CENTRE.get(level, 0.0)
    if level == Level.ORANGE:
        middle += half * 0.08
    height = half * _NUMERAL_HEIGHT[level]
    top, bottom = middle - height / 2.0, middle + height / 2.0
    stroke = max(1.2, half * 0.18)
    painter.setPen(_pen(ink, stroke))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if level == Level.BLUE:
        left = centre.x() - half * 0.46
        painter.drawLine(QPointF(left, top), QPointF(left, bottom))
        vee = QPolygonF(
            [
                QPointF(left + half * 0.27, top),
                QPointF(left + half * 0.60, bottom - stroke * 0.4),
                QPointF(left + half * 0.93, top),
            ]
        )
        painter.drawPolyline(vee)
        return
    count = 5 - int(level)
    gap = half * _STROKE_GAP.get(level, 0.0)
    for index in range(count):
        x = centre.x() + (index - (count - 1) / 2.0) * gap
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
