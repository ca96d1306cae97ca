"""Loads tiles of one source in a few threads: newest wish first, retried within a budget.

Knows no Qt. A source may block, lie or raise; the worst it can do is to give no tile.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from widgets.map.sources import (
    RasterTile,
    TileAddress,
    TileError,
    TileSource,
    VectorTile,
    is_local,
)
from widgets.map.tile_data import PreparedTile
from widgets.map.turns import Turns

Loaded = PreparedTile | RasterTile | None

THREADS: Final = 3
"""So many wait for answers at once; a local source has one, it computes and waits for nobody."""

CACHE_BYTES: Final = 24 * 1024 * 1024
LINGER_S: Final = 0.5
"""So long a thread waits for more: who starts a thread waits until it has a core to run on."""

PATIENCE_S: Final = 20.0
"""A load that takes longer counts as failed, and its thread no longer as one of `THREADS`."""

MAX_STUCK: Final = 6
ATTEMPTS: Final = 4
BACK_OFF_S: Final = 1.0
"""Before the second attempt; doubled each time."""

COOL_DOWN_S: Final = 60.0
"""After the last attempt; then the budget is full again."""


@dataclass(slots=True)
class _Trouble:
    attempts: int
    not_before: float
    is_final: bool


class TileLoader:
    """The tiles of one source.

    `ready` is called from a loading thread for each tile that came; `failed` for each that did
    not, with a text for the first after things went well and "" for others.
    """

    def __init__(
        self,
        source: TileSource,
        ready: Callable[[], None],
        failed: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        turns: Turns | None = None,
    ) -> None:
        self.source = source
        self._turns = turns or Turns()
        self._is_local = is_local(source)
        self._threads = 1 if self._is_local else THREADS
        self._ready = ready
        self._failed = failed
        self._clock = clock
        self._lock = threading.Condition()
        self._idle = 0
        self._wanted: list[TileAddress] = []
        self._loaded: OrderedDict[TileAddress, Loaded] = OrderedDict()
        self._bytes = 0
        self._trouble: dict[TileAddress, _Trouble] = {}
        self._running: dict[TileAddress, float] = {}
        self._stuck: set[TileAddress] = set()
        self._is_out = False
        self._is_refused = False
        self._is_stopped = False

    def want(self, addresses: Sequence[TileAddress]) -> None:
        """Load these, the first first, and nothing that was wanted before."""
        with self._lock:
            self._is_stopped = False
            self._wanted = [address for address in addresses if address not in self._loaded]
            self._look_for_stuck()
            free = self._threads - (len(self._running) - len(self._stuck))
            if len(self._stuck) >= MAX_STUCK:
                free = 0
            due = [address for address in self._wanted if self._is_due(address)]
            wanted = min(free, len(due))
            woken = min(self._idle, wanted)
            self._lock.notify(woken)
        for _ in range(wanted - woken):
            # A source may block for ever; it must not keep the program from ending.
            threading.Thread(target=self._work, name="tile-loader", daemon=True).start()

    def loaded(self, address: TileAddress) -> tuple[bool, Loaded]:
        """Return whether a tile is there, and the tile: None where the map is empty."""
        with self._lock:
            if address not in self._loaded:
                return False, None
            self._loaded.move_to_end(address)
            return True, self._loaded[address]

    def is_hopeless(self, address: TileAddress) -> bool:
        """Say whether nothing is under way for a tile: it failed, and is not due again yet."""
        with self._lock:
            trouble = self._trouble.get(address)
            if trouble is None or address in self._loaded:
                return False
            if address in self._running and address not in self._stuck:
                return False
            return trouble.is_final or trouble.not_before > self._clock()

    def next_try_s(self) -> float | None:
        """Return in how many seconds a wanted tile is due again; None when none is."""
        with self._lock:
            due = [
                self._trouble[address].not_before
                for address in self._wanted
                if address in self._trouble and not self._trouble[address].is_final
            ]
            return max(0.0, min(due) - self._clock()) if due else None

    def refuse(self, address: TileAddress, text: str) -> None:
        """Count a loaded tile as failed for good: it could not be painted.

        Said for the first only, until one can be painted again.
        """
        with self._lock:
            self._drop(address)
            self._note(address, can_retry=False)
            is_first = not self._is_refused
            self._is_refused = True
        self._failed(text if is_first else "")

    def approve(self) -> None:
        """Hear that a tile was painted."""
        self._is_refused = False

    def stop(self) -> None:
        """Start nothing more. What is being loaded ends by itself and is kept."""
        with self._lock:
            self._is_stopped = True
            self._wanted = []
            self._lock.notify_all()

    def _work(self) -> None:
        while (address := self._next()) is not None:
            try:
                tile = self._read(address)
                self._keep(address, PreparedTile(tile) if isinstance(tile, VectorTile) else tile)
            except TileError as problem:
                self._fail(address, problem)
            except Exception as problem:
                # The edge of the thread: a broken source costs its tile, not the map.
                text = f"{type(problem).__name__}: {problem}"
                self._fail(address, TileError(text, can_retry=False))

    def _read(self, address: TileAddress) -> RasterTile | VectorTile | None:
        if not self._is_local:
            return self.source.load(address)
        with self._turns.turn():
            return self.source.load(address)

    def _next(self) -> TileAddress | None:
        with self._lock:
            has_waited = False
            while len(self._running) - len(self._stuck) < self._threads:
                address = self._due()
                if address is not None:
                    self._running[address] = self._clock()
                    return address
                if has_waited or self._is_stopped:
                    break
                self._idle += 1
                has_waited = not self._lock.wait(LINGER_S)
                self._idle -= 1
            return None

    def _due(self) -> TileAddress | None:
        if self._is_stopped:
            return None
        return next((address for address in self._wanted if self._is_due(address)), None)

    def _is_due(self, address: TileAddress) -> bool:
        if address in self._loaded or address in self._running:
            return False
        trouble = self._trouble.get(address)
        if trouble is None:
            return True
        return not trouble.is_final and trouble.not_before <= self._clock()

    def _keep(self, address: TileAddress, tile: Loaded) -> None:
        with self._lock:
            self._release(address)
            self._trouble.pop(address, None)
            self._is_out = False
            self._loaded[address] = tile
            self._bytes += _cost(tile)
            while self._bytes > CACHE_BYTES and len(self._loaded) > 1:
                self._drop(next(iter(self._loaded)))
        self._ready()

    def _drop(self, address: TileAddress) -> None:
        if address in self._loaded:
            self._bytes -= _cost(self._loaded.pop(address))

    def _fail(self, address: TileAddress, problem: TileError) -> None:
        with self._lock:
            self._release(address)
            is_first = not self._is_out
            self._is_out = True
            self._note(address, can_retry=problem.can_retry)
        self._failed(str(problem) if is_first else "")

    def _note(self, address: TileAddress, *, can_retry: bool) -> None:
        known = self._trouble.get(address)
        attempts = known.attempts + 1 if known is not None else 1
        if attempts >= ATTEMPTS:
            wait, attempts = COOL_DOWN_S, 0
        else:
            wait = BACK_OFF_S * 2.0 ** (attempts - 1)
        self._trouble[address] = _Trouble(attempts, self._clock() + wait, not can_retry)

    def _release(self, address: TileAddress) -> None:
        self._running.pop(address, None)
        self._stuck.discard(address)

    def _look_for_stuck(self) -> None:
        now = self._clock()
        for address, since in self._running.items():
            if now - since > PATIENCE_S and address not in self._stuck:
                self._stuck.add(address)
                self._note(address, can_retry=True)


def _cost(tile: Loaded) -> int:
    if tile is None:
        return 64
    return tile.cost() if isinstance(tile, PreparedTile) else len(tile.data)
