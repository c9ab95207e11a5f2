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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from agentdesk.domain.values import MINUTE
from agentdesk.domain.worktime import WorkCalendar, always

if TYPE_CHECKING:
    from agentdesk.domain.policy_parse import Problem, Proposal
    from agentdesk.domain.state import CaseState

ALWAYS = "always"
DESK = "desk"
DEPARTMENT = "department"
ORDERS = ("promises", "strict", "due")
FAMILIES = ("channel", "kind", "line", "category", "department")


@dataclass(frozen=True, slots=True)
class Span:
    """A budget: working time, or (``days``) until closing time of the n-th working day."""

    micros: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How one clock counts. A clock without a rule does not run.

    ``calendar`` is a name of `Policy.calendars`, or ``department``: that of the handoff's own.
    """

    calendar: str = ALWAYS
    budget: Span | None = None
    by_priority: Mapping[str, Span] = field(default_factory=dict)
    by_channel: Mapping[str, Span] = field(default_factory=dict)
    """A budget of a channel's own; the earlier due counts."""
    by_class: Mapping[str, ClockRule] = field(default_factory=dict)
    """A rule for each class instead of this one (resolution)."""
    classes: tuple[str, ...] = ()
    """The classes it runs for; empty: all."""
    cap: int | None = None
    """The due is never later than start + cap of wall clock."""
    pause: bool = False
    """Stands still while waiting on the customer."""
    told: bool = False
    """The finish date told to the customer counts, at most the budget."""
    target: bool = False
    """A measure, not a promise."""

    def runs_for(self, klass: str) -> bool:
        """Whether a case of this class has the clock."""
        return not self.classes or klass in self.classes

    def for_class(self, klass: str) -> ClockRule | None:
        """The rule that counts for a class, or None if the clock does not run for it."""
        if self.by_class:
            return self.by_class.get(klass)
        return self if self.runs_for(klass) else None


@dataclass(frozen=True, slots=True)
class CallbackRule:
    """An agreed call (C7): window and grace, and what follows when nobody answers."""

    window: int
    grace: int
    tries: int = 3
    parts_of_day: int = 3
    over: Span = Span(days=2)
    text_after_try: bool = True
    effort: int = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class WaitRule:
    """Waiting on the customer: until the reminder, and how often before the lead hears of it."""

    remind: Span = Span(days=3)
    times: int = 2
    calendar: str = "office"


@dataclass(frozen=True, slots=True)
class FollowUpRule:
    """Who is asked after a case was resolved, and by whom (C10)."""

    tries: int = 2
    other_person: tuple[str, ...] = ("complaint", "complex")
    """Classes that somebody else than the solver follows up."""
    once_in: int = 0
    """At most one for a customer within this time; 0: no limit."""
    skip: tuple[str, ...] = ()
    """Reasons for none: opted_out, bereaved, litigation."""
    kinds: tuple[str, ...] = ()
    """The kinds that are followed up; empty: all."""


@dataclass(frozen=True, slots=True)
class Label:
    """A code with its labels. A retired code still reads, and is offered no more."""

    code: str
    en: str
    zh: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A business line: its calendar (None: the desk's) and who is on duty for it (A2)."""

    code: str
    calendar: str | None = None
    duty: str | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """What a case is about, and what that suggests (A3, A4, A5)."""

    code: str
    line: str
    klass: str
    kind: str
    priority: str
    department: str | None = None
    handling: int | None = None
    """Expected time to solve one; None: that of its kind."""
    contain: bool = False
    """As P1 it stays first until its loss is contained."""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Department:
    """A department that takes handoffs, and the calendar it works by."""

    code: str
    calendar: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """Words of a request that suggest a priority or a class, and why (A4)."""

    code: str
    words: tuple[str, ...]
    reason_en: str
    reason_zh: str
    priority: str | None = None
    klass: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarDates:
    """A calendar resolved to dates: what `WorkCalendar` is built from."""

    tz: str
    hours: Mapping[str, tuple[tuple[str, str], ...]]
    holidays: tuple[str, ...] = ()
    breaks: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    extra_days: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    provisional: tuple[int, ...] = ()
    """Years for which the holidays are not known yet (PROMISES 4)."""


class Calendars(Mapping[str, WorkCalendar]):
    """The calendars of a policy by name, each built when first used. ``always`` is built in."""

    __slots__ = ("_built", "dates")

    def __init__(self, dates: Mapping[str, CalendarDates]) -> None:
        self.dates = dates
        self._built: dict[str, WorkCalendar] = {}

    def __getitem__(self, name: str) -> WorkCalendar:
        built = self._built.get(name)
        return built if built is not None else self._build(name)

    def _build(self, name: str) -> WorkCalendar:
        if name in self.dates:
            d = self.dates[name]
            built = WorkCalendar(d.tz, d.hours, d.holidays, d.breaks, d.extra_days)
        elif name == ALWAYS:
            zone = next((d.tz for d in self.dates.values()), "UTC")
            built = always(zone)
        else:
            raise KeyError(name)
        self._built[name] = built
        return built

    def __iter__(self) -> Iterator[str]:
        yield from self.dates
        if ALWAYS not in self.dates:
            yield ALWAYS

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self.dates or name == ALWAYS

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendars) and self.dates == other.dates

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the rules, its calendars resolved to dates. Durations in microseconds."""

    calendars: Calendars
    clocks: Mapping[str, ClockRule] = field(default_factory=dict)
    callback: CallbackRule | None = None
    order: str = "promises"
    reserve: int = 6
    """Every n-th claim takes the longest late; 0: off."""
    soon: int = 15 * MINUTE
    undo_window: int = 5 * MINUTE
    efforts: Mapping[str, int] = field(default_factory=dict)
    """Expected effort of keeping a promise, by clock."""
    handling: Mapping[str, int] = field(default_factory=dict)
    """Expected time to solve a case, by kind."""
    wait: WaitRule = WaitRule()
    follow_up: FollowUpRule = FollowUpRule()
    labels: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    """By family: channel, kind, line, category, department."""
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
