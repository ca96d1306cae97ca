"""Alembic's script directory: `env` and the versions of the schema, shipped with the package."""
