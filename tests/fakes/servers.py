"""Real servers as child processes, on real sockets and a real database file."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
LOCAL_TOKEN = "local-token-of-the-tests"
PATIENCE_S = 30.0
COMMAND = (sys.executable, "-m", "services")


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a server child is started with: our operator's token, nothing left over."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ONEMAP_")}
    return {**kept, "ONEMAP_LOCAL_TOKEN": LOCAL_TOKEN, **(more or {})}


def cli(*words: str, timeout: float = PATIENCE_S) -> subprocess.CompletedProcess[str]:
    """Run `onemap-server` to its end."""
    return subprocess.run(
        (*COMMAND, *words),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def create_token(db: Path, name: str = "gauge") -> str:
    """A machine's token, made the way an administrator makes it."""
    made = cli("token", "create", name, "--db", str(db))
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def state_of(db: Path) -> dict[str, Any]:
    """`onemap-server state --json`."""
    said = cli("state", "--json", "--db", str(db))
    assert said.returncode == 0, said.stderr
    report: dict[str, Any] = json.loads(said.stdout)
    return report


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(condition: Callable[[], bool], what: str, timeout: float = PATIENCE_S) -> None:
    """Poll what tells nobody: files, logs and processes."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout:.0f} s for {what}"
        time.sleep(0.005)


class Server:
    """One `onemap-server serve`. A second `start` listens on the port of the first."""

    def __init__(
        self,
        town: Path,
        db: Path,
        *,
        port: int = 0,
        extra: Sequence[str] = (),
        more: Mapping[str, str] | None = None,
        before: Callable[[], None] | None = None,
    ) -> None:
        self.town, self.db, self.port = town, db, port
        self.log_file = db.with_name(f"{db.stem}.log")
        self.url = ""
        self._extra = tuple(extra)
        self._more = more
        self._before = before
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8", "replace") if self.log_file.exists() else ""

    def launch(self) -> Path:
        """Start it without waiting; answers the file it writes when it listens."""
        ready = self.db.with_name(f"{self.db.stem}.ready")
        ready.unlink(missing_ok=True)
        words = ["serve", "--town", str(self.town), "--db", str(self.db)]
        words += ["--listen", f"127.0.0.1:{self.port}", "--ready-file", str(ready), *self._extra]
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                (*COMMAND, *words),
                cwd=ROOT,
                env=environment(self._more),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=self._before,
            )
        return ready

    def start(self) -> Self:
        """Start it and wait until it listens."""
        ready = self.launch()
        wait_for(lambda: ready.exists() or self.process.poll() is not None, "the server")
        assert ready.exists(), self.log
        self.url = ready.read_text("utf-8").strip()
        self.port = int(self.url.rpartition(":")[2])
        return self

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(PATIENCE_S)

    def stop(self) -> int:
        """Ask it to end; answers its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def curl(url: str, *words: str) -> tuple[int, Any]:
    """The real curl; answers HTTP status and the JSON of the answer."""
    run = subprocess.run(
        ("curl", "-sS", "--max-time", "20", "-w", "\n%{http_code}", *words, url),
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    body, _, status = run.stdout.decode("utf-8").rpartition("\n")
    assert status, run.stderr.decode("utf-8", "replace")
    return int(status), json.loads(body) if body else None


def post(server: Server, token: str, body: str | bytes, *words: str) -> tuple[int, Any]:
    """POST a body to /api/readings with the real curl."""
    data = body.encode("utf-8") if isinstance(body, str) else body
    file = server.db.with_name("body")
    file.write_bytes(data)
    return curl(
        f"{server.url}/api/readings",
        "-H",
        f"Authorization: Bearer {token}",
        "--data-binary",
        f"@{file}",
        *words,
    )
