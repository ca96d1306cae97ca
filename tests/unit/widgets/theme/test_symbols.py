"""Every level has its own colour and shape; states change the look without hiding either."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from widgets.theme.symbols import level_pixmap
from widgets.theme.tokens import LEVEL_COLOR, Level

ALERTS = [Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE]


@pytest.mark.parametrize("level", ALERTS)
@pytest.mark.parametrize("stale", [False, True])
@pytest.mark.parametrize("unacknowledged", [False, True])
def test_colour_of_the_level_is_present(
    qtbot: QtBot, level: Level, stale: bool, unacknowledged: bool
) -> None:
    pixmap = level_pixmap(level, 32, unacknowledged=unacknowledged, stale=stale)
    image = pixmap.toImage()
    want = QColor(LEVEL_COLOR[level]).rgb()
    assert any(image.pixel(x, y) == want for x in range(32) for y in range(32))


def test_shapes_differ_without_colour(qtbot: QtBot) -> None:
    masks = []
    for level in [*ALERTS, Level.NONE]:
        image = level_pixmap(level, 24).toImage()
        masks.append(
            tuple(image.pixelColor(x, y).alpha() > 127 for y in range(24) for x in range(24))
        )
    for one, other in itertools.combinations(masks, 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) > 20


def test_pixmap_is_sharp_on_a_high_density_screen(qtbot: QtBot) -> None:
    pixmap = level_pixmap(Level.RED, 16, 2.0)
    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16
