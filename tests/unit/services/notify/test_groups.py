"""Unanswered alerts by group, change by change."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from services.contract.model import UNANSWERED_STATES, AlertState, TownState
from services.notify.groups import UnansweredGroups
from tests.unit.services.notify.alerts import make_alert


def test_what_is_answered_held_or_moved_leaves_its_group() -> None:
    groups, state = UnansweredGroups(), TownState()
    state.alerts = {id: make_alert(id, group="A1") for id in ("A1", "A2", "A3")}
    assert groups.take(state, ["A1", "A2", "A3"]) == {"A1"}
    state.alerts["A1"] = make_alert("A1", group="A1", state=AlertState.ACKNOWLEDGED)
    state.alerts["A2"] = make_alert("A2", group="F")
    assert groups.take(state, ["A1", "A2"]) == {"A1", "F"}
    assert [one.id for one in groups.of(state, "A1")] == ["A3"]
    assert [one.id for one in groups.of(state, "F")] == ["A2"]
    assert groups.of(state, "nobody") == []


def test_an_alert_from_before_there_were_groups_is_alone() -> None:
    groups, state = UnansweredGroups(), TownState(alerts={"A1": make_alert("A1")})
    assert groups.take(state, ["A1", "unknown"]) == {"A1"}
    assert [one.id for one in groups.of(state, "A1")] == ["A1"]


@given(st.integers(0, 2**32))
def test_groups_are_those_of_the_state(seed: int) -> None:
    rng, groups, state = Random(seed), UnansweredGroups(), TownState()
    for _ in range(60):
        id, group = f"A{rng.randrange(8)}", f"A{rng.randrange(3)}"
        if rng.random() < 0.1:
            state.alerts.pop(id, None)
        else:
            state.alerts[id] = make_alert(id, group=group, state=rng.choice(list(AlertState)))
        groups.take(state, [id])
        for key in ("A0", "A1", "A2"):
            unanswered = [
                one.id
                for one in state.alerts.values()
                if one.group == key and one.state in UNANSWERED_STATES
            ]
            assert sorted(one.id for one in groups.of(state, key)) == sorted(unanswered)
