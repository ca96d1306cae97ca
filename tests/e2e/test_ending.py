"""The desktop ends in its own order when the system asks it to, whatever it is doing."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.paths import EMBEDDED, Paths
from tests.fakes.servers import free_port, wait_for

ROOT = Path(__file__).parents[2]
PATIENCE_S = 30

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@contextlib.contextmanager
def desktop(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A desktop as a shell starts it in the background: SIGINT ignored."""
    child = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--data", str(folder), *words],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def _children(child: subprocess.Popen[bytes]) -> list[int]:
    listed = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    with contextlib.suppress(OSError):
        return [int(pid) for pid in listed.read_text().split()]
    return []


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _has_state(replica: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(f"file:{replica}?mode=ro", uri=True)) as db:
            return bool(db.execute("select 1 from value where name = 'state'").fetchone())
    except sqlite3.Error:
        return False


def _leftovers(folder: Path) -> list[str]:
    """What SQLite leaves behind when a database was not closed."""
    return [file.name for file in folder.rglob("*-wal")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_running_desktop_closes_its_server_and_files(
    town: Path, tmp_path: Path, number: signal.Signals
) -> None:
    replica = Paths.under(tmp_path / "data").replica(f"{EMBEDDED}:{town.resolve()}")
    with desktop(tmp_path / "data", "--town", str(town)) as child:
        wait_for(lambda: _has_state(replica), "the replica")
        servers = _children(child)
        assert servers
        child.send_signal(number)
        assert child.wait(PATIENCE_S) == 0
        wait_for(lambda: not any(map(_lives, servers)), "the server's end")
    assert _leftovers(tmp_path) == []


def test_it_ends_while_its_server_is_starting(town: Path, tmp_path: Path) -> None:
    with desktop(tmp_path / "data", "--town", str(town)) as child:
        wait_for(lambda: bool(_children(child)), "the server's start")
        servers = _children(child)
        child.send_signal(signal.SIGINT)
        assert child.wait(PATIENCE_S) == 0
        wait_for(lambda: not any(map(_lives, servers)), "the server's end")


def test_it_ends_while_there_is_no_way_to_the_server(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    paths = Paths.under(tmp_path)
    paths.config.mkdir()
    paths.settings.write_text("key_file = true\n", "utf-8")
    with desktop(tmp_path, "--server", url) as child:
        wait_for(paths.replica(url).exists, "the replica")
        child.send_signal(signal.SIGTERM)
        assert child.wait(PATIENCE_S) == 0
    assert _leftovers(tmp_path) == []
