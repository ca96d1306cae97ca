"""A table of values: only the hand chooses, and a choice follows its row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.unit.widgets.boards.test_table_model import COLUMNS, ROWS, UP, order
from widgets.boards.table import ValueTable


def table(qtbot: QtBot) -> ValueTable:
    made = ValueTable(empty_text="none")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_columns(COLUMNS)
    made.set_rows(ROWS)
    made.show()
    return made


def test_only_the_hand_chooses_and_the_choice_follows_its_row(qtbot: QtBot) -> None:
    made = table(qtbot)
    with qtbot.assertNotEmitted(made.chosen):
        made.set_current("a")
        made.set_rows(ROWS[::-1])
    assert made.currentIndex().row() == 2
    with qtbot.waitSignal(made.chosen) as chosen:
        QTest.keyClick(made, Qt.Key.Key_Up)
    assert chosen.args == ["b"]


def test_enter_goes_on_with_a_row(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.set_current("b")
    with qtbot.waitSignal(made.activated_id) as gone:
        QTest.keyClick(made, Qt.Key.Key_Return)
    assert gone.args == ["b"]


def test_a_head_can_be_clicked_to_sort(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.sortByColumn(0, UP)
    assert order(made.table_model()) == "bac"


def test_it_paints_full_and_empty(qtbot: QtBot) -> None:
    made = table(qtbot)
    full = made.grab().toImage()
    made.set_rows(())
    assert made.grab().toImage() != full
