"""Bad input and bad days: one clear sentence, counted, and nothing else disturbed."""

from __future__ import annotations

import asyncio
import importlib.resources
import json
import resource
import socket
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from desktop.state.values import Status
from services.contract import wire
from services.contract.codec import encode
from services.contract.commands import NoteCase, OpenCase
from services.contract.model import Tier
from tests.fakes.console import open_console
from tests.fakes.nursery import Nursery
from tests.fakes.servers import LOCAL_TOKEN, Server, cli, create_token, curl, post
from tests.fakes.towns import UNDERPASS, write_town

MIB = 1024 * 1024
DAY_MS = 86_400_000


class Refusal:
    """How `onemap-server serve` ends when it cannot begin."""

    def __init__(self, nursery: Nursery, folder: Path) -> None:
        self._nursery = nursery
        self._folder = folder

    def of(self, town: Path, db: Path, listen: str = "127.0.0.1:0") -> str:
        """Its one sentence; fails unless it ends with exit code 2 and that sentence alone."""
        log = self._folder / "refusal.log"
        log.unlink(missing_ok=True)
        words = ["serve", "--town", str(town), "--db", str(db), "--listen", listen]
        code = self._nursery.wait(self._nursery.fork(words, log))
        lines = log.read_text("utf-8").splitlines()
        assert (code, len(lines)) == (2, 1), lines
        assert lines[0].startswith("onemap-server: ")
        return lines[0]


@pytest.fixture
def refusal(nursery: Nursery, tmp_path: Path) -> Refusal:
    return Refusal(nursery, tmp_path)


def test_port_in_use_is_one_sentence(refusal: Refusal, town: Path, db: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        sentence = refusal.of(town, db, listen)
    assert f"cannot listen on {listen}" in sentence


def test_database_that_cannot_be_opened_is_one_sentence(
    refusal: Refusal, town: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    assert str(folder) in refusal.of(town, folder)
    nowhere = tmp_path / "nowhere" / "onemap.db"
    assert str(nowhere) in refusal.of(town, nowhere)
    rubbish = tmp_path / "rubbish.db"
    rubbish.write_bytes(b"this is no database " * 500)
    assert "damaged" in refusal.of(town, rubbish)
    assert rubbish.read_bytes() == b"this is no database " * 500


def test_missing_pack_names_what_there_is(refusal: Refusal, db: Path, tmp_path: Path) -> None:
    sentence = refusal.of(write_town(tmp_path / "t", packs=("waterloging_response",)), db)
    assert "`waterloging_response`" in sentence
    assert "`waterlogging_response`" in sentence


def test_pack_with_an_error_names_file_and_line(refusal: Refusal, town: Path, db: Path) -> None:
    shipped = importlib.resources.files("resources") / "packs" / "waterlogging_response"
    text = (shipped / "pack.toml").read_text("utf-8")
    own = town / "packs" / "waterlogging_response" / "pack.toml"
    own.parent.mkdir(parents=True)
    right = "off_delay_s = 300"
    line = text[: text.index(right)].count("\n") + 1
    own.write_text(text.replace(right, 'off_delay_s = "five"', 1), "utf-8")
    assert f"{own}, line {line}: " in refusal.of(town, db)


def test_town_that_is_not_there_is_one_sentence(refusal: Refusal, db: Path, tmp_path: Path) -> None:
    assert "town.toml" in refusal.of(tmp_path / "no-town", db)


async def test_corrupt_cache_is_set_aside_and_fetched_anew(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "replica.db").write_bytes(b"\x00rubbish" * 1000)
    async with open_console(folder, server.url) as console:
        (message,) = console.messages
        (aside,) = folder.glob("replica.db.corrupt-*")
        assert aside.name in message
        assert aside.read_bytes() == b"\x00rubbish" * 1000
        assert len(console.store.state.streams) == 4


def small_disk(size: int) -> Any:
    """For the child: no file may grow past `size` bytes, as on a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


async def test_full_disk_refuses_commands_and_loses_none_it_took(
    town: Path, db: Path, tmp_path: Path
) -> None:
    with Server(town, db, before=small_disk(MIB // 2)) as server:
        async with open_console(tmp_path / "desk", server.url) as console:
            await console.do(OpenCase("k1", "试验", "test", Tier.SMALL))
            while not console.refusals:
                await console.do(NoteCase("k1", "水" * 500))
            assert console.refusals[0].refusal.code == "store.failed"
            assert console.refusals[0].refusal.text
            assert console.status is Status.ONLINE
            status, health = await asyncio.to_thread(curl, f"{server.url}/api/health")
            assert (status, health["seq"]) == (200, console.store.state.seq)
            taken = console.store.state.seq
        assert "Traceback" not in server.log
    checked = await asyncio.to_thread(cli, "verify", "--db", str(db))
    assert (checked.returncode, checked.stdout.split()[0]) == (0, str(taken)), checked
    with Server(town, db) as server:
        async with open_console(tmp_path / "desk", server.url) as console:
            assert console.store.state.seq == taken
            await console.do(NoteCase("k1", "磁盘已清理"))
            await console.until(lambda: console.store.state.seq == taken + 1)


def test_disk_full_from_the_beginning_is_one_sentence(town: Path, db: Path) -> None:
    server = Server(town, db, before=small_disk(16 * 1024))
    with pytest.raises(AssertionError):
        server.start()
    assert server.process.returncode == 2
    (line,) = server.log.splitlines()
    assert str(db) in line


async def test_bad_readings_are_refused_with_reasons_and_counted(
    server: Server, db: Path, tmp_path: Path
) -> None:
    revoked = await asyncio.to_thread(create_token, db, "old-gauge")
    ended = await asyncio.to_thread(cli, "token", "revoke", "old-gauge", "--db", str(db))
    assert ended.returncode == 0, ended.stderr

    async def send(body: str | bytes, token: str = LOCAL_TOKEN) -> tuple[int, Any]:
        return await asyncio.to_thread(post, server, token, body)

    async with open_console(tmp_path / "desk", server.url) as console:
        seq = console.store.state.seq
        since = console.store.connection.since
        _, before = await asyncio.to_thread(curl, f"{server.url}/api/health")
        now_ms = before["now_ms"]
        for body, word in (
            (f'[{{"stream": "{UNDERPASS}", "value"', "JSON"),
            ("", "empty"),
            ('{"a": ' * 20_000, ""),
        ):
            status, answer = await send(body)
            assert status == 400 or answer["accepted"] == 0
            assert word in json.dumps(answer)
        for item, reason in (
            ('{"stream": "W99", "value": 33}', "unknown stream"),
            ('{"stream": "W01", "value": NaN}', "finite"),
            ('{"stream": "W01", "value": Infinity}', "finite"),
            ('{"stream": "W01", "value": -1e999}', ""),
            (f'{{"stream": "W01", "value": 33, "at": {now_ms + DAY_MS}}}', "in the future"),
            ('{"stream": "W01", "value": 33, "at": "9999-12-31T23:59:59+08:00"}', "in the future"),
            (f'{{"stream": "W01", "value": 33, "at": {now_ms - 8 * DAY_MS}}}', "in the past"),
            ('{"stream": "W01", "value": 33, "at": "1970-01-01T00:00:00"}', "offset"),
            ('{"stream": "W01", "value": "deep"}', "float"),
        ):
            status, answer = await send(f"[{item}]")
            assert (status, answer["accepted"]) == (202, 0), (item, answer)
            assert reason in answer["refused"][0]["reason"], (item, answer)
        assert (await send(b" " * (4 * MIB + 1)))[0] == 413
        for token in ("om_wrong", revoked):
            status, answer = await send("[]", token)
            assert (status, "token" in answer["error"]) == (401, True)

        _, health = await asyncio.to_thread(curl, f"{server.url}/api/health")
        counted = health["readings"]["refused"]
        assert sum(counted.values()) == 3 + 9 + 1 + 2, counted
        assert health["readings"]["accepted"] == 0
        assert console.store.state.seq == seq
        assert console.store.connection.since == since, "the connection was never lost"

        status, answer = await send(f'[{{"stream": "{UNDERPASS}", "value": 33}}]')
        assert (status, answer["accepted"]) == (202, 1)
        await console.until_alert()
    assert "Traceback" not in server.log


async def test_bad_frames_close_their_own_connection_only(server: Server, tmp_path: Path) -> None:
    address = server.url.replace("http://", "ws://") + "/ws"

    async def end_of(*frames: bytes | str) -> int:
        """The code with which the server closes after these frames."""
        async with connect(
            address, subprotocols=[wire.SUBPROTOCOL], max_size=None, proxy=None
        ) as socket:
            try:
                for frame in frames:
                    await socket.send(frame)
                async with asyncio.timeout(10):
                    while True:
                        await socket.recv()
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006
        raise AssertionError

    hello = encode(wire.Hello(LOCAL_TOKEN, 0, "", "bad"))
    async with open_console(tmp_path / "desk", server.url) as console:
        since = console.store.connection.since
        assert await end_of("text") == 1007
        assert await end_of(b"\xc1rubbish") == 1007
        assert await end_of(hello, b"\x91\xc1") == 1007
        assert await end_of(hello, b"\x00" * (wire.MAX_CLIENT_MESSAGE + 1)) == 1009
        assert await end_of(encode(wire.Hello("wrong", 0, "", "bad"))) == 4401
        future = encode(wire.Hello(LOCAL_TOKEN, 0, "", "bad", protocol=99))
        assert await end_of(future) in (4400, 4406, 4426)
        _, health = await asyncio.to_thread(curl, f"{server.url}/api/health")
        assert sum(health["gateway"]["refused"].values()) >= 5, health
        assert health["gateway"]["consoles"] == 1
        assert console.store.connection.since == since
    assert "Traceback" not in server.log
