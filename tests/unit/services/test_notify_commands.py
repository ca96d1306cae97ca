from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from services.__main__ import main
from services.notify.message import Message
from services.notify.outbox import Outbox
from services.store.database import open_database
from tests.fakes.http_receiver import HttpReceiver
from tests.fakes.towns import write_town

CHANNELS = """
[notify.channels.hook]
kind = "webhook"
url = "{url}"
[notify.channels.horn]
kind = "voice"
[notify.people.zhang]
name = "张敏"
"""


async def test_a_test_message_goes_through_the_channel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with HttpReceiver() as receiver:
        town = write_town(tmp_path / "town", extra=CHANNELS.format(url=receiver.url))
        words = ["notify", "test", "hook", "--town", str(town), "--to", "zhang@town.example"]
        assert await asyncio.to_thread(main, words) == 0
    ((key, got),) = receiver.kept.items()
    assert key.startswith("test-")
    assert "测试消息" in got.body.decode()
    assert capsys.readouterr().out == "hook delivered to z***@town.example: r-1\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["fax"], "there is no channel fax; [notify.channels] has hook, horn"),
        (["horn", "--person", "zhang"], "horn could not deliver to ***: the voice is off"),
        (["hook"], "hook could not deliver to nobody: no connection"),
    ],
)
def test_a_test_that_fails_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    town = write_town(tmp_path / "town", extra=CHANNELS.format(url="http://127.0.0.1:1"))
    assert main(["notify", "test", *words, "--town", str(town)]) == 2
    assert says in capsys.readouterr().err


def test_a_town_without_the_table_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = write_town(tmp_path / "town")
    assert main(["notify", "test", "hook", "--town", str(town)]) == 2
    assert "has no table [notify]" in capsys.readouterr().err


def test_the_outbox_is_listed_without_whole_addresses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "town.db")
    engine = open_database(db)
    outbox = Outbox(engine)
    outbox.put([Message("k", "mail", "zhang@town.example", "积水", "b", "A1", "zhang")], 0)
    entry = outbox.claim("mail", 0)
    assert entry is not None
    outbox.mark_failed(entry, "SMTP 550")
    engine.dispose()
    assert main(["notify", "list", "--db", db]) == 0
    line = "1970-01-01T00:00:00Z  failed  mail  zhang  z***@town.example  积水  1 try  SMTP 550\n"
    assert capsys.readouterr().out == line
    assert main(["notify", "list", "--db", db, "--state", "sent"]) == 0
    assert capsys.readouterr().out == ""
    for wrong in (["--state", "lost"], ["--limit", "0"]):
        assert main(["notify", "list", "--db", db, *wrong]) == 2
