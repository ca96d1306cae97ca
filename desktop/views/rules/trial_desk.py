"""The back-test beside the form: what is tested, what came of it, and whether it still fits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.link.http import HttpError, SignInDenied, Unreachable
from desktop.link.rulebook import Busy, Finding
from desktop.models import backtest_presenter as shown
from desktop.models.rule_draft import Draft, problems
from desktop.models.rule_state import warnings
from desktop.state.values import Status
from desktop.views.rules.editor import RuleKit
from desktop.views.rules.trial import Asked, Trial
from desktop.views.rules.trial_panel import TrialPanel
from widgets.charts.load_strip import Load

translate = QCoreApplication.translate


class TrialDesk(QObject):
    """`refused(findings)` when the server says the change makes no rule."""

    refused = Signal(tuple)

    def __init__(
        self,
        panel: TrialPanel,
        trial: Trial,
        kit: RuleKit,
        draft: Callable[[], Draft | None],
    ) -> None:
        super().__init__(panel)
        self._panel, self._trial, self._kit, self._draft = panel, trial, kit, draft
        self._days = 7
        self._problem = ""
        self._stream = ""
        trial.setParent(self)
        panel.run_asked.connect(self.run)
        panel.cancel_asked.connect(self.cancel)
        panel.days_chosen.connect(self._on_days)
        panel.stream_chosen.connect(self._on_stream)
        trial.progressed.connect(panel.show_progress)
        trial.finished.connect(self._on_finished)
        trial.failed.connect(self._on_failed)
        trial.refused.connect(self._on_refused)
        trial.curve_came.connect(self._on_curve)
        panel.table.set_columns(shown.columns())
        self._show_report()
        self.show()

    def set_words(self) -> None:
        """Say everything anew, as after a change of language."""
        self._panel.table.set_columns(shown.columns())
        self._show_report()
        self._on_curve(self._stream)
        self.show()

    def stop(self) -> None:
        """End what is under way."""
        self._trial.cancel()

    def is_of(self, draft: Draft) -> bool:
        """Whether the report is of these very values."""
        asked = self._trial.asked
        return self._trial.report is not None and (asked.rule, asked.patch) == (
            draft.rule.id,
            draft.patch,
        )

    def warnings(self, draft: Draft) -> list[str]:
        """What to mind before these values are saved."""
        return warnings(
            self._trial.report,
            is_of_these_values=self.is_of(draft),
            is_online=self._is_online,
        )

    def show(self) -> None:
        """Show what can be done now, as after the draft or the connection changed."""
        draft = self._draft()
        if draft is not None and self._trial.asked.rule not in ("", draft.rule.id):
            self._forget()
        why_not = self._why_not(draft)
        self._panel.run.setEnabled(not why_not)
        self._panel.run.setToolTip(why_not)
        text, tone = self._note(draft, why_not)
        self._panel.set_note(text, tone)

    def run(self) -> None:
        """Test the draft over the days that are chosen."""
        draft = self._draft()
        if draft is None or self._why_not(draft):
            return
        self._forget()
        self._panel.show_progress(0.0)
        self._trial.run(Asked(draft.rule.id, draft.patch, self._days))
        self.show()

    def cancel(self) -> None:
        """End what is under way; nothing is shown of it."""
        self._forget()
        self._problem = translate("Backtest", "回测已取消")
        self.show()

    @property
    def _is_online(self) -> bool:
        return self._kit.store.connection.status is Status.ONLINE

    def _why_not(self, draft: Draft | None) -> str:
        if draft is None:
            return translate("Backtest", "先选一条规则")
        if not self._is_online:
            return translate("Backtest", "回测要在服务器上做，现在没有连接")
        if problems(draft):
            return translate("Backtest", "先改正有错的字段")
        return ""

    def _note(self, draft: Draft | None, why_not: str) -> tuple[str, str]:
        if self._trial.is_running:
            return translate("Backtest", "正在用过去的读数重算…"), "quiet"
        if self._problem:
            return self._problem, "bad"
        report = self._trial.report
        if report is None:
            if why_not:
                return why_not, "quiet"
            return translate("Backtest", "用过去的读数比较现行规则和改后的规则"), "quiet"
        about = shown.about(report, self._kit.zone())
        if draft is not None and not self.is_of(draft):
            return translate("Backtest", "之后又改过，结果不是现在这些值的。") + about, "warn"
        return about, "quiet"

    def _forget(self) -> None:
        self._trial.forget()
        self._problem = ""
        self._stream = ""
        self._panel.show_progress(None)
        self._show_report()
        self._panel.say_curve(is_coming=False)
        self._panel.plot.set_value(None)

    def _show_report(self) -> None:
        report = self._trial.report
        streams = self._kit.store.state.streams
        self._panel.figures.setVisible(report is not None)
        if report is None:
            self._panel.figures.set_figures([])
            self._panel.load.set_load(Load())
            self._panel.table.set_rows([])
            self._panel.table.set_current("")
            return
        self._panel.figures.set_figures(shown.figures(report))
        self._panel.load.set_load(shown.load(report, self._kit.zone()))
        self._panel.table.set_rows(shown.rows(report, streams))

    # What the trial reports

    def _on_days(self, days: int) -> None:
        self._days = days

    def _on_finished(self) -> None:
        self._panel.show_progress(None)
        self._show_report()
        rows = self._panel.table.table_model().rows()
        if not rows:
            text = translate("Backtest", "这段时间里前后都没有告警")
            self._panel.table.set_empty_text(text)
        else:
            self._panel.table.set_current(rows[0].id)
            self._on_stream(rows[0].id)
        self.show()

    def _on_failed(self, problem: HttpError) -> None:
        self._panel.show_progress(None)
        self._panel.say_curve(is_coming=False)
        self._problem = translate("Backtest", "回测没有做成：{why}").format(why=_why(problem))
        self.show()

    def _on_refused(self, findings: tuple[Finding, ...]) -> None:
        self._panel.show_progress(None)
        self.refused.emit(findings)
        self.show()

    def _on_stream(self, stream: str) -> None:
        self._stream = stream
        self._panel.say_curve(is_coming=True)
        self._panel.plot.set_value(None)
        self._trial.ask_curve(stream)

    def _on_curve(self, stream: str) -> None:
        curve, report = self._trial.curve, self._trial.report
        if curve is None or report is None or stream != self._stream:
            return
        of = self._kit.store.state.streams.get(stream)
        zone = self._kit.zone()
        self._panel.plot.set_value(shown.compared(curve, of, stream, report.to_ms, zone))


def _why(problem: HttpError) -> str:
    """Why there is no report, in words; the server's own for what is not known here."""
    if isinstance(problem, Busy):
        return translate("Backtest", "服务器正在做另一个回测，请稍后再试")
    if isinstance(problem, Unreachable):
        return translate("Backtest", "连不上服务器")
    if isinstance(problem, SignInDenied):
        return translate("Backtest", "登录已失效，请重新登录")
    return str(problem) or translate("Backtest", "服务器中断了回测")
