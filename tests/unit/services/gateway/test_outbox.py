import numpy as np

from services.contract import events as ev
from services.contract.codec import decode_server
from services.contract.wire import Events
from services.gateway.outbox import Conflated, Outbox, ReadingFrame, Resync, batches


def _events(first: int, last: int) -> tuple[ev.Event, ...]:
    body = ev.AlertAcknowledged("a")
    return tuple(
        ev.seal(body, seq=seq, id=f"e{seq}", at_ms=0, actor="", command="", prev="")
        for seq in range(first, last + 1)
    )


def _frame(*index: int) -> ReadingFrame:
    return ReadingFrame(np.array(index, np.uint32), bytes(index))


def _seqs(data: object) -> list[int]:
    assert isinstance(data, bytes)
    message = decode_server(data)
    assert isinstance(message, Events)
    return [event.seq for event in message.events]


def test_events_already_sent_are_cut_off() -> None:
    outbox = Outbox()
    for batch in batches(_events(1, 3)) + batches(_events(4, 9)):
        outbox.add_events(batch)
    outbox.cursor = 6
    assert _seqs(outbox.take()) == [7, 8, 9]
    assert outbox.take() is None


def test_a_gap_makes_a_resync_due() -> None:
    outbox = Outbox()
    outbox.cursor = 2
    outbox.add_events(batches(_events(4, 5))[0])
    assert outbox.take() == Resync(2)
    assert outbox.take() is None


def test_past_the_bound_events_are_dropped_counted_and_a_resync_is_due() -> None:
    outbox = Outbox(max_events=10)
    for first in range(1, 21, 5):
        outbox.add_events(batches(_events(first, first + 4))[0])
    assert outbox.take() == Resync(20)
    outbox.add_events(batches(_events(21, 22))[0])
    outbox.cursor = 21
    assert _seqs(outbox.take()) == [22]


def test_the_bound_in_bytes_counts_too() -> None:
    outbox = Outbox(max_bytes=100)
    outbox.add_events(batches(_events(1, 5))[0])
    assert isinstance(outbox.take(), Resync)


def test_large_commits_are_sent_in_several_messages() -> None:
    assert [len(batch.events) for batch in batches(_events(1, 1201))] == [500, 500, 201]


def test_frames_conflate_into_one() -> None:
    outbox = Outbox()
    outbox.offer(_frame(1, 2))
    assert outbox.take() == bytes([1, 2])
    outbox.offer(_frame(1, 2))
    outbox.offer(_frame(2, 3))
    outbox.offer(_frame(9))
    merged = outbox.take()
    assert isinstance(merged, Conflated)
    assert merged.index.tolist() == [1, 2, 3, 9]
    assert merged.frames == 2
    assert outbox.conflated == 2
    assert outbox.take() is None


def test_events_go_before_replies_and_replies_before_readings() -> None:
    outbox = Outbox()
    outbox.offer(_frame(1))
    outbox.add_still("c", b"old")
    outbox.add_still("c", b"still")
    outbox.set_clock(b"old")
    outbox.set_clock(b"clock")
    outbox.add_reply(b"reply")
    outbox.add_events(batches(_events(1, 1))[0])
    assert _seqs(outbox.take()) == [1]
    assert [outbox.take() for _ in range(5)] == [b"reply", b"clock", b"still", b"\x01", None]
