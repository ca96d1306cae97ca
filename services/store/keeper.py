"""Keeps the town: decides on commands, commits their events, then tells everyone.

The one writer of a town's journal. Commands queued while a commit runs are decided one after
another and committed together. What others see of the state is never ahead of the disk.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from services.clock import Clock
from services.contract.apply import apply
from services.contract.changes import Changes
from services.contract.codec import encode_state
from services.contract.commands import CommandBody
from services.contract.events import Event
from services.contract.model import TownState
from services.contract.wire import Result
from services.decisions import Decide
from services.errors import OneMapError, StartupError
from services.store.audit import BrokenChain
from services.store.deciding import Decider, Group, Order, refusal, refuse_all, uuid7
from services.store.journal import JournalStore, StoreConflict
from services.store.rebuild import copy_state, rebuild

QUEUE_LIMIT = 10_000
"""Commands that may wait; one more is refused with code "store.busy"."""
SNAPSHOT_EVERY = 2_000
"""Events between two snapshots on disk."""
_GROUP = 512
"""Commands in one commit, unless one execute_many brings more."""
_BREATH = 200
"""Commands decided in one go before the loop gets its turn."""
_ID_LIMIT = 100

Listener = Callable[[tuple[Event, ...], Changes], None]
T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Waiting:
    orders: list[Order]
    answer: asyncio.Future[list[Result]]


class TownKeeper:
    """The state of one town and the only way to change it.

    `state` is what is committed and told; it is the same object for the keeper's lifetime after
    `start`, and only the keeper changes it.
    """

    def __init__(
        self,
        store: JournalStore,
        decide: Decide,
        clock: Clock,
        timezone: str = "Asia/Shanghai",
        new_id: Callable[[], str] | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id or uuid7
        self._decider = Decider(decide, self._new_id, timezone)
        self._state = TownState()
        self._draft = TownState()
        self._in_doubt = False
        self._waiting: deque[_Waiting] = deque()
        self._queued = 0
        self._wake = asyncio.Event()
        self._listeners: list[Listener] = []
        self._snapshot: asyncio.Task[tuple[int, bytes]] | None = None
        self._snapshot_seq = -1
        self._saved_seq = 0
        self._saving: asyncio.Task[None] | None = None
        self._worker: asyncio.Task[None] | None = None
        self._writer: ThreadPoolExecutor | None = None
        self._reader: ThreadPoolExecutor | None = None

    @property
    def state(self) -> TownState:
        """The committed state. Read only."""
        return self._state

    @property
    def queued(self) -> int:
        """Commands that wait for their decision."""
        return self._queued

    async def start(self) -> None:
        """Build the state from snapshot and tail. Raises StartupError when that cannot be done."""
        self._writer = ThreadPoolExecutor(1, "journal-write")
        self._reader = ThreadPoolExecutor(1, "journal-read")
        try:
            self._state = await self._read(partial(rebuild, self._store))
        except (SQLAlchemyError, BrokenChain) as error:
            self._shut_down()
            raise StartupError(
                f"the journal cannot be read: {error}; onemap-server verify says where"
            ) from error
        self._draft = copy_state(self._state)
        stored = await self._read(self._store.load_snapshot)
        self._saved_seq = stored[0] if stored else 0
        self._worker = asyncio.create_task(self._work(), name="town-keeper")

    async def stop(self) -> None:
        """Finish what is queued, save a snapshot and let the threads go."""
        if self._worker is None:
            return
        worker, self._worker = self._worker, None
        self._wake.set()
        await worker
        if self._saving is not None:
            await self._saving
        if self._state.seq > self._saved_seq:
            await self._save_snapshot()
        if self._snapshot is not None:
            await asyncio.wait([self._snapshot])
        self._shut_down()

    def _shut_down(self) -> None:
        for executor in (self._writer, self._reader):
            if executor is not None:
                executor.shutdown()

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result:
        """Decide on a command and answer once its events are on disk.

        A repeated id gives the stored answer. `at_ms` is when it was given, cut to now; 0 is now.
        """
        if not 0 < len(command_id) <= _ID_LIMIT or not command_id.isprintable():
            return refusal(command_id, "command.id", "the command has no usable id")
        order = Order(command_id, actor, body, self._cut(at_ms))
        return (await self._enqueue([order]))[0]

    async def execute_many(
        self, actor: str, bodies: Sequence[CommandBody], at_ms: int = 0
    ) -> list[Result]:
        """Decide on many commands in order and commit them in one transaction.

        Each is answered for itself; a refused one does not hold up the others.
        """
        if not bodies:
            return []
        when = self._cut(at_ms)
        return await self._enqueue([Order(self._new_id(), actor, body, when) for body in bodies])

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Call `callback` on the loop after each commit, in order; the answer takes it off."""
        self._listeners.append(callback)

        def unlisten() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return unlisten

    async def snapshot(self) -> tuple[int, bytes]:
        """Seq and encoded state, committed; made once for all who ask at the same seq."""
        task = self._snapshot
        if task is None or (task.done() and self._snapshot_seq != self._state.seq):
            self._snapshot_seq = self._state.seq
            task = asyncio.create_task(self._encode(), name="town-snapshot")
            self._snapshot = task
        return await asyncio.shield(task)

    async def events_since(self, seq: int, limit: int) -> list[Event]:
        """Up to `limit` events after `seq`, none that listeners have not been told of."""
        events = await self._read(partial(self._store.read, seq + 1, limit))
        return [event for event in events if event.seq <= self._state.seq]

    async def hash_at(self, seq: int) -> str | None:
        """Hash of event `seq`, None when the journal does not hold it."""
        return await self._read(partial(self._store.hash_at, seq))

    def _cut(self, at_ms: int) -> int:
        now = self._clock.now_ms()
        return min(at_ms, now) if at_ms > 0 else now

    async def _enqueue(self, orders: list[Order]) -> list[Result]:
        if self._worker is None:
            return refuse_all(orders, "store.stopped", "the server is stopping")
        # A batch larger than the queue is let in when nothing waits, or it never would be.
        if self._queued and self._queued + len(orders) > QUEUE_LIMIT:
            return refuse_all(orders, "store.busy", "too many commands are waiting; try again")
        answer: asyncio.Future[list[Result]] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(orders, answer))
        self._queued += len(orders)
        self._wake.set()
        return await answer

    async def _work(self) -> None:
        while self._worker is not None or self._waiting:
            if not self._waiting:
                self._wake.clear()
                await self._wake.wait()
                continue
            taken = self._take()
            orders = [order for waiting in taken for order in waiting.orders]
            try:
                answers = await self._commit(orders)
            except Exception as error:  # the edge of the writer: it must outlive any one group
                answers = await self._give_up(orders, error)
            for waiting in taken:
                if not waiting.answer.done():
                    results = [answers[order.command_id] for order in waiting.orders]
                    waiting.answer.set_result(results)

    def _take(self) -> list[_Waiting]:
        taken = [self._waiting.popleft()]
        count = len(taken[0].orders)
        while self._waiting and count + len(self._waiting[0].orders) <= _GROUP:
            taken.append(self._waiting.popleft())
            count += len(taken[-1].orders)
        self._queued -= count
        return taken

    async def _commit(self, orders: list[Order]) -> dict[str, Result]:
        """Answers by command id, durable. Raises whatever the store or a handler raises."""
        if self._in_doubt:
            await self._catch_up()
        known = await self._write(
            partial(self._store.results_of, list({order.command_id for order in orders}))
        )
        group = Group()
        for count, order in enumerate(orders, 1):
            if order.command_id not in known and order.command_id not in group.answers:
                self._decider.decide(self._draft, order, group)
            if count % _BREATH == 0:
                await asyncio.sleep(0)
        if group.answers:
            answers = list(group.answers.values())
            now = self._clock.now_ms()
            await self._write(partial(self._store.append, group.events, answers, now))
            self._tell(group.events)
        return known | group.failed | group.answers

    async def _give_up(self, orders: list[Order], error: Exception) -> dict[str, Result]:
        """Go back to what is on disk; refuse what did not get there."""
        self._in_doubt = True
        known: dict[str, Result] = {}
        if isinstance(error, (SQLAlchemyError, OneMapError)):
            _log.error("%d commands could not be committed: %s", len(orders), error)
        else:
            _log.error("%d commands failed", len(orders), exc_info=error)
        text = "the server could not write to its journal; try again"
        if isinstance(error, StoreConflict):
            text = "another server has written to the same journal; try again"
        try:
            await self._catch_up()
            ids = list({order.command_id for order in orders})
            known = await self._write(partial(self._store.results_of, ids))
        except (SQLAlchemyError, OneMapError) as again:
            _log.error("the journal cannot be read either: %s", again)
        refused = {
            order.command_id: refusal(order.command_id, "store.failed", text) for order in orders
        }
        return refused | known

    async def _catch_up(self) -> None:
        """Take in what the store holds beyond the state (a commit whose answer was lost)."""
        while events := await self._write(partial(self._store.read, self._state.seq + 1, _GROUP)):
            self._tell(events)
        self._draft = copy_state(self._state)
        self._in_doubt = False

    def _tell(self, events: Sequence[Event]) -> None:
        if not events:
            return
        changes = Changes()
        for event in events:
            changes.merge(apply(self._state, event))
        told = tuple(events)
        for callback in list(self._listeners):
            try:
                callback(told, changes)
            except Exception:  # one listener's fault must not stop the town
                _log.exception("a listener failed on events %d–%d", told[0].seq, told[-1].seq)
        if self._state.seq - self._saved_seq >= SNAPSHOT_EVERY and self._saving is None:
            self._saving = asyncio.create_task(self._save_snapshot(), name="town-snapshot-save")

    async def _save_snapshot(self) -> None:
        try:
            seq, data = await self.snapshot()
            await self._write(partial(self._store.save_snapshot, seq, data))
            self._saved_seq = seq
        except SQLAlchemyError as error:
            _log.error("the snapshot could not be saved: %s", error)
        finally:
            self._saving = None

    async def _encode(self) -> tuple[int, bytes]:
        frozen = copy_state(self._state)
        return frozen.seq, await self._read(partial(encode_state, frozen))

    async def _write(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    async def _read(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reader, work)
