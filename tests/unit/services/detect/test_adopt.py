"""Rules swapped while the engine runs: what goes on, what begins anew, what returns."""

from __future__ import annotations

from msgspec.structs import replace

from services.contract.commands import RaiseAlert, RaiseAlertLevel, ReturnAlert
from services.contract.model import Alert, AlertState, Level
from services.detect.engine import RuleEngine
from tests.unit.services.detect.test_engine import RULE, columns, engine, town

OTHER = replace(RULE, on_delay_s=0)


def standing(rule: str) -> Alert:
    state = AlertState.ACKNOWLEDGED
    return Alert("old", rule, "W1", "t", Level.BLUE, state, 6.0, "cm", "", 0.0, 0.0, 0, 0)


def test_a_rule_that_has_not_changed_keeps_its_timer() -> None:
    state = town()
    one = engine({"p.r": RULE}, state)
    assert one.evaluate(columns((1, 6.0, 0)), 0) == []
    assert one.adopt(state, {"p.other": OTHER, "p.r": RULE}) == []
    (raised,) = one.tick(3000)
    assert isinstance(raised, RaiseAlert)
    assert raised.alert.rule == "p.r"


def test_a_rule_that_has_changed_begins_anew() -> None:
    state = town()
    one = engine({"p.r": RULE}, state)
    assert one.evaluate(columns((1, 6.0, 0)), 0) == []
    assert one.adopt(state, {"p.r": replace(RULE, on_delay_s=1)}) == []
    assert one.tick(3000) == []


def test_an_alert_of_a_changed_rule_goes_on_as_itself() -> None:
    state = town()
    state.alerts["old"] = standing("p.r")
    one = engine({"p.r": OTHER}, state)
    assert one.adopt(state, {"p.r": replace(OTHER, off_delay_s=1)}) == []
    (risen,) = one.evaluate(columns((1, 26.0, 0)), 0)
    assert isinstance(risen, RaiseAlertLevel)
    assert risen.alert == "old"


def test_alerts_of_a_rule_that_is_gone_are_returned_and_no_others() -> None:
    state = town()
    state.alerts["old"] = standing("p.r")
    state.alerts["stays"] = replace(standing("p.stays"), id="stays")
    state.alerts["done"] = replace(standing("p.r"), id="done", returned=True)
    one = engine({"p.r": OTHER, "p.stays": OTHER}, state)
    assert one.adopt(state, {"p.stays": OTHER}) == [ReturnAlert("old", 6.0)]
    state.alerts["old"] = replace(state.alerts["old"], returned=True)
    assert one.adopt(state, {"p.stays": OTHER}) == []


def test_alerts_that_stand_without_a_row_are_returned_after_a_restart() -> None:
    state = town()
    state.alerts["old"] = standing("p.r")
    state.alerts["gone"] = replace(standing("p.gone"), id="gone")
    state.alerts["unwatched"] = replace(standing("p.r"), id="unwatched", stream="W9")
    state.alerts["done"] = replace(standing("p.gone"), id="done", returned=True)
    state.alerts["over"] = replace(standing("p.gone"), id="over", state=AlertState.NORMAL)
    one = engine({"p.r": OTHER}, state)
    assert one.orphans(state) == [ReturnAlert("gone", 6.0), ReturnAlert("unwatched", 6.0)]


def test_a_stream_the_rule_watches_no_longer_has_its_alert_returned() -> None:
    state = town()
    state.alerts["old"] = standing("p.r")
    one = engine({"p.r": OTHER}, state)
    narrowed = replace(OTHER, where={"site": ["elsewhere"]})
    assert one.adopt(state, {"p.r": narrowed}) == [ReturnAlert("old", 6.0)]


def test_other_plausible_ranges_are_obeyed_at_once() -> None:
    state = town()
    one = engine({"p.r": OTHER}, state)
    one.adopt(state, {"p.r": OTHER}, {"depth": (0.0, 5.5)})
    assert one.evaluate(columns((1, 6.0, 0)), 0) == []
    assert one.counts.implausible == 1


def test_readings_the_engine_remembers_are_not_new() -> None:
    state = town()
    one: RuleEngine = engine({"p.r": OTHER}, state)
    one.evaluate(columns((1, 1.0, 5000)), 5000)
    found = one.unheard(columns((1, 1.0, 5000), (1, 2.0, 5001), (2, 3.0, 10), (9, 4.0, 1)))
    assert found.value.tolist() == [2.0, 3.0, 4.0]
    assert len(one.unheard(columns()).index) == 0
