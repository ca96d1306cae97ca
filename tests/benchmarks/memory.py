"""Resident memory of both programs, thirty seconds into a life of their own.

`onemap demo` with its own server, as a user starts it (offscreen, 1920×1080); then a server alone
with 10,000 streams under 2,500 readings a second, which is what the server's budget is about.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from desktop.link.embedded import EmbeddedServer
from tests.benchmarks import towns
from tests.benchmarks.report import Figure

SECONDS = 30.0
LOADED_SECONDS = 15.0
DESKTOP_BUDGET, SERVER_BUDGET = 400.0, 300.0
MIB = 1024 * 1024


def measure() -> Iterator[Figure]:
    """MiB of the demo's desktop and server, and of a server with 10,000 streams."""
    desktop, server = _demo()
    yield Figure("memory desktop demo", desktop, "MiB", DESKTOP_BUDGET)
    yield Figure("memory server demo", server, "MiB", SERVER_BUDGET)
    with TemporaryDirectory(prefix="onemap-bench-", ignore_cleanup_errors=True) as folder:
        loaded = asyncio.run(_loaded(Path(folder)))
    yield Figure("memory server 10000 streams", loaded, "MiB", SERVER_BUDGET)


def _demo() -> tuple[float, float]:
    child = subprocess.Popen(
        [sys.executable, "-m", "desktop", "demo"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(SECONDS)
        process = psutil.Process(child.pid)
        servers = [c for c in process.children() if "serve" in c.cmdline()]
        if not servers:
            raise RuntimeError("the demo has no server")
        return process.memory_info().rss / MIB, servers[0].memory_info().rss / MIB
    finally:
        child.terminate()
        child.wait(15)


async def _loaded(folder: Path) -> float:
    town = folder / "town"
    await asyncio.to_thread(towns.write_big_town, town, 10_000)
    server = EmbeddedServer(str(town), folder / "town.db")
    await server.start()
    try:
        assert server._process is not None
        words = [server.url, server.token, str(town), "2500", str(LOADED_SECONDS), "0"]
        feeder = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.benchmarks.feeder",
            *words,
            stdout=asyncio.subprocess.DEVNULL,
        )
        await feeder.wait()
        return float(psutil.Process(server._process.pid).memory_info().rss) / MIB
    finally:
        await server.stop()
