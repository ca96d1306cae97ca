"""A feeder goes: what hangs on it is one line with its cause, through a kill, and comes back."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx

from desktop.state.alarm_groups import AlarmGroups
from desktop.state.selectors import silenced_by
from services.contract.model import Alert, AlertState
from tests.fakes.console import Console, open_console
from tests.fakes.servers import Server, create_token
from tests.fakes.towns import RAIN, ROAD, TIDE, UNDERPASS, write_town

PACK = """
[pack]
id = "lifelines"
version = 1
title = {zh = "线路", en = "Lines"}
[streams."tide.level"]
unit = "m"
title = {zh = "线路", en = "Feeder"}
[streams."water.depth"]
unit = "cm"
title = {zh = "设备", en = "Device"}
"""
RULE = """
[rules.{name}]
stream = "{kind}"
class_code = "x"
deadband = 0
on_delay_s = 0
off_delay_s = 0
title = {{zh = "{{name}}", en = "{{name}}"}}
[rules.{name}.levels.yellow]
at = 1
"""
SUPPRESSION = """
[suppressions.behind_feeder]
rules = ["device"]
cause = "feeder"
through = "feeder"
linger_s = 0.3
reason = {zh = "线路停电", en = "The feeder is out"}
"""
FEEDER = TIDE


def make_town(folder: Path) -> Path:
    """Two devices on one feeder."""
    town = write_town(folder, packs=("lifelines",))
    streams = json.loads((town / "streams.json").read_text("utf-8"))
    for stream in streams:
        if stream["id"] in (ROAD, UNDERPASS):
            stream["attributes"]["feeder"] = FEEDER
    streams = [stream for stream in streams if stream["id"] != RAIN]
    (town / "streams.json").write_text(json.dumps(streams), "utf-8")
    pack = town / "packs" / "lifelines"
    pack.mkdir(parents=True)
    rules = RULE.format(name="feeder", kind="tide.level")
    rules += RULE.format(name="device", kind="water.depth")
    (pack / "pack.toml").write_text(PACK + rules + SUPPRESSION, "utf-8")
    return town


async def say(server: Server, token: str, stream: str, value: float) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{server.url}/api/readings",
            json=[{"stream": stream, "value": value}],
            headers={"Authorization": f"Bearer {token}"},
        )
    assert answer.status_code == 202, answer.text


async def becomes(console: Console, stream: str, state: AlertState) -> Alert:
    """The alert on a stream once it is in that state."""

    def found() -> list[Alert]:
        return [one for one in console.alerts if one.stream == stream and one.state is state]

    await console.until(lambda: bool(found()))
    return found()[0]


async def test_what_hangs_on_a_feeder_goes_behind_it_and_comes_back_when_it_outlasts_it(
    tmp_path: Path,
) -> None:
    db = tmp_path / "onemap.db"
    with Server(make_town(tmp_path / "town"), db) as server:
        token = await asyncio.to_thread(create_token, db)
        async with open_console(tmp_path / "desk", server.url) as console:
            await say(server, token, ROAD, 2)
            early = await becomes(console, ROAD, AlertState.UNACKNOWLEDGED)
            await say(server, token, FEEDER, 2)
            feeder = await becomes(console, FEEDER, AlertState.UNACKNOWLEDGED)
            held = await becomes(console, ROAD, AlertState.SUPPRESSED)
            assert (held.id, held.suppressed_by) == (early.id, feeder.id)
            await say(server, token, UNDERPASS, 2)
            late = await becomes(console, UNDERPASS, AlertState.SUPPRESSED)
            assert [line.what for line in late.log] == ["AlertRaised", "AlertSuppressed"]

            groups = AlarmGroups()
            groups.rebuild(console.store.state)
            assert set(groups.keys()) == {feeder.group}
            shown = groups.group(console.store.state, feeder.group)
            assert (shown.open, shown.held) == ((feeder.id,), (early.id, late.id))
            assert [cause.reason for cause in shown.causes] == ["线路停电"]
            silenced = silenced_by(console.store.state, feeder.id)
            assert [one.id for one in silenced] == [early.id, late.id]

            server.kill()
            server.start()
            await say(server, token, FEEDER, 0)
            await becomes(console, FEEDER, AlertState.RETURNED_UNACKNOWLEDGED)
            for stream in (ROAD, UNDERPASS):
                back = await becomes(console, stream, AlertState.UNACKNOWLEDGED)
                assert back.log[-1].what == "AlertReleased"
        assert server.stop() == 0
        assert "Traceback" not in server.log
