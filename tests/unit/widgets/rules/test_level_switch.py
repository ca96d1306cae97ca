"""A level's switch has its symbol in the level's colour, switched or not."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from widgets.rules.level_switch import LevelSwitch
from widgets.theme.tokens import Level


def test_it_shows_the_level_and_whether_it_is_on(qtbot: QtBot) -> None:
    switch = LevelSwitch()
    qtbot.addWidget(switch)
    with qtbot.assertNotEmitted(switch.clicked):
        switch.show_level(Level.RED, "red", True)
    assert switch.text() == "red" and switch.isChecked()
    red = switch.icon().pixmap(QSize(20, 20), QIcon.Mode.Disabled).toImage()
    switch.show_level(Level.BLUE, "blue", False)
    assert not switch.isChecked()
    assert switch.icon().pixmap(QSize(20, 20), QIcon.Mode.Disabled).toImage() != red


def test_what_cannot_be_switched_keeps_its_colour(qtbot: QtBot) -> None:
    switch = LevelSwitch()
    qtbot.addWidget(switch)
    switch.show_level(Level.RED, "red", True)
    modes = (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    normal, off = (switch.icon().pixmap(QSize(20, 20), mode).toImage() for mode in modes)
    assert normal == off
