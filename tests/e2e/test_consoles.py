"""Consoles that lose their server and get it back, and consoles that share one."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

from desktop.link.options import LinkOptions
from desktop.state.values import Status
from services.contract.codec import encode_state
from services.contract.commands import (
    AcknowledgeAlert,
    ChangeMarkup,
    CloseCase,
    DrawMarkup,
    EraseMarkup,
)
from services.contract.events import AlertAcknowledged, Event, is_sound
from services.contract.model import AlertState, Level, MarkupKind, Stage
from services.store.database import open_database
from services.store.journal import JournalStore
from services.store.rebuild import rebuild
from tests.fakes.console import kept_events, open_console
from tests.fakes.servers import LOCAL_TOKEN, Server, post
from tests.fakes.towns import ROAD, UNDERPASS

OFFLINE_WITHIN_S = 5.0
IMPATIENT = LinkOptions(backoff_first=0.1, backoff_last=0.5)


async def read(server: Server, stream: str, value: float) -> None:
    """A gauge says something."""
    body = f'[{{"stream": "{stream}", "value": {value}}}]'
    status, answer = await asyncio.to_thread(post, server, LOCAL_TOKEN, body)
    assert (status, answer["accepted"]) == (202, 1)


def journal_of(db: Path) -> tuple[list[Event], bytes]:
    """Every event on the server, and the state they add up to."""
    engine = open_database(str(db), must_exist=True)
    try:
        store = JournalStore(engine)
        return store.read(1, 100_000), encode_state(rebuild(store))
    finally:
        engine.dispose()


async def test_acknowledgement_given_offline_arrives_once_and_no_event_is_missed(
    server: Server, db: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "desk"
    async with open_console(folder, server.url, options=IMPATIENT) as console:
        since = console.store.state.seq
        await read(server, UNDERPASS, 33)
        alert = await console.until_alert()

        await asyncio.to_thread(server.kill)
        await console.until(lambda: console.status is Status.OFFLINE, OFFLINE_WITHIN_S)
        assert console.alerts == [alert], "everything stays on the screen"
        command = console.send(AcknowledgeAlert(alert.id))
        assert [pending.id for pending in console.store.pending] == [command]
        assert console.alerts[0].state is AlertState.UNACKNOWLEDGED

        await asyncio.to_thread(server.start)
        await console.settled()
        await console.until(lambda: console.alerts[0].state is AlertState.ACKNOWLEDGED)
        await read(server, ROAD, 16)
        await console.until(lambda: len(console.alerts) == 2)
        assert not console.refusals
        shown = encode_state(console.store.state)
    assert await asyncio.to_thread(server.stop) == 0

    events, state = await asyncio.to_thread(journal_of, db)
    acknowledged = [event for event in events if event.kind == AlertAcknowledged.__name__]
    assert [event.command for event in acknowledged] == [command]
    assert list(kept_events(folder)) == events[since:]
    assert shown == state


async def test_command_waits_in_a_closed_desktop_until_the_server_is_back(
    server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "desk"
    await read(server, UNDERPASS, 33)
    async with open_console(folder, server.url) as console:
        alert = await console.until_alert()
        await asyncio.to_thread(server.kill)
        await console.until(lambda: console.status is Status.OFFLINE, OFFLINE_WITHIN_S)
        console.send(AcknowledgeAlert(alert.id))
    async with open_console(folder, server.url, online=False) as again:
        assert again.alerts == [alert], "it opens with what it knew"
        assert [pending.body for pending in again.store.pending] == [AcknowledgeAlert(alert.id)]
        await asyncio.to_thread(server.start)
        again.connect()
        await again.settled()
        await again.until(lambda: again.alerts[0].state is AlertState.ACKNOWLEDGED)


async def test_frozen_server_is_offline_within_five_seconds(server: Server, tmp_path: Path) -> None:
    async with open_console(tmp_path / "desk", server.url) as console:
        server.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        await console.until(lambda: console.status is Status.OFFLINE)
        assert time.monotonic() - began < OFFLINE_WITHIN_S
        server.process.send_signal(signal.SIGCONT)
        await console.until_online()


async def test_two_consoles_show_each_other_and_only_one_closes_the_case(
    server: Server, tmp_path: Path
) -> None:
    async with (
        open_console(tmp_path / "left", server.url) as left,
        open_console(tmp_path / "right", server.url) as right,
    ):
        await read(server, UNDERPASS, 33)
        alert = await left.until_alert()
        assert await right.until_alert() == alert
        await left.acknowledge(alert)
        await right.until(lambda: right.alerts[0].state is AlertState.ACKNOWLEDGED)
        assert right.alerts[0].level is Level.RED

        case = await right.open_case(right.alerts[0])
        await left.until(lambda: case in left.store.state.cases)
        team = await left.dispatch_nearest(case)
        await right.until(lambda: right.case(case).teams == (team,))

        left.send(CloseCase(case, "左席：积水已退"))
        right.send(CloseCase(case, "右席：积水已退"))
        await left.settled()
        await right.settled()
        for console in (left, right):
            await console.until(lambda console=console: console.case(case).stage is Stage.CLOSED)
        assert left.case(case) == right.case(case)
        (refused,) = left.refusals + right.refusals
        assert refused.refusal.code == "case.already_closed"
        assert left.case(case).number in refused.refusal.text
        assert encode_state(left.store.state) == encode_state(right.store.state)


async def test_what_one_console_draws_the_other_sees_also_after_restarts(
    server: Server, db: Path, tmp_path: Path
) -> None:
    ring = ((121.0, 31.0), (121.01, 31.0), (121.01, 31.01))
    async with (
        open_console(tmp_path / "left", server.url, options=IMPATIENT) as left,
        open_console(tmp_path / "right", server.url, options=IMPATIENT) as right,
    ):
        await left.do(DrawMarkup("M1", MarkupKind.POLYGON, ring, text="封控区", role="closure"))
        await left.do(DrawMarkup("M2", MarkupKind.CIRCLE, ring[:1], 300.0))
        await right.until(lambda: len(right.store.state.markups) == 2)
        assert right.store.state.markups["M1"].lonlat == ring
        assert right.store.state.markups["M1"].drawn_by

        await right.do(ChangeMarkup("M2", ring[1:2], 500.0, "集合点"))
        await left.until(lambda: left.store.state.markups["M2"].text == "集合点")
        await right.do(EraseMarkup("M1"))
        await left.until(lambda: "M1" not in left.store.state.markups)
        left.send(EraseMarkup("M1"))
        await left.settled()
        (refused,) = left.refusals
        assert refused.refusal.code == "markup.unknown"
        kept = left.store.state.markups

    async with open_console(tmp_path / "left", server.url, online=False) as again:
        assert again.store.state.markups == kept, "the desk's own copy survives"
    await asyncio.to_thread(server.kill)
    events, _ = journal_of(db)
    assert [e.kind for e in events if e.kind.startswith("Markup")] == [
        "MarkupDrawn",
        "MarkupDrawn",
        "MarkupChanged",
        "MarkupErased",
    ]
    assert all(is_sound(event) for event in events)
    await asyncio.to_thread(server.start)
    async with open_console(tmp_path / "new", server.url) as new:
        assert new.store.state.markups == kept, "the town's copy survives"
