"""Outbox: what is accepted survives, in order, until it is settled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
