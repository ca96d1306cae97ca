from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.clock import ManualClock
from services.contract import events as ev
from services.contract.model import Asset, Stream
from services.errors import StartupError
from services.ingest.broker import Broker
from services.ingest.frigate_source import MAX_SNAPSHOT, FrigateSource, read_frigate
from services.ingest.hub import ReadingHub
from tests.fakes.server import FakeKeeper, FakeReadingStore
from tests.unit.services.ingest.frigate_samples import event

FILE = Path("town.toml")
JPEG = b"\xff\xd8\xff picture"
AT = 1_784_378_100_250


class Town:
    """A hub, a Frigate host in memory, and what pictures were kept."""

    def __init__(self) -> None:
        self.keeper = FakeKeeper()
        said: dict[str, Any] = {"frigate_camera": "gate"}
        self.keeper.put(
            ev.StreamRegistered(Stream("s", 0, "k", "s", "", 121.0, 31.0, attributes=said)),
            ev.AssetRegistered(Asset("C1", "camera", "C1", 121.0, 31.0, attributes=said)),
        )
        self.hub = ReadingHub(self.keeper, FakeReadingStore(), ManualClock(AT))
        self.asked: list[httpx.Request] = []
        self.kept: list[tuple[str, int, bytes]] = []
        self.answer: httpx.Response | Exception = httpx.Response(200, content=JPEG)
        self.gate = asyncio.Event()
        self.gate.set()

    async def host(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        await self.gate.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def keep(self, camera: str, at_ms: int, data: bytes) -> str:
        if not data.startswith(b"\xff\xd8"):
            raise ValueError("no picture")
        self.kept.append((camera, at_ms, data))
        return f"e{len(self.kept)}"

    @contextlib.asynccontextmanager
    async def following(self, **settings: Any) -> AsyncIterator[FrigateSource]:
        await self.hub.start()
        table = {"url": "http://frigate.example:5000", "token_env": "FT", **settings}
        source = FrigateSource(
            read_frigate(table, Broker(host="127.0.0.1", port=9), FILE),
            self.keeper,
            self.hub,
            self.keep,
            {"FT": "t0ken"},
            transport=httpx.MockTransport(self.host),
        )
        running = asyncio.create_task(source.run())
        await asyncio.sleep(0)
        try:
            yield source
        finally:
            running.cancel()
            await asyncio.wait([running])

    async def until_accepted(self, count: int) -> None:
        async with asyncio.timeout(5):
            while self.hub.accepted < count:
                await asyncio.sleep(0.001)


async def test_the_snapshot_is_fetched_once_and_is_the_evidence() -> None:
    town = Town()
    async with town.following() as source:
        source._take("frigate/events", event())
        source._take("frigate/events", event(frame_time=1784378101.0))
        await town.until_accepted(2)
    (request,) = town.asked
    assert request.url.path == "/api/events/1784378090.123456-abcdef/snapshot.jpg"
    assert request.headers["authorization"] == "Bearer t0ken"
    assert town.kept == [("C1", AT, JPEG)]
    assert town.hub.evidence_of("s") == "e1"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.Response(404), "HTTP 404"),
        (httpx.Response(200, content=b"<html>"), "no picture"),
        (httpx.Response(200, content=JPEG + b"x" * MAX_SNAPSHOT), "larger than"),
        (httpx.ConnectError("refused"), "refused; 30 s none"),
    ],
)
async def test_without_a_picture_the_reading_goes_all_the_same(
    answer: httpx.Response | Exception, words: str
) -> None:
    town = Town()
    town.answer = answer
    async with town.following() as source:
        source._take("frigate/events", event())
        await town.until_accepted(1)
    assert town.hub.latest().value.tolist() == [0.87]
    assert town.hub.evidence_of("s") == ""
    assert words in town.hub.refusals.last()[0].reason


async def test_a_host_that_hangs_is_left_alone_for_a_while() -> None:
    town = Town()
    town.gate.clear()
    async with town.following(timeout_s=0.1) as source:
        for number in range(3):
            source._take(
                "frigate/events", event(id=f"{number}-a", frame_time=1784378100.0 + number)
            )
        await town.until_accepted(3)
    assert len(town.asked) == 1


async def test_a_malformed_message_is_refused_with_its_reason_and_disturbs_nothing() -> None:
    town = Town()
    async with town.following() as source:
        source._take("frigate/events", b"{")
        source._take("frigate/reviews", event())
        source._take("frigate/events", event(camera="unknown"))
        source._take("frigate/events", event())
        await town.until_accepted(1)
    told = [(each.door, each.source) for each in town.hub.refusals.last()]
    assert told == [("frigate", "frigate/reviews"), ("frigate", "frigate/events")]


async def test_streams_registered_later_are_watched_for() -> None:
    town = Town()
    async with town.following(url="") as source:
        said: dict[str, Any] = {"frigate_camera": "gate", "label": "person"}
        late = Stream("late", 1, "k", "late", "", 121.0, 31.0, attributes=said)
        town.keeper.put(ev.StreamRegistered(late))
        source._take("frigate/events", event())
        await town.until_accepted(2)
    assert not town.asked


def test_a_token_that_is_not_there_is_named() -> None:
    town = Town()
    settings = read_frigate({"token_env": "NOT_SET"}, Broker(), FILE)
    with pytest.raises(StartupError, match="token_env: the environment has no NOT_SET; set it"):
        FrigateSource(settings, town.keeper, town.hub, town.keep, {})


def test_two_connections_to_one_broker_have_two_names() -> None:
    shared = read_frigate({}, Broker(client_id="onemap"), FILE).broker
    assert shared is not None
    assert shared.client_id == "onemap-frigate"
    nameless = read_frigate({}, Broker(), FILE).broker
    assert nameless is not None
    assert nameless.client_id == ""


@pytest.mark.parametrize(
    ("table", "mqtt", "words"),
    [
        ({}, None, "there is no broker"),
        ({"urls": ""}, Broker(), "urls"),
        ({"url": "frigate:5000"}, Broker(), "http:// or https://"),
        ({"timeout_s": 60}, Broker(), "from 0.1 to 10"),
        ({"prefix": "a/+"}, Broker(), "prefix"),
        ({"broker": {"url": "tcp://x"}}, None, "mqtt://"),
    ],
)
def test_settings_name_what_is_wrong(
    table: dict[str, object], mqtt: Broker | None, words: str
) -> None:
    with pytest.raises(StartupError, match=rf"town\.toml: \[frigate\]: .*{words}"):
        read_frigate(table, mqtt, FILE)
