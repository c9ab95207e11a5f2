"""When a customer can be rung: the slots of a day, what stands against a time, the next try (C7).

Pure. A *window* is ``(at, until)`` in instants. Four things bound it: the hours of the desk (of the
branch, for a visit) with their holidays, the hours of whoever rings, what the customer wishes in
the zone they live in, and what is agreed already. Instants are judged, never local times: an hour
that a clock change skips cannot be agreed on, a repeated one is two hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from agentdesk.domain.localdays import day_date, time_of_day
from agentdesk.domain.policy_rules import CallbackRule, CallsRule
from agentdesk.domain.values import DAY, MINUTE
from agentdesk.domain.worktime import WorkCalendar
from agentdesk.domain.zones import offset_at, spans

Window = tuple[int, int]

MOST_BETTER = 3
"""So many other times are offered."""
LOOK_AHEAD = 14 * DAY
"""Other times are looked for as far ahead."""

NEVER_BLOCKS = frozenset({"agent_off"})
"""What whoever agrees on a call may pass over for themselves: nobody else gives away their time."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """When a customer may be rung: minutes of their day (None: any), in their zone. An end that is
    not after its beginning is on the next day."""

    zone: tzinfo
    calls_from: int | None = None
    calls_until: int | None = None

    @property
    def any(self) -> bool:
        """At any time."""
        return self.calls_from == self.calls_until or (
            self.calls_from in (None, 0) and self.calls_until in (None, 24 * 60)
        )

    def window(self, day: int) -> Window:
        """The time in which they may be rung that begins on a local day (days since 1970)."""
        begin, end = self.calls_from or 0, self.calls_until or 24 * 60
        later = 0 if end > begin else DAY
        return (
            local_instant(self.zone, day * DAY + begin * MINUTE),
            local_instant(self.zone, day * DAY + end * MINUTE + later),
        )

    def fit(self, at: int, until: int) -> bool:
        """They may be rung all that time."""
        if self.any:
            return True
        today = local_day(self.zone, at)
        windows = (self.window(day) for day in (today - 1, today))
        return any(begin <= at and until <= end for begin, end in windows)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a time is judged by."""

    rule: CallsRule
    open: WorkCalendar
    """The hours of the desk, or of the branches for a visit."""
    wishes: Wishes
    holidays: frozenset[str] = frozenset()
    """ISO dates on which it is closed for a holiday."""
    own: WorkCalendar | None = None
    """The hours of whoever rings, where they have their own."""
    busy: tuple[Window, ...] = ()
    """What they have agreed on already."""
    myself: bool = True
    """Whoever rings is who agrees on it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands against a time: (code, params); and the free times near it."""

    problems: tuple[tuple[str, dict[str, Any]], ...] = ()
    better: tuple[int, ...] = ()

    def blocking(self, myself: bool = True) -> bool:
        """It cannot be agreed on."""
        passed_over = NEVER_BLOCKS if myself else frozenset()
        return any(code not in passed_over for code, _ in self.problems)


# --- local time


def local_instant(zone: tzinfo, local: int) -> int:
    """The first instant at which a zone's wall clock shows this time (microseconds of wall time
    since 1970) or, where a clock change skips it, a later one."""
    for begin, end, offset in spans(zone, local - 2 * DAY, local + 2 * DAY):
        if local - offset < end:
            return max(begin, local - offset)
    return local - offset_at(zone, local)


def local_day(zone: tzinfo, at: int) -> int:
    """The local date of an instant, as days since 1970."""
    return (at + offset_at(zone, at)) // DAY


# --- a day as slots


def slots(day: int, slot: int, calendar: WorkCalendar) -> tuple[Window, ...]:
    """The slots of a local day (days since 1970) in which the calendar is open throughout."""
    begins = local_instant(calendar.tz, day * DAY)
    ends = local_instant(calendar.tz, (day + 1) * DAY)
    return tuple(
        (at, at + slot) for at in range(begins, ends, slot) if _within(calendar, at, at + slot)
    )


# --- judging a time


def judge(at: int, until: int, terms: Terms, now: int, *, offer: bool = True) -> Verdict:
    """What stands against ringing from ``at`` to ``until``; ``offer``: with better times."""
    problems = tuple(_problems(at, until, terms, now))
    if not problems or not offer:
        return Verdict(problems)
    return Verdict(problems, better(at, until - at, terms, now))


def _problems(at: int, until: int, terms: Terms, now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    if at <= now:
        yield "past", {"at": at}
        return
    if at > now + terms.rule.ahead:
        yield "too_long_ahead", {"days": terms.rule.ahead // DAY}
        return
    if not _within(terms.open, at, until):
        day = day_date(local_day(terms.open.tz, at)).isoformat()
        yield ("holiday" if day in terms.holidays else "closed"), {"date": day}
    elif terms.own is not None and not _within(terms.own, at, until):
        yield "agent_off", {}
    if not terms.wishes.fit(at, until):
        begin, end = terms.wishes.calls_from or 0, terms.wishes.calls_until or 24 * 60
        yield "outside_window", {"begins": _clock(begin), "ends": _clock(end)}
    first = _collision(at, until, terms)
    if first is not None:
        code = "taken" if terms.rule.capacity == 1 else "full"
        yield code, {"at": first[0], "until": first[1]}


def _within(calendar: WorkCalendar, at: int, until: int) -> bool:
    return calendar.between_at(at, until) == until - at


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _collision(at: int, until: int, terms: Terms) -> Window | None:
    """The first call for which, with this one, there are more at once than one person can make."""
    over = sorted(one for one in terms.busy if one[0] < until and at < one[1])
    for moment in (at, *(begin for begin, _ in over if begin > at)):
        at_once = [one for one in over if one[0] <= moment < one[1]]
        if len(at_once) >= terms.rule.capacity:
            return at_once[0]
    return None


def free(at: int, until: int, terms: Terms, now: int) -> bool:
    """Nothing stands against it."""
    return next(_problems(at, until, terms, now), None) is None


def better(at: int, length: int, terms: Terms, now: int) -> tuple[int, ...]:
    """The free times nearest to one, at most three, in order."""
    slot = terms.rule.slot
    near = max(at, now)
    today = local_instant(terms.open.tz, local_day(terms.open.tz, near) * DAY)
    aligned = today + (near - today) // slot * slot
    later = _free_from(aligned, near + LOOK_AHEAD, length, terms, now)
    before = (
        begin
        for begin in range(aligned - slot, max(today, now) - 1, -slot)
        if free(begin, begin + length, terms, now)
    )
    found = [*_some(later), *_some(before)]
    return tuple(sorted(sorted(found, key=lambda one: (abs(one - at), one))[:MOST_BETTER]))


def _some(times: Iterator[int]) -> list[int]:
    return [begin for _, begin in zip(range(MOST_BETTER), times, strict=False)]


def _free_from(begin: int, last: int, length: int, terms: Terms, now: int) -> Iterator[int]:
    """Free times on the grid from an instant on."""
    slot = terms.rule.slot
    while begin <= last:
        if free(begin, begin + length, terms, now):
            yield begin
        begin += slot


# --- nobody answered


def next_try(
    tries: Sequence[int], now: int, rule: CallbackRule, terms: Terms, length: int
) -> Window | None:
    """When it is tried again after ``tries`` (the one just made among them), or None: unreachable.

    PROMISES: ``rule.tries`` in as many parts of the customer's day over ``rule.over``. A part not
    tried yet comes first, then a day with fewer tries than its share, then the earliest time that
    is free, for ``length`` and ``apart`` from now. Where the customer's window lets them be
    rung in one part only, it is tried again on another day. Rather at a time that is taken, or at
    which whoever rang does not work, than not at all: both can be moved, a customer waits.
    """
    if len(tries) >= rule.tries:
        return None
    last = _last_day(tries, now, rule, terms)
    for loose in (terms, replace(terms, busy=()), replace(terms, busy=(), own=None)):
        found = _best_try(tries, now, rule, loose, length, last)
        if found is not None:
            return found
    return None


def _last_day(tries: Sequence[int], now: int, rule: CallbackRule, terms: Terms) -> int:
    """The end of the time over which is tried. Where it has passed (a try was forgotten, or the
    customer asked for a later day) it counts from this try: they are not given up for that."""
    ends = 0
    for begin in (tries[0] if tries else now, now):
        if rule.over.days:
            ends = terms.open.closing_after_days(begin, rule.over.days)
        else:
            ends = terms.open.add_at(begin, rule.over.micros)
        if ends > now:
            break
    return ends


def _best_try(
    tries: Sequence[int], now: int, rule: CallbackRule, terms: Terms, length: int, ends: int
) -> Window | None:
    zone = terms.wishes.zone
    done = [(local_day(zone, one), part_of_day(one, terms)) for one in tries]
    parts = range(len(terms.rule.parts))
    share = -(-rule.tries // rule.over.days) if rule.over.days else rule.tries
    ranked: list[tuple[tuple[int, bool, int], Window]] = []
    for day in range(local_day(zone, now), local_day(zone, ends) + 1):
        full = sum(on == day for on, _ in done) >= share
        for part in parts:
            if (day, part) in done:
                continue
            at = _first_free(day, part, now, terms, length, ends)
            if at is not None:
                often = sum(one == part for _, one in done)
                ranked.append(((often, full, at), (at, at + length)))
    return min(ranked)[1] if ranked else None


def part_of_day(at: int, terms: Terms) -> int | None:
    """The part of the customer's day an instant lies in; None outside all of them."""
    zone = terms.wishes.zone
    day = local_day(zone, at)
    for number in range(len(terms.rule.parts)):
        begin, end = _part(day, number, terms)
        if begin <= at < end:
            return number
    return None


def _part(day: int, number: int, terms: Terms) -> Window:
    begin, end = (time_of_day(edge) for edge in terms.rule.parts[number])
    zone = terms.wishes.zone
    return local_instant(zone, day * DAY + begin), local_instant(zone, day * DAY + end)


def _first_free(
    day: int, number: int, now: int, terms: Terms, length: int, ends: int
) -> int | None:
    """The first time of a part of a day at which they can be rung."""
    slot = terms.rule.slot
    begin, end = _part(day, number, terms)
    missed = max(0, now + terms.rule.apart - begin)
    begin += -(-missed // slot) * slot
    for at in range(begin, min(end, ends) - length + 1, slot):
        if free(at, at + length, terms, now):
            return at
    return None
