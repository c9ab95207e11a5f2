"""What people mean to do next on their cases: read from the cases' own rows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, select

from agentdesk.store import schema
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

MOST = 50
"""More than that nobody can act on at once."""

_c = schema.cases.c
_MINE = compiled(
    select(_c.id, _c.ref, _c.plan_at, schema.subject.c.name, schema.content.c.body)
    .select_from(
        schema.cases.outerjoin(schema.subject, schema.subject.c.id == _c.subject).outerjoin(
            schema.content, schema.content.c.id == _c.plan_text
        )
    )
    .where(_c.plan_by == bindparam("me"), _c.plan_at <= bindparam("until"))
    .order_by(_c.plan_at)
    .limit(bindparam("most"))
)
# Written out: it names the index that keeps its cost from growing with the desk.
_PROMISES = Sql(
    "SELECT cases.id, cases.ref, cases.clock_due, cases.clock, subject.name"
    " FROM cases INDEXED BY ix_cases_clock_due"
    " LEFT JOIN subject ON subject.id = cases.subject"
    " WHERE clock_due BETWEEN :since AND :until AND band < 9 AND owner = :me"
    " ORDER BY clock_due LIMIT :most",
    {},
    frozenset({"since", "until", "me", "most"}),
)


class Planned(NamedTuple):
    """A plan whose time has come, or comes."""

    case_id: int
    reference: str
    at: int
    customer: str
    text: str


class Owed(NamedTuple):
    """A promise of a case that runs out, as the case's row has it."""

    case_id: int
    reference: str
    at: int
    clock: str
    customer: str


def promises(tx: Tx, person: str, since: int, until: int) -> list[Owed]:
    """What is due on a person's cases between two instants, oldest first."""
    rows = tx.all(_PROMISES, {"me": person, "since": since, "until": until, "most": MOST})
    return [Owed(row[0], row[1], row[2], row[3] or "", row[4] or "") for row in rows]


def mine(tx: Tx, person: str, until: int, most: int = MOST) -> list[Planned]:
    """A person's plans up to an instant, oldest first."""
    rows = tx.all(_MINE, {"me": person, "until": until, "most": most})
    return [Planned(row[0], row[1], row[2], row[3] or "", row[4] or "") for row in rows]
