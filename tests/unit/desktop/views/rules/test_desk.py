"""The editor's window: opened, kept in step with the book, put away without losing work."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.actions.catalogue import ActionId
from desktop.language import Language
from desktop.state.changes import StoreChanges
from desktop.state.values import Status
from desktop.views.dialogs.rule_forms import LeaveDialog, ReasonDialog
from services.contract.changes import Changes
from tests.fakes.rulebook import ROAD, SILENT
from tests.unit.desktop.views.rules.conftest import Made


def listed(made: Made) -> list[str]:
    model = made.window.rules.list.rule_model()
    return [row.id for row in model.rows() if not row.is_heading]


async def test_it_opens_on_the_first_rule_with_all_listed(made: Made) -> None:
    await made.open()

    assert made.window.rule.title() == "积水 N 厘米"
    assert len(listed(made)) == 4
    assert made.window.rules.list.current_id() == ROAD


async def test_opening_again_brings_the_same_window(made: Made) -> None:
    assert made.desk.open() is made.desk.open()


async def test_it_opens_on_the_rule_that_is_asked_for(made: Made) -> None:
    made.desk.edit(SILENT)
    await made.until(lambda: made.window.rule.title() == "已 N 分钟无水深数据")

    made.desk.edit(ROAD)
    assert made.window.rule.title() == "积水 N 厘米"


async def test_a_rule_that_is_gone_is_told(made: Made) -> None:
    await made.open()
    made.desk.edit("water.gone")

    assert "water.gone" in made.window.banner.accessibleName()


async def test_without_a_server_it_says_so_and_recovers_by_itself(made: Made) -> None:
    made.book.is_gone = True
    made.connect(status=Status.OFFLINE)
    made.desk.open()
    await made.until(lambda: made.desk.book.state.value == "offline")
    assert listed(made) == []

    made.book.is_gone = False
    made.connect()
    await made.until(lambda: bool(listed(made)))
    assert made.window.rule.title() == "积水 N 厘米"


async def test_rules_stay_when_the_server_goes(made: Made) -> None:
    await made.open()
    made.connect(status=Status.OFFLINE)

    assert len(listed(made)) == 4
    assert not made.window.trial.run.isEnabled()
    assert made.window.trial.note_text() == "回测要在服务器上做，现在没有连接"


async def test_an_old_server_and_an_ended_session_have_their_words(made: Made) -> None:
    for status, state in ((404, "too_old"), (403, "denied"), (500, "failed")):
        made.book.status = status
        made.desk.open()
        made.desk.book.load()
        await made.until(lambda state=state: made.desk.book.state.value == state)  # type: ignore[misc]


async def test_searching_leaves_what_fits(made: Made) -> None:
    await made.open()
    made.window.rules.line.setText("失联")
    assert listed(made) == [SILENT]
    made.window.close_asked.emit()
    assert len(listed(made)) == 4 and made.desk.window is not None


async def test_a_changed_rule_is_asked_for_anew(made: Made) -> None:
    await made.open()
    made.book.rules[0]["alerts_7d"] = 99
    made.feed.changed.emit(StoreChanges(state=Changes(rules={ROAD})))
    model = made.window.rules.list.rule_model()

    await made.until(lambda: model.rows()[1].right == "7 天 99 条")


async def test_drafts_of_other_rules_wait_and_closing_asks(made: Made) -> None:
    await made.open()
    made.type("deadband", "9")
    made.window.rules.list.chosen.emit(SILENT)
    assert made.window.rule.title() == "已 N 分钟无水深数据"
    made.window.rules.list.chosen.emit(ROAD)
    assert made.window.rule.form.box("deadband").text() == "9"

    made.window.close_asked.emit()
    dialog = made.window.findChild(LeaveDialog)
    assert dialog is not None
    dialog.accept()
    assert made.desk.window is None


async def test_without_changes_it_closes_at_once(made: Made) -> None:
    await made.open()
    made.window.close_asked.emit()
    assert made.desk.window is None


async def test_it_speaks_the_other_language_at_once(made: Made, qapp: QApplication) -> None:
    await made.open()
    language = Language(qapp, "en")
    try:
        language.apply()
        made.desk.set_words()
        assert made.window.windowTitle() == "OneMap rules"
        assert made.window.rule.title() == "N cm of water"
        assert made.window.trial.run.text() == "Run"
    finally:
        language.current = "zh"
        language.apply()


async def test_keys_do_what_they_stand_for(made: Made, qtbot: QtBot) -> None:
    await made.open()
    made.type("deadband", "9")
    press = made.window.action_asked.emit
    press("undo", 0)
    assert made.window.rule.form.box("deadband").text() == "3"
    press("redo", 0)
    assert made.window.rule.form.box("deadband").text() == "9"
    press("save_rule", 0)
    assert made.window.findChild(ReasonDialog) is not None
    press("run_backtest", 0)
    await made.until(lambda: len(made.book.asked) > 0)
    with qtbot.waitSignal(made.desk.help_asked) as help_asked:
        press("help", 0)
    assert help_asked.args == [made.window]
    with qtbot.waitSignal(made.desk.asked) as asked:
        press("language", 0)
    assert asked.args == [ActionId.LANGUAGE]
    made.window.rule.undo_asked.emit()
    press("close_window", 0)
    assert made.desk.window is None
