"""What people mean to do next on their cases: read from the cases' own rows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, select

from agentdesk.store import schema
from agentdesk.store.sql import compiled
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
    .limit(MOST)
)


class Planned(NamedTuple):
    """A plan whose time has come, or comes."""

    case_id: int
    reference: str
    at: int
    customer: str
    text: str


def mine(tx: Tx, person: str, until: int) -> list[Planned]:
    """A person's plans up to an instant, oldest first."""
    rows = tx.all(_MINE, {"me": person, "until": until})
    return [Planned(row[0], row[1], row[2], row[3] or "", row[4] or "") for row in rows]
