"""The parts of a case as screens see it, each by what it says: the request, whose it is, the
customer, where it stands.

`reading.case` puts them together. What a customer is called and reached by leaves here masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from agentdesk.desk.api import Plan
from agentdesk.desk.rows import masked
from agentdesk.domain.attention import attention, names
from agentdesk.domain.order import to_contain
from agentdesk.domain.policy import Policy
from agentdesk.domain.standing import Standing
from agentdesk.domain.state import CaseState, ClockState, Place
from agentdesk.domain.text import mask_email, mask_numbers, mask_phone, one_line
from agentdesk.domain.values import (
    Authority,
    Caller,
    CaseClass,
    Event,
    Priority,
    Speaker,
    Status,
)
from agentdesk.store.content import Stored
from agentdesk.store.subjects import Customer


class Request(TypedDict):
    """What is asked, how it came in, and as what it was taken."""

    title: str
    text: str
    kind: str
    line: str
    category: str
    klass: CaseClass
    priority: Priority
    channel: str
    source: str
    speaker: Speaker
    received: int
    ext_ref: str | None


def request(state: CaseState, received: Event, texts: Mapping[int, Stored]) -> Request:
    """What is asked; ``received`` is the event it came in with."""
    return Request(
        title=one_line(body(texts, state.title)),
        text=body(texts, state.text),
        kind=state.kind.value,
        line=state.line,
        category=state.category,
        klass=state.klass,
        priority=state.priority,
        channel=state.channel,
        source=state.source,
        speaker=_speaker(received),
        received=state.received_at or 0,
        ext_ref=received.body.get("ext_ref"),
    )


class Holder(TypedDict):
    """Whose it is, who answers for it, and who is asked to take it over."""

    owner: str | None
    owner_since: int | None
    accountable: str | None
    offered_to: str | None
    offered_by: str | None
    offered_at: int | None
    back: tuple[str, str, str] | None


def holder(state: CaseState) -> Holder:
    """Whose it is."""
    return Holder(
        owner=state.owner,
        owner_since=state.owner_since,
        accountable=state.accountable,
        offered_to=state.offered_to,
        offered_by=state.offered_by,
        offered_at=state.offered_at,
        back=state.back,
    )


class Known(TypedDict):
    """The customer as on file, masked, and what they wish."""

    subject: int
    customer: str
    phone: str
    email: str
    prefers: str
    language: str
    care: bool
    calls_from: int | None
    calls_until: int | None
    zone: str
    no_survey: str


def caller(subject: int, known: Customer, *, care: bool) -> Known:
    """The customer; ``care``: this case is treated as of somebody in care."""
    return Known(
        subject=subject,
        customer=masked(known.name),
        phone=mask_phone(known.phone),
        email=mask_email(known.email),
        prefers=known.prefers,
        language=known.language,
        care=care,
        calls_from=known.calls_from,
        calls_until=known.calls_until,
        zone=known.tz or "",
        no_survey=known.no_survey or "",
    )


class Stands(TypedDict):
    """Where it stands: its state, its clocks, its place in the queue and why."""

    status: Status
    waiting_since: int | None
    remind_at: int | None
    remind_usual: int | None
    resolved_at: int | None
    wrapup: str
    chasers: int
    to_contain: bool
    attention: tuple[str, ...]
    clocks: tuple[ClockState, ...]
    place: Place


def standing_of(stands: Standing, policy: Policy, now: int) -> Stands:
    """Where it stands under the policy that holds now."""
    state = stands.state
    return Stands(
        status=state.status,
        waiting_since=state.waiting_since,
        remind_at=state.remind_at,
        remind_usual=policy.remind_default(now, state.line),
        resolved_at=state.resolved_at,
        wrapup=state.wrapup,
        chasers=state.chasers,
        to_contain=to_contain(state, policy),
        attention=names(attention(state)),
        clocks=stands.clocks,
        place=stands.place,
    )


def plan(state: CaseState, texts: Mapping[int, Stored]) -> Plan | None:
    """What somebody means to do next on it."""
    if state.plan_at is None:
        return None
    return Plan(state.plan_at, state.plan_by or "", one_line(body(texts, state.plan_text)))


def body(texts: Mapping[int, Stored], content_id: int | None) -> str:
    """A text of the case with numbers masked; "" where there is none, or none any more."""
    stored = texts.get(content_id or 0)
    return "" if stored is None or stored.body is None else mask_numbers(stored.body)


def _speaker(received: Event) -> Speaker:
    said = received.body
    return Speaker(
        Caller(said.get("caller", Caller.CUSTOMER)),
        Authority(said.get("authority", Authority.NONE)),
        str(said.get("recording", "")),
        bool(said.get("notice")),
    )
