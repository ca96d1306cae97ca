"""Many consoles in one process: `python -m tests.benchmarks.fleet URL TOKEN CLIENTS SECONDS`.

Every console says Hello, takes the snapshot and then every frame, as `desktop.link` does, but
keeps only the lag of reading frames: wall time at arrival less the server's time in the frame.
Prints one line of JSON: "ready" once all are let in, then frames, p50 and p99 lag in ms, and the
consoles that got fewer than nine in ten of the frames.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import msgspec
from websockets.asyncio.client import connect

from desktop.link.options import socket_address
from services.contract import wire
from services.contract.codec import decode_server, encode
from tests.benchmarks.report import percentile

WARM_UP_S = 2.0
"""From "ready" to the first frame that counts, for the feeder to get going."""


class Console:
    """One connection. `lags` are kept once `is_counting`."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.lags: list[float] = []
        self.is_counting = False

    async def run(self, url: str, token: str) -> None:
        """Listen until cancelled."""
        async with connect(
            socket_address(url),
            subprotocols=[wire.SUBPROTOCOL],
            compression=None,
            ping_interval=None,
            max_size=64 * 1024 * 1024,
            open_timeout=20,
            proxy=None,
        ) as socket:
            await socket.send(encode(wire.Hello(token, 0, "", "fleet")))
            async for data in socket:
                now = time.time() * 1000
                message = decode_server(data)
                if isinstance(message, wire.Readings):
                    self.ready.set()
                    if self.is_counting:
                        self.lags.append(now - message.now_ms)


async def _run(url: str, token: str, count: int, seconds: float) -> None:
    consoles = [Console() for _ in range(count)]
    tasks = []
    for console in consoles:
        tasks.append(asyncio.create_task(console.run(url, token)))
        await asyncio.wait_for(console.ready.wait(), 20)
    print(json.dumps("ready"), flush=True)
    await asyncio.sleep(WARM_UP_S)
    for console in consoles:
        console.is_counting = True
    await asyncio.sleep(seconds)
    lost = sum(task.done() for task in tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    lags = [lag for console in consoles for lag in console.lags]
    most = max(len(console.lags) for console in consoles)
    found = {
        "frames_per_s": len(lags) / count / seconds,
        "p50": percentile(lags, 50),
        "p99": percentile(lags, 99),
        "short": sum(len(console.lags) < 0.9 * most for console in consoles) + lost,
    }
    print(msgspec.json.encode(found).decode(), flush=True)


if __name__ == "__main__":
    _url, _token, _count, _seconds = sys.argv[1:]
    asyncio.run(_run(_url, _token, int(_count), float(_seconds)))
