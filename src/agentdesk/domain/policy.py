"""A policy: every number of the desk's promises, as values (E7, PROMISES "Policy").

`parse` reads a proposal (TOML), `resolve` turns its calendars into dates, `dump` and `load` keep
the result as JSON beside its text: a library update never moves a due by itself. Durations are
microseconds. What a clock, a department or a category may say is documented in the bundled
``data/policy.toml``, which the desk reads; nothing here touches a file.

Reading TOML and knowing holidays cost time that a start does not need: those parts are imported
when they are first asked for, and a calendar is built when it is first used.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from agentdesk.domain.policy_rules import (
    ALWAYS,
    CalendarDates,
    Calendars,
    CallbackRule,
    CallsRule,
    Category,
    ClockRule,
    Criterion,
    Department,
    FollowUpRule,
    Label,
    Line,
    Span,
    WaitRule,
)
from agentdesk.domain.values import MINUTE

if TYPE_CHECKING:
    from agentdesk.domain.policy_parse import Problem, Proposal
    from agentdesk.domain.state import CaseState

__all__ = [
    "ALWAYS", "DEPARTMENT", "DESK", "FAMILIES", "ORDERS", "CalendarDates", "Calendars",
    "CallbackRule", "CallsRule", "Category", "ClockRule", "Criterion", "Department", "FollowUpRule",
    "Label", "Line", "Policy", "Span", "Timeline", "WaitRule", "at", "dump", "load", "parse",
    "resolve",
]  # fmt: skip

DESK = "desk"
DEPARTMENT = "department"
ORDERS = ("promises", "strict", "due")
COPYING = ("masked", "off")
RECEIPTS = ("arrivals", "all", "off")
FAMILIES = ("channel", "kind", "line", "category", "department", "wrapup")


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the rules, its calendars resolved to dates. Durations in microseconds."""

    calendars: Calendars
    clocks: Mapping[str, ClockRule] = field(default_factory=dict)
    callback: CallbackRule | None = None
    calls: CallsRule = field(default_factory=CallsRule)
    order: str = "promises"
    reserve: int = 6
    """Every n-th claim takes the longest late; 0: off."""
    soon: int = 15 * MINUTE
    undo_window: int = 5 * MINUTE
    copy: str = "masked"
    """What may go into a clipboard: texts that name no customer, or nothing ("off")."""
    receipts: str = "arrivals"
    """Who gets a receipt: requests that arrive by themselves, all, or none (C2)."""
    efforts: Mapping[str, int] = field(default_factory=dict)
    """Expected effort of keeping a promise, by clock."""
    handling: Mapping[str, int] = field(default_factory=dict)
    """Expected time to solve a case, by kind."""
    wait: WaitRule = field(default_factory=WaitRule)
    follow_up: FollowUpRule = field(default_factory=FollowUpRule)
    labels: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    """By family: channel, kind, line, category, department, wrapup."""
    lines: Mapping[str, Line] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    departments: Mapping[str, Department] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    digest: str = ""
    """SHA-256 of everything but the version."""
    version: int = 0

    @property
    def follow_up_tries(self) -> int:
        """Tries after which a follow-up counts as not reached (C10)."""
        return self.follow_up.tries

    def follow_up_needed(self, state: CaseState) -> bool:
        """Whether this case is followed up after it was resolved (C10)."""
        rule = self.clocks.get("follow_up")
        if rule is None or not rule.runs_for(state.klass):
            return False
        return not self.follow_up.kinds or state.kind in self.follow_up.kinds

    def calendar_name(self, name: str, line: str = "") -> str:
        """``desk`` means the calendar of the case's business line where it has its own."""
        if name == DESK:
            own = self.lines.get(line)
            if own is not None and own.calendar is not None:
                return own.calendar
        return name

    def department_calendar(self, department: str) -> str:
        """The calendar a department works by; an unknown one works by the desk's."""
        known = self.departments.get(department)
        return DESK if known is None else known.calendar

    def effort(self, clock: str, category: str = "", kind: str = "") -> int:
        """Expected effort of keeping a promise: for a resolution the handling of its kind."""
        if clock == "resolution":
            about = self.categories.get(category)
            if about is not None and about.handling is not None:
                return about.handling
            known = self.handling.get(kind)
            if known is not None:
                return known
        return self.efforts.get(clock, 0)

    def remind_default(self, now: int, line: str = "") -> int:
        """The instant of the reminder that a wait begun at ``now`` gets if nobody names one."""
        calendar = self.calendars[self.calendar_name(self.wait.calendar, line)]
        span = self.wait.remind
        if span.days:
            return calendar.closing_after_days(now, span.days)
        return calendar.add_at(now, span.micros)

    def numbered(self, version: int) -> Policy:
        """The same rules as version N."""
        return replace(self, version=version)

    @property
    def provisional(self) -> Mapping[str, tuple[int, ...]]:
        """Years whose holidays are not known yet, by calendar (only calendars that have some)."""
        dates = self.calendars.dates
        return {name: d.provisional for name, d in dates.items() if d.provisional}


Timeline: TypeAlias = tuple[tuple[int, Policy], ...]
"""Policies by the instant from which they count; the first counts for everything before it too."""


def at(timeline: Timeline, instant: int) -> Policy:
    """The policy in force at an instant. The timeline has at least one entry."""
    index = bisect_right(timeline, instant, key=_starts) - 1
    return timeline[max(index, 0)][1]


def _starts(entry: tuple[int, Policy]) -> int:
    return entry[0]


def parse(text: str) -> tuple[Proposal | None, tuple[Problem, ...]]:
    """Read a proposal. None and its problems, each with key and line, if it cannot be applied."""
    from agentdesk.domain import policy_parse

    return policy_parse.parse(text)


def resolve(proposal: Proposal, desk_tz: str, country: str | None, years: Iterable[int]) -> Policy:
    """A proposal as a policy (version 0), its calendars resolved to dates for some years.

    ``desk_tz`` is the zone of calendars that name none, ``country`` (ISO 3166, or None) stands
    where one says ``country = "auto"``. Raises UnknownZone for a desk zone that does not exist.
    """
    from agentdesk.domain import policy_resolve

    return policy_resolve.resolve(proposal, desk_tz, country, years)


def dump(policy: Policy) -> str:
    """A policy as canonical JSON: the same policy makes the same text."""
    from agentdesk.domain import policy_json

    return policy_json.dump(policy)


def load(text: str) -> Policy:
    """The policy that `dump` wrote. Raises ValueError for a text that it did not write."""
    from agentdesk.domain import policy_json

    return policy_json.load(text)
