"""Everything a desk needs: facts, projections, the word index, the triggers of the log.

Written out as it was, never derived from `schema`: that one moves on, this one does not.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE clock (
  case_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  n TEXT NOT NULL,
  state TEXT NOT NULL,
  actor TEXT NOT NULL,
  started INTEGER NOT NULL,
  due INTEGER,
  met_at INTEGER,
  breach_at INTEGER,
  target INTEGER NOT NULL,
  raised INTEGER NOT NULL,
  PRIMARY KEY (case_id, name, n)
)
 WITHOUT ROWID,
 STRICT
""",
    """
CREATE TABLE counter (
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (name)
)
 STRICT
""",
    """
CREATE TABLE event (
  seq INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  ver INTEGER NOT NULL,
  kind TEXT NOT NULL,
  v INTEGER NOT NULL,
  at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  source TEXT NOT NULL,
  op_id TEXT,
  key_id TEXT NOT NULL,
  body TEXT NOT NULL,
  prev BLOB NOT NULL,
  mac BLOB NOT NULL,
  PRIMARY KEY (seq),
  CONSTRAINT uq_event_case_ver UNIQUE (case_id, ver),
  CONSTRAINT ck_event_at CHECK (at <= recorded_at)
)
 STRICT
""",
    """
CREATE TABLE lease (
  name TEXT NOT NULL,
  holder TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (name)
)
 STRICT
""",
    """
CREATE TABLE meta (
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY ("key")
)
 STRICT
""",
    """
CREATE TABLE op (
  op_id TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  PRIMARY KEY (op_id)
)
 STRICT
""",
    """
CREATE TABLE person (
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL,
  pinyin TEXT NOT NULL,
  PRIMARY KEY (code)
)
 STRICT
""",
    """
CREATE TABLE policy (
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  digest TEXT NOT NULL,
  resolved TEXT NOT NULL,
  actor TEXT NOT NULL,
  os_user TEXT NOT NULL,
  PRIMARY KEY (version)
)
 STRICT
""",
    """
CREATE TABLE subject (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  prefers TEXT NOT NULL,
  language TEXT NOT NULL,
  care INTEGER NOT NULL,
  secret BLOB,
  PRIMARY KEY (id)
)
 STRICT
""",
    """
CREATE TABLE cases (
  id INTEGER NOT NULL,
  ref TEXT NOT NULL,
  subject INTEGER NOT NULL,
  title INTEGER NOT NULL,
  status TEXT NOT NULL,
  priority TEXT NOT NULL,
  class TEXT NOT NULL,
  kind TEXT NOT NULL,
  line TEXT NOT NULL,
  category TEXT NOT NULL,
  channel TEXT NOT NULL,
  source TEXT NOT NULL,
  ext_ref TEXT,
  owner TEXT,
  accountable TEXT,
  received INTEGER NOT NULL,
  band INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  due INTEGER NOT NULL,
  clock TEXT,
  clock_due INTEGER,
  broken_since INTEGER,
  broken_clock TEXT,
  frozen INTEGER NOT NULL,
  wake_at INTEGER,
  next_change INTEGER,
  reason TEXT NOT NULL,
  departments TEXT NOT NULL,
  chasers INTEGER NOT NULL,
  care INTEGER NOT NULL,
  surge INTEGER NOT NULL,
  follow_up_due INTEGER,
  resolved_at INTEGER,
  resolved_by TEXT,
  ver INTEGER NOT NULL,
  folded_at INTEGER NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (ref),
  FOREIGN KEY(subject) REFERENCES subject (id),
  UNIQUE (ext_ref)
)
 STRICT
""",
    """
CREATE TABLE content (
  id INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  audience TEXT NOT NULL,
  purpose TEXT NOT NULL,
  mime TEXT NOT NULL,
  lang TEXT NOT NULL,
  body TEXT,
  digest BLOB NOT NULL,
  erased_at INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY(subject) REFERENCES subject (id)
)
 STRICT
""",
    "CREATE INDEX ix_cases_clock_due ON cases (clock_due, band, next_change)"
    " WHERE clock_due IS NOT NULL",
    "CREATE INDEX ix_cases_follow_up ON cases (band, rank, due, received, id)"
    " WHERE follow_up_due IS NOT NULL",
    "CREATE INDEX ix_cases_key ON cases (band, rank, due, received, id, next_change, priority,"
    " category, line, class, kind, channel, status)",
    "CREATE INDEX ix_cases_late ON cases (band, rank, due, received, id)"
    " WHERE broken_since IS NOT NULL",
    "CREATE INDEX ix_cases_next_change ON cases (next_change) WHERE next_change IS NOT NULL",
    "CREATE INDEX ix_cases_oldest_broken ON cases (broken_since, id)"
    " WHERE owner IS NULL AND broken_since IS NOT NULL",
    "CREATE INDEX ix_cases_owner ON cases (owner, band, rank, due, received, id)"
    " WHERE owner IS NOT NULL",
    "CREATE INDEX ix_cases_subject ON cases (subject)",
    "CREATE INDEX ix_cases_unowned ON cases (band, rank, due, received, id, status)"
    " WHERE owner IS NULL",
    "CREATE INDEX ix_cases_unregistered ON cases (band, rank, due, received, id)"
    " WHERE accountable IS NULL",
    "CREATE INDEX ix_cases_waiting ON cases (band, rank, due, received, id)"
    " WHERE status = 'waiting'",
    "CREATE INDEX ix_content_case ON content (case_id)",
    "CREATE INDEX ix_content_subject ON content (subject)",
    """
CREATE VIRTUAL TABLE search USING fts5(
  words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')
""",
    """
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END
""",
    """
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END
""",
    """
CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
  OR NEW.ver IS NOT (SELECT coalesce(max(ver), 0) + 1 FROM event WHERE case_id = NEW.case_id)
  OR NEW.prev IS NOT coalesce((SELECT mac FROM event ORDER BY seq DESC LIMIT 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'event out of chain'); END
""",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """There is no way back: a log is never made smaller."""
    raise NotImplementedError("a store is not taken back to an older schema: use a backup")
