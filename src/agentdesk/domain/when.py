"""What a person means by a time they typed, in English and Chinese, as people say it (C2, C7).

One reading is taken; several are asked, none is refused: nothing is guessed. What counts as one:

- A time alone is today's. A weekday is the next one to come; today's own, if its hour is still
  ahead, is asked (today or in a week). ``next fri`` is asked where the coming one and that of next
  week are not the same day; 下周X is the week that begins next Monday, only 下周日 is asked, for
  some begin their weeks on Sunday. "Tomorrow" is the next date, also after midnight.
- ``5/11`` is asked (5 November, 11 May), ``25/11`` is not. A date without a year is the next one,
  unless it passed less than two months ago: then it has passed.
- ``14:30`` and ``03:30`` are as written. Small hours without their half of the day are two
  readings: with a colon 1 to 6, spoken (3点, at 3) 1 to 8. 9点 to 12点 are as on a 24-hour clock.
  7点 to 11点 without a day, when that hour has passed, are asked: this evening, or tomorrow.
- Of readings that lie in the past only the others count; if all do, the time has passed.
- ``12 am`` and midnight of a named day are asked: each day has two. 晚上12点 ends its day.
- A part of the day is a window: the policy's, or the hours of work within it, if they are given
  (`when_parts`). ``by tomorrow am`` is asked: from its beginning or its end. A day without an hour
  is asked for its hour. The end of the day and working days need the hours of work.
- From one hour to another is a window, too (`when_ranges`); ``10 to 4`` is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from agentdesk.domain.localdays import CalendarProblem
from agentdesk.domain.values import DAY, MINUTE, moment
from agentdesk.domain.when_hours import WINDOW, Hour, readings
from agentdesk.domain.when_numbers import later
from agentdesk.domain.when_parts import Hours
from agentdesk.domain.when_ranges import could_be_range, heard_ranges
from agentdesk.domain.when_said import Said, Unclear
from agentdesk.domain.when_windows import edge_of, fitting, local_instant, ranges, windows
from agentdesk.domain.when_words import LONGEST_TYPED, Heard, hear, plain

if TYPE_CHECKING:
    from agentdesk.domain.worktime import WorkCalendar

__all__ = ["LONGEST", "LONGEST_TYPED", "Hours", "Said", "Unclear", "read", "understand", "written"]

_UNKNOWN = Hours()

LONGEST = 2 * 366 * DAY
"""Further ahead than this is taken for a slip of the finger."""


def understand(text: str, now: int, zone: tzinfo, hours: Hours = _UNKNOWN) -> int:
    """The instant meant by ``text``, later than ``now``; of a window its beginning.

    As `read`, for who needs one instant.
    """
    return read(text, now, zone, hours).at


def read(text: str, now: int, zone: tzinfo, hours: Hours = _UNKNOWN) -> Said:
    """What ``text`` means, later than ``now``, in the local time of ``zone``; whole minutes.

    ``hours``: what a part of the day, its end and working days are taken from. Raises Unclear where
    there is not exactly one reading.
    """
    typed = plain(text)
    if not typed:
        raise Unclear("empty")
    if len(typed) > LONGEST_TYPED:
        raise Unclear("unclear")
    span = later(typed)
    if span is not None:
        if span > LONGEST:
            raise Unclear("far")
        at = now + span
        return _one([Said(at - at % MINUTE if span else now)], now)
    try:
        return _one(_readings(typed, now, zone, hours), now)
    except OverflowError:
        raise Unclear("no_such") from None


def written(said: Said, zone: tzinfo, part: str = "") -> str:
    """A reading as it can be typed, in a form that has no other: ``2026-11-25 10:00``.

    A window with the name of its part of the day: ``2026-11-25 morning``, or ``part``, that name in
    another language; without one with its end: ``2026-11-25 14:00-16:00``.
    """
    local = moment(said.at).astimezone(zone)
    if said.part:
        return f"{local:%Y-%m-%d} {part or said.part}"
    end = "" if said.until is None else f"-{moment(said.until).astimezone(zone):%H:%M}"
    return f"{local:%Y-%m-%d %H:%M}{end}"


# --- one of the readings


def _one(found: Iterable[Said], now: int) -> Said:
    """The only reading that is ahead. Raises Unclear: past, far, or which of several."""
    readings = sorted(set(found), key=lambda said: (said.at, said.until or 0))
    ahead = [said for said in readings if said.at > now]
    if not ahead:
        raise Unclear("past", at=readings[-1].at)
    near = [said for said in ahead if said.at - now <= LONGEST]
    if not near:
        raise Unclear("far", at=ahead[0].at)
    if len(near) > 1:
        raise Unclear("which", choices=tuple(near))
    return near[0]


def _readings(typed: str, now: int, zone: tzinfo, hours: Hours) -> list[Said]:
    """An instant or a part of the day; else from when until when; both where both can be meant."""
    trouble, found = None, []
    try:
        found = _meant(hear(typed), now, zone, hours)
    except Unclear as unclear:
        if unclear.code not in ("unclear", "differs"):
            raise
        trouble = unclear
    if found and not could_be_range(typed):
        return found
    said = heard_ranges(typed)
    if len(said) == 1:
        days = _days(said[0].day, moment(now).astimezone(zone).date(), now, hours.calendar)
        return [*found, *ranges(said[0], days, now, zone)]
    if trouble is not None:
        raise trouble
    return found


def _meant(heard: Heard, now: int, zone: tzinfo, hours: Hours) -> list[Said]:
    local = moment(now).astimezone(zone)
    days = _days(heard, local.date(), now, hours.calendar)
    if heard.sums:
        return [Said(local_instant(days[0], local.hour * 60 + local.minute, zone))]
    if heard.edge:
        return fitting(edge_of(heard.edge, day, zone, hours.calendar) for day in days)
    if heard.hour is not None:
        named = bool(heard.days or heard.work)
        found = _hours(heard.hour, heard.half, days, named, now, zone)
        return [replace(said, worked=bool(heard.work)) for said in found]
    if heard.half in WINDOW:
        return windows(heard, days, now, zone, hours)
    if days[-1] < local.date():
        raise Unclear("past", at=local_instant(days[-1], 0, zone))
    raise Unclear("hour", days=tuple(day for day in days if day >= local.date()))


# --- days


def _days(heard: Heard, today: date, now: int, calendar: WorkCalendar | None) -> list[date]:
    """The dates that can be meant, earliest first."""
    if heard.work:
        return [_working_day(heard.work, now, calendar)]
    if not heard.days:
        return [today]
    reader, match = heard.days[0]
    days = reader(match, today)
    if heard.weekday is not None:
        days = [day for day in days if day.weekday() == heard.weekday]
        if not days:
            raise Unclear("differs")
    return days


def _working_day(count: int, now: int, calendar: WorkCalendar | None) -> date:
    if calendar is None:
        raise Unclear("worktime")
    try:
        closing = calendar.closing_after_days(now, count)
    except CalendarProblem:
        raise Unclear("far") from None
    return moment(closing - 1).astimezone(calendar.tz).date()


# --- hours


def _hours(
    hour: Hour, half: str, days: list[date], named: bool, now: int, zone: tzinfo
) -> list[Said]:
    found = fitting(_at(day, at, zone) for day in days for at in readings(hour, half))
    if named:
        return found
    ahead = sorted((said for said in found if said.at > now), key=lambda said: said.at)
    if hour.form == "midnight":
        return ahead[:1]  # the next one
    morning = 7 * 60 <= hour.minutes < 12 * 60 and hour.form == "spoken" and not half
    if morning and min(said.at for said in found) <= now:
        evening, tomorrow = hour.minutes + 12 * 60, days[0] + timedelta(days=1)
        return [*_at(days[0], evening, zone), *_at(tomorrow, hour.minutes, zone)]
    return ahead or found


def _at(day: date, minutes: int, zone: tzinfo) -> Iterator[Said]:
    yield Said(local_instant(day, minutes, zone))
