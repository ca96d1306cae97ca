"""EmbeddedServer with stand-in children."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.link.embedded import EmbeddedError, EmbeddedServer

GOOD = """
import os, pathlib, sys
assert os.environ["ONEMAP_LOCAL_TOKEN"] and os.environ["ONEMAP_PARENT_PIPE"] == "1"
ready = pathlib.Path(sys.argv[sys.argv.index("--ready-file") + 1])
(ready.parent / "part").write_text("http://127.0.0.1:5\\n")
(ready.parent / "part").rename(ready)
sys.stdin.read()
"""
BAD = "import sys; sys.exit('The port is in use.')"
OWNER = """
import asyncio, os, signal, sys
from pathlib import Path
from desktop.link.embedded import EmbeddedServer
server = EmbeddedServer("demo", Path(sys.argv[1]), command=(sys.executable, "-c", sys.argv[2]))
asyncio.run(server.start())
print(server._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_it_starts_answers_its_url_and_stops(tmp_path: Path) -> None:
    server = EmbeddedServer("demo", tmp_path / "d" / "t.db", command=(sys.executable, "-c", GOOD))
    assert await server.start() == server.url == "http://127.0.0.1:5"
    assert server.is_running
    begun = time.monotonic()
    await server.stop()
    assert not server.is_running and time.monotonic() - begun < 3


async def test_an_early_end_is_told_in_its_own_sentence(tmp_path: Path) -> None:
    server = EmbeddedServer("demo", tmp_path / "t.db", command=(sys.executable, "-c", BAD))
    with pytest.raises(EmbeddedError, match=r"^The port is in use\.$"):
        await server.start()


async def test_a_silent_child_is_given_up(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import sys; sys.stdin.read()")
    server = EmbeddedServer("demo", tmp_path / "t.db", command=command)
    with pytest.raises(EmbeddedError, match="not ready"):
        await server.start(timeout=0.2)
    assert not server.is_running


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_desktop_takes_its_server_along(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", OWNER, str(tmp_path / "t.db"), GOOD],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[4],
    )
    pid = child.stdout.strip()
    assert pid, child.stderr
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _lives(pid):
        time.sleep(0.02)
    assert not _lives(pid)


def _lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
