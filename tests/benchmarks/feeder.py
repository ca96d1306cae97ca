"""Posts readings at a rate, as a process of its own: an ordinary client of POST /api/readings.

`python -m tests.benchmarks.feeder URL TOKEN TOWN RATE SECONDS PROBES`. Ten batches a second of
sound values over the X… streams. With PROBES above 0 so many single readings of PROBE… streams a
second go out between them, each a level worse than the stream's last, and every one is told on
stdout as JSON: stream, level, when it was posted (CLOCK_MONOTONIC).
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from pathlib import Path

import httpx

from tests.benchmarks.towns import stream_ids

BATCHES_PER_S = 10
STEPS = ((1, 8.0), (2, 18.0), (3, 28.0), (4, 38.0))
"""Levels of the rule depth_road and a depth in cm that reaches them."""


class Feeder:
    """One feeder's life of `seconds`."""

    def __init__(self, client: httpx.AsyncClient, town: Path, rate: int, seconds: float) -> None:
        self._client = client
        self._quiet = stream_ids(town, "X")
        self._probes = stream_ids(town, "PROBE")
        self._size = rate // BATCHES_PER_S
        self._end = time.monotonic() + seconds
        self._begun = time.monotonic()
        self.accepted = 0

    async def load(self) -> None:
        """Batches on a fixed beat; what the server could not take in time is simply missing."""
        at = 0
        turn = 0
        while time.monotonic() < self._end:
            batch = [
                {"stream": self._quiet[(at + n) % len(self._quiet)], "value": random.uniform(0, 2)}
                for n in range(self._size)
            ]
            at += self._size
            self.accepted += (await self._post(batch))["accepted"]
            turn += 1
            await asyncio.sleep(max(0.0, self._begun + turn / BATCHES_PER_S - time.monotonic()))

    async def probe(self, per_s: float) -> None:
        """Single readings at random moments: all streams to the first level, then the next."""
        for level, depth in STEPS:
            for stream in self._probes:
                await asyncio.sleep(random.uniform(0, 2 / per_s))
                if time.monotonic() > self._end:
                    return
                posted = time.monotonic()
                await self._post([{"stream": stream, "value": depth}])
                print(json.dumps([stream, level, posted, time.monotonic()]), flush=True)

    async def _post(self, batch: list[dict[str, object]]) -> dict[str, int]:
        answer = await self._client.post("/api/readings", json=batch)
        answer.raise_for_status()
        found: dict[str, int] = answer.json()
        return found

    def report(self) -> None:
        """How many readings a second were taken."""
        print(json.dumps(["rate", self.accepted / (time.monotonic() - self._begun)]), flush=True)


async def _run(url: str, token: str, town: Path, rate: int, seconds: float, probes: float) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=10) as client:
        feeder = Feeder(client, town, rate, seconds)
        async with asyncio.TaskGroup() as group:
            if rate:
                group.create_task(feeder.load(), name="load")
            if probes:
                group.create_task(feeder.probe(probes), name="probes")
        feeder.report()


if __name__ == "__main__":
    _url, _token, _town, _rate, _seconds, _probes = sys.argv[1:]
    asyncio.run(_run(_url, _token, Path(_town), int(_rate), float(_seconds), float(_probes)))
