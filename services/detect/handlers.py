"""Decisions on what the rule engine, the suppressions and the shelf clock find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

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
from services.contract.model import HELD_STATES, Alert, AlertState, Level, TownState
from services.decisions import Context, Refused
from services.detect.grouping import join
from services.detect.policy import NO_POLICY, Policy
from services.detect.suppression import causes_in, hold_on

Handler = Callable[[TownState, Any, Context], list[EventBody]]


def _find(state: TownState, alert_id: str) -> Alert:
    alert = state.alerts.get(alert_id)
    if alert is None:
        raise Refused(
            "alert.unknown",
            f"There is no alert {alert_id}. Restore the rule engine from the state.",
            alert=alert_id,
        )
    return alert


class Raise:
    """Decides on RaiseAlert by the policy in force: which group it joins, whether it is held."""

    def __init__(self, policy: Callable[[], Policy]) -> None:
        self._policy = policy

    def __call__(self, state: TownState, command: cmd.RaiseAlert, ctx: Context) -> list[EventBody]:
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
        return [AlertRaised(_first_state(self._policy(), state, alert, ctx.now_ms))]


def _first_state(policy: Policy, state: TownState, alert: Alert, now_ms: int) -> Alert:
    """The alert as it begins: in its group, and held when something holds it."""
    group, key = join(policy, state, alert)
    alert = replace(alert, group=group, group_key=key)
    if any(item.covers(alert) for item in state.out_of_service.values()):
        return replace(alert, state=AlertState.OUT_OF_SERVICE)
    if alert.rule not in policy.designs:
        return alert
    hold = hold_on(policy, state, alert, now_ms, causes_in(policy, state))
    if hold is None:
        return alert
    group, key = _group_behind(state, hold.by)
    return replace(
        alert,
        state=AlertState.SUPPRESSED,
        suppressed_by=hold.by,
        suppressed_reason=hold.reason,
        suppressed_reason_en=hold.reason_en,
        group=group or alert.group,
        group_key=key or alert.group_key,
    )


def _group_behind(state: TownState, by: str) -> tuple[str, str]:
    """Group and key of what is held back by `by`; empty when that is no alert."""
    cause = state.alerts.get(by)
    return (cause.group or cause.id, cause.group_key) if cause else ("", "")


class RaiseLevel:
    """Decides on RaiseAlertLevel: a higher level, or the same condition back before the alert was
    put away. One that comes back while its cause stands is held at once, as a new one is."""

    def __init__(self, policy: Callable[[], Policy]) -> None:
        self._policy = policy

    def __call__(
        self, state: TownState, command: cmd.RaiseAlertLevel, ctx: Context
    ) -> list[EventBody]:
        alert = _find(state, command.alert)
        found: list[EventBody] = [_raise_level(alert, command)]
        policy = self._policy()
        if alert.returned and alert.state not in HELD_STATES and alert.rule in policy.designs:
            fresh = replace(alert, raised_at_ms=ctx.now_ms, log=(), returned=False)
            hold = hold_on(policy, state, fresh, ctx.now_ms, causes_in(policy, state))
            if hold is not None:
                group, key = _group_behind(state, hold.by)
                held = AlertSuppressed(alert.id, hold.by, hold.reason, hold.reason_en, group, key)
                found.append(held)
        return found


def _raise_level(alert: Alert, command: cmd.RaiseAlertLevel) -> AlertLevelRaised:
    if command.level <= alert.level and not alert.returned:
        raise Refused(
            "alert.not_higher",
            f"The alert is {alert.level.name} already. Nothing more is needed.",
            alert=alert.id,
            level=alert.level.name,
        )
    return AlertLevelRaised(
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
    """Hold an alert nobody has answered, or one that is held already for another cause.

    What it holds itself goes with it into the group of its cause.
    """
    alert = _find(state, command.alert)
    moves = alert.state is AlertState.SUPPRESSED and alert.suppressed_by != command.by
    if alert.returned or not (moves or alert.state is AlertState.UNACKNOWLEDGED):
        raise Refused(
            "alert.not_standing",
            "Only an alert that stands and that nobody has answered can be suppressed.",
            alert=alert.id,
            state=alert.state.value,
        )
    group, key = _group_behind(state, command.by)
    found = [AlertSuppressed(alert.id, command.by, command.reason, command.reason_en, group, key)]
    return [*found, *_followers(state, alert.id, group, key)] if group else [*found]


def _followers(state: TownState, cause: str, group: str, key: str) -> list[AlertSuppressed]:
    """What is held back by an alert, and by those in turn, as it goes into another group."""
    behind: dict[str, list[Alert]] = {}
    for id in state.standing:
        if (alert := state.alerts[id]).state is AlertState.SUPPRESSED:
            behind.setdefault(alert.suppressed_by, []).append(alert)
    found: list[AlertSuppressed] = []
    causes = [cause]
    while causes:
        for alert in behind.pop(causes.pop(), ()):
            reason, reason_en = alert.suppressed_reason, alert.suppressed_reason_en
            found.append(
                AlertSuppressed(alert.id, alert.suppressed_by, reason, reason_en, group, key)
            )
            causes.append(alert.id)
    return found


def _release(state: TownState, command: cmd.ReleaseAlert, ctx: Context) -> list[EventBody]:
    alert = _find(state, command.alert)
    if alert.state is not AlertState.SUPPRESSED:
        raise Refused("alert.not_suppressed", "The alert is not suppressed.", alert=alert.id)
    return [AlertReleased(alert.id)]


def make_handlers(policy: Callable[[], Policy]) -> dict[type, Handler]:
    """The handlers with the policy in force, asked for at every decision: packs are reloaded."""
    return {
        cmd.RaiseAlert: Raise(policy),
        cmd.RaiseAlertLevel: RaiseLevel(policy),
        cmd.ReturnAlert: _return,
        cmd.ExpireShelf: _expire,
        cmd.SuppressAlert: _suppress,
        cmd.ReleaseAlert: _release,
    }


HANDLERS: dict[type, Handler] = make_handlers(lambda: NO_POLICY)
