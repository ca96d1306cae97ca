"""A text has a size, and its picture a halo around every letter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from widgets.map.label_painter import lines_size, paint_label
from widgets.map.label_values import TextLook

pytestmark = pytest.mark.usefixtures("qapp")

LOOK = TextLook(16.0, "#ffffffff", "#ffff0000", 2.0)


def painted(text: str, *, angle: float = 0.0, upright: bool = False, dpr: float = 1.0) -> QImage:
    width, height = lines_size(text, LOOK)
    side = max(width, height)
    box = QRectF(0.0, 0.0, side, side)
    return paint_label(text, LOOK, angle, box, dpr, upright=upright)


def inked(image: QImage) -> tuple[int, int]:
    """The width and height of what is not clear."""
    spots = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 40
    ]
    columns, rows = {x for x, _ in spots}, {y for _, y in spots}
    return max(columns) - min(columns), max(rows) - min(rows)


def test_more_text_is_wider_and_more_lines_are_higher() -> None:
    assert lines_size("人民路", LOOK)[0] > lines_size("人民", LOOK)[0]
    assert lines_size("人\n民", LOOK)[1] > lines_size("人民", LOOK)[1]
    bold = TextLook(16.0, "#ffffffff", letter_spacing_em=0.5)
    assert lines_size("人民路", bold)[0] > lines_size("人民路", LOOK)[0]


def test_letters_and_halo_are_painted_whole() -> None:
    image = painted("人民路")
    colors = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert {"#ffffff", "#ff0000"} <= colors
    rows = (0, image.height() - 1)
    edge = [image.pixelColor(x, y).alpha() for x in range(image.width()) for y in rows]
    assert max(edge) == 0


def test_a_column_is_high_and_a_turned_text_too() -> None:
    width, height = inked(painted("人民路"))
    assert width > 2 * height
    for image in (painted("人民路", upright=True), painted("人民路", angle=1.5708)):
        width, height = inked(image)
        assert height > 2 * width


def test_a_dense_screen_gets_more_pixels() -> None:
    assert painted("路", dpr=2.0).width() == pytest.approx(2 * painted("路").width(), abs=2)
