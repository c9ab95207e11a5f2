"""What of somebody's falls due, and what is handed over (C12): read from the cases' own rows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from agentdesk.domain.events import ASSIGNED, CALLBACK_MOVED
from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

_c = schema.cases.c
_clock = schema.clock.c
_title = schema.content.alias("title")
_WHOSE = (
    _c.id, _c.ref, _c.priority, _c.status, _c.line, _c.wake_at, _c.plan_by, _c.plan_at, _c.owner,
    _c.offered_to, schema.subject.c.name, _title.c.body,
)  # fmt: skip
_rows = (
    select(*_WHOSE)
    .select_from(
        schema.cases.outerjoin(schema.subject, schema.subject.c.id == _c.subject).outerjoin(
            _title, _title.c.id == _c.title
        )
    )
    .order_by(_c.id)
)
_MINE = compiled(_rows.where(_c.owner == bindparam("who"), _c.status != "closed"))
_OFFERED = compiled(_rows.where(_c.offered_to == bindparam("who"), _c.offered_to.is_not(None)))
_DUES = compiled(
    select(_clock.case_id, _clock.name, _clock.n, _clock.due)
    .select_from(schema.clock.join(schema.cases, _c.id == _clock.case_id))
    .where(
        (_c.owner == bindparam("who")) | (_c.offered_to == bindparam("who")),
        _c.status != "closed",
        _clock.actor == "agent",
        _clock.state.in_(("running", "breached")),
        _clock.due.is_not(None),
    )
    .order_by(_clock.due)
)
_CALLS = compiled(
    select(schema.callback.c.id, schema.callback.c.at, schema.callback.c.until, *_WHOSE)
    .select_from(
        schema.callback.join(schema.cases, _c.id == schema.callback.c.case_id)
        .outerjoin(schema.subject, schema.subject.c.id == _c.subject)
        .outerjoin(_title, _title.c.id == _c.title)
    )
    .where(
        schema.callback.c.who == bindparam("who"),
        schema.callback.c.state == "set",
        (_c.owner.is_(None)) | (_c.owner != bindparam("who")),
    )
    .order_by(schema.callback.c.until)
)
_event = schema.event
_newest = _event.alias()
LOOK_BACK = 20_000
"""So many of the newest events are looked through for what was handed over today."""
_TODAY = compiled(
    select(_event.c.case_id, _event.c.kind, _event.c.body)
    .where(
        _event.c.seq
        > select(func.coalesce(func.max(_newest.c.seq), 0) - LOOK_BACK).scalar_subquery(),
        _event.c.recorded_at >= bindparam("since"),
        _event.c.kind.in_((ASSIGNED, CALLBACK_MOVED)),
    )
    .order_by(_event.c.seq)
)


class Whose(NamedTuple):
    """A case with whose it is and what it waits for."""

    id: int
    ref: str
    priority: str
    status: str
    line: str
    wake_at: int | None
    plan_by: str | None
    plan_at: int | None
    owner: str | None
    offered_to: str | None
    customer: str | None
    title: str | None


class Call(NamedTuple):
    """An agreed call of somebody's on a case that is not theirs."""

    id: str
    at: int
    until: int
    case: Whose


def mine(tx: Tx, who: str) -> list[Whose]:
    """A person's cases that are not closed."""
    return [Whose(*row) for row in tx.all(_MINE, {"who": who})]


def offered(tx: Tx, who: str) -> list[Whose]:
    """Cases that somebody is asked to take over."""
    return [Whose(*row) for row in tx.all(_OFFERED, {"who": who})]


def dues(tx: Tx, who: str) -> dict[int, list[tuple[str, str, int]]]:
    """The open clocks of the cases that are, or are offered to be, somebody's: name, id and due,
    the earliest first, by case."""
    found: dict[int, list[tuple[str, str, int]]] = {}
    for case_id, name, n, due in tx.all(_DUES, {"who": who}):
        found.setdefault(case_id, []).append((name, n, due))
    return found


def calls_elsewhere(tx: Tx, who: str) -> list[Call]:
    """Agreed calls of somebody's on cases of others."""
    return [Call(row[0], row[1], row[2], Whose(*row[3:])) for row in tx.all(_CALLS, {"who": who})]


def given_since(tx: Tx, since: int) -> list[tuple[int, str, str]]:
    """Who was given which case or call since an instant, in that order: case, kind of the event,
    and its body as JSON."""
    return [(row[0], row[1], row[2]) for row in tx.all(_TODAY, {"since": since})]
