"""Session as a pure state machine."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.link import session as s
from services.contract import wire
from services.contract.apply import apply
from services.contract.codec import encode_state, split_snapshot
from services.contract.events import CaseNoted, Event, seal
from services.contract.model import TownState

WELCOME = wire.Welcome(0, "u", "U", (), 5, 2.0, "fake")


def journal(count: int) -> list[Event]:
    events: list[Event] = []
    prev = ""
    for seq in range(1, count + 1):
        body = CaseNoted("c", str(seq))
        event = seal(body, seq=seq, id=str(seq), at_ms=seq, actor="a", command="", prev=prev)
        events.append(event)
        prev = event.hash
    return events


JOURNAL = journal(30)


def frame(events: list[Event]) -> wire.Events:
    return wire.Events(events[0].seq, events[-1].seq, tuple(events))


def welcomed(seq: int = 0) -> s.Session:
    session = s.Session("t", seq, JOURNAL[seq - 1].hash if seq else "")
    assert session.feed(WELCOME) == (s.Welcomed(WELCOME), s.ClockSet(5, 2.0))
    return session


def test_hello_tells_where_the_journal_stands() -> None:
    hello = s.Session("t", 7, "h", "x").hello()
    assert (hello.token, hello.resume_seq, hello.resume_hash) == ("t", 7, "h")


def test_events_that_follow_pass_and_known_ones_are_left_out() -> None:
    session = welcomed()
    assert session.feed(frame(JOURNAL[:3])) == (s.EventsArrived(tuple(JOURNAL[:3])),)
    assert session.feed(frame(JOURNAL[:5])) == (s.EventsArrived(tuple(JOURNAL[3:5])),)
    assert session.feed(frame(JOURNAL[:5])) == ()
    assert (session.seq, session.hash) == (5, JOURNAL[4].hash)


def test_a_gap_asks_for_a_resync_from_where_it_stands() -> None:
    session = welcomed(2)
    (resync,) = session.feed(frame(JOURNAL[4:6]))
    assert isinstance(resync, s.Resync) and not resync.afresh
    assert session.seq == 2
    assert session.feed(frame(JOURNAL[2:4])) == ()


def test_an_event_of_another_chain_asks_for_a_snapshot() -> None:
    session = s.Session("t", 2, "other")
    session.feed(WELCOME)
    (resync,) = session.feed(frame(JOURNAL[2:4]))
    assert isinstance(resync, s.Resync) and resync.afresh


@pytest.mark.parametrize(
    ("message", "effect"),
    [
        (wire.Notice("denied", "who"), s.Denied("who")),
        (wire.Notice("refused", "old"), s.Noted(wire.Notice("refused", "old"))),
        (wire.Notice("clock", now_ms=3, speed=2.0), s.ClockSet(3, 2.0)),
        (wire.Notice("resync", "slow"), s.Resync("slow")),
    ],
)
def test_notices(message: wire.Notice, effect: s.Effect) -> None:
    assert s.Session("t").feed(message) == (effect,)


def test_another_protocol_is_refused() -> None:
    (effect,) = s.Session("t").feed(wire.Welcome(0, "u", "U", (), 0, 1.0, "x", protocol=9))
    assert isinstance(effect, s.Refused) and "9" in effect.text


def test_unequal_columns_drop_the_connection() -> None:
    assert isinstance(welcomed().feed(wire.Readings(0, b"1", b"", b"", b""))[0], s.Resync)
    assert isinstance(welcomed().feed(wire.History("s", 0, b"1", b"1"))[0], s.Resync)


def test_snapshot_parts_out_of_order_begin_again() -> None:
    session = welcomed()
    (resync,) = session.feed(wire.Snapshot(1, 1, 3, b"x"))
    assert isinstance(resync, s.Resync) and resync.afresh


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 10)), max_size=40))
def test_whatever_the_order_only_the_next_events_pass(cuts: list[tuple[int, int]]) -> None:
    state = TownState()
    session = welcomed()
    for start, length in cuts:
        for effect in session.feed(frame(JOURNAL[start : start + length])):
            if isinstance(effect, s.EventsArrived):
                for event in effect.events:
                    apply(state, event)
            elif isinstance(effect, s.Resync):
                assert start > state.seq
                session = s.Session("t", state.seq, state.hash)
                session.feed(WELCOME)
        assert (session.seq, session.hash) == (state.seq, state.hash)


@given(st.integers(0, 30), st.integers(0, 2**32))
def test_a_journal_with_losses_and_doubles_arrives_whole(begin: int, seed: int) -> None:
    chance = random.Random(seed)
    state = TownState()
    for event in JOURNAL[:begin]:
        apply(state, event)
    for _ in range(200):
        if state.seq == 30:
            break
        session = s.Session("t", state.seq, state.hash)
        session.feed(WELCOME)
        if chance.random() < 0.2:
            half = TownState()
            for event in JOURNAL[: chance.randint(state.seq, 30)]:
                apply(half, event)
            for part in split_snapshot(half.seq, encode_state(half)):
                for effect in session.feed(part):
                    assert isinstance(effect, s.StateArrived)
                    state = effect.state
        for event in JOURNAL[state.seq :]:
            if chance.random() < 0.2:
                continue
            for _ in range(chance.choice((1, 1, 2))):
                for effect in session.feed(frame([event])):
                    if isinstance(effect, s.EventsArrived):
                        for arrived in effect.events:
                            apply(state, arrived)
    assert state.hash == JOURNAL[-1].hash
