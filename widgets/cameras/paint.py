"""How one camera tile is drawn: still, state, chips and caption.

Owns paint and geometry of a tile; must not know scrolling or selection rules.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from widgets.boards.text import RIGHT, draw_clock_mark, draw_text, text_width
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.values import Tile

CAPTION_HEIGHT: Final = 36
_CHIP_HEIGHT: Final = 24
_CHIP_PAD: Final = 8
_RADIUS: Final = 4.0


def tile_height(width: float) -> float:
    """Height of a tile of `width`: a 16:9 still and its caption."""
    return round(width * 9 / 16) + CAPTION_HEIGHT


class TilePainter:
    """Draws a `Tile` into a rectangle."""

    def __init__(self) -> None:
        self._chip = ui_font(tokens.SIZE_CAPTION + 1, tabular=True)
        self._name = ui_font(tokens.SIZE_BODY, QFont.Weight.Medium)
        self._time = ui_font(tokens.SIZE_CAPTION + 1, tabular=True)

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        tile: Tile,
        still: QPixmap,
        *,
        selected: bool,
        focused: bool,
    ) -> None:
        """Draw `tile`; `still` may be null."""
        frame = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - CAPTION_HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(frame, _RADIUS, _RADIUS)
        painter.setClipPath(path)
        self._paint_picture(painter, frame, tile, still)
        painter.restore()
        self._paint_chips(painter, frame, tile)
        self._paint_outline(painter, frame, tile, selected=selected, focused=focused)
        self._paint_caption(painter, frame, tile)
        painter.restore()

    def _paint_picture(self, painter: QPainter, frame: QRectF, tile: Tile, still: QPixmap) -> None:
        painter.fillRect(frame, QColor(tokens.RAISED))
        shown = not still.isNull() and tile.state in ("ready", "stale", "offline")
        if shown:
            painter.drawPixmap(frame, still, QRectF(still.rect()))
        veil = QColor(tokens.GROUND)
        if tile.state in ("stale", "offline") and shown:
            veil.setAlphaF(0.45 if tile.state == "stale" else 0.72)
            painter.fillRect(frame, veil)
        if tile.state == "stale":
            _hatch(painter, frame)
        center = frame.center()
        if tile.state == "stale" or (tile.state == "ready" and not shown):
            mark = QRectF(0, 0, 32, 32)
            mark.moveCenter(center)
            draw_clock_mark(painter, mark, tokens.SECONDARY)
        elif tile.state == "loading":
            _draw_loading(painter, center)
        elif tile.state == "offline":
            _draw_camera(painter, center, crossed=True)
        elif tile.state == "denied":
            _draw_lock(painter, center)

    def _paint_outline(
        self, painter: QPainter, frame: QRectF, tile: Tile, *, selected: bool, focused: bool
    ) -> None:
        if selected:
            pen = QPen(QColor(tokens.ACCENT), 3 if focused else 2)
        else:
            dashed = tile.state in ("offline", "denied")
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            pen = QPen(QColor(tokens.FAINT if dashed else tokens.LINE), 1, style)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = pen.widthF() / 2
        painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)

    def _paint_chips(self, painter: QPainter, frame: QRectF, tile: Tile) -> None:
        room = frame.width() - 2 * tokens.GRID
        top = frame.top() + tokens.GRID
        mark = " ".join(text for text in (tile.mark, tile.age.text) if text)
        live = tile.state == "ready" and not tile.age.stale
        mark_width = self._chip_width(mark, room * 0.6)
        if mark:
            box = QRectF(frame.right() - tokens.GRID - mark_width, top, mark_width, _CHIP_HEIGHT)
            self._paint_chip(painter, box, mark, tokens.NORMAL if live else tokens.SECONDARY)
        left_room = room - mark_width - (tokens.GRID if mark else 0)
        if tile.overlay and left_room > 3 * _CHIP_PAD:
            width = self._chip_width(tile.overlay, left_room)
            box = QRectF(frame.left() + tokens.GRID, top, width, _CHIP_HEIGHT)
            self._paint_chip(painter, box, tile.overlay, tokens.TEXT)

    def _chip_width(self, text: str, limit: float) -> float:
        return min(text_width(self._chip, text) + 2 * _CHIP_PAD, limit) if text else 0.0

    def _paint_chip(self, painter: QPainter, box: QRectF, text: str, color: str) -> None:
        ground = QColor(tokens.GROUND)
        ground.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        # The half pixel keeps a text of exactly the chip's width from being elided by rounding.
        inner = box.adjusted(_CHIP_PAD - 0.5, 0, 0.5 - _CHIP_PAD, 0)
        draw_text(painter, inner, text, self._chip, color)

    def _paint_caption(self, painter: QPainter, frame: QRectF, tile: Tile) -> None:
        line = QRectF(frame.left(), frame.bottom() + 4, frame.width(), CAPTION_HEIGHT - 8)
        symbol = QRectF(line.left(), line.center().y() - 10, 20, 20)
        paint_level(painter, symbol, tile.level, stale=tile.age.stale)
        time_width = min(text_width(self._time, tile.time), line.width() * 0.4) if tile.time else 0
        time_box = QRectF(line.right() - time_width, line.top(), time_width, line.height())
        draw_text(painter, time_box, tile.time, self._time, tokens.SECONDARY, RIGHT)
        left = symbol.right() + tokens.GRID
        name_box = QRectF(left, line.top(), time_box.left() - tokens.GRID - left, line.height())
        draw_text(painter, name_box, tile.name, self._name, tokens.TEXT)


def _hatch(painter: QPainter, frame: QRectF) -> None:
    color = QColor(tokens.STALE)
    color.setAlphaF(0.25)
    painter.fillRect(frame, QBrush(color, Qt.BrushStyle.BDiagPattern))


def _draw_loading(painter: QPainter, center: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for at, color in enumerate((tokens.SECONDARY, tokens.STALE, tokens.FAINT)):
        painter.setBrush(QColor(color))
        painter.drawEllipse(QPointF(center.x() + (at - 1) * 18, center.y()), 5, 5)


def _draw_camera(painter: QPainter, center: QPointF, *, crossed: bool) -> None:
    painter.setPen(QPen(QColor(tokens.SECONDARY), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    body = QRectF(center.x() - 20, center.y() - 11, 28, 22)
    painter.drawRoundedRect(body, 3, 3)
    lens = QPainterPath(QPointF(body.right(), center.y() - 3))
    lens.lineTo(body.right() + 11, center.y() - 9)
    lens.lineTo(body.right() + 11, center.y() + 9)
    lens.lineTo(body.right(), center.y() + 3)
    painter.drawPath(lens)
    if crossed:
        painter.drawLine(
            QPointF(center.x() - 24, center.y() + 20), QPointF(center.x() + 24, center.y() - 20)
        )


def _draw_lock(painter: QPainter, center: QPointF) -> None:
    painter.setPen(QPen(QColor(tokens.SECONDARY), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(center.x() - 13, center.y() - 4, 26, 20), 3, 3)
    shackle = QRectF(center.x() - 8, center.y() - 18, 16, 18)
    painter.drawArc(shackle, 0, 180 * 16)
    painter.drawLine(
        QPointF(shackle.left(), shackle.center().y()), QPointF(shackle.left(), center.y() - 4)
    )
    painter.drawLine(
        QPointF(shackle.right(), shackle.center().y()), QPointF(shackle.right(), center.y() - 4)
    )
    painter.drawLine(QPointF(center.x(), center.y() + 3), QPointF(center.x(), center.y() + 9))
