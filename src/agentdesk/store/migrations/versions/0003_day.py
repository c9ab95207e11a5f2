"""The agent's day: departments and handoffs, callbacks, mail, going home."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE person ADD COLUMN dept TEXT",
    "ALTER TABLE person ADD COLUMN hours TEXT",
    "ALTER TABLE subject ADD COLUMN calls_from INTEGER",
    "ALTER TABLE subject ADD COLUMN calls_until INTEGER",
    "ALTER TABLE subject ADD COLUMN tz TEXT",
    "ALTER TABLE subject ADD COLUMN no_survey TEXT",
    "ALTER TABLE cases ADD COLUMN back TEXT",
    "ALTER TABLE cases ADD COLUMN attention INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE cases ADD COLUMN undelivered INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE cases ADD COLUMN offered_to TEXT",
    """
CREATE TABLE department (
  code TEXT NOT NULL,
  en TEXT NOT NULL,
  zh TEXT NOT NULL,
  calendar TEXT NOT NULL,
  active INTEGER NOT NULL,
  PRIMARY KEY (code)
)
 STRICT
""",
    """
CREATE TABLE handoff (
  case_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  dept TEXT NOT NULL,
  main INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  text INTEGER,
  accepted_at INTEGER,
  accepted_by TEXT,
  reported_at INTEGER,
  clock TEXT,
  due INTEGER,
  ended_at INTEGER,
  how TEXT,
  hop INTEGER NOT NULL,
  along TEXT,
  PRIMARY KEY (case_id, id)
)
 WITHOUT ROWID,
 STRICT
""",
    "CREATE INDEX ix_handoff_open ON handoff (dept, due) WHERE ended_at IS NULL",
    """
CREATE TABLE callback (
  case_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  who TEXT NOT NULL,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  set_by TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  about INTEGER,
  place INTEGER,
  bring INTEGER,
  changes INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  had TEXT,
  PRIMARY KEY (case_id, id)
)
 WITHOUT ROWID,
 STRICT
""",
    "CREATE INDEX ix_callback_day ON callback (at, who)",
    "CREATE INDEX ix_callback_set ON callback (who, at) WHERE state = 'set'",
    "CREATE INDEX ix_callback_due ON callback (at) WHERE state = 'set'",
    """
CREATE TABLE outbox (
  id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  purpose TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL,
  lang TEXT NOT NULL,
  title TEXT NOT NULL,
  text INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  next_at INTEGER,
  first_at INTEGER,
  holder TEXT,
  claimed_at INTEGER,
  ended_at INTEGER,
  code TEXT,
  said TEXT,
  PRIMARY KEY (id),
  UNIQUE (message_id)
)
 STRICT
""",
    "CREATE INDEX ix_outbox_case ON outbox (case_id)",
    "CREATE INDEX ix_outbox_open ON outbox (next_at) WHERE ended_at IS NULL",
    "CREATE INDEX ix_cases_attention ON cases (band, rank, due, received, id) WHERE attention > 0",
    "CREATE INDEX ix_cases_offered ON cases (offered_to) WHERE offered_to IS NOT NULL",
    "CREATE INDEX ix_cases_undelivered ON cases (owner) WHERE undelivered > 0",
    "CREATE INDEX ix_cases_resolved ON cases (resolved_at) WHERE status = 'resolved'",
)


def downgrade() -> None:
    """There is no way back: a log is never made smaller."""
    raise NotImplementedError("a store is not taken back to an older schema: use a backup")


def upgrade() -> None:
    """Make the tables and columns; what older cases hold of them is folded by `rebuild`."""
    for statement in STATEMENTS:
        op.execute(statement)
