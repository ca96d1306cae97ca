"""A console that was away meets 10,000 events it has missed.

A real server makes the town; the console takes its state; the server stops and its journal grows
by 10,000 events; the server starts again. Then the desktop's own link connects with the old state
and the time runs until the state is at the head, replica on disk included in the work.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from desktop.cache.outbox import open_outbox
from desktop.cache.replica import open_replica
from desktop.link.client import LinkClient
from desktop.link.embedded import EmbeddedServer
from desktop.state.store import TownStore
from services.contract import events as ev
from services.contract.codec import decode_state, encode_state
from services.contract.events import Event, EventBody, seal
from services.contract.model import Alert, AlertState, Case, Level, Stage, Stream, Tier, TownState
from services.store.database import open_database
from services.store.journal import JournalStore
from tests.benchmarks import towns
from tests.benchmarks.report import Figure

MISSED = 10_000
BUDGET = 1.0
RUNS = 5


def measure() -> Iterator[Figure]:
    """Median of five reconnections, each from the same old state."""
    with TemporaryDirectory(prefix="onemap-bench-", ignore_cleanup_errors=True) as folder:
        yield Figure("reconnect", asyncio.run(_measure(Path(folder))), "s", BUDGET)


async def _measure(folder: Path) -> float:
    town, db = folder / "town", folder / "town.db"
    await asyncio.to_thread(towns.write_big_town, town, 2_000)
    server = EmbeddedServer(str(town), db)
    await server.start()
    old = TownStore()
    await _reach(old, server, folder / "first", lambda: len(old.state.streams) >= 2_000)
    await server.stop()
    known = encode_state(old.state)
    head = await asyncio.to_thread(_grow, db, old.state)
    server = EmbeddedServer(str(town), db)
    await server.start()
    found = []
    try:
        for run in range(RUNS):
            store = TownStore()
            store.replace_state(decode_state(known))
            path = folder / f"run{run}"
            found.append(await _reach(store, server, path, lambda s=store: s.state.seq >= head))
    finally:
        await server.stop()
    return median(found)


async def _reach(store: TownStore, server: EmbeddedServer, folder: Path, reached) -> float:
    """Seconds from the first packet until `reached`."""
    replica = open_replica(folder / "replica.db").replica
    outbox = open_outbox(folder / "outbox.db").outbox

    async def token() -> str:
        return server.token

    done = asyncio.Event()

    def look() -> None:
        store.drain()
        if reached():
            done.set()

    store.listen(look)
    store.drain()
    link = LinkClient(store, replica, outbox, server.url, token)
    begun = time.perf_counter()
    task = asyncio.create_task(link.run())
    try:
        async with asyncio.timeout(20):
            await done.wait()
        return time.perf_counter() - begun
    finally:
        await link.stop()
        await task
        replica.close()
        outbox.close()


def _grow(db: Path, state: TownState) -> int:
    """Append what an hour of alerts and cases leaves; answers the new head."""
    engine = open_database(str(db))
    try:
        store = JournalStore(engine)
        seq, last = store.head()
        streams = [s for s in state.streams.values() if s.kind == "water.depth"]
        bodies = [
            body
            for number in range(MISSED // 5)
            for body in _story(number, streams[number % len(streams)], state.at_ms)
        ]
        events: list[Event] = []
        for number, body in enumerate(bodies):
            seq += 1
            envelope = {"id": f"missed-{number}", "at_ms": state.at_ms + number * 360}
            sealed = seal(
                body, seq=seq, actor="值班员", command=f"c-{number}", prev=last, **envelope
            )
            events.append(sealed)
            last = sealed.hash
        store.append(events, [])
        return seq
    finally:
        engine.dispose()


def _story(number: int, stream: Stream, at_ms: int) -> tuple[EventBody, ...]:
    alert = Alert(
        id=f"away-{number}",
        rule="waterlogging_response.depth_road",
        stream=stream.id,
        title=f"{stream.name} 积水 8 厘米",
        level=Level.BLUE,
        state=AlertState.UNACKNOWLEDGED,
        value=8.0,
        unit="cm",
        area=stream.area,
        lon=stream.lon,
        lat=stream.lat,
        raised_at_ms=at_ms,
        changed_at_ms=at_ms,
    )
    case = Case(
        id=f"away-case-{number}",
        number=f"20260718-{number:05d}",
        title=alert.title,
        class_code="event.waterlogging",
        tier=Tier.SMALL,
        level=Level.BLUE,
        stage=Stage.FILED,
        place=stream.id,
        area=stream.area,
        lon=stream.lon,
        lat=stream.lat,
        opened_at_ms=at_ms,
        opened_by="值班员",
        alert=alert.id,
    )
    return (
        ev.AlertRaised(alert),
        ev.AlertAcknowledged(alert.id),
        ev.CaseOpened(case),
        ev.CaseNoted(case.id, "网格员到场，清理雨水口"),
        ev.CaseClosed(case.id, "积水已退，现场照片三张"),
    )
