"""The back-test: run, cancelled, refused; its table, load and curve; and when it no longer fits."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from desktop.views.dialogs.rule_forms import ReasonDialog
from tests.fakes.rulebook import ROAD, SILENT, make_report
from tests.unit.desktop.views.rules.conftest import Made


async def ran(made: Made) -> None:
    await made.open()
    made.window.trial.run.click()
    await made.until(lambda: made.window.trial.plot.value() is not None)


async def test_a_run_tests_the_draft_over_the_days_chosen(made: Made) -> None:
    await made.open()
    made.type("deadband", "9")
    made.window.trial.days_chosen.emit(30)
    made.window.trial.run.click()
    await made.until(lambda: len(made.book.asked) == 2)

    assert made.book.asked[0] == {
        "path": "/api/backtest", "rule": ROAD, "patch": {"deadband": 9}, "days": 30,
    }  # fmt: skip
    assert made.book.asked[1]["stream"] == "W1"


async def test_a_report_fills_table_figures_load_and_curve(made: Made) -> None:
    await ran(made)
    trial = made.window.trial

    assert [row.id for row in trial.table.table_model().rows()] == ["W1", "W2"]
    assert trial.load.load().counts
    assert trial.figures.cell("alarms").accessibleName() == "告警 17→12"
    assert trial.note_text().startswith("07-17 20:35 至 07-18 20:35")
    assert trial.plot.value() is not None and trial.plot.value().title == "W1 人民路下立交"  # type: ignore[union-attr]
    assert trial.progress.isHidden()


async def test_choosing_a_row_shows_its_curve(made: Made) -> None:
    await ran(made)
    made.window.trial.table.selectRow(1)
    plot = made.window.trial.plot
    assert plot.value() is None and plot.accessibleName() == "正在取曲线…"

    await made.until(lambda: plot.value() is not None and plot.value().title.startswith("W2"))  # type: ignore[union-attr]


async def test_it_shows_how_far_it_is_and_can_be_cancelled(made: Made) -> None:
    made.book.gate.clear()
    await made.open()
    trial = made.window.trial
    trial.run.click()
    await made.until(lambda: trial.progress.value() == 250)
    assert trial.cancel.isVisible() and not trial.run.isVisible()

    trial.cancel.click()
    await made.until(lambda: made.book.ended == 1)
    assert trial.run.isVisible()
    assert trial.note_text() == "■ 回测已取消"
    assert trial.table.table_model().rows() == ()


async def test_closing_the_window_ends_it(made: Made) -> None:
    made.book.gate.clear()
    await made.open()
    made.window.trial.run.click()
    await made.until(lambda: len(made.book.asked) == 1)
    made.desk.close()

    await made.until(lambda: made.book.ended == 1)


async def test_a_later_change_makes_the_result_one_of_other_values(made: Made) -> None:
    await ran(made)
    made.type("deadband", "9")
    assert made.window.trial.note_text().startswith("▲ 之后又改过")
    made.window.rule.undo_asked.emit()
    assert made.window.trial.note_text().startswith("07-17")


async def test_another_rule_starts_without_a_result(made: Made) -> None:
    await ran(made)
    made.window.rules.list.chosen.emit(SILENT)

    assert made.window.trial.table.table_model().rows() == ()
    assert made.window.trial.plot.value() is None


async def test_a_change_that_makes_no_rule_is_told_at_its_field(made: Made) -> None:
    await made.open()
    made.book.findings = [{"path": ["deadband"], "problem": "too large", "fix": ""}]
    made.window.trial.run.click()
    box = made.window.rule.form.box("deadband")

    await made.until(lambda: box.problem_text() == "■ 服务器：too large")
    assert made.window.trial.run.isVisible()


async def test_a_server_that_cannot_says_why(made: Made) -> None:
    await made.open()
    for status, why in (
        (409, "服务器正在做另一个回测，请稍后再试"),
        (401, "登录已失效，请重新登录"),
        (507, "not now"),
    ):
        made.book.status = status
        made.window.trial.run.click()
        said = f"■ 回测没有做成：{why}"
        await made.until(lambda said=said: made.window.trial.note_text() == said)  # type: ignore[misc]
    made.book.is_gone = True
    made.window.trial.run.click()
    await made.until(lambda: made.window.trial.note_text() == "■ 回测没有做成：连不上服务器")


async def test_saving_warns_of_red_alarms_that_are_lost(made: Made) -> None:
    made.book.report = make_report(lost_red=2)
    await made.open()
    made.type("deadband", "9")
    made.window.trial.run.click()
    await made.until(lambda: made.window.trial.plot.value() is not None)
    made.window.rule.save.click()

    dialog = made.window.findChild(ReasonDialog)
    assert dialog is not None
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "▲ 回测期间有 2 条红色告警改后不再报出" in said


async def test_no_alarms_either_way_is_said(made: Made) -> None:
    made.book.report = {**make_report(), "rows": []}
    await made.open()
    made.window.trial.run.click()

    await made.until(lambda: made.window.trial.figures.isVisible())
    assert made.window.trial.plot.value() is None
