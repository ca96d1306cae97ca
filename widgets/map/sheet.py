"""A printed map: title, the map in its frame, legend, scale, north, what it is made of, watermark.

Works in points (1/72 inch) on whatever painter it is given, so that a page looks the same as PDF
and as picture. It is given a finished picture of the map and finished words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from widgets.boards.text import LEFT, RIGHT, draw_text
from widgets.map.overlays import scale_step
from widgets.map.values import LegendEntry, SwatchShape
from widgets.theme import tokens
from widgets.theme.fonts import ui_font
from widgets.theme.symbols import paint_level

METRES_PER_POINT: Final = 0.0254 / 72.0
_MARGIN: Final = 28.0
_HEAD: Final = 46.0
_FOOT: Final = 44.0
_LEGEND: Final = 148.0
_GAP: Final = 12.0
_ROW: Final = 17.0
_SWATCH: Final = 14.0
_SMALL: Final = 8
_BODY: Final = 9
_TITLE: Final = 20
_SCALE_PT: Final = 150.0
_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page. `ground_m` is the width on the ground of the whole map, in metres."""

    title: str
    map: QImage
    ground_m: float
    subtitle: str = ""
    legend_title: str = ""
    legend: tuple[LegendEntry, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """What the map is made of, as (name, value), along the foot."""
    attribution: str = ""
    watermark: str = ""
    north: str = "北"
    metre: str = "米"
    kilometre: str = "公里"


def map_rect(page: QSizeF) -> QRectF:
    """Where the map stands on a page of this size, both in points."""
    width = page.width() - 2 * _MARGIN - _GAP - _LEGEND
    height = page.height() - 2 * _MARGIN - _HEAD - _FOOT
    return QRectF(_MARGIN, _MARGIN + _HEAD, width, height)


def scale_ratio(page: QSizeF, ground_m: float) -> float:
    """How many times smaller than the ground the printed map is."""
    return ground_m / (map_rect(page).width() * METRES_PER_POINT)


def paint_sheet(painter: QPainter, page: QSizeF, sheet: Sheet) -> None:
    """Paint the page at the origin; the painter is already scaled to points."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(QRectF(QPointF(), page), QColor(tokens.PAPER))
    frame = map_rect(page)
    _paint_head(painter, page, sheet)
    painter.drawImage(frame, sheet.map)
    if sheet.watermark:
        _paint_watermark(painter, frame, sheet.watermark)
    _paint_scale(painter, frame, sheet)
    _paint_north(painter, frame, sheet.north)
    if sheet.attribution:
        _paint_attribution(painter, frame, sheet.attribution)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(tokens.INK), 0.75))
    painter.drawRect(frame)
    legend = QRectF(frame.right() + _GAP, frame.top(), _LEGEND, frame.height())
    _paint_legend(painter, legend, sheet)
    _paint_facts(painter, page, sheet)
    painter.restore()


def _paint_head(painter: QPainter, page: QSizeF, sheet: Sheet) -> None:
    room = QRectF(_MARGIN, _MARGIN - 6.0, page.width() - 2 * _MARGIN, _HEAD - 8.0)
    font = ui_font(_TITLE, QFont.Weight.Bold)
    half = room.adjusted(0.0, 0.0, -room.width() * 0.35, 0.0)
    draw_text(painter, half, sheet.title, font, tokens.INK, LEFT)
    rest = room.adjusted(room.width() * 0.66, 0.0, 0.0, 0.0)
    draw_text(painter, rest, sheet.subtitle, ui_font(_BODY), tokens.INK_SECONDARY, RIGHT)
    painter.fillRect(QRectF(_MARGIN, room.bottom(), room.width(), 1.5), QColor(tokens.INK))


def _paint_legend(painter: QPainter, room: QRectF, sheet: Sheet) -> None:
    """The samples down the right side; those that have no room are counted, not dropped."""
    y = room.top()
    if sheet.legend_title:
        title = QRectF(room.left(), y, room.width(), 18.0)
        font = ui_font(_BODY + 2, QFont.Weight.Bold)
        draw_text(painter, title, sheet.legend_title, font, tokens.INK, LEFT)
        y += 24.0
    fit = max(0, int((room.bottom() - y) / _ROW))
    entries = sheet.legend if len(sheet.legend) <= fit else sheet.legend[: max(0, fit - 1)]
    for entry in entries:
        sample = QRectF(room.left(), y, _SWATCH, _SWATCH)
        paint_swatch(painter, sample, entry, tokens.PAPER_LINE)
        words = QRectF(sample.right() + 8.0, y, room.right() - sample.right() - 8.0, _SWATCH)
        draw_text(painter, words, entry.text, ui_font(_BODY), tokens.INK, LEFT)
        y += _ROW
    if len(entries) < len(sheet.legend):
        more = f"… +{len(sheet.legend) - len(entries)}"
        rest = QRectF(room.left(), y, room.width(), _SWATCH)
        draw_text(painter, rest, more, ui_font(_BODY), tokens.INK_SECONDARY, LEFT)


def paint_swatch(painter: QPainter, rect: QRectF, entry: LegendEntry, edge: str) -> None:
    """Paint the sample of a legend's line; `edge` outlines what is filled."""
    painter.save()
    color = QColor(entry.color)
    middle = rect.center()
    if entry.shape is SwatchShape.LEVEL:
        paint_level(painter, rect, entry.level)
    elif entry.shape is SwatchShape.LINE:
        cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(color, 2.0, Qt.PenStyle.SolidLine, cap))
        painter.drawLine(QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y()))
    elif entry.shape is SwatchShape.DOT:
        painter.setPen(QPen(QColor(edge), 0.75))
        painter.setBrush(color)
        painter.drawEllipse(middle, rect.width() * 0.3, rect.width() * 0.3)
    else:
        painter.setPen(QPen(QColor(edge), 0.75))
        box = rect.adjusted(0.5, 2.0, -0.5, -2.0)
        parts = _ramp(entry) if entry.shape is SwatchShape.RAMP else [color]
        step = box.width() / len(parts)
        for number, part in enumerate(parts):
            painter.fillRect(
                QRectF(box.left() + number * step, box.top(), step + 0.2, box.height()), part
            )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
    painter.restore()


def _ramp(entry: LegendEntry) -> list[QColor]:
    first, last = QColor(entry.color), QColor(entry.color_to or entry.color)
    shares = [n / 6.0 for n in range(7)]
    return [
        QColor.fromRgbF(
            first.redF() + (last.redF() - first.redF()) * t,
            first.greenF() + (last.greenF() - first.greenF()) * t,
            first.blueF() + (last.blueF() - first.blueF()) * t,
        )
        for t in shares
    ]


def _paint_scale(painter: QPainter, frame: QRectF, sheet: Sheet) -> None:
    """A bar of alternating parts with its figures, lower left in the map."""
    per_point = sheet.ground_m / frame.width()
    if not (math.isfinite(per_point) and per_point > 0.0):
        return
    metres = scale_step(per_point, _SCALE_PT)
    length = metres / per_point
    plate = QRectF(frame.left() + 8.0, frame.bottom() - 36.0, length + 56.0, 28.0)
    _plate(painter, plate)
    left, top, part = plate.left() + 12.0, plate.bottom() - 10.0, length / _PARTS
    painter.setPen(QPen(QColor(tokens.INK), 0.5))
    for number in range(_PARTS):
        painter.setBrush(QColor(tokens.INK if number % 2 == 0 else tokens.PAPER))
        painter.drawRect(QRectF(left + number * part, top, part, 4.0))
    font = ui_font(_SMALL)
    for share, text in zip((0.0, 0.5, 1.0), _figures(metres, sheet), strict=True):
        here = QRectF(left + length * share - 30.0, plate.top() + 2.0, 60.0, 14.0)
        draw_text(painter, here, text, font, tokens.INK, Qt.AlignmentFlag.AlignCenter)


def _figures(metres: float, sheet: Sheet) -> tuple[str, str, str]:
    """What stands over the bar's beginning, middle and end; the unit only at the end."""
    unit, size = (sheet.kilometre, 1000.0) if metres >= 1000.0 else (sheet.metre, 1.0)
    return "0", f"{metres / 2.0 / size:g}", f"{metres / size:g} {unit}"


def _paint_north(painter: QPainter, frame: QRectF, word: str) -> None:
    plate = QRectF(frame.right() - 34.0, frame.top() + 8.0, 26.0, 44.0)
    _plate(painter, plate)
    middle = plate.center().x()
    top, foot = plate.top() + 15.0, plate.bottom() - 4.0
    for side, color in ((-1.0, tokens.INK), (1.0, tokens.PAPER)):
        half = QPainterPath(QPointF(middle, top))
        half.lineTo(middle + side * 6.0, foot)
        half.lineTo(middle, foot - 5.0)
        half.closeSubpath()
        painter.setPen(QPen(QColor(tokens.INK), 0.6))
        painter.setBrush(QColor(color))
        painter.drawPath(half)
    name = QRectF(plate.left(), plate.top() + 2.0, plate.width(), 12.0)
    font = ui_font(_BODY, QFont.Weight.Bold)
    draw_text(painter, name, word, font, tokens.INK, Qt.AlignmentFlag.AlignCenter)


def _paint_attribution(painter: QPainter, frame: QRectF, text: str) -> None:
    font = ui_font(_SMALL - 1)
    width = min(QFontMetricsF(font).horizontalAdvance(text) + 10.0, frame.width() * 0.6)
    plate = QRectF(frame.right() - width, frame.bottom() - 12.0, width, 12.0)
    _plate(painter, plate)
    inside = plate.adjusted(4.0, 0.0, -4.0, 0.0)
    draw_text(painter, inside, text, font, tokens.INK_SECONDARY, RIGHT)


def _paint_facts(painter: QPainter, page: QSizeF, sheet: Sheet) -> None:
    if not sheet.facts:
        return
    top = page.height() - _MARGIN - _FOOT + 14.0
    width = (page.width() - 2 * _MARGIN) / len(sheet.facts)
    for number, (name, value) in enumerate(sheet.facts):
        left = _MARGIN + number * width
        upper = QRectF(left, top, width - 8.0, 12.0)
        lower = QRectF(left, top + 13.0, width - 8.0, 14.0)
        draw_text(painter, upper, name, ui_font(_SMALL), tokens.INK_SECONDARY, LEFT)
        draw_text(painter, lower, value, ui_font(_BODY), tokens.INK, LEFT)


def _paint_watermark(painter: QPainter, frame: QRectF, text: str) -> None:
    """The same words all over the map, so that no cut-out is without them."""
    painter.save()
    painter.setClipRect(frame)
    font = ui_font(13, QFont.Weight.Medium)
    color = QColor(tokens.INK)
    color.setAlphaF(0.13)
    painter.setFont(font)
    painter.setPen(color)
    width = QFontMetricsF(font).horizontalAdvance(text) + 70.0
    painter.translate(frame.center())
    painter.rotate(-28.0)
    reach = math.hypot(frame.width(), frame.height()) / 2.0
    rows = math.ceil(reach / 80.0)
    columns = math.ceil(reach / width) + 1
    for row in range(-rows, rows + 1):
        shift = width / 2.0 if row % 2 else 0.0
        for column in range(-columns, columns + 1):
            painter.drawText(QPointF(column * width + shift, row * 80.0), text)
    painter.restore()


def _plate(painter: QPainter, rect: QRectF) -> None:
    color = QColor(tokens.PAPER)
    color.setAlphaF(0.88)
    painter.fillRect(rect, color)
