"""What is looked up: every key, and every refused command."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import alarm_actions, catalogue, load_actions, rule_actions
from desktop.state.values import RefusedCommand
from desktop.views.dialogs.lists import ListDialog
from desktop.views.reference import HelpDialog, Reference, refusals_dialog
from services.contract import commands as cmd
from services.contract.wire import Refusal
from tests.fakes import town as fake
from tests.fakes.town import MIN, NOW


@pytest.fixture
def desk(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def texts(dialog: ListDialog) -> list[list[str]]:
    table = dialog.findChild(QTableWidget)
    assert table is not None
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def refused(id: str, age_ms: int) -> RefusedCommand:
    return RefusedCommand(
        id, cmd.AcknowledgeAlert("a1"), NOW - age_ms, Refusal("illegal", "已确认")
    )


def test_every_action_stands_there_with_its_key(desk: QWidget) -> None:
    assert texts(HelpDialog(desk)) == [[a.shortcut, a.text] for a in catalogue()]


def test_the_list_of_keys_leads_to_the_manual(qtbot: QtBot, desk: QWidget) -> None:
    reference = Reference(desk)
    dialog = reference.show_keys()
    with qtbot.waitSignal(dialog.finished):
        dialog.manual.click()

    assert reference.manual is not None
    assert reference.manual.isVisible()
    reference.close()


def test_the_manual_is_opened_once(desk: QWidget) -> None:
    reference = Reference(desk)
    reference.show_manual()
    first = reference.manual
    reference.show_manual()

    assert reference.manual is first
    reference.close()


def test_a_closed_manual_can_be_opened_again(desk: QWidget) -> None:
    reference = Reference(desk)
    reference.show_manual()
    reference.close()
    assert reference.manual is None
    reference.show_manual()

    assert reference.manual is not None
    reference.close()


def test_refusals_are_told_newest_first(desk: QWidget) -> None:
    store = fake.busy().store
    store.set_commands([], [refused("1", 2 * MIN), refused("2", MIN)])
    shown = texts(refusals_dialog(store, fake.ZONE, desk))

    assert [row[0] for row in shown] == ["20:34:00", "20:33:00"]
    assert all(row[1] and row[2] for row in shown)


def test_no_refusals_are_said_and_there_is_nothing_to_clear(desk: QWidget) -> None:
    dialog = refusals_dialog(fake.busy().store, fake.ZONE, desk)

    assert "没有被拒的指令" in [label.text() for label in dialog.findChildren(QLabel)]
    assert [button.text() for button in dialog.findChildren(QPushButton)] == ["关闭"]


def test_clearing_is_asked_for_by_its_button_and_closes(qtbot: QtBot, desk: QWidget) -> None:
    store = fake.busy().store
    store.set_commands([], [refused("1", MIN)])
    dialog = refusals_dialog(store, fake.ZONE, desk)
    dialog.open()
    clear = next(b for b in dialog.findChildren(QPushButton) if b.text() == "全部知悉")
    with qtbot.waitSignals([dialog.cleared, dialog.finished]):
        QTest.keyClick(clear, Qt.Key.Key_Space)


def test_enter_closes_without_clearing(desk: QWidget) -> None:
    store = fake.busy().store
    store.set_commands([], [refused("1", MIN)])
    dialog = refusals_dialog(store, fake.ZONE, desk)
    dialog.open()
    heard: list[str] = []
    dialog.cleared.connect(lambda: heard.append("cleared"))
    dialog.finished.connect(lambda: heard.append("finished"))
    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert heard == ["finished"]


def test_the_keys_of_the_alarm_table_are_listed_over_its_window(desk: QWidget) -> None:
    dialog = Reference(desk).show_alarm_keys(desk)
    assert texts(dialog) == [[a.shortcut, a.text] for a in alarm_actions()]


def test_the_keys_of_other_windows_are_listed_over_them(desk: QWidget) -> None:
    reference = Reference(desk)
    for show, actions in (
        (reference.show_rule_keys, rule_actions()),
        (reference.show_load_keys, load_actions()),
    ):
        assert texts(show(desk)) == [[a.shortcut, a.text] for a in actions]


@pytest.mark.parametrize(
    ("url", "opened"), [("https://example.org/a", True), ("file:///etc/passwd", False), ("", False)]
)
def test_only_pages_of_the_web_are_opened(
    desk: QWidget, monkeypatch: pytest.MonkeyPatch, url: str, opened: bool
) -> None:
    seen: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", seen.append)
    Reference(desk).open_link(url)
    assert seen == ([QUrl(url)] if opened else [])
