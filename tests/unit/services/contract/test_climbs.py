"""What a climb leaves in the state and in the alert's own history."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from services.contract import events as ev
from services.contract.apply import apply
from services.contract.changes import Changes
from services.contract.model import (
    UNANSWERED_STATES,
    Alert,
    AlertState,
    Escalation,
    Level,
    Notice,
    TownState,
)

HOOK, SMS = Notice("k1", "hook", "zhang"), Notice("k2", "sms", "li")
STEP = ev.EscalationStepped("A", "night", 0, 1, (HOOK, SMS))


def town(state: AlertState = AlertState.UNACKNOWLEDGED) -> TownState:
    alert = Alert("A", "p.r", "W0", "积水", Level.RED, state, 1, "cm", "", 0, 0, 1, 1)
    return TownState(alerts={"A": alert})


def after(state: TownState, *bodies: ev.EventBody) -> Changes:
    changes = Changes()
    for body in bodies:
        seq = state.seq + 1
        made: Any = ev.seal(
            body, seq=seq, id=f"e{seq}", at_ms=10 * seq, actor="system:notify", command="c",
            prev=state.hash,
        )  # fmt: skip
        changes.merge(apply(state, made))
    return changes


def lines(state: TownState) -> list[tuple[str, str]]:
    return [(line.what, line.text) for line in state.alerts["A"].log]


def test_a_step_is_remembered_and_told_with_who_is_called_by_what() -> None:
    state = town()
    changes = after(state, STEP, replace(STEP, step=1, notices=(replace(SMS, key="k3"),)))
    climb = state.escalations["A"]
    assert (climb.step, climb.stepped_at_ms, len(climb.notices)) == (1, 20, 3)
    assert lines(state) == [
        ("EscalationStepped", "1 · zhang (hook); li (sms)"),
        ("EscalationStepped", "2 · li (sms)"),
    ]
    assert changes.alerts == changes.escalations == {"A"}
    assert state.alerts["A"].changed_at_ms == 1, "its age is not that of a message"


@pytest.mark.parametrize("state", [one for one in AlertState if one not in UNANSWERED_STATES])
def test_an_alert_somebody_answered_or_something_holds_takes_no_step(state: AlertState) -> None:
    made = town(state)
    after(made, STEP)
    assert made.escalations == {}
    assert lines(made) == []


def test_how_a_message_ended_counts_once_and_is_told() -> None:
    state = town()
    after(state, STEP, ev.NotificationSent("A", HOOK, 1, "HTTP 200"))
    after(state, ev.NotificationFailed("A", SMS, 8, "HTTP 500"))
    after(state, ev.NotificationSent("A", SMS, 9, "late"))
    climb = state.escalations["A"]
    assert (climb.sent, climb.failed) == (("k1",), ("k2",))
    assert lines(state)[1:3] == [
        ("NotificationSent", "zhang (hook)"),
        ("NotificationFailed", "li (sms) · HTTP 500"),
    ]


def test_a_message_that_ends_after_the_answer_is_told_and_begins_no_climb() -> None:
    state = town(AlertState.ACKNOWLEDGED)
    after(state, ev.NotificationSent("A", HOOK, 1, "HTTP 200"))
    assert state.escalations == {}
    assert lines(state) == [("NotificationSent", "zhang (hook)")]


def test_what_is_said_of_an_alert_nobody_knows_changes_nothing() -> None:
    state = TownState()
    changes = after(state, STEP, ev.NotificationSent("A", HOOK, 1, "x"))
    assert (state.alerts, state.escalations, changes.alerts) == ({}, {}, set())


def test_a_climb_ends_with_the_answer_and_begins_anew_when_the_alert_comes_back() -> None:
    state = town()
    after(state, STEP, ev.AlertAcknowledged("A"))
    assert state.escalations == {}
    after(state, ev.AlertLevelRaised("A", Level.RED, 2, "深", "p.r"))
    assert state.escalations == {"A": Escalation("A", 30)}
    for holds in (ev.AlertSuppressed("A", "F", "停电"), ev.AlertReleased("A")):
        after(state, holds)
    assert state.escalations == {"A": Escalation("A", 50)}
