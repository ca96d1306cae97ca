"""Walks the journal from the first event to the last and says where the chain breaks.

Trusts nothing it reads: a changed byte may sit in any column, may be no text any more, and may
make SQLite itself give up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from services.contract.events import GENESIS, Event, is_sound, open_body
from services.errors import OneMapError
from services.store import tables
from services.store.database import first_line

_CHUNK = 2_000
_UNREADABLE = (DBAPIError, TypeError, ValueError)
"""What reading a damaged row may raise: the driver's errors and SQLAlchemy's conversions."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The chain is whole, from the first event to `count`."""

    count: int


class BrokenChain(OneMapError):
    """The first link that does not hold. `seq` is 0 when the damage lies beside the events."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(f"the chain breaks at event {seq}: {reason}" if seq else reason)
        self.seq = seq
        self.reason = reason


def verify(engine: sa.Engine) -> Verified:
    """Check every link: order, the link to the one before, hash, body. Raises BrokenChain."""
    seq, previous = 0, GENESIS
    with engine.connect() as connection:
        for event in _walk(connection):
            seq += 1
            check_link(event, seq, previous)
            previous = event.hash
        try:
            _check_beside(connection, seq)
        except _UNREADABLE as error:
            raise BrokenChain(0, f"the database file is damaged: {_words(error)}") from error
    return Verified(seq)


def check_link(event: Event, seq: int, previous: str) -> None:
    """Raise BrokenChain unless `event` is a sound event `seq` that follows hash `previous`."""
    if event.seq != seq:
        raise BrokenChain(seq, f"event {event.seq} stands in its place")
    try:
        sound = is_sound(event)
    except (TypeError, ValueError, OverflowError):
        sound = False
    if not sound:
        raise BrokenChain(seq, "its content does not fit its hash")
    if event.prev != previous:
        raise BrokenChain(seq, "it does not link to the event before it")
    try:
        open_body(event)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BrokenChain(seq, f"its body is not a {event.kind}: {error}") from error


def _walk(connection: sa.Connection) -> Iterator[Event]:
    """The events in order, a chunk at a time; a chunk that cannot be read, one by one."""
    done = 0
    while True:
        try:
            events = _read(connection, done + 1, _CHUNK)
        except _UNREADABLE:
            connection.rollback()
            yield from _walk_singly(connection, done + 1)
            return
        yield from events
        if len(events) < _CHUNK:
            return
        done += len(events)


def _walk_singly(connection: sa.Connection, seq: int) -> Iterator[Event]:
    while True:
        try:
            events = _read(connection, seq, 1)
        except _UNREADABLE as error:
            raise BrokenChain(seq, f"it cannot be read: {_words(error)}") from error
        if not events:
            return
        yield events[0]
        seq += 1


def _read(connection: sa.Connection, seq: int, limit: int) -> list[Event]:
    column = tables.event.c.seq
    query = sa.select(*tables.event.c).where(column >= seq).order_by(column).limit(limit)
    return [Event(*row) for row in connection.execute(query)]


def _check_beside(connection: sa.Connection, head: int) -> None:
    """What the chain cannot show: events cut off its end, and damage to the file's own order."""
    answered = connection.scalar(sa.select(sa.func.max(tables.command_result.c.seq))) or 0
    if answered > head:
        raise BrokenChain(head + 1, f"it is gone, though a command was answered with {answered}")
    if connection.dialect.name == "sqlite":
        words = connection.exec_driver_sql("PRAGMA integrity_check('event')").scalar()
        if words != "ok":
            raise BrokenChain(0, f"the database file is damaged: {words}")


def _words(error: Exception) -> str:
    return first_line(error) if isinstance(error, DBAPIError) else str(error)
