import asyncio
import math

import numpy as np

from services.clock import ManualClock
from services.contract.codec import Columns
from services.contract.model import Quality
from services.ingest.hub import AHEAD, NOT_FINITE, OLD, UNKNOWN, Limits, ReadingHub
from services.ingest.parse import RawReading
from tests.fakes.server import NOW, FakeKeeper, FakeReadingStore


async def _hub(limits: Limits | None = None) -> tuple[ReadingHub, FakeKeeper, FakeReadingStore]:
    keeper, store = FakeKeeper(), FakeReadingStore()
    keeper.put_streams(4)
    hub = ReadingHub(keeper, store, ManualClock(NOW), limits)
    await hub.start()
    return hub, keeper, store


async def test_implausible_readings_are_refused_with_reason_and_counted() -> None:
    hub, _, _ = await _hub()
    taken = hub.accept(
        [
            RawReading("W0", 1.0),
            RawReading("W9", 1.0),
            RawReading("W1", math.nan),
            RawReading("W1", math.inf),
            RawReading("W1", 1.0, NOW + 301_000),
            RawReading("W1", 1.0, NOW - 8 * 86_400_000),
        ]
    )
    assert taken.accepted == 1
    assert [(item.index, item.reason) for item in taken.refused] == [
        (1, UNKNOWN),
        (2, NOT_FINITE),
        (3, NOT_FINITE),
        (4, AHEAD),
        (5, OLD),
    ]
    assert hub.refused[NOT_FINITE] == 2


async def test_the_newest_reading_wins_and_late_ones_change_nothing() -> None:
    hub, _, _ = await _hub()
    newest: list[Columns] = []
    everything: list[Columns] = []
    hub.listen(newest.append)
    hub.listen_all(everything.append)
    hub.accept([RawReading("W2", 5.0, NOW), RawReading("W2", 4.0, NOW - 1000)])
    hub.accept([RawReading("W2", 3.0, NOW - 2000)])
    latest = hub.latest()
    assert latest.index.tolist() == [2]
    assert latest.value.tolist() == [5.0]
    assert [columns.value.tolist() for columns in newest] == [[5.0]]
    assert [columns.value.tolist() for columns in everything] == [[5.0, 4.0], [3.0]]


async def test_what_the_screen_marks_is_marked_for_everybody() -> None:
    hub, _, _ = await _hub()
    everything: list[Columns] = []
    hub.listen_all(everything.append)
    hub.screen_by(
        lambda batch: Columns(
            batch.index, batch.value, batch.at_ms, (batch.value > 4).astype(np.uint8) * Quality.BAD
        )
    )
    hub.accept([RawReading("W1", 5.0, NOW), RawReading("W2", 4.0, NOW)])
    assert everything[0].quality.tolist() == [Quality.BAD, Quality.GOOD]
    assert hub.latest().quality.tolist() == [Quality.BAD, Quality.GOOD]


async def test_a_stream_registered_later_is_known_at_once() -> None:
    hub, keeper, _ = await _hub()
    assert hub.accept([RawReading("W7", 1.0)]).accepted == 0
    keeper.put_streams(8)
    assert hub.accept([RawReading("W7", 1.0)]).accepted == 1


async def test_readings_wait_while_the_store_fails_and_overflow_is_counted() -> None:
    hub, _, store = await _hub(Limits(waiting_rows=3, write_every_s=0.001))
    store.broken = True
    async with asyncio.TaskGroup() as group:
        group.create_task(hub.run())
        hub.accept([RawReading("W0", 1.0), RawReading("W1", 1.0)])
        await asyncio.sleep(0.02)
        hub.accept([RawReading("W2", 1.0), RawReading("W3", 1.0)])
        assert hub.not_stored == 2
        store.broken = False
        async with asyncio.timeout(5):
            while hub.waiting_rows:
                await asyncio.sleep(0.001)
        hub.accept([RawReading("W3", 2.0)])
        hub.stop()
    assert sum(len(batch.index) for batch in store.batches) == 3


async def test_evidence_belongs_to_the_newest_reading() -> None:
    hub, _, _ = await _hub()
    hub.accept([RawReading("W1", 5.0, NOW, evidence="a"), RawReading("W2", 5.0, NOW)])
    assert (hub.evidence_of("W1"), hub.evidence_of("W2"), hub.evidence_of("nobody")) == (
        "a",
        "",
        "",
    )
    hub.accept([RawReading("W1", 5.0, NOW - 5, evidence="late")])
    assert hub.evidence_of("W1") == "a"
    hub.accept([RawReading("W1", 6.0, NOW + 1, evidence="b"), RawReading("W1", 6.0, NOW)])
    assert hub.evidence_of("W1") == "b"
    hub.accept([RawReading("W1", 0.0, NOW + 2)])
    assert hub.evidence_of("W1") == ""


async def test_one_can_wait_until_readings_are_stored() -> None:
    hub, _, store = await _hub(Limits(write_every_s=0))
    store.broken = True
    writer = asyncio.create_task(hub.run())
    hub.accept([RawReading("W1", 1.0)])
    waiting = asyncio.create_task(hub.stored())
    await asyncio.sleep(0.02)
    assert not waiting.done()
    store.broken = False
    hub.accept([RawReading("W1", 2.0)])
    async with asyncio.timeout(5):
        await waiting
        await hub.stored()
    assert sum(len(batch.index) for batch in store.batches) == 2
    hub.stop()
    await writer


async def test_refusals_can_be_read_newest_first() -> None:
    hub, _, _ = await _hub()
    hub.accept([RawReading("W9", 1.0)], "csv")
    hub.refuse("mqtt", "a/b\ud800", "payload is no number", "malformed MQTT message")
    told = [(each.door, each.source, each.reason) for each in hub.refusals.last()]
    assert told == [("mqtt", "a/b?", "payload is no number"), ("csv", "W9", UNKNOWN)]
    assert hub.refused == {UNKNOWN: 1, "malformed MQTT message": 1}
