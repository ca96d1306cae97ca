"""The printed page: everything stands on it once, inside its place, and the scale is true."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.map.sheet import Sheet, map_rect, paint_sheet, paint_swatch, scale_ratio
from widgets.map.values import LegendEntry, SwatchShape
from widgets.theme import tokens
from widgets.theme.tokens import LEVEL_COLOR, Level

A4 = QSizeF(842.0, 595.0)
MAP_COLOR = "#336699"


def picture() -> QImage:
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(QColor(MAP_COLOR))
    return image


def painted(sheet: Sheet, page: QSizeF = A4) -> QImage:
    image = QImage(round(page.width()), round(page.height()), QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    paint_sheet(painter, page, sheet)
    painter.end()
    return image


def inked(image: QImage, rect: QRectF, ground: str) -> int:
    """Pixels in `rect` that are not the ground."""
    found = rect.toAlignedRect()
    return sum(
        QColor(image.pixel(x, y)).name() != ground.lower()
        for x in range(found.left() + 2, found.right() - 1)
        for y in range(found.top() + 2, found.bottom() - 1)
    )


@pytest.mark.parametrize("page", [A4, QSizeF(595.0, 842.0), QSizeF(1191.0, 842.0)])
def test_the_page_is_white_and_the_map_fills_its_frame(qtbot: QtBot, page: QSizeF) -> None:
    image = painted(Sheet("", picture(), 1000.0), page)
    frame = map_rect(page)
    assert QColor(image.pixel(2, 2)).name() == tokens.PAPER.lower()
    middle = frame.center()
    assert QColor(image.pixel(int(middle.x()), int(middle.y()))).name() == MAP_COLOR
    assert QRectF(0, 0, page.width(), page.height()).contains(frame)


def test_every_part_leaves_ink_in_its_place(qtbot: QtBot) -> None:
    bare = Sheet("", picture(), 1000.0)
    frame = map_rect(A4)
    legend = QRectF(frame.right() + 12, frame.top(), 148, frame.height())
    head = QRectF(28, 20, 500, 38)
    foot = QRectF(28, frame.bottom() + 8, 700, 40)
    blank = painted(bare)
    full = painted(
        replace(
            bare,
            title="积水分布图",
            legend_title="图例",
            legend=(LegendEntry("红", LEVEL_COLOR[Level.RED], SwatchShape.LEVEL, level=Level.RED),),
            facts=(("时间", "20:35"),),
        )
    )
    for place in (legend, head, foot):
        assert inked(blank, place, tokens.PAPER) == 0
        assert inked(full, place, tokens.PAPER) > 50


def test_the_watermark_reaches_every_quarter_of_the_map_and_not_beyond(qtbot: QtBot) -> None:
    plain = painted(Sheet("", picture(), 1000.0))
    marked = painted(Sheet("", picture(), 1000.0, watermark="值班员 陈立 2026-07-18 20:35"))
    frame = map_rect(A4).toAlignedRect()
    halves_x = (frame.left(), frame.center().x(), frame.right())
    halves_y = (frame.top(), frame.center().y(), frame.bottom())

    def differs(left: int, right: int, top: int, bottom: int) -> bool:
        return any(
            plain.pixel(x, y) != marked.pixel(x, y)
            for x in range(left, right)
            for y in range(top, bottom)
        )

    for i in range(2):
        for j in range(2):
            assert differs(halves_x[i], halves_x[i + 1], halves_y[j], halves_y[j + 1])
    assert not differs(0, frame.left() - 1, 0, round(A4.height()))
    assert not differs(frame.right() + 2, round(A4.width()), 0, round(A4.height()))


def test_more_legend_than_room_is_counted(qtbot: QtBot) -> None:
    many = tuple(LegendEntry(f"第 {n} 类", "#102030", SwatchShape.FILL) for n in range(60))
    image = painted(Sheet("", picture(), 1000.0, legend=many))
    below = QRectF(map_rect(A4).right() + 12, map_rect(A4).bottom() + 6, 140, 20)
    assert inked(image, below, tokens.PAPER) == 0


def test_the_scale_is_that_of_the_paper() -> None:
    width_m = map_rect(A4).width() / 72 * 0.0254
    assert scale_ratio(A4, width_m * 5000) == pytest.approx(5000)


@pytest.mark.parametrize("ground", [0.0, float("nan"), float("inf")])
def test_a_map_without_size_has_no_scale_bar_and_no_error(qtbot: QtBot, ground: float) -> None:
    frame = map_rect(A4)
    corner = QRectF(frame.left() + 8, frame.bottom() - 36, 100, 28)
    assert inked(painted(Sheet("", picture(), ground)), corner, MAP_COLOR) == 0


def test_a_ramp_goes_from_one_colour_to_the_other(qtbot: QtBot) -> None:
    image = QImage(60, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    entry = LegendEntry("", "#000000", SwatchShape.RAMP, "#FF0000")
    paint_swatch(painter, QRectF(0, 0, 60, 20), entry, "#FFFFFF")
    painter.end()
    reds = [QColor(image.pixel(x, 10)).red() for x in range(4, 56)]
    assert reds == sorted(reds)
    assert (reds[0], reds[-1]) == (0, 255)
