"""What a case is at a moment: the fold of its events, and the answers of the clock and order folds.

Values only. `case.evolve` makes a `CaseState`, `clocks.fold_clocks` the `ClockState`s,
`order.place` the `Place`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agentdesk.domain.day import Agreed, Handed
from agentdesk.domain.values import CaseClass, Event, Kind, Priority, Status


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as its events say. Instants in UTC microseconds; None where it has not happened."""

    status: Status = Status.NEW
    priority: Priority = Priority.P3
    klass: CaseClass = CaseClass.COMMON
    kind: Kind = Kind.ENQUIRY
    line: str = ""
    category: str = ""
    channel: str = ""
    source: str = "customer"
    subject: int = 0
    title: int = 0
    text: int | None = None
    care: bool = False
    surge: bool = False
    in_person: bool = False
    received_at: int | None = None
    registered_at: int | None = None
    accountable: str | None = None
    owner: str | None = None
    owner_since: int | None = None
    first_reply_at: int | None = None
    last_reply_at: int | None = None
    unanswered_since: int | None = None
    waiting_since: int | None = None
    remind_at: int | None = None
    waits: int = 0
    """Questions in a row that the customer has not answered (PROMISES: twice, then the lead)."""
    resolved_at: int | None = None
    resolved_by: str | None = None
    closed_at: int | None = None
    contained_at: int | None = None
    """When a loss was stopped, where the category asks for it (fraud)."""
    followed_up_at: int | None = None
    followup_tries: int = 0
    reopened: int = 0
    chasers: int = 0
    departments: tuple[str, ...] = ()
    """Departments that hold it now, in the order they were asked."""
    handoffs: tuple[tuple[str, str], ...] = ()
    """Open handoffs: (id, department)."""
    handed: tuple[Handed, ...] = ()
    """Every handoff there has been, oldest first."""
    rejections: int = 0
    """Handoffs that were rejected since the last one that was answered (C5)."""
    back: tuple[str, str, str] | None = None
    """What a department did and the owner has not acted on: how (report, rejected, returned),
    department, code."""
    callbacks: tuple[Agreed, ...] = ()
    """Every agreed call and visit, in the order they were agreed."""
    undelivered: tuple[int, ...] = ()
    """Mails that did not arrive and nobody has seen to."""
    followup_waived: str = ""
    """Why the customer is not asked (C10)."""
    offered_to: str | None = None
    """To whom it is being handed over (C12), by whom and since when."""
    offered_by: str | None = None
    offered_at: int | None = None
    declined_by: str | None = None
    """Who was asked last to take it over, and would not."""
    caller: str = "customer"
    """Who brought it in (A9), and by what right: codes of `values.Caller`, `values.Authority`."""
    authority: str = "none"
    wrapup: str = ""
    plan_at: int | None = None
    """When somebody means to do the next thing here: their own reminder, no promise."""
    plan_text: int | None = None
    plan_by: str | None = None
    ver: int = 0
    last_at: int = 0
    last: Event | None = None
    before_last: Mapping[str, Any] = field(default_factory=dict)
    """What the last step replaced (owner, priority, class): what an undo puts back."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a clock's account: what happened to it and when (for `explain`)."""

    at: int
    what: str
    """started, budget, paused, resumed, met, cancelled, breached, restarted, promised"""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClockState:
    """One promise as it stands now. ``state`` uses the vocabulary of PROMISES.

    running, met, met_late, breached, paused, cancelled; ``not_reached`` for a follow-up given up.
    A *target* (complaint resolution) uses the same words; ``target`` says that it is no promise,
    so it is never ``broken``.
    """

    name: str
    id: str
    state: str
    calendar: str
    started: int
    budget: int | None
    due: int | None
    actor: str
    """Who acts: agent, department, intake."""
    target: bool = False
    raised: bool = False
    """The breach came from a raised priority or changed rule: charged to nobody."""
    met_at: int | None = None
    breach_at: int | None = None
    remaining: int | None = None
    paused_total: int = 0
    """Wall-clock microseconds for which it stood still."""
    handoff: str | None = None
    changes: tuple[Change, ...] = ()
    pauses: tuple[tuple[int, int | None, str], ...] = ()
    """The periods that moved its due: since, until (None: goes on), and for whom it stood still:
    ``customer``, or ``result`` (between resolved and reopened)."""

    @property
    def open(self) -> bool:
        """Still asks for something."""
        return self.state in ("running", "breached", "paused")

    @property
    def broken(self) -> bool:
        """A promise not kept in time and still owed."""
        return self.state == "breached" and not self.target


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something stands where it stands: a catalogue key and its parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands in the queue: the key that sorts it and the reason made of it."""

    band: int
    """1 P1 without a reply (and surge), 2 next promise, 3 late, 9 not in the queue."""
    rank: int
    due: int
    received: int
    clock: str | None
    """Name of the clock that placed it."""
    clock_due: int | None
    """Due of the clock shown on the row (equals ``due`` but for cases out of the queue)."""
    broken_since: int | None
    """Oldest open breach of a promise, or None."""
    broken_clock: str | None
    frozen: bool
    """Every clock an agent can act on stands still: out of the queue until ``wake_at``."""
    wake_at: int | None
    next_change: int | None
    """First instant at which time alone changes anything here."""
    keepable: bool
    """The promise that placed it can still be kept."""
    reason: Reason
