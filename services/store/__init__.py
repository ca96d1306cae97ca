"""Where the journal, the readings and the accounts are kept: SQLite or PostgreSQL."""
