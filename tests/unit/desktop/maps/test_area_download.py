from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from desktop.maps.area_download import AreaDownload, Phase, Politeness
from desktop.maps.area_plan import AreaPlan, count_tiles
from desktop.maps.errors import ArchiveError
from desktop.maps.mbtiles_writer import MbtilesWriter, held_in
from desktop.maps.said import say
from tests.fakes.archives import png, point_tile
from tests.fakes.tile_server import Reply, tile_server
from tests.fakes.tiles import MemorySource, outage
from widgets.map.sources import TileAddress, TileError
from widgets.map.values import Bounds

PLAN = AreaPlan("town", Bounds(11.0, 43.5, 11.5, 44.0), 5, 13)
TOTAL = count_tiles(PLAN)
NEEDED = [a for runs in PLAN.runs() for a in runs.some(TOTAL)]
QUICK = Politeness(parallel=3, first_wait_s=0.0, longest_wait_s=0.0)


def _download(source: MemorySource, folder: Path, rules: Politeness = QUICK) -> AreaDownload:
    return AreaDownload(source, folder / "area.mbtiles", PLAN, politeness=rules)


def _held(folder: Path) -> set[TileAddress]:
    found = held_in(folder / "area.mbtiles", range(5, 14))
    return {
        TileAddress(z, n % (1 << z), n >> z) for z, held in found.items() for n in held.tolist()
    }


class Gate:
    """A `before` that lets a number of tiles through and then holds the callers."""

    def __init__(self, through: int) -> None:
        self._free = threading.Semaphore(through)
        self.reached = threading.Event()

    def __call__(self, address: TileAddress) -> None:
        if not self._free.acquire(blocking=False):
            self.reached.set()
            self._free.acquire()

    def open(self) -> None:
        self._free.release(10**6)


def test_every_tile_is_fetched_once_and_written(tmp_path: Path) -> None:
    source = MemorySource()
    download = _download(source, tmp_path)
    download.start()

    assert download.wait(60) is Phase.DONE
    assert sorted(source.asked) == sorted(NEEDED)
    assert _held(tmp_path) == set(NEEDED)
    progress = download.snapshot()
    assert (progress.done, progress.failed, progress.total) == (TOTAL, 0, TOTAL)
    assert progress.bytes == TOTAL * len(png())
    download.stop()


def test_the_rate_is_bytes_over_the_time_it_ran(tmp_path: Path) -> None:
    ticks = iter(range(10**6))
    source = MemorySource()
    download = AreaDownload(
        source, tmp_path / "a.mbtiles", PLAN, politeness=QUICK, clock=lambda: float(next(ticks))
    )
    download.start()
    download.wait(60)
    first, later = download.snapshot(), download.snapshot()
    download.stop()

    assert first.rate_bytes_s > 0
    assert later.rate_bytes_s == first.rate_bytes_s


def test_tiles_the_source_does_not_have_are_not_asked_for_again(tmp_path: Path) -> None:
    source = MemorySource({NEEDED[0]: png()})
    for _ in range(2):
        download = _download(source, tmp_path)
        download.start()
        assert download.wait(60) is Phase.DONE
        download.stop()

    assert len(source.asked) == TOTAL


def test_a_pause_asks_for_nothing_and_keeps_what_came(tmp_path: Path) -> None:
    gate = Gate(50)
    source = MemorySource(before=gate)
    download = _download(source, tmp_path)
    download.start()
    assert gate.reached.wait(60)
    download.pause()
    gate.open()

    assert download.snapshot().phase is Phase.PAUSED
    assert len(_held(tmp_path)) >= 50
    asked = len(source.asked)
    download.resume()
    assert download.wait(60) is Phase.DONE
    assert asked <= 50 + QUICK.parallel
    assert sorted(source.asked) == sorted(NEEDED)
    download.stop()


def test_a_stop_ends_the_threads_and_a_new_start_goes_on(tmp_path: Path) -> None:
    gate = Gate(40)
    source = MemorySource(before=gate)
    download = _download(source, tmp_path)
    download.start()
    assert gate.reached.wait(60)
    stopper = threading.Thread(target=download.stop)
    stopper.start()
    gate.open()
    stopper.join()
    assert download.snapshot().phase is Phase.STOPPED
    kept = _held(tmp_path)
    first = set(source.asked)
    download.start()

    assert download.wait(60) is Phase.DONE
    assert kept == first
    assert sorted(source.asked) == sorted(NEEDED)
    download.stop()


def test_failures_are_tried_again_within_a_budget_and_later_on_request(tmp_path: Path) -> None:
    bad = {NEEDED[3], NEEDED[70]}
    flaky = NEEDED[9]
    tries: Counter[TileAddress] = Counter()

    def before(address: TileAddress) -> None:
        tries[address] += 1
        if address in bad or (address == flaky and tries[address] == 1):
            raise TileError(f"no {address}", can_retry=True)

    source = MemorySource(before=before)
    download = _download(source, tmp_path)
    download.start()
    assert download.wait(60) is Phase.INCOMPLETE
    progress = download.snapshot()
    assert (progress.done, progress.failed) == (TOTAL - 2, 2)
    assert "no TileAddress" in progress.problem
    assert all(tries[address] == QUICK.attempts for address in bad)
    assert tries[flaky] == 2
    bad.clear()
    download.start()
    assert download.wait(60) is Phase.DONE
    assert download.snapshot().done == TOTAL
    download.stop()


def test_what_can_never_come_is_asked_for_once(tmp_path: Path) -> None:
    def before(address: TileAddress) -> None:
        if address == NEEDED[0]:
            raise TileError("damaged", can_retry=False)

    source = MemorySource(before=before)
    download = _download(source, tmp_path)
    download.start()

    assert download.wait(60) is Phase.INCOMPLETE
    assert source.asked.count(NEEDED[0]) == 1
    download.stop()


def test_an_outage_pauses_by_itself_and_loses_no_tile(tmp_path: Path) -> None:
    source = MemorySource(before=outage)
    download = _download(source, tmp_path)
    download.start()

    assert download.wait(60) is Phase.PAUSED
    assert download.snapshot().problem == "the server is gone"
    assert len(source.asked) <= QUICK.outage + QUICK.parallel
    source.before = lambda address: None
    download.resume()
    assert download.wait(60) is Phase.DONE
    assert _held(tmp_path) == set(NEEDED)
    download.stop()


@pytest.mark.parametrize(("form", "body"), [("png", png()[:-9]), ("pbf", b"\x1a\xff\xff")])
def test_a_damaged_tile_is_not_written(tmp_path: Path, form: str, body: bytes) -> None:
    good = png() if form == "png" else point_tile()
    source = MemorySource(dict.fromkeys(NEEDED, good) | {NEEDED[5]: body}, form=form)
    download = _download(source, tmp_path)
    download.start()

    assert download.wait(60) is Phase.INCOMPLETE
    assert _held(tmp_path) == set(NEEDED) - {NEEDED[5]}
    download.stop()


def test_a_disk_that_refuses_ends_it_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: MbtilesWriter, tiles: object, kind: str) -> None:
        raise ArchiveError(self.path, say("x", "disk full"), say("y", "make room"))

    monkeypatch.setattr(MbtilesWriter, "put", refuse)
    download = _download(MemorySource(), tmp_path)
    download.start()

    assert download.wait(60) is Phase.FAILED
    assert "disk full" in download.snapshot().problem
    download.stop()
    monkeypatch.undo()
    download.start()
    assert download.wait(60) is Phase.DONE
    download.stop()


def test_a_source_that_breaks_does_not_hang_the_download(tmp_path: Path) -> None:
    def before(address: TileAddress) -> None:
        raise RuntimeError("a bug")

    download = _download(MemorySource(before=before), tmp_path)
    download.start()

    assert download.wait(60) is Phase.FAILED
    download.stop()


def test_changes_are_told(tmp_path: Path) -> None:
    told: list[int] = []
    download = AreaDownload(
        MemorySource(), tmp_path / "a.mbtiles", PLAN, politeness=QUICK,
        on_change=lambda: told.append(1),
    )  # fmt: skip
    download.start()
    download.wait(60)
    download.stop()

    assert len(told) == TOTAL + QUICK.parallel


KILLED = """
import sys
from pathlib import Path
from desktop.maps.area_download import AreaDownload, Politeness
from desktop.maps.area_plan import AreaPlan
from desktop.maps.http_tiles import open_client
from desktop.maps.url_template import UrlTemplate
from desktop.maps.xyz import NetworkDoor, WebMap, WebSource
from widgets.map.values import Bounds
plan = AreaPlan("town", Bounds(11.0, 43.5, 11.5, 44.0), 5, 13)
client = open_client("OneMap/test", trust_env=False)
source = WebSource(WebMap("town", UrlTemplate(sys.argv[1])), client, NetworkDoor())
AreaDownload(source, Path(sys.argv[2]), plan, politeness=Politeness(parallel=3)).start()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_after_a_kill_what_was_written_is_whole_and_not_asked_for_again(tmp_path: Path) -> None:
    gate = Gate(TOTAL * 2 // 3)

    def answer(path: str, headers: Mapping[str, str]) -> Reply:
        z, x, y = map(int, path.strip("/").split("/"))
        gate(TileAddress(z, x, y))
        return Reply(png(1, 1, (x + y) % 200))

    with tile_server(answer) as server:
        path = tmp_path / "area.mbtiles"
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, server.url + "/{z}/{x}/{y}", str(path)]
        )
        assert gate.reached.wait(60)
        child.kill()
        child.wait()
        gate.open()
    kept = _held(tmp_path)
    assert 0 < len(kept) < TOTAL
    source = MemorySource()
    download = _download(source, tmp_path)
    download.start()

    assert download.wait(60) is Phase.DONE
    assert set(source.asked) == set(NEEDED) - kept
    assert _held(tmp_path) == set(NEEDED)
    download.stop()
