"""A breaker is ordered off once for an alert, and nothing but a person's word ends that."""

from __future__ import annotations

from typing import Any

import pytest

from services.breakers.handlers import HANDLERS as BREAKERS
from services.casework.handlers import HANDLERS as CASEWORK
from services.contract import commands as cmd
from services.contract.apply import apply
from services.contract.events import GENESIS, EventBody, seal
from services.contract.model import (
    TRIPPED,
    Alert,
    AlertState,
    Asset,
    Level,
    Stream,
    Town,
    TownState,
    TripState,
)
from services.decisions import Context, Refused
from services.detect.handlers import HANDLERS as DETECT
from services.operations.handlers import HANDLERS as OPERATIONS
from services.registers.handlers import HANDLERS as REGISTERS

HANDLERS = {**BREAKERS, **CASEWORK, **DETECT, **OPERATIONS, **REGISTERS}
AT_MS = 1_784_325_600_000
SYSTEM = "system:breakers"
PERSON = "张三"


class Desk:
    """A town whose commands go through the real handlers and `apply`."""

    def __init__(self, kind: str = "breaker", **attributes: Any) -> None:
        self.state = TownState()
        self.now_ms = AT_MS
        breaker = Asset("B1", kind, "1 号空开", 121.1, 31.1, attributes=attributes)
        score = Stream("S1", 0, "electrical.charging_score", "S1", "", 121.1, 31.1, "B1")
        loose = Stream("S2", 0, "electrical.charging_score", "S2", "", 121.1, 31.1)
        town = Town("y", "云泽", "Yunze", "Asia/Shanghai", (121.1, 31.1))
        self.give(cmd.RegisterTown(town, (), (breaker,), (score, loose), ()), SYSTEM)

    def give(self, body: Any, actor: str) -> list[EventBody]:
        self.now_ms += 1000
        context = Context(actor, self.now_ms, lambda: "x", "Asia/Shanghai")
        bodies: list[EventBody] = HANDLERS[type(body)](self.state, body, context)
        for one in bodies:
            seq = self.state.seq + 1
            prev = self.state.hash or GENESIS
            event = seal(
                one, seq=seq, id=f"e{seq}", at_ms=self.now_ms, actor=actor, command="c", prev=prev
            )
            apply(self.state, event)
        return bodies

    def raise_alert(self, id: str = "A1", stream: str = "S1") -> None:
        alert = Alert(
            id, "electrical_signature.charging", stream, "充电", Level.RED,
            AlertState.UNACKNOWLEDGED, 0.97, "", "", 121.1, 31.1, self.now_ms, self.now_ms,
            latched=True,
        )  # fmt: skip
        self.give(cmd.RaiseAlert(alert), "system:detect")

    def tripped(self) -> Desk:
        self.raise_alert()
        self.give(cmd.OrderTrip("A1"), SYSTEM)
        key = self.state.trips["B1"].key
        self.give(cmd.RecordTrip("B1", key, True, 1, "ok"), SYSTEM)
        return self


def refused(desk: Desk, body: Any, actor: str) -> str:
    with pytest.raises(Refused) as caught:
        desk.give(body, actor)
    return caught.value.code


def test_an_order_that_was_sent_trips_the_breaker_and_leaves_lines_in_the_alert() -> None:
    desk = Desk().tripped()
    assert desk.state.assets["B1"].status == TRIPPED
    assert desk.state.trips["B1"].state is TripState.SENT
    lines = [(line.what, line.actor) for line in desk.state.alerts["A1"].log]
    assert lines[1:] == [("TripOrdered", SYSTEM), ("TripSent", SYSTEM)]


def test_an_order_given_up_leaves_the_breaker_on_and_says_why() -> None:
    desk = Desk()
    desk.raise_alert()
    desk.give(cmd.OrderTrip("A1"), SYSTEM)
    desk.give(cmd.RecordTrip("B1", desk.state.trips["B1"].key, False, 9, "no answer"), SYSTEM)
    assert desk.state.assets["B1"].status == "active"
    assert desk.state.trips["B1"].state is TripState.FAILED
    assert desk.state.alerts["A1"].log[-1].text == "no answer"


def test_a_second_order_for_the_same_breaker_is_refused() -> None:
    desk = Desk()
    desk.raise_alert()
    desk.raise_alert("A2")
    desk.give(cmd.OrderTrip("A1"), SYSTEM)
    assert refused(desk, cmd.OrderTrip("A1"), SYSTEM) == "breaker.ordered"
    assert refused(desk, cmd.OrderTrip("A2"), SYSTEM) == "breaker.ordered"


def test_an_order_is_settled_once_and_only_by_its_own_key() -> None:
    desk = Desk().tripped()
    key = desk.state.trips["B1"].key
    assert refused(desk, cmd.RecordTrip("B1", key, True, 1, ""), SYSTEM) == "breaker.settled"
    assert refused(desk, cmd.RecordTrip("B1", "other", True, 1, ""), SYSTEM) == "breaker.settled"


@pytest.mark.parametrize(
    ("desk", "stream", "code"),
    [
        (Desk(), "S2", "breaker.none"),
        (Desk(kind="camera"), "S1", "breaker.none"),
        (Desk(trip=False), "S1", "breaker.spared"),
    ],
)
def test_what_is_no_breaker_or_spared_is_never_ordered_off(
    desk: Desk, stream: str, code: str
) -> None:
    desk.raise_alert(stream=stream)
    assert refused(desk, cmd.OrderTrip("A1"), SYSTEM) == code


def test_a_shelved_alert_switches_nothing_off() -> None:
    desk = Desk()
    desk.raise_alert()
    desk.give(cmd.ShelveAlert("A1", desk.now_ms + 60_000, "检修"), PERSON)
    assert refused(desk, cmd.OrderTrip("A1"), SYSTEM) == "alert.not_standing"


def test_no_part_of_the_server_sets_a_tripped_breaker_back() -> None:
    desk = Desk().tripped()
    back = cmd.SetAssetStatus("B1", "active")
    for actor in (SYSTEM, "system:demo", "system:registers"):
        assert refused(desk, back, actor) == "asset.reset_by_hand"
        assert refused(desk, cmd.ResetAlert("A1", "ok"), actor) == "alert.reset_by_hand"


def test_registering_the_town_anew_keeps_a_breaker_tripped() -> None:
    desk = Desk().tripped()
    town = desk.state.town
    assert town is not None
    breaker = Asset("B1", "breaker", "换了名字", 121.1, 31.1, status="active")
    streams = tuple(desk.state.streams.values())
    desk.give(cmd.RegisterTown(town, (), (breaker,), streams, ()), SYSTEM)
    assert (desk.state.assets["B1"].name, desk.state.assets["B1"].status) == ("换了名字", TRIPPED)


def test_a_person_resets_the_alert_with_words_before_the_breaker_is_on_again() -> None:
    desk = Desk().tripped()
    back = cmd.SetAssetStatus("B1", "active")
    assert refused(desk, back, PERSON) == "asset.reset_first"
    assert refused(desk, cmd.ResetAlert("A1", " "), PERSON) == "alert.reset_text_missing"
    desk.give(cmd.ResetAlert("A1", "充电器已拔，线路完好"), PERSON)
    assert desk.state.trips == {}
    assert desk.state.assets["B1"].status == TRIPPED, "a reset alert is not a reset breaker"
    desk.give(back, PERSON)
    assert desk.state.assets["B1"].status == "active"


def test_a_breaker_waits_for_the_reset_though_its_alert_is_over() -> None:
    desk = Desk().tripped()
    desk.give(cmd.AcknowledgeAlert("A1"), PERSON)
    desk.give(cmd.ReturnAlert("A1", 0.1), "system:detect")
    assert desk.state.alerts["A1"].state is AlertState.NORMAL
    assert refused(desk, cmd.SetAssetStatus("B1", "active"), PERSON) == "asset.reset_first"
    desk.give(cmd.ResetAlert("A1", "已拔"), PERSON)
    desk.give(cmd.SetAssetStatus("B1", "active"), PERSON)
    assert desk.state.assets["B1"].status == "active"


def test_the_next_alert_after_a_reset_orders_anew_with_another_key() -> None:
    desk = Desk().tripped()
    first = desk.state.trips["B1"].key
    desk.give(cmd.ResetAlert("A1", "已拔"), PERSON)
    desk.give(cmd.SetAssetStatus("B1", "active"), PERSON)
    desk.raise_alert("A2")
    desk.give(cmd.OrderTrip("A2"), SYSTEM)
    assert desk.state.trips["B1"].key != first
