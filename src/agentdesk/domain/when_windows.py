"""The windows that a spoken time can be, in the local time of a zone: parts of a day, ranges, and
where a day of work begins and ends (C7).

What a clock change skips or repeats is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from agentdesk.domain.values import MINUTE, instant
from agentdesk.domain.when_hours import NIGHT, WINDOW
from agentdesk.domain.when_parts import Hours, wide
from agentdesk.domain.when_ranges import Range, edges
from agentdesk.domain.when_said import Said, Unclear
from agentdesk.domain.when_words import Heard

if TYPE_CHECKING:
    from agentdesk.domain.worktime import WorkCalendar


def local_instant(day: date, minutes: int, zone: tzinfo) -> int:
    """The one instant of a local time; refuses those that a clock change skips or repeats."""
    nights, rest = divmod(minutes, NIGHT)
    try:
        day += timedelta(days=nights)
        local = datetime.combine(day, time(*divmod(rest, 60)), zone)
        first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
        back = first.astimezone(zone)
    except (ValueError, OverflowError):
        raise Unclear("no_such") from None
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Unclear("skipped")
    if first != second:
        raise Unclear("twice")
    return instant(first)


def fitting(groups: Iterable[Iterator[Said]]) -> list[Said]:
    """All the readings that exist; if none does, why the first does not."""
    found: list[Said] = []
    first: Unclear | None = None
    for group in groups:
        try:
            found.extend(group)
        except Unclear as trouble:
            if trouble.code == "twice":
                raise
            first = first or trouble
    if not found:
        raise first or Unclear("unclear")
    return found


# --- windows


def ranges(said: Range, days: Sequence[date], now: int, zone: tzinfo) -> list[Said]:
    """From one hour until another, as far as it is ahead."""
    named, worked = bool(said.day.days or said.day.work), bool(said.day.work)
    pairs = [*edges(said)]
    found = fitting(_span(day, pair, zone, worked) for day in days for pair in pairs)
    first, last = min(pairs)
    unsaid = not named and not said.first_half and not said.last_half
    if unsaid and said.first.form == "spoken" and first >= 7 * 60 and last < 12 * 60:
        today, tomorrow = days[0], days[0] + timedelta(days=1)
        if not _open_still(fitting([_span(today, (first, last), zone)]), now):
            evening = first + 12 * 60, last + 12 * 60  # 9点到11点, in the afternoon
            later = _span(today, evening, zone), _span(tomorrow, (first, last), zone)
            return _open_still(fitting(later), now)
    return _open_still(found, now) or found


def _span(day: date, edge: tuple[int, int], zone: tzinfo, worked: bool = False) -> Iterator[Said]:
    first, last = (local_instant(day, at, zone) for at in edge)
    if first < last:
        yield Said(first, last, worked=worked)


def _open_still(found: Iterable[Said], now: int) -> list[Said]:
    """The windows that have not ended; of one that has begun, what is left."""
    soon = now - now % MINUTE + MINUTE
    return [
        replace(said, at=max(said.at, soon))
        for said in found
        if said.until is not None and said.until > soon
    ]


def windows(heard: Heard, days: Sequence[date], now: int, zone: tzinfo, hours: Hours) -> list[Said]:
    """The part of each day, as far as it is ahead; with "by" its beginning and its end."""
    part = WINDOW[heard.half]
    found = fitting(_window(part, day, zone, hours) for day in days)
    open_still = _open_still(found, now)
    if not heard.by or not open_still:
        return open_still or found
    ends = [
        Said(said.until, worked=said.worked)
        for said in open_still
        if said.until is not None and part != "lunchtime"
    ]
    begins = [Said(said.at, worked=said.worked) for said in found if said.at > now]
    return [*begins, *ends] or ends


def _window(part: str, day: date, zone: tzinfo, hours: Hours) -> Iterator[Said]:
    calendar, worked = hours.calendar, False
    first, last = (local_instant(day, at, zone) for at in hours.parts[part])
    if calendar is not None:
        begin, end = (local_instant(day, at, zone) for at in wide(part, hours.parts))
        if calendar.between_at(begin, end) < end - begin:  # all of it: the usual part is as good
            first, last = _worked(begin, end, calendar)
            worked = True
    yield Said(first, last, part, worked=worked)


def edge_of(edge: str, day: date, zone: tzinfo, calendar: WorkCalendar | None) -> Iterator[Said]:
    """Where the hours of work of a day begin or end."""
    if calendar is None:
        raise Unclear("worktime")
    begin = instant(datetime.combine(day, time(0), zone))
    end = instant(datetime.combine(day + timedelta(days=1), time(0), zone))
    if calendar.between_at(begin, end) == end - begin:
        raise Unclear("always")
    yield Said(_worked(begin, end, calendar)[edge == "close"], worked=True)


def _worked(begin: int, end: int, calendar: WorkCalendar) -> tuple[int, int]:
    """The first and the last instant of work between two. Raises Unclear if there is none."""
    if not calendar.between_at(begin, end):
        raise Unclear("closed")
    first, last = calendar.add_at(begin, 1) - 1, calendar.latest_start_at(end, 1) + 1
    return first - first % MINUTE, last - last % MINUTE
