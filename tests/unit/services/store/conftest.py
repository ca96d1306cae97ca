"""Every test that asks for `engine` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from services.contract import events as ev
from services.contract.model import Level, Warning
from services.store.database import open_database
from tests.fakes.postgres import fresh_database, postgres_server

__all__ = ["postgres_server"]


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        opened = open_database(str(tmp_path / "town.db"))
        yield opened
        opened.dispose()
        return
    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        opened = open_database(url)
        yield opened
        opened.dispose()


@pytest.fixture
def chain() -> Callable[[int], list[ev.Event]]:
    """Makes a sound chain of so many events."""

    def make(count: int) -> list[ev.Event]:
        events: list[ev.Event] = []
        prev = ev.GENESIS
        for seq in range(1, count + 1):
            body = ev.WarningIssued(Warning(f"k{seq}", Level.RED, f"words {seq}", "bureau", seq))
            event = ev.seal(
                body,
                seq=seq,
                id=f"e{seq:04}",
                at_ms=1000 + seq,
                actor="li",
                command=f"c{seq}",
                prev=prev,
            )
            events.append(event)
            prev = event.hash
        return events

    return make
