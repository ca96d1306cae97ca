"""The stepper against the replay, on readings of every minute."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contract.codec import Columns
from services.contract.model import Stream
from services.detect.engine import RuleEngine
from services.detect.replay import replay
from services.detect.stepping import STEP_MS, Stepper
from services.packs.rules import StaleRule, Text, Threshold, ThresholdRule

START = 1_700_000_040_000
COMMON = {"stream": "k", "title": Text(zh="{name}", en="{name}"), "class_code": "x"}
STREAMS = [Stream(f"S{n}", n, "k", f"S{n}", "cm", 0, 0) for n in range(3)]


def rule(at=3, latch=False):
    return ThresholdRule(
        **COMMON,
        levels={"blue": Threshold(at=at), "red": Threshold(at=at + 2)},
        deadband=1,
        on_delay_s=60,
        off_delay_s=120,
        latch=latch,
    )


def columns(values):
    """One reading of every stream a minute, on the minute; None for none."""
    rows = [
        (n, START + minute * STEP_MS, float(value))
        for minute, row in enumerate(values)
        for n, value in enumerate(row)
        if value is not None
    ]
    index, at, value = zip(*rows, strict=True) if rows else ((), (), ())
    quality = np.zeros(len(rows), np.uint8)
    return Columns(
        np.array(index, np.uint32), np.array(value, np.float64), np.array(at, np.int64), quality
    )


def stepped(rules, wanted, values):
    stepper = Stepper(rules, [wanted], None, STREAMS, [], RuleEngine)
    stepper.feed(columns(values), START - STEP_MS, START + (len(values) - 1) * STEP_MS)
    return stepper.alarms(wanted)


VALUES = st.lists(st.tuples(*[st.none() | st.integers(0, 6)] * 3), min_size=1, max_size=30)


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_steps_of_a_minute_give_what_the_replay_gives(values):
    given_columns = columns(values)
    order = np.lexsort((given_columns.at_ms, given_columns.index))
    found = replay(
        rule(),
        given_columns.index[order].astype(np.int32),
        given_columns.at_ms[order],
        given_columns.value[order],
        START + (len(values) - 1) * STEP_MS,
    )
    ours = stepped({"r": rule()}, "r", values)
    assert [column.tolist() for column in ours] == [column.tolist() for column in found]


def test_only_the_alarms_of_the_rules_wanted_are_kept():
    values = [(5, None, None)] * 4
    both = {"r": rule(), "other": rule(1)}
    assert stepped(both, "r", values).stream.tolist() == [0]


def test_a_rule_that_latches_returns_as_if_it_was_reset():
    values = [(9, None, None)] * 3 + [(0, None, None)] * 4 + [(9, None, None)] * 3
    assert len(stepped({"r": rule(latch=True)}, "r", values).stream) == 2


def test_time_passes_where_no_reading_comes():
    silent = StaleRule(**COMMON, levels={"blue": Threshold(at=120)})
    found = stepped({"s": silent}, "s", [(1, None, None)] + [(None, None, None)] * 5)
    assert found.from_ms.tolist() == [START + 2 * STEP_MS]
