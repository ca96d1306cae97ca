"""Every migration goes up and down again, on both databases, and loses no journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import services.store
from services.contract.events import Event
from services.store.journal import JournalStore

MIGRATIONS = Path(services.store.__file__).parent / "migrations"


def migrate(engine: sa.Engine, change: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        change(config, revision)
        connection.commit()


@pytest.mark.parametrize("revision", ["0001", "base"])
def test_down_and_up_again_gives_the_same_tables(engine: sa.Engine, revision: str) -> None:
    before = _tables(engine)
    assert "notification" in before
    migrate(engine, command.downgrade, revision)
    assert "notification" not in _tables(engine)
    migrate(engine, command.upgrade, "head")
    assert _tables(engine) == before


def test_a_journal_of_the_first_schema_is_kept(
    engine: sa.Engine, chain: Callable[[int], list[Event]]
) -> None:
    events = chain(3)
    migrate(engine, command.downgrade, "0001")
    JournalStore(engine).append(events, [], 5)
    migrate(engine, command.upgrade, "head")
    assert JournalStore(engine).read(1, 9) == events


def _tables(engine: sa.Engine) -> dict[str, list[str]]:
    inspector = sa.inspect(engine)
    return {
        name: [str(column["name"]) for column in inspector.get_columns(name)]
        for name in inspector.get_table_names()
    }
