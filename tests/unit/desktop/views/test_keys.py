"""Every key of the catalogue reports its action, and no key stands for two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import (
    ActionId,
    ActionText,
    alarm_actions,
    catalogue,
    load_actions,
    rule_actions,
)
from desktop.views.keys import WindowKeys

WINDOWS = (catalogue, alarm_actions, rule_actions, load_actions)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=2000)
    return made


@pytest.mark.parametrize("of", WINDOWS, ids=lambda one: one.__name__)
def test_no_key_stands_for_two_actions(of: Callable[[], tuple[ActionText, ...]]) -> None:
    keys = [key for action in of() for key in action.keys or (action.shortcut,)]
    assert len(keys) == len(set(keys))
    assert all(not QKeySequence(key).isEmpty() for key in keys)


@pytest.mark.parametrize("of", WINDOWS, ids=lambda one: one.__name__)
def test_a_window_has_an_action_once(of: Callable[[], tuple[ActionText, ...]]) -> None:
    ids = [action.id for action in of()]
    assert len(ids) == len(set(ids))


def test_every_action_is_of_some_window() -> None:
    assert {action.id for of in WINDOWS for action in of()} == set(ActionId)


@pytest.mark.parametrize(
    ("pressed", "held", "told"),
    [
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, ("acknowledge", 0)),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, ("search", 0)),
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.NoModifier, ("search", 0)),
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, ("go_bookmark", 1)),
        (Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier, ("set_bookmark", 9)),
    ],
)
def test_a_key_tells_its_action_and_its_number(
    window: QWidget, pressed: Qt.Key, held: Qt.KeyboardModifier, told: tuple[str, int]
) -> None:
    keys = WindowKeys(catalogue(), window)
    heard: list[tuple[str, int]] = []
    keys.pressed.connect(lambda id, number: heard.append((id, number)))
    QTest.keyClick(window, pressed, held)
    assert heard == [told]
