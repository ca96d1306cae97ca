"""The suppressor against a keeper: it looks when something changes and when time is up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from services.clock import ManualClock
from services.contract import commands as cmd
from services.contract.changes import Changes
from services.contract.events import Event, PacksReloaded
from services.contract.model import AlertState, TownState
from services.contract.wire import Refusal, Result
from services.decisions import Refused
from services.detect.policy import NO_POLICY, Policy, policy_of
from services.ingest import suppressor as module
from services.ingest.suppressor import Suppressor
from tests.unit.services.detect.stage import PACKS, START, Stage

Listener = Callable[[tuple[Event, ...], Changes], None]


class Keeper:
    """A keeper over the small town, which fails while `down`."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.down = False
        self.asked: list[Any] = []
        self.heard = asyncio.Event()
        self._listeners: list[Listener] = []
        stage.told = self._tell

    @property
    def state(self) -> TownState:
        return self.stage.state

    def _tell(self, events: tuple[Event, ...], changes: Changes) -> None:
        for listener in list(self._listeners):
            listener(events, changes)
        self.heard.set()

    def listen(self, callback: Listener) -> Callable[[], None]:
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    async def execute(self, command_id: str, actor: str, body: Any, at_ms: int = 0) -> Result:
        self.asked.append(body)
        self.heard.set()
        if self.down:
            return Result(command_id, 0, Refusal("store.failed", "disk full"))
        try:
            self.stage.give(body, actor)
        except Refused as no:
            return Result(command_id, 0, Refusal(no.code, no.text))
        return Result(command_id, self.state.seq)

    async def snapshot(self) -> tuple[int, bytes]:
        raise NotImplementedError

    async def events_since(self, seq: int, limit: int) -> list[Event]:
        raise NotImplementedError

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self.heard.clear()
                await self.heard.wait()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BREATH_S", 0.0)
    monkeypatch.setattr(module, "RETRY_S", 0.0)


class Life:
    def __init__(self, policy: Callable[[], Policy]) -> None:
        self.stage = Stage(policy)
        self.keeper = Keeper(self.stage)
        self.clock = ManualClock(START)
        self.suppressor = Suppressor(self.keeper, self.clock, policy)

    def advance(self, ms: int) -> None:
        self.clock.advance(ms)
        self.stage.wait(ms)
        self.suppressor.wake()

    @contextlib.asynccontextmanager
    async def lived(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.suppressor.run(), name="suppressor")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def until(self, id: str, state: AlertState) -> None:
        await self.keeper.until(lambda: self.stage.state.alerts[id].state is state)


def life() -> Life:
    made = policy_of(PACKS)
    return Life(lambda: made)


async def test_it_suppresses_what_came_before_and_releases_what_outlasts() -> None:
    one = life()
    async with one.lived():
        camera = one.stage.raises("power.offline", "C1.on")
        feeder = one.stage.raises("power.feeder", "F1.v")
        await one.until(camera.id, AlertState.SUPPRESSED)
        one.stage.returns(feeder)
        one.advance(120_000)
        await one.until(camera.id, AlertState.UNACKNOWLEDGED)
    assert one.keeper.listeners == 0


async def test_it_takes_up_what_the_last_run_left() -> None:
    one = life()
    feeder = one.stage.raises("power.feeder", "F1.v")
    camera = one.stage.raises("power.offline", "C1.on")
    one.stage.returns(feeder)
    one.clock.advance(500_000)
    one.stage.wait(500_000)
    async with one.lived():
        await one.until(camera.id, AlertState.UNACKNOWLEDGED)


async def test_the_status_of_an_asset_is_heard() -> None:
    one = life()
    camera = one.stage.raises("power.offline", "C1.on")
    async with one.lived():
        one.stage.give(cmd.SetAssetStatus("C1", "repair"))
        await one.until(camera.id, AlertState.SUPPRESSED)
        one.stage.give(cmd.SetAssetStatus("C1", "active"))
        one.advance(59_000)
        assert one.stage.now(camera).state is AlertState.SUPPRESSED
        one.advance(1000)
        await one.until(camera.id, AlertState.UNACKNOWLEDGED)


async def test_reloaded_packs_are_looked_at_anew() -> None:
    now = [NO_POLICY]
    one = Life(lambda: now[0])
    async with one.lived():
        camera = one.stage.raises("power.offline", "C1.on")
        one.stage.raises("power.feeder", "F1.v")
        now[0] = policy_of(PACKS)
        handlers = one.stage.handlers
        handlers[cmd.RecordReload] = lambda state, command, ctx: [PacksReloaded(command.changes)]
        one.stage.give(cmd.RecordReload(("power",)))
        await one.until(camera.id, AlertState.SUPPRESSED)


async def test_what_the_journal_could_not_take_is_asked_for_again() -> None:
    one = life()
    camera = one.stage.raises("power.offline", "C1.on")
    one.stage.raises("power.feeder", "F1.v")
    one.keeper.down = True
    async with one.lived():
        await one.keeper.until(lambda: len(one.keeper.asked) > 1)
        one.keeper.down = False
        await one.until(camera.id, AlertState.SUPPRESSED)


async def test_an_answer_that_was_quicker_is_no_fault() -> None:
    one = life()
    camera = one.stage.raises("power.offline", "C1.on")
    one.stage.raises("power.feeder", "F1.v")
    other = one.stage.raises("power.offline", "C2.on")

    real = one.stage.handlers[cmd.SuppressAlert]

    def quicker(state: TownState, command: Any, ctx: Any) -> Any:
        if one.stage.now(camera).state is AlertState.UNACKNOWLEDGED:
            one.stage.give(cmd.AcknowledgeAlert(camera.id))
        return real(state, command, ctx)

    one.stage.handlers[cmd.SuppressAlert] = quicker
    async with one.lived():
        await one.until(camera.id, AlertState.ACKNOWLEDGED)
    assert one.stage.now(other).state is AlertState.SUPPRESSED
    assert len(one.keeper.asked) == 1
