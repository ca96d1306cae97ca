"""The rulebook of the composed server: listed, tried on history, changed, read anew."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from services.bootstrap import Options, serve
from services.clock import Clock
from services.contract.commands import ChangeRule, encode_command
from services.contract.wire import SUBPROTOCOL, Command, Hello, Readings, Result
from tests.fakes.small_town import PACK, write_town
from tests.integration.server.conftest import Console

TOKEN = "local-token"
RULE = "wet.depth"


class Town:
    """A served town: its folder, its HTTP door and a console."""

    def __init__(self, folder: Path, http: httpx.AsyncClient, console: Console) -> None:
        self.folder, self.http, self.console = folder, http, console
        self._commands = 0

    async def rule(self) -> dict:
        (found,) = (await self.http.get("/api/rules")).json()["rules"]
        return found

    async def backtest(self, patch: dict, path: str = "/api/backtest", **more) -> httpx.Response:
        ask = {"rule": RULE, "patch": patch, "days": 2, **more}
        return await self.http.post(path, json=ask, timeout=60)

    async def change(self, patch: dict, reason: str = "误报多") -> Result:
        self._commands += 1
        key = f"c{self._commands}"
        kind, body = encode_command(ChangeRule(RULE, json.dumps(patch), reason))
        await self.console.send(Command(key, kind, body))
        result = await self.console.until(Result, command=key)
        assert isinstance(result, Result)
        return result

    async def until_limits(self, *at: float) -> None:
        async with asyncio.timeout(20):
            while [limit for _, limit in self.console.state.streams["W1"].limits] != list(at):
                await self.console.next()


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    folder = write_town(tmp_path / "town")
    stop, ready = asyncio.Event(), asyncio.Queue[str]()
    options = Options(str(folder), str(tmp_path / "a.db"), "127.0.0.1:0")
    environment = {"ONEMAP_LOCAL_TOKEN": TOKEN}
    async with asyncio.TaskGroup() as group:
        group.create_task(serve(options, stop, ready.put_nowait, environment))
        url = await ready.get()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        address = url.replace("http", "ws") + "/ws"
        async with contextlib.AsyncExitStack() as stack:
            stack.callback(stop.set)
            http = await stack.enter_async_context(
                httpx.AsyncClient(base_url=url, headers=headers, trust_env=False)
            )
            socket = await stack.enter_async_context(
                connect(address, subprotocols=[SUBPROTOCOL], proxy=None, max_size=None)
            )
            console = Console(socket)
            await console.send(Hello(TOKEN, 0, "", "test"))
            await console.until(Readings)
            yield Town(folder, http, console)


async def test_a_rule_is_listed_tried_changed_and_taken_back(town: Town) -> None:
    rule = await town.rule()
    assert (rule["id"], rule["kind"], rule["streams"]) == (RULE, "threshold", 1)
    assert rule["rule"] == rule["base"]
    assert rule["rule"]["levels"]["blue"]["at"] == 5
    at = next(one for one in rule["fields"] if one["path"] == ["levels", "*", "at"])
    assert (at["type"], at["required"], at["unit"]) == ("number", True, "cm")

    now = Clock.real().now_ms()
    values = [(3_600_000, 2), (1_800_000, 7), (900_000, 1), (600_000, 1)]
    readings = [{"stream": "W1", "value": v, "at": now - ago} for ago, v in values]
    await town.http.post("/api/readings", json=readings)
    patch = {"levels": {"blue": {"at": 10}}}
    async with asyncio.timeout(60):  # the readings are written in the background
        while (report := await _report(await town.backtest(patch)))["readings"] < 4:
            await asyncio.sleep(0.05)
    assert report["rows"][0] | {"lost": 1} == report["rows"][0]
    assert (report["total_now"], report["total_then"]) == (1, 0)
    curve = (await town.backtest(patch, "/api/backtest/curve", stream="W1")).json()
    assert [one["level"] for one in curve["now"]] == [1]
    assert curve["then"] == []

    await town.until_limits(5, 25)
    assert (await town.change(patch)).refusal is None
    await town.until_limits(10, 25)
    rule = await town.rule()
    assert (rule["patch"], rule["rule"]["levels"]["blue"]["at"]) == (patch, 10)
    assert (rule["base"]["levels"]["blue"]["at"], rule["problem"]) == (5, "")
    assert [(one["reason"], one["by"]) for one in rule["history"]] == [("误报多", "值班员")]
    assert (await town.change({}, "已修好")).refusal is None
    await town.until_limits(5, 25)
    assert len((await town.rule())["history"]) == 2


async def _report(answer: httpx.Response) -> dict:
    assert answer.status_code == 200
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines[-2] == {"done": 1.0}
    return lines[-1]["report"]


async def test_what_makes_no_rule_is_refused_everywhere_in_the_same_words(town: Town) -> None:
    answer = await town.backtest({"levels": {"blue": {"at": 30}}})
    assert answer.status_code == 422
    (finding,) = answer.json()["findings"]
    assert finding["path"] == ["levels", "red", "at"]
    refusal = (await town.change({"levels": {"blue": {"at": 30}}})).refusal
    assert refusal is not None
    assert refusal.code == "rule.invalid"
    assert refusal.params["problem"] == finding["problem"]
    assert (await town.backtest({}, days=93)).json()["findings"][0]["path"] == ["days"]
    assert (await town.backtest({}, rule="wet.none")).status_code == 404
    assert (await town.backtest({}, "/api/backtest/curve", stream="no")).status_code == 404
    assert (await town.http.post("/api/backtest", content=b"[")).status_code == 400


async def test_a_changed_rule_judges_the_next_reading(town: Town) -> None:
    assert (await town.change({"levels": {"blue": {"at": 10}}})).refusal is None
    await town.until_limits(10, 25)
    for value in (7, 12):
        await town.http.post("/api/readings", json=[{"stream": "W1", "value": value}])
    async with asyncio.timeout(20):
        while not town.console.state.alerts:
            await town.console.next()
    (alert,) = town.console.state.alerts.values()
    assert (alert.rule, alert.value) == (RULE, 12)


async def test_packs_are_read_anew_or_left_as_they_are(town: Town) -> None:
    await town.until_limits(5, 25)
    file = town.folder / "packs" / "wet" / "pack.toml"
    file.write_text(PACK.replace("at = 5", "at = 30").replace("deadband = 1", "deadband = x"))
    refused = await town.http.post("/api/packs/reload")
    assert refused.status_code == 422
    assert "line" in refused.json()["problems"][0]
    assert (await town.rule())["rule"]["deadband"] == 1

    file.write_text(PACK.replace("at = 5", "at = 8"), "utf-8")
    answer = await town.http.post("/api/packs/reload")
    assert answer.json() == {"changes": ["wet.depth levels.blue.at: 5 → 8"]}
    await town.until_limits(8, 25)
    assert (await town.http.post("/api/packs/reload")).json() == {"changes": []}
    without = await town.http.post("/api/packs/reload", headers={"Authorization": ""})
    assert without.status_code == 401
