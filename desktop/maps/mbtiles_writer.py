"""Writes MBTiles: an archive of one's own that is filled little by little.

Every batch is one transaction, so a kill leaves what was written before whole. The journal is a
rollback journal, not a WAL: the archive stays one file that can be copied to a stick.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.maps.contents import VECTOR
from desktop.maps.errors import ArchiveError
from desktop.maps.said import say
from widgets.map.sources import TileAddress

_APPLICATION_ID: Final = 0x4D504258
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS metadata (name TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE IF NOT EXISTS tiles (zoom_level INTEGER, tile_column INTEGER,"
    " tile_row INTEGER, tile_data BLOB)",
    "CREATE UNIQUE INDEX IF NOT EXISTS tile_index ON tiles (zoom_level, tile_column, tile_row)",
    # Tiles the source does not have: part of what need not be asked again.
    "CREATE TABLE IF NOT EXISTS onemap_empty (zoom_level INTEGER, tile_column INTEGER,"
    " tile_row INTEGER, PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID",
)
Numbers = NDArray[np.int64]


class MbtilesWriter:
    """One MBTiles file, made when missing. One thread at a time. Raises ArchiveError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(
                path, say("area.not_made", "it cannot be made ({why})", why=str(error)), _FIX
            ) from error
        try:
            with self._transaction():
                self._db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                for statement in _SCHEMA:
                    self._db.execute(statement)
        except ArchiveError:
            self._db.close()
            raise

    def describe(self, metadata: Mapping[str, str]) -> None:
        """Set these lines of the table metadata."""
        with self._transaction():
            self._db.executemany("REPLACE INTO metadata VALUES (?, ?)", list(metadata.items()))

    def put(self, tiles: Iterable[tuple[TileAddress, bytes | None]], kind: str) -> None:
        """Write tiles of the format `kind`; None is a tile the source does not have."""
        full, empty = [], []
        for address, data in tiles:
            place = (address.z, address.x, (1 << address.z) - 1 - address.y)
            if data is None:
                empty.append(place)
            else:
                # The specification wants vector tiles gzipped.
                kept = gzip.compress(data, 6, mtime=0) if kind == VECTOR else data
                full.append((*place, kept))
        with self._transaction():
            self._db.executemany("REPLACE INTO tiles VALUES (?, ?, ?, ?)", full)
            self._db.executemany("REPLACE INTO onemap_empty VALUES (?, ?, ?)", empty)

    def remove(self, addresses: Iterable[TileAddress]) -> None:
        """Take tiles out; the file shrinks with `compact`."""
        places = [(a.z, a.x, (1 << a.z) - 1 - a.y) for a in addresses]
        match = "zoom_level = ? AND tile_column = ? AND tile_row = ?"
        with self._transaction():
            for table in ("tiles", "onemap_empty"):
                self._db.executemany(f"DELETE FROM {table} WHERE {match}", places)

    def held(self, z: int) -> Numbers:
        """The tiles of a zoom that are there or known to be empty, as sorted `y * 2**z + x`."""
        return _held(self._db, self.path, z)

    def zooms(self) -> tuple[int, ...]:
        """The zooms of which anything is there."""
        query = "SELECT zoom_level FROM tiles UNION SELECT zoom_level FROM onemap_empty"
        try:
            return tuple(sorted(int(row[0]) for row in self._db.execute(query)))
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise ArchiveError(
                self.path, say("file.not_read", "reading failed ({why})", why=str(error)), _FIX
            ) from error

    def compact(self) -> None:
        """Give room of removed tiles back to the disk."""
        try:
            self._db.execute("VACUUM")
        except sqlite3.Error as error:
            raise ArchiveError(
                self.path,
                say("area.not_compacted", "compacting failed ({why})", why=str(error)),
                _FIX,
            ) from error

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._undo()
            raise ArchiveError(
                self.path, say("area.not_written", "writing failed ({why})", why=str(error)), _FIX
            ) from error
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        try:
            self._db.execute("ROLLBACK")
        except sqlite3.Error:
            # SQLite rolled back by itself, as it does when the disk is full.
            pass


_FIX: Final = say("fix.room", "check that the disk has room and the folder can be written")


def held_in(path: Path, zooms: Iterable[int]) -> dict[int, Numbers]:
    """As `MbtilesWriter.held` for several zooms, without touching the file."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return {z: _held(db, path, z) for z in zooms}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise ArchiveError(
            path, say("file.not_read", "reading failed ({why})", why=str(error)), _FIX
        ) from error


def _held(db: sqlite3.Connection, path: Path, z: int) -> Numbers:
    query = "SELECT tile_column, tile_row FROM {} WHERE zoom_level = ?"
    side = 1 << z
    found = [np.zeros(0, dtype=np.int64)]
    try:
        for table in ("tiles", "onemap_empty"):
            rows = db.execute(query.format(table), (z,))
            while some := rows.fetchmany(50_000):
                x, row = np.array(some, dtype=np.int64).T
                found.append((side - 1 - row) * side + x)
    except (sqlite3.Error, TypeError, ValueError, OverflowError) as error:
        raise ArchiveError(
            path, say("file.not_read", "reading failed ({why})", why=str(error)), _FIX
        ) from error
    return np.unique(np.concatenate(found))


def recover(path: Path) -> None:
    """Undo what a killed writer left half done, as no reader could. Raises ArchiveError."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as db:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise ArchiveError(
            path,
            say("file.damaged", "it is damaged ({why})", why=str(error)),
            say("fix.area", "delete the area and make it again"),
        ) from error
