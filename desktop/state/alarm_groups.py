"""Alarms that are one event, as the server grouped them: what a group shows in one line.

Kept up by the ids of alerts that changed, so that a change costs what its own group holds and not
what the town holds. Knows no Qt and no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, KeysView
from dataclasses import dataclass

from services.contract.model import (
    HELD_STATES,
    UNANSWERED_STATES,
    Alert,
    AlertState,
    Level,
    TownState,
)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why alerts of a group are suppressed; `by` is an alert or the name of a suppression."""

    by: str
    reason: str
    reason_en: str
    count: int


@dataclass(frozen=True, slots=True)
class AlarmGroup:
    """A group as it stands. Ids are of alerts, in the order in which they were raised."""

    key: str
    first_out: str
    """The one it began with (ISA-18.2 first-out), also when that one is over."""
    open: tuple[str, ...]
    held: tuple[str, ...]
    """Shelved, suppressed or out of service."""
    level: Level
    """The worst of the open ones; NONE when all are held."""
    worst: str
    """The alert that speaks for the group: the worst open one, of these the first."""
    unanswered: int
    counts: dict[AlertState, int]
    causes: tuple[Cause, ...]
    began_at_ms: int
    changed_at_ms: int


class AlarmGroups:
    """The groups with an alert that is not normal. `rebuild` first, then `update`."""

    def __init__(self) -> None:
        self._key: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        self._made: dict[str, AlarmGroup] = {}

    def rebuild(self, state: TownState) -> None:
        """Take all alerts of a new state."""
        self._key.clear()
        self._members.clear()
        self._made.clear()
        self.update(state, state.alerts)

    def update(self, state: TownState, alert_ids: Iterable[str]) -> set[str]:
        """Take alerts that changed; answers the keys of all groups touched, old and new."""
        touched: set[str] = set()
        for id in alert_ids:
            alert = state.alerts.get(id)
            before = self._key.get(id)
            after = None
            if alert is not None and alert.state is not AlertState.NORMAL:
                after = alert.group or id
            if id in self._members:  # the group says of it that it was the first
                touched.add(id)
            if before is None and after is None:
                continue
            if before != after:
                self._move(id, before, after)
            touched |= {key for key in (before, after) if key is not None}
        for key in touched:
            self._made.pop(key, None)
        return touched

    def _move(self, id: str, before: str | None, after: str | None) -> None:
        if before is not None:
            del self._key[id]
            members = self._members[before]
            members.discard(id)
            if not members:
                del self._members[before]
        if after is not None:
            self._key[id] = after
            self._members.setdefault(after, set()).add(id)

    def keys(self) -> KeysView[str]:
        """Keys of the groups there are."""
        return self._members.keys()

    def key_of(self, alert_id: str) -> str:
        """The group an alert is in; its own id when it is in none."""
        return self._key.get(alert_id, alert_id)

    def members(self, key: str) -> tuple[str, ...]:
        """Alerts of a group that are not normal, in no particular order."""
        return tuple(self._members.get(key, ()))

    def group(self, state: TownState, key: str) -> AlarmGroup:
        """The group of a key that `keys` holds. Raises KeyError for another."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = _group(state, key, self._members[key])
        return made


def _group(state: TownState, key: str, members: Iterable[str]) -> AlarmGroup:
    alerts = [state.alerts[id] for id in members]
    alerts.sort(key=_in_order)
    open: list[Alert] = []
    held: list[Alert] = []
    counts: dict[AlertState, int] = {}
    for alert in alerts:
        counts[alert.state] = counts.get(alert.state, 0) + 1
        (held if alert.state in HELD_STATES else open).append(alert)
    # max takes the first of equals, so that of the worst the earliest speaks.
    worst = max(open or held, key=_level)
    began = state.alerts.get(key)
    first = began if began is not None and began.group in ("", key) else alerts[0]
    return AlarmGroup(
        key,
        first.id,
        tuple([alert.id for alert in open]),
        tuple([alert.id for alert in held]),
        worst.level if open else Level.NONE,
        worst.id,
        sum(counts.get(state, 0) for state in UNANSWERED_STATES),
        counts,
        _causes(held),
        min(first.raised_at_ms, alerts[0].raised_at_ms),
        max([alert.changed_at_ms for alert in alerts]),
    )


def _in_order(alert: Alert) -> tuple[int, str]:
    return alert.raised_at_ms, alert.id


def _level(alert: Alert) -> Level:
    return alert.level


def _causes(held: Iterable[Alert]) -> tuple[Cause, ...]:
    found = Counter(
        (alert.suppressed_by, alert.suppressed_reason, alert.suppressed_reason_en)
        for alert in held
        if alert.state is AlertState.SUPPRESSED
    )
    return tuple(Cause(*why, count) for why, count in found.items())
