"""The editor's window reports the keys of its catalogue and asks before it is put away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionText, rule_actions
from desktop.views.rules.window import RuleWindow
from widgets.theme.style import apply_theme


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> RuleWindow:
    apply_theme(qapp)
    made = RuleWindow()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.mark.parametrize("action", rule_actions(), ids=lambda one: str(one.id))
def test_every_key_reports_its_action(qtbot: QtBot, window: RuleWindow, action: ActionText) -> None:
    for key in action.keys or (action.shortcut,):
        with qtbot.waitSignal(window.action_asked) as asked:
            QTest.keySequence(window, key)
        assert asked.args == [str(action.id), 0]


def test_no_two_actions_share_a_key() -> None:
    keys = [key for action in rule_actions() for key in (action.keys or (action.shortcut,))]
    assert len(keys) == len(set(keys))


def test_leaving_closes_without_a_question(qtbot: QtBot, window: RuleWindow) -> None:
    with qtbot.waitSignal(window.closed), qtbot.assertNotEmitted(window.close_asked):
        window.leave()
