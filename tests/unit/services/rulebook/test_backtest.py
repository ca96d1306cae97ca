"""Back-tests over readings in memory, judged by the replay and by the engine."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace

from services.backtest_work import judges_of
from services.contract.model import Asset, Stream
from services.detect.replay import can_replay
from services.packs.rules import CombinationRule, Text, Threshold
from services.packs.schema import Calendar
from services.rulebook.backtest import DAY_MS, Order, Progress, backtest
from services.rulebook.report import Curve
from services.store.blocks import Series
from tests.unit.services.rulebook.samples import DEPTH, WORDS, pack

UNTIL = 20_000 * DAY_MS
MINUTE = 60_000
RULE = pack().rules["depth"]
ROAD = {"site": "road"}
STREAMS = [
    Stream("S0", 4, "d", "S0", "cm", 0, 0, attributes=ROAD),
    Stream("S1", 7, "d", "S1", "cm", 0, 0, attributes=ROAD),
    Stream("S2", 9, "d", "S2", "cm", 0, 0),
]


class Readings:
    """Readings by stream index: minutes before the end, and a value."""

    def __init__(self, **by_stream):
        self.by_stream = {
            stream.index: sorted((UNTIL - ago * MINUTE, value) for ago, value in points)
            for stream in STREAMS
            if (points := by_stream.get(stream.id))
        }

    def read(self, streams, since_ms, until_ms, group=50):
        for start in range(0, len(streams), group):
            rows = [
                (stream, at, value)
                for stream in streams[start : start + group]
                for at, value in self.by_stream.get(stream, ())
                if since_ms <= at <= until_ms
            ]
            stream, at, value = zip(*rows, strict=True) if rows else ((), (), ())
            yield Series(
                np.array(stream, np.int32), np.array(at, np.int64), np.array(value, np.float64)
            )


def order(then, now=RULE, days=1, curve="", others=None):
    plausible = {"d": (-5.0, 500.0)}
    night = Calendar(title=WORDS, hours=["22:00-06:00"])
    return Order(
        DEPTH, now, then, others or {}, None, STREAMS, [Asset("A", "pump", "A", 0, 0)],
        plausible, {"p.night": night}, UNTIL, days, curve,
    )  # fmt: skip


def run(what, readings, can=can_replay):
    told = []
    judges = dataclasses.replace(judges_of(what), can_replay=can)
    found = backtest(what, readings, judges, told.append)
    assert all(isinstance(one, Progress) for one in told)
    assert not told or told[-1].done == 1
    return found


def later(at):
    return replace(RULE, levels={**RULE.levels, "blue": Threshold(at=at)})


FLOOD = [(120, 0), (100, 8), (80, 12), (60, 8), (40, 0), (30, 0)]


@pytest.mark.parametrize("can", [can_replay, lambda _: False])
def test_a_higher_threshold_brings_the_alarm_later_and_on_fewer_streams(can):
    found = run(order(later(10)), Readings(S0=FLOOD, S1=[(60, 6), (50, 0), (40, 0)]), can)
    rows = {row.stream: row for row in found.rows}
    assert (rows["S0"].now, rows["S0"].then, rows["S0"].later) == (1, 1, 1)
    assert rows["S0"].shift_s == 20 * 60
    assert (rows["S1"].now, rows["S1"].lost) == (1, 1)
    assert (found.streams, found.readings) == (2, 9)
    assert (found.total_now, found.total_then) == (2, 1)


def test_streams_only_one_of_the_rules_watches_are_judged_by_that_one():
    wider = replace(RULE, where={})
    found = run(order(wider), Readings(S0=FLOOD, S2=FLOOD))
    rows = {row.stream: row for row in found.rows}
    assert (rows["S2"].now, rows["S2"].gained) == (0, 1)
    assert rows["S0"].lost == 0


def test_values_no_instrument_can_mean_are_left_out():
    found = run(order(later(10)), Readings(S0=[(50, 900), (40, 900)]))
    assert found.total_now == 0


def test_an_alarm_from_before_the_days_stands_at_their_beginning():
    found = run(order(later(10)), Readings(S0=[(24 * 60 + 30, 40), (60, 40)]))
    assert found.rows[0].now == 1
    assert found.alarms_now[0].from_ms < UNTIL - DAY_MS
    assert sum(found.load_now) == 0


@pytest.mark.parametrize("can", [can_replay, lambda _: False])
def test_a_rule_bound_to_hours_is_judged_in_them_alone(can):
    at_night = replace(RULE, during=["night"])
    # The days end at midnight UTC.
    found = run(
        order(at_night), Readings(S0=[(12 * 60 + 90, 9), (12 * 60, 9), (60, 9), (30, 0)]), can
    )
    (row,) = found.rows
    assert (row.now, row.then, row.later) == (1, 1, 1)
    assert any("step" in note.en for note in found.notes) == (can is not can_replay)


def test_a_rule_on_other_rules_is_judged_with_them():
    title = Text(zh="{name}", en="{name}")
    both = CombinationRule(
        stream="d", title=title, class_code="x", levels={"red": Threshold(at=1)}, of=["wet"],
        within_s=600,
    )  # fmt: skip
    looser = replace(both, within_s=60)
    what = order(looser, now=both, others={"p.wet": RULE, "p.silent": pack().rules["silent"]})
    assert set(what.rules) == {"p.depth", "p.depth→", "p.wet"}
    found = run(what, Readings(S0=FLOOD))
    assert found.total_now == found.total_then == 1


def test_a_curve_is_one_streams_readings_with_its_alarms_and_lines():
    found = run(order(later(10), curve="S0"), Readings(S0=FLOOD, S1=FLOOD))
    assert isinstance(found, Curve)
    assert (found.stream, found.unit) == ("S0", "cm")
    assert [one for one in found.high if one is not None] == [0, 8, 12, 8, 0, 0]
    assert [(one.stream, one.level) for one in found.now] == [("S0", 1)]
    assert [line.at for line in found.lines_then] == [10, 25]
    stepped = run(order(later(10), curve="S0"), Readings(S0=FLOOD, S1=FLOOD), lambda _: False)
    assert stepped.now == found.now


def test_a_rule_that_watches_nothing_gives_an_empty_report():
    found = run(order(later(10)), Readings())
    assert (found.rows, found.readings) == ([], 0)
