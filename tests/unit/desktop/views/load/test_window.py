"""The window of the load reports the keys of its catalogue."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionText, load_actions
from desktop.views.load.window import LoadWindow
from widgets.theme.style import apply_theme


@pytest.mark.parametrize("action", load_actions(), ids=lambda one: str(one.id))
def test_every_key_reports_its_action(qtbot: QtBot, qapp: QApplication, action: ActionText) -> None:
    apply_theme(qapp)
    window = LoadWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.action_asked) as asked:
        QTest.keySequence(window, action.shortcut)
    assert asked.args == [str(action.id), 0]


def test_every_button_shows_its_key(qtbot: QtBot) -> None:
    window = LoadWindow()
    qtbot.addWidget(window)
    keys = [button.text()[-1] for button in (window.repair, window.shelve, window.rule)]
    assert keys == ["C", "S", "E"]


def test_the_keys_go_to_the_worst_at_once(qtbot: QtBot) -> None:
    window = LoadWindow()
    qtbot.addWidget(window)
    assert window.focusWidget() is window.actors
