import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import numpy as np

from services.clock import ManualClock
from services.contract import events as ev
from services.contract.codec import Columns
from services.contract.commands import ExpireShelf, RaiseAlert, ReturnAlert
from services.contract.model import Alert, AlertState, Level, Stream
from services.contract.wire import Refusal, Result
from services.detect.engine import RuleEngine
from services.ingest import judge as module
from services.ingest.hub import ReadingHub
from services.ingest.judge import Judge
from services.ingest.parse import RawReading
from services.packs.rules import LevelName, StaleRule, Text, Threshold, ThresholdRule
from tests.fakes.server import NOW, FakeKeeper, FakeReadingStore


class _Keeper(FakeKeeper):
    """Notes the system's commands; refuses while `down`."""

    def __init__(self) -> None:
        super().__init__()
        self.down = False
        self.asked: list[str] = []
        self.done: list[object] = []

    async def execute(self, command_id: str, actor: str, body: Any, at_ms: int = 0) -> Result:
        self.asked.append(command_id)
        if self.down:
            return Result(command_id, 0, Refusal("store.failed", "disk full"))
        self.done.append(body)
        return Result(command_id, self.state.seq)


def _alert(until_ms: int) -> Alert:
    state = AlertState.SHELVED
    return Alert(
        "a", "r", "W0", "W0", Level.RED, state, 1.0, "cm", "", 0, 0, NOW, NOW,
        shelved_until_ms=until_ms,
    )  # fmt: skip


def _stale(keeper: FakeKeeper) -> StaleRule:
    """A rule that misses the first stream after 300 s."""
    title = Text(zh="{name}", en="{name}")
    levels: dict[LevelName, Threshold] = {"blue": Threshold(at=300)}
    kind = keeper.state.streams["W0"].kind
    return StaleRule(stream=kind, title=title, class_code="x", levels=levels)


class _Remembering(FakeReadingStore):
    """A store with one reading from before the restart."""

    def latest(self) -> Columns:
        return Columns(
            np.array([0], np.uint32),
            np.array([3.0]),
            np.array([NOW - 3_600_000], np.int64),
            np.array([0], np.uint8),
        )


async def test_a_stream_that_died_while_the_server_was_away_is_missed_after_it_is_back() -> None:
    keeper, clock = _Keeper(), ManualClock(NOW)
    keeper.put_streams(2)
    hub = ReadingHub(keeper, _Remembering(), clock)
    await hub.start()
    judge = Judge(keeper, hub, RuleEngine({"r": _stale(keeper)}), clock)
    await judge.start()
    task = asyncio.create_task(judge.run())
    try:
        clock.advance(299_000)
        judge.tick()
        await asyncio.sleep(0)
        assert keeper.done == []
        clock.advance(1000)
        judge.tick()
        async with asyncio.timeout(5):
            while not keeper.done:
                await asyncio.sleep(0.001)
    finally:
        task.cancel()
        await asyncio.wait([task])
        await judge.stop()
        hub.stop()
    (raised,) = keeper.done
    assert isinstance(raised, RaiseAlert)
    assert raised.alert.stream == "W0"


async def test_a_shelf_that_ends_is_expired_once_and_again_while_the_store_fails(
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(module, "RETRY_S", 0.001)
    keeper, clock = _Keeper(), ManualClock(NOW)
    keeper.put_streams(1)
    keeper.put(ev.AlertRaised(_alert(NOW + 1000)))
    hub = ReadingHub(keeper, FakeReadingStore(), clock)
    judge = Judge(keeper, hub, RuleEngine({"r": _stale(keeper)}), clock)
    await judge.start()
    judge.tick()
    clock.advance(1000)
    keeper.down = True
    judge.tick()
    judge.tick()
    task = asyncio.create_task(judge.run())
    try:
        async with asyncio.timeout(5):
            while len(keeper.asked) < 3:
                await asyncio.sleep(0.001)
            keeper.down = False
            while not keeper.done:
                await asyncio.sleep(0.001)
    finally:
        task.cancel()
        await asyncio.wait([task])
        await judge.stop()
    assert keeper.done == [ExpireShelf("a")]
    assert len(set(keeper.asked)) == 1
    assert not any(isinstance(body, RaiseAlert) for body in keeper.done)


async def test_other_rules_are_obeyed_and_alerts_of_those_gone_are_returned() -> None:
    keeper, clock = _Keeper(), ManualClock(NOW)
    keeper.put_streams(1)
    keeper.put(ev.AlertRaised(msgspec.structs.replace(_alert(0), rule="p.r")))
    rule = _stale(keeper)
    hub = ReadingHub(keeper, FakeReadingStore(), clock)
    judge = Judge(keeper, hub, RuleEngine({"p.r": rule}), clock)
    await judge.start()
    judge.adopt({"p.r": rule})
    assert judge.idle
    judge.adopt({"p.other": rule})
    task = asyncio.create_task(judge.run())
    try:
        async with asyncio.timeout(5):
            while not keeper.done:
                await asyncio.sleep(0.001)
    finally:
        task.cancel()
        await asyncio.wait([task])
        await judge.stop()
    assert keeper.done == [ReturnAlert("a", 1.0)]


async def test_alerts_of_rules_that_went_while_the_server_was_down_are_returned() -> None:
    keeper, clock = _Keeper(), ManualClock(NOW)
    keeper.put_streams(1)
    keeper.put(ev.AlertRaised(msgspec.structs.replace(_alert(0), rule="p.gone")))
    hub = ReadingHub(keeper, FakeReadingStore(), clock)
    judge = Judge(keeper, hub, RuleEngine({}), clock)
    await judge.start()
    task = asyncio.create_task(judge.run())
    try:
        async with asyncio.timeout(5):
            while not keeper.done:
                await asyncio.sleep(0.001)
    finally:
        task.cancel()
        await asyncio.wait([task])
        await judge.stop()
    assert keeper.done == [ReturnAlert("a", 1.0)]


class _Counting(RuleEngine):
    """Counts how often it is compiled."""

    compiled = 0

    def restore(self, *args: Any, **more: Any) -> None:
        self.compiled += 1
        super().restore(*args, **more)


def _stream(index: int) -> Stream:
    return Stream(f"W{index}", index, "depth", f"W{index}", "cm", 121.0, 31.0)


DEPTH = ThresholdRule(
    stream="depth",
    deadband=1,
    on_delay_s=0,
    off_delay_s=0,
    title=Text(zh="{name}", en="{name}"),
    class_code="x",
    levels={"blue": Threshold(at=5)},
)


@contextlib.asynccontextmanager
async def _judging(keeper: _Keeper, engine: RuleEngine) -> AsyncIterator[tuple[Judge, ReadingHub]]:
    clock = ManualClock(NOW)
    hub = ReadingHub(keeper, FakeReadingStore(), clock)
    await hub.start()
    judge = Judge(keeper, hub, engine, clock)
    await judge.start()
    task = asyncio.create_task(judge.run())
    try:
        async with asyncio.timeout(5):
            yield judge, hub
    finally:
        task.cancel()
        await asyncio.wait([task])
        await judge.stop()
        hub.stop()


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.001)


async def test_many_streams_that_join_are_compiled_together_and_before_their_readings() -> None:
    keeper, engine = _Keeper(), _Counting({"p.d": DEPTH})
    keeper.put_streams(1)
    async with _judging(keeper, engine) as (judge, hub):
        before = engine.compiled
        for index in range(1, 20):
            keeper.put(ev.StreamRegistered(_stream(index)))
        hub.accept([RawReading("W0", 1.0)])
        assert engine.compiled == before
        hub.accept([RawReading("W19", 9.0)])
        assert engine.compiled == before + 1
        await _until(lambda: bool(keeper.done))
        keeper.put(ev.StreamRegistered(_stream(20)))
        judge.tick()
        judge.tick()
        assert engine.compiled == before + 2
    (raised,) = keeper.done
    assert isinstance(raised, RaiseAlert) and raised.alert.stream == "W19"


async def test_other_rules_while_the_journal_is_down_raise_nothing_twice(
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(module, "RETRY_S", 0.001)
    keeper = _Keeper()
    keeper.put(ev.StreamRegistered(_stream(0)))
    keeper.down = True
    async with _judging(keeper, RuleEngine({"p.d": DEPTH})) as (judge, hub):
        hub.accept([RawReading("W0", 9.0)])
        await _until(lambda: bool(keeper.asked))
        judge.adopt({"p.d": DEPTH, "p.e": msgspec.structs.replace(DEPTH, deadband=2)})
        hub.accept([RawReading("W0", 9.5, NOW + 1)])
        judge.adopt({"p.d": DEPTH})
        keeper.down = False
        await _until(lambda: len(keeper.done) >= 3)
    raised = {
        body.alert.rule: body.alert.id for body in keeper.done if isinstance(body, RaiseAlert)
    }
    assert list(raised) == ["p.d", "p.e"]
    assert keeper.done[2:] == [ReturnAlert(raised["p.e"], 9.5)]


async def test_what_had_no_room_to_wait_is_raised_once_the_journal_works(
    monkeypatch: Any, caplog: Any
) -> None:
    monkeypatch.setattr(module, "QUEUE_LIMIT", 1)
    monkeypatch.setattr(module, "RETRY_S", 0.001)
    keeper = _Keeper()
    keeper.put(ev.StreamRegistered(_stream(0)), ev.StreamRegistered(_stream(1)))
    keeper.down = True
    async with _judging(keeper, RuleEngine({"p.d": DEPTH})) as (judge, hub):
        hub.accept([RawReading("W0", 9.0), RawReading("W1", 9.0)])
        assert judge.lost == 1
        keeper.down = False
        await _until(lambda: judge.idle and judge.lost == 0)
        hub.accept([RawReading("W1", 9.5, NOW + 1)])
        await _until(lambda: len(keeper.done) >= 2)
    assert [body.alert.stream for body in keeper.done if isinstance(body, RaiseAlert)] == [
        "W0",
        "W1",
    ]
    assert "no more alerts can wait" in caplog.text
