"""A legend shows a sample and a text for every entry, in any ink."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.legend import draw_legend, legend_height, legend_width
from widgets.map.values import LegendEntry, SwatchShape
from widgets.theme.tokens import LEVEL_COLOR, Level

RED = LEVEL_COLOR[Level.RED]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("shape", list(SwatchShape))
def test_the_sample_has_the_entry_s_colour(shape: SwatchShape) -> None:
    entry = LegendEntry("红色", RED, shape, RED, Level.RED)
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_legend(painter, QRectF(0, 0, 200, 40), [entry], "#000000")
    painter.end()
    shown = {image.pixelColor(x, y).name().upper() for x in range(36) for y in range(22)}
    assert RED in shown
    ink = {image.pixelColor(x, y).lightness() for x in range(36, 80) for y in range(22)}
    assert min(ink) < 120


@pytest.mark.usefixtures("qapp")
def test_room_grows_with_entries_and_words() -> None:
    short, long = LegendEntry("短", RED), LegendEntry("很长很长的说明", RED)
    assert legend_height([short, long]) == 2 * legend_height([short])
    assert legend_width([short, long]) > legend_width([short])
    assert legend_height([]) == 0.0
