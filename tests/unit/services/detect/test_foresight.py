"""What is known of alerts before the journal has them."""

from __future__ import annotations

from msgspec.structs import replace

from services.contract.commands import ExpireShelf, RaiseAlert, RaiseAlertLevel, ReturnAlert
from services.contract.model import Level
from services.detect.foresight import foreseen
from tests.unit.services.detect.test_adopt import OTHER, standing
from tests.unit.services.detect.test_engine import columns, engine, town

RED = RaiseAlertLevel("old", Level.RED, 26.0, "t", "p.r")


def test_commands_on_their_way_are_taken_as_done() -> None:
    state = town()
    alert = standing("p.r")
    ahead = foreseen(state, [RaiseAlert(alert), RED])
    assert ahead.alerts["old"] == replace(alert, level=Level.RED)
    ahead = foreseen(state, [RaiseAlert(alert), RED, ReturnAlert("old", 1.0)])
    assert ahead.alerts["old"].returned
    assert state.alerts == {}


def test_what_the_journal_has_already_is_not_undone() -> None:
    state = town()
    state.alerts["old"] = replace(standing("p.r"), acknowledged_by="li")
    ahead = foreseen(state, [RaiseAlert(standing("p.r"))])
    assert ahead.alerts["old"].acknowledged_by == "li"


def test_without_such_commands_the_state_is_the_same() -> None:
    state = town()
    assert foreseen(state, []) is state
    assert foreseen(state, [ExpireShelf("old"), ReturnAlert("gone", 1.0)]) is state


def test_an_engine_restored_meanwhile_raises_nothing_twice() -> None:
    state = town()
    one = engine({"p.r": OTHER}, state)
    (raised,) = one.evaluate(columns((1, 6.0, 0)), 0)
    one.restore(foreseen(state, [raised]))
    assert one.evaluate(columns((1, 6.5, 1000)), 1000) == []


def test_what_returned_and_comes_back_meanwhile_is_raised_again() -> None:
    state = town()
    state.alerts["old"] = standing("p.r")
    one = engine({"p.r": replace(OTHER, off_delay_s=0)}, state)
    (returned,) = one.evaluate(columns((1, 0.0, 0)), 0)
    one.restore(foreseen(state, [returned]))
    (risen,) = one.evaluate(columns((1, 6.0, 1000)), 1000)
    assert isinstance(risen, RaiseAlertLevel)
