"""Opening the cache's SQLite files, plain or encrypted, and setting a corrupt one aside."""

from __future__ import annotations

import importlib.util
import sqlite3
import time
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from sqlalchemy import Engine, MetaData, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

Durability = Literal["FULL", "NORMAL"]


class CacheError(Exception):
    """The cache cannot be used; the text is one sentence for the user."""


class CorruptCache(CacheError):
    """The file is damaged, or was written with another key."""


class OtherVersion(CorruptCache):
    """The file is sound, but of another version of this program."""


class WrongKey(CacheError):
    """The file was written with another key or passphrase. Nothing was touched."""


def can_encrypt() -> bool:
    """Whether SQLCipher is there."""
    return importlib.util.find_spec("sqlcipher3") is not None


def open_file(
    path: Path, metadata: MetaData, key: bytes | None, durability: Durability, version: int
) -> Engine:
    """An engine on the file with its tables made; the caller disposes of it.

    `key` is 32 raw bytes for SQLCipher, None for a plain file. Raises CorruptCache, or CacheError
    when the file cannot be opened at all.
    """
    engine = _engine(path, key, durability)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with engine.begin() as connection:
            found = int(connection.execute(text("PRAGMA user_version")).scalar_one())
            if found not in (0, version):
                raise OtherVersion(f"{path.name} was written by another version ({found})")
            metadata.create_all(connection)
            connection.execute(text(f"PRAGMA user_version = {version}"))
    except DBAPIError as error:
        engine.dispose()
        raise as_cache_error(path, error) from error
    except OSError as error:
        engine.dispose()
        raise CacheError(f"The cache {path} cannot be opened: {error.strerror}.") from error
    except CacheError:
        engine.dispose()
        raise
    return engine


def as_cache_error(path: Path, error: DBAPIError) -> CacheError:
    """CorruptCache when the database says the file is no good, else CacheError."""
    words = str(error.orig)
    damaged = (
        "not a database",
        "malformed",
        "disk image",
        "hmac check",
        "no such",
        "has no column",
    )
    if any(sign in words for sign in damaged):
        return CorruptCache(f"{path.name} is damaged or has another key: {words}")
    return CacheError(f"The cache {path} cannot be opened: {words}.")


def set_aside(path: Path) -> Path:
    """Rename a corrupt file and its companions out of the way; answers the new name."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.name}.corrupt-{stamp}")
    count = 1
    while target.exists():
        count += 1
        target = path.with_name(f"{path.name}.corrupt-{stamp}-{count}")
    path.replace(target)
    for suffix in ("-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.replace(target.with_name(target.name + suffix))
    return target


def _engine(path: Path, key: bytes | None, durability: Durability) -> Engine:
    module = _driver(key)

    def connect() -> Any:
        connection = module.connect(str(path), check_same_thread=False, timeout=10)
        try:
            if key is not None:
                connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {durability}")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", module=module, creator=connect, poolclass=QueuePool)
    _begin_ourselves(engine)
    return engine


def _driver(key: bytes | None) -> ModuleType:
    if key is None:
        return sqlite3
    if len(key) != 32:
        raise CacheError("The cache key must be 32 bytes.")
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise CacheError(
            "The cache cannot be encrypted: the package sqlcipher3 is missing."
        ) from error
    module: ModuleType = dbapi2
    return module


def _begin_ourselves(engine: Engine) -> None:
    """Begin where SQLAlchemy does: the driver itself begins late, after reads and DDL."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")
