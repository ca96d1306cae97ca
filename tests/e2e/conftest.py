"""A small town on disk, a place for its database, and a server that serves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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
