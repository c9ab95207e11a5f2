"""Figures of the header, each counted no further than needed: no figure reads the whole desk."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.sql.expression import literal_column

from agentdesk.store import schema
from agentdesk.store.pages import (
    AMONG_HITS,
    BANDS,
    OUT,
    Question,
    Shape,
    conditions,
    indexed,
    queued,
    way,
)
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

MANY = 999
"""Counted no further: shown as 999+."""

# Written out: each names the index that keeps its cost from growing with the desk.
_SOON = Sql(
    "SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY ix_cases_clock_due"
    " WHERE clock_due BETWEEN :now AND :until AND band < 9"
    " AND (next_change IS NULL OR next_change > :now) LIMIT :enough + 0)",
    {},
    frozenset({"now", "until", "enough"}),
)
_FINISHED = Sql(
    "SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY ix_cases_owner"
    " WHERE owner = :me AND resolved_by = :me LIMIT :enough + 0)",
    {},
    frozenset({"me", "enough"}),
)
_UNDELIVERED = Sql(
    "SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY ix_cases_undelivered"
    " WHERE owner = :me AND undelivered > 0 LIMIT :enough + 0)",
    {},
    frozenset({"me", "enough"}),
)

_OFFERED = Sql(
    "SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY ix_cases_offered"
    " WHERE offered_to = :me LIMIT :enough + 0)",
    {},
    frozenset({"me", "enough"}),
)


_ONE_ROW: Any = literal_column("1")


def _rows(shape: Shape, *where: Any) -> Any:
    """How many rows a shape has, counted no further than ``enough``."""
    hit = [text(AMONG_HITS)] if shape.search else []
    rows: Select[Any] = select(_ONE_ROW).select_from(schema.cases)
    rows = rows.where(*hit, *conditions(shape), *where).limit(bindparam("enough"))
    return select(func.count()).select_from(rows.subquery())


@lru_cache(maxsize=512)
def _by_band(shape: Shape) -> Sql:
    """One column a band, each counted no further than ``enough``."""
    if shape.search == "few":
        return _hits_by_band(shape)
    parts = [
        _rows(shape, text(f"cases.band = {band}")).scalar_subquery()
        if band < OUT or not queued(shape.view)
        else literal_column("0")
        for band in BANDS
    ]
    return indexed(compiled(select(*parts)), way(shape)[1])


def _hits_by_band(shape: Shape) -> Sql:
    """The same for a rare search: its hits are looked at once, all of them."""
    hit, index = way(shape)
    of: list[Any] = [
        func.min(bindparam("enough"), func.coalesce(func.sum(schema.cases.c.band == band), 0))
        for band in BANDS
    ]
    query = select(*of).select_from(schema.cases).where(*hit, *conditions(shape))
    if queued(shape.view):
        query = query.where(text("cases.band < 9"))
    return indexed(compiled(query), index)


@lru_cache(maxsize=64)
def _in_view(shape: Shape) -> Sql:
    where = [text("cases.band < 9")] if queued(shape.view) else []
    return indexed(compiled(_rows(shape, *where)), way(shape)[1])


def by_band(tx: Tx, question: Question, enough: int) -> dict[int, int]:
    """How many rows stand in each band of a view as stored, counted no further than ``enough``."""
    row = tx.one(_by_band(question.shape), {**question.values, "enough": enough})
    assert row is not None
    return dict(zip(BANDS, row, strict=True))


def in_view(tx: Tx, view: str, me: str, enough: int) -> int:
    """How many rows a view has as stored, counted no further than ``enough``."""
    return int(tx.value(_in_view(Shape(view)), {"me": me, "enough": enough}))


def soon(tx: Tx, now: int, until: int, enough: int = MANY) -> int:
    """Rows of the queue whose clock runs out by an instant; rows due for a fold left out."""
    return int(tx.value(_SOON, {"now": now, "until": until, "enough": enough}))


def finished_by(tx: Tx, me: str, enough: int = MANY) -> int:
    """Cases of a person that this person has resolved."""
    return int(tx.value(_FINISHED, {"me": me, "enough": enough}))


def undelivered(tx: Tx, me: str, enough: int = MANY) -> int:
    """Cases of a person with a letter that did not arrive, and nobody has seen to it."""
    return int(tx.value(_UNDELIVERED, {"me": me, "enough": enough}))


def offered(tx: Tx, me: str, enough: int = MANY) -> int:
    """Cases that colleagues ask a person to take over."""
    return int(tx.value(_OFFERED, {"me": me, "enough": enough}))
