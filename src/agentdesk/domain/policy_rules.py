"""The parts of a policy: budgets, rules, labels, codes and calendars, as values.

Durations are microseconds. `policy` puts them together; the bundled ``data/policy.toml`` documents
what each may say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from agentdesk.domain.values import DAY, HOUR, MINUTE
from agentdesk.domain.worktime import WorkCalendar, always

ALWAYS = "always"


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
class CallsRule:
    """How calls and visits are agreed on (C7): the grid of a day, and who can make how many."""

    slot: int = 30 * MINUTE
    """What a day is cut into."""
    capacity: int = 1
    """So many at once for one person."""
    ahead: int = 60 * DAY
    """No call is agreed on further ahead."""
    parts: tuple[tuple[str, str], ...] = (
        ("08:00", "12:00"), ("12:00", "18:00"), ("18:00", "21:00"),
    )  # fmt: skip
    """The parts of a customer's day, local times: where nobody answers, another one is tried."""
    apart: int = 2 * HOUR
    """So long at least after a try."""
    calendar: str = "desk"
    """When customers are rung."""
    visits: str = "desk"
    """When branches receive them."""
    names: bool = False
    """A calendar that leaves the desk says the customer's masked name."""


@dataclass(frozen=True, slots=True)
class WaitRule:
    """Waiting on the customer: until the reminder, and after how many the lead decides."""

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
