"""When a budget is used up, with the periods left out in which a clock stands still.

A clock is measured by one or more *limits*, and its due is the earliest of theirs: a budget on a
calendar, a channel's own, a cap of wall clock, a finish date told to the customer. Periods that
count nothing are kept once for the whole case, so that a changed budget is recomputed "from the
original start, less the same pauses" (PROMISES, Clocks) by walking the same list again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from agentdesk.domain.worktime import WorkCalendar

Still = tuple[int, int | None, bool]
"""From, until (None: goes on), and whether it is a wait on the customer (else: between resolved and
reopened)."""


class Limit(NamedTuple):
    """One measure of a clock: so much time of a calendar from an instant."""

    calendar: WorkCalendar | None
    """None: every moment counts."""
    micros: int
    start: int
    plain: int | None = None
    """The due if nothing stands still, where it is known already."""


class Due(NamedTuple):
    """Either a due, or (``at`` None) what is left while the clock stands still."""

    at: int | None
    left: int | None
    out: tuple[Still, ...] = ()
    """The periods left out of it, each from the clock's start on."""


def due_of(limits: Sequence[Limit], stills: Sequence[Still], waits_count: bool) -> Due:
    """The earliest due of some limits; the first of them begins with the clock.

    ``waits_count``: time passes while waiting on the customer, only the time between resolved and
    reopened is left out. A period moves a due only if it begins before it or at it.
    """
    if not stills:  # nearly always
        at = _plain(limits[0])
        for limit in limits[1:]:
            at = min(at, _plain(limit))
        return Due(at, None)
    if waits_count:
        stills = [still for still in stills if not still[2]]
    found, _ = min([_walk(limit, stills) for limit in limits], key=_at_once)
    start = limits[0].start
    out = tuple(
        (max(begin, start), end, is_wait)
        for begin, end, is_wait in stills
        if (end is None or end > start) and (found.at is None or begin <= found.at)
    )
    return found._replace(out=out)


def _at_once(answer: tuple[Due, int]) -> int:
    return answer[1]


def _plain(limit: Limit) -> int:
    if limit.plain is not None:
        return limit.plain
    calendar, micros, start, _ = limit
    return start + micros if calendar is None else calendar.add_at(start, micros)


def _walk(limit: Limit, stills: Sequence[Still]) -> tuple[Due, int]:
    """The due of one limit, and the instant to compare it by: as if time went on at once."""
    calendar, left, start, _ = limit
    due = _plain(limit)
    for begin, end, _ in stills:
        if end is not None and end <= start:
            continue
        begin = max(begin, start)
        if due < begin:
            break
        left -= begin - start if calendar is None else calendar.between_at(start, begin)
        if end is None:
            return Due(None, left), due
        start = end
        due = start + left if calendar is None else calendar.add_at(start, left)
    return Due(due, None), due
