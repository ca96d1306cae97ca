"""What a person may do with alerts: answer, shelve, reset, turn off while things are repaired.

Pure decisions on the town's state; knows no store and no socket.
"""

from __future__ import annotations

from services.casework.words import clock_text, required
from services.contract.commands import (
    AcknowledgeAlert,
    AcknowledgeAlerts,
    ResetAlert,
    ReturnToService,
    ShelveAlert,
    TakeOutOfService,
    UnshelveAlert,
)
from services.contract.events import (
    AlertAcknowledged,
    AlertReset,
    AlertShelved,
    AlertUnshelved,
    EventBody,
    ReturnedToService,
    TakenOutOfService,
)
from services.contract.model import (
    OPEN_STATES,
    UNANSWERED_STATES,
    Alert,
    AlertState,
    OutOfService,
    TownState,
)
from services.decisions import Context, Refused

MAX_SHELF_MS = 24 * 3_600_000
"""Longest time an alert may be shelved (IEC 62682 asks for a limit; a day is customary)."""


def find_alert(state: TownState, alert_id: str) -> Alert:
    """The alert. Raises Refused when there is none."""
    alert = state.alerts.get(alert_id)
    if alert is None:
        raise Refused(
            "alert.unknown",
            f"There is no alert {alert_id}. Reload the list and choose one that is on it.",
            alert=alert_id,
        )
    return alert


def acknowledge(state: TownState, command: AcknowledgeAlert, ctx: Context) -> list[EventBody]:
    alert = find_alert(state, command.alert)
    if alert.state is AlertState.SHELVED:
        raise Refused(
            "alert.shelved",
            f"The alert is shelved until {clock_text(alert.shelved_until_ms, ctx)}. "
            "Unshelve it first.",
            alert=alert.id,
            until=str(alert.shelved_until_ms),
        )
    if alert.acknowledged_by and alert.state in (AlertState.ACKNOWLEDGED, AlertState.NORMAL):
        raise Refused(
            "alert.already_acknowledged",
            f"{alert.acknowledged_by} acknowledged the alert at "
            f"{clock_text(alert.acknowledged_at_ms, ctx)}. Nothing more is needed.",
            alert=alert.id,
            by=alert.acknowledged_by,
            at=str(alert.acknowledged_at_ms),
        )
    _require_open(alert)
    return [AlertAcknowledged(alert.id)]


def shelve(state: TownState, command: ShelveAlert, ctx: Context) -> list[EventBody]:
    alert = find_alert(state, command.alert)
    if alert.state is AlertState.SHELVED:
        raise Refused(
            "alert.already_shelved",
            f"The alert is shelved until {clock_text(alert.shelved_until_ms, ctx)} already. "
            "Unshelve it first to choose another time.",
            alert=alert.id,
            until=str(alert.shelved_until_ms),
        )
    _require_open(alert)
    reason = required(
        command.reason, "alert.reason_missing", "Shelving needs a reason. Say why the alert waits."
    )
    if command.until_ms <= ctx.now_ms:
        raise Refused(
            "alert.shelf_past",
            f"{clock_text(command.until_ms, ctx)} has passed. Choose a time still to come.",
            until=str(command.until_ms),
        )
    if command.until_ms > ctx.now_ms + MAX_SHELF_MS:
        raise Refused(
            "alert.shelf_too_long",
            "An alert can be shelved for 24 hours at most. Choose an earlier time.",
            until=str(command.until_ms),
            hours="24",
        )
    return [AlertShelved(alert.id, command.until_ms, reason)]


def unshelve(state: TownState, command: UnshelveAlert, ctx: Context) -> list[EventBody]:
    alert = find_alert(state, command.alert)
    if alert.state is not AlertState.SHELVED:
        raise Refused(
            "alert.not_shelved",
            "The alert is not shelved, it is in the list already. Nothing more is needed.",
            alert=alert.id,
        )
    return [AlertUnshelved(alert.id, expired=False)]


def acknowledge_many(state: TownState, command: AcknowledgeAlerts, ctx: Context) -> list[EventBody]:
    asking = [
        alert_id
        for alert_id in dict.fromkeys(command.alerts)
        if find_alert(state, alert_id).state in UNANSWERED_STATES
    ]
    if not asking:
        raise Refused(
            "alert.none_to_acknowledge",
            "All of these alerts are acknowledged already. Nothing more is needed.",
        )
    return [AlertAcknowledged(alert_id) for alert_id in asking]


def reset(state: TownState, command: ResetAlert, ctx: Context) -> list[EventBody]:
    alert = find_alert(state, command.alert)
    # A breaker that was switched off waits for the reset, whatever became of the alert.
    holds_breaker = any(trip.alert == alert.id for trip in state.trips.values())
    if alert.state is AlertState.NORMAL and not holds_breaker:
        raise Refused(
            "alert.ended",
            "The alert is over already. Nothing more is needed.",
            alert=alert.id,
            state=alert.state.value,
        )
    if not (alert.latched or holds_breaker):
        raise Refused(
            "alert.not_latched",
            "The alert ends by itself once its condition is gone. Acknowledge it.",
            alert=alert.id,
        )
    if not ctx.by_person:
        raise Refused("alert.reset_by_hand", "Only a person may reset an alert.", alert=alert.id)
    text = required(
        command.text, "alert.reset_text_missing", "Say what was found on site before the reset."
    )
    return [AlertReset(alert.id, text)]


def take_out_of_service(
    state: TownState, command: TakeOutOfService, ctx: Context
) -> list[EventBody]:
    if command.stream not in state.streams:
        raise Refused(
            "stream.unknown",
            f"There is no stream {command.stream}. Reload the list and choose one that is on it.",
            stream=command.stream,
        )
    reason = required(
        command.reason,
        "alert.reason_missing",
        "Turning alarms off needs a reason. Say what is being repaired.",
    )
    item = OutOfService(command.stream, command.rule, reason, ctx.actor, ctx.now_ms)
    if known := state.out_of_service.get(item.key):
        raise Refused(
            "service.out_already",
            f"{known.by} turned these alarms off at {clock_text(known.since_ms, ctx)} already.",
            stream=known.stream,
            by=known.by,
            at=str(known.since_ms),
        )
    return [TakenOutOfService(item)]


def return_to_service(state: TownState, command: ReturnToService, ctx: Context) -> list[EventBody]:
    wanted = OutOfService(command.stream, command.rule, "", "", 0).key
    item = state.out_of_service.get(wanted)
    if item is None:
        raise Refused(
            "service.in_already",
            "These alarms are in service already. Nothing more is needed.",
            stream=command.stream,
        )
    return [ReturnedToService(item)]


def _require_open(alert: Alert) -> None:
    """Refuse what asks nobody for anything, each with its own reason."""
    if alert.state is AlertState.SUPPRESSED:
        raise Refused(
            "alert.suppressed",
            f"The alert is suppressed: {alert.suppressed_reason}. It comes back by itself if its "
            "condition outlasts that.",
            alert=alert.id,
            reason=alert.suppressed_reason,
        )
    if alert.state is AlertState.OUT_OF_SERVICE:
        raise Refused(
            "alert.out_of_service",
            "The alarms of this stream are out of service. Return them to service first.",
            alert=alert.id,
            stream=alert.stream,
        )
    if alert.state not in OPEN_STATES:
        raise Refused(
            "alert.ended",
            f"The alert is over (state {alert.state.value}). Nothing more is needed.",
            alert=alert.id,
            state=alert.state.value,
        )
