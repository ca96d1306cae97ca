"""Editing a rule: typed, undone, saved with a reason, refused at its field, taken back."""

from __future__ import annotations

import json

from PySide6.QtTest import QTest

from desktop.state.changes import StoreChanges
from desktop.state.values import Status
from desktop.views.dialogs.lists import ListDialog
from desktop.views.dialogs.rule_forms import ReasonDialog
from services.contract.changes import Changes
from services.contract.commands import ChangeRule
from services.contract.wire import Refusal
from tests.fakes.rulebook import ROAD
from tests.unit.desktop.views.rules.conftest import Made

INVALID = Refusal(
    "rule.invalid", "no", {"path": "deadband", "problem": "too large", "fix": "write less"}
)


def answer(made: Made, reason: str) -> ReasonDialog:
    dialog = made.window.findChildren(ReasonDialog)[-1]
    dialog.reason().setText(reason)
    dialog.accept()
    return dialog


async def test_typing_changes_the_draft_and_keeps_what_is_typed(made: Made) -> None:
    await made.open()
    made.type("deadband", "4.")

    box = made.window.rule.form.box("deadband")
    assert box.text() == "4."
    assert made.window.rule.state_text() == "▲ 改动还没有保存"
    assert made.window.rule.save.isEnabled()


async def test_what_is_wrong_is_said_in_place_and_cannot_be_saved_or_tested(made: Made) -> None:
    await made.open()
    made.type("deadband", "x")

    assert made.window.rule.form.box("deadband").problem_text() == "■ “x”不是数值"
    assert not made.window.rule.save.isEnabled()
    assert not made.window.trial.run.isEnabled()


async def test_steps_go_back_and_forth(made: Made) -> None:
    await made.open()
    made.type("deadband", "9")
    made.window.rule.undo_asked.emit()
    assert made.window.rule.form.box("deadband").text() == "3"
    assert not made.window.rule.undo.isEnabled()
    made.window.rule.redo_asked.emit()
    assert made.window.rule.form.box("deadband").text() == "9"


async def test_undo_in_a_line_is_a_step_of_the_rule(made: Made) -> None:
    await made.open()
    made.window.activateWindow()
    await made.until(made.window.isActiveWindow)
    line = made.window.rule.form.box("deadband").line()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "12")
    QTest.keySequence(line, "Ctrl+Z")
    assert line.text() == "3"


async def test_a_level_is_turned_off(made: Made) -> None:
    await made.open()
    made.window.rule.form.switch("level:yellow").click()

    assert not made.window.rule.form.switch("level:yellow").isChecked()
    made.window.rule.save_asked.emit()
    answer(made, "太多")
    assert json.loads(made.sent[0].patch) == {"deadband": 3, "levels": {"yellow": None}}  # type: ignore[union-attr]


async def test_saving_wants_a_reason_and_says_that_nothing_was_tested(made: Made) -> None:
    await made.open()
    made.type("deadband", "9")
    made.window.rule.save.click()
    dialog = answer(made, "  ")
    assert made.sent == []

    dialog.reason().setText("夜里反复")
    dialog.accept()
    assert made.sent == [ChangeRule(ROAD, '{"deadband": 9}', "夜里反复")]


async def test_a_sent_change_is_pending_then_in_force(made: Made) -> None:
    await made.open()
    made.type("deadband", "9")
    made.window.rule.save.click()
    answer(made, "夜里反复")
    made.outbox(pending=True)
    assert made.window.rule.state_text() == "▲ 改动已发出，等服务器确认"
    assert not made.window.rule.save.isEnabled()

    made.book.rules[0]["rule"] = {**made.book.rules[0]["rule"], "deadband": 9}
    made.book.rules[0]["patch"] = {"deadband": 9}
    made.outbox()
    made.feed.changed.emit(StoreChanges(state=Changes(rules={ROAD})))
    await made.until(lambda: made.window.rule.state_text() == "● 改动已生效")
    assert not made.window.rule.undo.isEnabled()


async def test_offline_a_sent_change_waits_and_says_so(made: Made) -> None:
    await made.open()
    made.connect(status=Status.OFFLINE)
    made.type("deadband", "9")
    assert "保存后等连上再发送" in made.window.rule.state_text()
    made.window.rule.save.click()
    answer(made, "夜里反复")
    made.outbox(pending=True)

    assert made.window.rule.state_text() == "▲ 没有连接：改动已存好，连上服务器后自动发送"


async def test_a_refusal_stands_at_its_field_until_that_is_changed(made: Made) -> None:
    await made.open()
    made.type("deadband", "9")
    made.window.rule.save.click()
    answer(made, "夜里反复")
    made.outbox(refusal=INVALID)

    box = made.window.rule.form.box("deadband")
    assert box.problem_text() == "■ 服务器：too large：write less"
    assert made.window.rule.state_text().startswith("■ 服务器没有接受改动")
    made.type("deadband", "5")
    assert box.problem_text() == ""
    assert made.window.rule.save.isEnabled()


async def test_a_refusal_from_before_is_not_shown_anew(made: Made) -> None:
    await made.open()
    made.sent.append(ChangeRule(ROAD, "{}", "x"))
    made.outbox(refusal=INVALID)

    assert "服务器没有接受" not in made.window.rule.state_text()


async def test_a_change_in_force_is_taken_back_with_a_reason(made: Made) -> None:
    await made.open()
    made.window.rule.back.click()
    answer(made, "不用了")

    assert made.sent == [ChangeRule(ROAD, "{}", "不用了")]


async def test_somebody_elses_change_leaves_mine_on_the_new_ground(made: Made) -> None:
    await made.open()
    made.type("deadband", "9")
    made.book.rules[0]["rule"] = {**made.book.rules[0]["rule"], "off_delay_s": 60}
    made.feed.changed.emit(StoreChanges(state=Changes(rules={ROAD})))
    box = made.window.rule.form.box("off_delay_s")

    await made.until(lambda: "60" in box.field().told)
    assert made.window.rule.form.box("deadband").text() == "9"


async def test_the_history_lists_who_changed_what(made: Made) -> None:
    await made.open()
    made.window.rule.history.click()

    assert made.window.findChild(ListDialog) is not None


async def test_without_the_right_nothing_can_be_changed(made: Made) -> None:
    made.connect(roles=("view",))
    await made.open()

    assert made.window.rule.state_text().startswith("您的账号只能查看规则")
    assert not made.window.rule.form.box("deadband").line().isVisible()
    assert not made.window.rule.form.switch("level:red").isEnabled()
    for button in (made.window.rule.save, made.window.rule.back):
        assert not button.isEnabled()
    made.window.rule.undo_asked.emit()
    assert made.sent == []
