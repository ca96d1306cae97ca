"""The window of the alarm table: its keys, its pages, where it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ROW_ACTIONS, alarm_actions
from desktop.views.alarms.window import FIRST_SIZE, AlarmWindow


@pytest.fixture
def window(qtbot: QtBot) -> AlarmWindow:
    made = AlarmWindow()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=2000)
    return made


def test_no_key_means_two_things() -> None:
    keys = [key for action in alarm_actions() for key in (action.keys or (action.shortcut,))]
    assert len(keys) == len(set(keys))


def test_every_key_of_the_catalogue_is_told(window: AlarmWindow, qtbot: QtBot) -> None:
    window.table.setFocus()
    for action in alarm_actions():
        if action.id in ROW_ACTIONS:
            continue
        key = QKeySequence((action.keys or (action.shortcut,))[0])[0]
        with qtbot.waitSignal(window.action_asked, timeout=500) as told:
            QTest.keyClick(window.table, key.key(), key.keyboardModifiers())
        assert told.args[0] == action.id


def test_a_button_of_the_detail_is_an_action(window: AlarmWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.action_asked) as told:
        window.detail.triggered.emit("acknowledge")
    assert told.args == ["acknowledge", 0]


def test_it_stands_where_it_stood(window: AlarmWindow, qtbot: QtBot) -> None:
    window.setGeometry(30, 40, 1300, 800)
    with qtbot.waitSignal(window.closed) as told:
        window.close()
    again = AlarmWindow()
    qtbot.addWidget(again)
    again.restore("not a geometry")
    assert again.size() == FIRST_SIZE
    again.restore(told.args[0])
    assert again.size() != FIRST_SIZE


def test_the_areas_take_the_place_of_the_table(window: AlarmWindow) -> None:
    window.show_areas(True)
    assert window.areas.isVisible() and not window.table.isVisible()
    window.show_areas(False)
    assert window.table.isVisible()


def test_it_fills_the_screen_and_gives_it_back(window: AlarmWindow) -> None:
    window.toggle_full_screen()
    assert window.windowState() & Qt.WindowState.WindowFullScreen
    window.toggle_full_screen()
    assert not window.windowState() & Qt.WindowState.WindowFullScreen
