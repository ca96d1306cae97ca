from __future__ import annotations

import logging
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.errors import StartupError
from services.store.database import DamagedDatabase, database_url, open_database
from services.store.tables import metadata


def test_a_plain_path_is_a_sqlite_file(tmp_path: Path):
    assert database_url("town.db").render_as_string() == "sqlite:///town.db"
    assert database_url("postgresql://h/town").drivername == "postgresql+psycopg"


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://h/x", "://"])
def test_what_cannot_hold_a_journal_is_refused(url):
    with pytest.raises(StartupError):
        database_url(url)


def test_migrations_make_the_tables_queries_expect(engine):
    inspector = sa.inspect(engine)
    for table in metadata.sorted_tables:
        columns = [column["name"] for column in inspector.get_columns(table.name)]
        assert columns == [column.name for column in table.columns], table.name


def test_sqlite_is_set_to_survive_a_power_cut(tmp_path: Path):
    engine = open_database(str(tmp_path / "town.db"))
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() >= 5_000
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_opening_again_changes_nothing_and_leaves_logging_alone(tmp_path: Path):
    path = str(tmp_path / "town.db")
    handlers = list(logging.getLogger().handlers)
    open_database(path).dispose()
    open_database(path, must_exist=True).dispose()
    assert logging.getLogger().handlers == handlers


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path):
    path = tmp_path / "town.db"
    path.write_bytes(b"not a database at all" * 500)
    with pytest.raises(DamagedDatabase, match="is damaged"):
        open_database(str(path))


def test_a_missing_folder_or_file_is_said_in_one_line(tmp_path: Path):
    with pytest.raises(StartupError, match="cannot open the database") as error:
        open_database(str(tmp_path / "no" / "town.db"))
    assert "\n" not in str(error.value)
    with pytest.raises(StartupError, match="there is no database"):
        open_database(str(tmp_path / "town.db"), must_exist=True)


def test_a_database_of_a_newer_server_is_refused(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StartupError, match="newer onemap-server"):
        open_database(engine.url.render_as_string(hide_password=False))
