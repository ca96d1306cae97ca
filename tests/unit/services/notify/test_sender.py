from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from services.clock import Clock
from services.notify.message import Channel, Message, OutboxState, Rejected, Unreachable
from services.notify.outbox import Outbox
from services.notify.sender import FIRST_WAIT_S, LONGEST_WAIT_S, MAX_TRIES, Sender, wait_s
from services.store.database import open_database

Answer = str | Exception


class Scripted:
    """A channel that answers from a list, then "ok"."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.sent: list[str] = []
        self.hold: asyncio.Event | None = None

    async def send(self, message: Message) -> str:
        self.sent.append(message.key)
        if self.hold is not None:
            await self.hold.wait()
        answer = self.answers.pop(0) if self.answers else "ok"
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def outbox(tmp_path: Path) -> AsyncIterator[Outbox]:
    engine: sa.Engine = open_database(str(tmp_path / "town.db"))
    yield Outbox(engine)
    engine.dispose()


@contextlib.asynccontextmanager
async def sending(
    outbox: Outbox, until: Callable[[], bool], **channels: Channel
) -> AsyncIterator[Sender]:
    """A sender that runs until `until` holds after something was settled."""
    done = asyncio.Event()
    sender = Sender(
        outbox, channels, Clock.real(), lambda: done.set() if until() else None, pace=0.001
    )
    task = asyncio.create_task(sender.run())
    try:
        yield sender
        async with asyncio.timeout(20):
            await done.wait()
    finally:
        task.cancel()
        await asyncio.wait([task])


def message(key: str, channel: str = "a") -> Message:
    return Message(key, channel, "13812345678", "s", "b", "A1")


def states(outbox: Outbox) -> dict[str, str]:
    return {entry.message.key: str(entry.state) for entry in outbox.newest(99)}


async def test_what_is_put_in_is_sent_once(outbox: Outbox) -> None:
    channel = Scripted()
    outbox.put([message("1"), message("2")], 0)
    async with sending(outbox, lambda: len(channel.sent) == 3, a=channel) as sender:
        outbox.put([message("3")], 0)
        sender.wake()
    assert sorted(channel.sent) == ["1", "2", "3"]
    assert set(states(outbox).values()) == {"sent"}


async def test_a_failure_is_tried_again_and_a_no_is_not(outbox: Outbox) -> None:
    channel = Scripted(Unreachable("x"), RuntimeError("fault"), "ok", Rejected("no"))
    outbox.put([message("1")], 0)
    async with sending(outbox, lambda: len(channel.sent) == 3, a=channel):
        pass
    outbox.put([message("2")], 0)
    async with sending(outbox, lambda: len(channel.sent) == 4, a=channel):
        pass
    assert channel.sent == ["1", "1", "1", "2"]
    assert states(outbox) == {"1": "sent", "2": "failed"}


async def test_it_gives_up_after_so_many_tries_and_masks_the_address(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    channel = Scripted(*[Unreachable("no connection")] * MAX_TRIES)
    outbox.put([message("1")], 0)
    with caplog.at_level(logging.INFO):
        async with sending(outbox, lambda: True, a=channel):
            pass
    (entry,) = outbox.newest(9)
    assert (entry.state, entry.tries) == (OutboxState.FAILED, MAX_TRIES)
    assert entry.error == f"no connection ({MAX_TRIES} tries)"
    assert "13***78" in caplog.text
    assert "13812345678" not in caplog.text


async def test_a_slow_channel_does_not_hold_up_another(outbox: Outbox) -> None:
    slow, quick = Scripted(), Scripted()
    slow.hold = asyncio.Event()
    outbox.put([message("1", "a"), message("2", "b")], 0)
    async with sending(outbox, lambda: states(outbox)["2"] == "sent", a=slow, b=quick):
        pass
    slow.hold.set()


async def test_an_end_lets_what_is_on_its_way_be_marked(outbox: Outbox) -> None:
    channel = Scripted()
    channel.hold = asyncio.Event()
    outbox.put([message("1")], 0)
    sender = Sender(outbox, {"a": channel}, Clock.real())
    task = asyncio.create_task(sender.run())
    async with asyncio.timeout(20):
        while not channel.sent:
            await asyncio.sleep(0)
    task.cancel()
    channel.hold.set()
    await asyncio.wait([task])
    assert states(outbox) == {"1": "sent"}


async def test_what_a_dead_sender_left_and_what_has_no_channel_is_settled(outbox: Outbox) -> None:
    outbox.put([message("1"), message("2", "gone")], 0)
    assert outbox.claim("a", 0) is not None
    channel = Scripted()
    async with sending(outbox, lambda: True, a=channel):
        pass
    assert channel.sent == ["1"]
    assert states(outbox) == {"1": "sent", "2": "failed"}


@given(st.integers(0, 10_000), st.floats(0, 1e9))
def test_waits_grow_and_are_bounded(tries: int, asked_s: float) -> None:
    assert FIRST_WAIT_S <= wait_s(tries, asked_s) <= 3600
    assert wait_s(tries) <= wait_s(tries + 1) <= LONGEST_WAIT_S
