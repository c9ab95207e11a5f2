"""The tables, declared once. STRICT; instants are UTC microseconds; enumerations are stable codes.

What is a fact and what is made of facts: ``event``, ``content``, ``subject``, ``person`` and
``policy`` are facts; ``cases``, ``clock``, ``search`` are projections that `rebuild` remakes from
the log at any time. `migrations` creates the same tables for real files; a test holds both equal.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0003"
"""The migration this program works with."""

KNOWN = ("0001", "0002", HEAD)
"""Every migration this program knows, oldest first: anything else is from a newer program."""

GENESIS = bytes(32)
"""What stands before the first event of the chain."""

Int = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits everywhere (STRICT knows INTEGER only)."""

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

person = Table(
    "person",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Int, nullable=False),
    Column("pinyin", Text, nullable=False),
    Column("dept", Text),  # the department a specialist works in
    Column("hours", Text),  # JSON: hours by weekday; None: the desk's (or the department's)
    sqlite_strict=True,
)

department = Table(
    "department",
    metadata,
    Column("code", Text, primary_key=True),
    Column("en", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("active", Int, nullable=False),
    sqlite_strict=True,
)
"""Departments that take handoffs (C5): those of the policy, and those added beside it."""

subject = Table(
    "subject",
    metadata,
    Column("id", Int, primary_key=True),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("prefers", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("care", Int, nullable=False),
    Column("secret", LargeBinary),  # None once the person is erased
    Column("calls_from", Int),  # minute of their day from which they may be rung; None: any
    Column("calls_until", Int),
    Column("tz", Text),  # their zone; None: the desk's
    Column("no_survey", Text),  # why they are not asked: opted_out, bereaved, litigation
    sqlite_strict=True,
)

content = Table(
    "content",
    metadata,
    Column("id", Int, primary_key=True),
    Column("subject", Int, ForeignKey("subject.id"), nullable=False),
    Column("case_id", Int, nullable=False),
    Column("kind", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("body", Text),  # None once erased
    Column("digest", LargeBinary, nullable=False),
    Column("erased_at", Int),
    sqlite_strict=True,
)
Index("ix_content_case", content.c.case_id)
Index("ix_content_subject", content.c.subject)

event = Table(
    "event",
    metadata,
    Column("seq", Int, primary_key=True),
    Column("case_id", Int, nullable=False),  # 0: an event of the desk
    Column("ver", Int, nullable=False),
    Column("kind", Text, nullable=False),
    Column("v", Int, nullable=False),
    Column("at", Int, nullable=False),
    Column("recorded_at", Int, nullable=False),
    Column("actor", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("op_id", Text),
    Column("key_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "ver", name="uq_event_case_ver"),
    CheckConstraint("at <= recorded_at", name="ck_event_at"),
    sqlite_strict=True,
)

op = Table(
    "op",
    metadata,
    Column("op_id", Text, primary_key=True),
    Column("first_seq", Int, nullable=False),
    Column("last_seq", Int, nullable=False),
    Column("case_id", Int, nullable=False),
    sqlite_strict=True,
)

policy = Table(
    "policy",
    metadata,
    Column("version", Int, primary_key=True),
    Column("at", Int, nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("resolved", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("os_user", Text, nullable=False),
    sqlite_strict=True,
)

cases = Table(
    "cases",
    metadata,
    Column("id", Int, primary_key=True),
    Column("ref", Text, nullable=False, unique=True),
    Column("subject", Int, ForeignKey("subject.id"), nullable=False),
    Column("title", Int, nullable=False),  # content id
    Column("status", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("ext_ref", Text, unique=True),
    Column("owner", Text),
    Column("accountable", Text),
    Column("received", Int, nullable=False),
    Column("band", Int, nullable=False),
    Column("rank", Int, nullable=False),
    Column("due", Int, nullable=False),
    Column("clock", Text),
    Column("clock_due", Int),
    Column("broken_since", Int),
    Column("broken_clock", Text),
    Column("frozen", Int, nullable=False),
    Column("wake_at", Int),
    Column("next_change", Int),
    Column("reason", Text, nullable=False),  # JSON: [code, params]
    Column("departments", Text, nullable=False),  # JSON: [codes]
    Column("chasers", Int, nullable=False),
    Column("care", Int, nullable=False),
    Column("surge", Int, nullable=False),
    Column("follow_up_due", Int),
    Column("resolved_at", Int),
    Column("resolved_by", Text),
    Column("ver", Int, nullable=False),
    Column("folded_at", Int, nullable=False),
    Column("plan_at", Int),
    Column("plan_by", Text),
    Column("plan_text", Int),  # content id
    Column("back", Text),  # JSON: [how, department, code]: what came back and was not looked at
    Column("attention", Int, nullable=False, server_default="0"),  # see `domain.attention`
    Column("undelivered", Int, nullable=False, server_default="0"),  # mails that did not arrive
    Column("offered_to", Text),  # to whom it is being handed over (C12)
    sqlite_strict=True,
)

_KEY = (cases.c.band, cases.c.rank, cases.c.due, cases.c.received, cases.c.id)
"""What sorts every page: keyset pages compare exactly these columns in this order.

A partial index serves a query only if the query says its condition in the same words, with the
value written out (``literal_column("'waiting'")``), not bound.
"""

_FILTERED = ("priority", "category", "line", "class", "kind", "channel", "status")
"""What filters of the whole queue ask for stands in its index, too: a filter that few rows match,
and every count, is answered without reading the rows (measured at 100k: 7 ms instead of 900)."""

Index("ix_cases_key", *_KEY, cases.c.next_change, *(cases.c[name] for name in _FILTERED))
Index("ix_cases_owner", cases.c.owner, *_KEY, sqlite_where=cases.c.owner.is_not(None))
Index("ix_cases_unowned", *_KEY, cases.c.status, sqlite_where=cases.c.owner.is_(None))
Index("ix_cases_late", *_KEY, sqlite_where=cases.c.broken_since.is_not(None))
Index("ix_cases_unregistered", *_KEY, sqlite_where=cases.c.accountable.is_(None))
Index("ix_cases_waiting", *_KEY, sqlite_where=cases.c.status == "waiting")
Index("ix_cases_follow_up", *_KEY, sqlite_where=cases.c.follow_up_due.is_not(None))
Index(
    "ix_cases_oldest_broken",
    cases.c.broken_since,
    cases.c.id,
    sqlite_where=cases.c.owner.is_(None) & cases.c.broken_since.is_not(None),
)
Index(
    "ix_cases_next_change",
    cases.c.next_change,
    sqlite_where=cases.c.next_change.is_not(None),
)
Index(
    "ix_cases_clock_due",
    cases.c.clock_due,
    cases.c.band,  # the header counts what runs out soon without reading the rows
    cases.c.next_change,
    sqlite_where=cases.c.clock_due.is_not(None),
)
Index("ix_cases_subject", cases.c.subject)
Index("ix_cases_plan", cases.c.plan_by, cases.c.plan_at, sqlite_where=cases.c.plan_at.is_not(None))

Index("ix_cases_attention", *_KEY, sqlite_where=cases.c.attention > 0)
Index("ix_cases_offered", cases.c.offered_to, sqlite_where=cases.c.offered_to.is_not(None))
Index("ix_cases_undelivered", cases.c.owner, sqlite_where=cases.c.undelivered > 0)
Index("ix_cases_resolved", cases.c.resolved_at, sqlite_where=cases.c.status == "resolved")

handoff = Table(
    "handoff",
    metadata,
    Column("case_id", Int, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("dept", Text, nullable=False),
    Column("main", Int, nullable=False),  # 1: lead department, 0: assists
    Column("asked_at", Int, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("text", Int),  # content id
    Column("accepted_at", Int),
    Column("accepted_by", Text),
    Column("reported_at", Int),
    Column("clock", Text),  # dept_feedback or dept_next, while one runs
    Column("due", Int),
    Column("ended_at", Int),
    Column("how", Text),  # returned, rejected, recalled, resolved
    Column("hop", Int, nullable=False),  # the how-many-eth of its case
    Column("along", Text),  # JSON: content ids of what goes with it
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Handoffs to departments (C5), made of the cases' events."""
Index("ix_handoff_open", handoff.c.dept, handoff.c.due, sqlite_where=handoff.c.ended_at.is_(None))

callback = Table(
    "callback",
    metadata,
    Column("case_id", Int, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # call, visit
    Column("who", Text, nullable=False),
    Column("at", Int, nullable=False),  # the window begins
    Column("until", Int, nullable=False),  # and ends
    Column("state", Text, nullable=False),  # set, reached, unreachable, cancelled
    Column("tries", Int, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", Int, nullable=False),
    Column("about", Int),  # content id
    Column("place", Int),  # content id: the branch
    Column("bring", Int),  # content id: documents to bring
    Column("changes", Int, nullable=False),  # how often it was changed
    Column("changed_at", Int, nullable=False),
    Column("had", Text),  # JSON: who was to make it before
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Agreed calls and appointments (C7), made of the cases' events."""
Index("ix_callback_day", callback.c.at, callback.c.who)
Index("ix_callback_set", callback.c.who, callback.c.at, sqlite_where=callback.c.state == "set")
Index("ix_callback_due", callback.c.at, sqlite_where=callback.c.state == "set")

outbox = Table(
    "outbox",
    metadata,
    Column("id", Int, primary_key=True),
    Column("case_id", Int, nullable=False),
    Column("kind", Text, nullable=False),  # email, sms
    Column("purpose", Text, nullable=False),  # reply, receipt, question, result
    Column("address", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Int, nullable=False),  # content id of what is sent, word for word
    Column("message_id", Text, nullable=False, unique=True),
    Column("made_at", Int, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("state", Text, nullable=False),  # see `store.outbox`
    Column("tries", Int, nullable=False),
    Column("next_at", Int),
    Column("first_at", Int),  # of the first try
    Column("holder", Text),
    Column("claimed_at", Int),
    Column("ended_at", Int),
    Column("code", Text),
    Column("said", Text),  # what the server said, masked
    sqlite_strict=True,
)
"""What is to be sent (C2), written in the transaction of its event. Work, not facts: what became of
a message stands in the log of its case."""
Index("ix_outbox_open", outbox.c.next_at, sqlite_where=outbox.c.ended_at.is_(None))
Index("ix_outbox_case", outbox.c.case_id)

clock = Table(
    "clock",
    metadata,
    Column("case_id", Int, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("n", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("started", Int, nullable=False),
    Column("due", Int),
    Column("met_at", Int),
    Column("breach_at", Int),
    Column("target", Int, nullable=False),
    Column("raised", Int, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

customer_key = Table(
    "customer_key",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("subject", Int, primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""By what customers are found while somebody types (`domain.finding`); made of ``subject``."""

sticky = Table(
    "sticky",
    metadata,
    Column("id", Int, primary_key=True),  # of its content, too
    Column("subject", Int, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Int, nullable=False),
    Column("until", Int, nullable=False),
    Column("ended_at", Int),
    sqlite_strict=True,
)
"""Sticky notes on customers, made of the desk's events."""
Index("ix_sticky_subject", sticky.c.subject)

counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Int, nullable=False),
    sqlite_strict=True,
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Int, nullable=False),
    sqlite_strict=True,
)

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
  words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')
"""
"""The index over words and bigrams that `domain.words` cut: one row a case, rowid = case id.

Contentless, and SQLite before 3.43 cannot delete from such a table by rowid: a row is taken out
with ``INSERT INTO search(search, rowid, words) VALUES ('delete', :id, :old_words)``.
"""

TRIGGERS = (
    """
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END
""",
    """
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END
""",
    # An INSERT OR REPLACE deletes the old row without firing a delete trigger: so the next seq,
    # the next ver and the last mac are demanded before anything is written.
    """
CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
  OR NEW.ver IS NOT (SELECT coalesce(max(ver), 0) + 1 FROM event WHERE case_id = NEW.case_id)
  OR NEW.prev IS NOT coalesce((SELECT mac FROM event ORDER BY seq DESC LIMIT 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'event out of chain'); END
""",
)
"""What makes the log append-only for everybody who does not drop triggers."""
