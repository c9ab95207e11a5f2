"""Sticky notes on customers: a word to whoever dials next, with an end date (B1).

Facts are the desk's events ``sticky_put`` and ``sticky_ended``; the rows are made of them. A note
bears the id of its text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, or_, select, update

from agentdesk.domain.values import Event
from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_sticky = schema.sticky
_INSERT = compiled(insert(_sticky))
_END = compiled(
    update(_sticky)
    .where(_sticky.c.id == bindparam("of"), _sticky.c.ended_at.is_(None))
    .values(ended_at=bindparam("at_time"))
)
_CLEAR = compiled(delete(_sticky))
_EVERY = compiled(select(_sticky).order_by(_sticky.c.id))
_OF = compiled(
    select(
        _sticky.c.id, _sticky.c.subject, _sticky.c.by, _sticky.c.at, _sticky.c.until,
        schema.content.c.body,
    )
    .join_from(_sticky, schema.content, schema.content.c.id == _sticky.c.id)
    .where(
        _sticky.c.subject == bindparam("subject"),
        or_(_sticky.c.ended_at.is_(None), _sticky.c.ended_at > bindparam("now")),
        _sticky.c.until > bindparam("now"),
        schema.content.c.body.is_not(None),
    )
    .order_by(_sticky.c.at.desc(), _sticky.c.id.desc())
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """A note that holds now."""

    id: int
    subject: int
    by: str
    at: int
    until: int
    text: str


def of_customer(tx: Tx, subject: int, now: int) -> list[Note]:
    """The notes on a customer that hold at an instant, newest first."""
    return [Note(*row) for row in tx.all(_OF, {"subject": subject, "now": now})]


def project(tx: Tx, events: Iterable[Event]) -> None:
    """Bring the rows up to some events of the desk; other kinds are left alone."""
    for event in events:
        if event.kind == "sticky_put":
            tx.run(_INSERT, _row(event))
        elif event.kind == "sticky_ended":
            tx.run(_END, {"of": event.body["of"], "at_time": event.at})


def rebuild(tx: Tx, events: Iterable[Event]) -> None:
    """Make every row anew of all events of the desk."""
    tx.run(_CLEAR)
    project(tx, events)


def wrong(tx: Tx, events: Iterable[Event]) -> bool:
    """Whether the rows differ from what the desk's events say."""
    expected: dict[int, dict[str, object]] = {}
    for event in events:
        if event.kind == "sticky_put":
            row = _row(event)
            expected[event.body["text"]] = row
        elif event.kind == "sticky_ended":
            note = expected.get(event.body["of"])
            if note is not None and note["ended_at"] is None:
                note["ended_at"] = event.at
    stored = {row["id"]: {name: row[name] for name in row.keys()} for row in tx.all(_EVERY)}  # noqa: SIM118  (a row iterates its values)
    return stored != expected


def _row(event: Event) -> dict[str, object]:
    body = event.body
    return {
        "id": body["text"],
        "subject": body["subject"],
        "by": event.actor,
        "at": event.at,
        "until": body["until"],
        "ended_at": None,
    }
