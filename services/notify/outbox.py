"""The durable list of messages to send: put in once by key, claimed, sent, marked.

A claim carries a fence, a number that grows with every claim of a message; a mark with an old
fence changes nothing. Knows the database, never a channel, a ladder or the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
import uuid_utils
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from services.notify.message import SETTLED, Message, OutboxState
from services.store.tables import notification

KEEP_MS = 90 * 86_400_000
"""How long a settled message is kept; its key protects from a repetition for as long."""
_NOT_AGAIN = -1
"""As the time of the next try: taken back while on its way, so it is not to be tried again."""
TEXT_LIMIT = 500
"""Characters of an error or a receipt that are kept."""


_WAITING_AGAIN = sa.case(
    (notification.c.next_try_ms == _NOT_AGAIN, OutboxState.CANCELLED.value),
    else_=OutboxState.WAITING.value,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as it stands. Times are ms since the epoch, UTC."""

    id: str
    message: Message
    created_ms: int
    next_try_ms: int
    tries: int
    state: OutboxState
    error: str
    receipt: str
    fence: int


class Outbox:
    """Blocking calls on one table; call them off the loop. Safe from several threads."""

    def __init__(self, engine: sa.Engine, new_id: Callable[[], str] | None = None) -> None:
        self._engine = engine
        self._new_id = new_id or (lambda: str(uuid_utils.uuid7()))

    def put(self, messages: Iterable[Message], now_ms: int) -> int:
        """Add the messages whose keys are not there yet, in one transaction; answers how many."""
        rows = [self._row(message, now_ms) for message in messages]
        if not rows:
            return 0
        with self._engine.begin() as connection:
            return sum(connection.execute(self._insert(row)).first() is not None for row in rows)

    def _insert(self, row: dict[str, object]) -> ReturningInsert[Any]:
        make = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        fresh = make(notification).values(row).on_conflict_do_nothing(index_elements=["key"])
        return fresh.returning(notification.c.id)

    def _row(self, message: Message, now_ms: int) -> dict[str, object]:
        return {
            "id": self._new_id(),
            "key": message.key,
            "channel": message.channel,
            "address": message.address,
            "subject": message.subject,
            "body": message.body,
            "cause": message.cause,
            "person": message.person,
            "created_ms": now_ms,
            "next_try_ms": now_ms,
            "tries": 0,
            "state": OutboxState.WAITING.value,
            "error": "",
            "receipt": "",
            "fence": 0,
            "reported": False,
        }

    def recover(self) -> int:
        """At the start of the one sender: what was being sent when it died waits again.

        The fence of each is raised, so that a sender that did not die cannot mark it any more.
        """
        table = notification
        with self._engine.begin() as connection:
            return connection.execute(
                sa.update(table)
                .where(table.c.state == OutboxState.SENDING.value)
                .values(state=_WAITING_AGAIN, fence=table.c.fence + 1)
            ).rowcount

    def claim(self, channel: str, now_ms: int) -> Entry | None:
        """Take the message of the channel that has been due longest; counts as a try."""
        table = notification
        due = (
            sa.select(table.c.id, table.c.fence)
            .where(
                table.c.channel == channel,
                table.c.state == OutboxState.WAITING.value,
                table.c.next_try_ms <= now_ms,
            )
            .order_by(table.c.next_try_ms, table.c.id)
            .limit(1)
        )
        with self._engine.begin() as connection:
            found = connection.execute(due).one_or_none()
            if found is None:
                return None
            taken = connection.execute(
                sa.update(table)
                .where(
                    table.c.id == found.id,
                    table.c.fence == found.fence,
                    table.c.state == OutboxState.WAITING.value,
                )
                .values(
                    state=OutboxState.SENDING.value,
                    fence=found.fence + 1,
                    tries=table.c.tries + 1,
                )
            ).rowcount
            if not taken:
                return None
            row = connection.execute(sa.select(table).where(table.c.id == found.id)).one()
        return _entry(row)

    def next_due_ms(self, channel: str) -> int | None:
        """When the channel has something to do next; None when nothing waits."""
        table = notification
        query = sa.select(sa.func.min(table.c.next_try_ms)).where(
            table.c.channel == channel, table.c.state == OutboxState.WAITING.value
        )
        with self._engine.connect() as connection:
            due: int | None = connection.execute(query).scalar()
        return due

    def mark_sent(self, entry: Entry, receipt: str) -> bool:
        """It went. False when the claim is not ours any more."""
        return self._mark(entry, state="sent", receipt=receipt[:TEXT_LIMIT], error="")

    def mark_failed(self, entry: Entry, error: str) -> bool:
        """It is given up. False when the claim is not ours any more."""
        return self._mark(entry, state="failed", error=error[:TEXT_LIMIT])

    def mark_again(self, entry: Entry, error: str, next_try_ms: int) -> bool:
        """It waits for another try. False when the claim is not ours any more."""
        return self._mark(
            entry, state=_WAITING_AGAIN, error=error[:TEXT_LIMIT], next_try_ms=next_try_ms
        )

    def _mark(self, entry: Entry, **values: object) -> bool:
        table = notification
        with self._engine.begin() as connection:
            marked = connection.execute(
                sa.update(table)
                .where(
                    table.c.id == entry.id,
                    table.c.fence == entry.fence,
                    table.c.state == OutboxState.SENDING.value,
                )
                .values(values)
            ).rowcount
        return marked == 1

    def cancel(self, causes: Collection[str]) -> int:
        """Take back what waits about these alerts; answers how many.

        What is on its way cannot be taken back, but it is not tried again when it fails.
        """
        table = notification
        about = table.c.cause.in_(causes)
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(table)
                .where(about, table.c.state == OutboxState.SENDING.value)
                .values(next_try_ms=_NOT_AGAIN)
            )
            return connection.execute(
                sa.update(table)
                .where(about, table.c.state == OutboxState.WAITING.value)
                .values(state=OutboxState.CANCELLED.value)
            ).rowcount

    def fail_other_channels(self, channels: Collection[str]) -> int:
        """Give up what waits for channels that are not configured any more."""
        table = notification
        with self._engine.begin() as connection:
            return connection.execute(
                sa.update(table)
                .where(table.c.channel.not_in(channels), table.c.state == OutboxState.WAITING.value)
                .values(state="failed", error="the channel is not configured any more")
            ).rowcount

    def waiting_causes(self) -> set[str]:
        """Alerts about which something waits."""
        query = sa.select(notification.c.cause).where(
            notification.c.state == OutboxState.WAITING.value, notification.c.cause != ""
        )
        with self._engine.connect() as connection:
            return set(connection.execute(query.distinct()).scalars())

    def unreported(self) -> list[Entry]:
        """Settled messages the journal has not been told of, oldest first."""
        table = notification
        return self._entries(
            sa.select(table)
            .where(table.c.reported.is_(False), table.c.state.in_([str(s) for s in SETTLED]))
            .order_by(table.c.id)
            .limit(200)
        )

    def mark_reported(self, ids: Collection[str]) -> None:
        """The journal holds how these ended."""
        table = notification
        with self._engine.begin() as connection:
            connection.execute(sa.update(table).where(table.c.id.in_(ids)).values(reported=True))

    def known(self, keys: Collection[str]) -> set[str]:
        """Those of the keys that are in the outbox."""
        query = sa.select(notification.c.key).where(notification.c.key.in_(keys))
        with self._engine.connect() as connection:
            return set(connection.execute(query).scalars())

    def newest(self, limit: int, state: OutboxState | None = None) -> list[Entry]:
        """The newest messages first."""
        query = sa.select(notification).order_by(notification.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(notification.c.state == state.value)
        return self._entries(query)

    def prune(self, now_ms: int) -> int:
        """Drop what was settled and reported long ago."""
        table = notification
        with self._engine.begin() as connection:
            return connection.execute(
                sa.delete(table).where(
                    table.c.reported.is_(True), table.c.created_ms < now_ms - KEEP_MS
                )
            ).rowcount

    def _entries(self, query: sa.Select[Any]) -> list[Entry]:
        with self._engine.connect() as connection:
            return [_entry(row) for row in connection.execute(query)]


def _entry(row: sa.Row[Any]) -> Entry:
    message = Message(
        row.key, row.channel, row.address, row.subject, row.body, row.cause, row.person
    )
    return Entry(
        row.id,
        message,
        row.created_ms,
        row.next_try_ms,
        row.tries,
        OutboxState(row.state),
        row.error,
        row.receipt,
        row.fence,
    )
