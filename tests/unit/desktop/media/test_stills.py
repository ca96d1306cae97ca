"""Stills: fetched once for each new picture, kept when the connection is lost."""

from __future__ import annotations

import asyncio

from desktop.link.http import HttpDoor, Picture, Unreachable
from desktop.media.stills import KEPT, PARALLEL, StillLoader
from desktop.models.tile_presenter import EVIDENCE
from desktop.state.store import TownStore
from services.contract.wire import StillTaken


class Door(HttpDoor):
    """Gives a picture for every camera, or fails while it is shut."""

    def __init__(self) -> None:
        self.url = "http://server"
        self.is_open = True
        self.asked: list[str] = []
        self.under_way = self.most = 0

    async def still(self, camera: str) -> Picture | None:
        self.asked.append(camera)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        if not self.is_open:
            raise Unreachable("no way")
        return Picture(f"still {len(self.asked)}".encode(), 0, f"v{len(self.asked)}")

    async def evidence(self, id: str) -> Picture | None:
        self.asked.append(f"evidence of {id}")
        return Picture(b"then", 0, id) if id == "e1" else None


class Bench:
    def __init__(self) -> None:
        self.store, self.door, self.changes = TownStore(), Door(), 0
        self.loader = StillLoader(self.store, self.door, self._on_change)

    def _on_change(self) -> None:
        self.changes += 1

    async def want(self, *cameras: str) -> None:
        self.loader.want(cameras)
        while any(t.get_name().startswith("still-") for t in asyncio.all_tasks()):
            await asyncio.sleep(0)


async def test_a_picture_is_fetched_once_and_again_when_a_new_one_is_announced() -> None:
    bench = Bench()
    await bench.want("C1")
    await bench.want("C1")
    assert (bench.door.asked, bench.changes) == (["C1"], 1)

    bench.store.still_taken(StillTaken("C1", 7000, "new"))
    await bench.want("C1")
    assert bench.door.asked == ["C1", "C1"]
    assert bench.loader.stills["C1"].at_ms == 7000


async def test_a_picture_outlives_a_lost_connection() -> None:
    bench = Bench()
    await bench.want("C1")
    bench.door.is_open = False
    bench.loader.forget_asked()
    await bench.want("C1")

    assert bench.loader.stills["C1"].data == b"still 1"
    assert bench.changes == 1


async def test_after_a_reconnection_everything_is_asked_again() -> None:
    bench = Bench()
    bench.door.is_open = False
    await bench.want("C1")
    assert bench.loader.stills == {}

    bench.door.is_open = True
    bench.loader.forget_asked()
    await bench.want("C1")
    assert "C1" in bench.loader.stills


async def test_nothing_is_asked_without_a_server() -> None:
    bench = Bench()
    bench.door.url = ""
    await bench.want("C1")
    assert bench.door.asked == []


async def test_only_a_few_are_fetched_at_a_time_and_the_oldest_are_let_go() -> None:
    bench = Bench()
    await bench.want(*(f"K{n}" for n in range(KEPT + 4)))

    assert bench.door.most == PARALLEL
    assert len(bench.loader.stills) == KEPT
    assert "K0" not in bench.loader.stills


async def test_stopping_lets_go_of_what_is_under_way() -> None:
    bench = Bench()
    bench.loader.want(["C1", "C2"])
    await bench.loader.stop()

    assert bench.loader.stills == {}
    assert not any(t.get_name().startswith("still-") for t in asyncio.all_tasks())


async def test_the_picture_of_an_alert_is_kept_beside_those_of_the_cameras() -> None:
    bench = Bench()
    await bench.want(f"{EVIDENCE}e1", f"{EVIDENCE}gone")
    await bench.want(f"{EVIDENCE}e1", f"{EVIDENCE}gone")
    assert bench.door.asked == ["evidence of e1", "evidence of gone"]
    assert list(bench.loader.stills) == [f"{EVIDENCE}e1"]
