"""What a claim looks at: the first unowned case, the one that has been late longest, the turn.

All of it is read and changed in the claim's own transaction, so that two desks can neither take
the same case nor count the same turn.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from agentdesk.store import pages, schema
from agentdesk.store.pages import Line, Question, Shape
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

TURN = "claims"
"""Counter: claims since the reserve was last served (or its turn lapsed)."""

_TO_TAKE = Question(Shape("to_take"), {})
_counter = schema.counter
_new = insert(_counter)
_COUNT = compiled(select(_counter.c.value).where(_counter.c.name == bindparam("name")))
_SET = compiled(
    _new.on_conflict_do_update(
        index_elements=[_counter.c.name], set_={"value": _new.excluded.value}
    )
)
# Written out: each names the index that keeps its cost from growing with the desk.
_OLDEST_LATE = Sql(
    """
SELECT broken_since, id FROM cases INDEXED BY ix_cases_oldest_broken
WHERE broken_since IS NOT NULL AND owner IS NULL AND band < 9 AND status IN ('new', 'open')
  AND (next_change IS NULL OR next_change > :now)
ORDER BY broken_since, id LIMIT 1
""",
    {},
    frozenset({"now"}),
)
_URGENT = Sql(
    """
SELECT id FROM cases INDEXED BY ix_cases_unowned
WHERE band = 1 AND due > :now AND owner IS NULL AND status IN ('new', 'open')
  AND (next_change IS NULL OR next_change > :now)
ORDER BY due DESC LIMIT :limit OFFSET :skip
""",
    {},
    frozenset({"now", "limit", "skip"}),
)


def turn(tx: Tx) -> int:
    """Where the count of claims stands."""
    return int(tx.value(_COUNT, {"name": TURN}) or 0)


def set_turn(tx: Tx, count: int) -> None:
    """Set the count of claims."""
    tx.run(_SET, {"name": TURN, "value": count})


def first_to_take(tx: Tx, now: int) -> Line | None:
    """The unowned case that comes first; rows due for a fold left out."""
    return next(iter(pages.first(tx, _TO_TAKE, now, 1)), None)


def oldest_late(tx: Tx, now: int) -> tuple[int, int] | None:
    """(since, id) of the unowned case with the oldest open breach; due rows left out."""
    row = tx.one(_OLDEST_LATE, {"now": now})
    return None if row is None else (row[0], row[1])


def urgent_to_take(tx: Tx, now: int, skip: int, limit: int) -> list[int]:
    """Unowned cases of the first band not yet late, those with most time left first."""
    return [row[0] for row in tx.all(_URGENT, {"now": now, "skip": skip, "limit": limit})]
