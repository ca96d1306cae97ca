"""Keeps tiles of servers on disk, at most so many bytes, the longest unused going first.

One SQLite file rather than a file for each tile: a tile is 10 KB, and a hundred thousand files
are slow to list, to size and to delete on every system; a transaction makes each write whole or
absent after a kill; and several windows or programs may share it. A cache may fail but never
harms: what cannot be read is a miss, what cannot be written is not kept.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from desktop.maps.errors import ArchiveError
from desktop.maps.said import say
from widgets.map.sources import TileAddress

BUSY_S: Final = 2.0
TOUCH_MS: Final = 60_000
"""A use is noted when the last one noted is older."""
_VERSION: Final = 1
_RECOUNT: Final = 256
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS tile (
    source TEXT, z INTEGER, x INTEGER, y INTEGER, data BLOB, checksum INTEGER,
    fetched_ms INTEGER, fresh_ms INTEGER, etag TEXT, modified TEXT, used_ms INTEGER, size INTEGER);
CREATE UNIQUE INDEX IF NOT EXISTS tile_place ON tile (source, z, x, y);
CREATE INDEX IF NOT EXISTS tile_use ON tile (used_ms, size);
"""
_HERE: Final = "source = ? AND z = ? AND x = ? AND y = ?"
_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """A tile as it was sent; `data` None is a tile the server does not have."""

    data: bytes | None
    fetched_ms: int
    fresh_ms: int
    """Until when it need not be asked for again."""
    etag: str = ""
    modified: str = ""


class DiskCache:
    """Tiles by source and address, for several threads. Raises ArchiveError only when opened."""

    def __init__(
        self, path: Path, limit_bytes: int, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._path, self._limit, self._clock = path, limit_bytes, clock
        self._lock = threading.Lock()
        self._has_told = self._is_closed = False
        self._puts = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
        except (OSError, sqlite3.Error) as error:
            fix = say("fix.room", "check that the disk has room and the folder can be written")
            raise ArchiveError(
                path,
                say("cache.closed", "the tile cache cannot be opened ({why})", why=str(error)),
                fix,
            ) from error

    @property
    def size_bytes(self) -> int:
        """What the tiles kept weigh."""
        with self._lock:
            return self._guarded(self._count, 0)

    def get(self, source: str, address: TileAddress) -> Kept | None:
        """What is kept of a tile, fresh or not; None when nothing whole is."""
        with self._lock:
            return self._guarded(lambda: self._get((source, *_place(address))), None)

    def put(self, source: str, address: TileAddress, kept: Kept) -> None:
        """Keep a tile, in place of what was kept of it."""
        with self._lock:
            self._guarded(lambda: self._put((source, *_place(address)), kept), None)

    def drop(self, source: str, address: TileAddress) -> None:
        """Forget one tile, because it turned out to be damaged."""
        with self._lock:
            self._guarded(lambda: self._drop((source, *_place(address))), None)

    def clear(self, source: str = "") -> None:
        """Forget the tiles of a source, or all."""
        query = "DELETE FROM tile WHERE source = ? OR ? = ''"
        with self._lock:
            self._guarded(lambda: self._db.execute(query, (source, source)).fetchall(), [])
            self._guarded(lambda: self._db.execute("PRAGMA incremental_vacuum").fetchall(), [])

    def close(self) -> None:
        """Give and keep nothing any more. A thread may still ask: that is no failure."""
        with self._lock:
            self._is_closed = True
            self._db.close()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.OperationalError:
            raise
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            self._forget_file()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self._path, timeout=BUSY_S, check_same_thread=False, isolation_level=None
        )
        try:
            db.execute("PRAGMA auto_vacuum = INCREMENTAL")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if db.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
                db.execute("DROP TABLE IF EXISTS tile")
            db.executescript(_SCHEMA)
            db.execute(f"PRAGMA user_version = {_VERSION}")
            self._weight = int(db.execute("SELECT total(size) FROM tile").fetchone()[0])
        except BaseException:
            db.close()
            raise
        return db

    def _guarded(self, work: Callable[[], T], otherwise: T) -> T:
        if self._is_closed:
            return otherwise
        try:
            return work()
        except (sqlite3.Error, TypeError, ValueError) as error:
            if not self._has_told:
                self._has_told = True
                _log.warning("The tile cache %s does not work: %s.", self._path, error)
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                self._begin_anew()
            return otherwise

    def _begin_anew(self) -> None:
        self._db.close()
        try:
            self._forget_file()
            self._db = self._connect()
        except (OSError, sqlite3.Error, UnicodeDecodeError):
            # Another program holds the damaged file; every answer is a miss until the next start.
            pass

    def _get(self, key: tuple[str, int, int, int]) -> Kept | None:
        row = self._db.execute(
            "SELECT data, fetched_ms, fresh_ms, etag, modified, checksum, used_ms"
            f" FROM tile WHERE {_HERE}",
            key,
        ).fetchone()
        if row is None:
            return None
        kept = Kept(*row[:5])
        if row[5] != _checksum(key, kept):
            self._drop(key)
            return None
        now_ms = self._now_ms()
        if now_ms - row[6] > TOUCH_MS:
            self._db.execute(f"UPDATE tile SET used_ms = ? WHERE {_HERE}", (now_ms, *key))
        return kept

    def _put(self, key: tuple[str, int, int, int], kept: Kept) -> None:
        size = len(kept.data or b"") + 200
        if size > self._limit // 4:
            return
        self._db.execute(
            "REPLACE INTO tile VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *key, kept.data, _checksum(key, kept), kept.fetched_ms, kept.fresh_ms,
                kept.etag, kept.modified, self._now_ms(), size,
            ),
        )  # fmt: skip
        self._weight += size
        self._puts += 1
        # Others may write too, and a tile may have replaced one: count again now and then.
        if self._weight > self._limit or self._puts % _RECOUNT == 0:
            self._weight = self._count()
            if self._weight > self._limit:
                self._evict()

    def _evict(self) -> None:
        """Go down to nine tenths, so that not every tile that comes costs a search."""
        gone = []
        query = "SELECT rowid, size FROM tile ORDER BY used_ms"
        for rowid, size in self._db.execute(query):
            if self._weight <= self._limit * 9 // 10:
                break
            gone.append((rowid,))
            self._weight -= size
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany("DELETE FROM tile WHERE rowid = ?", gone)
        finally:
            self._db.execute("COMMIT")
        self._db.execute("PRAGMA incremental_vacuum").fetchall()

    def _drop(self, key: tuple[str, int, int, int]) -> None:
        self._db.execute(f"DELETE FROM tile WHERE {_HERE}", key)

    def _count(self) -> int:
        return int(self._db.execute("SELECT total(size) FROM tile").fetchone()[0])

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)

    def _forget_file(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


def _place(address: TileAddress) -> tuple[int, int, int]:
    return address.z, address.x, address.y


def _checksum(key: tuple[str, int, int, int], kept: Kept) -> int:
    head = (*key, kept.fetched_ms, kept.fresh_ms, kept.etag, kept.modified, kept.data is None)
    return zlib.crc32(kept.data or b"", zlib.crc32(repr(head).encode()))
