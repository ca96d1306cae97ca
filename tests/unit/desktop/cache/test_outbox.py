"""Outbox: what is accepted survives, in order, until it is settled."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cache.database import CacheError, WrongKey, can_encrypt
from desktop.cache.outbox import MAX_BODY, CommandTooLong, open_outbox
from services.contract.commands import AcknowledgeAlert, NoteCase
from services.contract.wire import Refusal, Result

KEY = bytes(range(32))
ROOT = Path(__file__).parents[4]
KILLED = """
import os, signal, sys
from pathlib import Path
from desktop.cache.outbox import open_outbox
from services.contract.commands import NoteCase
outbox = open_outbox(Path(sys.argv[1])).outbox
for n in range(20):
    print(outbox.add(NoteCase("c", str(n)), n).id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_what_was_accepted_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    child = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, cwd=ROOT
    )
    assert child.returncode == -9, child.stderr
    opened = open_outbox(path)
    assert [command.id for command in opened.outbox.pending] == child.stdout.split()
    opened.outbox.close()


@pytest.mark.parametrize("key", [None, KEY])
def test_pending_sent_and_refused_come_back_as_they_were(tmp_path: Path, key: bytes | None) -> None:
    path = tmp_path / "o.db"
    outbox = open_outbox(path, key).outbox
    first, second, third, fourth = (outbox.add(AcknowledgeAlert(str(n)), n) for n in range(4))
    outbox.mark_sent(second.id)
    refusal = Refusal("case.closed", "closed", {"by": "Li"})
    assert outbox.settle(Result(third.id, refusal=refusal))
    assert outbox.settle(Result(first.id, 7))
    assert not outbox.settle(Result(first.id, 7))
    outbox.close()
    again = open_outbox(path, key).outbox
    assert [(c.id, c.sent) for c in again.pending] == [(second.id, True), (fourth.id, False)]
    assert [(r.id, r.refusal) for r in again.refusals] == [(third.id, refusal)]
    again.dismiss(third.id)
    again.add(AcknowledgeAlert("5"), 5)
    again.close()
    last = open_outbox(path, key).outbox
    assert not last.refusals and len(last.pending) == 3
    last.close()


def test_ids_sort_by_time(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path / "o.db").outbox
    ids = [outbox.add(AcknowledgeAlert("a"), 0).id for _ in range(50)]
    assert ids == sorted(ids) and ids[0][14] == "7"
    outbox.close()


def test_a_command_no_server_would_take_is_not_kept(tmp_path: Path) -> None:
    outbox = open_outbox(tmp_path / "o.db").outbox
    with pytest.raises(CommandTooLong):
        outbox.add(NoteCase("c", "x" * MAX_BODY), 0)
    assert not outbox.pending
    outbox.close()


def test_a_corrupt_outbox_is_set_aside_and_says_what_that_means(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    path.write_bytes(b"rubbish" * 1000)
    opened = open_outbox(path)
    assert "given again" in opened.message
    opened.outbox.add(AcknowledgeAlert("a"), 0)
    opened.outbox.close()
    assert str(next(tmp_path.glob("o.db.corrupt-*"))) in opened.message


encrypted = pytest.mark.skipif(not can_encrypt(), reason="needs sqlcipher3")


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@encrypted
@pytest.mark.parametrize("has_proof", [True, False])
def test_a_wrong_key_is_told_and_touches_nothing(tmp_path: Path, has_proof: bool) -> None:
    path = tmp_path / "o.db"
    outbox = open_outbox(path, KEY).outbox
    kept = outbox.add(AcknowledgeAlert("a"), 0)
    outbox.close()
    if not has_proof:
        (tmp_path / "o.db.proof").unlink()
    before = _files(tmp_path)

    for _ in range(2):
        with pytest.raises(WrongKey, match="another key or passphrase"):
            open_outbox(path, KEY[::-1])
    assert _files(tmp_path) == before

    again = open_outbox(path, KEY)
    assert again.message == ""
    assert again.outbox.pending == [kept]
    again.outbox.close()


@encrypted
def test_a_damaged_file_is_set_aside_with_the_right_key_only(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    outbox = open_outbox(path, KEY).outbox
    outbox.add(AcknowledgeAlert("a"), 0)
    outbox.close()
    path.write_bytes(b"\0" * 8192)
    with pytest.raises(WrongKey):
        open_outbox(path, KEY[::-1])
    opened = open_outbox(path, KEY)
    assert "set aside" in opened.message
    opened.outbox.close()


def test_what_waits_in_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    outbox = open_outbox(path).outbox
    for alert in "ab":
        outbox.add(AcknowledgeAlert(alert), 0)
    outbox.add(NoteCase("c", "text"), 0)
    outbox.close()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update command set body = x'c1' where kind = 'NoteCase'")

    opened = open_outbox(path)
    assert "AcknowledgeAlert (2), NoteCase (1)" in opened.message
    assert str(next(tmp_path.glob("o.db.corrupt-*"))) in opened.message
    opened.outbox.close()


def test_a_file_of_another_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "o.db"
    open_outbox(path).outbox.close()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("pragma user_version = 99")
    with pytest.raises(CacheError, match="another version"):
        open_outbox(path)
    assert not list(tmp_path.glob("*.corrupt-*"))
