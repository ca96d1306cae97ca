"""Every kind of rule against a slow reference, on random histories with restarts."""

from __future__ import annotations

from itertools import count
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from services.contract.apply import apply
from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, RaiseAlertLevel
from services.contract.events import AlertReset, EventBody, seal
from services.contract.model import Stream, TownState
from services.contract.model import Town as TownValue
from services.decisions import Context, Refused
from services.detect.engine import DetectCommand, RuleEngine
from services.detect.handlers import HANDLERS
from services.packs.rules import (
    AbsenceRule,
    AccumulationRule,
    BaselineRule,
    CombinationRule,
    CountRule,
    NeighboursRule,
    RateRule,
    Rule,
    StaleRule,
    StuckRule,
    Text,
    Threshold,
    ThresholdRule,
)
from services.packs.schema import Calendar
from tests.fakes.reference_rules import ReferenceRule, Said

STREAMS = 3
LOW, HIGH = -50.0, 50.0
VALUES = [-60.0, -9.0, -4.0, -3.0, 0.0, 2.9, 3.0, 4.0, 5.0, 14.0, 15.0, 24.0, 25.0, 40.0, 99.0]
COMMON: dict[str, Any] = {"stream": "d", "title": Text(zh="{name}", en="{name}"), "class_code": "x"}


def levels(*at: float) -> dict[Any, Threshold]:
    names = ("blue", "orange", "red")
    return {name: Threshold(at=value) for name, value in zip(names, at, strict=False)}


KINDS: dict[str, dict[str, Rule]] = {
    "threshold": {
        "high": ThresholdRule(
            **COMMON, levels=levels(5, 15, 25), deadband=2, on_delay_s=3, off_delay_s=5
        ),
        "low": ThresholdRule(
            **COMMON,
            levels=levels(-3),
            deadband=1,
            on_delay_s=0,
            off_delay_s=0,
            direction="below",
        ),
    },
    "rate_of_change": {
        "rise": RateRule(
            **COMMON,
            levels=levels(30, 200),
            deadband=10,
            on_delay_s=2,
            off_delay_s=4,
            window_s=7,
        ),
        "fall": RateRule(
            **COMMON,
            levels=levels(-20, -90, -400),
            deadband=0,
            on_delay_s=0,
            off_delay_s=3,
            window_s=3.333,
            from_value=14,
            direction="below",
        ),
    },
    "stale": {
        "quick": StaleRule(**COMMON, levels=levels(3, 6.5)),
        "slow": StaleRule(
            **COMMON, levels=levels(5, 9, 20), deadband=2, on_delay_s=2, off_delay_s=4
        ),
    },
    "stuck": {
        "any": StuckRule(**COMMON, levels=levels(3, 8)),
        "moving": StuckRule(
            **COMMON,
            levels=levels(2, 4),
            deadband=1,
            on_delay_s=1,
            off_delay_s=2,
            resting_values=[0.0, 5.0],
        ),
    },
}
OFTEN = {"window_s": 6, "from_value": 14}
NEW: dict[str, dict[str, Rule]] = {
    "count_in_window": {
        "p.often": CountRule(**COMMON, **OFTEN, levels=levels(2, 4, 5)),
        "p.low": CountRule(
            **COMMON,
            from_value=-3,
            side="below",
            window_s=20,
            levels=levels(1, 3),
            on_delay_s=2,
            off_delay_s=3,
        ),
    },
    "absence": {
        "p.gone": AbsenceRule(**COMMON, from_value=5, levels=levels(4, 9)),
        "p.slot": AbsenceRule(
            **COMMON,
            from_value=0,
            side="below",
            levels=levels(3, 7, 40),
            deadband=1,
            on_delay_s=1,
            off_delay_s=2,
            during=["early", "thursday"],
        ),
    },
    "baseline": {
        "p.any": BaselineRule(
            **COMMON,
            days=0.0005,
            min_readings=3,
            min_spread=0.5,
            levels=levels(4, 9),
            deadband=1,
            off_delay_s=3,
        ),
        "p.sunk": BaselineRule(
            **COMMON, days=1, min_readings=6, min_spread=2, side="below", levels=levels(2, 3, 4)
        ),
    },
    "neighbours": {
        "p.agree": NeighboursRule(
            **COMMON, from_value=5, within_m=350, within_s=5, levels=levels(2, 3)
        ),
        "p.cold": NeighboursRule(
            **COMMON,
            from_value=0,
            side="below",
            within_m=60,
            within_s=20,
            levels=levels(1, 2),
            on_delay_s=2,
            off_delay_s=1,
        ),
    },
    "accumulation": {
        "p.sum": AccumulationRule(
            **COMMON, window_s=60, max_gap_s=3, per_s=1, levels=levels(20, 60, 150), deadband=5
        ),
        "p.hour": AccumulationRule(
            **COMMON,
            window_s=120,
            max_gap_s=30,
            levels=levels(0.05, 0.1),
            on_delay_s=1,
            off_delay_s=4,
        ),
    },
}
SHUT: dict[str, dict[str, Rule]] = {
    "calendar": {
        **{
            f"p.{name}_early": replace(KINDS[kind][name], during=["early"])
            for kind, name in (("threshold", "high"), ("rate_of_change", "rise"))
        },
        **{
            f"p.{name}_late": replace(KINDS[kind][name], during=["late", "thursday"])
            for kind, name in (("stale", "slow"), ("stuck", "moving"), ("threshold", "low"))
        },
        "p.often": replace(NEW["count_in_window"]["p.often"], during=["early", "late"]),
        "p.agree": replace(NEW["neighbours"]["p.agree"], during=["late"]),
        "p.sum": replace(NEW["accumulation"]["p.sum"], during=["early"]),
        "p.any": replace(NEW["baseline"]["p.any"], during=["early"]),
    },
    "latch": {
        f"p.{name}": replace(KINDS[kind][name], latch=True)
        for kind, name in (("threshold", "high"), ("stale", "slow"), ("rate_of_change", "rise"))
    }
    | {"p.low": replace(NEW["count_in_window"]["p.low"], latch=True, on_delay_s=0)}
    | {"p.high_late": replace(KINDS["threshold"]["high"], latch=True, during=["late"])}
    | {"p.sum": replace(NEW["accumulation"]["p.sum"], latch=True, during=["late"])},
}
COMBINED: dict[str, dict[str, Rule]] = {
    "combination": {
        "p.high": KINDS["threshold"]["high"],
        "p.rise": KINDS["rate_of_change"]["rise"],
        "p.silent": replace(KINDS["stale"]["quick"], latch=True),
        "p.two": CombinationRule(
            **COMMON, of=["high", "rise", "silent"], within_s=4, levels=levels(1, 2, 3)
        ),
        "p.slow": CombinationRule(
            **COMMON,
            of=["high", "rise"],
            within_s=0,
            levels=levels(2),
            on_delay_s=2,
            off_delay_s=3,
            during=["early"],
        ),
    }
}
KINDS["mixed"] = {name: rule for rules in list(KINDS.values()) for name, rule in rules.items()}
KINDS |= NEW | SHUT | COMBINED
KINDS["everything"] = {
    f"p.{kind}_{name.removeprefix('p.')}": rule
    for kind, rules in (KINDS | {"combination": {}}).items()
    if kind != "mixed"
    for name, rule in rules.items()
} | COMBINED["combination"]
NAME = Text(zh="", en="")
HOURS = {
    "early": Calendar(title=NAME, hours=["08:16-08:17", "08:18-08:19"]),
    "late": Calendar(title=NAME, hours=["08:18-08:20", "08:19-08:16"], days=["wed", "thu"]),
    "thursday": Calendar(title=NAME, hours=["08:18-08:17"], days=["thu"]),
}
BEGUN = 1_000_000
"""08:16:40 in the town."""
RESTARTS, RESETS = 1, 2
PLACES = [("A", 121.0), ("A", 121.0005), ("", 121.004)]
"""Asset and longitude; the first two are 48 m apart, the last two 334 m."""


def streams() -> list[Stream]:
    return [
        Stream(f"W{n}", n, "d", f"点{n}", "cm", lon, 31.0, asset)
        for n, (asset, lon) in enumerate(PLACES)
    ]


class Slow:
    """The reference for every rule on every stream, told of each other."""

    def __init__(self, rules: dict[str, Rule]) -> None:
        self.rows = {
            (n, name): ReferenceRule(rule, LOW, HIGH, HOURS)
            for name, rule in rules.items()
            for n in range(STREAMS)
            # The first stream at a place has the combination.
            if not isinstance(rule, CombinationRule) or n != 1
        }
        for (n, name), row in self.rows.items():
            if isinstance(row.rule, NeighboursRule):
                far = row.rule.within_m
                row.near = [
                    self.rows[m, name]
                    for m in range(STREAMS)
                    if abs(PLACES[m][1] - PLACES[n][1]) * 95_420 <= far
                ]
            if isinstance(row.rule, CombinationRule):
                here = (0, 1) if n < 2 else (n,)
                row.parts = [[self.rows[m, f"p.{part}"] for m in here] for part in row.rule.of]

    def go(
        self, rows: list[tuple[int, float, int, int]], now: int
    ) -> dict[tuple[int, str], list[Said]]:
        found: dict[tuple[int, str], list[Said]] = {}
        for (index, name), one in self.rows.items():
            found[index, name] = [
                said for r in rows if r[0] == index for said in one.read(r[1], r[2], r[3] == 2)
            ]
        # A combination looks at what the clock has done to the others.
        order = sorted(self.rows, key=lambda key: isinstance(self.rows[key].rule, CombinationRule))
        for key in order:
            found[key] += self.rows[key].tick(now)
        return {key: said for key, said in found.items() if said}


class Town:
    """The engine with a journal of its commands, so that it can be started again."""

    def __init__(self, rules: dict[str, Rule]) -> None:
        self.rules = rules
        self.ids = count(1)
        town = TownValue("t", "镇", "Town", "Asia/Shanghai", (121.0, 31.0))
        self.state = TownState(town=town, streams={stream.id: stream for stream in streams()})
        self.engine = self.make()
        self.engine.restore(self.state)

    def make(self) -> RuleEngine:
        calendars = {
            f"{name.partition('.')[0]}.{hours}": calendar
            for name in self.rules
            for hours, calendar in HOURS.items()
        }
        return RuleEngine(
            self.rules, lambda: f"a{next(self.ids)}", {"d": (LOW, HIGH)}, calendars=calendars
        )

    def restart(self, now: int) -> None:
        memory = self.engine.remember()
        self.engine = self.make()
        self.engine.restore(self.state, memory=memory, now_ms=now)

    def reset(self) -> list[tuple[int, str]]:
        """Reset every latched alert that stands, by hand."""
        found = [
            alert
            for alert in self.state.alerts.values()
            if self.rules[alert.rule].latch and not alert.returned
        ]
        for alert in found:
            self.note(AlertReset(alert.id, "seen to"))
        return [(int(alert.stream[1:]), alert.rule) for alert in found]

    def said(self, commands: list[DetectCommand]) -> dict[tuple[int, str], list[Said]]:
        """Carry the commands out; what was said of each stream and rule."""
        found: dict[tuple[int, str], list[Said]] = {}
        for command in commands:
            if isinstance(command, RaiseAlert):
                alert, said = command.alert, (int(command.alert.level), command.alert.value)
                self.carry_out(command)
            else:
                self.carry_out(command)
                alert = self.state.alerts[command.alert]
                level = int(command.level) if isinstance(command, RaiseAlertLevel) else 0
                said = level, command.value
            found.setdefault((int(alert.stream[1:]), alert.rule), []).append(said)
        return found

    def carry_out(self, command: DetectCommand) -> None:
        context = Context("t", 0, lambda: "x", "Asia/Shanghai")
        try:
            bodies: list[EventBody] = HANDLERS[type(command)](self.state, command, context)
        except Refused as no:
            # An alert nobody acknowledged keeps its level while its condition comes and goes.
            assert no.code == "alert.not_higher"
            return
        for body in bodies:
            self.note(body)

    def note(self, body: EventBody) -> None:
        seq = self.state.seq + 1
        prev = self.state.hash
        event = seal(body, seq=seq, id=f"e{seq}", at_ms=0, actor="t", command="c", prev=prev)
        changes = apply(self.state, event)
        self.engine.follow(self.state, changes.alerts)


reading = st.tuples(
    st.integers(0, STREAMS - 1),
    st.sampled_from(VALUES),
    st.integers(-1500, 4000),
    st.sampled_from([0, 0, 0, 0, 1, 2]),
)
batch = st.tuples(
    st.lists(reading, max_size=25),
    st.sampled_from([0, 700, 2500, 12_000, 40_000]),
    st.sampled_from([0, 0, 1, 2, 3]),
)


History = list[tuple[list[tuple[int, float, int, int]], int, int]]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(history=st.lists(batch, max_size=8))
def test_engine_equals_the_slow_reference(kind: str, history: History) -> None:
    compare(kind, history)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(seed=st.integers(0, 2**31))
def test_engine_equals_the_slow_reference_on_long_histories(kind: str, seed: int) -> None:
    compare(kind, history_of(Random(seed)))


def history_of(random: Random) -> History:
    """Readings as dense or as sparse as a history of its own, so that windows fill and empty."""
    least, most = random.choice([(-100, 300), (-1500, 4000), (-3000, 20_000)])
    grain = random.choice([1, 1, 500])
    values = random.choice([VALUES, VALUES, [3.0, 3.1, 2.9, 3.0, 3.2, 2.8, 40.0]])
    return [
        (
            [
                (
                    random.randrange(STREAMS),
                    random.choice(values),
                    random.randint(least, most) // grain * grain,
                    random.choice([0, 0, 0, 0, 0, 1, 2]),
                )
                for _ in range(random.choice([0, 1, 8, 25, 60]))
            ],
            random.choice([0, 0, 700, 2500, 12_000, 40_000]),
            random.choice([0, 0, 1, 2, 3]),
        )
        for _ in range(random.randrange(9))
    ]


def compare(kind: str, history: History) -> None:
    """Both of them on one history of batches, each with a wait and what happens after it."""
    town, slow = Town(KINDS[kind]), Slow(KINDS[kind])
    at = now = BEGUN
    for readings, wait, then in history:
        rows = []
        for index, value, step, quality in readings:
            at += step
            rows.append((index, value, at, quality))
        at += wait
        # Readings may be late or ahead, the clock never runs back.
        now = max(now, at)
        assert town.said(town.engine.evaluate(columns(rows), now)) == slow.go(rows, now)
        if then & RESETS:
            for key in town.reset():
                slow.rows[key].reset()
        if then & RESTARTS:
            at = now = now + 3000
            town.restart(now)
            for one in slow.rows.values():
                one.restart(now)


def columns(rows: list[tuple[int, float, int, int]]) -> Columns:
    return Columns(
        np.array([r[0] for r in rows], np.uint32),
        np.array([r[1] for r in rows], np.float64),
        np.array([r[2] for r in rows], np.int64),
        np.array([r[3] for r in rows], np.uint8),
    )
