"""No more waveforms are let in than can wait; the next one is asked to come again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from services.api.http import HttpError
from services.api.stills import StillStore
from services.api.waveforms import MAX_WAITING, WaveformDoor
from services.clock import ManualClock
from services.ingest.hub import ReadingHub
from tests.fakes.server import NOW, FakeAccounts, FakeKeeper, FakeReadingStore


class Slow:
    """A request whose body comes when the gate opens."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.waiting = 0
        self.all_in = asyncio.Event()

    def request(self) -> Request:
        headers = [(b"authorization", b"Bearer sensor")]
        scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
        return Request(scope, self._receive)

    async def _receive(self) -> dict[str, Any]:
        self.waiting += 1
        if self.waiting == MAX_WAITING:
            self.all_in.set()
        await self.gate.wait()
        return {"type": "http.request", "body": b"{}", "more_body": False}


async def test_more_at_once_than_can_wait_are_asked_to_come_again(tmp_path: Path) -> None:
    keeper = FakeKeeper()
    hub = ReadingHub(keeper, FakeReadingStore(), ManualClock(NOW))
    door = WaveformDoor(keeper, hub, FakeAccounts(), StillStore(tmp_path))
    slow = Slow()
    posts = [asyncio.create_task(door.post(slow.request())) for _ in range(MAX_WAITING)]
    async with asyncio.timeout(20):
        await slow.all_in.wait()
        with pytest.raises(HttpError) as caught:
            await door.post(slow.request())
        assert (caught.value.status, caught.value.headers["Retry-After"]) == (503, "2")
        slow.gate.set()
        ended = await asyncio.gather(*posts, return_exceptions=True)
        assert {error.status for error in ended if isinstance(error, HttpError)} == {400}
        with pytest.raises(HttpError) as again:
            await door.post(slow.request())
        assert again.value.status == 400, "there is room again"
