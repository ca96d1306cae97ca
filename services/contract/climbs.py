"""How events change climbs of a ladder, and the lines they leave in the alert's chronology."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from services.contract import events as ev
from services.contract.changes import Changes
from services.contract.chronology import note_alert
from services.contract.model import UNANSWERED_STATES, Escalation, Notice, TownState


def _stepped(
    state: TownState, event: ev.Event, body: ev.EscalationStepped, changes: Changes
) -> None:
    alert = state.alerts.get(body.alert)
    if alert is None or alert.state not in UNANSWERED_STATES:
        return
    climb = state.escalations.get(body.alert) or Escalation(body.alert, body.begun_at_ms)
    state.escalations[body.alert] = replace(
        climb,
        begun_at_ms=body.begun_at_ms,
        ladder=body.ladder,
        step=body.step,
        stepped_at_ms=event.at_ms,
        notices=(*climb.notices, *body.notices),
    )
    changes.escalations.add(body.alert)
    told = "; ".join(_told(notice) for notice in body.notices)
    note_alert(state, event, body.alert, changes, f"{body.step + 1} · {told}")


def _notified(
    state: TownState,
    event: ev.Event,
    body: ev.NotificationSent | ev.NotificationFailed,
    changes: Changes,
) -> None:
    """A message may end after somebody has answered: the line is left all the same."""
    key, told = body.notice.key, _told(body.notice)
    sent = isinstance(body, ev.NotificationSent)
    text = told if isinstance(body, ev.NotificationSent) else f"{told} · {body.error}"
    note_alert(state, event, body.alert, changes, text)
    climb = state.escalations.get(body.alert)
    if climb is None or key in (*climb.sent, *climb.failed):
        return
    if sent:
        climb = replace(climb, sent=(*climb.sent, key))
    else:
        climb = replace(climb, failed=(*climb.failed, key))
    state.escalations[body.alert] = climb
    changes.escalations.add(body.alert)


def _told(notice: Notice) -> str:
    """Who is told by what, as the town's settings name them."""
    return f"{notice.person} ({notice.channel})"


APPLIERS: dict[type, Callable[[TownState, ev.Event, Any, Changes], None]] = {
    ev.EscalationStepped: _stepped,
    ev.NotificationSent: _notified,
    ev.NotificationFailed: _notified,
}
