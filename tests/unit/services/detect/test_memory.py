"""What the engine remembers over a restart, and what it must forget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.contract.commands import RaiseAlert
from services.contract.model import TownState
from services.detect.engine import RuleEngine
from services.detect.memory import BadMemory
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
