"""Alembic's door: works on the connection and in the transaction that `migrate` hands over."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
# One transaction around everything; SQLite's DDL takes part in it. No batch mode: copying the
# event table would lose its triggers.
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
