"""Every kind of rule against a slow reference, on random histories with restarts."""

from __future__ import annotations

from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contract.apply import apply
from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, RaiseAlertLevel
from services.contract.events import EventBody, seal
from services.contract.model import Stream, TownState
from services.decisions import Context, Refused
from services.detect.engine import DetectCommand, RuleEngine
from services.detect.handlers import HANDLERS
from services.packs.rules import (
    RateRule,
    Rule,
    StaleRule,
    StuckRule,
    Text,
    Threshold,
    ThresholdRule,
)
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
KINDS["mixed"] = {name: rule for rules in list(KINDS.values()) for name, rule in rules.items()}


class Town:
    """The engine with a journal of its commands, so that it can be started again."""

    def __init__(self, rules: dict[str, Rule]) -> None:
        self.rules = rules
        self.ids = count(1)
        self.state = TownState(
            streams={
                f"W{n}": Stream(f"W{n}", n, "d", f"点{n}", "cm", 121.0, 31.0)
                for n in range(STREAMS)
            }
        )
        self.engine = self.make()
        self.engine.restore(self.state)

    def make(self) -> RuleEngine:
        return RuleEngine(self.rules, lambda: f"a{next(self.ids)}", {"d": (LOW, HIGH)})

    def restart(self, now: int) -> None:
        memory = self.engine.remember()
        self.engine = self.make()
        self.engine.restore(self.state, memory=memory, now_ms=now)

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
    st.lists(reading, max_size=25), st.sampled_from([0, 700, 2500, 12_000]), st.booleans()
)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100, deadline=None)
@given(history=st.lists(batch, max_size=8))
def test_engine_equals_the_slow_reference(kind: str, history: list[Any]) -> None:
    rules = KINDS[kind]
    town = Town(rules)
    slow = {
        (n, name): ReferenceRule(r, LOW, HIGH) for n in range(STREAMS) for name, r in rules.items()
    }
    at = 1_000_000
    for readings, wait, restarts in history:
        rows = []
        for index, value, step, quality in readings:
            at += step
            rows.append((index, value, at, quality))
        now = at + wait
        at = now
        expected: dict[tuple[int, str], list[Said]] = {}
        for (index, name), one in slow.items():
            found = [
                said for r in rows if r[0] == index for said in one.read(r[1], r[2], r[3] == 2)
            ]
            if found := found + one.tick(now):
                expected[index, name] = found
        assert town.said(town.engine.evaluate(columns(rows), now)) == expected
        if restarts:
            at += 3000
            town.restart(at)
            for one in slow.values():
                one.restart(at)


def columns(rows: list[tuple[int, float, int, int]]) -> Columns:
    return Columns(
        np.array([r[0] for r in rows], np.uint32),
        np.array([r[1] for r in rows], np.float64),
        np.array([r[2] for r in rows], np.int64),
        np.array([r[3] for r in rows], np.uint8),
    )
