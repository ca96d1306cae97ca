"""The rule engine's memory written down from time to time, and found again at the start.

Owns when it is written; what is in it is the engine's.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from services.clock import Clock
from services.contract.model import TownState
from services.detect.engine import RuleEngine
from services.detect.memory import BadMemory, Kept

log = logging.getLogger(__name__)

EVERY_S = 10.0


class Memory(Protocol):
    """Where the bytes are kept. Called in a thread."""

    def load(self) -> bytes | None: ...

    def save(self, data: bytes, at_ms: int) -> None: ...


class MemoryKeeper:
    """Writes at most every ten seconds, and only what has changed."""

    def __init__(self, engine: RuleEngine, memory: Memory, clock: Clock) -> None:
        self._engine = engine
        self._memory = memory
        self._clock = clock
        self._written = engine.touched
        self._failing = False
        self._writing = asyncio.Lock()

    async def take_up(self, state: TownState, now_ms: int) -> None:
        """Restore the engine as it was; without a memory that can be read, from the journal."""
        try:
            data = await asyncio.to_thread(self._memory.load)
        except Exception as error:  # the edge of the store: alarms come before a memory
            log.error("the rule engine begins without its memory: %s", error)
            data = None
        try:
            self._engine.restore(state, memory=data, now_ms=now_ms)
        except BadMemory as error:
            log.error("the rule engine begins without its memory: %s", error)
        self._written = self._engine.touched

    async def run(self) -> None:
        """Save what has changed every ten seconds until cancelled."""
        while True:
            await asyncio.sleep(EVERY_S)
            await self.save()

    async def save(self) -> None:
        """Save now if something has changed; a failure is for the next time."""
        # The last one must not be overtaken by one before it.
        async with self._writing:
            await self._save()

    async def _save(self) -> None:
        touched = self._engine.touched
        if touched == self._written:
            return
        kept, at_ms = self._engine.keep(), self._clock.now_ms()
        try:
            await asyncio.to_thread(self._write, kept, at_ms)
        except Exception as error:  # the edge of the writer: it must outlive the store's troubles
            if not self._failing:
                log.error("the rule engine's memory cannot be saved: %s", error)
            self._failing = True
            return
        self._written = touched
        if self._failing:
            log.warning("the rule engine's memory is saved again")
            self._failing = False

    def _write(self, kept: Kept, at_ms: int) -> None:
        self._memory.save(kept.encode(), at_ms)
