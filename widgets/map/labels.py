"""Names on the map: placed greedily by priority without touching, drawn from cached pictures.

A placement covers more than the view and is kept while the view stays inside it at one zoom, so
that names stand still while the map is dragged.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from widgets.map import style
from widgets.map.basemap import Basemap, Name
from widgets.map.viewport import Viewport
from widgets.theme.fonts import ui_font
from widgets.theme.tokens import SIZE_BODY, SIZE_CAPTION

REPEAT_PX: Final = 420.0
"""The same road is named again only this far away."""

_MARGIN_PX: Final = 256.0
_GAP_PX: Final = 6.0
_STEEP: Final = math.radians(50.0)
_PICTURES: Final = 600


@dataclass(frozen=True, slots=True)
class _Class:
    priority: int
    min_zoom: float
    size_px: int
    color: str


_PLACE: Final = _Class(1, 11.0, SIZE_BODY, style.LABEL_PLACE)
_CLASSES: Final = {
    ("water", ""): _Class(0, 11.0, SIZE_BODY, style.LABEL_WATER),
    ("canal", ""): _Class(3, 13.0, SIZE_CAPTION, style.LABEL_WATER),
    ("park", ""): _Class(5, 14.5, SIZE_CAPTION, style.LABEL_PARK),
    ("road", "arterial"): _Class(2, 12.5, SIZE_CAPTION, style.LABEL_ROAD),
    ("road", "secondary"): _Class(4, 14.0, SIZE_CAPTION, style.LABEL_ROAD),
    ("road", "street"): _Class(6, 15.5, SIZE_CAPTION, style.LABEL_ROAD),
    ("road", "path"): _Class(7, 17.0, SIZE_CAPTION, style.LABEL_ROAD),
    ("landuse", ""): _Class(5, 14.5, SIZE_CAPTION, style.LABEL_ROAD),
}


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A name with its middle in world units, its angle, and its box in pixels around the middle."""

    text: str
    x: float
    y: float
    angle: float
    upright: bool
    size_px: int
    color: str
    width: float
    height: float

    def box(self, view: Viewport) -> QRectF:
        """Return the rectangle it takes on screen."""
        x, y = view.to_screen(self.x, self.y)
        left, top = float(x) - self.width / 2.0, float(y) - self.height / 2.0
        return QRectF(left, top, self.width, self.height)


class LabelLayer:
    """Places and draws the names of one base map."""

    def __init__(self) -> None:
        self._names: list[tuple[_Class, Name]] = []
        self._placed: list[PlacedLabel] = []
        self._covered: tuple[float, float, float, float, float] | None = None
        self._pictures: dict[tuple[str, int, str, bool, int, float], QPixmap] = {}

    def set_basemap(self, basemap: Basemap | None) -> None:
        """Name another base map."""
        names = basemap.names if basemap else ()
        ranked = [(_class_of(name), name) for name in names]
        self._names = sorted(ranked, key=lambda pair: (pair[0].priority, -pair[1].length))
        self._covered = None

    def placed(self, view: Viewport) -> list[PlacedLabel]:
        """Return the names standing in and around the view; no two touch."""
        left, top, right, bottom = view.world_rect()
        covered = self._covered
        fits = (
            covered is not None
            and covered[4] == view.zoom
            and (covered[0] <= left and covered[1] <= top)
            and (covered[2] >= right and covered[3] >= bottom)
        )
        if not fits:
            self._placed = self._place(view)
            self._covered = (*view.world_rect(_MARGIN_PX), view.zoom)
        return self._placed

    def draw(
        self, painter: QPainter, view: Viewport, dpr: float, placed: list[PlacedLabel]
    ) -> None:
        """Draw those of the placed names that reach into the view, on whole device pixels."""
        screen = QRectF(0.0, 0.0, view.width, view.height)
        for label in placed:
            box = label.box(view)
            if not box.intersects(screen):
                continue
            picture = self._picture(label, dpr)
            size = picture.deviceIndependentSize()
            left = box.center().x() - size.width() / 2.0
            top = box.center().y() - size.height() / 2.0
            corner = QPointF(round(left * dpr) / dpr, round(top * dpr) / dpr)
            painter.drawPixmap(corner, picture)

    def _place(self, view: Viewport) -> list[PlacedLabel]:
        area = QRectF(0.0, 0.0, view.width, view.height)
        area.adjust(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        metrics = {size: QFontMetricsF(ui_font(size)) for size in (SIZE_BODY, SIZE_CAPTION)}
        placed: list[PlacedLabel] = []
        boxes: list[QRectF] = []
        said: dict[str, list[QPointF]] = {}
        for kind, name in self._names:
            if view.zoom < kind.min_zoom:
                continue
            width = metrics[kind.size_px].horizontalAdvance(name.text)
            if name.length and name.length * view.scale < 1.3 * width:
                continue
            for label in _candidates(name, kind, width):
                box = label.box(view)
                middle = box.center()
                if not area.contains(middle) or _is_near(middle, said.get(name.text, [])):
                    continue
                grown = box.adjusted(-_GAP_PX, -_GAP_PX, _GAP_PX, _GAP_PX)
                if any(grown.intersects(other) for other in boxes):
                    continue
                placed.append(label)
                boxes.append(box)
                said.setdefault(name.text, []).append(middle)
        return placed

    def _picture(self, label: PlacedLabel, dpr: float) -> QPixmap:
        degrees = round(math.degrees(label.angle))
        key = (label.text, label.size_px, label.color, label.upright, degrees, dpr)
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) >= _PICTURES:
                self._pictures.clear()
            picture = _paint_label(label, dpr)
            self._pictures[key] = picture
        return picture


def _class_of(name: Name) -> _Class:
    kind = name.kind if name.layer == "road" else ""
    return _CLASSES.get((name.layer, kind), _PLACE)


def _is_near(middle: QPointF, others: list[QPointF]) -> bool:
    return any(
        math.hypot(middle.x() - other.x(), middle.y() - other.y()) < REPEAT_PX for other in others
    )


def _candidates(name: Name, kind: _Class, width: float) -> Iterator[PlacedLabel]:
    height = kind.size_px * 1.25
    for x, y, direction in name.anchors:
        angle = _readable(float(direction)) if name.length else 0.0
        # Steep Chinese names stand as a column of upright characters, as on Chinese maps.
        upright = abs(angle) > _STEEP and not name.text.isascii()
        if upright:
            lean = _column_lean(angle)
            tall = kind.size_px * 1.15 * len(name.text)
            box_w = abs(tall * math.sin(lean)) + kind.size_px * 1.2
            box_h = tall * math.cos(lean)
            angle = lean
        else:
            box_w = width * math.cos(angle) + height * abs(math.sin(angle))
            box_h = width * abs(math.sin(angle)) + height * math.cos(angle)
        yield PlacedLabel(
            name.text, float(x), float(y), angle, upright, kind.size_px, kind.color, box_w, box_h
        )


def _readable(angle: float) -> float:
    """Turn a direction so that text along it is never upside down: within ±90°."""
    return math.remainder(angle, math.pi)


def _column_lean(angle: float) -> float:
    """Return how far a column of characters leans right at the top, for a steep line."""
    return math.pi / 2.0 + angle if angle < 0.0 else angle - math.pi / 2.0


def _paint_label(label: PlacedLabel, dpr: float) -> QPixmap:
    width, height = label.width + 8.0, label.height + 8.0
    picture = QPixmap(math.ceil(width * dpr), math.ceil(height * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    path = _text_path(label)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = picture.deviceIndependentSize()
    painter.translate(size.width() / 2.0, size.height() / 2.0)
    if not label.upright:
        painter.rotate(math.degrees(label.angle))
    line, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.strokePath(path, QPen(QColor(style.LABEL_HALO), 3.0, line, cap, join))
    painter.fillPath(path, QColor(label.color))
    painter.end()
    return picture


def _text_path(label: PlacedLabel) -> QPainterPath:
    """Return the outline of the text around the origin."""
    font = ui_font(label.size_px)
    metrics = QFontMetricsF(font)
    path = QPainterPath()
    baseline = (metrics.ascent() - metrics.descent()) / 2.0
    if not label.upright:
        path.addText(
            QPointF(-metrics.horizontalAdvance(label.text) / 2.0, baseline), font, label.text
        )
        return path
    step = label.size_px * 1.15
    for index, character in enumerate(label.text):
        along = (index - (len(label.text) - 1) / 2.0) * step
        x = -along * math.sin(label.angle) - metrics.horizontalAdvance(character) / 2.0
        path.addText(QPointF(x, along * math.cos(label.angle) + baseline), font, character)
    return path
