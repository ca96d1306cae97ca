"""Every key of the catalogue reports its action."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import catalogue
from desktop.views.keys import WindowKeys


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=2000)
    return made


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


def test_a_key_that_is_held_moves_on_but_does_nothing_twice(window: QWidget) -> None:
    WindowKeys(catalogue(), window)
    repeated = {key.key().toString(): key.autoRepeat() for key in window.findChildren(QShortcut)}
    assert {key for key, again in repeated.items() if again} == {"J", "K"}
    assert {"A", "Z", "Q"} <= repeated.keys()
