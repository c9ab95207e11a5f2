"""Figures of the header, each counted no further than needed: no figure reads the whole desk."""

from __future__ import annotations

from agentdesk.store.pages import BANDS, Question, Shape, by_band
from agentdesk.store.sql import Sql
from agentdesk.store.tx import Tx

MANY = 999
"""Counted no further: shown as 999+."""

# Written out: each names the index that keeps its cost from growing with the desk.
_SOON = Sql(
    "SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY ix_cases_clock_due"
    " WHERE clock_due BETWEEN :now AND :until AND band < 9"
    " AND (next_change IS NULL OR next_change > :now) LIMIT :enough)",
    {},
    frozenset({"now", "until", "enough"}),
)
_FINISHED = Sql(
    "SELECT count(*) FROM (SELECT 1 FROM cases INDEXED BY ix_cases_owner"
    " WHERE owner = :me AND resolved_by = :me LIMIT :enough)",
    {},
    frozenset({"me", "enough"}),
)


def in_view(tx: Tx, view: str, me: str, enough: int) -> int:
    """How many rows a view has as stored, counted no further than ``enough`` in each band."""
    found = by_band(tx, Question(Shape(view), {"me": me}), enough)
    return sum(found[band] for band in BANDS)


def soon(tx: Tx, now: int, until: int, enough: int = MANY) -> int:
    """Rows of the queue whose clock runs out by an instant; rows due for a fold left out."""
    return int(tx.value(_SOON, {"now": now, "until": until, "enough": enough}))


def finished_by(tx: Tx, me: str, enough: int = MANY) -> int:
    """Cases of a person that this person has resolved."""
    return int(tx.value(_FINISHED, {"me": me, "enough": enough}))
