"""`apply` over random legal histories: any snapshot plus its tail is the same town."""

from __future__ import annotations

import zlib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contract.apply import JournalGap, apply
from services.contract.codec import decode_state, encode_state, split_snapshot
from services.contract.events import (
    BODY_TYPES,
    AlertRaised,
    AlertReset,
    Event,
    EventBody,
    is_sound,
    open_body,
    seal,
)
from services.contract.model import ENDED_ALERTS, AlertState, TownState
from tests.unit.services.contract.histories import latched_alert, random_history


def replay(events: list[Event], state: TownState | None = None) -> TownState:
    state = state or TownState()
    for event in events:
        apply(state, event)
    return state


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_state_equals_any_snapshot_plus_tail(seed: int, data: st.DataObject) -> None:
    events = random_history(seed, 150)
    cut = data.draw(st.integers(0, len(events)))
    whole = replay(events)
    parts = list(split_snapshot(cut, encode_state(replay(events[:cut]))))
    restored = decode_state(b"".join(part.data for part in parts))
    assert replay(events[cut:], restored) == whole


def test_random_histories_reach_every_kind_but_none() -> None:
    seen = {event.kind for seed in range(60) for event in random_history(seed, 250)}
    assert seen == set(BODY_TYPES)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_every_event_is_sound_and_a_changed_one_is_not(seed: int) -> None:
    for event in random_history(seed, 40):
        assert is_sound(event)
        assert not is_sound(msgspec.structs.replace(event, actor=event.actor + "x"))
        assert not is_sound(msgspec.structs.replace(event, body=event.body + b"\x00"))


def test_a_gap_is_refused_and_changes_nothing() -> None:
    events = random_history(1, 50)
    state = replay(events[:5])
    before = encode_state(state)
    for wrong in (events[4], events[6], msgspec.structs.replace(events[5], prev="00")):
        with pytest.raises(JournalGap):
            apply(state, wrong)
    assert encode_state(state) == before


def test_an_unknown_kind_is_counted_and_skipped() -> None:
    events = random_history(1, 20)
    state = replay(events)
    strange = Event(state.seq + 1, "e", 5, "a", "c", "MoonRisen", b"\x90", state.hash, "h")
    assert open_body(strange) is None
    changes = apply(state, strange)
    assert not changes.alerts
    assert (state.unknown_events, state.seq, state.hash) == (1, len(events) + 1, "h")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_what_stands_is_listed_and_what_ended_last_is_too(seed: int) -> None:
    state = replay(random_history(seed, 150))
    normal = {id for id, one in state.alerts.items() if one.state is AlertState.NORMAL}
    assert set(state.standing) == state.alerts.keys() - normal
    assert set(state.ended_alerts) == normal, "fewer than there is room for"


def test_no_more_ended_alerts_are_listed_than_there_is_room_for() -> None:
    state = TownState()
    events = random_history(1, 2)
    apply(state, events[0])
    for number in range(ENDED_ALERTS + 3):
        put(state, AlertRaised(latched_alert(f"L{number}")))
        put(state, AlertReset(f"L{number}", "x"))
    assert list(state.ended_alerts) == [f"L{number}" for number in range(3, ENDED_ALERTS + 3)]
    assert state.standing == {}


def test_a_snapshot_from_before_standing_alerts_were_listed_gets_the_list() -> None:
    state = TownState()
    put(state, AlertRaised(latched_alert("L1")))
    put(state, AlertRaised(latched_alert("L2")))
    put(state, AlertReset("L1", "x"))
    fields = msgspec.to_builtins(state)
    del fields["standing"], fields["ended_alerts"]
    old = decode_state(zlib.compress(msgspec.msgpack.encode(fields)))
    assert old.standing == {"L2": None}


def put(state: TownState, body: EventBody) -> None:
    """Apply one event of ours."""
    id = f"e{state.seq + 1}"
    event = seal(body, seq=state.seq + 1, id=id, at_ms=5, actor="li", command="c", prev=state.hash)
    apply(state, event)
