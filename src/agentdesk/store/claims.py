"""What a claim looks at: the first unowned case, the one that has been late longest, the turn.

All of it is read and changed in the claim's own transaction, so that two desks can neither take
the same case nor count the same turn.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import insert

from agentdesk.store import schema
from agentdesk.store.pages import Key
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx

TURN = "claims"
"""Counter: claims since the reserve was last served (or its turn lapsed)."""

# Written out: each names the index that keeps its cost from growing with the desk, or (counters are
# a handful) that one page of the file is enough.
_COUNT = Sql("SELECT value FROM counter NOT INDEXED WHERE name = :name", {}, frozenset({"name"}))
_SET = Sql(
    "UPDATE counter NOT INDEXED SET value = :value WHERE name = :name",
    {},
    frozenset({"name", "value"}),
)
_BEGIN = compiled(insert(schema.counter))
_FIRST = Sql(
    """
SELECT band, rank, due, received, id, reason FROM cases INDEXED BY ix_cases_unowned
WHERE band < 9 AND owner IS NULL AND status IN ('new', 'open')
  AND (next_change IS NULL OR next_change > :now)
ORDER BY band, rank, due, received, id LIMIT 1
""",
    {},
    frozenset({"now"}),
)
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
ORDER BY due DESC LIMIT :limit + 0 OFFSET :skip
""",
    {},
    frozenset({"now", "limit", "skip"}),
)


def turn(tx: Tx) -> int:
    """Where the count of claims stands."""
    return int(tx.value(_COUNT, {"name": TURN}) or 0)


def set_turn(tx: Tx, count: int) -> None:
    """Set the count of claims."""
    counted = {"name": TURN, "value": count}
    if not tx.run(_SET, counted):
        tx.run(_BEGIN, counted)


class First(NamedTuple):
    """An unowned case: what sorts it, and why it stands there. No text of it is read: claims queue
    for the lock, and each page of the file is decrypted anew after another desk's commit."""

    band: int
    rank: int
    due: int
    received: int
    id: int
    reason: str

    @property
    def key(self) -> Key:
        """What sorts it."""
        return (self.band, self.rank, self.due, self.received, self.id)


def first_to_take(tx: Tx, now: int) -> First | None:
    """The unowned case that comes first; rows due for a fold left out."""
    row = tx.one(_FIRST, {"now": now})
    return None if row is None else First._make(row)


def oldest_late(tx: Tx, now: int) -> tuple[int, int] | None:
    """(since, id) of the unowned case with the oldest open breach; due rows left out."""
    row = tx.one(_OLDEST_LATE, {"now": now})
    return None if row is None else (row[0], row[1])


def urgent_to_take(tx: Tx, now: int, skip: int, limit: int) -> list[int]:
    """Unowned cases of the first band not yet late, those with most time left first."""
    return [row[0] for row in tx.all(_URGENT, {"now": now, "skip": skip, "limit": limit})]
