"""The list of rules keeps its current rule and reports only what changed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from widgets.rules.rule_list import ROW_ROLE, RuleListModel, RuleListView
from widgets.rules.values import RuleRow
from widgets.theme.tokens import Level

ROWS = (
    RuleRow("pack:a", "Pack A", right="2", is_heading=True),
    RuleRow("a.one", "One", "threshold", "3", "changed", (Level.RED, Level.BLUE)),
    RuleRow("a.two", "Two", "stale", is_wrong=True, mark="wrong"),
    RuleRow("pack:b", "Pack B", is_heading=True),
    RuleRow("b.three", "Three"),
)


def view(qtbot: QtBot) -> RuleListView:
    made = RuleListView(empty_text="none")
    qtbot.addWidget(made)
    made.resize(320, 400)
    made.show()
    made.set_rows(ROWS)
    return made


def test_the_model_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = RuleListModel()
    qtmodeltester.check(model)
    model.set_rows(ROWS)
    qtmodeltester.check(model, force_py=True)
    model.set_rows(ROWS[:2])


def test_headings_cannot_be_chosen(qtbot: QtBot) -> None:
    made = view(qtbot)
    model = made.rule_model()
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.row_of("pack:a") == -1 and model.row_of("a.two") == 2


def test_a_row_that_changed_is_told_of_alone(qtbot: QtBot) -> None:
    made = view(qtbot)
    told: list[int] = []
    resets: list[int] = []
    model: QAbstractItemModel = made.rule_model()
    model.dataChanged.connect(lambda first, last: told.append(first.row()))
    model.modelReset.connect(lambda: resets.append(1))
    made.set_rows((*ROWS[:4], replace(ROWS[4], right="9")))

    assert (told, resets) == ([4], [])
    assert model.index(4, 0).data(ROW_ROLE).right == "9"


def test_only_the_hand_chooses(qtbot: QtBot) -> None:
    made = view(qtbot)
    with qtbot.assertNotEmitted(made.chosen):
        made.set_current("a.one")
    with qtbot.waitSignal(made.chosen) as chosen:
        QTest.keyClick(made, Qt.Key.Key_Down)
    assert chosen.args == ["a.two"]
    assert made.current_id() == "a.two"


def test_the_current_rule_survives_its_absence(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.set_current("b.three")
    with qtbot.assertNotEmitted(made.chosen):
        made.set_rows(ROWS[:3])
        made.set_rows(ROWS)
    assert made.currentIndex().row() == 4


def test_it_paints_full_and_empty(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.set_current("a.one")
    full = made.grab().toImage()
    made.set_rows(())
    assert made.grab().toImage() != full
