"""Readings packed by day for whoever reads many at once, and how far each stream is packed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None

_IS_RULE_CHANGE = sa.text("kind = 'RuleChanged'")


def upgrade() -> None:
    """Create the blocks; streams of before begin unpacked."""
    op.create_table(
        "reading_block",
        sa.Column("stream", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("day_ms", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.add_column(
        "reading_stream",
        sa.Column("packed_ms", sa.BigInteger, nullable=False, server_default="0"),
    )
    # The changes of rules are a handful among all events.
    op.create_index(
        "event_rule_change",
        "event",
        ["seq"],
        sqlite_where=_IS_RULE_CHANGE,
        postgresql_where=_IS_RULE_CHANGE,
    )


def downgrade() -> None:
    """Drop what was made."""
    op.drop_index("event_rule_change", "event")
    op.drop_column("reading_stream", "packed_ms")
    op.drop_table("reading_block")
