"""What the operator asks for becomes a command, with words where words are needed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QPlainTextEdit

from desktop.actions.catalogue import ActionId
from desktop.models.focus import focus_on
from desktop.views.dialogs.form import FormDialog
from services.contract import commands as cmd
from services.contract.model import Level, TeamStatus, Tier
from tests.fakes.town import MIN, NOW
from tests.unit.desktop.views.conftest import Room


def ask(room: Room, action: ActionId, selected: str) -> str:
    return room.desk.perform(action, focus_on(room.town.state, selected))


def dialog(room: Room) -> FormDialog:
    found = [d for d in room.window.children() if isinstance(d, QDialog) and d.isVisible()]
    assert len(found) == 1
    assert isinstance(found[0], FormDialog)
    return found[0]


def press_enter(room: Room) -> None:
    QTest.keyClick(dialog(room), Qt.Key.Key_Return)


def test_what_makes_no_sense_here_is_answered_in_words(room: Room) -> None:
    assert ask(room, ActionId.DISPATCH, "alert:a2") == "当前选择不能执行“派遣队伍…”"
    assert ask(room, ActionId.ACKNOWLEDGE, "") == "当前选择不能执行“确认告警”"
    assert room.sent == []


def test_what_cannot_be_done_now_says_why(room: Room) -> None:
    room.town.set_team("T2", status=TeamStatus.WORKING)

    assert ask(room, ActionId.DISPATCH, "case:c1") == "没有空闲队伍"


def test_arrival_is_reported_for_every_team_on_its_way(room: Room) -> None:
    assert ask(room, ActionId.ARRIVED, "case:c1") == ""
    assert room.sent == [cmd.ReportTeam("T1", TeamStatus.ON_SITE)]


def test_unshelving_needs_no_words(room: Room) -> None:
    ask(room, ActionId.UNSHELVE, "alert:a3")
    assert room.sent == [cmd.UnshelveAlert("a3")]


def test_the_nearest_free_team_is_offered_first_and_sent_with_enter(room: Room) -> None:
    room.town.set_team("T1", status=TeamStatus.RETURNING, case="")
    ask(room, ActionId.DISPATCH, "case:c2")
    offered = dialog(room).findChild(QListWidget)
    assert offered is not None
    texts = [offered.item(n).text() for n in range(offered.count())]

    assert [t.split("　")[0] for t in texts] == ["二队", "一队"]
    assert texts[0].split("　")[1:] == ["730 米", "冲锋舟"]
    press_enter(room)
    assert room.sent == [cmd.DispatchTeam("c2", "T2")]


def test_the_second_team_is_reached_with_the_arrow_key(room: Room) -> None:
    room.town.set_team("T1", status=TeamStatus.RETURNING, case="")
    ask(room, ActionId.DISPATCH, "case:c2")
    QTest.keyClick(dialog(room).findChild(QListWidget), Qt.Key.Key_Down)
    press_enter(room)

    assert room.sent == [cmd.DispatchTeam("c2", "T1")]


def test_shelving_needs_a_reason(room: Room) -> None:
    ask(room, ActionId.SHELVE, "alert:a2")
    press_enter(room)
    assert dialog(room).isVisible()
    assert room.sent == []

    QTest.keyClicks(dialog(room).findChild(QLineEdit), "repair")
    press_enter(room)
    assert room.sent == [cmd.ShelveAlert("a2", NOW + 30 * MIN, "repair")]


def test_a_case_is_opened_with_the_alerts_words_and_loop(room: Room) -> None:
    ask(room, ActionId.OPEN_CASE, "alert:a2")
    press_enter(room)

    (sent,) = room.sent
    assert isinstance(sent, cmd.OpenCase)
    assert (sent.title, sent.tier, sent.alert) == ("W2 积水", Tier.MIDDLE, "a2")
    assert (sent.place, sent.level, sent.class_code) == ("W2", Level.ORANGE, "")
    assert len(sent.case) == 36


def test_loop_and_class_of_a_case_are_what_the_rule_says(room: Room) -> None:
    room.town.set_alert("a2", class_code="event.waterlogging", tier=Tier.LARGE)
    ask(room, ActionId.OPEN_CASE, "alert:a2")
    press_enter(room)

    (sent,) = room.sent
    assert isinstance(sent, cmd.OpenCase)
    assert (sent.tier, sent.class_code) == (Tier.LARGE, "event.waterlogging")


def test_a_case_without_a_title_is_not_opened(room: Room) -> None:
    ask(room, ActionId.OPEN_CASE, "alert:a2")
    line = dialog(room).findChild(QLineEdit)
    assert line is not None
    line.setText("  ")
    press_enter(room)

    assert dialog(room).isVisible()
    assert room.sent == []


@pytest.mark.parametrize(
    ("action", "command"),
    [
        (ActionId.NOTE, cmd.NoteCase("c1", "water falls")),
        (ActionId.CLOSE_CASE, cmd.CloseCase("c1", "water falls")),
    ],
)
def test_notes_and_closing_need_text(
    room: Room, action: ActionId, command: cmd.OperatorCommand
) -> None:
    ask(room, action, "case:c1")
    asked = dialog(room)
    text = asked.findChild(QPlainTextEdit)
    assert text is not None
    asked.accept()
    assert asked.isVisible()

    QTest.keyClicks(text, " water falls ")
    press_enter(room)
    assert room.sent == [command]


def test_escape_leaves_a_dialog_without_a_command(room: Room) -> None:
    ask(room, ActionId.NOTE, "case:c1")
    QTest.keyClick(dialog(room), Qt.Key.Key_Escape)

    assert room.sent == []
