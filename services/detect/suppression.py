"""Alarms suppressed by design (ISA-18.2): what holds an alert back, until when, and why.

An alert is held while an alert of the design's cause stands on something it hangs on, or while
its asset has one of the design's statuses, and a while after. Pure: the state and the time in, the
reason out. The cause is never held by what it causes, so that there is always one to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.contract.model import Alert, AlertState, TownState
from services.detect.policy import Design, Policy

Causes = Mapping[str, Sequence[Alert]]
"""Alerts that may be a cause, by rule."""

_ENDS = frozenset({"AlertReturnedToNormal", "AlertReset", "TakenOutOfService"})
"""Lines in an alert's log with which it stops being a cause."""
_RESET = "AlertReset"
_LIFE = _ENDS | {"AlertRaised", "AlertLevelRaised"}


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an alert is held. `until_ms` is 0 while the cause stands."""

    by: str
    reason: str
    reason_en: str
    until_ms: int = 0


def causes_among(policy: Policy, alerts: Iterable[Alert]) -> dict[str, list[Alert]]:
    """The alerts of rules that are a cause, by rule."""
    found: dict[str, list[Alert]] = {}
    if policy.causes:
        for alert in alerts:
            if alert.rule in policy.causes:
                found.setdefault(alert.rule, []).append(alert)
    return found


def causes_in(policy: Policy, state: TownState) -> dict[str, list[Alert]]:
    """The alerts that are a cause, or were until just now."""
    if not policy.causes:
        return {}
    return causes_among(policy, (state.alerts[id] for id in (*state.standing, *state.ended_alerts)))


def stands(cause: Alert) -> bool:
    """Whether the cause still is one. What is out of service says nothing of the world."""
    return not cause.returned and cause.state not in (
        AlertState.NORMAL,
        AlertState.OUT_OF_SERVICE,
    )


def began_ms(alert: Alert) -> int:
    """Since when its condition stands, or stood last: an alert may come back before it is over."""
    since = alert.raised_at_ms
    gone = False
    for line in alert.log:
        if line.what in _ENDS:
            gone = True
        elif gone and line.what == "AlertLevelRaised":
            since, gone = line.at_ms, False
    return since


def ended_ms(cause: Alert) -> int:
    """When a cause that does not stand any more stopped."""
    for line in reversed(cause.log):
        if line.what in _ENDS:
            return line.at_ms
    return cause.changed_at_ms


def was_reset(alert: Alert) -> bool:
    """Whether it ended by a reset by hand, and not because its condition was gone."""
    return next((line.what for line in reversed(alert.log) if line.what in _LIFE), "") == _RESET


def hold_on(
    policy: Policy,
    state: TownState,
    alert: Alert,
    now_ms: int,
    causes: Causes,
    left_ms: Mapping[str, int] | None = None,
) -> Hold | None:
    """What holds the alert at `now_ms`, None for nothing.

    `left_ms` says when an asset left a status that held; an asset it does not name has left it
    too long ago. A cause that stands goes before one that is gone, the one in force before others.
    """
    found: list[Hold] = []
    for design in policy.designs.get(alert.rule, ()):
        if design.cause:
            found += _by_causes(design, state, alert, now_ms, causes.get(design.cause, ()))
        elif (hold := _by_status(design, state, alert, now_ms, left_ms or {})) is not None:
            found.append(hold)
    return min(
        found, key=lambda hold: (hold.until_ms > 0, hold.by != alert.suppressed_by), default=None
    )


def _by_causes(
    design: Design, state: TownState, alert: Alert, now_ms: int, causes: Iterable[Alert]
) -> Iterable[Hold]:
    by = state.alerts.get(alert.suppressed_by)
    held = alert.state is AlertState.SUPPRESSED and by is not None and by.rule == design.cause
    for cause in causes:
        # What is held goes on being held when its cause comes back before it was let go.
        if not held and began_ms(alert) < began_ms(cause) - design.lead_ms:
            continue
        until_ms = 0 if stands(cause) else ended_ms(cause) + design.linger_ms
        if until_ms and until_ms <= now_ms:
            continue
        if _hangs_on(state, design.through, alert, cause) and not _causes(state, alert, cause):
            yield Hold(cause.id, design.reason.zh, design.reason.en, until_ms)


def _by_status(
    design: Design, state: TownState, alert: Alert, now_ms: int, left_ms: Mapping[str, int]
) -> Hold | None:
    stream = state.streams.get(alert.stream)
    asset = state.assets.get(stream.asset) if stream else None
    if asset is None:
        return None
    until_ms = 0
    if asset.status not in design.asset_status:
        if alert.suppressed_by != design.name or asset.id not in left_ms:
            return None
        until_ms = left_ms[asset.id] + design.linger_ms
        if until_ms <= now_ms:
            return None
    return Hold(design.name, design.reason.zh, design.reason.en, until_ms)


def _hangs_on(state: TownState, through: str, alert: Alert, cause: Alert) -> bool:
    """Whether both share the attribute, or the alert's names what the cause is about."""
    mine = _marks(state, alert, through)
    if not mine:
        return False
    stream = state.streams.get(cause.stream)
    about = {cause.stream, stream.asset if stream else ""} | _marks(state, cause, through)
    return not mine.isdisjoint(about - {""})


def _marks(state: TownState, alert: Alert, through: str) -> set[str]:
    """Values of the attribute on the alert's stream and on its asset."""
    stream = state.streams.get(alert.stream)
    if stream is None or not through:
        return set()
    asset = state.assets.get(stream.asset)
    found = {str(stream.attributes.get(through, ""))}
    if asset is not None:
        found.add(str(asset.attributes.get(through, "")))
    return found - {""}


def _causes(state: TownState, alert: Alert, other: Alert) -> bool:
    """Whether the alert is what holds the other, be it through others, or is the other itself."""
    seen: set[str] = set()
    held: Alert | None = other
    while held is not None and held.id not in seen:
        if held.id == alert.id:
            return True
        seen.add(held.id)
        held = state.alerts.get(held.suppressed_by) if held.suppressed_by else None
    return False
