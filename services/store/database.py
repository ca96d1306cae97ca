"""Opens the database and brings its schema up to date. Knows nothing of what the tables mean."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from services.errors import StartupError

_BUSY_MS = 10_000
_MIGRATION_LOCK = 0x6F6E656D6170
"""Key of the PostgreSQL advisory lock that keeps two programs from migrating at once."""


class DamagedDatabase(StartupError):
    """The file is there, but it is not a sound database any more."""


def database_url(text: str) -> sa.URL:
    """The URL of `--db`: a plain path means a SQLite file. Raises StartupError."""
    try:
        url = sa.make_url(text if "://" in text else f"sqlite:///{text}")
    except ArgumentError as error:
        raise StartupError(f"{text!r} is not a database path or URL") from error
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise StartupError(
            f"the database must be SQLite or PostgreSQL, not {url.get_backend_name()}"
        )
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise StartupError("an in-memory database cannot hold a journal; give a file")
    return url


def open_database(url: str, *, must_exist: bool = False) -> sa.Engine:
    """An engine on an up-to-date schema.

    `must_exist` refuses to make a new SQLite file. Raises StartupError in words, DamagedDatabase
    when the file can be read but is not a sound database.
    """
    parsed = database_url(url)
    where = parsed.render_as_string(hide_password=True)
    if parsed.get_backend_name() == "sqlite":
        where = str(parsed.database)
        if must_exist and not Path(where).is_file():
            raise StartupError(f"there is no database at {where}")
    try:
        engine = _engine(parsed)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StartupError(
            f"no driver for {parsed.drivername}; install onemap[postgres] or use a SQLite file"
        ) from error
    try:
        _upgrade(engine)
    except DBAPIError as error:
        engine.dispose()
        text = first_line(error)
        if is_damage(error):
            raise DamagedDatabase(f"the database {where} is damaged: {text}") from error
        raise StartupError(f"cannot open the database {where}: {text}") from error
    except CommandError as error:
        engine.dispose()
        raise StartupError(
            f"the database {where} was made by a newer onemap-server; update this one ({error})"
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def connect_database(url: str) -> sa.Engine:
    """An engine on a schema that another part of the same server has brought up to date."""
    return _engine(database_url(url))


def first_line(error: DBAPIError) -> str:
    """The driver's own words, without SQLAlchemy's statement and parameters."""
    return str(error.orig).strip().partition("\n")[0] or type(error.orig).__name__


def is_damage(error: DBAPIError) -> bool:
    """Whether SQLite says that the file itself is broken (not busy, full or forbidden)."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        # FULL: a commit that was answered survives a power cut, not only a crash.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
    finally:
        cursor.close()


def _upgrade(engine: sa.Engine) -> None:
    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
