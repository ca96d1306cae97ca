"""A change of an alert or a case together with the line it leaves in its chronology."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from services.contract.changes import Changes
from services.contract.events import Event
from services.contract.model import (
    ALERT_LOG,
    ENDED_ALERTS,
    UNANSWERED_STATES,
    Alert,
    AlertState,
    Case,
    Escalation,
    LogEntry,
    TownState,
)


def put_case(
    state: TownState, event: Event, case: Case, changes: Changes, text: str, **fields: Any
) -> None:
    """The case with `fields` and a line."""
    entry = LogEntry(event.at_ms, event.actor, event.kind, text)
    state.cases[case.id] = replace(case, log=(*case.log, entry), **fields)
    changes.cases.add(case.id)


def put_alert(
    state: TownState, event: Event, alert: Alert, changes: Changes, text: str = "", /, **fields: Any
) -> None:
    """The alert with `fields` and a line; its climb ends or begins as its state says."""
    entry = LogEntry(event.at_ms, event.actor, event.kind, text)
    log = (*alert.log, entry)[-ALERT_LOG:]
    after = replace(alert, changed_at_ms=event.at_ms, log=log, **fields)
    state.alerts[alert.id] = after
    changes.alerts.add(alert.id)
    keep_standing(state, after)
    _keep_escalation(state, alert, after, changes)


def keep_standing(state: TownState, alert: Alert) -> None:
    """Where the alert is listed: among those that stand, or for a while among those that ended."""
    if alert.state is not AlertState.NORMAL:
        state.ended_alerts.pop(alert.id, None)
        state.standing.setdefault(alert.id, None)
    elif alert.id in state.standing:
        del state.standing[alert.id]
        state.ended_alerts[alert.id] = None
        while len(state.ended_alerts) > ENDED_ALERTS:
            del state.ended_alerts[next(iter(state.ended_alerts))]


def note_alert(state: TownState, event: Event, alert_id: str, changes: Changes, text: str) -> None:
    """A line about an alert that leaves it as it is, if there is one."""
    if alert := state.alerts.get(alert_id):
        entry = LogEntry(event.at_ms, event.actor, event.kind, text)
        state.alerts[alert_id] = replace(alert, log=(*alert.log, entry)[-ALERT_LOG:])
        changes.alerts.add(alert_id)


def _keep_escalation(state: TownState, before: Alert, after: Alert, changes: Changes) -> None:
    """A climb ends when somebody has taken the alert; what comes back afterwards begins anew."""
    if after.state not in UNANSWERED_STATES:
        if state.escalations.pop(after.id, None) is not None:
            changes.escalations.add(after.id)
    elif before.state not in UNANSWERED_STATES:
        state.escalations[after.id] = Escalation(after.id, after.changed_at_ms)
        changes.escalations.add(after.id)
