"""Draws what the signs on a map mean: on a list beside it and on a printed page alike.

Knows legend entries and a painter; not which layer they belong to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen

from widgets.map.values import LegendEntry, SwatchShape
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level
from widgets.theme.tokens import SECONDARY, SIZE_CAPTION

LINE_PX: Final = 22.0
SWATCH_PX: Final = 28.0
_GAP_PX: Final = 8.0


def legend_height(entries: Sequence[LegendEntry]) -> float:
    """Return the height the entries take, one a line."""
    return LINE_PX * len(entries)


def legend_width(entries: Sequence[LegendEntry]) -> float:
    """Return the width that shows every text in full."""
    metrics = QFontMetricsF(ui_font(SIZE_CAPTION))
    texts = (metrics.horizontalAdvance(entry.text) for entry in entries)
    return SWATCH_PX + _GAP_PX + max(texts, default=0.0) + 2.0


def draw_legend(
    painter: QPainter, box: QRectF, entries: Sequence[LegendEntry], ink: str = SECONDARY
) -> None:
    """Draw the entries from the top of the box; `ink` is the text's colour, dark on paper."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = ui_font(SIZE_CAPTION)
    metrics = QFontMetricsF(font)
    left_middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    for line, entry in enumerate(entries):
        top = box.top() + line * LINE_PX
        draw_swatch(painter, QRectF(box.left(), top, SWATCH_PX, LINE_PX), entry)
        room = QRectF(box.left() + SWATCH_PX + _GAP_PX, top, 0.0, LINE_PX)
        room.setRight(box.right())
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(room, left_middle, text)
    painter.restore()


def draw_swatch(painter: QPainter, box: QRectF, entry: LegendEntry) -> None:
    """Draw the sample of one entry in the middle of the box."""
    middle, color = box.center(), QColor(entry.color)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if entry.shape == SwatchShape.LEVEL:
        square = QRectF(0.0, 0.0, 16.0, 16.0)
        square.moveCenter(middle)
        paint_level(painter, square, entry.level)
    elif entry.shape == SwatchShape.LINE:
        painter.setPen(QPen(color, 2.5))
        reach = QPointF(SWATCH_PX / 2.0 - 2.0, 0.0)
        painter.drawLine(middle - reach, middle + reach)
    elif entry.shape == SwatchShape.DOT:
        painter.drawEllipse(middle, 4.5, 4.5)
    else:
        patch = QRectF(0.0, 0.0, SWATCH_PX - 4.0, 12.0)
        patch.moveCenter(middle)
        if entry.shape == SwatchShape.RAMP:
            ramp = QLinearGradient(patch.topLeft(), patch.topRight())
            ramp.setColorAt(0.0, color)
            ramp.setColorAt(1.0, QColor(entry.color_to or entry.color))
            painter.setBrush(ramp)
        painter.drawRoundedRect(patch, 2.0, 2.0)
