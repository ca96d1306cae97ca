"""The replay against the engine, which sees every reading at its time and ticks every second."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, ReturnAlert
from services.contract.model import Stream, TownState
from services.detect.engine import RuleEngine
from services.detect.replay import can_replay, replay
from services.detect.schedule import Schedules
from services.packs.rules import (
    AbsenceRule,
    AccumulationRule,
    CombinationRule,
    CountRule,
    RateRule,
    StaleRule,
    StuckRule,
    Text,
    Threshold,
    ThresholdRule,
)
from services.packs.schema import Calendar
from services.spans import spans

START = 1_700_000_000_000
"""22:13:20 in UTC."""
NAME = Text(zh="", en="")
HOURS = {
    "r.now": Calendar(title=NAME, hours=["22:12-22:14", "22:13-22:15"]),
    "r.soon": Calendar(title=NAME, hours=["22:14-22:15"]),
    "r.later": Calendar(title=NAME, hours=["22:15-22:14"]),
}
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


SIDES = st.sampled_from(["above", "below"])


@st.composite
def counts(draw):
    at = sorted(draw(st.sets(st.integers(1, 5), min_size=1, max_size=3)))
    return CountRule(
        **COMMON,
        levels=levels(*at),
        deadband=draw(st.sampled_from([0, 1])),
        on_delay_s=draw(SECONDS),
        off_delay_s=draw(SECONDS),
        from_value=3,
        side=draw(SIDES),
        window_s=draw(st.sampled_from([1, 4, 9, 30])),
    )


@st.composite
def absences(draw):
    at = sorted(draw(st.sets(st.integers(2, 30), min_size=1, max_size=3)))
    return AbsenceRule(
        **COMMON,
        levels=levels(*at),
        deadband=draw(st.sampled_from([0, 1])),
        on_delay_s=draw(SECONDS),
        off_delay_s=draw(SECONDS),
        from_value=3,
        side=draw(SIDES),
    )


@st.composite
def sums(draw):
    at = sorted(draw(st.sets(st.sampled_from([5, 20, 60, 150]), min_size=1)))
    return AccumulationRule(
        **COMMON,
        levels=levels(*at),
        deadband=draw(st.sampled_from([0, 4])),
        on_delay_s=draw(SECONDS),
        off_delay_s=draw(SECONDS),
        window_s=draw(st.sampled_from([60, 120])),
        max_gap_s=draw(st.sampled_from([4, 20])),
        per_s=1,
    )


ALONE = thresholds() | rates() | silences() | stucks() | counts() | absences() | sums()
DURING = st.sampled_from([[], [], ["now"], ["soon"], ["later"], ["now", "later"]])
RULES = st.builds(lambda rule, during: replace(rule, during=during), ALONE, DURING)
READINGS = st.dictionaries(st.integers(0, 40), st.integers(0, 7), max_size=30)
QUIET = st.dictionaries(st.integers(0, 40), st.integers(0, 2), max_size=12)
SERIES = st.lists(READINGS | QUIET, min_size=1, max_size=3)


def by_engine(rule, series, seconds):
    streams = [Stream(f"S{n}", n, "k", f"S{n}", "cm", 0, 0) for n in range(len(series))]
    engine = RuleEngine({"r": rule}, calendars=HOURS)
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
    until = START + seconds * 1000
    schedules = Schedules(HOURS, "UTC")
    found = replay(
        rule,
        np.array(stream, np.int32),
        np.array(at, np.int64),
        np.array(value, np.float64),
        until,
        schedules.hours(schedules.number([f"r.{name}" for name in rule.during]), START, until),
    )
    return list(zip(*(column.tolist() for column in found), strict=True))


@settings(max_examples=400, deadline=None)
@example(
    ThresholdRule(**COMMON, levels=levels(2, 4), deadband=1, on_delay_s=3, off_delay_s=2),
    [{0: 5, 5: 0, 6: 5, 20: 0}],
    45,
    1,
)
@given(RULES, SERIES, st.integers(40, 50), st.sampled_from([1, 4]))
def test_the_replay_gives_what_the_engine_gives(rule, series, seconds, slower):
    assert can_replay(rule)
    series = [{second * slower: value for second, value in one.items()} for one in series]
    seconds *= slower
    assert by_replay(rule, series, seconds) == by_engine(rule, series, seconds)


@settings(max_examples=60, deadline=None)
@given(RULES, st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.02, 0.5]))
def test_long_series_of_almost_equal_steps_are_judged_as_the_engine_does(rule, seed, lost):
    rng = np.random.default_rng(seed)
    level = rng.integers(0, 8, 40).repeat(10)
    came = rng.random(400) >= lost
    series = [{n: int(level[n]) for n in range(400) if came[n]}]
    assert by_replay(rule, series, 400) == by_engine(rule, series, 400)


def test_a_delay_that_ends_between_two_readings_raises_at_its_end():
    rule = ThresholdRule(**COMMON, levels=levels(2), deadband=0, on_delay_s=3, off_delay_s=2)
    assert by_replay(rule, [{0: 5, 5: 0}], 9) == [(0, START + 3000, START + 7000, 1, 0)]


def test_an_alarm_that_stands_at_the_end_has_no_end():
    rule = ThresholdRule(**COMMON, levels=levels(2, 4), deadband=0, on_delay_s=0, off_delay_s=0)
    assert by_replay(rule, [{1: 1}, {1: 3, 2: 5}], 9) == [(1, START + 1000, 0, 2, 1)]


def test_a_condition_that_lasts_into_the_hours_of_its_rule_is_raised_as_they_open():
    rule = ThresholdRule(
        **COMMON, levels=levels(2), deadband=0, on_delay_s=3, off_delay_s=2, during=["soon"]
    )
    minute = START + 40_000
    assert by_replay(rule, [{1: 5}], 150) == [(0, minute + 3000, minute + 62_000, 1, 0)]


def test_a_count_is_over_as_readings_leave_the_window():
    rule = CountRule(**COMMON, levels=levels(2), from_value=3, window_s=4)
    assert by_replay(rule, [{1: 5, 3: 5}], 9) == [(0, START + 3000, START + 5000, 1, 0)]


def test_a_rule_on_other_rules_is_not_replayed():
    rule = CombinationRule(**COMMON, levels=levels(1), of=["other"], within_s=60)
    assert not can_replay(rule)


def test_alarms_over_before_the_days_asked_for_are_left_out():
    rows = [(1, 1, 5, 1, 0), (1, 6, 9, 1, 0), (2, 1, 0, 1, 0)]
    assert spans(rows).since(5).from_ms.tolist() == [6, 1]
