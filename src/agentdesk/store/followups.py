"""Follow-ups of a customer, and those that a desk still owes (C10), read from log and rows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, literal_column, select

from agentdesk.domain import events as k
from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_c, _e, _k, _s = schema.cases.c, schema.event.c, schema.clock.c, schema.subject.c

_ASKED = compiled(
    select(_c.id, _e.at)
    .select_from(schema.cases.join(schema.event, _e.case_id == _c.id))
    .where(
        _c.subject == bindparam("subject"),
        _e.kind == k.FOLLOWUP_DONE,
        _e.at > bindparam("since"),
    )
    .order_by(_e.at)
)
_RESOLVED = compiled(
    select(_c.id, _c.follow_up_due)
    .where(_c.subject == bindparam("subject"), _c.status == "resolved")
    .order_by(_c.id)
)
_line = select(
    _c.id, _c.ref, _c.follow_up_due, _c.subject, _c["class"], _c.care, _c.resolved_at,
    _c.resolved_by, _c.owner, schema.content.c.body.label("title"),
).select_from(schema.cases.outerjoin(schema.content, schema.content.c.id == _c.title))  # fmt: skip
_DUE = compiled(
    _line.where(_c.follow_up_due.is_not(None))
    .order_by(_c.follow_up_due, _c.id)
    .limit(bindparam("most"))
)
_given_up = (
    select(_k.case_id)
    .where(
        _k.name == "follow_up",
        _k.case_id == _c.id,
        _k.state == "not_reached",
        _k.started >= _c.resolved_at,
    )
    .exists()
)
_NOT_REACHED = compiled(
    _line.where(
        _c.status == literal_column("'resolved'"), _c.resolved_at > bindparam("since"), _given_up
    )
    .order_by(_c.resolved_at.desc(), _c.id.desc())
    .limit(bindparam("most"))
)


class Due(NamedTuple):
    """A case whose customer is to be asked, or was not reached (``due`` None)."""

    case_id: int
    reference: str
    due: int | None
    subject: int
    klass: str
    care: bool
    resolved_at: int
    solver: str | None
    owner: str | None
    title: str


def asked(tx: Tx, subject: int, since: int) -> list[tuple[int, int]]:
    """When a customer was asked after an instant, with the case it was about, oldest first."""
    return [(row[0], row[1]) for row in tx.all(_ASKED, {"subject": subject, "since": since})]


def resolved(tx: Tx, subject: int) -> list[tuple[int, int | None]]:
    """A customer's cases that are resolved and not closed, with the due of the follow-up that is
    still owed."""
    return [(row[0], row[1]) for row in tx.all(_RESOLVED, {"subject": subject})]


def due(tx: Tx, most: int) -> list[Due]:
    """The follow-ups that a desk owes, the one that is due first at the front."""
    return [_due(row) for row in tx.all(_DUE, {"most": most})]


def not_reached(tx: Tx, since: int, most: int) -> list[Due]:
    """Cases resolved after an instant whose customer was not reached, the newest first."""
    return [_due(row) for row in tx.all(_NOT_REACHED, {"since": since, "most": most})]


def _due(row: tuple[object, ...]) -> Due:
    made = Due._make(row)
    return made._replace(care=bool(made.care), title=made.title or "")
