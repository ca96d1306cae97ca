"""From a key to a command, with the dialogs in between."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from desktop.state.values import RefusedCommand
from desktop.views.dialogs.alert_forms import (
    ConfirmDialog,
    OpenCaseDialog,
    ServiceDialog,
    ShelveDialog,
)
from desktop.views.dialogs.case_forms import TextDialog
from services.contract import commands as cmd
from services.contract import events as ev
from services.contract.model import OutOfService
from services.contract.wire import Refusal
from tests.fakes.town import MIN, NOW
from tests.unit.desktop.views.alarms.conftest import Desk


def press(desk: Desk, key: Qt.Key, shift: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(desk.window.table, key, modifier)


def dialog(desk: Desk, kind: type[QDialog]) -> QDialog:
    found = [each for each in desk.window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_acknowledges_the_alert_with_the_cursor(desk: Desk) -> None:
    desk.choose("alert:bike")
    press(desk, Qt.Key.Key_A)
    assert desk.sent == [cmd.AcknowledgeAlert("bike")]


def test_a_on_a_group_acknowledges_all_of_it_at_once(desk: Desk) -> None:
    desk.choose("group:w3")
    press(desk, Qt.Key.Key_A)
    assert desk.sent == [cmd.AcknowledgeAlerts(("w3", "w3p"))]


def test_marked_lines_go_before_the_cursor(desk: Desk) -> None:
    desk.choose("group:w3")
    press(desk, Qt.Key.Key_Space)
    desk.choose("alert:bike")
    press(desk, Qt.Key.Key_A)
    assert desk.sent == [cmd.AcknowledgeAlerts(("w3", "w3p"))]


def test_a_red_one_nobody_saw_is_asked_about_first(desk: Desk) -> None:
    desk.choose("group:w7")
    press(desk, Qt.Key.Key_A)
    assert desk.sent == []
    asked = dialog(desk, ConfirmDialog)
    assert desk.table.is_asking
    asked.accept()
    assert [type(each) for each in desk.sent] == [cmd.AcknowledgeAlerts]
    assert not desk.table.is_asking


def test_a_question_answered_with_no_sends_nothing(desk: Desk) -> None:
    desk.choose("group:w7")
    press(desk, Qt.Key.Key_A)
    dialog(desk, ConfirmDialog).reject()
    assert desk.sent == []


def test_s_asks_how_long_and_why(desk: Desk) -> None:
    desk.choose("group:w3")
    press(desk, Qt.Key.Key_S)
    dialog(desk, ShelveDialog).answered.emit(30, "检修")
    until = NOW + 30 * MIN
    assert desk.sent == [
        cmd.ShelveAlert("w3", until, "检修"),
        cmd.ShelveAlert("w3p", until, "检修"),
    ]


def test_o_asks_what_and_why(desk: Desk) -> None:
    desk.choose("group:w3")
    press(desk, Qt.Key.Key_O)
    dialog(desk, ServiceDialog).answered.emit(True, "送修")
    assert desk.sent == [cmd.TakeOutOfService("W03", "", "送修")]


def test_shift_o_returns_what_is_off(desk: Desk) -> None:
    desk.put(ev.TakenOutOfService(OutOfService("B1", "", "送修", "陈立", NOW)))
    desk.choose("alert:bike")
    press(desk, Qt.Key.Key_O, shift=True)
    assert desk.sent == [cmd.ReturnToService("B1", "")]


def test_r_resets_what_is_latched_with_words(desk: Desk) -> None:
    desk.table.toggle_grouping()
    desk.choose("alert:w7")
    press(desk, Qt.Key.Key_R)
    dialog(desk, TextDialog).answered.emit("水已退，现场无人")
    assert desk.sent == [cmd.ResetAlert("w7", "水已退，现场无人")]


def test_shift_s_takes_off_the_shelf(desk: Desk) -> None:
    desk.put(ev.AlertShelved("bike", NOW + MIN, "检修"))
    desk.choose("alert:bike")
    press(desk, Qt.Key.Key_S, shift=True)
    assert desk.sent == [cmd.UnshelveAlert("bike")]


def test_c_opens_a_case_of_one(desk: Desk) -> None:
    desk.choose("alert:bike")
    press(desk, Qt.Key.Key_C)
    dialog(desk, OpenCaseDialog).answered.emit("电动车进电梯", "small")
    (command,) = desk.sent
    assert isinstance(command, cmd.OpenCase)
    assert (command.alert, command.place, command.title) == ("bike", "B1", "电动车进电梯")


def test_g_and_shift_r_are_passed_on(desk: Desk) -> None:
    desk.choose("alert:bike")
    with desk.qtbot.waitSignal(desk.alarms.located) as told:
        press(desk, Qt.Key.Key_G)
    assert told.args == ["alert:bike"]
    with desk.qtbot.waitSignal(desk.alarms.rule_asked) as told:
        press(desk, Qt.Key.Key_R, shift=True)
    assert told.args == ["ebike_safety.lift"]


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_S, Qt.Key.Key_R, Qt.Key.Key_O])
def test_what_makes_no_sense_is_said_and_not_sent(desk: Desk, key: Qt.Key) -> None:
    press(desk, Qt.Key.Key_Escape)
    press(desk, key)
    assert desk.sent == []
    assert desk.window.banner.accessibleName() == "先选一条告警"


def test_who_may_only_look_is_told_so_and_sends_nothing(desk: Desk) -> None:
    desk.town.store.set_connection(roles=("view",))
    desk.choose("group:w3")
    press(desk, Qt.Key.Key_A)
    assert desk.sent == []
    assert desk.window.banner.accessibleName() == "您的账号只能查看"
    desk.tick()
    shown = desk.window.detail.panel._detail
    assert shown is not None
    can = {action.id for action in shown.actions if action.enabled}
    assert can == {"go_to", "rules"}


def test_what_is_said_does_not_move_what_is_read(desk: Desk) -> None:
    desk.choose("group:w3")
    before = desk.window.table.mapTo(desk.window, desk.window.table.pos())
    press(desk, Qt.Key.Key_R)
    assert desk.window.banner.isVisible()
    assert desk.window.table.mapTo(desk.window, desk.window.table.pos()) == before


def test_a_refusal_is_told_in_the_banner_and_in_the_detail(desk: Desk) -> None:
    refusal = Refusal("alert.already_acknowledged", "no", {"by": "张敏"})
    refused = RefusedCommand("r", cmd.AcknowledgeAlert("bike"), NOW, refusal)
    desk.choose("alert:bike")
    with desk.qtbot.waitSignal(desk.feed.changed_beside, timeout=2000):
        desk.town.store.set_commands([], [refused])
    assert desk.window.banner.accessibleName() == "“确认告警”被拒：告警已由 张敏 确认"
    desk.tick()
    texts = [fact.text for fact in desk.window.detail.facts._facts]
    assert texts[0] == "确认告警：告警已由 张敏 确认"
