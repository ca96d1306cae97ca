"""Shares as bars: the mark of the target, and a colour of its own for what is off it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from widgets.charts.share_bars import Share, ShareBars
from widgets.theme import tokens
from widgets.theme.tokens import Level

BLUE = Share((Level.BLUE,), "blue", 0.5, 0.8, "5, 50%")
SEVERE = Share((Level.RED, Level.ORANGE), "red", 0.5, 0.05, "5, 50%")


def drawn(qtbot: QtBot, *shares: Share) -> QImage:
    bars = ShareBars(empty_text="none")
    qtbot.addWidget(bars)
    bars.resize(400, 120)
    bars.set_shares(shares)
    return bars.grab().toImage()


def count(image: QImage, color: str) -> int:
    wanted = QColor(color).rgb()
    points = ((x, y) for x in range(0, 400, 2) for y in range(0, 120, 2))
    return sum(image.pixel(x, y) == wanted for x, y in points)


def test_a_share_off_its_target_has_a_colour_of_its_own(qtbot: QtBot) -> None:
    yellow = tokens.LEVEL_COLOR[Level.YELLOW]
    calm, off = drawn(qtbot, BLUE), drawn(qtbot, replace(BLUE, is_over=True))
    assert count(off, yellow) > count(calm, yellow) + 100


def test_it_says_its_shares(qtbot: QtBot) -> None:
    bars = ShareBars()
    qtbot.addWidget(bars)
    bars.set_shares((BLUE, SEVERE))
    assert bars.shares() == (BLUE, SEVERE)
    assert bars.accessibleName() == "blue 5, 50%; red 5, 50%"


def test_nothing_to_share_is_said(qtbot: QtBot) -> None:
    assert drawn(qtbot) != drawn(qtbot, BLUE)
