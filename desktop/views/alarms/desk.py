"""What an operator asks for at the alarm table becomes commands: dialogs in between, sending.

Whether a command is legal is the server's to decide; what became of it is said in the banner.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget
from uuid_utils import uuid7

from desktop.actions.catalogue import ActionId
from desktop.models import alarm_deeds, alarm_sending, wording
from desktop.models.alarm_deeds import Chosen, Doubt
from desktop.models.alarm_lines import speaker
from desktop.models.refusals import refusal_text
from desktop.state.store import TownStore
from desktop.views.alarms.table import AlarmTable
from desktop.views.dialogs.alert_forms import (
    ConfirmDialog,
    OpenCaseDialog,
    ServiceDialog,
    ShelveDialog,
    reset_dialog,
)
from services.contract import commands as cmd
from services.contract.model import Alert, Level, Tier
from widgets.boards.banner import Banner

translate = QCoreApplication.translate

Send = Callable[[cmd.OperatorCommand], object]

_TIER_BY_LEVEL = {Level.RED: Tier.LARGE, Level.ORANGE: Tier.MIDDLE}
_NAMED = 5
"""Red alerts a question names one by one."""


class AlarmDesk(QObject):
    """Turns actions on what is chosen into commands; `locate(id)` is for the owner of the
    map, `rule_asked(rule)` for that of the rules."""

    locate = Signal(str)
    rule_asked = Signal(str)

    def __init__(
        self, store: TownStore, send: Send, table: AlarmTable, window: QWidget, banner: Banner
    ) -> None:
        super().__init__(window)
        self._store = store
        self._send = send
        self._table = table
        self._window = window
        self._banner = banner
        self._waiting = {command.id: command.body for command in store.pending}
        self._refused = {command.id for command in store.refusals}

    @property
    def chosen(self) -> Chosen:
        """What is chosen, as it stands now."""
        table = self._table
        lines = table.lines_chosen()
        speaks = speaker(table.scene, lines[0]) if len(lines) == 1 else None
        return Chosen.of(self._store.state, table.alerts_chosen(), lines, speaks)

    def perform(self, action: ActionId) -> None:
        """Do it, or say why not."""
        chosen = self.chosen
        store = self._store
        reasons = alarm_deeds.blocked(
            store.state,
            chosen,
            self._table.scene.sending,
            can_operate=not store.connection.is_only_looking,
        )
        if action not in reasons:
            self._say(alarm_deeds.why_not(action, chosen), "quiet")
        elif reasons[action]:
            self._say(reasons[action], "quiet")
        else:
            alerts = alarm_deeds.fitting(self._store.state, action, chosen)
            self._begin(action, alerts, chosen)

    def _begin(self, action: ActionId, alerts: tuple[Alert, ...], chosen: Chosen) -> None:
        if action is ActionId.ACKNOWLEDGE:
            self._acknowledge(alerts)
        elif action is ActionId.UNSHELVE:
            self._give(alarm_deeds.unshelve(alerts))
        elif action is ActionId.RETURN_TO_SERVICE:
            self._give(alarm_deeds.take_in(self._store.state, chosen))
        elif action is ActionId.GO_TO:
            self.locate.emit(f"alert:{alerts[0].id}")
        elif action is ActionId.RULES:
            self.rule_asked.emit(alerts[0].rule)
        elif action is ActionId.SHELVE:
            shelve = ShelveDialog(_about(alerts), self._window)
            shelve.answered.connect(partial(self._shelve, alerts))
            self._open(shelve)
        elif action is ActionId.RESET:
            reset = reset_dialog(_about(alerts), self._window)
            reset.answered.connect(partial(self._reset, alerts))
            self._open(reset)
        elif action is ActionId.OUT_OF_SERVICE:
            rules = {alert.rule for alert in alerts}
            one = rules.pop() if len(rules) == 1 else ""
            service = ServiceDialog(_about(alerts), one, self._window)
            service.answered.connect(partial(self._take_out, alerts))
            self._open(service)
        elif action is ActionId.OPEN_CASE:
            self._ask_case(alerts[0])

    def _open(self, dialog: QDialog) -> None:
        self._table.is_asking = True
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self, _: int) -> None:
        self._table.is_asking = False

    def _give(self, commands: list[cmd.OperatorCommand]) -> None:
        for command in commands:
            self._send(command)

    # Each deed

    def _acknowledge(self, alerts: tuple[Alert, ...]) -> None:
        first, end = self._table.screen()
        doubt = alarm_deeds.doubt(alerts, self._table.has_seen, end - first)
        if doubt is None:
            self._give(alarm_deeds.acknowledge(alerts))
            return
        verb = translate("AlarmDesk", "确认 {n} 条").format(n=doubt.count)
        dialog = ConfirmDialog(_why_asked(doubt), _unseen(doubt), verb, self._window)
        dialog.confirmed.connect(partial(self._give, alarm_deeds.acknowledge(alerts)))
        self._open(dialog)

    def _shelve(self, alerts: tuple[Alert, ...], minutes: int, reason: str) -> None:
        until_ms = self._store.clock.now_ms() + minutes * 60_000
        self._give(alarm_deeds.shelve(alerts, until_ms, reason))

    def _reset(self, alerts: tuple[Alert, ...], text: str) -> None:
        self._give(alarm_deeds.reset(alerts, text))

    def _take_out(self, alerts: tuple[Alert, ...], whole: bool, reason: str) -> None:
        self._give(alarm_deeds.take_out(alerts, reason, whole_stream=whole))

    def _ask_case(self, alert: Alert) -> None:
        tier = alert.tier or _TIER_BY_LEVEL.get(alert.level, Tier.SMALL)
        form = OpenCaseDialog(wording.alert_title(alert), tier, self._window)
        form.answered.connect(partial(self._open_case, alert))
        self._open(form)

    def _open_case(self, alert: Alert, title: str, tier: str) -> None:
        case = cmd.OpenCase(
            str(uuid7()),
            title,
            alert.class_code,
            Tier(tier),
            alert.stream,
            alert.level,
            alert.id,
        )
        self._give([case])

    # What became of them

    def follow(self) -> None:
        """Say which commands were taken or refused since the last time."""
        store = self._store
        done = alarm_sending.done(self._waiting, store.pending, store.refusals)
        fresh = [one for one in store.refusals if one.id not in self._refused]
        self._waiting = {command.id: command.body for command in store.pending}
        self._refused = {command.id for command in store.refusals}
        if fresh:
            what = wording.command_text(fresh[-1].body)
            text = translate("AlarmDesk", "“{what}”被拒：{why}")
            self._say(text.format(what=what, why=refusal_text(fresh[-1].refusal)), "bad")
        elif done:
            count = sum(max(1, len(alarm_sending.about(store.state, body))) for body in done)
            text = translate("AlarmDesk", "已完成：{what}（{n}）")
            self._say(text.format(what=wording.command_text(done[-1]), n=count), "good")

    def why_refused(self, alert: str) -> str:
        """Why the last command about an alert was refused; empty when none was."""
        for refused in reversed(self._store.refusals):
            if alert in alarm_sending.about(self._store.state, refused.body):
                what = wording.command_text(refused.body)
                return f"{what}：{refusal_text(refused.refusal)}"
        return ""

    def _say(self, text: str, tone: str) -> None:
        self._banner.show_message("alarms", text, tone)


def _about(alerts: tuple[Alert, ...]) -> str:
    """What a dialog is about."""
    title = wording.alert_title(alerts[0])
    if len(alerts) == 1:
        return title
    return translate("AlarmDesk", "{title} 等 {n} 条告警").format(title=title, n=len(alerts))


def _why_asked(doubt: Doubt) -> str:
    if doubt.is_more_than_a_screen:
        text = translate("AlarmDesk", "将一次确认 {n} 条告警，比一屏还多。")
    else:
        text = translate("AlarmDesk", "将一次确认 {n} 条告警。")
    return text.format(n=doubt.count)


def _unseen(doubt: Doubt) -> str:
    if not doubt.unseen:
        return ""
    head = translate("AlarmDesk", "其中 {n} 条红色告警还没有看过：").format(n=len(doubt.unseen))
    names = [f"◆ {wording.alert_title(alert)}" for alert in doubt.unseen[:_NAMED]]
    rest = ["……"] if len(doubt.unseen) > _NAMED else []
    return "\n".join((head, *names, *rest))
