"""What can be asked of a case. Texts have been stored before: commands carry content ids.

``decide(state, command, actor, policy, now)`` answers with events, or raises Refused.
``at`` (where present) is when it happened, never later than now nor before the case's last event;
None means now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from agentdesk.domain import commands_day as day
from agentdesk.domain.values import (
    THE_CUSTOMER,
    Audience,
    CaseClass,
    Kind,
    Priority,
    Speaker,
)


@dataclass(frozen=True, slots=True)
class Receive:
    """A request has come in (A1); ``at`` is when the customer spoke."""

    priority: Priority
    klass: CaseClass
    kind: Kind
    line: str
    category: str
    channel: str
    subject: int
    title: int
    text: int | None = None
    source: str = "customer"
    care: bool = False
    in_person: bool = False
    at: int | None = None
    promised_at: int | None = None
    finish_at: int | None = None
    """What was promised across the counter: then the intake in person counts as a reply (A1)."""
    speaker: Speaker = THE_CUSTOMER


@dataclass(frozen=True, slots=True)
class Register:
    """Registered with an accountable owner (A2)."""

    accountable: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """The actor takes an unowned case; ``reserve`` marks a claim that used the reserve turn."""

    reserve: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """The owner gives it up: to a person, or (None) to the pool."""

    to: str | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """Somebody gives the case to a person. ``how``: assign, or duty (a shift ends, C12)."""

    to: str
    how: str = "assign"


@dataclass(frozen=True, slots=True)
class Note:
    """An internal or restricted note."""

    text: int
    audience: Audience = Audience.INTERNAL
    contained: bool = False
    """The loss is stopped (fraud): it need not stand first any more."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A customer-visible reply (``contact``: spoken). Times promised are instants."""

    channel: str
    text: int
    contact: bool = False
    promised_at: int | None = None
    finish_at: int | None = None
    findings: bool = False
    new: bool = True
    at: int | None = None
    contained: bool = False
    """The loss is stopped (fraud): it need not stand first any more."""
    speaker: Speaker = THE_CUSTOMER
    template: str | None = None
    """The code of the template it began with, and whether it was edited (C3)."""
    edited: bool | None = None
    mail: int | None = None
    """Its id in the outbox, where the desk sends it, and the whole of what is sent."""
    letter: int | None = None


@dataclass(frozen=True, slots=True)
class AutoAck:
    """An automatic receipt; it is not a first response."""

    text: int | None = None
    mail: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """The customer, or somebody for them, wrote or rang. ``promised_at``: when whoever took the
    call said that they would hear from us; it binds the case's owner."""

    channel: str
    text: int
    at: int | None = None
    promised_at: int | None = None
    speaker: Speaker = THE_CUSTOMER


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait on the customer: a delivered question and the day we remind them."""

    question: int
    remind_at: int
    mail: int | None = None
    """As in `Reply`, where the desk sends the question."""
    letter: int | None = None


@dataclass(frozen=True, slots=True)
class ChangePriority:
    """A new priority with its reason (a content id)."""

    to: Priority
    why: int


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """A new class with its reason (a content id)."""

    to: CaseClass
    why: int


@dataclass(frozen=True, slots=True)
class Resolve:
    """The result: what was done, and what the customer was told (C9)."""

    done: int
    told: int
    wrapup: str = ""
    """The policy's code for what it was in the end (服务小结); empty where none was chosen."""
    mail: int | None = None
    """As in `Reply`, where the desk tells the result."""
    letter: int | None = None


@dataclass(frozen=True, slots=True)
class PlanNext:
    """What the actor means to do next on this case, and when: their own reminder."""

    text: int
    at_time: int


@dataclass(frozen=True, slots=True)
class EndPlan:
    """What was planned is done, or not needed any more."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The customer is not content, or something was missed."""

    why: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up try (C10). ``reached`` False counts a try; scores run from 1 to 5."""

    reached: bool
    speed: int | None = None
    attitude: int | None = None
    solved: int | None = None
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """Nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the case's last event: same person, five minutes, nothing a customer saw."""

    of: int | None = None
    """The version of the event that is meant: refused if another has followed. None: the last."""


Command: TypeAlias = (
    Receive | Register | Claim | Release | Assign | Note | Reply | AutoAck | CustomerMessage | Wait
    | ChangePriority | ChangeClass | Resolve | PlanNext | EndPlan | Reopen | FollowUp | Close
    | Undo
    | day.Handoff | day.Recall | day.Accept | day.Report | day.Reject | day.Return
    | day.SetCallback | day.MoveCallback | day.TryCallback | day.ReachCallback | day.EndCallback
    | day.MailSent | day.MailFailed | day.MailSeen | day.KeepAddress | day.WaiveFollowUp
    | day.Offer | day.TakeOver | day.EndOffer
)  # fmt: skip
