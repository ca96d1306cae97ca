"""Readings to the rule engine, what it calls for to the keeper; delays and shelves by the tick.

Owns the order of the system's own commands: one after another, none lost while the store fails.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping

import uuid_utils

from services.clock import Clock
from services.contract.changes import Changes
from services.contract.codec import Columns
from services.contract.commands import ExpireShelf, SystemCommand
from services.contract.events import Event
from services.contract.model import AlertState, TownState
from services.detect.engine import RuleEngine
from services.detect.foresight import foreseen
from services.gateway.ports import Keeper
from services.ingest.hub import ReadingHub
from services.ingest.memory_keeper import Memory, MemoryKeeper
from services.packs.rules import Rule
from services.packs.schema import Belonging, Calendar

log = logging.getLogger(__name__)

ACTOR = "system:detect"
TICK_S = 1.0
RETRY_S = 1.0
QUEUE_LIMIT = 20_000
GROUP = 256


class Judge:
    """Keeps the rule engine fed and its commands carried out.

    A raise that still waits for the journal when the process ends is made again at the start only
    if its condition still stands then.
    """

    def __init__(
        self,
        keeper: Keeper,
        hub: ReadingHub,
        engine: RuleEngine,
        clock: Clock,
        memory: Memory | None = None,
    ) -> None:
        self._keeper = keeper
        self._hub = hub
        self._engine = engine
        self._clock = clock
        self._memory = MemoryKeeper(engine, memory or _NoMemory(), clock)
        self._waiting: deque[tuple[str, SystemCommand]] = deque()
        self._expiring: set[str] = set()
        self._wake = asyncio.Event()
        self._failing = False
        self._unlisten: list[Callable[[], None]] = []
        self._unjudged: set[int] = set()
        """Indexes of streams the engine knows otherwise or not at all."""
        self.lost = 0
        """Commands there was no room for while the store failed, until it works again."""

    async def start(self) -> None:
        """Take up the memory and the alerts as they stand, and listen."""
        await self._memory.take_up(self._keeper.state, self._clock.now_ms())
        # Rules may have gone while the server was away.
        self._put(*self._engine.orphans(self._keeper.state))
        self._hub.screen_by(self._screen)
        # The last readings from before: delays go on from them, and a stream is missed by them.
        latest = self._engine.unheard(self._hub.latest())
        self._put(*self._engine.evaluate(latest, self._clock.now_ms()))
        self._unlisten = [
            self._keeper.listen(self._on_events),
            self._hub.listen_all(self._on_readings),
        ]

    async def stop(self) -> None:
        """Stop listening and write down what has to be remembered."""
        for unlisten in self._unlisten:
            unlisten()
        self._unlisten.clear()
        await self._memory.save()

    def adopt(
        self,
        rules: Mapping[str, Rule],
        plausible: Mapping[str, tuple[float, float]] | None = None,
        calendars: Mapping[str, Calendar] | None = None,
        cameras: Mapping[str, Belonging] | None = None,
    ) -> None:
        """Judge by other rules from now on; alerts of rules that are gone are returned."""
        self._unjudged.clear()
        self._put(*self._engine.adopt(self._ahead(), rules, plausible, calendars, cameras))

    def _ahead(self) -> TownState:
        """The state as it is once what waits is carried out: the engine counts on that."""
        return foreseen(self._keeper.state, (body for _, body in self._waiting))

    def _on_events(self, _: tuple[Event, ...], changes: Changes) -> None:
        streams = self._keeper.state.streams
        self._unjudged |= {streams[id].index for id in changes.streams}
        if changes.everything:
            self._compile()
        elif changes.alerts:
            self._engine.follow(self._keeper.state, changes.alerts)

    def _compile(self) -> None:
        """Take in streams that changed. Takes long in a large town, so not for each of many."""
        self._unjudged.clear()
        self._engine.restore(self._ahead())

    def _screen(self, columns: Columns) -> Columns:
        if self._unjudged and not self._unjudged.isdisjoint(columns.index.tolist()):
            self._compile()
        return self._engine.screen(columns)

    def _on_readings(self, columns: Columns) -> None:
        self._put(*self._engine.evaluate(columns, self._clock.now_ms()))

    def tick(self) -> None:
        """What the passing of time calls for: delays that ran out, shelves that end."""
        now_ms = self._clock.now_ms()
        if self._unjudged:
            self._compile()
        self._put(*self._engine.tick(now_ms))
        state = self._keeper.state
        for alert in (state.alerts[id] for id in state.standing):
            if (
                alert.state is AlertState.SHELVED
                and 0 < alert.shelved_until_ms <= now_ms
                and alert.id not in self._expiring
            ):
                self._expiring.add(alert.id)
                self._put(ExpireShelf(alert.id))

    def _put(self, *bodies: SystemCommand) -> None:
        for body in bodies:
            if len(self._waiting) >= QUEUE_LIMIT:
                if not self.lost:
                    log.error("no more alerts can wait for the journal; what stands is raised then")
                self.lost += 1
            else:
                self._waiting.append((str(uuid_utils.uuid7()), body))
        if bodies:
            self._wake.set()

    @property
    def idle(self) -> bool:
        """Whether no command waits to be carried out."""
        return not self._waiting

    async def save_memory(self) -> None:
        """Write down now what has to be remembered."""
        await self._memory.save()

    async def run_memory(self) -> None:
        """Write down what has to be remembered until cancelled."""
        await self._memory.run()

    async def run_ticks(self) -> None:
        """Tick every second until cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            self.tick()

    async def run(self) -> None:
        """Carry out commands until cancelled."""
        while True:
            if not self._waiting:
                self._wake.clear()
                await self._wake.wait()
            group = [self._waiting[place] for place in range(min(GROUP, len(self._waiting)))]
            if await self._carry_out(group):
                for _ in group:
                    self._waiting.popleft()
                if self.lost and not self._waiting:
                    # The engine counted on them: what stands then is raised with its next reading.
                    log.warning("%d commands had no room; alerts are as in the journal", self.lost)
                    self.lost = 0
                    self._compile()
            else:
                await asyncio.sleep(RETRY_S)

    async def _carry_out(self, group: list[tuple[str, SystemCommand]]) -> bool:
        """Give the commands; False when the store failed and they are to be given again."""
        results = await asyncio.gather(
            *(self._keeper.execute(command_id, ACTOR, body) for command_id, body in group)
        )
        for (_, body), result in zip(group, results, strict=True):
            refusal = result.refusal
            if refusal is not None and refusal.code.startswith("store."):
                if not self._failing:
                    log.error("alerts wait for the journal: %s", refusal.text)
                self._failing = True
                return False
            if isinstance(body, ExpireShelf):
                self._expiring.discard(body.alert)
            if refusal is not None:
                log.info("%s refused: %s", type(body).__name__, refusal.text)
        if self._failing:
            log.warning("alerts reach the journal again")
            self._failing = False
        return True


class _NoMemory:
    """For a judge whose engine need not outlive it."""

    def load(self) -> bytes | None:
        return None

    def save(self, data: bytes, at_ms: int) -> None:
        pass
