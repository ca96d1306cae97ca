"""Groups of alarms, kept up change by change."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.state.alarm_groups import AlarmGroups, Cause
from services.contract.model import HELD_STATES, Alert, AlertState, Level, TownState

U, ACK, BACK = (
    AlertState.UNACKNOWLEDGED,
    AlertState.ACKNOWLEDGED,
    AlertState.RETURNED_UNACKNOWLEDGED,
)
HELD = AlertState.SUPPRESSED


def alert(
    id: str, at: int, group: str, level: Level = Level.BLUE, state: AlertState = U, **more: Any
) -> Alert:
    made = Alert(id, "p.r", "s", id, level, state, 0, "m", "", 0, 0, at, at, group=group)
    return replace(made, **more)


def town(*alerts: Alert) -> TownState:
    return TownState(alerts={one.id: one for one in alerts})


def groups_of(state: TownState) -> AlarmGroups:
    groups = AlarmGroups()
    groups.rebuild(state)
    return groups


def test_a_group_says_what_stands_in_one_line() -> None:
    state = town(
        alert("a", 1, "a", Level.YELLOW, ACK),
        alert("b", 2, "a", Level.RED, changed_at_ms=9),
        alert("c", 3, "a", Level.RED, BACK),
        alert("x", 4, "x"),
    )
    groups = groups_of(state)
    assert set(groups.keys()) == {"a", "x"}
    group = groups.group(state, "a")
    assert (group.first_out, group.worst, group.level) == ("a", "b", Level.RED)
    assert group.open == ("a", "b", "c") and group.held == ()
    assert group.unanswered == 2
    assert group.counts == {ACK: 1, U: 1, BACK: 1}
    assert (group.began_at_ms, group.changed_at_ms) == (1, 9)


def test_what_is_held_is_counted_with_its_cause_and_does_not_speak_for_the_group() -> None:
    why = {"suppressed_by": "f", "suppressed_reason": "停电", "suppressed_reason_en": "power"}
    state = town(
        alert("f", 5, "f", Level.ORANGE),
        alert("c1", 3, "f", Level.RED, HELD, **why),
        alert("c2", 7, "f", Level.RED, HELD, **why),
        alert("s", 8, "f", Level.RED, AlertState.SHELVED),
    )
    group = groups_of(state).group(state, "f")
    assert (group.level, group.worst, group.first_out) == (Level.ORANGE, "f", "f")
    assert group.held == ("c1", "c2", "s")
    assert group.causes == (Cause("f", "停电", "power", 2),)
    assert group.began_at_ms == 3


def test_a_group_of_held_alerts_only_has_no_level() -> None:
    state = town(alert("s", 8, "s", Level.RED, AlertState.SHELVED))
    group = groups_of(state).group(state, "s")
    assert (group.level, group.open, group.worst) == (Level.NONE, (), "s")


def test_the_first_out_is_remembered_when_it_is_over() -> None:
    state = town(alert("a", 1, "a", state=AlertState.NORMAL), alert("b", 2, "a"))
    group = groups_of(state).group(state, "a")
    assert group.first_out == "a"
    assert group.open == ("b",)


def test_a_group_whose_first_went_behind_a_cause_counts_from_who_is_left() -> None:
    state = town(alert("a", 1, "f", state=HELD), alert("b", 2, "a"), alert("f", 3, "f"))
    assert groups_of(state).group(state, "a").first_out == "b"


def test_an_alert_from_before_there_were_groups_is_alone() -> None:
    state = town(alert("a", 1, ""))
    groups = groups_of(state)
    assert groups.key_of("a") == "a"
    assert groups.members("a") == ("a",)


def test_an_alert_that_moves_touches_both_groups() -> None:
    state = town(alert("a", 1, "a"), alert("f", 2, "f"))
    groups = groups_of(state)
    state.alerts["a"] = alert("a", 1, "f", state=HELD)
    assert groups.update(state, ["a"]) == {"a", "f"}
    assert set(groups.keys()) == {"f"}
    assert groups.group(state, "f").held == ("a",)


def test_a_normal_alert_leaves_and_comes_back() -> None:
    state = town(alert("a", 1, "a"), alert("b", 2, "a"))
    groups = groups_of(state)
    groups.group(state, "a")
    state.alerts["a"] = alert("a", 1, "a", state=AlertState.NORMAL)
    assert groups.update(state, ["a"]) == {"a"}
    assert groups.group(state, "a").open == ("b",)
    state.alerts["a"] = alert("a", 1, "a")
    groups.update(state, ["a"])
    assert groups.group(state, "a").open == ("a", "b")


def test_a_group_that_did_not_change_is_not_made_anew() -> None:
    state = town(alert("a", 1, "a"), alert("b", 2, "b"))
    groups = groups_of(state)
    made = groups.group(state, "a")
    assert groups.update(state, ["b", "unknown"]) == {"b"}
    assert groups.group(state, "a") is made


def test_an_unknown_group_is_an_error() -> None:
    with pytest.raises(KeyError):
        groups_of(TownState()).group(TownState(), "x")


@given(st.integers(0, 2**32))
def test_change_by_change_is_the_same_as_all_at_once(seed: int) -> None:
    rng = Random(seed)
    state, groups = TownState(), AlarmGroups()
    for step in range(60):
        id = f"a{rng.randrange(12)}"
        group, level = f"a{rng.randrange(4)}", Level(rng.randrange(1, 5))
        why = {"suppressed_by": f"a{rng.randrange(4)}"}
        state.alerts[id] = alert(id, step, group, level, rng.choice(list(AlertState)), **why)
        groups.update(state, [id])
        whole = groups_of(state)
        assert set(groups.keys()) == set(whole.keys())
        assert all(groups.group(state, k) == whole.group(state, k) for k in set(whole.keys()))
    keys = set(groups.keys())
    shown = [one for key in keys for one in groups.members(key)]
    standing = {a.id for a in state.alerts.values() if a.state is not AlertState.NORMAL}
    assert sorted(shown) == sorted(standing)
    for key in keys:
        shown_as = groups.group(state, key)
        assert {*shown_as.open, *shown_as.held} == set(groups.members(key))
        assert all(state.alerts[one].state in HELD_STATES for one in shown_as.held)
