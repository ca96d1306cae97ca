from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desktop.maps.breaker import Breaker
from desktop.maps.disk_cache import DiskCache
from desktop.maps.http_tiles import open_client
from desktop.maps.url_template import UrlTemplate
from desktop.maps.xyz import EMPTY_FRESH_S, NetworkDoor, WebMap, WebSource
from tests.fakes.archives import png, point_tile
from tests.fakes.tile_server import Reply, TileServer, tile_server
from widgets.map.sources import RasterTile, TileAddress, TileError, VectorTile

A, B = TileAddress(5, 3, 7), TileAddress(5, 4, 7)
WEEK_S = 7 * 86_400


class World:
    """A server, a cache, a door and a clock around one source."""

    def __init__(self, server: TileServer, client: httpx.Client, folder: Path) -> None:
        self.server, self.client, self.folder = server, client, folder
        self.now_s = 1_000_000.0
        self.door = NetworkDoor()
        self.cache = self.open_cache()
        self.source = self.open()

    def clock(self) -> float:
        return self.now_s

    def open_cache(self) -> DiskCache:
        return DiskCache(self.folder / "tiles.db", 10**7, clock=self.clock)

    def open(self, form: str = "png") -> WebSource:
        template = UrlTemplate(self.server.url + "/{z}/{x}/{y}?tk={token}")
        web = WebMap("town", template, token="secret", format=form)
        breaker = Breaker(self.clock)
        return WebSource(web, self.client, self.door, self.cache, breaker=breaker, clock=self.clock)

    def answer(self, reply: Reply) -> None:
        self.server.answer = lambda path, headers: reply

    def reopen(self) -> None:
        """As after a restart."""
        self.cache.close()
        self.cache = self.open_cache()
        self.source = self.open()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with (
        tile_server(lambda path, headers: Reply(png())) as server,
        open_client("OneMap/test", trust_env=False) as client,
    ):
        world = World(server, client, tmp_path)
        yield world
        world.cache.close()


def _error(source: WebSource, address: TileAddress = A) -> TileError:
    with pytest.raises(TileError) as caught:
        source.load(address)
    return caught.value


def test_a_tile_is_asked_for_once_while_it_is_fresh(world: World) -> None:
    assert [world.source.load(A) for _ in range(3)] == [RasterTile(png())] * 3
    world.reopen()
    assert world.source.load(A) == RasterTile(png())
    assert world.server.asked == ["/5/3/7?tk=secret"]


def test_beyond_its_zooms_nothing_is_asked(world: World) -> None:
    assert world.source.load(TileAddress(19, 0, 0)) is None
    assert world.server.asked == []


def test_an_old_tile_is_confirmed_rather_than_sent_again(world: World) -> None:
    world.answer(Reply(png(), headers={"ETag": '"1"'}))
    world.source.load(A)
    world.now_s += WEEK_S + 1
    world.answer(Reply(status=304))

    assert world.source.load(A) == RasterTile(png())
    assert world.server.headers[1]["if-none-match"] == '"1"'
    assert world.source.load(A) == RasterTile(png())
    assert len(world.server.asked) == 2


def test_a_confirmation_of_what_was_never_had_is_an_error(world: World) -> None:
    world.answer(Reply(status=304))

    assert _error(world.source).can_retry


def test_an_old_tile_that_changed_is_replaced(world: World) -> None:
    world.source.load(A)
    world.now_s += WEEK_S + 1
    world.answer(Reply(png(2, 2)))

    assert world.source.load(A) == RasterTile(png(2, 2))


def test_a_missing_tile_is_asked_for_again_only_after_a_while(world: World) -> None:
    world.answer(Reply(status=404))
    assert world.source.load(A) is None
    assert world.source.load(A) is None
    assert len(world.server.asked) == 1
    world.now_s += EMPTY_FRESH_S + 1
    world.answer(Reply(png()))
    assert world.source.load(A) == RasterTile(png())


def test_with_the_door_shut_the_cache_serves_old_and_fresh_alike(world: World) -> None:
    world.source.load(A)
    world.door.set(False)
    world.reopen()
    assert world.source.load(A) == RasterTile(png())
    assert world.source.stale_since_ms is None
    fetched_ms = int(world.now_s * 1000)
    world.now_s += 2 * WEEK_S

    assert world.source.load(A) == RasterTile(png())
    assert world.source.stale_since_ms == fetched_ms
    error = _error(world.source, B)
    assert "switched off" in str(error)
    assert error.can_retry
    assert len(world.server.asked) == 1


def test_an_outage_is_bridged_by_what_is_kept_and_ends(world: World) -> None:
    world.source.load(A)
    world.now_s += WEEK_S + 1
    world.answer(Reply(status=503))

    assert world.source.load(A) == RasterTile(png())
    assert world.source.stale_since_ms is not None
    world.answer(Reply(png()))
    assert world.source.load(A) == RasterTile(png())
    assert world.source.stale_since_ms is None


def test_a_server_that_is_down_is_left_alone_for_a_while(world: World) -> None:
    world.answer(Reply(status=500))
    for _ in range(20):
        assert _error(world.source).can_retry
    assert len(world.server.asked) == 3
    assert "again in 2 s" in str(_error(world.source))
    world.now_s += 2
    world.answer(Reply(png()))
    assert world.source.load(A) == RasterTile(png())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><body>Sign in</body></html>", "web page"),
        ('{"msg":"非法Key"}'.encode(), "非法Key"),
        (b"", "neither PNG"),
        (b"garbage", "neither PNG"),
        (png()[:-20], "end is missing"),
    ],
)
def test_what_is_no_picture_is_said_and_not_kept(world: World, body: bytes, words: str) -> None:
    world.answer(Reply(body))
    error = _error(world.source)

    assert words in str(error)
    assert str(error).startswith("127.0.0.1 ")
    assert "secret" not in str(error)
    world.answer(Reply(png()))
    assert world.source.load(A) == RasterTile(png())


def test_a_token_the_server_quotes_is_not_passed_on(world: World) -> None:
    world.answer(Reply(b'{"msg": "invalid key secret"}', status=403))
    error = _error(world.source)

    assert "“invalid key …”" in str(error)
    assert not error.can_retry
    assert error.__cause__ is not None


def test_vector_tiles_are_decoded_and_a_damaged_one_is_not_kept(world: World) -> None:
    source = world.open("pbf")
    world.answer(Reply(gzip.compress(point_tile())))
    assert isinstance(source.load(A), VectorTile)
    assert source.raw(A) == point_tile()
    world.answer(Reply(b"\x1a\xff\xff"))
    assert _error(source, B).can_retry
    world.answer(Reply(point_tile()))
    assert isinstance(source.load(B), VectorTile)


def test_what_must_not_be_stored_is_not(world: World) -> None:
    world.answer(Reply(png(), headers={"Cache-Control": "no-store"}))
    world.source.load(A)
    world.source.load(A)

    assert len(world.server.asked) == 2


def test_several_threads_may_ask(world: World) -> None:
    found: list[object] = []

    def ask(number: int) -> None:
        found.extend(world.source.load(TileAddress(6, number, y)) for y in range(8))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [RasterTile(png())] * 48


def test_the_door_is_locked_once_the_request_under_way_is_answered(world: World) -> None:
    hold, asked = threading.Event(), threading.Event()

    def answer(path: str, headers: object) -> Reply:
        asked.set()
        return Reply(png(), hold=hold)

    world.server.answer = answer
    got: list[object] = []
    loading = threading.Thread(target=lambda: got.append(world.source.load(A)))
    loading.start()
    assert asked.wait(10)
    assert not world.door.lock(0.0)
    hold.set()
    assert world.door.lock(10)
    world.client.close()
    world.cache.close()
    loading.join()

    assert got == [RasterTile(png())]
    world.door.set(True)
    assert not world.door.is_open
    assert "closing" in str(_error(world.source, B))
