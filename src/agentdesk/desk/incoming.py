"""A request on its way into the store: its customer, texts, events, row, clocks and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from agentdesk.desk import receipts
from agentdesk.desk.context import Context
from agentdesk.desk.templates import Book
from agentdesk.desk.updates import Going, post
from agentdesk.domain import case as life
from agentdesk.domain import commands as c
from agentdesk.domain import policy as rules
from agentdesk.domain.policy import Policy, Timeline
from agentdesk.domain.standing import standing
from agentdesk.domain.state import CaseState
from agentdesk.domain.text import clean, one_line
from agentdesk.domain.values import THE_CUSTOMER, CaseClass, Event, Kind, Priority, Refused, Speaker
from agentdesk.store import cases, content, log, outbox, search, subjects
from agentdesk.store.cases import Folded
from agentdesk.store.content import Text
from agentdesk.store.people import LEAD
from agentdesk.store.search import About
from agentdesk.store.subjects import Customer
from agentdesk.store.tx import Tx

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class IncomingCase:
    """A request as it comes in, its texts as they were sent. Codes are those of the policy.

    Class, kind, priority and line left None are those of its category, else the plainest.
    ``received_at`` None: now.
    """

    title: str
    text: str = ""
    customer: str = ""
    phone: str = ""
    email: str = ""
    prefers: str = ""
    language: str = ""
    channel: str = "phone"
    category: str = ""
    line: str | None = None
    kind: Kind | None = None
    klass: CaseClass | None = None
    priority: Priority | None = None
    ext_ref: str | None = None
    source: str = "customer"
    care: bool = False
    in_person: bool = False
    promised_at: int | None = None
    finish_at: int | None = None
    received_at: int | None = None
    registered: bool = True
    """Registered on arrival, to ``accountable`` or the duty owner of its line."""
    accountable: str | None = None
    auto_ack: str = ""
    """The receipt that was sent, if one was."""
    subject: int | None = None
    """A customer who is here already; name, phone and e-mail then are theirs."""
    speaker: Speaker = THE_CUSTOMER
    """Who spoke for the customer (A9)."""
    receipt: bool | None = None
    """Whether the desk sends a receipt; None: as the policy says."""


@dataclass(slots=True)
class _Made:
    """A case on its way into the store."""

    case_id: int
    customer: Customer
    person: dict[str, Any] | None
    """The row of a customer who was not here before."""
    texts: list[Text]
    rows: list[dict[str, Any]]
    events: list[Event]
    state: CaseState
    ext_ref: str | None


def take_in(
    ctx: Context,
    tx: Tx,
    rows: Sequence[IncomingCase],
    op: str | None = None,
    *,
    book: Book | None = None,
    by_itself: bool = False,
) -> dict[int, list[Event]]:
    """Write cases, whole: customer, texts, events, row, clocks, words. Their events by case.

    With a ``book`` of templates, receipts go out; ``by_itself``: nobody took these requests in.
    """
    timeline = ctx.rules_now(tx)
    now, policy = tx.now, rules.at(timeline, tx.now)
    case_id, subject, text = cases.next_id(tx), subjects.next_id(tx), content.next_id(tx)
    made: list[_Made] = []
    people: list[dict[str, Any]] = []
    for n, row in enumerate(rows):
        who = _who(tx, row, subject + n)
        send = book is not None and receipts.wanted(policy, row.receipt, by_itself=by_itself)
        ready = _Ready(ctx, tx, policy, case_id + n, text, now, op)
        one = _make(ready, row, who, book if send else None)
        text += len(one.texts)
        if one.person is not None:
            people.append(one.person)
        made.append(one)
    subjects.add_rows(tx, people)
    content.add_rows(tx, [entry for one in made for entry in one.rows])
    batch = [(one.case_id, 0, one.events) for one in made]
    stamped: dict[int, list[Event]] = {one.case_id: [] for one in made}
    _append(ctx, tx, batch, stamped, now, op)
    cases.insert_new(tx, [(_fold(one, stamped, timeline, now), one.ext_ref) for one in made])
    search.add_new(
        tx, [(About(one.case_id, one.customer.words, one.ext_ref), one.texts) for one in made]
    )
    return stamped


def duty_owner(ctx: Context, policy: Policy, line: str) -> str:
    """Who answers for what arrives on a line: its duty owner, else the first lead."""
    known = policy.lines.get(line)
    if known is not None and known.duty is not None:
        worker = ctx.by_code.get(known.duty)
        if worker is not None and worker.active:
            return worker.code
    leads = [worker.code for worker in ctx.workers if worker.active and worker.role == LEAD]
    return leads[0] if leads else ctx.me.code


def _append(
    ctx: Context,
    tx: Tx,
    batch: Sequence[tuple[int, int, Sequence[Event]]],
    stamped: dict[int, list[Event]],
    now: int,
    op: str | None,
) -> None:
    appended = iter(log.append_cases(tx, batch, now=now, source=ctx.source, op_id=op))
    for case_id, _, events in batch:
        stamped[case_id] = list(islice(appended, len(events)))


def _fold(one: _Made, stamped: dict[int, list[Event]], timeline: Timeline, now: int) -> Folded:
    stands = standing(stamped[one.case_id], timeline, now, one.case_id, state=one.state)
    return Folded(one.case_id, stands, now)


@dataclass(frozen=True, slots=True)
class _Who:
    """The customer a case is about, and the secret under which their texts are digested."""

    subject: int
    customer: Customer
    secret: bytes
    person: dict[str, Any] | None


def _who(tx: Tx, row: IncomingCase, fresh: int) -> _Who:
    """A customer who is here, or a new one with the id ``fresh``. Raises Refused
    ``unknown_customer`` for one who is not (any more)."""
    if row.subject is None:
        customer = _customer(row)
        person = subjects.row(fresh, customer)
        return _Who(fresh, customer, person["secret"], person)
    secret = subjects.secret(tx, row.subject)
    if secret is None:
        raise Refused("unknown_customer")
    return _Who(row.subject, subjects.get(tx, row.subject), secret, None)


@dataclass(frozen=True, slots=True)
class _Ready:
    """What every case of a batch is made with: its number, and that of its first text."""

    ctx: Context
    tx: Tx
    policy: Policy
    case_id: int
    first_text: int
    now: int
    op: str | None


def _make(ready: _Ready, row: IncomingCase, who: _Who, book: Book | None) -> _Made:
    """A row with its texts numbered, its receipt in the outbox and its events decided. Raises
    Refused."""
    ctx, case_id, first = ready.ctx, ready.case_id, ready.first_text
    going = _receipt(ready, row, who.customer, book)
    texts = _texts(row if going is None else replace(row, auto_ack=going.letter.text))
    entries = [
        content.row(first + n, case_id, who.subject, who.secret, text)
        for n, text in enumerate(texts)
    ]
    ids = {text.kind: first + n for n, text in enumerate(texts)}
    if going is not None:
        known = ready.op or f"{case_id}-received"
        ids["mail"] = post(ctx, ready.tx, case_id, going, outbox.RECEIPT, ids["ack"], known)
    care = row.care or who.customer.care
    asked = _commands(ctx, ready.policy, replace(row, care=care), who.subject, ids)
    state, events = CaseState(), []
    for command in asked:
        for event in life.decide(state, command, ctx.me.code, ready.policy, ready.now):
            events.append(event)
            state = life.evolve(state, event)
    ext_ref = reference_of(row)
    if ext_ref is not None:
        # An id, not a text: `rebuild` finds it here again.
        events[0] = replace(events[0], body={**events[0].body, "ext_ref": ext_ref})
    return _Made(case_id, who.customer, who.person, texts, entries, events, state, ext_ref)


def _receipt(
    ready: _Ready, row: IncomingCase, customer: Customer, book: Book | None
) -> Going | None:
    if book is None or row.auto_ack:
        return None
    ctx, policy = ready.ctx, ready.policy
    accountable = row.accountable or duty_owner(ctx, policy, _line(policy, row))
    title = next(text.body for text in (*_texts(row), Text("title", "")))
    at = row.received_at or ready.now
    return receipts.receipt(ctx, ready.case_id, customer, title, accountable, at, ready.now, book)


def _line(policy: Policy, row: IncomingCase) -> str:
    about = policy.categories.get(row.category)
    return row.line or (about.line if about else "")


def _commands(
    ctx: Context, policy: Policy, row: IncomingCase, subject: int, ids: dict[str, int]
) -> list[c.Command]:
    about = policy.categories.get(row.category)
    line = _line(policy, row)
    at = row.received_at
    received = c.Receive(
        priority=row.priority or Priority(about.priority if about else Priority.P3),
        klass=row.klass or CaseClass(about.klass if about else CaseClass.COMMON),
        kind=row.kind or Kind(about.kind if about else Kind.ENQUIRY),
        line=line,
        category=row.category,
        channel=row.channel,
        subject=subject,
        title=ids.get("title", 0),
        text=ids.get("text"),
        source=row.source,
        care=row.care,
        in_person=row.in_person,
        at=at,
        promised_at=row.promised_at,
        finish_at=row.finish_at,
        speaker=row.speaker,
    )
    asked: list[c.Command] = [received]
    if row.registered:
        asked.append(c.Register(row.accountable or duty_owner(ctx, policy, line), at))
    if "ack" in ids:
        asked.append(c.AutoAck(ids["ack"], ids.get("mail")))
    return asked


def _texts(row: IncomingCase) -> list[Text]:
    """The texts of a request, made harmless; a missing title is the beginning of the text."""
    body = clean(row.text, multiline=True).strip()
    title = one_line(row.title)[:LONGEST_TITLE] or one_line(body[: 4 * LONGEST_TITLE])[:80]
    ack = clean(row.auto_ack, multiline=True).strip()
    parts = (Text("title", title), Text("text", body), Text("ack", ack))
    return [part for part in parts if part.body]


def _customer(row: IncomingCase) -> Customer:
    return Customer(
        name=one_line(row.customer),
        phone=one_line(row.phone),
        email=one_line(row.email),
        prefers=row.prefers,
        language=row.language,
        care=row.care,
    )


def reference_of(row: IncomingCase) -> str | None:
    return one_line(row.ext_ref)[: log.LONGEST] or None if row.ext_ref else None
