"""Empties the outbox: one worker a channel claims, sends and marks, with growing waits.

Knows the outbox and the channels' protocol, not what a message is about.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from services.clock import Clock
from services.notify.message import Channel, Message, Rejected, Unreachable, mask
from services.notify.outbox import Entry, Outbox

T = TypeVar("T")
log = logging.getLogger(__name__)

FIRST_WAIT_S = 5.0
LONGEST_WAIT_S = 300.0
MAX_TRIES = 8
"""Tries until a message is given up: with these waits, after about ten minutes."""
IDLE_S = 30.0
"""Longest sleep: a message put in by another process is found after this."""
GRACE_S = 10.0
"""How long an end waits for what is on its way, so that it can be marked."""


def wait_s(tries: int, asked_s: float = 0.0) -> float:
    """Seconds until the next try after `tries` of them; the receiver's wish up to an hour."""
    grown = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(max(0, tries - 1), 30))
    return max(grown, min(asked_s, 3600.0))


class Sender:
    """Sends what is due.

    `on_settled` is called on the loop after a message was sent or given up. `pace` stretches the
    waits, for tests.
    """

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        clock: Clock,
        on_settled: Callable[[], None] = lambda: None,
        pace: float = 1.0,
    ) -> None:
        self._outbox = outbox
        self._channels = dict(channels)
        self._clock = clock
        self.on_settled = on_settled
        self._pace = pace
        self._wakes = {name: asyncio.Event() for name in channels}

    def wake(self) -> None:
        """Look at the outbox now: something was put in."""
        for event in self._wakes.values():
            event.set()

    async def run(self) -> None:
        """Send until cancelled. What the last sender left half done is taken up first."""
        await self._kept(self._recover)
        async with asyncio.TaskGroup() as group:
            for name in self._channels:
                group.create_task(self._work(name), name=f"notify-{name}")

    def _recover(self) -> None:
        unsure = self._outbox.recover()
        if unsure:
            log.warning("%d messages were on their way when the server ended: sent again", unsure)
        self._outbox.prune(self._clock.now_ms())
        orphans = self._outbox.fail_other_channels(list(self._channels))
        if orphans:
            log.error("%d messages are for channels that are not configured any more", orphans)

    async def _work(self, name: str) -> None:
        wake = self._wakes[name]
        while True:
            wake.clear()
            entry = await self._kept(lambda: self._outbox.claim(name, self._clock.now_ms()))
            if entry is not None:
                await _finished(self._deliver(entry), f"notify-send-{name}")
                continue
            due = await self._kept(lambda: self._outbox.next_due_ms(name))
            pause = IDLE_S if due is None else (due - self._clock.now_ms()) / 1000
            try:
                async with asyncio.timeout(min(IDLE_S, max(0.0, pause / self._clock.speed))):
                    await wake.wait()
            except TimeoutError:
                pass

    async def _deliver(self, entry: Entry) -> None:
        outbox, message = self._outbox, entry.message
        try:
            receipt = await self._channels[message.channel].send(message)
        except Rejected as error:
            await self._give_up(entry, str(error))
        except Unreachable as error:
            await self._put_back(entry, error)
        except Exception:  # the edge of an adapter: its fault must not stop the others
            log.exception("the channel %s failed", message.channel)
            await self._put_back(entry, Unreachable("a fault in the channel; see the log"))
        else:
            log.info("sent %s to %s", message.channel, mask(message.address))
            await self._mark(lambda: outbox.mark_sent(entry, receipt), message)

    async def _put_back(self, entry: Entry, error: Unreachable) -> None:
        if entry.tries >= MAX_TRIES:
            await self._give_up(entry, f"{error} ({entry.tries} tries)")
            return
        if entry.tries == 1:  # the first failure; the outbox counts the others
            log.warning("%s: not sent yet: %s", entry.message.channel, error)
        wait_ms = int(wait_s(entry.tries, error.retry_after_s) * 1000 * self._pace)
        next_ms = self._clock.now_ms() + wait_ms
        await self._kept(lambda: self._outbox.mark_again(entry, str(error), next_ms))

    async def _give_up(self, entry: Entry, error: str) -> None:
        message = entry.message
        log.error("%s to %s given up: %s", message.channel, mask(message.address), error)
        await self._mark(lambda: self._outbox.mark_failed(entry, error), message)

    async def _mark(self, mark: Callable[[], bool], message: Message) -> None:
        if not await self._kept(mark):
            log.warning("another sender has taken over %s", message.key)
        self.on_settled()

    async def _kept(self, work: Callable[[], T]) -> T:
        """Do `work` on the database off the loop, again and again while the database fails.

        A mark must not be given up: the message has gone, and without its mark it goes twice.
        """
        failures = 0
        while True:
            try:
                return await asyncio.to_thread(work)
            except SQLAlchemyError as error:
                if not failures:
                    log.error("the outbox cannot be used: %s", type(error).__name__)
                failures += 1
                await asyncio.sleep(min(LONGEST_WAIT_S, 2.0 ** min(failures, 8)) * self._pace)


async def _finished(work: Coroutine[Any, Any, None], name: str) -> None:
    """Await `work`; when we are cancelled meanwhile, let it come to its end for a while."""
    task = asyncio.create_task(work, name=name)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=GRACE_S)
        task.cancel()
        await asyncio.wait([task])
        raise
