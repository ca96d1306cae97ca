"""What lies over the points: the selection, the callout, the scale bar, the empty look.

Plain functions over a painter and a viewport; they keep nothing.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from widgets.map.projection import lonlat_to_world
from widgets.map.values import Callout, MapTexts
from widgets.map.viewport import Viewport
from widgets.theme.fonts import ui_font
from widgets.theme.tokens import (
    ACCENT,
    FAINT,
    GRID,
    GROUND,
    LEVEL_COLOR,
    PANEL,
    SECONDARY,
    SIZE_BODY,
    SIZE_CAPTION,
    SIZE_HEADING,
    SIZE_TITLE,
    TEXT,
    Level,
)

SELECTION_RADIUS: Final = 22.0
_CALLOUT_OFFSET: Final = 40.0
_SCALE_MAX_PX: Final = 140.0


def screen_point(view: Viewport, lon: float, lat: float) -> QPointF:
    """Return where a position in degrees is on screen."""
    x, y = view.to_screen(*lonlat_to_world(lon, lat))
    return QPointF(float(x), float(y))


def draw_selection(painter: QPainter, at: QPointF) -> None:
    """Draw the ring of the selected thing."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(GROUND), 4.0))
    painter.drawEllipse(at, SELECTION_RADIUS, SELECTION_RADIUS)
    painter.setPen(QPen(QColor(ACCENT), 2.0))
    painter.drawEllipse(at, SELECTION_RADIUS, SELECTION_RADIUS)


def draw_callout(painter: QPainter, view: Viewport, callout: Callout, covered: float = 0.0) -> None:
    """Draw the box beside its point, on the side where there is room.

    `covered` pixels at the right are no room: something lies over them.
    """
    at = screen_point(view, callout.lon, callout.lat)
    title_font = ui_font(SIZE_BODY, QFont.Weight.DemiBold)
    text_font = ui_font(SIZE_TITLE, QFont.Weight.DemiBold)
    note_font = ui_font(SIZE_CAPTION)
    text_w = QFontMetricsF(text_font).horizontalAdvance(callout.text)
    note_w = QFontMetricsF(note_font).horizontalAdvance(callout.note)
    second_w = text_w + (GRID + note_w if callout.note else 0.0)
    width = max(QFontMetricsF(title_font).horizontalAdvance(callout.title), second_w) + 3 * GRID
    box = callout_box(view, at, width, covered)
    gap = SELECTION_RADIUS + 2.0
    edge = box.left() if box.left() > at.x() else box.right()
    start = at.x() + math.copysign(gap, edge - at.x())
    painter.setPen(QPen(QColor(ACCENT), 1.0))
    if abs(edge - at.x()) > gap and box.top() <= at.y() <= box.bottom():
        painter.drawLine(QPointF(start, at.y()), QPointF(edge, at.y()))
    _plate(painter, box, ACCENT)
    inner = box.adjusted(1.5 * GRID, GRID, -1.5 * GRID, -GRID)
    left_middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(title_font)
    painter.setPen(QColor(TEXT))
    half = inner.height() / 2.0
    painter.drawText(
        QRectF(inner.left(), inner.top(), inner.width(), half), left_middle, callout.title
    )
    second = QRectF(inner.left(), inner.top() + half, inner.width(), half)
    painter.setFont(text_font)
    painter.setPen(QColor(TEXT if callout.level == Level.NONE else LEVEL_COLOR[callout.level]))
    painter.drawText(second, left_middle, callout.text)
    painter.setFont(note_font)
    painter.setPen(QColor(SECONDARY))
    painter.drawText(second.adjusted(text_w + GRID, 1.0, 2.0, 1.0), left_middle, callout.note)


def callout_box(view: Viewport, at: QPointF, width: float, covered: float = 0.0) -> QRectF:
    """Return where the box of a callout goes: right of the point, else left, inside the view."""
    height = 62.0
    left = at.x() + _CALLOUT_OFFSET
    right = view.width - covered
    if left + width > right - GRID and at.x() - _CALLOUT_OFFSET - width >= GRID:
        left = at.x() - _CALLOUT_OFFSET - width
    top = min(max(GRID, at.y() - height * 0.75), max(GRID, view.height - height - GRID))
    return QRectF(round(left) + 0.5, round(top) + 0.5, round(width), height)


def scale_step(metres_per_pixel: float, max_px: float = _SCALE_MAX_PX) -> float:
    """Return the largest of 1, 2, 5 · 10ⁿ metres that is at most `max_px` long."""
    reach = metres_per_pixel * max_px
    power = 10.0 ** math.floor(math.log10(reach))
    return float(max(step for step in (1.0, 2.0, 5.0) if step * power <= reach) * power)


def draw_scale(painter: QPainter, view: Viewport, texts: MapTexts, attribution: str = "") -> None:
    """Draw the scale bar at the lower right, and left of it who made the map."""
    per_pixel = view.metres_per_pixel
    metres = scale_step(per_pixel)
    length = metres / per_pixel
    text = f"{metres:g} {texts.metre}" if metres < 1000 else f"{metres / 1000:g} {texts.kilometre}"
    right, bottom = view.width - 2 * GRID, view.height - 2 * GRID
    x, y = round(right - length) + 0.5, round(bottom) + 0.5
    _shade(painter, QRectF(x - GRID, y - 24.0, right - x + 2 * GRID, 24.0 + GRID))
    painter.setPen(QPen(QColor(SECONDARY), 1.0))
    painter.drawPolyline(
        [QPointF(x, y - 5.0), QPointF(x, y), QPointF(right + 0.5, y), QPointF(right + 0.5, y - 5.0)]
    )
    painter.setFont(ui_font(SIZE_CAPTION))
    painter.setPen(QColor(SECONDARY))
    right_bottom = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(QRectF(right - 160.0, y - 26.0, 156.0, 22.0), right_bottom, text)
    said = " · ".join(part for part in (attribution, texts.attribution) if part)
    if said:
        width = min(QFontMetricsF(painter.font()).horizontalAdvance(said), x - 4 * GRID)
        room = QRectF(GRID, y - 16.0, x - 4 * GRID, 20.0)
        shade = QRectF(room.right() - width, y - 16.0, width, 20.0 + GRID / 2)
        _shade(painter, shade.adjusted(-GRID, 0.0, GRID, 0.0))
        painter.setPen(QColor(SECONDARY))
        painter.drawText(room, right_bottom, said)


def draw_empty(painter: QPainter, view: Viewport, texts: MapTexts) -> None:
    """Say that there is no base map."""
    middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(ui_font(SIZE_HEADING))
    painter.setPen(QColor(FAINT))
    box = QRectF(0.0, 0.0, view.width, view.height)
    painter.drawText(box.translated(0.0, -GRID * 1.5), middle, texts.empty)
    painter.setFont(ui_font(SIZE_BODY))
    painter.drawText(box.translated(0.0, GRID * 2.0), middle, texts.empty_hint)


def draw_focus(painter: QPainter, view: Viewport) -> None:
    """Draw the frame that shows where the keyboard is."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(ACCENT), 1.0))
    painter.drawRect(QRectF(0.5, 0.5, view.width - 1.0, view.height - 1.0))


def _shade(painter: QPainter, box: QRectF) -> None:
    """Darken a box, so that a small text over points stays readable."""
    color = QColor(GROUND)
    color.setAlphaF(0.75)
    painter.fillRect(box, color)


def _plate(painter: QPainter, box: QRectF, edge: str) -> None:
    color = QColor(PANEL)
    color.setAlphaF(0.95)
    painter.setPen(QPen(QColor(edge), 1.0))
    painter.setBrush(color)
    painter.drawRoundedRect(box, 4.0, 4.0)
