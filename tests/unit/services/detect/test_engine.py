"""The rule engine's manners at the edges."""

from __future__ import annotations

from itertools import count
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from services.contract.codec import Columns
from services.contract.commands import RaiseAlert, RaiseAlertLevel, ReturnAlert
from services.contract.model import (
    Alert,
    AlertState,
    Asset,
    Level,
    LogEntry,
    Stream,
    Tier,
    TownState,
)
from services.detect.engine import RuleEngine
from services.packs.rules import LevelName, Text, Threshold, ThresholdRule
from services.packs.schema import Belonging

TITLE = Text(zh="{name} {value:.0f}", en="{name} {level}")
RULE = ThresholdRule(
    stream="depth",
    levels={
        "blue": Threshold(at=5, guidance=Text(zh="看", en="look")),
        "orange": Threshold(at=15),
        "red": Threshold(at=25),
    },
    title=TITLE,
    deadband=2,
    on_delay_s=3,
    off_delay_s=5,
    class_code="x",
)


def stream(index: int, kind: str = "depth") -> Stream:
    return Stream(f"W{index}", index, kind, f"点{index}", "cm", 121.0, 31.0)


def town(streams: int = 3) -> TownState:
    camera = Asset("C1", "camera", "镜头", 121.0, 31.0, attributes={"watches": "W1"})
    return TownState(
        streams={f"W{n}": stream(n) for n in range(streams)}, assets={camera.id: camera}
    )


def engine(rules: dict[str, ThresholdRule], state: TownState) -> RuleEngine:
    ids = count(1)
    made = RuleEngine(rules, lambda: f"a{next(ids)}")
    made.restore(state)
    return made


def columns(*readings: tuple[int, float, int] | tuple[int, float, int, int]) -> Columns:
    full = [(*reading, 0)[:4] for reading in readings]
    return Columns(
        np.array([r[0] for r in full], np.uint32),
        np.array([r[1] for r in full], np.float64),
        np.array([r[2] for r in full], np.int64),
        np.array([r[3] for r in full], np.uint8),
    )


def test_on_delay_holds_a_spike_back_and_tick_lets_it_through() -> None:
    one = engine({"r": RULE}, town())
    assert one.evaluate(columns((1, 16.0, 0), (1, 1.0, 2000)), 2000) == []
    assert one.evaluate(columns((1, 16.0, 10_000)), 10_000) == []
    assert one.tick(12_999) == []
    (raised,) = one.tick(13_000)
    assert isinstance(raised, RaiseAlert)
    assert raised.alert.level is Level.ORANGE
    assert raised.alert.title == "点1 16"
    assert raised.alert.camera == "C1"
    assert raised.alert.guidance == "看"
    assert (raised.alert.title_en, raised.alert.guidance_en) == ("点1 orange", "look")


def test_an_alert_carries_class_and_loop_of_its_rule() -> None:
    levels: dict[Any, Threshold] = {
        "blue": Threshold(at=5, tier=Tier.MIDDLE),
        "red": Threshold(at=25, tier=Tier.LARGE),
    }
    one = engine({"r": replace(RULE, on_delay_s=0, levels=levels, class_code="event.x")}, town())
    first, second = one.evaluate(columns((1, 6.0, 0), (1, 26.0, 1)), 1)
    assert isinstance(first, RaiseAlert)
    assert isinstance(second, RaiseAlertLevel)
    assert (first.alert.class_code, first.alert.tier) == ("event.x", Tier.MIDDLE)
    assert second.tier is Tier.LARGE


def test_bad_late_and_unknown_readings_are_ignored() -> None:
    one = engine({"r": replace(RULE, on_delay_s=0)}, town())
    nan = float("nan")
    assert one.evaluate(columns((1, 30.0, 5000, 2), (1, nan, 5000), (77, 30.0, 5000)), 5000) == []
    assert one.evaluate(columns((1, 6.0, 6000)), 6000)
    assert one.evaluate(columns((1, 30.0, 5999)), 6000) == []
    assert (one.counts.bad, one.counts.late) == (2, 1)


def test_one_alert_rises_and_returns() -> None:
    one = engine({"r": replace(RULE, on_delay_s=0)}, town())
    rows = [(2, 6.0, 0), (2, 16.0, 60_000), (2, 26.0, 120_000), (2, 4.0, 180_000)]
    first, second, third = one.evaluate(columns(*rows), 180_000)
    assert isinstance(first, RaiseAlert)
    words = ("点2 orange", "看", "look")
    assert second == RaiseAlertLevel("a1", Level.ORANGE, 16.0, "点2 16", "r", *words, Tier.SMALL)
    words = ("点2 red", "看", "look")
    assert third == RaiseAlertLevel("a1", Level.RED, 26.0, "点2 26", "r", *words, Tier.SMALL)
    assert one.evaluate(columns((2, 2.0, 240_000)), 240_000) == []
    assert one.tick(245_000) == [ReturnAlert("a1", 2.0)]


def test_guidance_is_that_of_the_highest_level_reached_whatever_the_order_in_the_file() -> None:
    levels: dict[LevelName, Threshold] = {
        "red": Threshold(at=25, guidance=Text(zh="封", en="close")),
        "blue": Threshold(at=5, guidance=Text(zh="看", en="look")),
    }
    one = engine({"r": replace(RULE, on_delay_s=0, levels=levels)}, town())
    first, second = one.evaluate(columns((1, 6.0, 0), (1, 26.0, 1)), 1)
    assert isinstance(first, RaiseAlert)
    assert isinstance(second, RaiseAlertLevel)
    assert (first.alert.guidance, second.guidance, second.guidance_en) == ("看", "封", "close")


def alert(state: AlertState, returned: bool) -> Alert:
    return Alert(
        "old", "r", "W1", "t", Level.ORANGE, state, 16.0, "cm", "", 0.0, 0.0, 0, 0, returned
    )


def test_restored_alert_is_not_raised_twice() -> None:
    state = town()
    state.alerts["old"] = alert(AlertState.ACKNOWLEDGED, False)
    one = engine({"r": replace(RULE, on_delay_s=0)}, state)
    assert one.evaluate(columns((1, 17.0, 0)), 0) == []
    (risen,) = one.evaluate(columns((1, 27.0, 1)), 1)
    assert isinstance(risen, RaiseAlertLevel)
    assert risen.alert == "old"


def test_a_returned_alert_nobody_acknowledged_comes_back_as_itself() -> None:
    state = town()
    state.alerts["old"] = alert(AlertState.RETURNED_UNACKNOWLEDGED, True)
    one = engine({"r": replace(RULE, on_delay_s=0)}, state)
    (again,) = one.evaluate(columns((1, 6.0, 0)), 0)
    assert isinstance(again, RaiseAlertLevel)
    assert again.alert == "old"


def test_an_alert_put_away_is_followed_by_a_new_one() -> None:
    state = town()
    state.alerts["old"] = alert(AlertState.RETURNED_UNACKNOWLEDGED, True)
    one = engine({"r": replace(RULE, on_delay_s=0)}, state)
    state.alerts["old"] = alert(AlertState.NORMAL, True)
    one.follow(state, ["old"])
    (fresh,) = one.evaluate(columns((1, 6.0, 0)), 0)
    assert isinstance(fresh, RaiseAlert)


def test_without_streams_nothing_is_judged() -> None:
    one = RuleEngine({"r": RULE})
    assert one.evaluate(columns((1, 99.0, 0)), 0) == []
    assert one.evaluate(columns(), 0) == []


def test_an_alert_carries_link_evidence_and_the_camera_of_its_pack() -> None:
    levels: dict[LevelName, Threshold] = {
        "blue": Threshold(at=5, link="packs.md"),
        "red": Threshold(at=25),
    }
    rule = replace(RULE, on_delay_s=0, levels=levels)
    one = RuleEngine(
        {"p.r": rule},
        cameras={"p": Belonging()},
        evidence_of=lambda stream: f"picture of {stream}",
    )
    one.restore(town())
    (raised,) = one.evaluate(columns((2, 30.0, 0)), 0)
    assert isinstance(raised, RaiseAlert)
    assert (raised.alert.link, raised.alert.evidence) == ("packs.md", "picture of W2")
    assert raised.alert.camera == "C1"


def test_a_latched_alert_returns_only_when_it_was_reset() -> None:
    state = town()
    one = engine({"r": replace(RULE, on_delay_s=0, latch=True)}, state)
    (raised,) = one.evaluate(columns((1, 6.0, 0)), 0)
    assert isinstance(raised, RaiseAlert)
    state.alerts["a1"] = raised.alert
    one.follow(state, ["a1"])
    assert one.evaluate(columns((1, 0.0, 10_000)), 100_000) == []
    state.alerts["a1"] = replace(raised.alert, state=AlertState.NORMAL, returned=True)
    one.follow(state, ["a1"])
    assert one.tick(200_000) == []
    (again,) = one.evaluate(columns((1, 7.0, 200_000)), 200_000)
    assert isinstance(again, RaiseAlert)


def test_a_rule_without_its_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no calendar p\.night"):
        engine({"p.r": replace(RULE, during=["night"])}, town())


def test_what_was_reset_by_hand_begins_anew_also_where_the_rule_does_not_latch() -> None:
    state = town()
    made = engine({"p.r": replace(RULE, on_delay_s=0)}, state)
    (raised,) = made.evaluate(columns((1, 26.0, 0)), 0)
    assert isinstance(raised, RaiseAlert)
    state.alerts["a1"] = raised.alert
    made.follow(state, ["a1"])
    lines = tuple(LogEntry(1, "li", what, "") for what in ("AlertRaised", "AlertReset", "TripSent"))
    over = {"state": AlertState.NORMAL, "returned": True, "log": lines}
    state.alerts["a1"] = replace(raised.alert, **over)
    made.follow(state, ["a1"])
    (again,) = made.evaluate(columns((1, 27.0, 1000)), 1000)
    assert isinstance(again, RaiseAlert)
    assert again.alert.level is Level.RED
