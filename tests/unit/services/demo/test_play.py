"""The day's history: the right alerts at the right minutes, through the real parts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import numpy as np
import pytest

from services.casework.handlers import HANDLERS as CASEWORK
from services.clock import ManualClock
from services.contract.apply import apply
from services.contract.changes import Changes
from services.contract.codec import Columns
from services.contract.commands import CommandBody
from services.contract.events import Event, open_body, seal
from services.contract.model import (
    AlertState,
    Asset,
    Level,
    ResponseLevel,
    Stage,
    TeamStatus,
    TownState,
)
from services.contract.wire import Refusal, Result
from services.decisions import Context, Refused
from services.demo.cast import Act, Cast, case_id, open_alert
from services.demo.clock import DAY_START_MS, at_ms
from services.demo.day import demo_day, demo_packs
from services.demo.feeder import Feeder, looking
from services.demo.play import make_history
from services.demo.script import ACTIONS, ScriptStep, steps
from services.demo.typhoon import TyphoonDay
from services.detect.engine import RuleEngine
from services.detect.handlers import make_handlers
from services.detect.policy import policy_of
from services.operations.handlers import HANDLERS as OPERATIONS
from services.packs.schema import calendars_of, cameras_of, plausible_of, rules_of
from services.registers.directory import load_directory
from services.registers.handlers import HANDLERS as REGISTERS

YUNZE = Path(__file__).parents[4] / "resources" / "demo" / "yunze"
PACKS = demo_packs()
RULES = rules_of(PACKS)
POLICY = policy_of(PACKS)
HANDLERS = {**CASEWORK, **OPERATIONS, **REGISTERS, **make_handlers(lambda: POLICY)}


class MemoryKeeper:
    """The keeper's doors on the real handlers and `apply`, without a disk."""

    def __init__(self) -> None:
        self.state = TownState()
        self.events: list[Event] = []
        self._listeners: list[Callable[[tuple[Event, ...], Changes], None]] = []

    def listen(self, callback: Callable[[tuple[Event, ...], Changes], None]) -> Callable[[], None]:
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    async def execute(
        self, command_id: str, actor: str, body: CommandBody, at_ms: int = 0
    ) -> Result:
        context = Context(actor, at_ms, lambda: "x", "Asia/Shanghai")
        try:
            bodies = HANDLERS[type(body)](self.state, body, context)
        except Refused as no:
            return Result(command_id, 0, Refusal(no.code, no.text, no.params))
        for one in bodies:
            seq, prev = self.state.seq + 1, self.state.hash
            event = seal(
                one, seq=seq, id=f"e{seq}", at_ms=at_ms, actor=actor, command=command_id, prev=prev
            )
            changes = apply(self.state, event)
            self.events.append(event)
            for listener in self._listeners:
                listener((event,), changes)
        return Result(command_id, self.state.seq)


class MemoryReadings:
    def __init__(self) -> None:
        self.count = 0
        self.last_ms = 0

    def append(self, batch: Columns) -> None:
        self.count += len(batch.index)
        self.last_ms = int(np.max(batch.at_ms, initial=0))


class Evening:
    """The day up to 20:35."""

    def __init__(self) -> None:
        self.keeper = MemoryKeeper()
        self.readings = MemoryReadings()
        self.made: Any = None

    async def make(self, until: str) -> Evening:
        await self.keeper.execute("c", "town", load_directory(YUNZE), DAY_START_MS)
        engine = RuleEngine(
            RULES, None, plausible_of(PACKS), calendars_of(PACKS), cameras_of(PACKS)
        )
        self.made = await make_history(
            self.keeper,
            self.readings,
            engine,
            demo_day(),
            steps(),
            at_ms(until),
            Cast(RULES),
            POLICY,
        )
        return self

    def raised(self, stream: str, rule: str = "") -> dict[Level, str]:
        """Minute of each level of the alerts on `stream` of rules that end so, HH:MM."""
        found: dict[Level, str] = {}
        alerts = self.keeper.state.alerts.values()
        mine = {a.id for a in alerts if a.stream == stream and a.rule.endswith(rule)}
        for event in self.keeper.events:
            body = open_body(event)
            alert = getattr(body, "alert", None)
            level, key = getattr(body, "level", None), alert
            if event.kind == "AlertRaised":
                level, key = alert.level, alert.id
            if event.kind in ("AlertRaised", "AlertLevelRaised") and key in mine:
                minute = (event.at_ms - DAY_START_MS) // 60_000 + 360
                found[Level(level)] = f"{minute // 60 % 24:02d}:{minute % 60:02d}"
        return found


@pytest.fixture(scope="module")
def evening() -> Evening:
    return asyncio.run(Evening().make("20:35"))


def test_the_day_plays_without_a_refusal(evening: Evening) -> None:
    assert evening.made.refused == ()
    assert evening.readings.count == evening.made.readings > 200_000
    assert evening.readings.last_ms < at_ms("20:35")


def test_the_underpass_alarms_at_the_minutes_of_the_day(evening: Evening) -> None:
    levels = evening.raised("W07", "depth_underpass")
    assert levels[Level.ORANGE] == "20:11"
    assert levels[Level.RED] == "20:21"
    assert evening.raised("W03")[Level.YELLOW] == "20:18"


def test_the_underpass_is_known_to_rise_fast_ten_minutes_before_it_must_close(
    evening: Evening,
) -> None:
    assert evening.raised("W07", "depth_underpass_rising") == {Level.ORANGE: "20:11"}
    rising = [a for a in evening.keeper.state.alerts.values() if a.rule.endswith("_rising")]
    assert [alert.stream for alert in rising] == ["W07"]


def test_no_stream_of_the_day_falls_silent(evening: Evening) -> None:
    rules = {alert.rule for alert in evening.keeper.state.alerts.values()}
    assert not [rule for rule in rules if rule.endswith("_silent")]


def test_the_wall_shows_the_underpass_red_with_its_case_and_team(evening: Evening) -> None:
    state = evening.keeper.state
    alert = open_alert(state, "W07")
    assert alert is not None
    assert (alert.level, alert.state) == (Level.RED, AlertState.UNACKNOWLEDGED)
    assert (alert.case, alert.camera) == (case_id("w07"), "C07")
    case = state.cases[alert.case]
    assert case.class_code == "event.waterlogging.underpass"
    assert (case.teams, case.stage, case.level) == (("T3",), Stage.HANDLING, Level.RED)
    assert state.teams["T3"].status is TeamStatus.WORKING
    assert state.assets["U2"].status == "closed"
    assert state.operation.level is ResponseLevel.II


def test_every_event_stands_at_its_own_moment(evening: Evening) -> None:
    for event in evening.keeper.events:
        assert DAY_START_MS <= event.at_ms < at_ms("20:35")
    actors = {event.actor for event in evening.keeper.events}
    assert {"值班员 周敏", "3 队 市政应急", "system:detect"} <= actors


async def test_the_whole_day_ends_with_the_water_gone() -> None:
    whole = await Evening().make("05:59")
    assert whole.made.refused == ()
    state = whole.keeper.state
    assert open_alert(state, "W07") is None or open_alert(state, "W07").returned  # type: ignore[union-attr]
    assert state.cases[case_id("w07")].stage is Stage.CLOSED
    assert state.assets["U2"].status == "open"


def test_the_cast_knows_every_action_of_the_script() -> None:
    cast = Cast()
    assert set(cast._players) == set(ACTIONS)


def test_the_cast_leaves_out_what_is_done_already() -> None:
    state = TownState(assets={"U2": Asset("U2", "underpass", "x", 0.0, 0.0, status="closed")})
    cast = Cast()
    closed = ScriptStep("20:21", "duty", "set_asset", {"asset": "U2", "status": "closed"})
    assert cast.act(1, closed, state) is None
    assert cast.act(2, ScriptStep("20:11", "duty", "acknowledge", {"stream": "W"}), state) is None


class MemoryDesk:
    def __init__(self, keeper: MemoryKeeper) -> None:
        self._keeper = keeper
        self.acts: list[Act] = []

    @property
    def state(self) -> TownState:
        return self._keeper.state

    async def perform(self, act: Act, at_ms: int) -> Result:
        self.acts.append(act)
        return await self._keeper.execute(act.id, act.actor, act.body, at_ms)


async def test_the_feeder_posts_what_is_due_and_stills_of_wet_places(evening: Evening) -> None:
    seen: list[httpx.Request] = []

    def door(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(202, json={})

    clock = ManualClock(at_ms("20:35"))
    desk = MemoryDesk(evening.keeper)
    feeder = Feeder(
        "http://town", "om_x", clock, TyphoonDay(), steps(), desk, Cast(RULES), clock.now_ms(),
        httpx.MockTransport(door),
    )  # fmt: skip
    clock.advance(10_000)
    await feeder._send_readings()
    await feeder._send_stills()
    await feeder._send_stills()
    await feeder._http.aclose()
    posted, *stills = seen
    rows = msgspec.json.decode(posted.content)
    assert posted.headers["authorization"] == "Bearer om_x"
    assert "W07" in {row["stream"] for row in rows}
    assert all(at_ms("20:35") <= row["at"] < clock.now_ms() for row in rows)
    assert len({still.url.path for still in stills}) == len(stills)
    (w07,) = [still for still in stills if still.url.path == "/api/cameras/C07/still"]
    assert w07.content.startswith(b"\xff\xd8")
    assert w07.headers["x-taken-at"] == str(clock.now_ms())


def test_cameras_without_power_send_no_pictures(evening: Evening) -> None:
    wanted = {camera.id for camera in looking(evening.keeper.state)}
    assert {"C03", "C07", "C17"} <= wanted
    assert wanted.isdisjoint({"C01", "C02", "C06"})
