"""The cast's console against a real WebSocket that speaks onemap.v1."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from websockets.asyncio.server import ServerConnection, serve

from services.contract.codec import decode_client, encode, encode_state, split_snapshot
from services.contract.commands import AcknowledgeAlert, decode_command
from services.contract.events import TownRegistered, seal
from services.contract.model import Town, TownState
from services.contract.wire import Command, Events, Hello, Result, Welcome
from services.demo.cast import Act
from services.demo.console import Console

TOWN = Town("y", "云泽", "Yunze", "Asia/Shanghai", (121.1, 31.1))


async def answer(socket: ServerConnection) -> None:
    """A snapshot on Hello; on a command its event and its result."""
    async for data in socket:
        assert isinstance(data, bytes)
        message = decode_client(data)
        if isinstance(message, Hello):
            assert message.token == "om_x"
            await socket.send(encode(Welcome(0, "u", "n", ("operate",), 5, 1.0, "s")))
            for part in split_snapshot(0, encode_state(TownState())):
                await socket.send(encode(part))
        elif isinstance(message, Command):
            assert decode_command(message.kind, message.body) == AcknowledgeAlert("A1")
            event = seal(
                TownRegistered(TOWN), seq=1, id="e", at_ms=5, actor="a", command="c", prev=""
            )
            await socket.send(encode(Events(1, 1, (event,))))
            await socket.send(encode(Result(message.id, 1)))


async def test_a_console_follows_the_town_and_hears_its_results() -> None:
    async with serve(answer, "127.0.0.1", 0, subprotocols=["onemap.v1"]) as server:  # type: ignore[list-item]
        port = server.sockets[0].getsockname()[1]
        console = Console(f"ws://127.0.0.1:{port}/ws", "om_x")
        running = asyncio.create_task(console.run(), name="console")
        result = await console.perform(Act("c1", "值班员", AcknowledgeAlert("A1")), 5)
        assert result == Result("c1", 1)
        assert console.state.town == TOWN
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
