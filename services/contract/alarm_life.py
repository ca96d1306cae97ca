"""How events change alerts: the alarm states of ISA-18.2, held alarms, breakers that trip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from services.contract import events as ev
from services.contract.changes import Changes
from services.contract.chronology import keep_standing, put_alert, put_case
from services.contract.model import (
    ALERT_LOG,
    HELD_STATES,
    OPEN_STATES,
    Alert,
    AlertState,
    LogEntry,
    TownState,
)

RETURNED = {
    AlertState.UNACKNOWLEDGED: AlertState.RETURNED_UNACKNOWLEDGED,
    AlertState.ACKNOWLEDGED: AlertState.NORMAL,
    AlertState.SUPPRESSED: AlertState.NORMAL,
    AlertState.OUT_OF_SERVICE: AlertState.NORMAL,
}
"""What a state becomes when the condition goes; a shelved alert stays on its shelf."""


NOT_HELD: dict[str, Any] = {
    "shelved_until_ms": 0,
    "shelved_reason": "",
    "suppressed_by": "",
    "suppressed_reason": "",
    "suppressed_reason_en": "",
}
"""Fields of an alert nothing holds."""
STANDING_STATES = frozenset(
    {AlertState.UNACKNOWLEDGED, AlertState.ACKNOWLEDGED, AlertState.SUPPRESSED}
)
"""States that can become suppressed; a suppressed alert gets another cause."""


def _raised(state: TownState, event: ev.Event, body: ev.AlertRaised, changes: Changes) -> None:
    """A held alert says in its second line what holds it: nobody was told of it."""
    alert = body.alert
    log = [LogEntry(event.at_ms, event.actor, event.kind, alert.title)]
    if alert.state is AlertState.SUPPRESSED:
        why = alert.suppressed_reason
        log.append(LogEntry(event.at_ms, event.actor, ev.AlertSuppressed.__name__, why))
    elif alert.state is AlertState.OUT_OF_SERVICE:
        log.append(_off(state, event, alert))
    state.alerts[alert.id] = replace(alert, log=tuple(log))
    changes.alerts.add(alert.id)
    keep_standing(state, alert)


def _off(state: TownState, event: ev.Event, alert: Alert) -> LogEntry:
    """The line that says that the alert came while its stream was out of service, and why."""
    items = state.out_of_service.values()
    why = next((item.reason for item in items if item.covers(alert)), "")
    return LogEntry(event.at_ms, event.actor, ev.TakenOutOfService.__name__, why)


def _in(state: TownState, alert_id: str, *allowed: AlertState) -> Alert | None:
    """The alert, if it is in one of the states an event is for; else the event changes nothing."""
    alert = state.alerts.get(alert_id)
    return alert if alert is not None and alert.state in allowed else None


def _level_raised(
    state: TownState, event: ev.Event, body: ev.AlertLevelRaised, changes: Changes
) -> None:
    alert = state.alerts.get(body.alert)
    if alert is None:
        return
    put_alert(
        state,
        event,
        alert,
        changes,
        body.title,
        # Latched until somebody has answered: what comes back milder before that stays severe.
        level=body.level if alert.state is AlertState.NORMAL else max(body.level, alert.level),
        value=body.value,
        title=body.title,
        title_en=body.title_en,
        guidance=body.guidance or alert.guidance,
        guidance_en=body.guidance_en or alert.guidance_en,
        tier=body.tier or alert.tier,
        rule=body.rule,
        returned=False,
        state=_asking(state, alert),
    )
    now = state.alerts[alert.id]
    if now.state is not alert.state and now.state is AlertState.OUT_OF_SERVICE:
        state.alerts[alert.id] = replace(now, log=(*now.log, _off(state, event, now))[-ALERT_LOG:])
    if case := state.cases.get(alert.case):
        put_case(state, event, case, changes, body.title, level=max(case.level, body.level))


def _asking(state: TownState, alert: Alert) -> AlertState:
    """The state of an alert whose condition got worse or came back."""
    if alert.state in HELD_STATES:
        return alert.state
    if any(item.covers(alert) for item in state.out_of_service.values()):
        return AlertState.OUT_OF_SERVICE
    return AlertState.UNACKNOWLEDGED


def _returned(
    state: TownState, event: ev.Event, body: ev.AlertReturnedToNormal, changes: Changes
) -> None:
    if alert := state.alerts.get(body.alert):
        after = RETURNED.get(alert.state, alert.state)
        free = NOT_HELD if after is AlertState.NORMAL else {}
        put_alert(
            state, event, alert, changes, state=after, value=body.value, returned=True, **free
        )


def _acknowledged(
    state: TownState, event: ev.Event, body: ev.AlertAcknowledged, changes: Changes
) -> None:
    if alert := _in(state, body.alert, *OPEN_STATES):
        put_alert(
            state,
            event,
            alert,
            changes,
            state=AlertState.NORMAL if alert.returned else AlertState.ACKNOWLEDGED,
            acknowledged_by=event.actor,
            acknowledged_at_ms=event.at_ms,
        )


def _shelved(state: TownState, event: ev.Event, body: ev.AlertShelved, changes: Changes) -> None:
    if alert := _in(state, body.alert, *OPEN_STATES):
        put_alert(
            state,
            event,
            alert,
            changes,
            body.reason,
            state=AlertState.SHELVED,
            shelved_until_ms=body.until_ms,
            shelved_reason=body.reason,
        )


def _unshelved(
    state: TownState, event: ev.Event, body: ev.AlertUnshelved, changes: Changes
) -> None:
    if alert := _in(state, body.alert, AlertState.SHELVED):
        put_alert(
            state,
            event,
            alert,
            changes,
            state=_back(alert),
            **NOT_HELD,
        )


def _suppressed(
    state: TownState, event: ev.Event, body: ev.AlertSuppressed, changes: Changes
) -> None:
    if alert := _in(state, body.alert, *STANDING_STATES):
        put_alert(
            state,
            event,
            alert,
            changes,
            body.reason,
            state=AlertState.SUPPRESSED,
            suppressed_by=body.by,
            suppressed_reason=body.reason,
            suppressed_reason_en=body.reason_en,
            group=body.group or alert.group,
            group_key=body.group_key or alert.group_key,
        )


def _released(state: TownState, event: ev.Event, body: ev.AlertReleased, changes: Changes) -> None:
    if alert := _in(state, body.alert, AlertState.SUPPRESSED):
        put_alert(
            state,
            event,
            alert,
            changes,
            state=_back(alert),
            **NOT_HELD,
        )


def _reset(state: TownState, event: ev.Event, body: ev.AlertReset, changes: Changes) -> None:
    """Whoever resets an alert on site has seen it: nothing is left to acknowledge."""
    if alert := _in(state, body.alert, *OPEN_STATES, *HELD_STATES):
        put_alert(
            state,
            event,
            alert,
            changes,
            body.text,
            state=AlertState.NORMAL,
            returned=True,
            acknowledged_by=alert.acknowledged_by or event.actor,
            acknowledged_at_ms=alert.acknowledged_at_ms or event.at_ms,
            **NOT_HELD,
        )
    elif alert := state.alerts.get(body.alert):
        put_alert(state, event, alert, changes, body.text)
    for trip in [trip for trip in state.trips.values() if trip.alert == body.alert]:
        del state.trips[trip.asset]
        changes.assets.add(trip.asset)


def _back(alert: Alert) -> AlertState:
    """The state of an alert that is held no longer."""
    return AlertState.NORMAL if alert.returned else AlertState.UNACKNOWLEDGED


def _out_of_service(
    state: TownState, event: ev.Event, body: ev.TakenOutOfService, changes: Changes
) -> None:
    state.out_of_service[body.item.key] = body.item
    changes.out_of_service.add(body.item.key)
    held = OPEN_STATES | {AlertState.SHELVED, AlertState.SUPPRESSED}
    for alert in list(state.alerts.values()):
        if alert.state in held and body.item.covers(alert):
            # What had returned and only waited for an answer asks for none any more.
            after = AlertState.NORMAL if alert.returned else AlertState.OUT_OF_SERVICE
            put_alert(
                state,
                event,
                alert,
                changes,
                body.item.reason,
                state=after,
                **NOT_HELD,
            )


def _back_in_service(
    state: TownState, event: ev.Event, body: ev.ReturnedToService, changes: Changes
) -> None:
    state.out_of_service.pop(body.item.key, None)
    changes.out_of_service.add(body.item.key)
    still = tuple(state.out_of_service.values())
    for alert in list(state.alerts.values()):
        if (
            alert.state is AlertState.OUT_OF_SERVICE
            and body.item.covers(alert)
            and not any(item.covers(alert) for item in still)
        ):
            put_alert(state, event, alert, changes, state=_back(alert))


def _trip(
    state: TownState,
    event: ev.Event,
    body: ev.TripOrdered | ev.TripSent | ev.TripFailed,
    changes: Changes,
) -> None:
    state.trips[body.trip.asset] = body.trip
    changes.assets.add(body.trip.asset)
    if alert := state.alerts.get(body.trip.alert):
        put_alert(state, event, alert, changes, body.trip.text)


APPLIERS: dict[type, Callable[[TownState, ev.Event, Any, Changes], None]] = {
    ev.AlertRaised: _raised,
    ev.AlertLevelRaised: _level_raised,
    ev.AlertReturnedToNormal: _returned,
    ev.AlertAcknowledged: _acknowledged,
    ev.AlertShelved: _shelved,
    ev.AlertUnshelved: _unshelved,
    ev.AlertSuppressed: _suppressed,
    ev.AlertReleased: _released,
    ev.AlertReset: _reset,
    ev.TakenOutOfService: _out_of_service,
    ev.ReturnedToService: _back_in_service,
    ev.TripOrdered: _trip,
    ev.TripSent: _trip,
    ev.TripFailed: _trip,
}
