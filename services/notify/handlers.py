"""Decisions on steps of a ladder and on how messages ended. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.contract import commands as cmd
from services.contract.events import (
    EscalationStepped,
    EventBody,
    NotificationFailed,
    NotificationSent,
)
from services.contract.model import AlertState, TownState
from services.decisions import Context, Refused


def _step(state: TownState, command: cmd.StepEscalation, _: Context) -> list[EventBody]:
    alert = state.alerts.get(command.alert)
    if alert is None or alert.state is not AlertState.UNACKNOWLEDGED:
        raise Refused(
            "escalation.over",
            f"The alert {command.alert} does not wait for anybody. Nothing more is needed.",
            alert=command.alert,
        )
    climb = state.escalations.get(command.alert)
    expected = 0
    if climb is not None and climb.ladder == command.ladder:
        expected = climb.step + 1
    if command.step != expected:
        raise Refused(
            "escalation.wrong_step",
            f"Step {expected} comes next, not {command.step}. Work it out again from the state.",
            alert=command.alert,
            step=str(expected),
        )
    return [
        EscalationStepped(
            command.alert, command.ladder, command.step, command.begun_at_ms, command.notices
        )
    ]


def _record(_: TownState, command: cmd.RecordNotification, __: Context) -> list[EventBody]:
    kind = NotificationSent if command.sent else NotificationFailed
    return [kind(command.alert, command.notice, command.tries, command.text)]


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    cmd.StepEscalation: _step,
    cmd.RecordNotification: _record,
}
