"""The replay against the engine, which sees every reading at its time and ticks every second."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, ReturnAlert
from services.contract.model import Stream, TownState
from services.detect.engine import RuleEngine
from services.detect.replay import can_replay, replay
from services.packs.rules import RateRule, StaleRule, StuckRule, Text, Threshold, ThresholdRule
from services.spans import spans

START = 1_700_000_000_000
COMMON = {"stream": "k", "title": Text(zh="{name}", en="{name}"), "class_code": "x"}
SECONDS = st.sampled_from([0, 1, 2, 3, 5, 8])


def levels(*at):
    names = ("blue", "yellow", "orange", "red")
    return dict(zip(names, (Threshold(at=one) for one in at), strict=False))


@st.composite
def thresholds(draw):
    below = draw(st.booleans())
    at = sorted(draw(st.sets(st.integers(1, 6), min_size=1, max_size=3)), reverse=below)
    return ThresholdRule(
        **COMMON,
        levels=levels(*at),
        deadband=draw(st.sampled_from([0, 1, 2])),
        on_delay_s=draw(SECONDS),
        off_delay_s=draw(SECONDS),
        direction="below" if below else "above",
    )


@st.composite
def rates(draw):
    below = draw(st.booleans())
    at = sorted(draw(st.sets(st.sampled_from([20, 40, 90]), min_size=1)))
    return RateRule(
        **COMMON,
        levels=levels(*(-one if below else one for one in at)),
        deadband=draw(st.sampled_from([0, 10])),
        on_delay_s=draw(SECONDS),
        off_delay_s=draw(SECONDS),
        window_s=draw(st.sampled_from([1, 3, 7, 20])),
        from_value=draw(st.sampled_from([None, 3])),
        direction="below" if below else "above",
    )


@st.composite
def silences(draw):
    at = sorted(draw(st.sets(st.integers(2, 9), min_size=1, max_size=3)))
    return StaleRule(
        **COMMON,
        levels=levels(*at),
        deadband=draw(st.sampled_from([0, 1])),
        on_delay_s=draw(SECONDS),
        off_delay_s=draw(SECONDS),
    )


@st.composite
def stucks(draw):
    at = sorted(draw(st.sets(st.integers(1, 9), min_size=1, max_size=3)))
    return StuckRule(
        **COMMON,
        levels=levels(*at),
        on_delay_s=draw(SECONDS),
        off_delay_s=draw(SECONDS),
        resting_values=draw(st.sampled_from([[], [0.0], [1.0, 2.0]])),
    )


RULES = thresholds() | rates() | silences() | stucks()
READINGS = st.dictionaries(st.integers(0, 40), st.integers(0, 7), max_size=30)
QUIET = st.dictionaries(st.integers(0, 40), st.integers(0, 2), max_size=12)
SERIES = st.lists(READINGS | QUIET, min_size=1, max_size=3)


def by_engine(rule, series, seconds):
    streams = [Stream(f"S{n}", n, "k", f"S{n}", "cm", 0, 0) for n in range(len(series))]
    engine = RuleEngine({"r": rule})
    engine.restore(TownState(), streams)
    opened, alerts, rows = {}, {}, []
    for second in range(seconds + 1):
        now = START + second * 1000
        here = [(n, one[second]) for n, one in enumerate(series) if second in one]
        index, value = zip(*here, strict=True) if here else ((), ())
        columns = Columns(
            np.array(index, np.uint32),
            np.array(value, np.float64),
            np.full(len(here), now),
            np.zeros(len(here), np.uint8),
        )
        for command in engine.evaluate(columns, now):
            if isinstance(command, RaiseAlert):
                alerts[command.alert.id] = int(command.alert.stream[1:])
                opened[command.alert.id] = [now, int(command.alert.level), 0]
            elif isinstance(command, ReturnAlert):
                begun, level, rises = opened.pop(command.alert)
                rows.append((alerts[command.alert], begun, now, level, rises))
            elif command.alert in opened:
                begun, level, rises = opened[command.alert]
                opened[command.alert] = [begun, int(command.level), rises + 1]
            else:
                opened[command.alert] = [now, int(command.level), 0]
    rows += [(alerts[key], begun, 0, level, n) for key, (begun, level, n) in opened.items()]
    return sorted(rows)


def by_replay(rule, series, seconds):
    points = [
        (n, START + second * 1000, float(one[second]))
        for n, one in enumerate(series)
        for second in sorted(one)
    ]
    stream, at, value = zip(*points, strict=True) if points else ((), (), ())
    found = replay(
        rule,
        np.array(stream, np.int32),
        np.array(at, np.int64),
        np.array(value, np.float64),
        START + seconds * 1000,
    )
    return list(zip(*(column.tolist() for column in found), strict=True))


@settings(max_examples=400, deadline=None)
@example(
    ThresholdRule(**COMMON, levels=levels(2, 4), deadband=1, on_delay_s=3, off_delay_s=2),
    [{0: 5, 5: 0, 6: 5, 20: 0}],
    45,
)
@given(RULES, SERIES, st.integers(40, 50))
def test_the_replay_gives_what_the_engine_gives(rule, series, seconds):
    assert can_replay(rule)
    assert by_replay(rule, series, seconds) == by_engine(rule, series, seconds)


def test_a_delay_that_ends_between_two_readings_raises_at_its_end():
    rule = ThresholdRule(**COMMON, levels=levels(2), deadband=0, on_delay_s=3, off_delay_s=2)
    assert by_replay(rule, [{0: 5, 5: 0}], 9) == [(0, START + 3000, START + 7000, 1, 0)]


def test_an_alarm_that_stands_at_the_end_has_no_end():
    rule = ThresholdRule(**COMMON, levels=levels(2, 4), deadband=0, on_delay_s=0, off_delay_s=0)
    assert by_replay(rule, [{1: 1}, {1: 3, 2: 5}], 9) == [(1, START + 1000, 0, 2, 1)]


def test_a_rule_bound_to_hours_is_not_replayed_at_once():
    rule = StaleRule(**COMMON, levels=levels(60), during=["night"])
    assert not can_replay(rule)


def test_alarms_over_before_the_days_asked_for_are_left_out():
    rows = [(1, 1, 5, 1, 0), (1, 6, 9, 1, 0), (2, 1, 0, 1, 0)]
    assert spans(rows).since(5).from_ms.tolist() == [6, 1]
