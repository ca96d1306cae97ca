"""The server dies by kill -9 at any moment; what it has answered is in the journal, once."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest
import uuid_utils
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from services.contract import wire
from services.contract.codec import decode_server, encode
from services.contract.commands import NoteCase, OpenCase, OperatorCommand, encode_command
from services.contract.events import GENESIS, Event
from services.contract.model import Tier
from services.store.audit import check_link
from tests.fakes.nursery import Nursery, start
from tests.fakes.servers import LOCAL_TOKEN, free_port

KILLS = 55
LONGEST_LIFE_S = 0.3
IN_FLIGHT = 32


class Reckless:
    """A client that sends commands as fast as they are answered, and sends again what was not."""

    def __init__(self, url: str) -> None:
        self.answered: dict[str, int] = {}
        self.waiting: dict[str, OperatorCommand] = {}
        self._url = url.replace("http://", "ws://") + "/ws"
        self._case = ""

    async def run(self) -> None:
        """Until the server dies."""
        try:
            async with connect(
                self._url,
                subprotocols=[wire.SUBPROTOCOL],
                compression=None,
                ping_interval=None,
                max_size=None,
                close_timeout=0.1,
                proxy=None,
            ) as socket:
                await socket.send(encode(wire.Hello(LOCAL_TOKEN, 0, "", "reckless")))
                for id, body in list(self.waiting.items()):
                    await _send(socket, id, body)
                await self._command(socket)
        except (ConnectionClosed, InvalidHandshake, OSError):
            return

    async def settle(self) -> None:
        """Send again what has no answer, once the server stands, and give nothing new."""
        async with connect(
            self._url, subprotocols=[wire.SUBPROTOCOL], max_size=None, proxy=None
        ) as socket:
            await socket.send(encode(wire.Hello(LOCAL_TOKEN, 0, "", "reckless")))
            for id, body in list(self.waiting.items()):
                await _send(socket, id, body)
            while self.waiting:
                self._note(decode_server(await socket.recv(decode=False)))

    async def _command(self, socket: ClientConnection) -> None:
        if not self._case:
            self._case = str(uuid_utils.uuid7())
            await self._give(socket, OpenCase(self._case, "试验", "test", Tier.SMALL))
        while True:
            while len(self.waiting) < IN_FLIGHT:
                await self._give(socket, NoteCase(self._case, "记一笔"))
            self._note(decode_server(await socket.recv(decode=False)))

    async def _give(self, socket: ClientConnection, body: OperatorCommand) -> None:
        id = str(uuid_utils.uuid7())
        self.waiting[id] = body
        await _send(socket, id, body)

    def _note(self, message: wire.ServerMessage) -> None:
        if isinstance(message, wire.Result) and message.command in self.waiting:
            assert message.refusal is None, message.refusal
            del self.waiting[message.command]
            self.answered[message.command] = message.seq


async def _send(socket: ClientConnection, id: str, body: OperatorCommand) -> None:
    kind, data = encode_command(body)
    await socket.send(encode(wire.Command(id, kind, data)))


class Auditor:
    """Walks the journal on from where it stood, as `verify` does, and counts the commands."""

    def __init__(self, db: Path) -> None:
        self._db = db
        self._seq, self._hash = 0, GENESIS
        self.commands: dict[str, int] = {}

    def catch_up(self) -> int:
        """Check every new link; answers the seq of the last."""
        connection = sqlite3.connect(self._db)
        columns = ", ".join(Event.__struct_fields__)
        rows = connection.execute(
            f"SELECT {columns} FROM event WHERE seq > ? ORDER BY seq", (self._seq,)
        ).fetchall()
        connection.close()
        for row in rows:
            event = Event(*row)
            check_link(event, self._seq + 1, self._hash)
            assert event.kind in _SYSTEM or event.command not in self.commands, "done twice"
            self.commands[event.command] = event.seq
            self._seq, self._hash = event.seq, event.hash
        return self._seq


_SYSTEM = {
    "TownRegistered",
    "AreaRegistered",
    "AssetRegistered",
    "StreamRegistered",
    "TeamRegistered",
}


@pytest.mark.timeout(100)
async def test_no_answered_command_is_lost_or_doubled_by_fifty_kills(
    nursery: Nursery, town: Path, db: Path, tmp_path: Path
) -> None:
    chance = random.Random(20260718)
    port = free_port()
    words = ["serve", "--town", str(town), "--db", str(db), "--listen", f"127.0.0.1:{port}"]
    client, auditor = Reckless(f"http://127.0.0.1:{port}"), Auditor(db)
    ready, log = tmp_path / "ready", tmp_path / "server.log"
    found: Counter[str] = Counter()
    began = time.monotonic()
    for kill in range(KILLS):
        if kill % 10 == 9:
            # Also while it is still on its way up.
            pid = nursery.fork(words, log)
            await asyncio.sleep(chance.uniform(0, 0.1))
            nursery.kill(pid)
            found["starting"] += 1
            continue
        pid, _ = await asyncio.to_thread(start, nursery, words, ready, log)
        await live_and_die(client, nursery, pid, chance.uniform(0, LONGEST_LIFE_S))
        head = auditor.catch_up()
        found["unanswered"] += len(client.waiting)
        for id, seq in client.answered.items():
            assert auditor.commands.get(id) == seq, f"kill {kill}: {id} was answered"
        assert max(client.answered.values(), default=0) <= head
    pid, _ = await asyncio.to_thread(start, nursery, words, ready, log)
    await asyncio.wait_for(client.settle(), 10)
    nursery.kill(pid)
    assert nursery.wait(nursery.fork(["verify", "--db", str(db)], tmp_path / "verify")) == 0
    auditor.catch_up()
    assert {id: auditor.commands.get(id) for id in client.answered} == client.answered
    print(f"{len(client.answered)} commands, {dict(found)}, {time.monotonic() - began:.1f} s")
    assert len(client.answered) > KILLS, "the kills came before the commands"
    assert found["unanswered"] > 0, "no kill fell between a command and its answer"
    assert "Traceback" not in log.read_text("utf-8")


async def live_and_die(client: Reckless, nursery: Nursery, pid: int, life_s: float) -> None:
    """Send commands for so long, then kill -9 in the middle of them."""
    sending = asyncio.create_task(client.run(), name="reckless")
    await asyncio.sleep(life_s)
    nursery.kill(pid)
    async with asyncio.timeout(5):
        await sending
