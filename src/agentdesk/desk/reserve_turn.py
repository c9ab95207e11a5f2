"""The reserve: every n-th claim of a desk takes the unowned case that has been late longest.

The rule is the domain's (`domain.reserve`); here its facts are looked up: where the count stands,
which case is late longest, whether a case of the first band can still be kept (PROMISES).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agentdesk.desk.context import Context
from agentdesk.desk.rows import Refolds
from agentdesk.domain import reserve
from agentdesk.domain.events import ASSIGNED
from agentdesk.domain.values import Event
from agentdesk.store import claims, pages, sweep
from agentdesk.store.pages import Line, Question, Shape
from agentdesk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Turn:
    """What the next claim is."""

    case_id: int | None
    """The case the reserve takes now; None: the claim takes what comes first."""
    count: int
    """Where the count stands after that claim."""


def turn_now(ctx: Context, tx: Tx, folded: Sequence[Line] = ()) -> Turn:
    """What the next claim is at this moment.

    ``folded`` are rows that wait for a sweep, as they stand now (a claim sweeps first: none).
    """
    every = ctx.rules_at(tx, tx.now).reserve
    count = claims.turn(tx)
    if not reserve.due_next(count, every):
        return Turn(None, reserve.decide_turn(count, every, False, False).next_count)
    free = [line for line in folded if pages.in_view("to_take", line, ctx.me.code)]
    late = [(line.broken_since, line.id) for line in free if line.broken_since is not None]
    stored = claims.oldest_late(tx, tx.now)
    if stored is not None:
        late.append(stored)
    urgent = [line.id for line in free if line.band == 1]
    keepable = bool(late) and _keepable(ctx, tx, urgent)
    use, after = reserve.decide_turn(count, every, keepable, bool(late))
    return Turn(min(late)[1] if use else None, after)


def next_for_reserve(ctx: Context, tx: Tx, refolds: Refolds) -> int | None:
    """The case that the next claim of this desk takes out of turn, if it is the reserve's."""
    if not reserve.due_next(claims.turn(tx), ctx.rules_at(tx, tx.now).reserve):
        return None
    everything = Question(Shape("everything"), {"me": ctx.me.code})
    stored = pages.due_lines(tx, everything, tx.now)
    return turn_now(ctx, tx, refolds.fold(ctx, tx, stored, tx.now)).case_id


def by_reserve(events: Iterable[Event]) -> bool:
    """Whether the case came to whoever had it last by the reserve's turn."""
    taken = [event for event in events if event.kind == ASSIGNED]
    return bool(taken and taken[-1].body.get("reserve"))


def _keepable(ctx: Context, tx: Tx, more: Sequence[int]) -> bool:
    """Whether an unowned case of the first band can still be kept."""
    batch, skip, width = list(more), 0, 1  # nearly always the first one can be kept
    while True:
        folds = sweep.fold(tx, ctx.rules_now(tx), batch, tx.now)
        if any(one.standing.place.keepable for one in folds):
            return True
        batch = claims.urgent_to_take(tx, tx.now, skip, width)
        if not batch:
            return False
        skip, width = skip + len(batch), 16
