"""A breaker is told once per alert, also across a restart, and nothing tells it to close."""

from __future__ import annotations

import ast
import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from services.breakers.doors import OrderError, TripOrder
from services.breakers.settings import BreakerSettings
from services.breakers.tripper import Tripper
from services.clock import ManualClock
from services.contract import commands as cmd
from services.contract.model import (
    TRIPPED,
    Alert,
    AlertState,
    Asset,
    Level,
    Stream,
    Town,
    TownState,
    TripState,
)
from services.contract.wire import Refusal, Result
from services.features import make_decide
from services.store.database import open_database
from services.store.journal import JournalStore
from services.store.keeper import TownKeeper

START = 1_784_325_600_000
RULE = "electrical_signature.charging"
SETTINGS = BreakerSettings(trip=True, rules={RULE: "red"}, give_up_s=60)
PERSON = "李四"


class FakeBreaker:
    """Takes orders; `answers` are raised first, one a try. Holds its breath while `held`."""

    def __init__(self, *answers: OrderError) -> None:
        self.answers = list(answers)
        self.orders: list[TripOrder] = []
        self.tried = asyncio.Event()
        self.held = asyncio.Event()
        self.held.set()

    async def send(self, order: TripOrder) -> str:
        self.orders.append(order)
        self.tried.set()
        await self.held.wait()
        if self.answers:
            raise self.answers.pop(0)
        return "ok"


class Life:
    """One life of a server that trips, on a journal that outlives it."""

    def __init__(self, keeper: TownKeeper, clock: ManualClock) -> None:
        self.keeper = keeper
        self.clock = clock
        self._heard = asyncio.Event()
        keeper.listen(lambda *_: self._heard.set())

    @property
    def state(self) -> TownState:
        return self.keeper.state

    async def give(self, body: cmd.CommandBody, actor: str = PERSON) -> None:
        count = self.state.seq
        result = await self.keeper.execute(f"{count}-{type(body).__name__}", actor, body)
        assert result.refusal is None, result.refusal

    async def raise_alert(self, id: str = "A1", level: Level = Level.RED) -> None:
        now = self.clock.now_ms()
        alert = Alert(
            id, RULE, "S1", "疑似充电", level, AlertState.UNACKNOWLEDGED,
            0.99, "", "", 121.1, 31.1, now, now,
        )  # fmt: skip
        await self.give(cmd.RaiseAlert(alert), "system:detect")

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not condition():
                self._heard.clear()
                await self._heard.wait()

    def whats(self, alert: str = "A1") -> list[str]:
        return [line.what for line in self.state.alerts[alert].log]


@contextlib.asynccontextmanager
async def life(
    db: Path, door: FakeBreaker, clock: ManualClock, settings: BreakerSettings = SETTINGS
) -> AsyncIterator[Life]:
    engine = open_database(str(db))
    keeper = TownKeeper(JournalStore(engine), make_decide(), clock)
    await keeper.start()
    lived = Life(keeper, clock)
    breaker = Asset("B1", "breaker", "1 号空开", 121.1, 31.1, attributes={"device": "meter-7"})
    score = Stream("S1", 0, "electrical.charging_score", "S1", "", 121.1, 31.1, "B1")
    town = Town("y", "云泽", "Yunze", "Asia/Shanghai", (121.1, 31.1))
    await lived.give(cmd.RegisterTown(town, (), (breaker,), (score,), ()), "system:registers")
    tripper = asyncio.create_task(Tripper(keeper, settings, door, clock, pace=0).run())
    try:
        yield lived
    finally:
        tripper.cancel()
        await asyncio.wait([tripper])
        await keeper.stop()
        engine.dispose()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "town.db"


async def test_a_red_alert_switches_its_breaker_off_once(db: Path) -> None:
    door, clock = FakeBreaker(), ManualClock(START)
    async with life(db, door, clock) as town:
        await town.raise_alert()
        await town.until(lambda: town.state.assets["B1"].status == TRIPPED)
        assert town.whats() == ["AlertRaised", "TripOrdered", "TripSent"]
        await town.give(cmd.AcknowledgeAlert("A1"))
        await town.raise_alert("A2")
        await asyncio.sleep(0)
    assert [order.device for order in door.orders] == ["meter-7"]


async def test_below_its_level_a_person_decides(db: Path) -> None:
    door, clock = FakeBreaker(), ManualClock(START)
    async with life(db, door, clock) as town:
        await town.raise_alert(level=Level.ORANGE)
        await town.give(cmd.AcknowledgeAlert("A1"))
        assert town.state.trips == {}
        higher = cmd.RaiseAlertLevel("A1", Level.RED, 0.99, "更像充电", RULE)
        await town.give(higher, "system:detect")
        await town.until(lambda: town.state.assets["B1"].status == TRIPPED)
    assert len(door.orders) == 1


async def test_an_order_is_repeated_with_the_same_id_until_it_is_taken(db: Path) -> None:
    door, clock = FakeBreaker(OrderError("HTTP 503"), OrderError("HTTP 503")), ManualClock(START)
    async with life(db, door, clock) as town:
        await town.raise_alert()
        await town.until(lambda: town.state.assets["B1"].status == TRIPPED)
        assert town.state.trips["B1"].tries == 3
    assert len({order.trip.key for order in door.orders}) == 1


async def test_what_is_refused_for_good_is_given_up_and_said(db: Path) -> None:
    door, clock = FakeBreaker(OrderError("HTTP 404", is_final=True)), ManualClock(START)
    async with life(db, door, clock) as town:
        await town.raise_alert()
        await town.until(lambda: "TripFailed" in town.whats())
        assert town.state.trips["B1"].text == "HTTP 404"
        assert town.state.assets["B1"].status == "active"
    assert len(door.orders) == 1


async def test_a_sent_order_is_not_sent_again_after_a_restart(db: Path) -> None:
    clock = ManualClock(START)
    async with life(db, FakeBreaker(), clock) as town:
        await town.raise_alert()
        await town.until(lambda: town.state.assets["B1"].status == TRIPPED)
    again = FakeBreaker()
    async with life(db, again, clock) as town:
        await town.give(cmd.AcknowledgeAlert("A1"))
        assert town.state.trips["B1"].state is TripState.SENT
    assert again.orders == []


async def test_an_order_cut_off_by_a_stop_goes_on_with_its_id(db: Path) -> None:
    clock, first = ManualClock(START), FakeBreaker()
    first.held.clear()
    async with life(db, first, clock) as town:
        await town.raise_alert()
        await first.tried.wait()
    second = FakeBreaker()
    async with life(db, second, clock) as town:
        await town.until(lambda: town.state.assets["B1"].status == TRIPPED)
    assert [order.trip.key for order in second.orders] == [first.orders[0].trip.key]


async def test_an_order_too_old_after_a_stop_is_given_up_unsent(db: Path) -> None:
    clock, first = ManualClock(START), FakeBreaker()
    first.held.clear()
    async with life(db, first, clock) as town:
        await town.raise_alert()
        await first.tried.wait()
    clock.advance(61_000)
    second = FakeBreaker()
    async with life(db, second, clock) as town:
        await town.until(lambda: "TripFailed" in town.whats())
        assert town.state.assets["B1"].status == "active"
    assert second.orders == []


async def test_an_order_for_what_is_over_is_not_tried_again(db: Path) -> None:
    door, clock = FakeBreaker(OrderError("HTTP 503")), ManualClock(START)
    door.held.clear()
    async with life(db, door, clock) as town:
        await town.raise_alert()
        await door.tried.wait()
        await town.give(cmd.ReturnAlert("A1", 0.1), "system:detect")
        door.held.set()
        await town.until(lambda: "TripFailed" in town.whats())
        assert town.state.trips["B1"].text == "the alert does not stand any more"
    assert len(door.orders) == 1


async def test_an_old_alert_trips_nothing_when_tripping_is_allowed_later(db: Path) -> None:
    clock, off = ManualClock(START), replace(SETTINGS, rules={})
    async with life(db, FakeBreaker(), clock, off) as town:
        await town.raise_alert()
    clock.advance(61_000)
    door = FakeBreaker()
    async with life(db, door, clock) as town:
        await town.give(cmd.AcknowledgeAlert("A1"))
        assert town.state.trips == {}
    assert door.orders == []


async def test_after_a_reset_by_hand_a_new_alert_trips_anew(db: Path) -> None:
    door, clock = FakeBreaker(), ManualClock(START)
    async with life(db, door, clock) as town:
        await town.raise_alert()
        await town.until(lambda: town.state.assets["B1"].status == TRIPPED)
        await town.give(cmd.ResetAlert("A1", "充电器已拔"))
        assert town.state.assets["B1"].status == TRIPPED
        await town.give(cmd.SetAssetStatus("B1", "active"))
        clock.advance(5_000)
        await town.raise_alert("A2")
        await town.until(lambda: town.state.assets["B1"].status == TRIPPED)
    assert [order.trip.alert for order in door.orders] == ["A1", "A2"]


def test_no_part_of_the_server_makes_a_reset() -> None:
    """`ResetAlert` is only decided on, never made; an order says "trip" and nothing else."""
    services = Path(__file__).parents[4] / "services"
    made = [
        file.relative_to(services).as_posix()
        for file in services.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "ResetAlert"
        and not file.is_relative_to(services / "demo")
    ]
    assert made == []
    orders = (services / "breakers" / "doors.py").read_text("utf-8")
    assert orders.count('"command":') == 1


async def test_a_journal_that_fails_is_told_once_and_the_order_made_when_it_works(
    db: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("services.breakers.tripper.RETRY_S", 0.001)
    door, refusals = FakeBreaker(), [Refusal("store.failed", "disk full")] * 3
    async with life(db, door, ManualClock(START)) as town:
        execute = town.keeper.execute

        async def failing(id: str, actor: str, body: cmd.CommandBody, at_ms: int = 0) -> Result:
            if isinstance(body, cmd.OrderTrip) and refusals:
                return Result(id, 0, refusals.pop())
            return await execute(id, actor, body, at_ms)

        monkeypatch.setattr(town.keeper, "execute", failing)
        await town.raise_alert()
        await town.until(lambda: town.state.assets["B1"].status == TRIPPED)
    assert caplog.text.count("no breaker could be ordered off") == 1
    assert "orders to breakers reach the journal again" in caplog.text
