"""The composed server, with every real part: from a reading to an alert and through a command."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect

from services.bootstrap import Options, serve
from services.contract.commands import AcknowledgeAlert, encode_command
from services.contract.model import AlertState
from services.contract.wire import SUBPROTOCOL, Command, Events, Hello, Readings, Result
from services.errors import StartupError
from services.store.database import open_database
from services.store.journal import JournalStore
from tests.integration.server.conftest import Console

TOKEN = "local-token"
ENVIRONMENT = {"ONEMAP_LOCAL_TOKEN": TOKEN}


@contextlib.asynccontextmanager
async def _serving(db: Path, **more: object) -> AsyncIterator[str]:
    stop, ready = asyncio.Event(), asyncio.Queue[str]()
    options = Options(db=str(db), listen="127.0.0.1:0", **more)  # type: ignore[arg-type]
    async with asyncio.TaskGroup() as group:
        group.create_task(serve(options, stop, ready.put_nowait, ENVIRONMENT))
        yield await ready.get()
        stop.set()


@contextlib.asynccontextmanager
async def _console(url: str) -> AsyncIterator[Console]:
    address = url.replace("http", "ws") + "/ws"
    async with connect(address, subprotocols=[SUBPROTOCOL], proxy=None, max_size=None) as socket:
        console = Console(socket)
        await console.send(Hello(TOKEN, 0, "", "test"))
        await console.until(Readings)
        yield console


async def test_a_reading_becomes_an_alert_that_is_acknowledged_and_kept(tmp_path: Path) -> None:
    db = tmp_path / "town.db"
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with _serving(db) as url, _console(url) as console:
        async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False) as client:
            for value in (5.0, 60.0):
                answer = await client.post(
                    "/api/readings", json=[{"stream": "W07", "value": value}]
                )
                assert answer.json() == {"accepted": 1, "refused": []}
            await console.until(Events)
            alert = next(iter(console.state.alerts.values()))
            assert alert.stream == "W07"
            assert console.state.town is not None
            basemap = await client.get("/api/basemap")
            assert basemap.headers["etag"] == f'"{console.state.town.basemap}"'
        kind, body = encode_command(AcknowledgeAlert(alert.id))
        await console.send(Command("c1", kind, body))
        result = await console.until(Result, command="c1")
        assert isinstance(result, Result)
        assert result.refusal is None
        state = console.state
    engine = open_database(str(db))
    try:
        assert JournalStore(engine).verify().count == state.seq
    finally:
        engine.dispose()
    async with _serving(db) as url, _console(url) as console:
        assert console.state.seq == state.seq
        assert console.state.alerts[alert.id].state is AlertState.ACKNOWLEDGED
        assert console.state.alerts[alert.id].acknowledged_by == "值班员"


async def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    async with _serving(tmp_path / "a.db") as url:
        address = url.removeprefix("http://")
        with pytest.raises(StartupError, match="cannot listen on"):
            await serve(Options(db=str(tmp_path / "b.db"), listen=address))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"town": "/nowhere"}, "no town at"),
        ({"listen": "here"}, "HOST:PORT"),
        ({"db": "/nowhere/at/all.db"}, "database"),
        ({"demo_from": "25:99"}, "HH:MM"),
        ({"speed": 0.0}, "speed"),
    ],
)
async def test_what_cannot_start_says_why(
    tmp_path: Path, options: dict[str, object], words: str
) -> None:
    base: dict[str, object] = {"db": str(tmp_path / "a.db"), "listen": "127.0.0.1:0"}
    with pytest.raises(StartupError, match=words):
        await serve(Options(**{**base, **options}), environment={})  # type: ignore[arg-type]


async def test_a_missing_pack_is_named(tmp_path: Path) -> None:
    town = Path(__file__).parents[3] / "resources" / "demo" / "yunze"
    for file in town.iterdir():
        text = file.read_text("utf-8").replace("waterlogging_response", "no_such_pack")
        (tmp_path / file.name).write_text(text, "utf-8")
    with pytest.raises(StartupError, match="no_such_pack"):
        await serve(Options(town=str(tmp_path), db=str(tmp_path / "a.db")), environment={})


def _child(tmp_path: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "services", "serve", "--db", str(tmp_path / "a.db")]
        + ["--listen", "127.0.0.1:0", "--ready-file", str(tmp_path / "ready")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    )


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGTERM to catch")
def test_a_signal_ends_the_program_well(tmp_path: Path) -> None:
    with _child(tmp_path) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:")
        assert (tmp_path / "ready").read_text().strip() in line
        child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0


def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    with _child(tmp_path, ONEMAP_PARENT_PIPE="1") as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline()
        child.stdin.close()
        assert child.wait(30) == 0
