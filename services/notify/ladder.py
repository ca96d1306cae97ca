"""Who is told when, if nobody acknowledges an alert: pure rules on alert and climb.

A ladder is chosen by level and rule. Each step waits its minutes from the step before (the first
from the moment the alert became unacknowledged); a step none of whose messages could be
delivered is left at once. An alert whose condition is gone climbs no further until it is back.

Of a group one alert climbs at a time: the worst, and of these the first. People are called to an
event and not to each of its witnesses; one that is worse than what they were called for begins a
climb of its own, for that they have not been told yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from services.contract.model import Alert, AlertState, Escalation, Level, Notice


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: after so long, these persons by these channels."""

    after_ms: int
    to: tuple[tuple[str, str], ...]
    """Person and channel."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """`rules` are patterns of rule ids such as "waterlogging_response.*"."""

    id: str
    levels: frozenset[Level]
    rules: tuple[str, ...]
    steps: tuple[Step, ...]

    def fits(self, alert: Alert) -> bool:
        """Whether alerts like this climb it."""
        return alert.level in self.levels and any(fnmatchcase(alert.rule, p) for p in self.rules)


@dataclass(frozen=True, slots=True)
class Due:
    """The next step of an alert and when it is due."""

    alert: str
    ladder: str
    step: int
    begun_at_ms: int
    due_ms: int
    notices: tuple[Notice, ...]


def ladder_of(ladders: Sequence[Ladder], alert: Alert) -> Ladder | None:
    """The ladder an alert climbs: the first that fits."""
    return next((each for each in ladders if each.fits(alert)), None)


def climber_of(ladders: Sequence[Ladder], alerts: Iterable[Alert]) -> Alert | None:
    """The one alert of a group that climbs, None when none has a ladder."""
    climbing = [
        alert
        for alert in alerts
        if alert.state is AlertState.UNACKNOWLEDGED and ladder_of(ladders, alert) is not None
    ]
    return min(climbing, key=lambda one: (-one.level, one.raised_at_ms, one.id), default=None)


def next_step(ladders: Sequence[Ladder], alert: Alert, climb: Escalation | None) -> Due | None:
    """The step that comes next, or None when the alert climbs no further as things stand."""
    if alert.state is not AlertState.UNACKNOWLEDGED:
        return None
    ladder = ladder_of(ladders, alert)
    if ladder is None:
        return None
    if climb is None:
        step, since_ms, begun_ms = 0, alert.raised_at_ms, alert.raised_at_ms
    elif climb.step < 0:
        step, since_ms, begun_ms = 0, climb.begun_at_ms, climb.begun_at_ms
    elif climb.ladder != ladder.id:
        step, since_ms, begun_ms = 0, alert.changed_at_ms, alert.changed_at_ms
    else:
        step, since_ms, begun_ms = climb.step + 1, climb.stepped_at_ms, climb.begun_at_ms
    if step >= len(ladder.steps):
        return None
    rung = ladder.steps[step]
    wait_ms = 0 if step and climb is not None and _in_vain(ladder, climb) else rung.after_ms
    notices = tuple(
        Notice(key_of(alert.id, begun_ms, ladder.id, step, person, channel), channel, person)
        for person, channel in rung.to
    )
    return Due(alert.id, ladder.id, step, begun_ms, since_ms + wait_ms, notices)


def _in_vain(ladder: Ladder, climb: Escalation) -> bool:
    """Whether every message of the last step was given up."""
    count = len(ladder.steps[climb.step].to)
    last = climb.notices[-count:]
    return bool(last) and all(notice.key in climb.failed for notice in last)


def key_of(alert: str, begun_ms: int, ladder: str, step: int, person: str, channel: str) -> str:
    """The idempotency key of one message: the same after every restart, and fit for a header."""
    text = "\x00".join((alert, str(begun_ms), ladder, str(step), person, channel))
    return f"esc-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def unsettled(climb: Escalation) -> tuple[Notice, ...]:
    """Messages of the climb of which the journal does not hold yet how they ended."""
    done = {*climb.sent, *climb.failed}
    return tuple(notice for notice in climb.notices if notice.key not in done)
