"""Running scenarios against a policy: ``policy test`` (PROMISES, "Policy").

A file's first line holds calendars and a policy, each further line a case's events and the clocks
expected of it at an instant. Clocks that ``expect`` does not name, and fields that an expectation
does not name, are not checked; what is expected and missing is a difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any

from agentdesk.domain.clocks import fold_clocks
from agentdesk.domain.localdays import CalendarProblem
from agentdesk.domain.policy import CalendarDates, Calendars, Policy
from agentdesk.domain.scenario_form import (
    Row,
    ScenarioTrouble,
    calendars_of,
    events_of,
    policy_of,
)
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import SECOND, moment
from agentdesk.domain.worktime import WorkCalendar
from agentdesk.domain.zones import UnknownZone

__all__ = ["Difference", "Report", "ScenarioTrouble", "examine", "run"]

BY_DESK = ("first_response", "update_owed", "dept_feedback", "dept_next", "follow_up")
"""The clocks whose calendar a scenario's ``desk`` names."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected. ``field`` is ``missing`` where the clock is not there."""

    scenario: str
    line: int
    clock: str
    id: str | None
    field: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was tried, and what differs."""

    scenarios: int
    expectations: int
    differences: tuple[Difference, ...]


def run(lines: Iterable[str], policy: Policy | None = None) -> tuple[Difference, ...]:
    """Every difference of a file. ``policy`` counts instead of the file's own.

    Raises ScenarioTrouble, with its line, where the file is not of this form.
    """
    return examine(lines, policy).differences


def examine(lines: Iterable[str], policy: Policy | None = None) -> Report:
    """As `run`, with what was tried."""
    rows = _rows(lines)
    header = rows[0] if rows and rows[0].data.get("header") else None
    if header is None and policy is None:
        raise ScenarioTrouble("no_header", 1)
    try:
        house = _House(header, policy)
        reports = [_one(row, house) for row in (rows if header is None else rows[1:])]
    except (CalendarProblem, UnknownZone) as wrong:  # found when a calendar is first used
        raise ScenarioTrouble("calendar_wrong", 1, message=str(wrong)) from None
    differences = tuple(one for _, differing in reports for one in differing)
    return Report(len(reports), sum(checked for checked, _ in reports), differences)


def _rows(lines: Iterable[str]) -> list[Row]:
    rows = []
    for number, text in enumerate(lines, start=1):
        text = text.removeprefix("\ufeff").strip()
        if not text:
            continue
        try:
            rows.append(Row(json.loads(text), number))
        except (json.JSONDecodeError, RecursionError) as wrong:
            raise ScenarioTrouble("json", number, message=str(wrong)) from None
    return rows


class _House:
    """The policy to try, with the calendar that a scenario names for its desk."""

    def __init__(self, header: Row | None, policy: Policy | None) -> None:
        own: dict[str, CalendarDates] = {} if header is None else calendars_of(header)
        if policy is None:
            assert header is not None
            policy = policy_of(header, own)
        self._dates: dict[str, CalendarDates] = {**own, **policy.calendars.dates}
        self._named: dict[str, CalendarDates] = own or dict(policy.calendars.dates)
        self._base = replace(policy, calendars=Calendars(self._dates))
        self._made: dict[str, Policy] = {}

    def policy(self, row: Row) -> Policy:
        """The policy of one scenario."""
        desk = row.data.get("desk")
        if desk is None:
            return self._base
        if desk not in self._made:
            if desk not in self._dates and desk not in self._named:
                raise row.trouble("calendar", value=str(desk))
            dates = self._named.get(desk) or self._dates[desk]
            name = f"desk:{desk}"
            clocks = {
                clock: replace(rule, calendar=name) if clock in BY_DESK else rule
                for clock, rule in self._base.clocks.items()
            }
            calendars = Calendars({**self._dates, name: dates})
            self._made[desk] = replace(self._base, clocks=clocks, calendars=calendars)
        return self._made[desk]


def _one(row: Row, house: _House) -> tuple[int, list[Difference]]:
    """How many clocks one scenario expects, and its differences."""
    policy, asof = house.policy(row), row.at("asof")
    events = [event for event in events_of(row) if event.at <= asof]
    clocks = fold_clocks(events, ((asof, policy),), asof)
    zone = datetime.fromisoformat(row.text("asof")).tzinfo
    differences = []
    expected = row.rows("expect")
    for one in expected:
        name, id = one.text("clock"), one.data.get("id")
        clock = _find(clocks, name, None if id is None else str(id))
        wrong = _missing(one) if clock is None else _compare(one, clock, policy, asof, zone)
        for field, wanted, found in wrong:
            differences.append(
                Difference(
                    str(row.data.get("id", f"line {row.line}")),
                    row.line,
                    name,
                    None if id is None else str(id),
                    field,
                    wanted,
                    found,
                )
            )
    return len(expected), differences


def _find(clocks: Sequence[ClockState], name: str, id: str | None) -> ClockState | None:
    """The clock meant; without an id the only one, or the first."""
    named = [clock for clock in clocks if clock.name == name]
    if id is None and len(named) == 1:
        return named[0]
    return next((clock for clock in named if clock.id == (id or "1")), None)


def _missing(expectation: Row) -> list[tuple[str, str, str]]:
    return [("missing", str(expectation.data.get("state", "-")), "-")]


def _compare(
    expectation: Row, clock: ClockState, policy: Policy, asof: int, zone: tzinfo | None
) -> list[tuple[str, str, str]]:
    """Field, expected and found, for each field that differs."""
    differing = []
    calendar = policy.calendars[clock.calendar]
    for field, wanted in expectation.data.items():
        if field in ("clock", "id"):
            continue
        read = _FIELDS.get(field)
        if read is None:
            raise expectation.trouble("field", key=field)
        found = read(clock, calendar, asof)
        if field in _INSTANTS and wanted is not None:
            at = expectation.instant(field, wanted)
            if found != at:
                differing.append((field, wanted, _iso(found, _offset(wanted))))
        elif found != wanted or isinstance(found, bool) != isinstance(wanted, bool):
            shown = _iso(found, zone) if field in _INSTANTS else _text(found)
            differing.append((field, _text(wanted), shown))
    return differing


def _remaining(clock: ClockState, calendar: WorkCalendar, asof: int) -> float | None:
    left = clock.remaining
    if left is None and clock.state == "running" and clock.due is not None:
        left = calendar.between_at(asof, clock.due)
    return None if left is None else left / SECOND


_INSTANTS = ("due", "met_at", "breach_at")
_FIELDS: Mapping[str, Callable[[ClockState, WorkCalendar, int], Any]] = {
    "state": lambda clock, calendar, asof: clock.state,
    "due": lambda clock, calendar, asof: clock.due,
    "met_at": lambda clock, calendar, asof: clock.met_at,
    "breach_at": lambda clock, calendar, asof: clock.breach_at,
    "remaining_s": _remaining,
    "paused_s": lambda clock, calendar, asof: clock.paused_total / SECOND,
    "raised": lambda clock, calendar, asof: clock.raised,
    "target": lambda clock, calendar, asof: clock.target,
}


def _offset(text: str) -> tzinfo | None:
    return datetime.fromisoformat(text).tzinfo


def _iso(at: int | None, zone: tzinfo | None) -> str:
    if at is None:
        return "-"
    return moment(at).astimezone(zone or timezone(timedelta())).isoformat()


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "-" if value is None else str(value)
