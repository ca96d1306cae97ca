"""The outbox runs on the same databases as the store."""

from tests.fakes.postgres import postgres_server
from tests.unit.services.store.conftest import engine

__all__ = ["engine", "postgres_server"]
