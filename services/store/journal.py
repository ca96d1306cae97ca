"""The journal on disk: events, what became of commands, snapshots. Synchronous, one writer.

Owns the transaction that makes a command's events and its answer durable together. Knows neither
handlers nor clients.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from services.contract.events import GENESIS, Event, RuleChanged
from services.contract.model import RuleChange
from services.contract.wire import Refusal, Result
from services.errors import OneMapError
from services.store import audit, tables

_SNAPSHOTS_KEPT = 2
_LOOKUP = 500
"""Ids in one IN list; SQLite's oldest limit on parameters is 999."""

_encoder = msgspec.msgpack.Encoder()
_refusals = msgspec.msgpack.Decoder(Refusal)
_changed = msgspec.msgpack.Decoder(RuleChanged)

_columns = tables.event.c


class StoreConflict(OneMapError):
    """The journal's head is not where the writer left it: somebody else has written."""


class JournalStore:
    """Events in order, chained by hash; each command id answered once."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def append(self, events: Sequence[Event], results: Sequence[Result], at_ms: int = 0) -> None:
        """Write events and answers in one transaction.

        Raises StoreConflict when the first event does not follow the stored head, or a command id
        has been answered before. `at_ms` is when the answers were given.
        """
        try:
            with self.engine.begin() as connection:
                if events:
                    head = _head(connection)
                    if head != (events[0].seq - 1, events[0].prev):
                        raise StoreConflict(
                            f"the journal stands at event {head[0]}, not {events[0].seq - 1}"
                        )
                    rows = [msgspec.structs.asdict(event) for event in events]
                    connection.execute(tables.event.insert(), rows)
                if results:
                    rows = [_result_row(result, at_ms) for result in results]
                    connection.execute(tables.command_result.insert(), rows)
        except IntegrityError as error:
            raise StoreConflict("somebody else has written to the journal") from error

    def read(self, from_seq: int, limit: int) -> list[Event]:
        """Up to `limit` events, the first of them `from_seq` or later, in order."""
        query = (
            sa.select(*_columns).where(_columns.seq >= from_seq).order_by(_columns.seq).limit(limit)
        )
        with self.engine.connect() as connection:
            return [Event(*row) for row in connection.execute(query)]

    def rule_changes(self) -> list[RuleChange]:
        """Every change of a rule there was, oldest first."""
        # Written out, so that the index on these few events is used.
        kind = sa.literal(RuleChanged.__name__, literal_execute=True)
        query = sa.select(_columns.body).where(_columns.kind == kind).order_by(_columns.seq)
        with self.engine.connect() as connection:
            return [_changed.decode(body).change for body in connection.scalars(query)]

    def head(self) -> tuple[int, str]:
        """Seq and hash of the last event; (0, "") for an empty journal."""
        with self.engine.connect() as connection:
            return _head(connection)

    def hash_at(self, seq: int) -> str | None:
        """Hash of event `seq`, None when there is no such event."""
        if seq == 0:
            return GENESIS
        with self.engine.connect() as connection:
            found: str | None = connection.scalar(
                sa.select(_columns.hash).where(_columns.seq == seq)
            )
        return found

    def result_of(self, command_id: str) -> Result | None:
        """What the command was answered, None if it never was."""
        return self.results_of([command_id]).get(command_id)

    def results_of(self, command_ids: Sequence[str]) -> dict[str, Result]:
        """The stored answers among `command_ids`."""
        table = tables.command_result.c
        found: dict[str, Result] = {}
        with self.engine.connect() as connection:
            for start in range(0, len(command_ids), _LOOKUP):
                part = command_ids[start : start + _LOOKUP]
                query = sa.select(table.id, table.seq, table.refusal).where(table.id.in_(part))
                for id_, seq, refusal in connection.execute(query):
                    found[id_] = Result(id_, seq, _refusals.decode(refusal) if refusal else None)
        return found

    def verify(self) -> audit.Verified:
        """Walk the whole chain. Raises audit.BrokenChain at the first link that does not hold."""
        return audit.verify(self.engine)

    def save_snapshot(self, seq: int, data: bytes) -> None:
        """Keep the encoded state at `seq`; the newest two are kept."""
        table = tables.snapshot
        with self.engine.begin() as connection:
            connection.execute(table.delete().where(table.c.seq == seq))
            connection.execute(table.insert().values(seq=seq, data=data))
            kept = connection.scalars(
                sa.select(table.c.seq).order_by(table.c.seq.desc()).limit(_SNAPSHOTS_KEPT)
            ).all()
            connection.execute(table.delete().where(table.c.seq < kept[-1]))

    def load_snapshot(self) -> tuple[int, bytes] | None:
        """The newest snapshot, if any."""
        table = tables.snapshot.c
        query = sa.select(table.seq, table.data).order_by(table.seq.desc()).limit(1)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.seq, row.data)


def _head(connection: sa.Connection) -> tuple[int, str]:
    query = sa.select(_columns.seq, _columns.hash).order_by(_columns.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return (0, GENESIS) if row is None else (row.seq, row.hash)


def _result_row(result: Result, at_ms: int) -> dict[str, object]:
    refusal = None if result.refusal is None else _encoder.encode(result.refusal)
    return {"id": result.command, "seq": result.seq, "refusal": refusal, "at_ms": at_ms}
