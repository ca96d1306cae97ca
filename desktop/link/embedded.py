"""The server a desktop starts for itself when none is configured."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

START_TIMEOUT = 300.0
"""For a child that hangs: one that ends is noticed at once. The demonstration plays its day up to
the hour before it listens, ten seconds on an idle machine and minutes on a busy one."""
STOP_TIMEOUT = 5.0
GIVE_UP_TIMEOUT = 1.0
"""For a server that is not ready yet: it has nothing to finish."""


class EmbeddedError(Exception):
    """The server did not start; the text is its own sentence, or ours."""


class EmbeddedServer:
    """One child process. It ends with `stop`, and by itself when this process is gone.

    `token` signs in as the local operator. `port` 0 is any that is free.
    """

    def __init__(
        self,
        town: str,
        db_path: Path,
        extra_args: Sequence[str] = (),
        *,
        port: int = 0,
        command: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.token = secrets.token_urlsafe(32)
        self.url = ""
        self._town = town
        self._db_path = db_path
        self._extra_args = tuple(extra_args)
        self._port = port
        self._command = tuple(command) if command is not None else server_command()
        self._environment = dict(environment or {})
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._stderr: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def start(self, timeout: float = START_TIMEOUT) -> str:
        """Start it and wait until it listens; answers its URL. Raises EmbeddedError."""
        if self._process is not None:
            raise EmbeddedError("The server was started already.")
        try:
            ready = self._launch()
            self.url = await self._wait_ready(ready, timeout)
        except BaseException:
            await self.stop(GIVE_UP_TIMEOUT)
            raise
        return self.url

    async def stop(self, timeout: float = STOP_TIMEOUT) -> None:
        """Close its pipe and wait; then ask, then insist."""
        process, self._process = self._process, None
        if process is not None:
            await asyncio.to_thread(_end, process, timeout)
        self._tidy()

    def _launch(self) -> Path:
        self._folder = tempfile.TemporaryDirectory(prefix="onemap-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        ready = folder / "ready"
        arguments = [*self._command, "--town", self._town, "--db", f"sqlite:///{self._db_path}"]
        arguments += [
            "--listen",
            f"127.0.0.1:{self._port}",
            "--ready-file",
            str(ready),
            *self._extra_args,
        ]
        environment = {**os.environ, **self._environment}
        environment |= {"ONEMAP_LOCAL_TOKEN": self.token, "ONEMAP_PARENT_PIPE": "1"}
        try:
            self._db_path.parent.mkdir(parents=True, exist_ok=True)
            self._stderr = (folder / "stderr").open("w+b")
            self._process = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise EmbeddedError(f"The server could not be started: {error}.") from error
        return ready

    async def _wait_ready(self, ready: Path, timeout: float) -> str:
        deadline = time.monotonic() + timeout
        while True:
            url = _read(ready).strip()
            if url.startswith("http"):
                return url
            if not self.is_running:
                raise EmbeddedError(self._last_words())
            if time.monotonic() > deadline:
                raise EmbeddedError(f"The server was not ready after {timeout:.0f} s.")
            await asyncio.sleep(0.02)

    def _last_words(self) -> str:
        assert self._stderr is not None
        self._stderr.seek(0)
        lines = self._stderr.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "The server ended before it was ready, without a word."

    def _tidy(self) -> None:
        if self._stderr is not None:
            self._stderr.close()
            self._stderr = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def port_if_free(port: int) -> int:
    """The port when nobody listens on it, else 0: any other."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def server_command() -> tuple[str, ...]:
    """How this installation starts its server; a frozen one is its own server."""
    if getattr(sys, "frozen", False):
        return sys.executable, "serve"
    return sys.executable, "-m", "services", "serve"


def server_words() -> str:
    """What a person types before a command of this installation's server."""
    return "onemap server" if getattr(sys, "frozen", False) else "onemap-server"


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _end(process: subprocess.Popen[bytes], timeout: float) -> None:
    if process.stdin is not None:
        try:
            process.stdin.close()
        except OSError:
            pass
    for insist in (process.terminate, process.kill):
        try:
            process.wait(timeout)
            return
        except subprocess.TimeoutExpired:
            insist()
    process.wait()
