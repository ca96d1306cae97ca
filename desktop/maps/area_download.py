"""Fills an offline area: fetches what is missing, a few tiles at a time, and can be interrupted.

Owns its threads, from `start` to `stop` or the end. What is written is never asked for again,
whatever ended the run before.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.maps.area_plan import AreaPlan
from desktop.maps.contents import Decode, StoredSource, make_tile
from desktop.maps.coverage import TileRuns
from desktop.maps.errors import MapError
from desktop.maps.mbtiles_writer import MbtilesWriter
from widgets.map import mvt
from widgets.map.sources import TileAddress, TileError


class Phase(StrEnum):
    """Where a download stands."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    INCOMPLETE = "incomplete"
    """All was asked for, some tiles would not come; `start` tries these again."""
    STOPPED = "stopped"
    FAILED = "failed"
    """The area cannot be written; `problem` says why."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of a download. `bytes` and `rate_bytes_s` count what came in this run."""

    phase: Phase
    done: int
    failed: int
    total: int
    bytes: int
    rate_bytes_s: float
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How much is asked of a server."""

    parallel: int = 2
    """What the usage rules of public tile servers allow."""
    attempts: int = 3
    """For one tile."""
    outage: int = 12
    """So many failures in a row, and the download pauses by itself."""
    first_wait_s: float = 0.5
    longest_wait_s: float = 30.0


_log = logging.getLogger(__name__)
_BATCH = 64
_BATCH_S = 2.0


class AreaDownload:
    """One area being filled. `start`, `pause`, `resume`, `stop` may be called from any thread.

    `on_change` is called from a worker thread after each tile and at the end; it must be quick and
    must not call back.
    """

    def __init__(
        self,
        source: StoredSource,
        path: Path,
        plan: AreaPlan,
        *,
        politeness: Politeness | None = None,
        on_change: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        decode: Decode = mvt.decode,
    ) -> None:
        self._source, self._path, self._plan = source, path, plan
        self._rules = politeness or Politeness()
        self._on_change, self._clock, self._decode = on_change, clock, decode
        self._room = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._writer: MbtilesWriter | None = None
        self._phase, self._problem = Phase.IDLE, ""
        self._queue: Iterator[TileAddress] = iter(())
        self._again: deque[TileAddress] = deque()
        self._attempts: dict[TileAddress, int] = {}
        self._batch: list[tuple[TileAddress, bytes | None]] = []
        self._done = self._failed = self._total = self._bytes = 0
        self._in_a_row = self._working = 0
        self._active_s = self._since_s = self._written_s = 0.0

    def start(self) -> None:
        """Begin, or go on with what is still missing. Raises MapError."""
        with self._room:
            if self._phase in (Phase.RUNNING, Phase.PAUSED):
                return
        self._join()
        writer = MbtilesWriter(self._path)
        try:
            runs = self._plan.runs()
            lacking = sum(one.lacking(writer.held(one.z)) for one in runs)
        except MapError:
            writer.close()
            raise
        with self._room:
            self._writer = writer
            self._total = sum(one.count for one in runs)
            self._done, self._failed, self._bytes = self._total - lacking, 0, 0
            self._queue = _missing(runs, writer)
            self._again.clear()
            self._attempts.clear()
            self._active_s, self._in_a_row = 0.0, 0
            self._set(Phase.RUNNING)
            self._working = max(1, self._rules.parallel)
            self._threads = [
                threading.Thread(target=self._work, name=f"area-{self._path.stem}-{i}")
                for i in range(self._working)
            ]
        for thread in self._threads:
            thread.start()

    def pause(self) -> None:
        """Ask for nothing more until `resume`; what is under way still counts."""
        with self._room:
            if self._phase is Phase.RUNNING:
                self._flush()
                self._set(Phase.PAUSED)

    def resume(self) -> None:
        """Go on after a pause."""
        with self._room:
            if self._phase is Phase.PAUSED:
                self._in_a_row = 0
                self._set(Phase.RUNNING)

    def stop(self) -> None:
        """End the run and wait for its threads. What came is kept."""
        with self._room:
            if self._phase in (Phase.RUNNING, Phase.PAUSED):
                self._set(Phase.STOPPED)
        self._join()

    def wait(self, timeout_s: float | None = None) -> Phase:
        """Wait until the run pauses or ends."""
        with self._room:
            self._room.wait_for(lambda: self._phase is not Phase.RUNNING, timeout_s)
        return self._phase

    def snapshot(self) -> Progress:
        """Where the download stands now."""
        with self._room:
            active_s = self._active_s
            if self._phase is Phase.RUNNING:
                active_s += self._clock() - self._since_s
            rate = self._bytes / active_s if active_s > 0 else 0.0
            return Progress(
                self._phase, self._done, self._failed, self._total, self._bytes, rate, self._problem
            )

    def _join(self) -> None:
        for thread in self._threads:
            thread.join()
        self._threads = []

    def _set(self, phase: Phase, problem: str = "") -> None:
        now_s = self._clock()
        if self._phase is Phase.RUNNING:
            self._active_s += now_s - self._since_s
        self._phase, self._problem, self._since_s = phase, problem, now_s
        self._written_s = now_s
        self._room.notify_all()

    def _work(self) -> None:
        try:
            while (address := self._next()) is not None:
                self._fetch(address)
                self._on_change()
        except Exception as error:
            # The edge of a thread: nobody else would ever hear of it.
            _log.exception("The download of %s broke.", self._path.name)
            with self._room:
                self._set(Phase.FAILED, f"the download broke ({type(error).__name__})")
        with self._room:
            self._working -= 1
            if self._working == 0:
                self._finish()
        self._on_change()

    def _fetch(self, address: TileAddress) -> None:
        try:
            data = self._source.raw(address)
            if data is not None:
                make_tile(data, self._source.format, self._decode, "a tile of the area")
        except TileError as error:
            self._missed(address, error)
        else:
            self._came(address, data)

    def _next(self) -> TileAddress | None:
        with self._room:
            self._room.wait_for(lambda: self._phase is not Phase.PAUSED)
            if self._phase is not Phase.RUNNING:
                return None
            if self._again and self._attempts.get(self._again[0], 0) == 0:
                return self._again.popleft()
            try:
                return next(self._queue)
            except StopIteration:
                # Second attempts come last, when the trouble may have passed.
                return self._again.popleft() if self._again else None
            except MapError as error:
                self._set(Phase.FAILED, str(error))
                return None

    def _came(self, address: TileAddress, data: bytes | None) -> None:
        with self._room:
            if self._in_a_row and not self._failed:
                self._problem = ""
            self._in_a_row = 0
            self._done += 1
            self._bytes += len(data or b"")
            self._batch.append((address, data))
            is_late = self._clock() - self._written_s > _BATCH_S
            if len(self._batch) >= _BATCH or is_late or self._phase is not Phase.RUNNING:
                self._flush()

    def _missed(self, address: TileAddress, error: TileError) -> None:
        with self._room:
            if not error.can_retry:
                self._failed += 1
                self._problem = str(error)
                return
            self._in_a_row += 1
            self._problem = str(error)
            if self._in_a_row >= self._rules.outage and self._phase is Phase.RUNNING:
                # Not the tile's fault: it is asked for again after the pause.
                self._again.appendleft(address)
                self._attempts.pop(address, None)
                self._flush()
                self._set(Phase.PAUSED, str(error))
                return
            tried = self._attempts.get(address, 0) + 1
            self._attempts[address] = tried
            if tried < self._rules.attempts:
                self._again.append(address)
            else:
                self._failed += 1
            longest_s = self._rules.longest_wait_s
            wait_s = min(longest_s, self._rules.first_wait_s * 2.0 ** (self._in_a_row - 1))
            self._room.wait_for(lambda: self._phase is not Phase.RUNNING, wait_s)

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        if not batch or self._writer is None:
            return
        try:
            self._writer.put(batch, self._source.format)
            self._written_s = self._clock()
        except MapError as error:
            self._done -= len(batch)
            self._set(Phase.FAILED, str(error))

    def _finish(self) -> None:
        """The last worker leaves: write what is left and say how it ended."""
        self._flush()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self._phase is Phase.RUNNING:
            self._set(Phase.INCOMPLETE if self._failed else Phase.DONE, self._problem)


def _missing(runs: tuple[TileRuns, ...], writer: MbtilesWriter) -> Iterator[TileAddress]:
    for one in runs:
        yield from one.without(writer.held(one.z))
