"""A small town on disk, a place for its database, and servers that serve it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.nursery import Nursery, open_nursery
from tests.fakes.servers import Server
from tests.fakes.towns import write_town


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The directory of the small town."""
    return write_town(tmp_path / "town")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where the database is to be."""
    return tmp_path / "onemap.db"


@pytest.fixture
def server(town: Path, db: Path) -> Iterator[Server]:
    """A running server on the small town."""
    with Server(town, db) as running:
        yield running


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where server processes are forked instead of started afresh."""
    with open_nursery(tmp_path_factory.mktemp("nursery") / "log") as opened:
        yield opened
