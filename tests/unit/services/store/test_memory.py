"""The one row the rule engine's memory is kept in."""

from __future__ import annotations

import sqlalchemy as sa

from services.store.memory import EngineMemory
from services.store.tables import engine_memory


def test_the_last_bytes_saved_are_found_again(engine: sa.Engine) -> None:
    memory = EngineMemory(engine)
    assert memory.load() is None
    memory.save(b"\x00one", 1)
    memory.save(b"two" * 100_000, 2)
    assert EngineMemory(engine).load() == b"two" * 100_000
    with engine.connect() as connection:
        assert connection.execute(sa.select(engine_memory.c.id, engine_memory.c.at_ms)).all() == [
            (1, 2)
        ]
