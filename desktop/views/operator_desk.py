"""What an operator asks for becomes a command: the dialogs in between, and the sending.

It reads the state to fill its dialogs and gives finished commands to `send`; whether they are
legal is the server's to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QDialog, QWidget
from uuid_utils import uuid7

from desktop.actions.catalogue import ActionId, catalogue
from desktop.models import wording
from desktop.models.detail_presenter import blocked
from desktop.models.focus import Focus
from desktop.models.queue_presenter import subjects
from desktop.state.selectors import nearest_free_teams, team_positions
from desktop.state.store import TownStore
from desktop.views.dialogs.alert_forms import OpenCaseDialog, ShelveDialog
from desktop.views.dialogs.case_forms import (
    DispatchDialog,
    TeamChoice,
    close_dialog,
    note_dialog,
)
from services.contract import commands as cmd
from services.contract.model import Alert, Case, Level, TeamStatus, Tier

translate = QCoreApplication.translate

Send = Callable[[cmd.OperatorCommand], object]

# For alerts from before rules proposed a loop.
_TIER_BY_LEVEL = {Level.RED: Tier.LARGE, Level.ORANGE: Tier.MIDDLE}


class OperatorDesk(QObject):
    """Turns actions on the focus into commands, with a dialog where words are needed."""

    def __init__(self, store: TownStore, send: Send, window: QWidget) -> None:
        super().__init__(window)
        self._store = store
        self._send = send
        self._window = window

    def perform(self, action: ActionId, focus: Focus) -> str:
        """Do it, or answer why not (in words, empty when it was done)."""
        reasons = blocked(self._store.state, focus, subjects(self._store.pending))
        if action not in reasons:
            return translate("Desk", "当前选择不能执行“{what}”").format(what=_action_text(action))
        if reasons[action]:
            return reasons[action]
        alert, case = focus.alert, focus.case
        if alert is not None:
            self._on_alert(action, alert)
        if case is not None:
            self._on_case(action, case)
        return ""

    def _on_alert(self, action: ActionId, alert: Alert) -> None:
        if action is ActionId.ACKNOWLEDGE:
            self._send(cmd.AcknowledgeAlert(alert.id))
        elif action is ActionId.UNSHELVE:
            self._send(cmd.UnshelveAlert(alert.id))
        elif action is ActionId.SHELVE:
            shelve = ShelveDialog(alert.title, self._window)
            shelve.answered.connect(partial(self._shelve, alert.id))
            self._open(shelve)
        elif action is ActionId.OPEN_CASE:
            tier = alert.tier or _TIER_BY_LEVEL.get(alert.level, Tier.SMALL)
            form = OpenCaseDialog(alert.title, tier, self._window)
            form.answered.connect(partial(self._open_case, alert))
            self._open(form)

    def _on_case(self, action: ActionId, case: Case) -> None:
        if action is ActionId.DISPATCH:
            dispatch = DispatchDialog(case.title, self._choices(case), self._window)
            dispatch.answered.connect(partial(self._dispatch, case.id))
            self._open(dispatch)
        elif action is ActionId.NOTE:
            note = note_dialog(case.title, self._window)
            note.answered.connect(partial(self._note, case.id))
            self._open(note)
        elif action is ActionId.CLOSE_CASE:
            close = close_dialog(case.title, self._window)
            close.answered.connect(partial(self._close, case.id))
            self._open(close)
        elif action is ActionId.ARRIVED:
            self._report_arrival(case)

    def _open(self, dialog: QDialog) -> None:
        dialog.open()

    def _choices(self, case: Case) -> list[TeamChoice]:
        state = self._store.state
        positions = team_positions(state, self._store.readings)
        return [
            TeamChoice(team.id, f"{team.name}　{wording.distance_text(metres)}　{team.equipment}")
            for team, metres in nearest_free_teams(state, case.lon, case.lat, positions)
        ]

    def _report_arrival(self, case: Case) -> None:
        state = self._store.state
        for team_id in case.teams:
            team = state.teams.get(team_id)
            if team and team.case == case.id and team.status is TeamStatus.EN_ROUTE:
                self._send(cmd.ReportTeam(team.id, TeamStatus.ON_SITE))

    def _shelve(self, alert: str, minutes: int, reason: str) -> None:
        until = self._store.clock.now_ms() + minutes * 60_000
        self._send(cmd.ShelveAlert(alert, until, reason))

    def _open_case(self, alert: Alert, title: str, tier: str) -> None:
        place = alert.stream
        self._send(
            cmd.OpenCase(
                str(uuid7()), title, alert.class_code, Tier(tier), place, alert.level, alert.id
            )
        )

    def _dispatch(self, case: str, team: str) -> None:
        self._send(cmd.DispatchTeam(case, team))

    def _note(self, case: str, text: str) -> None:
        self._send(cmd.NoteCase(case, text))

    def _close(self, case: str, evidence: str) -> None:
        self._send(cmd.CloseCase(case, evidence))


def _action_text(action: ActionId) -> str:
    return next(a.text for a in catalogue() if a.id is action)
