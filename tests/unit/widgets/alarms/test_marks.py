"""The symbols of the states differ by shape, not by colour alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from widgets.alarms.marks import paint_mark
from widgets.alarms.values import AlarmMark
from widgets.theme import tokens


def painted(mark: AlarmMark, color: str = tokens.TEXT, side: int = 16) -> QImage:
    image = QImage(24, 24, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_mark(painter, QRectF(4, 4, side, side), mark, color)
    painter.end()
    return image


@pytest.fixture(autouse=True)
def _gui(qapp: QApplication) -> None:
    """Painting needs an application."""


def test_no_mark_paints_nothing() -> None:
    assert painted(AlarmMark.NONE) == painted(AlarmMark.ACKNOWLEDGED, side=0)


def test_every_mark_has_a_shape_of_its_own() -> None:
    images = [painted(mark) for mark in AlarmMark]
    for at, image in enumerate(images):
        assert all(image != other for other in images[at + 1 :])


def test_a_mark_takes_the_colour_it_is_given() -> None:
    mark = AlarmMark.UNACKNOWLEDGED
    assert painted(mark) != painted(mark, tokens.SECONDARY)
