"""Where the rule engine's memory is kept: one row, written over each time. Bytes, nothing more."""

from __future__ import annotations

import sqlalchemy as sa

from services.store.tables import engine_memory

_ROW = 1


class EngineMemory:
    """The bytes of `RuleEngine.remember`. Blocks: call it in a thread."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def load(self) -> bytes | None:
        """What was saved last, None when nothing ever was."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(engine_memory.c.data)).scalar_one_or_none()
        return None if found is None else bytes(found)

    def save(self, data: bytes, at_ms: int) -> None:
        """Put `data` in the place of what was there, whole or not at all."""
        with self._engine.begin() as connection:
            connection.execute(engine_memory.delete())
            connection.execute(engine_memory.insert().values(id=_ROW, at_ms=at_ms, data=data))
