"""What the rule engine knew is known after a restart, on a real store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.clock import ManualClock
from services.contract.commands import RegisterTown
from services.contract.model import AlertState, Stream, Town
from services.detect.engine import RuleEngine
from services.features import make_decide
from services.ingest import memory_keeper as module
from services.ingest.hub import ReadingHub
from services.ingest.judge import Judge
from services.ingest.parse import RawReading
from services.packs.rules import BaselineRule, CountRule, Rule, Text, Threshold, ThresholdRule
from services.store.database import open_database
from services.store.journal import JournalStore
from services.store.keeper import TownKeeper
from services.store.memory import EngineMemory
from services.store.readings import ReadingStore

NOW = 1_784_378_100_000
TITLE = Text(zh="{name}", en="{name}")
DELAYED = ThresholdRule(
    stream="d",
    levels={"red": Threshold(at=5)},
    title=TITLE,
    class_code="x",
    deadband=0,
    on_delay_s=30,
    off_delay_s=0,
)
AT_ONCE = ThresholdRule(
    stream="d",
    levels={"red": Threshold(at=5)},
    title=TITLE,
    class_code="x",
    deadband=0,
    on_delay_s=0,
    off_delay_s=0,
)
REGISTER = RegisterTown(
    Town("t", "镇", "Town", "Asia/Shanghai", (121.0, 31.0)),
    (),
    (),
    (Stream("W0", 0, "d", "点", "cm", 121.0, 31.0),),
    (),
)


class Memory:
    """The bytes in memory; fails while `broken`."""

    def __init__(self, data: bytes | None = None) -> None:
        self.data = data
        self.saved = 0
        self.broken = False

    def load(self) -> bytes | None:
        return self.data

    def save(self, data: bytes, at_ms: int) -> None:
        if self.broken:
            raise OSError("no space left")
        self.data, self.saved = data, self.saved + 1


class Server:
    """The parts of a server that judge, over one database."""

    def __init__(self, engine: sa.Engine, rule: Rule, clock: ManualClock) -> None:
        self.engine, self.rule, self.clock = engine, rule, clock

    async def start(self) -> None:
        self.keeper = TownKeeper(JournalStore(self.engine), make_decide(), self.clock)
        await self.keeper.start()
        await self.keeper.execute("register", "system:registers", REGISTER)
        self.hub = ReadingHub(self.keeper, ReadingStore(self.engine), self.clock)
        await self.hub.start()
        rules = RuleEngine({"p.r": self.rule})
        memory = EngineMemory(self.engine)
        self.judge = Judge(self.keeper, self.hub, rules, self.clock, memory)
        await self.judge.start()
        self.tasks = [asyncio.create_task(self.judge.run()), asyncio.create_task(self.hub.run())]
        self.judge.tick()

    async def read(self, value: float, after_s: float = 0) -> None:
        self.clock.advance(round(after_s * 1000))
        self.hub.accept([RawReading("W0", value)])
        self.judge.tick()

    async def kill(self) -> None:
        """Without a word to the memory; what had reached the store stays."""
        self.hub.stop()
        await self.tasks[1]
        self.tasks[0].cancel()
        await asyncio.wait(self.tasks)
        await self.keeper.stop()

    async def stop(self) -> None:
        await self.judge.stop()
        await self.kill()

    async def until(self, met: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not met():
                await asyncio.sleep(0.002)

    @property
    def alerts(self) -> list[AlertState]:
        return [alert.state for alert in self.keeper.state.alerts.values()]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_database(str(tmp_path / "town.db"))
    yield engine
    engine.dispose()


async def test_a_delay_that_ran_when_the_server_stopped_runs_out_after_it_is_back(
    database: sa.Engine,
) -> None:
    server = Server(database, DELAYED, ManualClock(NOW))
    await server.start()
    await server.read(9.0)
    await server.read(9.0, after_s=20)
    await server.stop()
    server.clock.advance(10_000)
    await server.start()
    await server.until(lambda: server.alerts == [AlertState.UNACKNOWLEDGED])
    await server.stop()


async def test_a_count_goes_on_and_the_last_reading_is_not_counted_twice(
    database: sa.Engine,
) -> None:
    rule = CountRule(
        stream="d",
        levels={"red": Threshold(at=3)},
        title=TITLE,
        class_code="x",
        from_value=5,
        window_s=600,
    )
    server = Server(database, rule, ManualClock(NOW))
    await server.start()
    await server.read(9.0)
    await server.read(9.0, after_s=20)
    await server.stop()
    await server.start()
    assert server.judge.idle
    assert server.alerts == []
    await server.read(9.0, after_s=20)
    await server.until(lambda: server.alerts == [AlertState.UNACKNOWLEDGED])
    await server.stop()


async def test_what_is_usual_is_still_known(database: sa.Engine) -> None:
    rule = BaselineRule(
        stream="d",
        levels={"red": Threshold(at=4)},
        title=TITLE,
        class_code="x",
        days=7,
        min_readings=20,
        min_spread=1,
    )
    server = Server(database, rule, ManualClock(NOW))
    await server.start()
    for turn in range(20):
        await server.read(10.0 + turn % 2, after_s=60)
    await server.stop()
    await server.start()
    await server.read(30.0, after_s=60)
    await server.until(lambda: server.alerts == [AlertState.UNACKNOWLEDGED])
    await server.stop()


async def test_a_kill_loses_no_alert_and_doubles_none(database: sa.Engine) -> None:
    server = Server(database, AT_ONCE, ManualClock(NOW))
    await server.start()
    await server.read(9.0)
    await server.until(lambda: server.alerts == [AlertState.UNACKNOWLEDGED])
    await server.judge.save_memory()
    # What comes now is in the journal, not in the memory.
    await server.read(1.0, after_s=5)
    await server.until(lambda: server.alerts == [AlertState.RETURNED_UNACKNOWLEDGED])
    journal = server.keeper.state.seq
    await server.kill()
    server.clock.advance(1000)
    await server.start()
    assert server.judge.idle
    assert server.keeper.state.seq == journal
    await server.read(9.0, after_s=5)
    await server.until(lambda: server.alerts == [AlertState.UNACKNOWLEDGED])
    await server.stop()


async def test_a_delay_begun_since_the_last_note_begins_with_the_last_reading(
    database: sa.Engine,
) -> None:
    server = Server(database, DELAYED, ManualClock(NOW))
    await server.start()
    await server.read(1.0)
    await server.judge.save_memory()
    await server.read(9.0, after_s=5)
    await server.kill()
    server.clock.advance(29_000)
    await server.start()
    assert server.judge.idle
    assert server.alerts == []
    server.clock.advance(1000)
    server.judge.tick()
    await server.until(lambda: server.alerts == [AlertState.UNACKNOWLEDGED])
    await server.stop()


async def test_bytes_that_are_no_memory_are_said_once_and_the_judge_goes_on(
    database: sa.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    EngineMemory(database).save(b"no memory", 0)
    server = Server(database, AT_ONCE, ManualClock(NOW))
    with caplog.at_level(logging.ERROR):
        await server.start()
        await server.read(9.0)
        await server.until(lambda: server.alerts == [AlertState.UNACKNOWLEDGED])
    await server.stop()
    said = [record.getMessage() for record in caplog.records if record.name == module.__name__]
    assert len(said) == 1
    assert said[0].startswith("the rule engine begins without its memory: not the memory of")


async def test_only_what_has_changed_is_written_and_a_failure_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    memory = Memory()
    engine = RuleEngine({"p.r": AT_ONCE})
    keeper = module.MemoryKeeper(engine, memory, ManualClock(NOW))
    await keeper.save()
    assert memory.saved == 0
    engine.touched += 1
    memory.broken = True
    with caplog.at_level(logging.WARNING):
        await keeper.save()
        await keeper.save()
        memory.broken = False
        await keeper.save()
        await keeper.save()
    assert memory.saved == 1
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
