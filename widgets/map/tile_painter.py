"""Paints one tile of the base map into an image. Pure function of its request; any thread.

Whole layers go through one QPainterPath, built from bytes: a Python loop over vertices would
hold the interpreter lock that the GUI thread needs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from widgets.map import style
from widgets.map.basemap import Basemap, Shapes, WorldRect
from widgets.map.projection import WORLD_PX, Floats, metres_per_pixel, world_to_lonlat

TILE_PX: Final = 512
_SPILL_PX: Final = 64.0
"""Features this far outside the tile still count: their strokes reach in."""

_ELEMENT: Final = np.dtype([("type", ">i4"), ("x", ">f8"), ("y", ">f8")])
_WINDING_TAIL: Final = b"\x00\x00\x00\x00" + b"\x00\x00\x00\x01"


@dataclass(frozen=True, slots=True)
class TileKey:
    """A tile of the grid at one exact zoom; column and row count from the world's corner."""

    zoom: float
    column: int
    row: int


@dataclass(frozen=True)
class TileRequest:
    """Everything a worker needs to paint a tile."""

    key: TileKey
    basemap: Basemap
    dpr: float
    generation: int


def paint_tile(request: TileRequest) -> QImage:
    """Return the opaque image of the tile, `TILE_PX` logical pixels square."""
    side = round(TILE_PX * request.dpr)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(style.BACKDROP))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / TILE_PX, side / TILE_PX)
    _TilePainter(painter, request.basemap, request.key).paint()
    painter.end()
    return image


class _TilePainter:
    """The layers of one tile, in drawing order."""

    def __init__(self, painter: QPainter, basemap: Basemap, key: TileKey) -> None:
        self._painter = painter
        self._basemap = basemap
        self._zoom = key.zoom
        self._scale = WORLD_PX * 2.0**key.zoom
        self._left = key.column * TILE_PX / self._scale
        self._top = key.row * TILE_PX / self._scale
        spill = _SPILL_PX / self._scale
        span = TILE_PX / self._scale
        self._rect: WorldRect = (
            self._left - spill,
            self._top - spill,
            self._left + span + spill,
            self._top + span + spill,
        )
        _lon, lat = world_to_lonlat(0.5, self._top + span / 2.0)
        self._metre_px = 1.0 / metres_per_pixel(float(lat), key.zoom)

    def paint(self) -> None:
        for fill in style.FILLS:
            self._fill(fill)
        self._stroke(style.CANAL)
        self._fill(style.BUILDINGS)
        for road in style.ROADS:
            self._casing(road)
        for road in style.ROADS:
            self._stroke(road)
        self._stroke(style.BORDER)

    def _path(self, layer: str, kind: str) -> QPainterPath | None:
        shapes = self._basemap.shapes.get((layer, kind))
        if shapes is None:
            return None
        return path_within(shapes, self._rect, self._left, self._top, self._scale)

    def _fill(self, fill: style.Fill) -> None:
        if self._zoom < fill.min_zoom:
            return
        path = self._path(fill.layer, "")
        if path is None:
            return
        if fill.outline and self._zoom >= fill.outline_zoom:
            self._painter.setPen(QPen(QColor(fill.outline), 1.0))
        else:
            self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(fill.color))
        self._painter.drawPath(path)

    def _casing(self, line: style.Stroke) -> None:
        width = self._width(line)
        if line.casing and width >= 2.0:
            self._line(line, line.casing, width + 2.0)

    def _stroke(self, line: style.Stroke) -> None:
        self._line(line, line.color, self._width(line))

    def _line(self, line: style.Stroke, color: str, width: float) -> None:
        if self._zoom < line.min_zoom:
            return
        path = self._path(line.layer, line.kind)
        if path is None:
            return
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        pen = QPen(QColor(color), width, Qt.PenStyle.SolidLine, cap, join)
        if line.dash:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern(list(line.dash))
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPath(path)

    def _width(self, line: style.Stroke) -> float:
        return min(line.max_px, max(line.min_px, line.width_m * self._metre_px))


def path_within(
    shapes: Shapes, rect: WorldRect, left: float, top: float, scale: float
) -> QPainterPath | None:
    """Return the shapes touching `rect` as one winding path in pixels from (left, top)."""
    points, begins = shapes.within(rect)
    if not len(points):
        return None
    pixels = (points - (left, top)) * scale
    pixels, begins = _thin(pixels, begins)
    return _path_of(pixels, begins)


def _thin(pixels: Floats, begins: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.bool_]]:
    """Drop points in the same half pixel as the one before; ends of rings stay."""
    coarse = np.floor(pixels * 2.0)
    keep = np.ones(len(pixels), dtype=np.bool_)
    keep[1:] = np.any(coarse[1:] != coarse[:-1], axis=1)
    keep |= begins
    keep[:-1] |= begins[1:]
    keep[-1] = True
    return pixels[keep], begins[keep]


def _path_of(pixels: Floats, begins: NDArray[np.bool_]) -> QPainterPath:
    elements = np.empty(len(pixels), dtype=_ELEMENT)
    elements["type"] = ~begins
    elements["x"] = pixels[:, 0]
    elements["y"] = pixels[:, 1]
    head = len(pixels).to_bytes(4, "big")
    stream = QDataStream(QByteArray(head + elements.tobytes() + _WINDING_TAIL))
    path = QPainterPath()
    stream >> path
    return path


def tiles_over(rect: WorldRect, zoom: float) -> list[TileKey]:
    """Return the keys of the tiles at `zoom` that cover the world rectangle."""
    per_world = WORLD_PX * 2.0**zoom / TILE_PX
    left, top, right, bottom = (edge * per_world for edge in rect)
    last = max(0, math.ceil(per_world) - 1)
    columns = range(max(0, math.floor(left)), min(last, math.floor(right)) + 1)
    rows = range(max(0, math.floor(top)), min(last, math.floor(bottom)) + 1)
    return [TileKey(zoom, column, row) for row in rows for column in columns]
