"""From stored rows to what screens see, and rows folded in memory where the stored one is old."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from agentdesk.desk.api import QueueRow
from agentdesk.desk.context import Context
from agentdesk.domain import attention
from agentdesk.domain.policy import Timeline
from agentdesk.domain.text import mask_name, mask_numbers, one_line
from agentdesk.domain.values import Priority, Status
from agentdesk.store import cases, sweep
from agentdesk.store.cases import Folded
from agentdesk.store.pages import Line
from agentdesk.store.tx import Tx

MOST_IN_MEMORY = 256
"""With more rows than this waiting to be folded, they are swept before a page is read."""


class Behind(Exception):
    """Too many rows wait to be folded: sweep first, then read again."""


def queue_row(line: Line, me: str, reserve: int | None = None) -> QueueRow:
    """A row as screens see it: the customer masked, texts fit for one line."""
    return _row(line, me, line.id == reserve)


@lru_cache(maxsize=2048)
def _row(line: Line, me: str, reserve: bool) -> QueueRow:
    """Made once for each state of a row: a desk reads the same window again and again."""
    return QueueRow(
        id=line.id,
        reference=line.ref,
        priority=Priority(line.priority),
        status=Status(line.status),
        clock=line.clock,
        due=line.wake_at if line.frozen else line.clock_due,
        broken=line.broken_since is not None,
        frozen=bool(line.frozen),
        wake_at=line.wake_at,
        customer=masked(line.customer or ""),
        title=one_line(mask_numbers(line.title or "")),
        where=held_by(line.departments),
        owner=line.owner,
        accountable=line.accountable,
        mine=line.owner == me,
        band=line.band,
        rank=line.rank,
        key_due=line.due,
        received=line.received,
        surge=bool(line.surge),
        care=bool(line.care),
        chasers=line.chasers,
        reserve=reserve,
        reason=cases.load_reason(line.reason),
        ver=line.ver,
        back=back(line.back),
        attention=attention.names(line.attention),
    )


def back(stored: str | None) -> tuple[str, str, str] | None:
    """What came back from a department and nobody has acted on: how, department, code."""
    if stored is None:
        return None
    how, dept, code = json.loads(stored)
    return str(how), str(dept), str(code)


@lru_cache(maxsize=8192)
def masked(name: str) -> str:
    """A customer's name as it may be shown in a list."""
    return one_line(mask_name(name))


def held_by(departments: str) -> str | None:
    """The department that was asked last and still holds it."""
    if departments == "[]":
        return None
    return str(json.loads(departments)[-1])


def folded_line(line: Line, folded: Folded) -> Line:
    """A stored row with everything that time changes taken from a fresh fold."""
    place = folded.standing.place
    return line._replace(
        band=place.band,
        rank=place.rank,
        due=place.due,
        clock=place.clock,
        clock_due=place.clock_due,
        broken_since=place.broken_since,
        frozen=int(place.frozen),
        wake_at=place.wake_at,
        next_change=place.next_change,
        reason=cases.dump_reason(place.reason),
        follow_up_due=cases.follow_up_due(folded.standing),
    )


class Refolds:
    """Rows folded in memory until a sweep writes them: each is folded once, not at every read."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, int], tuple[int, Line]] = {}

    def fold(self, ctx: Context, tx: Tx, lines: Iterable[Line], now: int) -> list[Line]:
        """The same rows as they stand at ``now``. Raises Behind if they are too many."""
        some = list(lines)
        if len(some) > MOST_IN_MEMORY:
            raise Behind
        if not some:
            return []
        timeline = ctx.rules_now(tx)
        missing = [line for line in some if self._find(line, timeline, now) is None]
        if missing:
            if len(self._known) > 4 * MOST_IN_MEMORY:
                self._known = {}
            folds = {
                one.case_id: one
                for one in sweep.fold(tx, timeline, [line.id for line in missing], now)
            }
            for line in missing:
                self._known[_mark(line, timeline)] = (now, folded_line(line, folds[line.id]))
        found = [self._find(line, timeline, now) for line in some]
        return [line for line in found if line is not None]

    def _find(self, line: Line, timeline: Timeline, now: int) -> Line | None:
        """A fold made before, if time has not changed it since."""
        known = self._known.get(_mark(line, timeline))
        if known is None:
            return None
        at, folded = known
        still = folded.next_change is None or now < folded.next_change
        return folded if at <= now and still else None


def _mark(line: Line, timeline: Timeline) -> tuple[int, int, int]:
    return (line.id, line.ver, timeline[-1][1].version)
