"""A case as screens see it, whole, and everything an owner does to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from agentdesk.desk.api_callbacks import CallbackLine
from agentdesk.desk.api_handoff import HandoffLine
from agentdesk.desk.api_intake import Sticky
from agentdesk.desk.api_queue import QueueRow
from agentdesk.desk.api_update import MailLine
from agentdesk.desk.api_values import Done
from agentdesk.domain.state import ClockState, Place
from agentdesk.domain.values import (
    THE_CUSTOMER,
    Audience,
    CaseClass,
    Event,
    Priority,
    Speaker,
    Status,
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a case's story, with its text where it has one."""

    event: Event
    who: str
    text: str | None
    audience: Audience
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Minutes:
    """Whose time it was, in microseconds of wall clock since receipt."""

    queue: int
    agent: int
    department: int
    customer: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody means to do next on a case, and when: their own reminder, no promise."""

    at: int
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, whole."""

    id: int
    reference: str
    status: Status
    priority: Priority
    klass: CaseClass
    kind: str
    line: str
    category: str
    channel: str
    source: str
    title: str
    text: str
    customer: str
    phone: str
    email: str
    prefers: str
    language: str
    care: bool
    owner: str | None
    owner_since: int | None
    accountable: str | None
    received: int
    ext_ref: str | None
    waiting_since: int | None
    remind_at: int | None
    resolved_at: int | None
    clocks: tuple[ClockState, ...]
    place: Place
    timeline: tuple[TimelineEntry, ...]
    minutes: Minutes
    undoable: str | None
    """Kind of the last event if the actor may take it back now."""
    undo_until: int | None
    actions: Mapping[str, str | None]
    """Action name -> None if it can be done now, else the refusal code that says why not.

    Names: claim, release, assign, note, reply, customer_message, wait, priority, class, resolve,
    reopen, follow_up, close, undo."""
    ver: int
    at: int
    to_contain: bool = False
    """A loss is still to be stopped: the category asks for it, and nobody has said that it is."""
    remind_usual: int | None = None
    """The reminder that a wait gets if nobody names another (policy: ``wait.remind``)."""
    subject: int = 0
    chasers: int = 0
    speaker: Speaker = THE_CUSTOMER
    """Who brought it in (A9)."""
    wrapup: str = ""
    plan: Plan | None = None
    stickies: tuple[Sticky, ...] = ()
    """Notes on this customer that hold now, newest first."""
    others: tuple[QueueRow, ...] = ()
    """The customer's other cases that are not closed, newest first."""
    handoffs: tuple[HandoffLine, ...] = ()
    """Every handoff there has been, oldest first, with its hop and its hours (C5)."""
    back: tuple[str, str, str] | None = None
    """As `QueueRow.back`."""
    attention: tuple[str, ...] = ()
    """As `QueueRow.attention`."""
    mails: tuple[MailLine, ...] = ()
    """What was sent to the customer, or is on its way, oldest first (C2)."""
    callbacks: tuple[CallbackLine, ...] = ()
    """Calls and visits agreed on this case, made or not, in the order they were agreed (C7)."""
    calls_from: int | None = None
    calls_until: int | None = None
    """Minutes of the customer's day between which they may be rung; None: any."""
    zone: str = ""
    """The customer's zone where it is not the desk's."""
    no_survey: str = ""
    """Why the customer is not asked how it was: opted_out, bereaved, litigation; or empty."""
    offered_to: str | None = None
    """Who is asked to take it over by an owner who goes home (C12)."""
    offered_by: str | None = None
    offered_at: int | None = None


class CaseApi(Protocol):
    """What is done to one case. Each raises Refused with the code that `CaseView.actions` names."""

    async def plan(
        self, case_id: int, text: str, at_time: int, *, op: str | None = None
    ) -> Done: ...

    async def end_plan(self, case_id: int, *, op: str | None = None) -> Done: ...

    async def case(self, case_id: int) -> CaseView: ...

    async def claim(self, case_id: int, *, op: str | None = None) -> Done: ...

    async def release(
        self, case_id: int, to: str | None = None, *, op: str | None = None
    ) -> Done: ...

    async def assign(self, case_id: int, to: str, *, op: str | None = None) -> Done: ...

    async def note(
        self,
        case_id: int,
        text: str,
        audience: Audience = Audience.INTERNAL,
        *,
        op: str | None = None,
    ) -> Done: ...

    async def reply(
        self,
        case_id: int,
        text: str,
        *,
        channel: str,
        contact: bool = False,
        promised_at: int | None = None,
        finish_at: int | None = None,
        findings: bool = False,
        new: bool = True,
        contained: bool = False,
        op: str | None = None,
    ) -> Done: ...

    async def customer_message(
        self, case_id: int, text: str, *, channel: str, op: str | None = None
    ) -> Done: ...

    async def wait(
        self,
        case_id: int,
        question: str,
        remind_at: int,
        *,
        send: str = "",
        op: str | None = None,
    ) -> Done:
        """``send`` (email, sms): the desk sends the question; else it was delivered before."""
        ...

    async def change_priority(
        self, case_id: int, to: Priority, why: str, *, op: str | None = None
    ) -> Done: ...

    async def change_class(
        self, case_id: int, to: CaseClass, why: str, *, op: str | None = None
    ) -> Done: ...

    async def resolve(
        self,
        case_id: int,
        done: str,
        told: str,
        *,
        wrapup: str = "",
        send: str = "",
        op: str | None = None,
    ) -> Done:
        """``send`` (email, sms): the desk tells the result; else it was told before."""
        ...

    async def reopen(
        self, case_id: int, why: str, *, complaint: bool = False, op: str | None = None
    ) -> Done:
        """``complaint``: its class changes to that with it, in one transaction (A6)."""
        ...

    async def follow_up(
        self,
        case_id: int,
        *,
        reached: bool,
        speed: int | None = None,
        attitude: int | None = None,
        solved: int | None = None,
        text: str = "",
        op: str | None = None,
    ) -> Done: ...

    async def close_case(self, case_id: int, *, op: str | None = None) -> Done: ...

    async def undo(self, case_id: int, *, of: int | None = None, op: str | None = None) -> Done:
        """Take back my last step. ``of`` is the version of the step that was looked at: refused
        (``undo_other_step``) if something else was done since."""
        ...
