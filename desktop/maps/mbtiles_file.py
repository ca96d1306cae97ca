"""Reads an MBTiles database nobody has vouched for.

Owns the connections: one for each thread that reads at the same time, read-only, with bounds on
the size of any value and on the work of any query, for a table may as well be a view that counts
to infinity.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from desktop.maps.contents import MAX_TILE_BYTES
from desktop.maps.errors import ArchiveError
from desktop.maps.said import say

MAGIC: Final = b"SQLite format 3\x00"
STEPS_PER_CALL: Final = 10_000
MAX_CALLS: Final = 2_000
"""A query may take 20 million steps of SQLite's machine, about a second."""
BUSY_S: Final = 2.0

_TRY_AGAIN = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
)
Row = tuple[Any, ...]


class MbtilesFile:
    """A read-only SQLite file. Raises ArchiveError when it is none; queries raise sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._is_closed = False
        try:
            with path.open("rb") as file:
                start = file.read(16)
        except OSError as error:
            fix = say("fix.see", "check that the file is there and may be read")
            raise ArchiveError(
                path,
                say("file.not_opened", "it cannot be opened ({why})", why=error.strerror or ""),
                fix,
            ) from error
        if start != MAGIC:
            fix = say("fix.mbtiles", "choose an .mbtiles file, or get it again if it was cut off")
            raise ArchiveError(path, say("is.not_sqlite", "it is not an SQLite database"), fix)

    def columns(self, table: str) -> set[str]:
        """The columns of a table or view, lower case; empty when there is none."""
        rows = self.rows("SELECT name FROM pragma_table_info(?)", (table,))
        return {str(row[0]).lower() for row in rows}

    def rows(self, query: str, values: Row = (), limit: int = 4096) -> list[Row]:
        """At most `limit` rows of a query."""
        try:
            with self._connection() as connection:
                return connection.execute(query, values).fetchmany(limit)
        except UnicodeDecodeError as error:
            # Python's words for an error of SQLite that quotes a damaged name.
            raise sqlite3.DatabaseError("its texts are not UTF-8") from error

    def row(self, query: str, values: Row = ()) -> Row | None:
        """The first row of a query."""
        found = self.rows(query, values, limit=1)
        return found[0] if found else None

    def close(self) -> None:
        """Close the idle connections; those at work are closed when they are done."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._is_closed:
                raise sqlite3.OperationalError("the file is closed")
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        calls = 0

        def is_too_much() -> bool:
            nonlocal calls
            calls += 1
            return calls > MAX_CALLS

        connection.set_progress_handler(is_too_much, STEPS_PER_CALL)
        try:
            yield connection
        finally:
            connection.set_progress_handler(None, 0)
            with self._lock:
                keep = not self._is_closed
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        address = f"{self.path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_S, check_same_thread=False, isolation_level=None
        )
        try:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_TILE_BYTES)
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.execute("PRAGMA mmap_size = 0")
        except BaseException:
            connection.close()
            raise
        return connection


def can_retry(error: sqlite3.Error) -> bool:
    """Whether the same query may work later: the file was busy or the disk did not answer."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _TRY_AGAIN


def in_words(error: sqlite3.Error) -> str:
    """Say what SQLite found wrong."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return "a query takes too long, an index is missing"
    if code == sqlite3.SQLITE_TOOBIG:
        return f"it holds a value of more than {MAX_TILE_BYTES:,} bytes"
    return f"the database is unusable ({error})"
