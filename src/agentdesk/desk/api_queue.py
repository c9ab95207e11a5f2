"""The queue as screens see it: its rows, views, filter and figures, and what claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from agentdesk.domain.state import ClockState, Reason
from agentdesk.domain.values import Priority, Status


class View(StrEnum):
    """The views of the queue."""

    ALL = "all"
    MINE = "mine"
    UNOWNED = "unowned"
    UNREGISTERED = "unregistered"
    WAITING = "waiting"
    FOLLOW_UPS = "follow_ups"
    LATE = "late"
    ATTENTION = "attention"


CHASED_OFTEN = 3
"""From so many chasers (催办) on a case stands out: the lead should see it."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    id: int
    reference: str
    priority: Priority
    status: Status
    clock: str | None
    due: int | None
    """Due of that clock; for a frozen case the wake-up time."""
    broken: bool
    frozen: bool
    wake_at: int | None
    customer: str
    title: str
    where: str | None
    """Label code of the department that holds it now."""
    owner: str | None
    accountable: str | None
    mine: bool
    band: int
    rank: int
    key_due: int
    received: int
    surge: bool
    care: bool
    chasers: int
    reserve: bool
    """The next claim of this desk takes this one: longest waiting first."""
    reason: Reason
    ver: int
    back: tuple[str, str, str] | None = None
    """What a department did and the owner has not acted on: how (report, rejected, returned),
    department, code."""
    attention: tuple[str, ...] = ()
    """Why a lead should look at it: chased, rejected, undelivered, unreachable."""

    @property
    def key(self) -> tuple[int, int, int, int, int]:
        """What sorts it."""
        return (self.band, self.rank, self.key_due, self.received, self.id)

    @property
    def chased_often(self) -> bool:
        """The customer has asked after it so often that a lead should look at it (C5)."""
        return self.chasers >= CHASED_OFTEN


Key = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A window of a view, in order. ``counts`` per band (999 means 999 or more)."""

    rows: tuple[QueueRow, ...]
    counts: Mapping[int, int]
    total: int
    more_before: bool
    more_after: bool
    at: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something I said I would do, whose time has come or comes soon: a plan, or a promise."""

    case_id: int
    reference: str
    at: int
    kind: str
    """``plan``, ``back`` (a department has answered), or the name of the clock that runs out."""
    customer: str
    text: str
    back: tuple[str, str, str] | None = None
    """As `QueueRow.back`, where that is what it is about."""
    until: int | None = None
    """The end of the window of an agreed call: up to then it is not late."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of the header and the view line; each stops at 999 (shown as 999+)."""

    open: int
    mine: int
    broken: int
    soon: int
    views: Mapping[View, int]
    next_promise: QueueRow | None = None
    finished_by_me: int = 0
    next_plan: Reminder | None = None
    """What I mean to do next, on any case."""
    next_call: Reminder | None = None
    """The next call or visit that was agreed with me (C7), by the beginning of its window."""
    undelivered: int = 0
    """My cases with a letter that did not arrive, and nobody has seen to it."""
    offered: int = 0
    """Cases that colleagues who go home ask me to take over (C12)."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A parsed filter: every named field must match; ``text`` is searched."""

    priority: frozenset[str] = frozenset()
    owner: str | None = None
    """A person code, ``me``, or ``none``."""
    category: str | None = None
    line: str | None = None
    klass: str | None = None
    kind: str | None = None
    channel: str | None = None
    status: str | None = None
    text: str = ""
    unknown: tuple[str, ...] = ()
    """Fields that were typed but do not exist: the screen says so."""

    @property
    def empty(self) -> bool:
        """Nothing is filtered."""
        return self == Filter()


@dataclass(frozen=True, slots=True)
class WhyView:
    """The whole reason of a row, and why the next one is next."""

    row: QueueRow
    clocks: tuple[ClockState, ...]
    reasons: tuple[Reason, ...]
    following: QueueRow | None
    following_reason: Reason | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What `next` led to."""

    case_id: int
    reference: str
    claimed: bool
    reserve: bool
    reason: Reason


class QueueApi(Protocol):
    """What the queue is read and worked by (PROMISES: the order)."""

    async def page(
        self,
        view: View,
        where: Filter,
        *,
        after: Key | None = None,
        before: Key | None = None,
        around: int | None = None,
        limit: int = 200,
    ) -> QueuePage:
        """A window of a view: the first rows, those after or before a key, or those around a case
        (by id; falls back to the first rows if it is not in the view)."""
        ...

    async def counts(self) -> Counts: ...

    async def why(self, case_id: int) -> WhyView: ...

    async def find(self, text: str) -> int | None:
        """The case a plain number or a reference names (``1041``, ``C-1041``), or None."""
        ...

    async def next(self, *, op: str | None = None) -> Taken | None:
        """What comes first among my actionable cases and the unowned ones; claims if unowned."""
        ...

    async def take(self, *, op: str | None = None) -> Taken | None:
        """Claim the next unowned case."""
        ...

    async def reminders(self, ahead: int) -> Sequence[Reminder]:
        """My plans that are past or due within ``ahead`` microseconds, and promises of my cases
        that run out within that time, oldest first."""
        ...
