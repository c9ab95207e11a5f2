"""Reading everything out: pages of events, of cases, and the texts that events name."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from agentdesk.domain.values import Audience
from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Row, Tx

_cases = schema.cases
_content = schema.content
_title = schema.content.alias("title_text")
_wanted = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_first_text = (
    select(func.min(_content.c.id))
    .where(_content.c.case_id == _cases.c.id, _content.c.kind == "text")
    .correlate(_cases)
    .scalar_subquery()
)
_TEXTS = compiled(
    select(_content.c.id, _content.c.body, _content.c.audience).where(_content.c.id.in_(_wanted))
)
_CASES = compiled(
    select(
        _cases,
        _title.c.body.label("title_body"),
        schema.subject.c.name.label("customer_name"),
        schema.subject.c.phone.label("customer_phone"),
        schema.subject.c.email.label("customer_email"),
        _first_text.label("text_id"),
    )
    .join_from(_cases, schema.subject, schema.subject.c.id == _cases.c.subject)
    .join(_title, _title.c.id == _cases.c.title, isouter=True)
    .where(_cases.c.id > bindparam("after"))
    .order_by(_cases.c.id)
    .limit(bindparam("count"))
)


@dataclass(frozen=True, slots=True)
class Exported:
    """A text on its way out; ``body`` None if it was erased."""

    id: int
    body: str | None
    restricted: bool


def texts(tx: Tx, ids: Iterable[int]) -> dict[int, Exported]:
    """The texts of some ids; those that are not there have no entry."""
    rows = tx.all(_TEXTS, {"ids": json.dumps(list(ids))})
    return {
        number: Exported(number, body, audience == Audience.RESTRICTED.value)
        for number, body, audience in rows
    }


def cases(tx: Tx, after: int, count: int) -> list[Row]:
    """Rows of cases after an id: every column, with title, customer and the id of the text."""
    return tx.all(_CASES, {"after": after, "count": count})
