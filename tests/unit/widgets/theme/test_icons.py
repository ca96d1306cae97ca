"""Every icon draws something, inside its box, in the colour asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from pytestqt.qtbot import QtBot

from widgets.theme import tokens
from widgets.theme.icons import Icon, icon, paint_icon

SIDE = 40


@pytest.mark.parametrize("name", Icon)
def test_an_icon_stays_in_its_box_and_has_its_colour(qtbot: QtBot, name: Icon) -> None:
    image = QImage(SIDE + 20, SIDE + 20, QImage.Format.Format_ARGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paint_icon(painter, QRectF(10, 10, SIDE, SIDE), name, "#ff0000")
    painter.end()
    inked = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if QColor(image.pixel(x, y)).red() > 0
    ]
    assert len(inked) > SIDE
    assert all(10 <= x < SIDE + 10 and 10 <= y < SIDE + 10 for x, y in inked)
    assert not any(QColor(image.pixel(x, y)).green() for x, y in inked)


def test_icons_differ_and_a_disabled_one_is_grey(qtbot: QtBot) -> None:
    pictures = [icon(name).pixmap(20, 20).toImage() for name in Icon]
    assert len({bytes(p.constBits()) for p in pictures}) == len(pictures)
    disabled = icon(Icon.HOME).pixmap(20, 20, QIcon.Mode.Disabled).toImage()
    found = {
        QColor.fromRgba(disabled.pixel(x, y)).name()
        for x in range(20)
        for y in range(20)
        if QColor.fromRgba(disabled.pixel(x, y)).alpha() == 255
    }
    assert found == {tokens.STALE.lower()}
