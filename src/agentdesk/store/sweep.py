"""What time alone changes: rows whose ``next_change`` has passed are folded anew and moved.

Nothing is decided here and no event is written: doing it twice, or on two desks at once, changes
nothing. The same folding brings open cases under a new version of the policy.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, func, select

from agentdesk.domain.policy import Timeline
from agentdesk.domain.standing import standing
from agentdesk.store import cases, log, schema
from agentdesk.store.cases import Folded
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx

BATCH = 500
"""Rows of one transaction: short enough for other desks to get in between."""

_c = schema.cases.c
_DUE = compiled(
    select(_c.id)
    .where(_c.next_change <= bindparam("now"))
    .order_by(_c.next_change)
    .limit(bindparam("limit"))
)
_NEXT = compiled(select(func.min(_c.next_change)).where(_c.next_change.is_not(None)))
_BEHIND = compiled(
    select(_c.id)
    .where(
        _c.id > bindparam("after"),
        # Whatever was folded at the very instant of a version may stand under the one before.
        (_c.folded_at == bindparam("at"))
        | ((_c.folded_at < bindparam("at")) & (_c.status != "closed")),
    )
    .order_by(_c.id)
    .limit(bindparam("limit"))
)


def fold(tx: Tx, timeline: Timeline, case_ids: Iterable[int], now: int) -> list[Folded]:
    """Cases folded from their events, as they stand at ``now``."""
    wanted = list(case_ids)
    logs = log.events_of(tx, wanted) if wanted else {}
    return [
        Folded(case_id, standing(events, timeline, now, case_id), now)
        for case_id, events in logs.items()
    ]


def due(tx: Tx, now: int, limit: int = BATCH) -> list[int]:
    """Cases whose row may be wrong by now, longest wrong first."""
    return [row[0] for row in tx.all(_DUE, {"now": now, "limit": limit})]


def next_change(tx: Tx) -> int | None:
    """The first instant at which any row changes by itself, or None."""
    found = tx.value(_NEXT)
    return None if found is None else int(found)


def sweep(tx: Tx, timeline: Timeline, now: int, limit: int = BATCH) -> int:
    """Move up to ``limit`` rows whose instant has passed; how many were moved."""
    late = due(tx, now, limit)
    cases.project(tx, fold(tx, timeline, late, now))
    return len(late)


def refold(
    tx: Tx, timeline: Timeline, now: int, *, policy_at: int, after: int, limit: int = BATCH
) -> list[int]:
    """Fold up to ``limit`` cases that may stand as an older policy had it, in order of id.

    Returns their ids: go on after the last one. Closed cases stay as they are: no clock of theirs
    moves any more.
    """
    rows = tx.all(_BEHIND, {"after": after, "at": policy_at, "limit": limit})
    behind = [row[0] for row in rows]
    cases.project(tx, fold(tx, timeline, behind, now))
    return behind
