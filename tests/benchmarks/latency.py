"""A reading posted → rule → event → pixels, end to end, under a load of other readings.

Three processes, all real: the server the desktop starts for itself, this desktop (offscreen
window on Qt's loop), and a feeder. A probe's time begins before its POST is sent and ends with
the first paint event after which the map shows the new level at its place.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import qasync
from PySide6.QtGui import QPaintEvent

from desktop.app import Desktop
from desktop.sessions import open_profile
from desktop.state.values import Status
from tests.benchmarks import towns, window
from tests.benchmarks.report import Figure, percentile
from tests.benchmarks.window import TimedMap

RATES = (1_000, 5_000)
STREAMS = 10_000
PROBES = 40
PROBES_PER_S = 10.0
SECONDS = 15.0
BUDGET = 100.0
LEVELS = 4


class Watch:
    """Notes when each probe's levels were first painted."""

    def __init__(self) -> None:
        self.painted: dict[tuple[str, int], float] = {}
        self._last: dict[str, int] = {}

    def __call__(self, shown: TimedMap, event: QPaintEvent, at: float) -> None:
        for number in range(PROBES):
            stream = f"PROBE{number}"
            level = shown.level_of(f"stream:{stream}")
            if level <= self._last.get(stream, 0):
                continue
            place = shown.point_on_screen(f"stream:{stream}")
            if place is None or not event.region().contains(place.toPoint()):
                continue
            for reached in range(self._last.get(stream, 0) + 1, level + 1):
                self.painted[stream, reached] = at
            self._last[stream] = level


def measure() -> Iterator[Figure]:
    """p50 and p99 at each rate; each with a process, a server and a database of its own."""
    for rate in RATES:
        command = [sys.executable, "-m", "tests.benchmarks.latency", str(rate)]
        child = subprocess.run(command, stdout=subprocess.PIPE, timeout=90, check=True)
        found = json.loads(child.stdout)
        times, name = found["times"], f"latency at {rate}/s"
        yield Figure(f"{name} p50", percentile(times, 50), "ms", BUDGET)
        yield Figure(f"{name} p99", percentile(times, 99), "ms", BUDGET)
        yield Figure(f"{name} probes painted", len(times), "probes", found["posted"])
        yield Figure(f"{name} readings taken", found["taken"], "readings/s", rate)


def _run(rate: int) -> None:
    app = window.application()
    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop, TemporaryDirectory(prefix="onemap-bench-", ignore_cleanup_errors=True) as folder:
        found = loop.run_until_complete(_measure(app, Path(folder), rate))
    print(json.dumps(found), flush=True)
    # What is measured is over; taking the window down is not part of it.
    os._exit(0)


async def _measure(app, folder: Path, rate: int) -> dict[str, object]:
    town = folder / "town"
    await asyncio.to_thread(towns.write_big_town, town, STREAMS, PROBES)
    watch = Watch()
    window.time_the_wall(watch)
    desktop, task = await open_desktop(app, folder, town)
    try:
        told = await _feed(desktop, town, rate)
        await asyncio.sleep(1.0)
    finally:
        desktop.window.close()
        await task
    posted = {(row[0], row[1]): row[2] for row in told if row[0] != "rate"}
    taken = next((row[1] for row in told if row[0] == "rate"), 0.0)
    times = [(watch.painted[key] - at) * 1000 for key, at in posted.items() if key in watch.painted]
    return {"times": times, "posted": len(posted), "taken": taken}


async def open_desktop(app, folder: Path, town: Path) -> tuple[Desktop, asyncio.Task[int]]:
    """A whole desktop with its own server, online and settled."""
    options = argparse.Namespace(
        language="zh",
        server=None,
        data=folder / "data",
        town=str(town),
        demo=False,
        demo_from="19:30",
        speed=1.0,
        screenshot=None,
        size=None,
        after=0.0,
        open=None,
    )
    desktop = Desktop(options, app, open_profile(options, folder / "data"))
    task = asyncio.ensure_future(desktop.run())
    async with asyncio.timeout(60):
        while desktop._store.connection.status is not Status.ONLINE or not desktop._was_online:
            await asyncio.sleep(0.05)
        await asyncio.sleep(2.0)
        while not desktop.window.map.is_settled():
            await asyncio.sleep(0.05)
    return desktop, task


async def _feed(desktop: Desktop, town: Path, rate: int) -> list[list]:
    server = desktop._connection.server
    assert server is not None
    words = [server.url, server.token, str(town), str(rate), str(SECONDS), str(PROBES_PER_S)]
    feeder = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.benchmarks.feeder", *words, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await feeder.communicate()
    if feeder.returncode:
        raise RuntimeError("the feeder failed")
    return [json.loads(row) for row in out.splitlines()]


if __name__ == "__main__":
    _run(int(sys.argv[1]))
