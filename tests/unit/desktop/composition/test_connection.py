"""What a desktop opens with, and what it follows, before and after there is a server."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.__main__ import make_parser
from desktop.composition.connection import Connection
from desktop.link.embedded import EmbeddedError
from desktop.sessions import open_profile
from services.contract.commands import AcknowledgeAlert
from tests.fakes import town as fake


def _connection(folder: Path, town: fake.SmallTown) -> Connection:
    options = make_parser().parse_args(["--data", str(folder), "demo"])
    return Connection(options, open_profile(options, folder), town.store)


async def test_a_command_that_was_not_sent_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = _connection(tmp_path, fake.busy())
    first.sender.send(AcknowledgeAlert("a1"))
    await first.leave()
    await first.close()
    town = fake.busy()
    again = _connection(tmp_path, town)

    assert [command.body for command in town.store.pending] == [AcknowledgeAlert("a1")]
    await again.close()


async def test_a_stream_is_followed_before_there_is_a_server(tmp_path: Path) -> None:
    town = fake.busy()
    stream = next(iter(town.store.state.streams))
    connection = _connection(tmp_path, town)
    connection.watch([stream])

    assert stream in town.store.curves
    await connection.close()


async def test_a_server_that_does_not_start_says_why_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = _connection(tmp_path, fake.busy())
    words = (sys.executable, "-c", "import sys; sys.exit('no town here')")
    monkeypatch.setattr("desktop.link.embedded.server_command", lambda: words)

    with pytest.raises(EmbeddedError, match="no town here"):
        await connection.run(lambda text: None)
    assert not connection.is_found.is_set()
    assert connection.server is not None
    assert not connection.server.is_running
    await connection.close()
