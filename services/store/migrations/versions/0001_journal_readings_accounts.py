"""The first tables: journal, command results, snapshots, readings, accounts, tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create every table."""
    _journal()
    _readings()
    _accounts()


def _journal() -> None:
    op.create_table(
        "event",
        sa.Column("seq", _BIG, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("prev", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_table(
        "command_result",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("refusal", sa.LargeBinary),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot",
        sa.Column("seq", _BIG, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _readings() -> None:
    op.create_table(
        "reading",
        sa.Column("stream", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at_ms", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("quality", sa.SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reading_stream",
        sa.Column("stream", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("quality", sa.SmallInteger, nullable=False),
        sa.Column("rolled_ms", sa.BigInteger, nullable=False),
    )
    for name in ("reading_minute", "reading_hour"):
        op.create_table(
            name,
            sa.Column("stream", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("at_ms", sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column("low", sa.Double, nullable=False),
            sa.Column("high", sa.Double, nullable=False),
            sa.Column("mean", sa.Double, nullable=False),
            sa.Column("count", sa.BigInteger, nullable=False),
            sa.Column("last", sa.Double, nullable=False),
            sqlite_with_rowid=False,
        )


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("display", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
    )
    op.create_table(
        "token",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, index=True),
        sa.Column("account", sa.Text, sa.ForeignKey("account.name")),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("expires_ms", sa.BigInteger, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    """Drop every table."""
    for name in (
        "token",
        "account",
        "reading_hour",
        "reading_minute",
        "reading_stream",
        "reading",
        "snapshot",
        "command_result",
        "event",
    ):
        op.drop_table(name)
