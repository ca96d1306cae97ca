"""Decisions on what the rule engine and the shelf clock find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.contract import commands as cmd
from services.contract.events import (
    AlertLevelRaised,
    AlertRaised,
    AlertReleased,
    AlertReturnedToNormal,
    AlertSuppressed,
    AlertUnshelved,
    EventBody,
)
from services.contract.model import OPEN_STATES, Alert, AlertState, Level, TownState
from services.decisions import Context, Refused


def _find(state: TownState, alert_id: str) -> Alert:
    alert = state.alerts.get(alert_id)
    if alert is None:
        raise Refused(
            "alert.unknown",
            f"There is no alert {alert_id}. Restore the rule engine from the state.",
            alert=alert_id,
        )
    return alert


def _raise(state: TownState, command: cmd.RaiseAlert, ctx: Context) -> list[EventBody]:
    alert = command.alert
    if alert.id in state.alerts:
        raise Refused(
            "alert.exists", f"Alert {alert.id} exists already. Raise its level.", alert=alert.id
        )
    if alert.stream not in state.streams:
        raise Refused(
            "stream.unknown",
            f"The alert's stream {alert.stream} is not registered. Register it first.",
            stream=alert.stream,
        )
    if alert.level is Level.NONE:
        raise Refused("alert.no_level", "An alert needs a level. Correct the rule.")
    return [AlertRaised(alert)]


def _raise_level(state: TownState, command: cmd.RaiseAlertLevel, ctx: Context) -> list[EventBody]:
    """A higher level, or the same condition back before the alert was put away."""
    alert = _find(state, command.alert)
    if command.level <= alert.level and not alert.returned:
        raise Refused(
            "alert.not_higher",
            f"The alert is {alert.level.name} already. Nothing more is needed.",
            alert=alert.id,
            level=alert.level.name,
        )
    return [
        AlertLevelRaised(
            alert.id,
            command.level,
            command.value,
            command.title,
            command.rule,
            command.title_en,
            command.guidance,
            command.guidance_en,
            command.tier,
        )
    ]


def _return(state: TownState, command: cmd.ReturnAlert, ctx: Context) -> list[EventBody]:
    alert = _find(state, command.alert)
    if alert.returned:
        raise Refused(
            "alert.already_returned",
            "The condition is gone already. Nothing more is needed.",
            alert=alert.id,
        )
    return [AlertReturnedToNormal(alert.id, command.value)]


def _expire(state: TownState, command: cmd.ExpireShelf, ctx: Context) -> list[EventBody]:
    alert = _find(state, command.alert)
    if alert.state is not AlertState.SHELVED:
        raise Refused("alert.not_shelved", "The alert is not shelved.", alert=alert.id)
    if ctx.now_ms < alert.shelved_until_ms:
        raise Refused(
            "alert.shelf_running",
            "The shelf time still runs. Wait for its end or unshelve the alert.",
            alert=alert.id,
            until=str(alert.shelved_until_ms),
        )
    return [AlertUnshelved(alert.id, expired=True)]


def _suppress(state: TownState, command: cmd.SuppressAlert, ctx: Context) -> list[EventBody]:
    alert = _find(state, command.alert)
    if alert.state not in OPEN_STATES or alert.returned:
        raise Refused(
            "alert.not_standing",
            "Only an alert that stands open can be suppressed.",
            alert=alert.id,
            state=alert.state.value,
        )
    return [AlertSuppressed(alert.id, command.by, command.reason, command.reason_en)]


def _release(state: TownState, command: cmd.ReleaseAlert, ctx: Context) -> list[EventBody]:
    alert = _find(state, command.alert)
    if alert.state is not AlertState.SUPPRESSED:
        raise Refused("alert.not_suppressed", "The alert is not suppressed.", alert=alert.id)
    return [AlertReleased(alert.id)]


HANDLERS: dict[type, Callable[[TownState, Any, Context], list[EventBody]]] = {
    cmd.RaiseAlert: _raise,
    cmd.RaiseAlertLevel: _raise_level,
    cmd.ReturnAlert: _return,
    cmd.ExpireShelf: _expire,
    cmd.SuppressAlert: _suppress,
    cmd.ReleaseAlert: _release,
}
