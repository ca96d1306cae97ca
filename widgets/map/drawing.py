"""A shape while a hand draws it: its corners, its cursor, what it measures so far.

Knows world units and tools; no events (`tool_hand` has them).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from widgets.map import measure
from widgets.map.markup import draw_plate, draw_shape
from widgets.map.projection import Floats, lonlat_to_world, world_to_lonlat
from widgets.map.values import MapTexts, MarkupKind, Tool
from widgets.map.viewport import Viewport
from widgets.theme.tokens import ACCENT, GROUND, TEXT

DRAGGED: Final = (Tool.SELECT_RECT, Tool.SELECT_LASSO, Tool.DRAW_RECT, Tool.DRAW_CIRCLE)
"""Drawn in one stroke with the button held."""

CLICKED: Final = (Tool.DRAW_LINE, Tool.DRAW_POLYGON, Tool.MEASURE_LINE, Tool.MEASURE_AREA)
"""Drawn corner by corner."""

SELECTING: Final = (Tool.SELECT_RECT, Tool.SELECT_LASSO)
MEASURING: Final = (Tool.MEASURE_LINE, Tool.MEASURE_AREA)
HANDLE_PX: Final = 7.0
_LINES: Final = (Tool.DRAW_LINE, Tool.MEASURE_LINE)
_LEAST: Final = {Tool.DRAW_POINT: 1, Tool.DRAW_LINE: 2, Tool.MEASURE_LINE: 2, Tool.DRAW_CIRCLE: 2}

Corner = tuple[float, float]


class Sketch:
    """The corners drawn so far, in world units. A rectangle keeps two opposite ones, a circle its
    centre and a place on its rim."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        self.corners: list[Corner] = []
        self.cursor: Corner | None = None
        self.is_done = False

    def add(self, corner: Corner) -> None:
        """Add a corner, but not the same one twice."""
        if not self.corners or self.corners[-1] != corner:
            self.corners.append(corner)

    def drag_to(self, corner: Corner) -> None:
        """Follow the held button: a lasso grows, the others move their second corner."""
        if self.tool == Tool.SELECT_LASSO:
            self.add(corner)
        else:
            self.corners[1:] = [corner]

    def take_back(self) -> None:
        """Remove the newest corner."""
        if self.corners:
            self.corners.pop()

    def corner_at(self, view: Viewport, x: float, y: float) -> int | None:
        """Return the index of the corner whose handle is under a screen position."""
        for index in reversed(range(len(self.corners))):
            at_x, at_y = view.to_screen(*self.corners[index])
            if max(abs(float(at_x) - x), abs(float(at_y) - y)) <= HANDLE_PX:
                return index
        return None

    def is_complete(self) -> bool:
        """Say whether there are corners enough, and not all in one place."""
        shape = self.outline()
        if len(shape) < _LEAST.get(self.tool, 3):
            return False
        x, y = zip(*shape, strict=True)
        spread = (max(x) > min(x), max(y) > min(y))
        if self.tool == Tool.DRAW_POINT:
            return True
        return all(spread) if self.tool in DRAGGED[:3] else any(spread)

    def outline(self, *, live: bool = False) -> list[Corner]:
        """Return the corners of the shape; with `live` where it would go if clicked now."""
        corners = list(self.corners)
        if live and self.cursor is not None and not self.is_done and self.tool in CLICKED:
            corners.append(self.cursor)
        if self.tool in (Tool.SELECT_RECT, Tool.DRAW_RECT) and len(corners) == 2:
            (x1, y1), (x2, y2) = corners
            return [(x1, y1), (x2, y1), (x2, y2), (x1, y2)]
        return corners

    def lonlat(self) -> Floats:
        """Return the finished shape in degrees, shape (n, 2)."""
        corners = np.array(self.outline(), dtype=np.float64).reshape(-1, 2)
        return np.stack(world_to_lonlat(corners[:, 0], corners[:, 1]), axis=1)

    def radius_m(self) -> float:
        """Return the radius of a circle on the ground."""
        return measure.length_m(_degrees(self.corners[:2]))

    def text(self, texts: MapTexts) -> str:
        """Return what the shape measures, with the corner under the cursor; empty if nothing."""
        degrees = _degrees(self.outline(live=True))
        if self.tool in SELECTING or len(degrees) < 2:
            return ""
        length = measure.length_text(measure.length_m(degrees), texts)
        if self.tool in _LINES:
            return f"{texts.length} {length}"
        if self.tool == Tool.DRAW_CIRCLE:
            return f"{texts.radius} {length}"
        area = measure.area_text(measure.area_m2(degrees), texts)
        around = measure.length_text(measure.length_m([*degrees, degrees[0]]), texts)
        return f"{texts.area} {area} · {texts.perimeter} {around}"


def draw_sketch(painter: QPainter, view: Viewport, sketch: Sketch, texts: MapTexts) -> None:
    """Draw the shape, its handles and its measure beside the newest corner."""
    corners = sketch.outline(live=True)
    if not corners:
        return
    shape = _on_screen(view, corners)
    kind = MarkupKind.LINE if sketch.tool in _LINES or len(corners) < 3 else MarkupKind.POLYGON
    if sketch.tool == Tool.DRAW_CIRCLE and len(corners) == 2:
        kind = MarkupKind.CIRCLE
        ring = measure.circle(_degrees(corners[:1])[0], sketch.radius_m())
        draw_shape(painter, kind, _from_degrees(view, ring), QColor(ACCENT))
        kind = MarkupKind.LINE
    draw_shape(painter, kind, shape, QColor(ACCENT))
    if sketch.tool not in SELECTING:
        painter.setPen(QPen(QColor(GROUND), 1.0))
        painter.setBrush(QColor(ACCENT))
        for corner in _on_screen(view, sketch.corners).toList():
            half = HANDLE_PX / 2.0
            painter.drawRect(QRectF(corner.x() - half, corner.y() - half, HANDLE_PX, HANDLE_PX))
    text = sketch.text(texts)
    if text:
        draw_plate(painter, shape.last() + QPointF(0.0, 26.0), text, TEXT)


def _degrees(corners: list[Corner]) -> list[Corner]:
    pairs = np.array(corners, dtype=np.float64).reshape(-1, 2)
    lon, lat = world_to_lonlat(pairs[:, 0], pairs[:, 1])
    return list(zip(lon.tolist(), lat.tolist(), strict=True))


def _on_screen(view: Viewport, corners: list[Corner]) -> QPolygonF:
    pairs = np.array(corners, dtype=np.float64).reshape(-1, 2)
    x, y = view.to_screen(pairs[:, 0], pairs[:, 1])
    return QPolygonF([QPointF(*corner) for corner in zip(x.tolist(), y.tolist(), strict=True)])


def _from_degrees(view: Viewport, ring: list[Corner]) -> QPolygonF:
    x, y = lonlat_to_world([p[0] for p in ring], [p[1] for p in ring])
    return _on_screen(view, list(zip(x.tolist(), y.tolist(), strict=True)))
