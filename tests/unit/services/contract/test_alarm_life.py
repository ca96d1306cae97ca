"""Every state of ISA-18.2 against every event: what the journal makes of an alert."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from services.contract import events as ev
from services.contract.apply import apply
from services.contract.model import (
    ALERT_LOG,
    HELD_STATES,
    Alert,
    AlertState,
    Level,
    OutOfService,
    TownState,
)

N, U, A, R = (
    AlertState.NORMAL,
    AlertState.UNACKNOWLEDGED,
    AlertState.ACKNOWLEDGED,
    AlertState.RETURNED_UNACKNOWLEDGED,
)
SH, SU, OS = AlertState.SHELVED, AlertState.SUPPRESSED, AlertState.OUT_OF_SERVICE
STATES = (U, A, R, N, SH, SU, OS)
OFF = OutOfService("W0", "", "换探头", "li", 1)

TABLE: dict[str, tuple[ev.EventBody, tuple[AlertState, ...]]] = {
    #                                                          U   A   R   N   SH  SU  OS
    "worse": (ev.AlertLevelRaised("A", Level.RED, 2, "深", "p.r"), (U, U, U, U, SH, SU, OS)),
    "gone": (ev.AlertReturnedToNormal("A", 0), (R, N, R, N, SH, N, N)),
    "acknowledged": (ev.AlertAcknowledged("A"), (A, A, N, N, SH, SU, OS)),
    "shelved": (ev.AlertShelved("A", 99, "检修"), (SH, SH, SH, N, SH, SU, OS)),
    "unshelved": (ev.AlertUnshelved("A", True), (U, A, R, N, U, SU, OS)),
    "suppressed": (ev.AlertSuppressed("A", "F", "停电"), (SU, SU, R, N, SH, SU, OS)),
    "released": (ev.AlertReleased("A"), (U, A, R, N, SH, U, OS)),
    "reset": (ev.AlertReset("A", "已查"), (N, N, N, N, N, N, N)),
    "out of service": (ev.TakenOutOfService(OFF), (OS, OS, N, N, OS, OS, OS)),
    "in service": (ev.ReturnedToService(OFF), (U, A, R, N, SH, SU, U)),
}
"""What becomes of each state; the condition stands except where the state says it does not."""


def alert(state: AlertState, **more: Any) -> Alert:
    made = Alert(
        "A", "p.r", "W0", "积水", Level.YELLOW, state, 1, "cm", "", 0, 0, 1, 1,
        returned=state in (N, R),
    )  # fmt: skip
    return replace(made, **more)


def after(state: TownState, *bodies: ev.EventBody) -> Alert:
    for body in bodies:
        seq = state.seq + 1
        id, at_ms = f"e{seq}", 10 * seq
        sealed = ev.seal(
            body, seq=seq, id=id, at_ms=at_ms, actor="li", command="c", prev=state.hash
        )
        apply(state, sealed)
    return state.alerts["A"]


def town(one: Alert) -> TownState:
    return TownState(alerts={"A": one})


@pytest.mark.parametrize("event", TABLE)
@pytest.mark.parametrize("place", range(len(STATES)), ids=[str(state) for state in STATES])
def test_every_event_makes_of_every_state_what_the_table_says(event: str, place: int) -> None:
    body, ends = TABLE[event]
    assert after(town(alert(STATES[place])), body).state is ends[place]


@pytest.mark.parametrize("event", TABLE)
@pytest.mark.parametrize("state", STATES)
def test_an_event_that_is_not_for_a_state_leaves_the_alert_as_it_was(
    event: str, state: AlertState
) -> None:
    body, _ = TABLE[event]
    one = alert(state)
    made = after(town(one), body)
    always = isinstance(body, ev.AlertLevelRaised | ev.AlertReturnedToNormal)
    if made.state is state and not always and made.log == ():
        assert made == one
    else:
        assert made.log[-1].what == type(body).__name__
        assert made.changed_at_ms == 10


LET_GO: tuple[tuple[AlertState, ev.EventBody], ...] = (
    (SH, ev.AlertUnshelved("A", True)),
    (SU, ev.AlertReleased("A")),
    (OS, ev.ReturnedToService(OFF)),
)


@pytest.mark.parametrize(("state", "body"), LET_GO)
def test_a_held_alert_whose_condition_is_gone_does_not_come_back(
    state: AlertState, body: ev.EventBody
) -> None:
    assert after(town(alert(state, returned=True)), body).state is N


def test_a_held_alert_whose_condition_comes_back_stays_held_and_comes_back_later() -> None:
    state = town(alert(SH, returned=True))
    worse = TABLE["worse"][0]
    assert after(state, worse).state is SH
    assert after(state, ev.AlertUnshelved("A", True)).state is U


def test_severity_is_latched_until_somebody_has_answered() -> None:
    milder = ev.AlertLevelRaised("A", Level.BLUE, 1, "浅", "p.r")
    state = town(alert(U, level=Level.RED))
    assert after(state, ev.AlertReturnedToNormal("A", 0), milder).level is Level.RED
    gone = (ev.AlertReturnedToNormal("A", 0), ev.AlertAcknowledged("A"))
    assert after(state, *gone).state is N
    back = after(state, milder)
    assert (back.level, back.state, back.returned) == (Level.BLUE, U, False)


def test_a_higher_level_raises_it_also_while_it_is_held() -> None:
    for state in HELD_STATES:
        assert after(town(alert(state)), TABLE["worse"][0]).level is Level.RED


def test_what_holds_an_alert_is_said_while_it_is_held_and_not_after() -> None:
    state = town(alert(U, group="A", group_key="k"))
    held = after(state, ev.AlertSuppressed("A", "F", "停电", "power", "G", "kg"))
    assert (held.suppressed_by, held.suppressed_reason, held.suppressed_reason_en) == (
        "F",
        "停电",
        "power",
    )
    assert (held.group, held.group_key) == ("G", "kg")
    free = after(state, ev.AlertReleased("A"))
    assert (free.suppressed_by, free.suppressed_reason, free.group) == ("", "", "G")
    for ends in (ev.AlertReturnedToNormal("A", 0), ev.AlertReset("A", "x"), TABLE["in service"][0]):
        other = town(alert(U))
        made = after(other, ev.AlertSuppressed("A", "s", "停电"), ev.TakenOutOfService(OFF), ends)
        assert made.suppressed_by == ""
        assert made.group == ""


def test_a_shelf_and_a_reset_leave_no_trace_of_the_shelf() -> None:
    state = town(alert(U))
    assert after(state, ev.AlertShelved("A", 99, "检修")).shelved_until_ms == 99
    made = after(state, ev.AlertReset("A", "已查"))
    assert (made.shelved_until_ms, made.shelved_reason) == (0, "")
    assert (made.acknowledged_by, made.returned) == ("li", True)


def test_an_alert_raised_while_something_holds_it_says_so_in_its_second_line() -> None:
    held = alert(SU, suppressed_by="F", suppressed_reason="停电")
    made = after(TownState(), ev.AlertRaised(held))
    assert [(line.what, line.text) for line in made.log] == [
        ("AlertRaised", "积水"),
        ("AlertSuppressed", "停电"),
    ]
    out = after(TownState(out_of_service={OFF.key: OFF}), ev.AlertRaised(alert(OS)))
    assert [(line.what, line.text) for line in out.log][1:] == [("TakenOutOfService", "换探头")]
    assert [line.what for line in after(TownState(), ev.AlertRaised(alert(U))).log] == [
        "AlertRaised"
    ]


def test_out_of_service_covers_a_stream_or_one_rule_of_it() -> None:
    one_rule = OutOfService("W0", "p.other", "检修", "li", 1)
    state = town(alert(U))
    assert after(state, ev.TakenOutOfService(one_rule)).state is U
    assert after(state, ev.TakenOutOfService(OFF)).state is OS
    both = replace(OFF, rule="p.r")
    after(state, ev.TakenOutOfService(both))
    assert after(state, ev.ReturnedToService(OFF)).state is OS
    assert after(state, ev.ReturnedToService(both)).state is U


def test_what_comes_back_on_a_stream_out_of_service_stays_out() -> None:
    state = town(alert(R))
    assert after(state, ev.TakenOutOfService(OFF)).state is N
    back = after(state, TABLE["worse"][0])
    assert back.state is OS
    assert [(line.what, line.text) for line in back.log[-2:]] == [
        ("AlertLevelRaised", "深"),
        ("TakenOutOfService", "换探头"),
    ]
    assert after(state, ev.ReturnedToService(OFF)).state is U


def test_a_log_keeps_its_last_lines() -> None:
    made = after(town(alert(U)), *[ev.AlertAcknowledged("A")] * (ALERT_LOG + 5))
    assert len(made.log) == ALERT_LOG
    assert made.log[-1].at_ms == 10 * (ALERT_LOG + 5)
