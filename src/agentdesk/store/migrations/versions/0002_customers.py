"""Customers found while somebody types, sticky notes, and what an agent plans to do next."""

from __future__ import annotations

from alembic import op

from agentdesk.domain.finding import keys_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE customer_key (
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  subject INTEGER NOT NULL,
  PRIMARY KEY (kind, "key", subject)
)
 WITHOUT ROWID,
 STRICT
""",
    """
CREATE TABLE sticky (
  id INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (id)
)
 STRICT
""",
    "CREATE INDEX ix_sticky_subject ON sticky (subject)",
    "ALTER TABLE cases ADD COLUMN plan_at INTEGER",
    "ALTER TABLE cases ADD COLUMN plan_by TEXT",
    "ALTER TABLE cases ADD COLUMN plan_text INTEGER",
    "CREATE INDEX ix_cases_plan ON cases (plan_by, plan_at) WHERE plan_at IS NOT NULL",
)


def downgrade() -> None:
    """There is no way back: a log is never made smaller."""
    raise NotImplementedError("a store is not taken back to an older schema: use a backup")


def upgrade() -> None:
    """Make the tables, and the keys of every customer who is here already."""
    for statement in STATEMENTS:
        op.execute(statement)
    connection = op.get_bind()
    known = connection.exec_driver_sql("SELECT id, name, phone, email FROM subject").all()
    rows = [
        (kind, key, subject)
        for subject, name, phone, email in known
        for kind, key in keys_of(name, phone, email)
    ]
    if rows:
        connection.exec_driver_sql(
            'INSERT INTO customer_key (kind, "key", subject) VALUES (?, ?, ?)', rows
        )
