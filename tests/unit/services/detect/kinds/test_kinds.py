"""Each kind of rule at its own edges; the reference test has the rest."""

from __future__ import annotations

from typing import Any

import pytest

from services.contract.commands import RaiseAlert, ReturnAlert
from services.contract.model import Level, Quality
from services.detect.engine import DetectCommand, RuleEngine
from services.packs.rules import RateRule, Rule, StaleRule, StuckRule, Text, Threshold
from tests.unit.services.detect.test_engine import columns, town

COMMON: dict[str, Any] = {"stream": "depth", "class_code": "x"}
TITLE = Text(zh="{name} {value:.1f}{unit}", en="{name} {minutes:.0f} min")
STALE = StaleRule(**COMMON, title=TITLE, levels={"blue": Threshold(at=120)})
STUCK = StuckRule(
    **COMMON, title=TITLE, levels={"blue": Threshold(at=60)}, resting_values=[0.0, 7.5]
)
RATE = RateRule(
    **COMMON,
    title=Text(zh="{value:.1f} {unit}", en="{value:.1f}"),
    levels={"red": Threshold(at=2)},
    deadband=1,
    on_delay_s=0,
    off_delay_s=0,
    window_s=60,
    from_value=10,
)


def engine(rule: Rule) -> RuleEngine:
    made = RuleEngine({"r": rule}, lambda: "a", {"depth": (-5.0, 500.0)})
    made.restore(town())
    return made


def raised(commands: list[DetectCommand]) -> RaiseAlert:
    (command,) = commands
    assert isinstance(command, RaiseAlert)
    return command


def test_a_silent_stream_is_stale_by_the_tick_and_back_by_itself() -> None:
    one = engine(STALE)
    assert one.evaluate(columns((1, 3.0, 0)), 0) == []
    assert one.tick(119_999) == []
    alert = raised(one.tick(120_000)).alert
    assert (alert.stream, alert.value, alert.unit) == ("W1", 120.0, "s")
    assert (alert.title, alert.title_en) == ("点1 120.0s", "点1 2 min")
    assert one.tick(500_000) == []
    assert one.evaluate(columns((1, 3.0, 510_000)), 510_000) == [ReturnAlert("a", 0.0)]


def test_a_late_or_implausible_reading_does_not_break_a_silence() -> None:
    one = engine(STALE)
    one.evaluate(columns((1, 3.0, 100_000)), 100_000)
    assert one.evaluate(columns((1, 3.0, 50_000), (1, 900.0, 210_000)), 210_000) == []
    assert raised(one.tick(220_000))


def test_a_stream_never_heard_is_not_stale() -> None:
    assert engine(STALE).tick(10**12) == []


def test_the_servers_own_absence_is_not_a_silence() -> None:
    one = engine(STALE)
    one.evaluate(columns((1, 3.0, 0)), 0)
    one.restore(town(), now_ms=1_000_000)
    assert one.tick(1_119_999) == []
    assert raised(one.tick(1_120_000))


def test_a_stream_that_says_the_same_is_stuck_until_it_moves() -> None:
    one = engine(STUCK)
    same = [(1, 3.0, at) for at in range(0, 60_000, 10_000)]
    assert one.evaluate(columns(*same), 600_000) == []
    alert = raised(one.evaluate(columns((1, 3.0, 60_000)), 60_000)).alert
    assert (alert.value, alert.unit, alert.level) == (60.0, "s", Level.BLUE)
    assert one.evaluate(columns((1, 3.1, 70_000)), 70_000) == [ReturnAlert("a", 0.0)]


@pytest.mark.parametrize("resting", [0.0, 7.5])
def test_a_stream_may_rest(resting: float) -> None:
    one = engine(STUCK)
    assert one.evaluate(columns((1, resting, 0), (1, resting, 10**6)), 10**6) == []


def test_water_that_rises_fast_alarms_from_the_value_on() -> None:
    one = engine(RATE)
    low = [(1, float(n), n * 10_000) for n in range(10)]
    assert one.evaluate(columns(*low), 90_000) == []
    alert = raised(one.evaluate(columns((1, 10.0, 100_000)), 100_000)).alert
    assert (alert.value, alert.unit, alert.title) == (6.0, "cm/min", "6.0 cm/min")
    flat = [(1, 10.0, at) for at in range(110_000, 170_000, 10_000)]
    (back,) = one.evaluate(columns(*flat), 160_000)
    assert isinstance(back, ReturnAlert)


def test_two_readings_close_together_have_no_rate() -> None:
    one = engine(RATE)
    assert one.evaluate(columns((1, 10.0, 0), (1, 40.0, 29_999)), 30_000) == []
    assert raised(one.evaluate(columns((1, 40.0, 30_000)), 30_000)).alert.value == 60.0


def test_after_a_gap_a_rate_is_not_taken_across_it() -> None:
    one = engine(RATE)
    assert one.evaluate(columns((1, 10.0, 0), (1, 400.0, 60_001)), 60_001) == []


def test_an_implausible_value_is_marked_and_nothing_else_is() -> None:
    one = engine(STALE)
    given = columns((1, 501.0, 0), (1, 500.0, 0, 1), (2, -5.1, 0), (99, 900.0, 0))
    bad, uncertain = Quality.BAD, Quality.UNCERTAIN
    assert one.screen(given).quality.tolist() == [bad, uncertain, bad, Quality.GOOD]
    one.evaluate(given, 0)
    assert (one.counts.implausible, one.counts.bad) == (2, 2)
