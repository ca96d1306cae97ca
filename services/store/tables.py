"""The tables as queries see them. The schema itself is made by the migrations alone."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

event = sa.Table(
    "event",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text),
    sa.Column("at_ms", sa.BigInteger),
    sa.Column("actor", sa.Text),
    sa.Column("command", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("body", sa.LargeBinary),
    sa.Column("prev", sa.Text),
    sa.Column("hash", sa.Text),
)
"""The columns stand in the order of `contract.events.Event`'s fields."""

command_result = sa.Table(
    "command_result",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger),
    sa.Column("refusal", sa.LargeBinary),
    sa.Column("at_ms", sa.BigInteger),
)

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary),
)

reading = sa.Table(
    "reading",
    metadata,
    sa.Column("stream", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at_ms", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("value", sa.Double),
    sa.Column("quality", sa.SmallInteger),
)

reading_stream = sa.Table(
    "reading_stream",
    metadata,
    sa.Column("stream", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at_ms", sa.BigInteger),
    sa.Column("value", sa.Double),
    sa.Column("quality", sa.SmallInteger),
    sa.Column("rolled_ms", sa.BigInteger),
    sa.Column("packed_ms", sa.BigInteger),
)
"""Per stream: its newest reading, and the times from which raw readings are not yet rolled up
and not yet packed."""

reading_block = sa.Table(
    "reading_block",
    metadata,
    sa.Column("stream", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day_ms", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("count", sa.Integer),
    sa.Column("data", sa.LargeBinary),
)
"""The readings of one stream and one day UTC, in the format of `packed`."""


def _rollup(name: str) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("stream", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at_ms", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("low", sa.Double),
        sa.Column("high", sa.Double),
        sa.Column("mean", sa.Double),
        sa.Column("count", sa.BigInteger),
        sa.Column("last", sa.Double),
    )


reading_minute = _rollup("reading_minute")
reading_hour = _rollup("reading_hour")

account = sa.Table(
    "account",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("display", sa.Text),
    sa.Column("password_hash", sa.Text),
    sa.Column("roles", sa.Text),
)

token = sa.Table(
    "token",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("account", sa.Text),
    sa.Column("scopes", sa.Text),
    sa.Column("created_ms", sa.BigInteger),
    sa.Column("expires_ms", sa.BigInteger),
    sa.Column("revoked", sa.Boolean),
)
"""Only the SHA-256 of a token is kept. `account` is set for a person's session."""

notification = sa.Table(
    "notification",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text),
    sa.Column("channel", sa.Text),
    sa.Column("address", sa.Text),
    sa.Column("subject", sa.Text),
    sa.Column("body", sa.Text),
    sa.Column("cause", sa.Text),
    sa.Column("person", sa.Text),
    sa.Column("created_ms", sa.BigInteger),
    sa.Column("next_try_ms", sa.BigInteger),
    sa.Column("tries", sa.Integer),
    sa.Column("state", sa.Text),
    sa.Column("error", sa.Text),
    sa.Column("receipt", sa.Text),
    sa.Column("fence", sa.BigInteger),
    sa.Column("reported", sa.Boolean),
)
"""Messages to send. `reported` is set once the journal holds how the message ended."""

engine_memory = sa.Table(
    "engine_memory",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at_ms", sa.BigInteger),
    sa.Column("data", sa.LargeBinary),
)
"""One row: the rule engine's running timers and windows, and when they were noted."""
