from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.contract.apply import apply
from services.contract.commands import (
    AcknowledgeAlert,
    CommandBody,
    RecordNotification,
    StepEscalation,
)
from services.contract.events import AlertLevelRaised, AlertRaised, seal
from services.contract.model import AlertState, Escalation, Level, Notice, TownState
from services.decisions import Context, Refused
from services.notify.ladder import climber_of, next_step, unsettled
from tests.unit.services.contract.histories import HANDLERS, daily_command
from tests.unit.services.notify.alerts import MINUTE, START, make_alert, make_ladder

LADDER = make_ladder()


def test_the_first_step_waits_from_the_raising() -> None:
    due = next_step([LADDER], make_alert(), None)
    assert due is not None
    assert (due.step, due.due_ms, due.begun_at_ms) == (0, START + 2 * MINUTE, START)
    assert [(n.person, n.channel) for n in due.notices] == [("zhang", "hook"), ("zhang", "mail")]


def test_a_case_opened_from_it_does_not_put_it_off() -> None:
    due = next_step([LADDER], make_alert(changed_at_ms=START + MINUTE), None)
    assert due is not None and due.due_ms == START + 2 * MINUTE


def test_each_step_waits_from_the_one_before_and_the_last_is_the_last() -> None:
    climb = Escalation("A1", START, "night", 0, START + 9 * MINUTE)
    due = next_step([LADDER], make_alert(), climb)
    assert due is not None and (due.step, due.due_ms) == (1, START + 11 * MINUTE)
    assert next_step([LADDER], make_alert(), replace(climb, step=3)) is None


def test_a_step_that_reached_nobody_is_left_at_once() -> None:
    notices = (Notice("k1", "hook", "zhang"), Notice("k2", "mail", "zhang"))
    climb = Escalation("A1", START, "night", 0, START, notices, failed=("k1",))
    waiting = next_step([LADDER], make_alert(), climb)
    at_once = next_step([LADDER], make_alert(), replace(climb, failed=("k1", "k2")))
    assert waiting is not None and waiting.due_ms == START + 2 * MINUTE
    assert at_once is not None and at_once.due_ms == START


@pytest.mark.parametrize("state", [s for s in AlertState if s is not AlertState.UNACKNOWLEDGED])
def test_only_what_waits_for_somebody_climbs(state: AlertState) -> None:
    assert next_step([LADDER], make_alert(state=state), None) is None


def test_of_a_group_the_worst_climbs_and_of_these_the_first() -> None:
    both = [make_ladder("night", (Level.RED, Level.ORANGE))]
    first = make_alert("A1", level=Level.ORANGE)
    second = make_alert("A2", START + 1, level=Level.ORANGE)
    worse = make_alert("A3", START + 2)
    assert climber_of(both, [second, first]) == first
    assert climber_of(both, [first, worse, second]) == worse
    assert climber_of(both, []) is None


def test_what_has_no_ladder_or_does_not_stand_keeps_nobody_from_climbing() -> None:
    yellow = [make_ladder("day", (Level.YELLOW,))]
    mild = make_alert("A2", START + 1, level=Level.YELLOW)
    assert climber_of(yellow, [make_alert("A1"), mild]) == mild
    gone = make_alert("A1", level=Level.YELLOW, state=AlertState.RETURNED_UNACKNOWLEDGED)
    assert climber_of(yellow, [gone, mild]) == mild
    assert climber_of(yellow, [gone, make_alert("A3")]) is None


def test_level_and_rule_choose_the_ladder() -> None:
    mild = make_ladder("day", (Level.YELLOW, Level.RED))
    assert next_step([LADDER, mild], make_alert(level=Level.BLUE), None) is None
    assert next_step([LADDER, mild], make_alert(rule="fire.smoke"), None) is None
    due = next_step([LADDER, mild], make_alert(level=Level.YELLOW), None)
    assert due is not None and due.ladder == "day"


def test_a_worse_level_begins_the_ladder_of_that_level() -> None:
    mild = make_ladder("day", (Level.YELLOW,))
    climb = Escalation("A1", START, "day", 2, START)
    due = next_step([LADDER, mild], make_alert(changed_at_ms=START + 7), climb)
    assert due is not None
    assert (due.ladder, due.step, due.begun_at_ms) == ("night", 0, START + 7)


def test_another_climb_and_another_person_have_other_keys() -> None:
    first = next_step([LADDER], make_alert(), None)
    anew = next_step([LADDER], make_alert(), Escalation("A1", START + 1))
    assert first is not None and anew is not None
    keys = [notice.key for due in (first, anew) for notice in due.notices]
    assert len(set(keys)) == 4
    assert all(key.isascii() and len(key) < 60 for key in keys)


class Town:
    """The town's state under random commands, with what a perfect escalator would do."""

    def __init__(self) -> None:
        self.state, self.now, self.steps = TownState(), START, []
        self.put(AlertRaised(make_alert()))

    def put(self, body: object) -> None:
        state = self.state
        event = seal(  # type: ignore[arg-type]
            body,  # type: ignore[arg-type]
            seq=state.seq + 1,
            id=f"e{state.seq}",
            at_ms=self.now,
            actor="li",
            command="c",
            prev=state.hash,
        )
        apply(state, event)

    def give(self, command: CommandBody) -> bool:
        context = Context("li", self.now, lambda: "x", "Asia/Shanghai")
        try:
            bodies = HANDLERS[type(command)](self.state, command, context)  # type: ignore[arg-type]
        except Refused:
            return False
        for body in bodies:
            self.put(body)
        return True

    def climb(self, rng: Random) -> None:
        """Every step that is due; asked twice, as after a restart, and taken once."""
        for alert in list(self.state.alerts.values()):
            due = next_step([LADDER], alert, self.state.escalations.get(alert.id))
            if due is None or due.due_ms > self.now:
                continue
            command = StepEscalation(due.alert, due.ladder, due.step, due.begun_at_ms, due.notices)
            assert self.give(command)
            assert not self.give(command)
            self.steps.append((due, alert))
            for notice in due.notices:
                if rng.random() < 0.7:
                    self.give(RecordNotification(alert.id, notice, rng.random() < 0.5, 1, "r"))


@given(st.integers(0, 2**32))
def test_in_any_history_nobody_is_told_twice_and_only_of_what_waits(seed: int) -> None:
    rng = Random(seed)
    town = Town()
    for _ in range(80):
        town.now += rng.randrange(0, 4 * MINUTE)
        town.give(daily_command(rng, town.now))
        town.climb(rng)
    keys = [notice.key for due, _ in town.steps for notice in due.notices]
    assert len(keys) == len(set(keys))
    for _, alert in town.steps:
        assert alert.state is AlertState.UNACKNOWLEDGED
    for id, climb in town.state.escalations.items():
        assert "UNACKNOWLEDGED" in town.state.alerts[id].state.name
        assert {n.key for n in unsettled(climb)}.isdisjoint({*climb.sent, *climb.failed})


def test_an_acknowledged_alert_that_gets_worse_begins_anew_from_there() -> None:
    town = Town()
    town.now = START + 2 * MINUTE
    town.climb(Random(0))
    assert town.state.escalations["A1"].step == 0
    town.give(AcknowledgeAlert("A1"))
    assert "A1" not in town.state.escalations
    alert = town.state.alerts["A1"]
    again = LADDER
    assert next_step([again], alert, None) is None
    town.now += MINUTE
    town.put(AlertLevelRaised("A1", Level.RED, 40.0, "更深", alert.rule))
    due = next_step([again], town.state.alerts["A1"], town.state.escalations.get("A1"))
    assert due is not None
    assert (due.step, due.begun_at_ms, due.due_ms) == (0, town.now, town.now + 2 * MINUTE)
