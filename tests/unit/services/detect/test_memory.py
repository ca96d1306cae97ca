"""What the engine remembers over a restart, and what it must forget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.contract.commands import RaiseAlert
from services.contract.model import Alert, AlertState, Level, TownState
from services.detect.engine import RuleEngine
from services.detect.memory import BadMemory
from services.packs.rules import AbsenceRule, Threshold
from tests.unit.services.detect.test_engine import RULE, columns, engine, stream, town


def test_a_running_delay_goes_on_after_a_restart() -> None:
    before = engine({"r": RULE}, town())
    assert before.evaluate(columns((1, 6.0, 0)), 0) == []
    after = RuleEngine({"r": RULE})
    after.restore(town(), memory=before.remember())
    assert after.tick(2999) == []
    (raised,) = after.tick(3000)
    assert isinstance(raised, RaiseAlert)
    assert raised.alert.stream == "W1"


def test_a_row_is_known_by_its_stream_not_by_its_place() -> None:
    before = engine({"r": RULE}, town())
    before.evaluate(columns((1, 6.0, 0)), 0)
    moved = TownState(streams={"W9": stream(9), "W1": stream(1)})
    before.restore(moved)
    (raised,) = before.tick(3000)
    assert isinstance(raised, RaiseAlert)
    assert raised.alert.stream == "W1"


def test_a_rule_that_changed_begins_anew() -> None:
    before = engine({"r": RULE}, town())
    before.evaluate(columns((1, 6.0, 0)), 0)
    after = RuleEngine({"r": replace(RULE, off_delay_s=6)})
    after.restore(town(), memory=before.remember())
    assert after.tick(10**9) == []


@given(st.binary(max_size=80))
def test_bytes_that_are_no_memory_are_refused_and_the_engine_works(data: bytes) -> None:
    one = RuleEngine({"r": replace(RULE, on_delay_s=0)})
    with pytest.raises(BadMemory):
        one.restore(town(), memory=data)
    assert len(one.evaluate(columns((1, 6.0, 0)), 0)) == 1


def old_alert(changed_at_ms: int) -> Alert:
    state = AlertState.RETURNED_UNACKNOWLEDGED
    return Alert(
        "old", "r", "W1", "t", Level.BLUE, state, 6.0, "cm", "", 0.0, 0.0, 0, changed_at_ms, True
    )


def test_a_memory_older_than_the_alerts_return_does_not_raise_it_again() -> None:
    before = engine({"r": replace(RULE, on_delay_s=0)}, town())
    assert len(before.evaluate(columns((1, 6.0, 1000)), 1000)) == 1
    state = town()
    state.alerts["old"] = old_alert(changed_at_ms=2000)
    after = RuleEngine({"r": replace(RULE, on_delay_s=0)})
    after.restore(state, memory=before.remember(), now_ms=5000)
    assert after.tick(5000) == []
    assert len(after.evaluate(columns((1, 6.0, 6000)), 6000)) == 1


def test_an_alert_that_never_reached_the_journal_is_raised_after_the_restart() -> None:
    before = engine({"r": replace(RULE, on_delay_s=0)}, town())
    assert len(before.evaluate(columns((1, 6.0, 3000)), 3000)) == 1
    state = town()
    state.alerts["old"] = old_alert(changed_at_ms=2000)
    for journal in (town(), state):
        after = RuleEngine({"r": replace(RULE, on_delay_s=0)})
        after.restore(journal, memory=before.remember(), now_ms=5000)
        assert len(after.tick(5000)) == 1


def test_an_absence_is_not_counted_while_the_server_was_away_or_before_it_knew() -> None:
    rule = AbsenceRule(
        stream="depth",
        levels={"blue": Threshold(at=60)},
        title=RULE.title,
        class_code="x",
        from_value=1,
    )
    before = engine({"r": rule}, town())
    assert before.evaluate(columns((1, 1.0, 0)), 30_000) == []
    known, unknown = RuleEngine({"r": rule}), RuleEngine({"r": rule})
    known.restore(town(), memory=before.remember(), now_ms=530_000)
    unknown.restore(town(), now_ms=530_000)
    unknown.evaluate(columns((1, 1.0, 0)), 530_000)
    assert known.tick(559_000) == []
    assert len(known.tick(560_000)) == 1
    assert unknown.tick(589_000) == []
    assert len(unknown.tick(590_000)) == 1
