from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop.maps.disk_cache import DiskCache, Kept
from desktop.maps.errors import ArchiveError
from widgets.map.sources import TileAddress

A, B = TileAddress(3, 1, 2), TileAddress(3, 2, 2)
KEPT = Kept(b"picture", 1_000, 9_000, "tag", "Mon, 01 Jan 2024 00:00:00 GMT")


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        self.now_s += 1
        return self.now_s


def _cache(folder: Path, limit: int = 10**6) -> DiskCache:
    return DiskCache(folder / "cache" / "tiles.db", limit, clock=Clock())


def test_what_is_kept_comes_back_after_reopening(tmp_path: Path) -> None:
    cache = _cache(tmp_path)
    cache.put("s", A, KEPT)
    cache.put("s", B, Kept(None, 1, 2))
    cache.close()
    again = _cache(tmp_path)

    assert again.get("s", A) == KEPT
    assert again.get("s", B) == Kept(None, 1, 2)
    assert again.get("other", A) is None
    assert again.get("s", TileAddress(3, 0, 0)) is None
    again.close()


def test_a_tile_replaces_itself_and_can_be_dropped(tmp_path: Path) -> None:
    cache = _cache(tmp_path)
    for size in (100, 200, 300):
        cache.put("s", A, Kept(bytes(size), 1, 2))
    assert cache.size_bytes < 600
    cache.drop("s", A)
    assert cache.get("s", A) is None
    cache.close()


def test_a_thread_that_asks_after_the_end_gets_nothing_and_no_word_is_lost_over_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = _cache(tmp_path)
    cache.put("s", A, KEPT)
    cache.close()
    cache.put("s", B, KEPT)

    assert cache.get("s", A) is None
    assert cache.size_bytes == 0
    assert caplog.records == []


def test_a_source_can_be_forgotten_alone(tmp_path: Path) -> None:
    cache = _cache(tmp_path)
    cache.put("s", A, KEPT)
    cache.put("t", A, KEPT)
    cache.clear("s")
    assert (cache.get("s", A), cache.get("t", A)) == (None, KEPT)
    cache.clear()
    assert cache.size_bytes == 0
    cache.close()


def test_it_stays_below_its_bound_and_the_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "c.db", 100_000, clock=lambda: now_s)
    now_s = 0.0
    for i in range(60):
        now_s += 100
        cache.put("s", TileAddress(10, i, 0), Kept(bytes(4_000), 1, 2))
        cache.get("s", TileAddress(10, 0, 0))
        assert cache.size_bytes <= 100_000

    assert cache.get("s", TileAddress(10, 0, 0)) is not None
    assert cache.get("s", TileAddress(10, 1, 0)) is None
    assert cache.get("s", TileAddress(10, 59, 0)) is not None
    cache.close()
    assert (tmp_path / "c.db").stat().st_size < 300_000


def test_a_damaged_entry_is_dropped(tmp_path: Path) -> None:
    cache = _cache(tmp_path)
    cache.put("s", A, KEPT)
    cache.put("s", B, KEPT)
    db = sqlite3.connect(tmp_path / "cache" / "tiles.db")
    db.execute("UPDATE tile SET data = ? WHERE x = ?", (b"pictvre", A.x))
    db.commit()

    assert cache.get("s", A) is None
    assert cache.get("s", B) == KEPT
    assert db.execute("SELECT count(*) FROM tile").fetchone() == (1,)
    db.close()
    cache.close()


@pytest.mark.parametrize("damage", [b"no database at all" * 99, b""])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "cache" / "tiles.db"
    path.parent.mkdir()
    path.write_bytes(damage)
    cache = _cache(tmp_path)
    cache.put("s", A, KEPT)

    assert cache.get("s", A) == KEPT
    cache.close()


def test_a_file_damaged_while_in_use_is_a_miss_and_begun_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = _cache(tmp_path, 10**8)
    for i in range(200):
        cache.put("s", TileAddress(9, i, 0), Kept(bytes(9_000), 1, 2))
    cache.close()
    path = tmp_path / "cache" / "tiles.db"
    data = bytearray(path.read_bytes())
    data[20_000:] = b"\xa5" * (len(data) - 20_000)
    path.write_bytes(data)
    again = _cache(tmp_path, 10**8)
    with caplog.at_level(logging.WARNING):
        for i in range(200):
            again.get("s", TileAddress(9, i, 0))
    again.put("s", A, KEPT)

    assert again.get("s", A) == KEPT
    assert len(caplog.records) <= 1
    again.close()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")

    with pytest.raises(ArchiveError, match="tile cache cannot be opened"):
        _cache(tmp_path)


def test_a_closed_cache_is_a_miss(tmp_path: Path) -> None:
    cache = _cache(tmp_path)
    cache.close()

    cache.put("s", A, KEPT)
    assert cache.get("s", A) is None


def test_several_windows_and_threads_share_it(tmp_path: Path) -> None:
    caches = [_cache(tmp_path), _cache(tmp_path)]
    wrong = []

    def work(number: int) -> None:
        cache = caches[number % 2]
        for i in range(40):
            kept = Kept(b"%d" % i, i, i)
            cache.put("s", TileAddress(9, i, number), kept)
            if cache.get("s", TileAddress(9, i, number)) != kept:
                wrong.append((number, i))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert caches[0].get("s", TileAddress(9, 7, 1)) == caches[1].get("s", TileAddress(9, 7, 1))
    for cache in caches:
        cache.close()


KILLED = """
import os, sys
from pathlib import Path
from desktop.maps.disk_cache import DiskCache, Kept
from widgets.map.sources import TileAddress
cache = DiskCache(Path(sys.argv[1]), 10**7)
for i in range(50):
    cache.put("s", TileAddress(9, i, 0), Kept(b"%d" % i * 500, 1, 2))
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_kill_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "tiles.db"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -9
    cache = DiskCache(path, 10**7)

    for i in range(50):
        assert cache.get("s", TileAddress(9, i, 0)) == Kept(b"%d" % i * 500, 1, 2)
    cache.close()
