"""LinkClient against a real socket that misbehaves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from desktop.actions.sender import Sender
from desktop.cache.outbox import open_outbox
from desktop.cache.replica import open_replica, restore
from desktop.link.client import LinkClient
from desktop.link.options import LinkOptions
from desktop.state.store import TownStore
from desktop.state.values import Status
from services.contract import wire
from services.contract.codec import Columns, pack_readings
from services.contract.commands import AcknowledgeAlert, NoteCase
from services.contract.events import CaseNoted
from tests.fakes.gateway import FakeGateway

FAST = LinkOptions(
    silence=0.5, connect_timeout=0.5, backoff_first=0.01, backoff_last=0.05, checkpoint=60
)


async def until(condition: Callable[[], bool], timeout: float = 10.0) -> None:
    async with asyncio.timeout(timeout):
        while not condition():
            await asyncio.sleep(0.005)


class Desk:
    def __init__(self, folder: Path, url: str, token: str = "secret") -> None:
        opened = open_replica(folder / "replica.db")
        self.store = TownStore()
        restore(self.store, opened.restored)
        self.replica = opened.replica
        self.outbox = open_outbox(folder / "outbox.db").outbox
        self.token = token
        self.link = LinkClient(
            self.store, self.replica, self.outbox, url, self._token, options=FAST
        )
        self.sender = Sender(self.outbox, self.store, self.link)

    async def _token(self) -> str:
        return self.token

    @property
    def status(self) -> Status:
        return self.store.connection.status


@asynccontextmanager
async def desk(folder: Path, url: str, token: str = "secret") -> AsyncIterator[Desk]:
    made = Desk(folder, url, token)
    task = asyncio.create_task(made.link.run(), name="test-link")
    try:
        yield made
    finally:
        await made.link.stop()
        await task
        made.replica.close(made.store, url)
        made.outbox.close()


async def test_a_new_desk_gets_a_snapshot_and_a_returning_one_only_the_rest(tmp_path: Path) -> None:
    async with FakeGateway() as gateway:
        gateway.record(CaseNoted("c", "one"))
        async with desk(tmp_path, gateway.url) as first:
            await until(lambda: first.store.state.seq == 1)
            await gateway.publish(CaseNoted("c", "two"))
            await until(lambda: first.store.state.seq == 2)
        gateway.record(CaseNoted("c", "three"))
        async with desk(tmp_path, gateway.url) as again:
            assert again.store.state.seq == 2
            await until(lambda: again.store.state.seq == 3)
        assert [hello.resume_seq for hello in gateway.hellos] == [0, 2]
        assert gateway.snapshots_sent == 1


async def test_another_journal_at_the_same_place_replaces_the_state(tmp_path: Path) -> None:
    async with FakeGateway() as gateway:
        gateway.record(CaseNoted("c", "one"))
        async with desk(tmp_path, gateway.url) as first:
            await until(lambda: first.store.state.seq == 1)
    async with FakeGateway() as other:
        other.record(CaseNoted("c", "else"))
        async with desk(tmp_path, other.url) as again:
            await until(lambda: again.store.state.hash == other.state.hash)


async def test_commands_arrive_once_and_in_order_across_drops(tmp_path: Path) -> None:
    async with FakeGateway() as gateway, desk(tmp_path, gateway.url) as one:
        await until(lambda: one.status is Status.ONLINE)
        given = []
        for burst in range(6):
            gateway.drop_after_commands = 4
            given += [one.sender.send(NoteCase("c", f"{burst}.{i}")) for i in range(10)]
            await until(lambda: not gateway.drop_after_commands)
        await until(lambda: not one.store.pending)
        assert gateway.executed == given
        assert max(gateway.received.values()) > 1
        await until(lambda: one.store.state.seq == 60)


async def test_commands_given_offline_are_delivered_on_return(tmp_path: Path) -> None:
    gateway = FakeGateway()
    await gateway.start()
    async with desk(tmp_path, gateway.url) as one:
        await until(lambda: one.status is Status.ONLINE)
        await gateway.stop()
        await until(lambda: one.status is Status.OFFLINE)
        given = one.sender.send(NoteCase("c", "offline"))
        assert [command.id for command in one.store.pending] == [given]
        await gateway.start()
        await until(lambda: not one.store.pending)
        assert gateway.executed == [given]
    await gateway.stop()


async def test_a_refusal_is_listed_until_dismissed(tmp_path: Path) -> None:
    async with FakeGateway() as gateway, desk(tmp_path, gateway.url) as one:
        given = one.sender.send(AcknowledgeAlert("a"))
        await until(lambda: bool(one.store.refusals))
        assert one.store.refusals[0].id == given
        assert one.store.refusals[0].refusal.code == "fake.no"
        assert not one.store.pending
        one.sender.dismiss(given)
        assert not one.store.refusals


async def test_silence_means_offline(tmp_path: Path) -> None:
    async with FakeGateway() as gateway, desk(tmp_path, gateway.url) as one:
        await until(lambda: one.status is Status.ONLINE)
        gateway.silent = True
        begun = time.monotonic()
        await until(lambda: one.status is Status.OFFLINE)
        assert time.monotonic() - begun < 2 * FAST.silence
        gateway.silent = False
        await until(lambda: one.status is Status.ONLINE)


async def test_a_gap_is_healed_by_resuming(tmp_path: Path) -> None:
    async with FakeGateway() as gateway, desk(tmp_path, gateway.url) as one:
        await until(lambda: one.status is Status.ONLINE)
        gateway.skip_events = 1
        one.sender.send(NoteCase("c", "lost on the way"))
        one.sender.send(NoteCase("c", "shows the gap"))
        await until(lambda: one.store.state.seq == 2)
        assert one.store.state.hash == gateway.state.hash


async def test_a_wrong_token_is_denied_and_not_retried_until_asked(tmp_path: Path) -> None:
    async with FakeGateway() as gateway, desk(tmp_path, gateway.url, token="wrong") as one:
        await until(lambda: one.status is Status.DENIED)
        assert one.store.connection.detail == "unknown token"
        await asyncio.sleep(5 * FAST.backoff_last)
        assert len(gateway.hellos) == 1
        one.token = "secret"
        one.link.retry()
        await until(lambda: one.status is Status.ONLINE)


async def test_a_protocol_from_the_future_is_refused_with_words(tmp_path: Path) -> None:
    async with FakeGateway() as gateway:
        gateway.protocol = 99
        async with desk(tmp_path, gateway.url) as one:
            await until(lambda: one.status is Status.REFUSED)
            assert "99" in one.store.connection.detail


async def test_readings_and_watched_curves_reach_the_store(tmp_path: Path) -> None:
    async with FakeGateway() as gateway, desk(tmp_path, gateway.url) as one:
        one.store.watch("W1")
        await until(lambda: bool(gateway.questions))
        assert gateway.questions[0].stream == "W1"
        history = wire.History("W1", 0, np.array([5]).tobytes(), np.array([0.5]).tobytes())
        await until(lambda: bool(gateway.clients))
        await gateway.broadcast(history)
        await until(lambda: len(one.store.curves["W1"]) == 1)
        columns = Columns(
            np.array([3], np.uint32), np.array([1.5]), np.array([9]), np.zeros(1, np.uint8)
        )
        await gateway.broadcast(pack_readings(0, columns))
        await until(lambda: one.store.readings.get(3) == (1.5, 9))


async def test_ten_thousand_missed_events_come_as_events(tmp_path: Path) -> None:
    async with FakeGateway() as gateway:
        gateway.record(CaseNoted("c", "one"))
        async with desk(tmp_path, gateway.url) as first:
            await until(lambda: first.store.state.seq == 1)
        for n in range(10_000):
            gateway.record(CaseNoted("c", str(n)))
        async with desk(tmp_path, gateway.url) as again:
            begun = time.perf_counter()
            await until(lambda: again.store.state.seq == 10_001)
            print(f"10,000 events in {time.perf_counter() - begun:.3f} s")
        assert gateway.snapshots_sent == 1


async def test_rubbish_from_the_server_is_only_a_dropped_connection(tmp_path: Path) -> None:
    async with FakeGateway() as gateway, desk(tmp_path, gateway.url) as one:
        await until(lambda: bool(gateway.clients))
        for client in tuple(gateway.clients):
            await client.send(b"\xc1 rubbish")
        await until(lambda: len(gateway.hellos) == 2)
        await until(lambda: one.status is Status.ONLINE)
