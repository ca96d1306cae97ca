"""The area panel in a window of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.views.alarms.board import BoardWindow


@pytest.fixture
def window(qtbot: QtBot) -> BoardWindow:
    made = BoardWindow()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=2000)
    return made


def test_f11_fills_the_screen_and_escape_gives_it_back_then_closes(
    window: BoardWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window, Qt.Key.Key_Escape)


def test_before_the_areas_are_known_it_says_so(window: BoardWindow) -> None:
    assert window.board._empty_text == "正在读取片区……"
