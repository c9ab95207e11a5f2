"""Windows of the queue: keyset pages over the rows of `cases`, never an OFFSET.

One statement for each shape of question (view, fields filtered, direction) is compiled once. Rows
whose ``next_change`` has passed are *due*: their stored place may be wrong, so windows leave them
out and the desk merges them in, folded in memory (PROMISES, "What comes first").

Conditions of views are written as literals, not parameters: SQLite uses a partial index only for
a condition it can read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, text, tuple_

from agentdesk.store import schema
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

BANDS = (1, 2, 3, 9)
OUT = 9
"""The band of what is not in the queue."""

FEW = 10_000
"""Up to so many hits of a search, pages start from the hits; above, from the queue's order."""

_c = schema.cases.c
_title = schema.content
_customer = schema.subject
_KEY = (_c.band, _c.rank, _c.due, _c.received, _c.id)
_KEY_NAMES = ("k_band", "k_rank", "k_due", "k_received", "k_id")

Key = tuple[int, int, int, int, int]


class Line(NamedTuple):
    """A row of a page, as it is stored (or folded: same columns)."""

    band: int
    rank: int
    due: int
    received: int
    id: int
    ref: str
    priority: str
    status: str
    clock: str | None
    clock_due: int | None
    broken_since: int | None
    frozen: int
    wake_at: int | None
    next_change: int | None
    reason: str
    departments: str
    owner: str | None
    accountable: str | None
    chasers: int
    care: int
    surge: int
    follow_up_due: int | None
    resolved_by: str | None
    klass: str
    ver: int
    back: str | None
    attention: int
    title: str | None
    customer: str | None

    @property
    def key(self) -> Key:
        """What sorts it."""
        return (self.band, self.rank, self.due, self.received, self.id)


_LINE = (
    *_KEY, _c.ref, _c.priority, _c.status, _c.clock, _c.clock_due, _c.broken_since, _c.frozen,
    _c.wake_at, _c.next_change, _c.reason, _c.departments, _c.owner, _c.accountable, _c.chasers,
    _c.care, _c.surge, _c.follow_up_due, _c.resolved_by, _c["class"], _c.ver,
    _c.back, _c.attention, _title.c.body,
    _customer.c.name,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked, without its values: one compiled statement each."""

    view: str = "all"
    fields: frozenset[str] = frozenset()
    """priority, category, line, class, kind, channel, status, owner, nobody."""
    search: str = ""
    """Empty, ``few`` or ``many`` (hits), or ``wide``: many hits of words that were only begun."""


@dataclass(frozen=True, slots=True)
class Question:
    """A shape with its values (``me``, ``words``, and the fields by name)."""

    shape: Shape
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _View:
    index: str
    condition: str = "1"
    queued: bool = True
    """Only what stands in the queue."""


_OPEN = "cases.status IN ('new', 'open', 'waiting')"
_VIEWS: Mapping[str, _View] = {
    "all": _View("ix_cases_key"),
    "mine": _View("ix_cases_owner", f"cases.owner = :me AND (cases.band < 9 OR {_OPEN})", False),
    "unowned": _View("ix_cases_unowned", "cases.owner IS NULL AND cases.status <> 'resolved'"),
    "unregistered": _View("ix_cases_unregistered", "cases.accountable IS NULL", False),
    "waiting": _View("ix_cases_waiting", "cases.status = 'waiting'", False),
    "follow_ups": _View("ix_cases_follow_up", "cases.follow_up_due IS NOT NULL", False),
    "late": _View("ix_cases_late", "cases.broken_since IS NOT NULL"),
    "attention": _View("ix_cases_attention", "cases.attention > 0", False),
    # not shown as views: a search beyond the queue, and what `next` and `take` look at
    "everything": _View("ix_cases_key", queued=False),
    "my_turn": _View("ix_cases_owner", "cases.owner = :me"),
    "to_take": _View("ix_cases_unowned", "cases.owner IS NULL AND cases.status IN ('new', 'open')"),
}
"""What a view holds, and the index that keeps it in order. `in_view` says the same of a row that
was folded in memory."""

_FIELDS: Mapping[str, ColumnElement[bool]] = {
    "priority": _c.priority.in_([bindparam("p1"), bindparam("p2"), bindparam("p3")]),
    "category": _c.category == bindparam("category"),
    "line": _c.line == bindparam("line"),
    "class": _c["class"] == bindparam("class"),
    "kind": _c.kind == bindparam("kind"),
    "channel": _c.channel == bindparam("channel"),
    "status": _c.status == bindparam("status"),
    "owner": _c.owner == bindparam("owner"),
    "nobody": _c.owner.is_(None),
}
_FIELD_INDEX = {"owner": "ix_cases_owner", "nobody": "ix_cases_unowned"}

_IN_HITS = "cases.id IN (SELECT rowid FROM search WHERE search MATCH :words)"
_IS_HIT = "EXISTS (SELECT 1 FROM search WHERE search MATCH :words AND rowid = cases.id)"
AMONG_HITS = f"+{_IN_HITS}"
"""The hits are gathered once and the rows walked in their own order (the plus says so). To probe
row by row (`_IS_HIT`) is quicker for a page of whole words; of words that were only begun each
probe gathers all hits again (measured at 100k: 14 seconds instead of 60 ms)."""

_FRESH = or_(_c.next_change.is_(None), _c.next_change > bindparam("now"))
_DUE = _c.next_change <= bindparam("now")


def in_view(view: str, line: Line, me: str) -> bool:
    """Whether a folded row is in a view (its filtered fields do not change by time)."""
    queued = line.band < OUT
    taken = line.owner is not None
    answers = {
        "all": queued,
        "mine": line.owner == me and (queued or line.status in ("new", "open", "waiting")),
        "unowned": not taken and queued and line.status != "resolved",
        "unregistered": line.accountable is None,
        "waiting": line.status == "waiting",
        "follow_ups": line.follow_up_due is not None,
        "late": line.broken_since is not None and queued,
        "attention": line.attention > 0,
        "my_turn": line.owner == me and queued,
        "to_take": not taken and queued and line.status in ("new", "open"),
        "everything": True,
    }
    return answers[view]


def queued(view: str) -> bool:
    """Whether a view holds only what stands in the queue."""
    return _VIEWS[view].queued


def conditions(shape: Shape) -> list[Any]:
    """What its rows have in common, the search left out (see `way`)."""
    return [text(_VIEWS[shape.view].condition), *(_FIELDS[name] for name in sorted(shape.fields))]


def _joined(*columns: Any) -> Select[Any]:
    """Rows of cases with their title and customer."""
    source = schema.cases.outerjoin(_title, _title.c.id == _c.title)
    return select(*columns).select_from(source.outerjoin(_customer, _customer.c.id == _c.subject))


def indexed(statement: Sql, hint: str) -> Sql:
    """The same statement, its way through `cases` said: without statistics SQLite may guess an
    index that reads the whole table, and the cost would grow with it."""
    return replace(statement, text=statement.text.replace("FROM cases", f"FROM cases {hint}"))


def way(shape: Shape) -> tuple[list[Any], str]:
    """How a shape's rows are found: a condition more, and the index."""
    if shape.search == "few":
        return [text(_IN_HITS)], "NOT INDEXED"
    hit = [text(_IS_HIT if shape.search == "many" else AMONG_HITS)] if shape.search else []
    index = _VIEWS[shape.view].index
    if index == "ix_cases_key":
        index = next((_FIELD_INDEX[f] for f in shape.fields if f in _FIELD_INDEX), index)
    return hit, f"INDEXED BY {index}"


def joined_lines() -> Select[Any]:
    """Rows as pages have them, for who asks by something else than a place in the queue."""
    return _joined(*_LINE)


_given = tuple_(*(bindparam(name) for name in _KEY_NAMES))
_after, _before = tuple_(*_KEY) > _given, tuple_(*_KEY) < _given


@lru_cache(maxsize=512)
def _window(shape: Shape, direction: str) -> Sql:
    hit, index = way(shape)
    query = _joined(*_LINE).where(*hit, _FRESH, *conditions(shape))
    if direction == "before":
        # The plus takes this condition away from the index, where the key bounds the search.
        in_queue = text("+cases.band < 9")
        query = query.where(_before).order_by(*(column.desc() for column in _KEY))
    else:
        in_queue = text("cases.band < 9")
        query = query.order_by(*_KEY)
        if direction == "after":
            query = query.where(_after)
    if _VIEWS[shape.view].queued:
        query = query.where(in_queue)
    return indexed(compiled(query.limit(bindparam("limit"))), index)


@lru_cache(maxsize=512)
def _due_lines(shape: Shape) -> Sql:
    hit = [text(AMONG_HITS)] if shape.search else []
    fields = [_FIELDS[name] for name in sorted(shape.fields)]
    query = _joined(*_LINE).where(_DUE, *hit, *fields).order_by(_c.next_change)
    return indexed(compiled(query), "INDEXED BY ix_cases_next_change")


def _params(question: Question, **more: Any) -> dict[str, Any]:
    return {**question.values, **more}


def first(tx: Tx, question: Question, now: int, limit: int) -> list[Line]:
    """The first rows of a view, due ones left out."""
    return _lines(tx, _window(question.shape, "first"), _params(question, now=now, limit=limit))


def after(tx: Tx, question: Question, key: Key, now: int, limit: int) -> list[Line]:
    """Rows after a key, in order."""
    given = _params(question, now=now, limit=limit, **dict(zip(_KEY_NAMES, key, strict=True)))
    return _lines(tx, _window(question.shape, "after"), given)


def before(tx: Tx, question: Question, key: Key, now: int, limit: int) -> list[Line]:
    """Rows before a key, nearest last (so in order)."""
    given = _params(question, now=now, limit=limit, **dict(zip(_KEY_NAMES, key, strict=True)))
    return _lines(tx, _window(question.shape, "before"), given)[::-1]


def due_lines(tx: Tx, question: Question, now: int) -> list[Line]:
    """Rows that match the fields filtered and wait to be folded anew, whatever their view."""
    return _lines(tx, _due_lines(question.shape), _params(question, now=now))


def _lines(tx: Tx, statement: Sql, params: Mapping[str, Any]) -> list[Line]:
    return list(map(Line._make, tx.tuples(statement, params)))


_ONE = compiled(_joined(*_LINE).where(_c.id == bindparam("id")))


def line(tx: Tx, case_id: int) -> Line | None:
    """One case's row, or None."""
    row = tx.one(_ONE, {"id": case_id})
    return None if row is None else Line._make(row)
