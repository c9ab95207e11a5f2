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
- A part of the day is a window (`when_hours.PARTS`, or the hours of work within it, if a calendar
  is given). ``by tomorrow am`` is asked: from its beginning or its end. A day without an hour is
  asked for its hour. The end of the day needs the hours of work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from agentdesk.domain.localdays import CalendarProblem
from agentdesk.domain.values import DAY, MINUTE, instant, moment
from agentdesk.domain.when_hours import NIGHT, PARTS, WIDE, WINDOW, Hour, readings
from agentdesk.domain.when_numbers import later
from agentdesk.domain.when_said import Said, Unclear
from agentdesk.domain.when_words import LONGEST_TYPED, Heard, hear, plain

if TYPE_CHECKING:
    from agentdesk.domain.worktime import WorkCalendar

__all__ = ["LONGEST", "LONGEST_TYPED", "Said", "Unclear", "read", "understand", "written"]

LONGEST = 2 * 366 * DAY
"""Further ahead than this is taken for a slip of the finger."""


def understand(text: str, now: int, zone: tzinfo, calendar: WorkCalendar | None = None) -> int:
    """The instant meant by ``text``, later than ``now``; of a window its beginning.

    As `read`, for who needs one instant.
    """
    return read(text, now, zone, calendar).at


def read(text: str, now: int, zone: tzinfo, calendar: WorkCalendar | None = None) -> Said:
    """What ``text`` means, later than ``now``, in the local time of ``zone``; whole minutes.

    ``calendar``: the hours of work that a part of the day, its end and working days are taken from.
    Raises Unclear where there is not exactly one reading.
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
        return _one(_meant(hear(typed), now, zone, calendar), now)
    except OverflowError:
        raise Unclear("no_such") from None


def written(said: Said, zone: tzinfo, part: str = "") -> str:
    """A reading as it can be typed, in a form that has no other: ``2026-11-25 10:00``.

    A window with the name of its part of the day: ``2026-11-25 morning``, or ``part``, that name in
    another language.
    """
    local = moment(said.at).astimezone(zone)
    return f"{local:%Y-%m-%d} {part or said.part}" if said.part else f"{local:%Y-%m-%d %H:%M}"


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


def _meant(heard: Heard, now: int, zone: tzinfo, calendar: WorkCalendar | None) -> list[Said]:
    local = moment(now).astimezone(zone)
    days = _days(heard, local.date(), now, calendar)
    if heard.sums:
        return [Said(_instant(days[0], local.hour * 60 + local.minute, zone))]
    if heard.edge:
        return _fitting(_edge(heard.edge, day, zone, calendar) for day in days)
    if heard.hour is not None:
        named = bool(heard.days or heard.work)
        return _hours(heard.hour, heard.half, days, named, now, zone)
    if heard.half in WINDOW:
        return _windows(heard, days, now, zone, calendar)
    if days[-1] < local.date():
        raise Unclear("past", at=_instant(days[-1], 0, zone))
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
    found = _fitting(_at(day, at, zone) for day in days for at in readings(hour, half))
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
    yield Said(_instant(day, minutes, zone))


def _fitting(groups: Iterable[Iterator[Said]]) -> list[Said]:
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


# --- parts of the day


def _windows(
    heard: Heard, days: list[date], now: int, zone: tzinfo, calendar: WorkCalendar | None
) -> list[Said]:
    """The part of each day, as far as it is ahead; with "by" its beginning and its end."""
    part = WINDOW[heard.half]
    found = _fitting(_window(part, day, zone, calendar) for day in days)
    soon = now - now % MINUTE + MINUTE
    open_still = [
        Said(max(said.at, soon), said.until, part)
        for said in found
        if said.until is not None and said.until > soon
    ]
    if not heard.by or not open_still:
        return open_still or found
    ends = [
        Said(said.until) for said in open_still if said.until is not None and part != "lunchtime"
    ]
    begins = [Said(said.at) for said in found if said.at > now]
    return [*begins, *ends] or ends


def _window(part: str, day: date, zone: tzinfo, calendar: WorkCalendar | None) -> Iterator[Said]:
    first, last = (_instant(day, at, zone) for at in PARTS[part])
    if calendar is not None:
        begin, end = (_instant(day, at, zone) for at in WIDE[part])
        if calendar.between_at(begin, end) < end - begin:  # all of it: the usual part is as good
            first, last = _worked(begin, end, calendar)
    yield Said(first, last, part)


def _edge(edge: str, day: date, zone: tzinfo, calendar: WorkCalendar | None) -> Iterator[Said]:
    """Where the hours of work of a day begin or end."""
    if calendar is None:
        raise Unclear("worktime")
    begin = instant(datetime.combine(day, time(0), zone))
    end = instant(datetime.combine(day + timedelta(days=1), time(0), zone))
    yield Said(_worked(begin, end, calendar)[edge == "close"])


def _worked(begin: int, end: int, calendar: WorkCalendar) -> tuple[int, int]:
    """The first and the last instant of work between two. Raises Unclear if there is none."""
    if not calendar.between_at(begin, end):
        raise Unclear("closed")
    first, last = calendar.add_at(begin, 1) - 1, calendar.latest_start_at(end, 1) + 1
    return first - first % MINUTE, last - last % MINUTE


# --- local times


def _instant(day: date, minutes: int, zone: tzinfo) -> int:
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
