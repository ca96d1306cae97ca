"""One field: what is typed is told and never overwritten; read only it is words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from widgets.rules.field import FieldBox
from widgets.rules.values import Editor, FormField

NUMBER = FormField("at", "At", Editor.NUMBER, "5", "what it means", "cm", "0 or more")
CHOICE = FormField("side", "Side", Editor.CHOICE, "b", choices=(("a", "Above"), ("b", "Below")))
FLAG = FormField("latch", "Latch", Editor.FLAG, "", choices=(("", "no"), ("true", "yes")))


def box(qtbot: QtBot, field: FormField) -> FieldBox:
    made = FieldBox(field)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_is_typed_is_told_and_stays_as_it_was_typed(qtbot: QtBot) -> None:
    made = box(qtbot, NUMBER)
    made.edited.connect(lambda key, text: made.set_field(replace(NUMBER, text="7")))
    made.line().selectAll()
    with qtbot.waitSignal(made.edited) as told:
        QTest.keyClicks(made.line(), "7.")
    assert told.args == ["at", "7"]
    assert made.line().text() == "7."


def test_what_comes_from_elsewhere_is_shown(qtbot: QtBot) -> None:
    made = box(qtbot, NUMBER)
    made.set_field(replace(NUMBER, text="9", problem="too much", told="now 5"))
    assert made.text() == "9"
    assert made.problem_text() == "■ too much"


def test_a_choice_is_told_by_its_value(qtbot: QtBot) -> None:
    made = box(qtbot, CHOICE)
    assert made.text() == "b"
    combo = made.findChild(QComboBox)
    assert combo is not None
    with qtbot.waitSignal(made.edited) as told:
        QTest.keyClick(combo, Qt.Key.Key_Up)
    assert told.args == ["side", "a"]


def test_a_flag_is_told_as_text(qtbot: QtBot) -> None:
    made = box(qtbot, FLAG)
    flag = made.findChild(QCheckBox)
    assert flag is not None
    with qtbot.waitSignal(made.edited) as told:
        flag.click()
    assert told.args == ["latch", "true"]
    assert made.text() == "true"


def test_read_only_shows_words_in_place_of_editors(qtbot: QtBot) -> None:
    made = box(qtbot, CHOICE)
    made.set_read_only(True)
    combo = made.findChild(QComboBox)
    assert combo is not None and not combo.isVisible()
    made.set_read_only(False)
    assert combo.isVisible()
