"""The line icons of tools, drawn from strokes on a 20-unit grid so that they are sharp at any size.

Knows shapes and colours; knows nothing of what a tool does.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from widgets.theme import tokens

_UNITS: Final = 20.0
_STROKE: Final = 1.5
_RATIOS: Final = (1.0, 2.0)


class Icon(StrEnum):
    """Names of the icons."""

    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    HOME = "home"
    SEARCH = "search"
    HAND = "hand"
    RECTANGLE = "rectangle"
    LASSO = "lasso"
    RULER = "ruler"
    AREA = "area"
    RADIUS = "radius"
    PIN = "pin"
    LINE = "line"
    POLYGON = "polygon"
    CIRCLE = "circle"
    PENCIL = "pencil"
    LAYERS = "layers"
    MAPS = "maps"
    BOOKMARK = "bookmark"
    WINDOW = "window"
    LOCK = "lock"
    IMPORT = "import"
    EXPORT = "export"
    OFFLINE = "offline"
    MORE = "more"
    CLOSE = "close"


# "M x y" moves, "L x y …" draws lines, "Z" closes, "O x y r" is a circle, "D x y r" a filled one.
_STROKES: Final = {
    Icon.ZOOM_IN: "M 10 4 L 10 16 M 4 10 L 16 10",
    Icon.ZOOM_OUT: "M 4 10 L 16 10",
    Icon.HOME: "M 3 10 L 10 3.5 17 10 M 5 8.5 L 5 16.5 15 16.5 15 8.5",
    Icon.SEARCH: "O 8.5 8.5 5 M 12.2 12.2 L 17 17",
    Icon.HAND: "M 10 2.5 L 10 17.5 M 2.5 10 L 17.5 10 M 7.5 5 L 10 2.5 12.5 5"
    " M 7.5 15 L 10 17.5 12.5 15 M 5 7.5 L 2.5 10 5 12.5 M 15 7.5 L 17.5 10 15 12.5",
    Icon.RECTANGLE: "M 3.5 5 L 16.5 5 16.5 15 3.5 15 Z",
    Icon.LASSO: "M 4 8 L 7.5 4 14 4.5 16.5 8.5 13.5 12 8 12.5 Z M 8 12.5 L 7 14.5 8.5 17",
    Icon.RULER: "M 3 13.5 L 13.5 3 17 6.5 6.5 17 Z M 6 10.5 L 7.6 12.1 M 8.5 8 L 11 10.5"
    " M 11 5.5 L 12.6 7.1",
    Icon.AREA: "M 4 5.5 L 15.5 4 16.5 14 9 16.5 3.5 12.5 Z D 10 10 1.3",
    Icon.RADIUS: "O 10 10 7 D 10 10 1.3 M 10 10 L 15 5",
    Icon.PIN: "M 10 17.5 L 5.2 10.4 M 10 17.5 L 14.8 10.4 O 10 7.6 5.2 D 10 7.6 1.5",
    Icon.LINE: "M 4.6 14.8 L 9 7.5 12 11.5 15.6 5 D 4 16 1.5 D 16.2 4 1.5",
    Icon.POLYGON: "M 5 6 L 14.5 4 16.5 13 8 16.5 Z D 5 6 1.5 D 14.5 4 1.5 D 16.5 13 1.5"
    " D 8 16.5 1.5",
    Icon.CIRCLE: "O 10 10 6.5",
    Icon.PENCIL: "M 4 16 L 4.8 12.2 13.6 3.4 16.6 6.4 7.8 15.2 Z M 11.4 5.6 L 14.4 8.6",
    Icon.LAYERS: "M 10 3 L 17.5 7 10 11 2.5 7 Z M 2.5 10.5 L 10 14.5 17.5 10.5"
    " M 2.5 13.5 L 10 17.5 17.5 13.5",
    Icon.MAPS: "M 3 5 L 7.5 3.5 12.5 5 17 3.5 17 15 12.5 16.5 7.5 15 3 16.5 Z"
    " M 7.5 3.5 L 7.5 15 M 12.5 5 L 12.5 16.5",
    Icon.BOOKMARK: "M 5.5 3.5 L 14.5 3.5 14.5 16.5 10 12.8 5.5 16.5 Z",
    Icon.WINDOW: "M 3 6.5 L 12.5 6.5 12.5 16 3 16 Z M 7 6.5 L 7 3.5 17 3.5 17 12.5 12.5 12.5",
    Icon.LOCK: "M 4.5 9 L 15.5 9 15.5 16.5 4.5 16.5 Z M 6.8 9 L 6.8 6 8.2 4 11.8 4 13.2 6 13.2 9"
    " D 10 12.7 1.2",
    Icon.IMPORT: "M 10 3 L 10 12 M 6.5 8.7 L 10 12.2 13.5 8.7 M 3.5 12.5 L 3.5 16.5 16.5 16.5"
    " 16.5 12.5",
    Icon.EXPORT: "M 10 12.5 L 10 3.2 M 6.5 6.6 L 10 3.1 13.5 6.6 M 3.5 12.5 L 3.5 16.5 16.5 16.5"
    " 16.5 12.5",
    Icon.OFFLINE: "M 3 5 L 13 5 13 9 M 3 5 L 3 15 9 15 M 14 11 L 14 17 M 11.5 14.7 L 14 17.2"
    " 16.5 14.7 M 3 10 L 9.5 10 M 8 5 L 8 15",
    Icon.MORE: "D 4.5 10 1.5 D 10 10 1.5 D 15.5 10 1.5",
    Icon.CLOSE: "M 5 5 L 15 15 M 15 5 L 5 15",
}


def icon(name: Icon, size_px: int = 20, color: str = tokens.TEXT) -> QIcon:
    """The icon in `color`, grey when disabled. Needs a QGuiApplication."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(_pixmap(name, size_px, ratio, color), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, size_px, ratio, tokens.STALE), QIcon.Mode.Disabled)
    return made


def icon_size() -> QSize:
    """The size icons have on buttons."""
    return QSize(20, 20)


def paint_icon(painter: QPainter, rect: QRectF, name: Icon, color: str) -> None:
    """Paint the icon centred in `rect`."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(side / 2.0, side / 2.0))
    painter.scale(side / _UNITS, side / _UNITS)
    strokes, dots = _paths(_STROKES[name])
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.strokePath(strokes, QPen(QColor(color), _STROKE, Qt.PenStyle.SolidLine, cap, join))
    painter.fillPath(dots, QColor(color))
    painter.restore()


def _pixmap(name: Icon, size_px: int, ratio: float, color: str) -> QPixmap:
    side = round(size_px * ratio)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, QRectF(0.0, 0.0, size_px, size_px), name, color)
    painter.end()
    return pixmap


def _paths(text: str) -> tuple[QPainterPath, QPainterPath]:
    """Strokes and filled dots of an icon."""
    strokes, dots = QPainterPath(), QPainterPath()
    words = text.split()
    command = ""
    at = 0
    while at < len(words):
        if words[at].isalpha():
            command = words[at]
            at += 1
            if command == "Z":
                strokes.closeSubpath()
                continue
        x, y = float(words[at]), float(words[at + 1])
        at += 2
        if command == "M":
            strokes.moveTo(x, y)
        elif command == "L":
            strokes.lineTo(x, y)
        else:
            radius = float(words[at])
            at += 1
            target = dots if command == "D" else strokes
            target.addEllipse(QPointF(x, y), radius, radius)
    return strokes, dots
