from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from services.notify.message import Message, OutboxState
from services.notify.outbox import KEEP_MS, Outbox


def message(key: str, channel: str = "mail", cause: str = "A1") -> Message:
    return Message(key, channel, "zhang@town.example", "积水", "25 cm", cause)


@pytest.fixture
def outbox(engine: sa.Engine) -> Outbox:
    return Outbox(engine)


def test_a_key_is_put_in_once(outbox: Outbox) -> None:
    assert outbox.put([message("a"), message("b")], 5) == 2
    assert outbox.put([message("b"), message("c")], 6) == 1
    assert sorted(entry.message.key for entry in outbox.newest(9)) == ["a", "b", "c"]
    assert outbox.known(["a", "z"]) == {"a"}


def test_what_is_due_is_claimed_once_and_by_channel(outbox: Outbox) -> None:
    outbox.put([message("a"), message("b", "sms")], 5)
    assert outbox.claim("mail", 4) is None
    claimed = outbox.claim("mail", 5)
    assert claimed is not None
    assert (claimed.message, claimed.tries, claimed.state) == (
        message("a"),
        1,
        OutboxState.SENDING,
    )
    assert outbox.claim("mail", 5) is None
    assert (outbox.next_due_ms("mail"), outbox.next_due_ms("sms")) == (None, 5)


def test_many_at_once_claim_each_message_once(outbox: Outbox) -> None:
    outbox.put([message(str(n)) for n in range(20)], 0)

    def work(_: int) -> list[str]:
        found = []
        for _ in range(20):
            if (entry := outbox.claim("mail", 1)) is not None:
                found.append(entry.message.key)
        return found

    with ThreadPoolExecutor(4) as pool:
        keys = [key for found in pool.map(work, range(4)) for key in found]
    assert len(keys) == len(set(keys))
    while (entry := outbox.claim("mail", 1)) is not None:
        keys.append(entry.message.key)
    assert sorted(keys) == sorted(str(n) for n in range(20))


def test_a_mark_with_an_old_fence_changes_nothing(outbox: Outbox) -> None:
    outbox.put([message("a")], 0)
    old = outbox.claim("mail", 0)
    assert old is not None
    assert outbox.recover() == 1
    new = outbox.claim("mail", 0)
    assert new is not None and new.fence > old.fence
    assert not outbox.mark_sent(old, "r")
    assert not outbox.mark_failed(old, "e")
    assert not outbox.mark_again(old, "e", 9)
    assert outbox.mark_sent(new, "receipt")
    assert not outbox.mark_sent(new, "twice")
    (entry,) = outbox.newest(1)
    assert (entry.state, entry.receipt, entry.tries) == (OutboxState.SENT, "receipt", 2)


def test_a_failed_try_waits_for_its_time(outbox: Outbox) -> None:
    outbox.put([message("a")], 0)
    entry = outbox.claim("mail", 0)
    assert entry is not None
    assert outbox.mark_again(entry, "no connection", 50)
    assert outbox.claim("mail", 49) is None
    assert outbox.next_due_ms("mail") == 50
    again = outbox.claim("mail", 50)
    assert again is not None and again.error == "no connection"


def test_cancelling_takes_back_only_what_waits(outbox: Outbox) -> None:
    outbox.put([message("a")], 0)
    sending = outbox.claim("mail", 0)
    outbox.put([message("b"), message("c", cause="A2")], 0)
    assert outbox.cancel(["A1"]) == 1
    states = {entry.message.key: str(entry.state) for entry in outbox.newest(9)}
    assert states == {"a": "sending", "b": "cancelled", "c": "waiting"}
    assert sending is not None and outbox.mark_sent(sending, "")


@pytest.mark.parametrize("died", [False, True])
def test_what_is_taken_back_on_its_way_is_not_tried_again(outbox: Outbox, died: bool) -> None:
    outbox.put([message("a"), message("b", cause="A2")], 0)
    entries = [outbox.claim("mail", 0), outbox.claim("mail", 0)]
    outbox.cancel(["A1"])
    if died:
        assert outbox.recover() == 2
    for entry in entries:
        assert entry is not None
        assert outbox.mark_again(entry, "no connection", 50) is not died
    states = {entry.message.key: str(entry.state) for entry in outbox.newest(9)}
    assert states == {"a": "cancelled", "b": "waiting"}
    again = outbox.claim("mail", 50)
    assert again is not None and again.message.key == "b"


def test_messages_of_a_channel_that_is_gone_fail(outbox: Outbox) -> None:
    outbox.put([message("a"), message("b", "sms")], 0)
    assert outbox.fail_other_channels(["sms"]) == 1
    (failed,) = outbox.newest(9, OutboxState.FAILED)
    assert failed.message.key == "a"
    assert "not configured" in failed.error


def test_the_settled_are_reported_once_and_dropped_late(outbox: Outbox) -> None:
    outbox.put([message("a"), message("b")], 0)
    entry = outbox.claim("mail", 0)
    assert entry is not None
    assert outbox.unreported() == []
    outbox.mark_failed(entry, "x" * 9_999)
    (found,) = outbox.unreported()
    assert len(found.error) == 500
    assert outbox.prune(KEEP_MS + 1) == 0
    outbox.mark_reported([found.id])
    assert outbox.unreported() == []
    assert outbox.prune(KEEP_MS) == 0
    assert outbox.prune(KEEP_MS + 1) == 1
    assert [e.message.key for e in outbox.newest(9)] == ["b"]
