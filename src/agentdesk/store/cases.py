"""The case's own rows: what pages sort and show, made of its events and remade at any time.

A row says how its case stood at ``folded_at``; ``next_change`` is later than that, and names the
first instant at which time alone makes it wrong. `db verify` folds each case at its own
``folded_at`` and compares.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, bindparam, delete, func, insert, select, update
from sqlalchemy.sql.visitors import iterate

from agentdesk.domain.attention import attention
from agentdesk.domain.standing import Standing
from agentdesk.domain.state import ClockState, Reason
from agentdesk.domain.values import Status
from agentdesk.store import callbacks, handoffs, schema
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

_cases = schema.cases
_clock = schema.clock

FIXED = ("id", "ref", "subject", "title", "ext_ref", "received", "source", "line", "category",
         "channel", "kind", "care")  # fmt: skip
"""Columns that stand for good once a case has been received."""

_MOVING = tuple(column.name for column in _cases.columns if column.name not in FIXED)
_INSERT = compiled(insert(_cases))
_INDEXED = frozenset(
    part.name
    for index in _cases.indexes
    for tree in (*index.columns, index.dialect_options["sqlite"]["where"])
    if tree is not None
    for part in iterate(tree)
    if isinstance(part, Column) and part.name not in FIXED
)
"""Columns of indexes that change: each that is written costs pages of every index it stands in."""

_PRESENT = compiled(
    select(*(_cases.c[name] for name in sorted(_INDEXED))).where(_cases.c.id == bindparam("id"))
)
_CLOCK = tuple(column.name for column in _clock.columns)
_PRESENT_CLOCKS = compiled(select(_clock).where(_clock.c.case_id == bindparam("id")))
_CLEAR_CLOCKS = compiled(delete(_clock).where(_clock.c.case_id == bindparam("case_id")))
_INSERT_CLOCK = compiled(insert(_clock))
_LAST = compiled(select(func.coalesce(func.max(_cases.c.id), 0)))
_BY_EXT = compiled(select(_cases.c.id).where(_cases.c.ext_ref == bindparam("ext_ref")))
_wanted = select(func.json_each(bindparam("refs")).table_valued("value").c.value)
_KNOWN_EXT = compiled(select(_cases.c.ext_ref).where(_cases.c.ext_ref.in_(_wanted)))
_EXISTS = compiled(select(_cases.c.ref).where(_cases.c.id == bindparam("id")))

_SUBJECT = compiled(select(_cases.c.subject).where(_cases.c.id == bindparam("id")))
_ALL = compiled(
    select(_cases.c.id)
    .where(_cases.c.id > bindparam("after"))
    .order_by(_cases.c.id)
    .limit(bindparam("limit"))
)
WHOLE = compiled(select(_cases).where(_cases.c.id == bindparam("id")))
"""A case's row with every column."""
_OPEN = compiled(
    select(_cases.c.id)
    .where(_cases.c.id > bindparam("after"), _cases.c.status != "closed")
    .order_by(_cases.c.id)
    .limit(bindparam("limit"))
)

FIRST_ID = 1001
"""The first case of a desk: references of four digits from the start."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A case with what was folded of it, ready to be written."""

    case_id: int
    standing: Standing
    at: int
    """The instant it was folded at."""


@lru_cache(maxsize=512)
def _update(indexed: frozenset[str]) -> Sql:
    """Write what no index knows, and of the others these columns."""
    names = [name for name in _MOVING if name in indexed or name not in _INDEXED]
    return compiled(
        update(_cases)
        .where(_cases.c.id == bindparam("case"))
        .values({name: bindparam(name) for name in names})
    )


def reference(case_id: int) -> str:
    """What people call a case: ``C-1041``."""
    return f"C-{case_id:04d}"


def next_id(tx: Tx) -> int:
    """The id the next case gets; it holds while this write lasts."""
    return max(int(tx.value(_LAST)) + 1, FIRST_ID)


def exists(tx: Tx, case_id: int) -> bool:
    """Whether there is such a case."""
    return tx.value(_EXISTS, {"id": case_id}) is not None


def subject_of(tx: Tx, case_id: int) -> int | None:
    """The customer a case is about; None if there is no such case."""
    found = tx.value(_SUBJECT, {"id": case_id})
    return None if found is None else int(found)


def after(tx: Tx, last: int, limit: int) -> list[int]:
    """Cases in order of id, after one."""
    return [row[0] for row in tx.all(_ALL, {"after": last, "limit": limit})]


def open_after(tx: Tx, after: int, limit: int) -> list[int]:
    """Cases that are not closed, in order of id, after one."""
    return [row[0] for row in tx.all(_OPEN, {"after": after, "limit": limit})]


def by_external(tx: Tx, ext_ref: str) -> int | None:
    """The case that carries a reference of another system, or None."""
    found = tx.value(_BY_EXT, {"ext_ref": ext_ref})
    return None if found is None else int(found)


def known_external(tx: Tx, ext_refs: Collection[str]) -> set[str]:
    """Which of some external references are here already."""
    if not ext_refs:
        return set()
    return {row[0] for row in tx.all(_KNOWN_EXT, {"refs": json.dumps(list(ext_refs))})}


def dump_reason(reason: Reason) -> str:
    """A reason as canonical JSON: ``[code, {params}]``."""
    return json.dumps(
        [reason.code, dict(reason.params)],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def load_reason(text: str) -> Reason:
    """The reason that `dump_reason` wrote."""
    code, params = json.loads(text)
    return Reason(code, params)


def moving_row(folded: Folded) -> dict[str, Any]:
    """The columns that events and time change."""
    state, place = folded.standing.state, folded.standing.place
    return {
        "status": state.status.value,
        "priority": state.priority.value,
        "class": state.klass.value,
        "owner": state.owner,
        "accountable": state.accountable,
        "band": place.band,
        "rank": place.rank,
        "due": place.due,
        "clock": place.clock,
        "clock_due": place.clock_due,
        "broken_since": place.broken_since,
        "broken_clock": place.broken_clock,
        "frozen": int(place.frozen),
        "wake_at": place.wake_at,
        "next_change": place.next_change,
        "reason": dump_reason(place.reason),
        "departments": json.dumps(state.departments, separators=(",", ":")),
        "chasers": state.chasers,
        "surge": int(state.surge),
        "follow_up_due": follow_up_due(folded.standing),
        "resolved_at": state.resolved_at,
        "resolved_by": state.resolved_by,
        "ver": state.ver,
        "folded_at": folded.at,
        "plan_at": state.plan_at,
        "plan_by": state.plan_by,
        "plan_text": state.plan_text,
        "back": None if state.back is None else json.dumps(state.back, separators=(",", ":")),
        "attention": attention(state),
        "undelivered": len(state.undelivered),
        "offered_to": state.offered_to,
    }


def whole_row(folded: Folded, ext_ref: str | None = None) -> dict[str, Any]:
    """The whole row of a case. ``ext_ref`` stands in its `received` event."""
    state, place = folded.standing.state, folded.standing.place
    return {
        **moving_row(folded),
        "id": folded.case_id,
        "ref": reference(folded.case_id),
        "subject": state.subject,
        "title": state.title,
        "ext_ref": ext_ref,
        "received": place.received,
        "source": state.source,
        "line": state.line,
        "category": state.category,
        "channel": state.channel,
        "kind": state.kind.value,
        "care": int(state.care),
    }


def clock_rows(folded: Folded) -> list[dict[str, Any]]:
    """One row for each clock of a case."""
    return [_clock_row(folded.case_id, one) for one in folded.standing.clocks]


def insert_new(tx: Tx, made: Sequence[tuple[Folded, str | None]]) -> None:
    """Write cases that were just received, each with its external reference.

    Raises StoreTrouble ``conflict`` if an external reference is taken.
    """
    tx.many(_INSERT, [whole_row(folded, ext_ref) for folded, ext_ref in made])
    tx.many(_INSERT_CLOCK, [row for folded, _ in made for row in clock_rows(folded)])
    handoffs.insert_new(tx, [(folded.case_id, folded.standing) for folded, _ in made])
    callbacks.insert_new(tx, [(folded.case_id, folded.standing.state) for folded, _ in made])


def project(tx: Tx, folded: Iterable[Folded]) -> None:
    """Write how cases that are there stand now: of what indexes hold only what has changed."""
    for one in folded:
        row = moving_row(one)
        present = tx.one(_PRESENT, {"id": one.case_id})
        if present is not None:
            changed = frozenset(name for name in _INDEXED if present[name] != row[name])
            tx.run(_update(changed), {"case": one.case_id, **row})
        clocks = clock_rows(one)
        stand = {tuple(clock[name] for name in _CLOCK) for clock in clocks}
        if stand != set(tx.tuples(_PRESENT_CLOCKS, {"id": one.case_id})):
            tx.run(_CLEAR_CLOCKS, {"case_id": one.case_id})
            tx.many(_INSERT_CLOCK, clocks)
        handoffs.project(tx, one.case_id, one.standing)
        callbacks.project(tx, one.case_id, one.standing.state)


def _clock_row(case_id: int, clock: ClockState) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "name": clock.name,
        "n": clock.id,
        "state": clock.state,
        "actor": clock.actor,
        "started": clock.started,
        "due": clock.due,
        "met_at": clock.met_at,
        "breach_at": clock.breach_at,
        "target": int(clock.target),
        "raised": int(clock.raised),
    }


def follow_up_due(standing: Standing) -> int | None:
    """When the follow-up of a resolved case is due; None where none is owed."""
    if standing.state.status is not Status.RESOLVED:
        return None
    dues = (c.due for c in standing.clocks if c.name == "follow_up" and c.open)
    return min((due for due in dues if due is not None), default=None)
