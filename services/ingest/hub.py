"""The one door every reading passes: checked, kept as latest value, handed on, stored in batches.

Owns the latest readings and the writer to the reading store. Never blocks: the loop only touches
numpy columns, the store is written in a thread.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from services.clock import Clock
from services.contract.changes import Changes
from services.contract.codec import Columns
from services.contract.events import Event
from services.contract.model import TownState
from services.ingest.latest import LatestReadings
from services.ingest.parse import RawReading, RefusedReading, printable
from services.ingest.refusals import Refusals

log = logging.getLogger(__name__)

UNKNOWN = "unknown stream"
NOT_FINITE = "value is not a finite number"
AHEAD = "at is more than 5 minutes in the future"
OLD = "at is more than 7 days in the past"

Listener = Callable[[Columns], None]


class Registers(Protocol):
    """Where the hub learns of streams."""

    @property
    def state(self) -> TownState: ...

    def listen(
        self, callback: Callable[[tuple[Event, ...], Changes], None]
    ) -> Callable[[], None]: ...


class ReadingLog(Protocol):
    """Where readings are kept. Called in a thread."""

    def append(self, batch: Columns) -> None: ...

    def history(
        self, index: int, since_ms: int, until_ms: int, limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]: ...

    def latest(self) -> Columns: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What is plausible and how much may wait for the store."""

    ahead_ms: int = 5 * 60_000
    behind_ms: int = 7 * 86_400_000
    waiting_rows: int = 500_000
    write_every_s: float = 0.25


class Accepted(msgspec.Struct, frozen=True):
    """How many readings were taken, and the others with their reasons."""

    accepted: int
    refused: list[RefusedReading]


class ReadingHub:
    """Latest value of every stream, and everybody who wants to know when one changes."""

    def __init__(
        self, keeper: Registers, store: ReadingLog, clock: Clock, limits: Limits | None = None
    ) -> None:
        self._keeper = keeper
        self._store = store
        self._clock = clock
        self._limits = limits or Limits()
        self._screen: Callable[[Columns], Columns] = lambda columns: columns
        self._listeners: list[Listener] = []
        self._listeners_of_all: list[Listener] = []
        self._rows: dict[str, int] = {}
        self._latest = LatestReadings()
        self._waiting: list[Columns] = []
        self._waiting_rows = 0
        self._wake = asyncio.Event()
        self._stopping = False
        self._failing = False
        self._unlisten: Callable[[], None] | None = None
        self._queued = self._stored = 0
        self._flushes: list[tuple[int, asyncio.Future[None]]] = []
        self.accepted = 0
        self.refusals = Refusals()
        self.not_stored = 0
        """Readings the store had no room for."""

    @property
    def refused(self) -> Counter[str]:
        """How many were refused, by reason."""
        return self.refusals.counts

    @property
    def waiting_rows(self) -> int:
        """Readings that wait for the store."""
        return self._waiting_rows

    async def start(self) -> None:
        """Learn the streams and take up the latest values the store remembers."""
        self._unlisten = self._keeper.listen(self._on_events)
        self._learn()
        self._latest.put(await asyncio.to_thread(self._store.latest))

    async def run(self) -> None:
        """Write what waits until stopped, then the rest."""
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            await self._write()
            if not self._stopping:
                await asyncio.sleep(self._limits.write_every_s)
                if self._waiting:
                    self._wake.set()
        await self._write()

    def stop(self) -> None:
        """Make `run` write what is left and return."""
        self._stopping = True
        self._wake.set()
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call back with the newest value per stream of every batch taken, on the loop."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def listen_all(self, callback: Listener) -> Callable[[], None]:
        """Call back with every reading taken, late and superseded ones too, on the loop."""
        self._listeners_of_all.append(callback)
        return lambda: self._listeners_of_all.remove(callback)

    def screen_by(self, screen: Callable[[Columns], Columns]) -> None:
        """Let `screen` mark the quality of every batch before anybody sees it."""
        self._screen = screen

    def accept(self, items: Sequence[RawReading], door: str = "http") -> Accepted:
        """Take the readings that are plausible; list the others by place and reason."""
        now_ms = self._clock.now_ms()
        newest, oldest = now_ms + self._limits.ahead_ms, now_ms - self._limits.behind_ms
        refused: list[RefusedReading] = []
        rows: list[tuple[int, float, int, int]] = []
        evidence: dict[tuple[int, int], str] = {}
        for place, item in enumerate(items):
            row = self._rows.get(item.stream)
            at_ms = now_ms if item.at_ms is None else item.at_ms
            if row is None:
                reason = UNKNOWN
            elif not math.isfinite(item.value):
                reason = NOT_FINITE
            elif at_ms > newest:
                reason = AHEAD
            elif at_ms < oldest:
                reason = OLD
            else:
                rows.append((row, item.value, at_ms, item.quality))
                if item.evidence:
                    evidence[row, at_ms] = item.evidence
                continue
            self.refusals.count(reason)
            self.refusals.note(now_ms, door, item.stream, reason)
            refused.append(RefusedReading(place, printable(item.stream), reason))
        if rows:
            self.accepted += len(rows)
            self._take(rows, evidence)
        return Accepted(len(rows), refused)

    def count_refused(self, reason: str, count: int = 1) -> None:
        """Count readings refused before they got here."""
        self.refusals.count(reason, count)

    def refuse(self, door: str, source: str, reason: str, counted_as: str) -> None:
        """Count a message nobody can be answered for, and keep the reason in words."""
        self.refusals.count(counted_as)
        self.refusals.note(self._clock.now_ms(), door, source, reason)

    def evidence_of(self, stream: str) -> str:
        """Id of the picture or clip that came with a stream's newest reading, empty for none."""
        row = self._rows.get(stream)
        return "" if row is None else self._latest.evidence_of(row)

    async def stored(self) -> None:
        """Wait until everything taken so far is in the store. Cancel it to give up."""
        if self._stored < self._queued:
            done = asyncio.get_running_loop().create_future()
            self._flushes.append((self._queued, done))
            self._wake.set()
            await done

    def latest(self, chosen: NDArray[np.uint32] | None = None) -> Columns:
        """The newest reading of every stream that has one, or of the indexes given."""
        return self._latest.choose(chosen)

    async def history(
        self, stream: str, since_ms: int, limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Times and values of a stream since a town time, oldest first; empty when unknown."""
        row = self._rows.get(stream)
        if row is None:
            return np.zeros(0, np.int64), np.zeros(0)
        until_ms = self._clock.now_ms() + self._limits.ahead_ms
        return await asyncio.to_thread(self._store.history, row, since_ms, until_ms, limit)

    def past(self, index: int, since_ms: int, until_ms: int, limit: int) -> list[tuple[int, float]]:
        """Times and values of a stream by index, oldest first. Touches the store: in a thread."""
        at_ms, values = self._store.history(index, since_ms, until_ms, limit)
        return list(zip(at_ms.tolist(), values.tolist(), strict=True))

    def _on_events(self, _: tuple[Event, ...], changes: Changes) -> None:
        if changes.streams or changes.everything:
            self._learn()

    def _learn(self) -> None:
        streams = self._keeper.state.streams
        self._rows = {stream.id: stream.index for stream in streams.values()}
        self._latest.grow(max(self._rows.values(), default=-1) + 1)

    def _take(
        self, rows: list[tuple[int, float, int, int]], evidence: dict[tuple[int, int], str]
    ) -> None:
        batch = Columns(
            np.array([row[0] for row in rows], np.uint32),
            np.array([row[1] for row in rows], np.float64),
            np.array([row[2] for row in rows], np.int64),
            np.array([row[3] for row in rows], np.uint8),
        )
        batch = self._screen(batch)
        changed = self._latest.put(batch, evidence)
        if self._waiting_rows + len(rows) > self._limits.waiting_rows:
            self.not_stored += len(rows)
        else:
            self._waiting.append(batch)
            self._waiting_rows += len(rows)
            self._queued += len(rows)
            self._wake.set()
        for callback in tuple(self._listeners_of_all):
            callback(batch)
        if len(changed.index):
            for callback in tuple(self._listeners):
                callback(changed)

    async def _write(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        try:
            await asyncio.to_thread(self._store.append, _joined(waiting))
        except Exception as error:  # the edge of the writer: it must outlive the store's troubles
            self._waiting = waiting + self._waiting
            if not self._failing:
                log.error("readings cannot be stored, they wait in memory: %s", error)
            self._failing = True
            return
        self._waiting_rows = sum(len(batch.index) for batch in self._waiting)
        self._stored = self._queued - self._waiting_rows
        if self._failing:
            log.warning("readings are stored again")
            self._failing = False
        for target, done in self._flushes:
            if target <= self._stored and not done.done():
                done.set_result(None)
        self._flushes = [each for each in self._flushes if not each[1].done()]


def _joined(batches: list[Columns]) -> Columns:
    return Columns(
        np.concatenate([batch.index for batch in batches]),
        np.concatenate([batch.value for batch in batches]),
        np.concatenate([batch.at_ms for batch in batches]),
        np.concatenate([batch.quality for batch in batches]),
    )
