"""Warnings of other authorities: taken once, renewed, withdrawn, run out, drills kept apart."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from services.contract import commands as cmd
from services.contract.apply import apply
from services.contract.events import seal
from services.contract.model import ENDED_WARNINGS, Level, TownState, Warning
from services.decisions import Context, Refused
from services.operations.handlers import HANDLERS

RAIN = Warning("暴雨", Level.BLUE, "暴雨蓝色预警", "区气象台", 0)


def rain(message: str, level: Level = Level.BLUE, **fields: Any) -> Warning:
    return replace(RAIN, level=level, id=f"cap-{message}", messages=(message,), **fields)


def do(state: TownState, body: Any, now: int = 10) -> int:
    """Events the command made."""
    events = HANDLERS[type(body)](state, body, Context("gateway", now, str, "Asia/Shanghai"))
    for one in events:
        event = seal(
            one, seq=state.seq + 1, id="e", at_ms=now, actor="x", command="c", prev=state.hash
        )
        apply(state, event)
    return len(events)


def test_the_same_message_twice_is_one_warning_also_after_its_end() -> None:
    state = TownState()
    assert do(state, cmd.TakeWarning(rain("a"))) == 1
    assert do(state, cmd.TakeWarning(rain("a"))) == 0
    do(state, cmd.WithdrawWarning(("a",), False))
    assert do(state, cmd.TakeWarning(rain("a"))) == 0
    assert not state.warnings


def test_an_update_takes_the_warnings_place_and_is_known_by_all_its_messages() -> None:
    state = TownState()
    do(state, cmd.TakeWarning(rain("a", sent_ms=1)), now=10)
    do(state, cmd.TakeWarning(rain("b", Level.RED, sent_ms=2), ("a",)), now=20)
    (warning,) = state.warnings.values()
    assert (warning.id, warning.level, warning.messages) == ("cap-a", Level.RED, ("a", "b"))
    assert (warning.issued_at_ms, warning.versions_ms) == (20, (10,))
    assert do(state, cmd.WithdrawWarning(("a",), False)) == 1
    assert state.ended_warnings["cap-a"].ended_at_ms == 10


def test_an_update_of_two_warnings_leaves_one() -> None:
    state = TownState()
    do(state, cmd.TakeWarning(rain("a")))
    do(state, cmd.TakeWarning(rain("b")))
    do(state, cmd.TakeWarning(rain("c"), ("a", "b")))
    assert [warning.messages for warning in state.warnings.values()] == [("a", "b", "c")]


def test_an_update_that_came_first_keeps_the_original_out() -> None:
    state = TownState()
    do(state, cmd.TakeWarning(rain("b"), ("a",)))
    assert do(state, cmd.TakeWarning(rain("a"))) == 0
    assert [warning.messages[-1] for warning in state.warnings.values()] == ["b"]


def test_an_update_older_than_what_stands_is_refused() -> None:
    state = TownState()
    do(state, cmd.TakeWarning(rain("a", sent_ms=1)))
    do(state, cmd.TakeWarning(rain("c", sent_ms=3), ("a",)))
    with pytest.raises(Refused) as caught:
        do(state, cmd.TakeWarning(rain("b", sent_ms=2), ("a",)))
    assert caught.value.code == "warning.outdated"


def test_a_drill_touches_no_real_warning() -> None:
    state = TownState()
    do(state, cmd.TakeWarning(rain("a")))
    with pytest.raises(Refused):
        do(state, cmd.WithdrawWarning(("a",), True))
    do(state, cmd.TakeWarning(rain("d", Level.RED, is_drill=True), ("a",)))
    assert {w.level: w.is_drill for w in state.warnings.values()} == {
        Level.BLUE: False,
        Level.RED: True,
    }


def test_a_warning_ends_when_it_runs_out_and_not_before() -> None:
    state = TownState()
    do(state, cmd.TakeWarning(rain("a", expires_ms=100)))
    assert do(state, cmd.ExpireWarning("cap-a"), now=99) == 0
    assert do(state, cmd.ExpireWarning("cap-a"), now=100) == 1
    assert do(state, cmd.ExpireWarning("cap-a"), now=101) == 0
    do(state, cmd.IssueWarning("暴雨", Level.BLUE, "x", "台"))
    assert do(state, cmd.ExpireWarning("暴雨"), now=10**9) == 0


def test_one_from_elsewhere_stands_beside_our_own_of_the_same_kind() -> None:
    state = TownState()
    do(state, cmd.IssueWarning("暴雨", Level.BLUE, "本镇", "镇"))
    do(state, cmd.TakeWarning(rain("a")))
    assert len(state.warnings) == 2
    do(state, cmd.LiftWarning("cap-a"))
    assert list(state.warnings) == ["暴雨"]


def test_the_state_remembers_a_bounded_number_of_ended_warnings() -> None:
    state = TownState()
    for number in range(ENDED_WARNINGS + 5):
        do(state, cmd.IssueWarning(str(number), Level.BLUE, "x", "台"))
        do(state, cmd.LiftWarning(str(number)))
    assert next(iter(state.ended_warnings)) == "5"
    assert len(state.ended_warnings) == ENDED_WARNINGS
