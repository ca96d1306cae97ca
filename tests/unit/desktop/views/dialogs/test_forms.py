"""Forms by keyboard: the first field has the focus, Enter answers, Escape does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.dialogs.alert_forms import (
    ConfirmDialog,
    OpenCaseDialog,
    ServiceDialog,
    ShelveDialog,
    reset_dialog,
)
from desktop.views.dialogs.case_forms import (
    DispatchDialog,
    TeamChoice,
    close_dialog,
    note_dialog,
)
from desktop.views.dialogs.form import FormDialog
from services.contract.model import Tier

Make = Callable[[QWidget], FormDialog]
TEAMS = (TeamChoice("T2", "二队　850 米"), TeamChoice("T1", "一队　1.9 公里"))
FORMS: dict[str, Make] = {
    "shelve": lambda parent: ShelveDialog("W1 积水", parent),
    "open": lambda parent: OpenCaseDialog("W1 积水", Tier.MIDDLE, parent),
    "dispatch": lambda parent: DispatchDialog("案件 c1", TEAMS, parent),
    "note": lambda parent: note_dialog("案件 c1", parent),
    "close": lambda parent: close_dialog("案件 c1", parent),
    "service": lambda parent: ServiceDialog("W1 积水", "depth", parent),
    "reset": lambda parent: reset_dialog("W1 积水", parent),
}


@pytest.fixture
def desk(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def opened(qtbot: QtBot, desk: QWidget, name: str) -> tuple[FormDialog, list[tuple[object, ...]]]:
    """A form that has the keyboard, and what it answers."""
    form = FORMS[name](desk)
    answers: list[tuple[object, ...]] = []
    form.answered.connect(lambda *answer: answers.append(answer))
    form.open()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form, answers


def keys(*pressed: Qt.Key | str) -> None:
    """Keys into whatever has the focus."""
    for key in pressed:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)


def said(form: FormDialog) -> list[str]:
    return [label.text() for label in form.findChildren(QLabel) if label.text().startswith("■")]


def test_shelving_asks_how_long_and_why(qtbot: QtBot, desk: QWidget) -> None:
    _, answers = opened(qtbot, desk, "shelve")
    keys("repair", Qt.Key.Key_Return)

    assert answers == [(30, "repair")]


def test_out_of_service_is_the_whole_stream_unless_one_rule_is_chosen(
    qtbot: QtBot, desk: QWidget
) -> None:
    form, answers = opened(qtbot, desk, "service")
    keys("repair", Qt.Key.Key_Return)
    form, others = opened(qtbot, desk, "service")
    scope = form.findChild(QComboBox)
    assert scope is not None
    scope.setCurrentIndex(1)
    keys("repair", Qt.Key.Key_Return)

    assert (answers, others) == ([(True, "repair")], [(False, "repair")])


def test_a_question_names_what_it_is_about(qtbot: QtBot, desk: QWidget) -> None:
    form = ConfirmDialog("将确认 12 条", "◆ W07", "确认 12 条", desk)
    form.open()
    with qtbot.waitSignal(form.confirmed):
        form.accept()
    assert {"将确认 12 条", "◆ W07"} <= {label.text() for label in form.findChildren(QLabel)}


def test_a_case_takes_the_title_of_its_alert_unless_it_is_rewritten(
    qtbot: QtBot, desk: QWidget
) -> None:
    _, answers = opened(qtbot, desk, "open")
    keys(Qt.Key.Key_Return)

    assert answers == [("W1 积水", "middle")]


def test_the_nearest_team_is_sent_unless_another_is_chosen(qtbot: QtBot, desk: QWidget) -> None:
    _, answers = opened(qtbot, desk, "dispatch")
    keys(Qt.Key.Key_Return)
    _, others = opened(qtbot, desk, "dispatch")
    keys(Qt.Key.Key_Down, Qt.Key.Key_Return)

    assert (answers, others) == ([("T2",)], [("T1",)])


@pytest.mark.parametrize("name", ["note", "close", "reset"])
def test_text_may_have_lines_and_tab_leads_on_to_the_button(
    qtbot: QtBot, desk: QWidget, name: str
) -> None:
    _, answers = opened(qtbot, desk, name)
    keys("one", Qt.Key.Key_Return, "two", Qt.Key.Key_Tab, Qt.Key.Key_Return)

    assert answers == [("one\ntwo",)]


@pytest.mark.parametrize("name", ["shelve", "note", "close", "service", "reset"])
def test_a_form_without_its_words_stays_and_says_so(qtbot: QtBot, desk: QWidget, name: str) -> None:
    form, answers = opened(qtbot, desk, name)
    form.accept()

    assert answers == []
    assert form.isVisible()
    assert len(said(form)) == 1


@pytest.mark.parametrize("name", sorted(FORMS))
def test_escape_leaves_a_form_without_an_answer(qtbot: QtBot, desk: QWidget, name: str) -> None:
    form, answers = opened(qtbot, desk, name)
    left: list[int] = []
    form.finished.connect(left.append)
    keys(Qt.Key.Key_Escape)

    assert (answers, left) == ([], [QDialog.DialogCode.Rejected])


def test_without_a_free_team_there_is_nothing_to_send(qtbot: QtBot, desk: QWidget) -> None:
    form = DispatchDialog("案件 c1", (), desk)
    form.open()
    with qtbot.assertNotEmitted(form.answered):
        form.accept()

    assert len(said(form)) == 1
