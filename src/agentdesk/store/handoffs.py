"""Handoffs to departments (C5): rows made of the cases' events, and a department's own view."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, select

from agentdesk.domain.day import Handed
from agentdesk.domain.standing import Standing
from agentdesk.domain.state import ClockState
from agentdesk.store import schema
from agentdesk.store.of_case import RowsOfCases
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

_handoff = schema.handoff
_h, _c = _handoff.c, schema.cases.c
ROWS = RowsOfCases(_handoff, _h.hop)
"""In the order in which the departments were asked."""

_wanted = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_OPEN = compiled(
    select(_h.dept, func.count(), func.sum(case((_h.due < bindparam("now"), 1), else_=0)))
    .where(_h.ended_at.is_(None))
    .group_by(_h.dept)
)
_title = schema.content.alias("title_text")
_ask = schema.content.alias("ask_text")
_subject = schema.subject
_LINES = compiled(
    select(
        _handoff, _c.ref, _c.priority, _c.owner, _title.c.body.label("title"),
        _ask.c.body.label("ask"), _subject.c.name.label("customer"),
    )
    .select_from(
        _handoff.join(schema.cases, _c.id == _h.case_id)
        .outerjoin(_title, _title.c.id == _c.title)
        .outerjoin(_ask, _ask.c.id == _h.text)
        .outerjoin(_subject, _subject.c.id == _c.subject)
    )
    .where(_h.dept == bindparam("dept"), _h.ended_at.is_(None))
    .order_by(_h.due.is_(None), _h.due, _h.asked_at, _h.case_id, _h.hop)
    .limit(bindparam("limit"))
)  # fmt: skip
_BODIES = compiled(
    select(schema.content.c.id, schema.content.c.body).where(schema.content.c.id.in_(_wanted))
)


# Written out: it names the index that keeps its cost from growing with the desk.
_CAME_BACK = Sql(
    "SELECT cases.id, cases.ref, cases.back, subject.name,"
    " (SELECT max(max(coalesce(h.ended_at, 0), coalesce(h.reported_at, 0)))"
    "  FROM handoff AS h WHERE h.case_id = cases.id)"
    " FROM cases INDEXED BY ix_cases_owner"
    " LEFT JOIN subject ON subject.id = cases.subject"
    " WHERE owner = :me AND back IS NOT NULL AND status IN ('new', 'open', 'waiting')"
    " LIMIT :most + 0",
    {},
    frozenset({"me", "most"}),
)
MOST_BACK = 50


class CameBack(NamedTuple):
    """A case on which a department did something that its owner has not acted on."""

    case_id: int
    reference: str
    back: str
    """JSON, as `cases` keeps it."""
    customer: str
    at: int


class Asked(NamedTuple):
    """A handoff of a department's view: its row, with what is shown of the case."""

    row: dict[str, Any]
    ref: str
    priority: str
    owner: str | None
    title: str
    ask: str
    customer: str


def rows(case_id: int, standing: Standing) -> list[dict[str, Any]]:
    """One row for each handoff of a case, ended ones too."""
    running = {clock.handoff: clock for clock in standing.clocks if of_department(clock)}
    return [
        _row(case_id, hop, one, running.get(one.id))
        for hop, one in enumerate(standing.state.handed, start=1)
    ]


def of_department(clock: ClockState) -> bool:
    """Whether a department owes something by this clock now."""
    return clock.open and clock.name in ("dept_feedback", "dept_next")


def _row(case_id: int, hop: int, one: Handed, clock: ClockState | None) -> dict[str, Any]:
    if not one.open:
        clock = None
    return {
        "case_id": case_id,
        "id": one.id,
        "dept": one.dept,
        "main": int(one.main),
        "asked_at": one.asked_at,
        "asked_by": one.asked_by,
        "text": one.text or None,
        "accepted_at": one.accepted_at,
        "accepted_by": one.accepted_by,
        "reported_at": one.reported_at,
        "clock": clock.name if clock is not None else None,
        "due": clock.due if clock is not None else None,
        "ended_at": one.ended_at,
        "how": one.how or None,
        "hop": hop,
        "along": json.dumps(one.along, separators=(",", ":")) if one.along else None,
    }


def insert_new(tx: Tx, made: Iterable[tuple[int, Standing]]) -> None:
    """Write the handoffs of cases that have none in the store."""
    ROWS.add(tx, [row for case_id, standing in made for row in rows(case_id, standing)])


def project(tx: Tx, case_id: int, standing: Standing) -> None:
    """Write how a case's handoffs stand now. A case never loses one: where it has none, there is
    nothing to do."""
    if standing.state.handed:
        ROWS.put(tx, case_id, rows(case_id, standing))


def held(tx: Tx, now: int) -> dict[str, tuple[int, int]]:
    """What each department has now: how many handoffs, and how many of them are late."""
    return {dept: (count, late or 0) for dept, count, late in tx.all(_OPEN, {"now": now})}


def came_back(tx: Tx, owner: str) -> list[CameBack]:
    """What came back to somebody and was not acted on."""
    rows = tx.all(_CAME_BACK, {"me": owner, "most": MOST_BACK})
    return [CameBack(row[0], row[1], row[2], row[3] or "", row[4] or 0) for row in rows]


def lines(tx: Tx, dept: str, limit: int) -> list[Asked]:
    """What a department has, the earliest due first; what has no due comes last."""
    return [
        Asked(
            ROWS.plain(row), row["ref"], row["priority"], row["owner"], row["title"] or "",
            row["ask"] or "", row["customer"] or "",
        )
        for row in tx.all(_LINES, {"dept": dept, "limit": limit})
    ]  # fmt: skip


def bodies(tx: Tx, ids: Sequence[int]) -> dict[int, str]:
    """Texts by id; one that was erased is not there."""
    if not ids:
        return {}
    return {n: body for n, body in tx.all(_BODIES, {"ids": json.dumps(list(ids))}) if body}
