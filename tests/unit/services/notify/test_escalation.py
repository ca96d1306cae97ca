"""The ladder against a real keeper, a real outbox and real receivers on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from services.clock import Clock, ManualClock
from services.contract.commands import (
    AcknowledgeAlert,
    AcknowledgeAlerts,
    CommandBody,
    RaiseAlert,
    RaiseAlertLevel,
    RegisterTown,
    ReturnAlert,
    ShelveAlert,
    StepEscalation,
    SuppressAlert,
    TakeOutOfService,
)
from services.contract.events import open_body
from services.contract.model import Level, Stream, Town
from services.features import make_decide
from services.notify.escalation import Escalator
from services.notify.message import Channel
from services.notify.outbox import Outbox
from services.notify.sender import Sender
from services.notify.settings import NotifySettings, make_channel, read_settings
from services.store.database import open_database
from services.store.journal import JournalStore
from services.store.keeper import TownKeeper
from tests.fakes.http_receiver import HttpReceiver
from tests.fakes.smtp_receiver import SmtpReceiver
from tests.unit.services.notify.alerts import MINUTE, START, make_alert

SPEAK = "import pathlib, sys; pathlib.Path(sys.argv[1]).open('a').write(sys.argv[2])"


class Life:
    """One life of the server's part that notifies."""

    def __init__(self, engine: sa.Engine, settings: NotifySettings, clock: ManualClock) -> None:
        self.clock = clock
        self.keeper = TownKeeper(JournalStore(engine), make_decide(), clock)
        self.outbox = Outbox(engine)
        wall = Clock.real()
        channels: dict[str, Channel] = {
            name: make_channel(each, {"SMS_KEY": "s3"}, wall.now_ms)
            for name, each in settings.channels.items()
        }
        self.sender = Sender(self.outbox, channels, wall, lambda: self.escalator.wake(), 0.01)
        self.escalator = Escalator(
            self.keeper, self.outbox, settings, clock, wall, self.sender.wake
        )
        self._heard = asyncio.Event()
        self._count = 0

    async def give(self, body: CommandBody) -> None:
        self._count += 1
        id = f"{self.clock.now_ms()}-{type(body).__name__}-{self._count}"
        result = await self.keeper.execute(id, "li", body)
        assert result.refusal is None, result.refusal

    async def advance(self, by_ms: int) -> None:
        self.clock.advance(by_ms)
        self.escalator.wake()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait on the journal until the condition holds."""
        async with asyncio.timeout(30):
            while not condition():
                self._heard.clear()
                await self._heard.wait()

    def kinds(self, kind: str) -> list[Any]:
        return [body for body in self.bodies if type(body).__name__ == kind]

    def hear(self, events: Any, _: Any) -> None:
        self.bodies += [open_body(event) for event in events]
        self._heard.set()

    @contextlib.asynccontextmanager
    async def lived(self) -> AsyncIterator[Life]:
        await self.keeper.start()
        self.bodies = [open_body(event) for event in await self.keeper.events_since(0, 9_999)]
        self.keeper.listen(self.hear)
        tasks = [
            asyncio.create_task(self.sender.run()),
            asyncio.create_task(self.escalator.run()),
        ]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await self.keeper.stop()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Any]:
    engine = open_database(str(tmp_path / "town.db"))
    async with HttpReceiver() as hook, HttpReceiver(b'{"code": 0}') as sms, SmtpReceiver() as mail:
        settings = read_settings(
            {
                "channels": {
                    "hook": {"kind": "webhook", "url": hook.url},
                    "mail": {
                        "kind": "smtp",
                        "host": "127.0.0.1",
                        "port": mail.port,
                        "security": "none",
                        "sender": "onemap@town.example",
                    },
                    "sms": {
                        "kind": "sms",
                        "url": sms.url,
                        "fields": {"to": "{to}", "text": "{text}", "key": "{apikey}"},
                        "secrets": {"apikey": "SMS_KEY"},
                        "success_path": "$.code",
                        "success": "0",
                    },
                    "horn": {
                        "kind": "voice",
                        "enabled": True,
                        "command": [sys.executable, "-c", SPEAK, str(tmp_path / "horn"), "{text}"],
                    },
                },
                "people": {
                    "zhang": {"addresses": {"mail": "zhang@town.example", "sms": "138"}},
                    "li": {"name": "李强"},
                },
                "ladder": [
                    {
                        "id": "night",
                        "step": [
                            {"after_min": 2, "person": "zhang", "channels": ["hook", "mail"]},
                            {"after_min": 2, "person": "zhang", "channels": ["sms"]},
                            {"after_min": 3, "person": "zhang", "channels": ["horn"]},
                            {"after_min": 5, "person": "li", "channels": ["hook"]},
                        ],
                    }
                ],
            },
            Path("town.toml"),
        )
        yield World(engine, settings, hook, mail, sms, tmp_path / "horn")
    engine.dispose()


class World:
    def __init__(
        self,
        engine: sa.Engine,
        settings: NotifySettings,
        hook: HttpReceiver,
        mail: SmtpReceiver,
        sms: HttpReceiver,
        horn: Path,
    ) -> None:
        self.engine, self.settings = engine, settings
        self.hook, self.mail, self.sms, self.horn = hook, mail, sms, horn
        self.clock = ManualClock(START)

    def life(self) -> contextlib.AbstractAsyncContextManager[Life]:
        return Life(self.engine, self.settings, self.clock).lived()

    async def begin(self, life: Life) -> None:
        stream = Stream("W0", 0, "water.depth", "下立交", "cm", 121.0, 31.0)
        town = Town("y", "云泽", "Yunze", "Asia/Shanghai", (121.1, 31.1))
        await life.give(RegisterTown(town, (), (), (stream,), ()))
        await life.give(RaiseAlert(make_alert()))


async def test_the_ladder_is_climbed_to_its_end_and_everybody_told_once(world: World) -> None:
    async with world.life() as life:
        await world.begin(life)
        for count, minutes in ((2, 2), (3, 2), (4, 3), (5, 5)):
            await life.advance(minutes * MINUTE)
            await life.until(lambda: len(life.kinds("NotificationSent")) == count)  # noqa: B023
    told = [(n.notice.channel, n.notice.person) for n in life.kinds("NotificationSent")]
    assert sorted(told[:2]) == [("hook", "zhang"), ("mail", "zhang")]
    assert told[2:] == [("sms", "zhang"), ("horn", "zhang"), ("hook", "li")]
    assert [step.step for step in life.kinds("EscalationStepped")] == [0, 1, 2, 3]
    assert sorted(world.hook.came.values()) == [1, 1]
    assert list(world.mail.came.values()) == list(world.sms.came.values()) == [1]
    assert world.horn.read_text("utf-8").count("积水") == 1


async def test_nothing_is_sent_before_its_time_or_after_an_acknowledgement(world: World) -> None:
    async with world.life() as life:
        await world.begin(life)
        await life.advance(2 * MINUTE - 1)
        await life.give(AcknowledgeAlert("A1"))
        await life.advance(60 * MINUTE)
    async with world.life() as life:
        assert life.kinds("EscalationStepped") == []
        assert life.outbox.newest(9) == []


async def test_an_acknowledgement_takes_back_what_waits(world: World) -> None:
    world.hook.answers = ["503"]
    world.hook.headers = "Retry-After: 3600\r\n"
    async with world.life() as life:
        await world.begin(life)
        await life.advance(2 * MINUTE)
        await life.until(lambda: bool(life.kinds("NotificationSent")))
        await life.give(AcknowledgeAlert("A1"))
        await _settled(life)
    assert not world.hook.came
    assert life.kinds("NotificationFailed") == []


async def _settled(life: Life) -> None:
    """Until nothing waits in the outbox."""
    async with asyncio.timeout(30):
        while any(str(e.state) in ("waiting", "sending") for e in life.outbox.newest(99)):
            await asyncio.sleep(0)


async def test_a_step_that_fails_is_in_the_journal_and_the_next_follows_at_once(
    world: World,
) -> None:
    world.hook.answers = ["404"]
    world.mail.refuse_with = ["550 nobody"]
    async with world.life() as life:
        await world.begin(life)
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 1)
    assert [n.notice.channel for n in life.kinds("NotificationSent")] == ["sms"]
    errors = {n.notice.channel: n.error for n in life.kinds("NotificationFailed")}
    assert errors == {"hook": "HTTP 404", "mail": "SMTP 550 (the recipient)"}


async def test_a_restart_sends_what_the_journal_asks_for_and_the_outbox_lacks(
    world: World,
) -> None:
    async with world.life() as life:
        await world.begin(life)
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
    with world.engine.begin() as connection:
        # As if it had died between the step and the outbox: neither row nor result.
        connection.exec_driver_sql("DELETE FROM notification")
        connection.exec_driver_sql("DELETE FROM snapshot")
        connection.exec_driver_sql("DELETE FROM event WHERE kind = 'NotificationSent'")
        connection.exec_driver_sql("DELETE FROM command_result WHERE id LIKE 'end:%'")
    async with world.life() as life:
        await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
        assert len(life.kinds("EscalationStepped")) == 1
    assert len(world.hook.kept) == len(world.mail.mails) == 1


async def test_a_restart_takes_no_step_again_and_repeats_no_message(world: World) -> None:
    async with world.life() as life:
        await world.begin(life)
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
    async with world.life() as life:
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 3)
    assert [step.step for step in life.kinds("EscalationStepped")] == [0, 1]
    assert {*world.hook.came.values(), *world.mail.came.values()} == {1}


async def test_a_group_calls_people_once_and_its_answer_ends_it(world: World) -> None:
    async with world.life() as life:
        await world.begin(life)
        await life.give(RaiseAlert(make_alert("A2", START + 1, rule="waterlogging_response.rise")))
        assert life.keeper.state.alerts["A2"].group == "A1"
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 3)
        await life.give(AcknowledgeAlerts(("A1", "A2")))
        await life.advance(60 * MINUTE)
        await _settled(life)
    assert {step.alert for step in life.kinds("EscalationStepped")} == {"A1"}
    assert len(life.kinds("NotificationSent")) == 3


async def test_a_worse_one_in_the_group_climbs_in_its_stead(world: World) -> None:
    async with world.life() as life:
        await world.begin(life)
        mild = make_alert("M1", START, level=Level.ORANGE, rule="ebike_safety.lift", stream="W0")
        worse = make_alert("M2", START + 1, rule="ebike_safety.smoke", stream="W0")
        await life.give(AcknowledgeAlert("A1"))
        await life.give(RaiseAlert(mild))
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
        await life.give(RaiseAlert(worse))
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 4)
    steps = [(step.alert, step.step) for step in life.kinds("EscalationStepped")]
    assert steps == [("M1", 0), ("M2", 0)]


async def test_a_worse_one_that_comes_while_it_looks_is_seen_before_a_step(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.life() as life:
        await world.begin(life)
        worse = make_alert("A2", START + 1, rule="waterlogging_response.rise")
        await life.give(AcknowledgeAlert("A1"))
        mild = make_alert("A3", START, level=Level.ORANGE)
        await life.give(RaiseAlert(mild))
        report, came = life.escalator._report, asyncio.Event()

        async def busy() -> None:
            if not came.is_set():
                came.set()
                await life.give(RaiseAlert(worse))
                life.clock.advance(2 * MINUTE + 1)
            await report()

        monkeypatch.setattr(life.escalator, "_report", busy)
        life.escalator.wake()
        await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
    assert [step.alert for step in life.kinds("EscalationStepped")] == ["A2"]


async def test_the_next_of_a_group_climbs_when_the_first_alone_is_answered(world: World) -> None:
    async with world.life() as life:
        await world.begin(life)
        await life.give(RaiseAlert(make_alert("A2", START + 1)))
        await life.give(AcknowledgeAlert("A1"))
        await life.advance(2 * MINUTE + 1)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
    assert {step.alert for step in life.kinds("EscalationStepped")} == {"A2"}


@pytest.mark.parametrize("hold", ["shelved", "suppressed", "out of service"])
async def test_what_is_held_does_not_climb(world: World, hold: str) -> None:
    holds: dict[str, CommandBody] = {
        "shelved": ShelveAlert("A1", START + 90 * MINUTE, "检修"),
        "suppressed": SuppressAlert("A1", "power.repair", "检修"),
        "out of service": TakeOutOfService("W0", "", "换探头"),
    }
    async with world.life() as life:
        await world.begin(life)
        await life.give(holds[hold])
        other = make_alert("B1", START, rule="ebike_safety.lift", stream="W0")
        if hold != "out of service":
            await life.give(RaiseAlert(other))
        await life.advance(2 * MINUTE)
        if hold != "out of service":
            await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
        await _settled(life)
    stepped = {step.alert for step in life.kinds("EscalationStepped")}
    assert stepped == (set() if hold == "out of service" else {"B1"})


async def test_the_alerts_own_history_tells_who_was_called_and_how_it_ended(world: World) -> None:
    world.mail.refuse_with = ["550 nobody"]
    async with world.life() as life:
        await world.begin(life)
        before = life.keeper.state.alerts["A1"].changed_at_ms
        await life.advance(2 * MINUTE)
        await life.until(lambda: len(life.kinds("NotificationSent")) == 1)
        await life.until(lambda: len(life.kinds("NotificationFailed")) == 1)
        alert = life.keeper.state.alerts["A1"]
    lines = {line.what: line.text for line in alert.log}
    assert lines["EscalationStepped"] == "1 · zhang (hook); zhang (mail)"
    assert lines["NotificationSent"] == "zhang (hook)"
    assert lines["NotificationFailed"] == "zhang (mail) · SMTP 550 (the recipient)"
    assert alert.changed_at_ms == before


async def test_a_step_that_came_too_late_is_taken_when_the_alert_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.life() as life:
        await world.begin(life)
        execute, keeper, refused = life.keeper.execute, life.keeper, asyncio.Event()

        async def overtaken(id: str, actor: str, body: CommandBody, at_ms: int = 0) -> Any:
            if isinstance(body, StepEscalation) and not life.kinds("AlertReturnedToNormal"):
                await execute("gone", "li", ReturnAlert("A1", 1.0))
            result = await execute(id, actor, body, at_ms)
            if result.refusal is not None:
                refused.set()
            return result

        monkeypatch.setattr(keeper, "execute", overtaken)
        await life.advance(2 * MINUTE)
        await refused.wait()
        await life.give(RaiseAlertLevel("A1", Level.RED, 30.0, "积水", make_alert().rule))
        await life.until(lambda: len(life.kinds("NotificationSent")) == 2)
    assert [step.step for step in life.kinds("EscalationStepped")] == [0]
