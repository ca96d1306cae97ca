"""How large a text is (GUI thread), and the picture of it with its halo (any thread)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from widgets.map.label_values import TextLook
from widgets.theme.fonts import ui_font

COLUMN_EM: Final = 1.15
"""From character to character of a column."""

_ROOM_PX: Final = 8.0
_HALO_STEPS: Final = 8


def _make_font(look: TextLook) -> QFont:
    weight = QFont.Weight.DemiBold if look.is_bold else QFont.Weight.Normal
    font = ui_font(max(1, round(look.size)), weight, tabular=False)
    font.setItalic(look.is_italic)
    # Hinted glyphs dance when the text is turned.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if look.letter_spacing_em:
        spacing = look.letter_spacing_em * look.size
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return font


@lru_cache(maxsize=256)
def _metrics(look: TextLook) -> QFontMetricsF:
    return QFontMetricsF(_make_font(look))


@lru_cache(maxsize=8192)
def lines_size(text: str, look: TextLook) -> tuple[float, float]:
    """Return the width and height in logical pixels of a text of one or more lines."""
    metrics = _metrics(look)
    lines = text.split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines)
    return width, look.size * (1.25 + look.line_height_em * (len(lines) - 1))


def paint_label(
    text: str, look: TextLook, angle: float, box: QRectF, dpr: float, *, upright: bool
) -> QImage:
    """Paint a text into a picture a little larger than its box, turned about its middle.

    Any thread. The halo is the text itself drawn around: stroking its outline takes eight times
    as long.
    """
    room = _ROOM_PX + 2.0 * look.halo_width
    width, height = math.ceil((box.width() + room) * dpr), math.ceil((box.height() + room) * dpr)
    picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    # A font of its own: one that threads share is not safe.
    font = _make_font(look)
    glyphs = _column(text, look, angle, font) if upright else _lines(text, look, font)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.translate(width / dpr / 2.0, height / dpr / 2.0)
    if not upright:
        painter.rotate(math.degrees(angle))
    if look.halo_width > 0.0:
        painter.setPen(QColor(look.halo_color))
        for dx, dy in _halo(look.halo_width):
            for x, y, piece in glyphs:
                painter.drawText(QPointF(x + dx, y + dy), piece)
    painter.setPen(QColor(look.color))
    for x, y, piece in glyphs:
        painter.drawText(QPointF(x, y), piece)
    painter.end()
    return picture


@lru_cache(maxsize=64)
def _halo(width: float) -> tuple[tuple[float, float], ...]:
    """Return the offsets that make a ring around each letter without gaps."""
    rings = [width] if width <= 1.5 else [width / 2.0, width]
    steps = [index * math.tau / _HALO_STEPS for index in range(_HALO_STEPS)]
    return tuple((ring * math.cos(at), ring * math.sin(at)) for ring in rings for at in steps)


def _lines(text: str, look: TextLook, font: QFont) -> list[tuple[float, float, str]]:
    """Return each line with the place where it begins, around the middle."""
    metrics = QFontMetricsF(font)
    lines = text.split("\n")
    step = look.size * look.line_height_em
    baseline = (metrics.ascent() - metrics.descent()) / 2.0 - step * (len(lines) - 1) / 2.0
    return [
        (-metrics.horizontalAdvance(line) / 2.0, baseline + index * step, line)
        for index, line in enumerate(lines)
    ]


def _column(text: str, look: TextLook, lean: float, font: QFont) -> list[tuple[float, float, str]]:
    """Return each character with its place in a leaning column."""
    metrics = QFontMetricsF(font)
    baseline = (metrics.ascent() - metrics.descent()) / 2.0
    step = look.size * COLUMN_EM
    placed = []
    for index, character in enumerate(text):
        along = (index - (len(text) - 1) / 2.0) * step
        x = -along * math.sin(lean) - metrics.horizontalAdvance(character) / 2.0
        placed.append((x, along * math.cos(lean) + baseline, character))
    return placed
