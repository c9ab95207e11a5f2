"""The calendars of a proposal: as they are written, and resolved to dates (PROMISES 1 and 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from agentdesk.domain import holiday_days
from agentdesk.domain.localdays import WEEKDAYS, CalendarProblem, pieces
from agentdesk.domain.policy import ALWAYS, DEPARTMENT, DESK, CalendarDates
from agentdesk.domain.policy_reader import Table, near
from agentdesk.domain.zones import UnknownZone, open_zone

Range = tuple[str, str]
Ranges = tuple[Range, ...]

AUTO, NONE = "auto", "none"
_KEYS = ("zone", "hours", "holidays", "makeup_hours", "breaks", "extra_days")


@dataclass(frozen=True, slots=True)
class OwnYear:
    """A year as the desk itself writes it, instead of the library's."""

    days: tuple[str, ...] = ()
    makeup: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """A calendar as it is written. ``zone`` None: the desk's; ``country`` auto: of the desk."""

    zone: str | None = None
    hours: Mapping[str, Ranges] = field(default_factory=dict)
    country: str = NONE
    days: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    own: Mapping[int, OwnYear] = field(default_factory=dict)
    makeup_hours: Ranges = ()
    breaks: Mapping[str, Ranges] = field(default_factory=dict)
    extra_days: Mapping[str, Ranges] = field(default_factory=dict)


def read_calendars(table: Table) -> dict[str, CalendarSpec]:
    """Every calendar of the proposal; ``desk`` must be there."""
    found: dict[str, CalendarSpec] = {}
    for name, one in table.coded(_KEYS):
        if name in (ALWAYS, DEPARTMENT):
            table.problem("reserved", name)
        else:
            found[name] = _calendar(one)
    table.need(DESK)
    return found


def _calendar(table: Table) -> CalendarSpec:
    holidays = table.table("holidays", ("country", "days", "work", "own"))
    own = {}
    for year, one in holidays.table("own").data.items():
        year_table = Table(table.reader, (*holidays.path, "own", year), one, ("days", "makeup"))
        if year.isdecimal() and len(year) == 4:
            own[int(year)] = OwnYear(year_table.dates("days"), year_table.dates("makeup"))
        else:
            holidays.table("own").problem("year", year)
    return CalendarSpec(
        zone=_zone(table),
        hours=_hours(table),
        country=_country(holidays),
        days=holidays.dates("days"),
        work=holidays.dates("work"),
        own=own,
        makeup_hours=read_ranges(table, "makeup_hours", table.list("makeup_hours")),
        breaks=_dated(table.table("breaks")),
        extra_days=_dated(table.table("extra_days")),
    )


def _zone(table: Table) -> str | None:
    if not table.has("zone"):
        return None
    name = table.text("zone")
    if not name:
        return None
    try:
        open_zone(name)
    except UnknownZone:
        meant = _near_zone(name)
        said = {} if meant is None else {"near": meant}
        table.problem("zone" if meant is None else "zone_near", "zone", name, **said)
        return None
    return name


def _near_zone(name: str) -> str | None:
    from zoneinfo import available_timezones  # reads a folder: only where a name is wrong

    return near(name, available_timezones())


def _country(holidays: Table) -> str:
    if not holidays.has("country"):
        return NONE
    code = holidays.text("country")
    if code.lower() in (AUTO, NONE, ""):
        return code.lower() or NONE
    try:
        holiday_days.resolve(code, (2026,))
    except holiday_days.UnknownCountry:
        holidays.problem("country", "country", code)
        return NONE
    return code.upper()


def _hours(table: Table) -> dict[str, Ranges]:
    """Hours by single weekdays; later lines of the file win over earlier ones."""
    found: dict[str, Ranges] = {}
    if not table.need("hours"):
        return found
    hours = table.table("hours")
    for name, ranges in hours.data.items():
        days = _weekdays(name)
        if not days:
            hours.problem("weekday", name)
            continue
        if not isinstance(ranges, list):
            hours.problem("want_hours", name, ranges)
            continue
        found.update(dict.fromkeys(days, read_ranges(hours, name, ranges)))
    if not any(hours.data.values()):
        table.problem("no_hours", "hours")
    return {day: found[day] for day in WEEKDAYS if found.get(day)}


def _weekdays(name: str) -> tuple[str, ...]:
    """``mon``, ``mon-fri`` (over the end of the week too) or ``daily``."""
    if name == "daily":
        return WEEKDAYS
    first, dash, last = name.partition("-")
    if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
        return ()
    start = WEEKDAYS.index(first)
    length = (WEEKDAYS.index(last) - start) % 7 + 1 if dash else 1
    return tuple(WEEKDAYS[(start + step) % 7] for step in range(length))


def _dated(table: Table) -> dict[str, Ranges]:
    found: dict[str, Ranges] = {}
    for name, ranges in table.data.items():
        day = table.date(name, name)
        if not isinstance(ranges, list):
            table.problem("want_hours", name, ranges)
        elif day is not None:
            found[day] = read_ranges(table, name, ranges)
    return found


def read_ranges(table: Table, key: str, values: Iterable[object]) -> Ranges:
    """``["09:00-12:00", "13:00-18:00"]``."""
    found = []
    for value in values:
        start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
        pair = (start.strip(), end.strip())
        if not dash:
            table.problem("want_hours", key, value)
            continue
        try:
            pieces([pair])
        except CalendarProblem:
            table.problem("hours", key, value)
        else:
            found.append(pair)
    return tuple(found)


# --- resolved ------------------------------------------------------------------------------------


def resolve_calendar(
    spec: CalendarSpec, desk_tz: str, country: str | None, years: tuple[int, ...]
) -> CalendarDates:
    """A calendar with its holidays and make-up days as dates, for some years."""
    code = country if spec.country == AUTO else None if spec.country == NONE else spec.country
    known = holiday_days.resolve(code, [year for year in years if year not in spec.own])
    off = set(known.holidays).union(spec.days, *(own.days for own in spec.own.values()))
    makeup = set(known.makeup_days).union(*(own.makeup for own in spec.own.values()))
    off -= set(spec.work)
    worked = spec.makeup_hours or next(iter(spec.hours.values()), ())
    extra: dict[str, Ranges] = dict.fromkeys(sorted(makeup - set(spec.days)), worked)
    return CalendarDates(
        tz=spec.zone or desk_tz,
        hours=spec.hours,
        holidays=tuple(sorted(off)),
        breaks=spec.breaks,
        extra_days={**extra, **spec.extra_days},
        provisional=tuple(known.provisional_years),
    )
