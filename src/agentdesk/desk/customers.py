"""Customers as whoever answers the phone sees them: found while typing, with what they have open.

B1: one profile, so that nobody is asked twice. Names, numbers and addresses leave here masked.
"""

from __future__ import annotations

from agentdesk.desk.acting import refuse_secrets
from agentdesk.desk.api import Customer, Lookup
from agentdesk.desk.context import Context
from agentdesk.desk.reading import customer_notes, find
from agentdesk.desk.rows import masked, queue_row
from agentdesk.domain.finding import asked_for
from agentdesk.domain.text import clean, mask_email, mask_phone, one_line
from agentdesk.domain.values import Audience, Event, Refused
from agentdesk.store import cases, content, customers, log, ops, stickies, subjects
from agentdesk.store.content import Text
from agentdesk.store.customers import Found
from agentdesk.store.tx import Tx

MOST = 8
"""So many customers are shown; whoever is meant is found by typing on."""

MOST_OPEN = 9
"""So many open cases of one customer are shown: each has a digit as its key."""

LONGEST_STICKY = 400

_MATCHED = {
    "p": "phone", "r": "last_digits", "n": "name", "y": "pinyin", "i": "initials", "e": "email",
    "c": "case",
}  # fmt: skip


def lookup(ctx: Context, tx: Tx, text: str) -> Lookup:
    """Who a number, name, address or reference may mean, best first."""
    asked = one_line(text)
    found = customers.like(tx, asked_for(asked), MOST + 1)
    case_id = find(tx, asked)
    subject = cases.subject_of(tx, case_id) if case_id is not None else None
    if subject is not None:  # a whole reference leads; four digits may be a phone's last, too
        others = [one for one in found if one.subject != subject]
        found = [Found(subject, "c", exact=True), *others]
    shown = tuple(profile(ctx, tx, one) for one in found[:MOST])
    return Lookup(asked, shown, more=len(found) > MOST)


def profile(ctx: Context, tx: Tx, found: Found) -> Customer:
    """A customer with what they have open."""
    known = subjects.get(tx, found.subject)
    count, last = customers.how_many(tx, found.subject)
    lines = customers.open_cases(tx, found.subject, MOST_OPEN)
    return Customer(
        id=found.subject,
        name=masked(known.name),
        phone=mask_phone(known.phone),
        email=mask_email(known.email),
        prefers=known.prefers,
        language=known.language,
        care=known.care,
        matched=_MATCHED[found.kind],
        exact=found.exact,
        open=tuple(queue_row(line, ctx.me.code) for line in lines),
        cases=count,
        last_at=last,
        stickies=customer_notes(tx, found.subject),
        calls_from=known.calls_from,
        calls_until=known.calls_until,
        zone=known.tz or "",
        no_survey=known.no_survey or "",
    )


def put_sticky(
    ctx: Context, tx: Tx, subject: int, text: str, until: int, op: str | None = None
) -> None:
    """Put a note on a customer, until an instant; a retry of ``op`` puts none. Raises Refused
    (``text_missing``, ``secret_in_text``, ``until_in_past``, ``unknown_customer``)."""
    if ops.answered(tx, op) is not None:
        return
    body = clean(text, multiline=False).strip()[:LONGEST_STICKY]
    if not body:
        raise Refused("text_missing")
    refuse_secrets(body)
    if until <= tx.now:
        raise Refused("until_in_past")
    if subjects.secret(tx, subject) is None:
        raise Refused("unknown_customer")
    note = Text("sticky", body, Audience.INTERNAL)
    (text_id,) = content.add(tx, case_id=0, subject=subject, texts=[note])
    put = Event("sticky_put", tx.now, ctx.me.code, {"subject": subject, "text": text_id,
                                                    "until": until})  # fmt: skip
    stickies.project(tx, log.append(tx, 0, [put], now=tx.now, source=ctx.source, op_id=op))


def end_sticky(ctx: Context, tx: Tx, subject: int, sticky: int, op: str | None = None) -> None:
    """Take a note off; nothing happens if it has ended already."""
    if all(note.id != sticky for note in stickies.of_customer(tx, subject, tx.now)):
        return
    ended = Event("sticky_ended", tx.now, ctx.me.code, {"of": sticky, "subject": subject})
    stickies.project(tx, log.append(tx, 0, [ended], now=tx.now, source=ctx.source, op_id=op))
