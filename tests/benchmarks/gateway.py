"""Fan-out: one server process, many consoles in another, ten reading frames a second to each.

A feeder posts 2,500 readings a second over 10,000 streams, so that every frame carries some 250.
The server's processor share is told as a whole and, for comparison, with the feeder but no
console. Server, consoles and feeder share the machine's cores.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from desktop.link.embedded import EmbeddedServer
from tests.benchmarks import towns
from tests.benchmarks.fleet import WARM_UP_S
from tests.benchmarks.report import Figure

CLIENTS = (50, 200)
STREAMS = 10_000
RATE = 2_500
SECONDS = 10.0
ONE_CORE = 100.0


def measure() -> Iterator[Figure]:
    """Processor share of one core, p99 lag and frames for each number of consoles."""
    with TemporaryDirectory(prefix="onemap-bench-", ignore_cleanup_errors=True) as folder:
        yield from asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Figure]:
    town = folder / "town"
    await asyncio.to_thread(towns.write_big_town, town, STREAMS)
    server = EmbeddedServer(str(town), folder / "town.db")
    await server.start()
    assert server._process is not None
    process = psutil.Process(server._process.pid)
    try:
        feeder = await _feed(server, town, 4.0)
        await asyncio.sleep(1.0)
        idle = await _share(process, 2.5)
        await feeder.wait()
        figures = [Figure("gateway 0 clients server cpu", idle, "% of a core")]
        for count in CLIENTS:
            figures += await _fan_out(server, process, town, count)
        return figures
    finally:
        await server.stop()


async def _fan_out(
    server: EmbeddedServer, process: psutil.Process, town: Path, count: int
) -> list[Figure]:
    fleet = await asyncio.create_subprocess_exec(
        *_python("fleet", server.url, server.token, str(count), str(SECONDS)), stdout=PIPE
    )
    assert fleet.stdout is not None
    if json.loads(await fleet.stdout.readline()) != "ready":
        raise RuntimeError("the consoles were not let in")
    feeder = await _feed(server, town, SECONDS + 2 * WARM_UP_S)
    await asyncio.sleep(WARM_UP_S)
    share = await _share(process, SECONDS - 1.0)
    found = json.loads(await fleet.stdout.readline())
    await asyncio.gather(fleet.wait(), feeder.wait())
    name = f"gateway {count} clients"
    return [
        Figure(f"{name} server cpu", share, "% of a core", ONE_CORE),
        Figure(f"{name} lag p50", found["p50"], "ms"),
        Figure(f"{name} lag p99", found["p99"], "ms"),
        Figure(f"{name} frames each", found["frames_per_s"], "frames/s", 10.0),
        Figure(f"{name} short of frames", found["short"], "clients", 0.0),
    ]


async def _feed(server: EmbeddedServer, town: Path, seconds: float) -> Process:
    words = [server.url, server.token, str(town), str(RATE), str(seconds), "0"]
    return await asyncio.create_subprocess_exec(*_python("feeder", *words), stdout=PIPE)


async def _share(process: psutil.Process, seconds: float) -> float:
    process.cpu_percent()
    await asyncio.sleep(seconds)
    return float(process.cpu_percent())


def _python(module: str, *words: str) -> list[str]:
    return [sys.executable, "-m", f"tests.benchmarks.{module}", *words]
