"""Draws what hands have drawn on the map, and finds it under a cursor. Keeps nothing."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from widgets.map import measure
from widgets.map.projection import lonlat_to_world
from widgets.map.values import Markup, MarkupKind, MarkupRole
from widgets.map.viewport import Viewport
from widgets.theme.fonts import ui_font
from widgets.theme.tokens import (
    ACCENT,
    FAINT,
    GROUND,
    LEVEL_COLOR,
    NORMAL,
    PANEL,
    SECONDARY,
    SIZE_CAPTION,
    Level,
)

ROLE_COLOR: Final = {
    MarkupRole.ACCENT: ACCENT,
    MarkupRole.NOTE: SECONDARY,
    MarkupRole.FAINT: FAINT,
    MarkupRole.SAFE: NORMAL,
    MarkupRole.CAUTION: LEVEL_COLOR[Level.YELLOW],
    MarkupRole.DANGER: LEVEL_COLOR[Level.RED],
}
HIT_PX: Final = 8.0
_DASHES: Final = (3.0, 2.0)
"""Line and gap, in widths of the line."""
_AREAS: Final = (MarkupKind.POLYGON, MarkupKind.CIRCLE)


def draw_markups(painter: QPainter, view: Viewport, markups: Sequence[Markup]) -> None:
    """Draw each markup in the colour of its role, its text on a plate."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    screen = QRectF(0.0, 0.0, view.width, view.height).adjusted(-200.0, -40.0, 200.0, 40.0)
    for markup in markups:
        outline = outline_of(view, markup)
        if not outline.isEmpty() and outline.boundingRect().adjusted(-1, -1, 1, 1).intersects(
            screen
        ):
            color = QColor(ROLE_COLOR[markup.role])
            draw_shape(painter, markup.kind, outline, color, is_dashed=markup.is_pending)
            if markup.text:
                draw_plate(painter, text_place(markup.kind, outline), markup.text)
    painter.restore()


def draw_shape(
    painter: QPainter,
    kind: MarkupKind,
    outline: QPolygonF,
    color: QColor,
    *,
    is_dashed: bool = False,
) -> None:
    """Draw a shape on screen: areas faintly filled, lines over a dark edge."""
    edge, pen = QPen(QColor(GROUND), 4.5), QPen(color, 2.0)
    if is_dashed:
        pen.setDashPattern(_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    for stroke in (edge, pen):
        stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if kind in _AREAS:
        fill = QColor(color)
        fill.setAlphaF(0.14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == MarkupKind.POINT:
        if is_dashed:
            _draw_ring(painter, outline.first(), edge, pen)
            return
        painter.setPen(QPen(QColor(GROUND), 2.0))
        painter.setBrush(color)
        painter.drawEllipse(outline.first(), 6.0, 6.0)
    elif kind != MarkupKind.TEXT:
        for stroke in (edge, pen):
            painter.setPen(stroke)
            if kind in _AREAS:
                painter.drawPolygon(outline)
            else:
                painter.drawPolyline(outline)


def _draw_ring(painter: QPainter, at: QPointF, edge: QPen, pen: QPen) -> None:
    """A point that is not there yet: its rim in dashes, nothing in it."""
    for stroke in (edge, pen):
        painter.setPen(stroke)
        painter.drawEllipse(at, 6.0, 6.0)


def draw_plate(painter: QPainter, at: QPointF, text: str, ink: str = SECONDARY) -> None:
    """Draw a text on a dark plate, its middle at a place."""
    font = ui_font(SIZE_CAPTION, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text) + 14.0
    box = QRectF(round(at.x() - width / 2.0) + 0.5, round(at.y() - 11.0) + 0.5, round(width), 22.0)
    plate = QColor(PANEL)
    plate.setAlphaF(0.92)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(plate)
    painter.drawRoundedRect(box, 4.0, 4.0)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def outline_of(view: Viewport, markup: Markup) -> QPolygonF:
    """Return the shape on screen; a circle as the ring of equal distance it is on the ground."""
    pairs = list(markup.lonlat)
    if markup.kind == MarkupKind.CIRCLE and pairs:
        pairs = measure.circle((pairs[0][0], pairs[0][1]), markup.radius_m)
    if not pairs:
        return QPolygonF()
    x, y = view.to_screen(*lonlat_to_world([p[0] for p in pairs], [p[1] for p in pairs]))
    return QPolygonF([QPointF(*corner) for corner in zip(x.tolist(), y.tolist(), strict=True)])


def text_place(kind: MarkupKind, outline: QPolygonF) -> QPointF:
    """Return where the text of a shape stands: in an area, above a point, at a line's middle."""
    if kind in _AREAS:
        return outline.boundingRect().center()
    if kind == MarkupKind.LINE:
        return outline.at(outline.size() // 2) - QPointF(0.0, 18.0)
    lift = 0.0 if kind == MarkupKind.TEXT else 20.0
    return outline.first() - QPointF(0.0, lift)


def markup_at(view: Viewport, markups: Sequence[Markup], at: QPointF) -> str | None:
    """Return the id of the topmost markup whose line, point or text is under the position."""
    for markup in reversed(markups):
        outline = outline_of(view, markup)
        if outline.isEmpty():
            continue
        corners = [(corner.x(), corner.y()) for corner in outline.toList()]
        if markup.kind in _AREAS:
            corners.append(corners[0])
        reach = 14.0 if markup.kind == MarkupKind.TEXT else HIT_PX
        if len(corners) == 1:
            corners *= 2
        edges = itertools.pairwise(corners)
        if any(_distance(at.x(), at.y(), *start, *end) <= reach for start, end in edges):
            return markup.id
    return None


def _distance(x: float, y: float, x1: float, y1: float, x2: float, y2: float) -> float:
    """Return the distance of a point to a segment."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    part = 0.0 if length == 0.0 else max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
    return math.hypot(x - x1 - part * dx, y - y1 - part * dy)
