"""Selecting anything selects what belongs to it."""

from __future__ import annotations

import pytest

from desktop.models.focus import Focus, focus_on, worst_alert_on
from services.contract import events as ev
from services.contract.model import AlertState, Level, Stage
from tests.fakes import town as fake


def pair(focus: Focus) -> tuple[str, str]:
    return focus.alert.id if focus.alert else "", focus.case.id if focus.case else ""


@pytest.mark.parametrize("selected", ["alert:a1", "case:c1", "stream:W1", "asset:C1", "team:T1"])
def test_every_register_resolves_to_the_same_alert_and_case(selected: str) -> None:
    focus = focus_on(fake.busy().state, selected)

    assert pair(focus) == ("a1", "c1")
    assert focus.queue_id == "case:c1"
    assert focus.camera_id == "asset:C1"


@pytest.mark.parametrize("selected", ["alert:a1", "case:c1", "stream:W1", "asset:C1", "team:T1"])
def test_a_case_outlives_its_alert_in_every_register(selected: str) -> None:
    town = fake.busy()
    town.put(ev.AlertReturnedToNormal("a1", 3.0))
    town.put(ev.AlertAcknowledged("a1"))

    assert pair(focus_on(town.state, selected)) == ("a1", "c1")


@pytest.mark.parametrize(
    ("selected", "point"),
    [
        ("alert:a1", "stream:W1"),
        ("case:c1", "stream:W1"),
        ("stream:W1", "stream:W1"),
        ("team:T1", "team:T1"),
        ("case:c2", "case:c2"),
        ("stream:R1", "stream:R1"),
    ],
)
def test_a_selection_has_one_point_on_the_map(selected: str, point: str) -> None:
    assert focus_on(fake.busy().state, selected).point_id == point


@pytest.mark.parametrize("selected", ["alert:a2", "stream:W2", "asset:C2"])
def test_an_alert_without_a_case_stands_for_itself_in_the_queue(selected: str) -> None:
    focus = focus_on(fake.busy().state, selected)

    assert pair(focus) == ("a2", "")
    assert focus.queue_id == "alert:a2"
    assert focus.camera_id == "asset:C2"


def test_a_case_by_hand_has_neither_alert_nor_camera() -> None:
    focus = focus_on(fake.busy().state, "case:c2")

    assert pair(focus) == ("", "c2")
    assert focus.camera_id is None
    assert focus.position == (121.03, 31.01)


def test_a_case_at_a_camera_is_found_from_the_camera() -> None:
    town = fake.registers()
    town.put(ev.CaseOpened(fake.case("c9", Level.BLUE, age_ms=0, place="C2")))

    assert pair(focus_on(town.state, "asset:C2")) == ("", "c9")
    assert focus_on(town.state, "case:c9").camera_id == "asset:C2"


def test_a_closed_case_is_no_longer_found_from_its_place() -> None:
    town = fake.busy()
    town.put(ev.AlertReturnedToNormal("a1", 3.0))
    town.put(ev.AlertAcknowledged("a1"))
    town.put(ev.CaseClosed("c1", "水已退"))

    assert pair(focus_on(town.state, "stream:W1")) == ("", "")
    assert pair(focus_on(town.state, "asset:C1")) == ("", "")
    assert town.state.cases["c1"].stage is Stage.CLOSED


@pytest.mark.parametrize("selected", ["", "alert:", "alert:gone", "nothing:a1", "a1", "team:T9"])
def test_an_id_the_town_does_not_hold_is_an_empty_focus(selected: str) -> None:
    focus = focus_on(fake.busy().state, selected)

    assert focus == Focus()
    assert (focus.queue_id, focus.camera_id, focus.point_id, focus.position) == (None,) * 4


def test_the_worst_live_alert_of_a_stream_counts_and_the_newest_of_equals() -> None:
    town = fake.registers()
    for made in (
        fake.alert("old", "W1", Level.RED, age_ms=9),
        fake.alert("new", "W1", Level.RED, age_ms=5),
        fake.alert("mild", "W1", Level.BLUE, age_ms=1),
    ):
        town.put(ev.AlertRaised(made))
    assert worst_alert_on(town.state, "W1") is town.state.alerts["new"]

    town.set_alert("new", state=AlertState.NORMAL)
    town.set_alert("old", state=AlertState.NORMAL)
    assert worst_alert_on(town.state, "W1") is town.state.alerts["mild"]
    assert worst_alert_on(town.state, "W2") is None
