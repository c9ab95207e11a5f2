"""The receipt for a request: number, who answers for it, date; sent by the desk itself (C2, A2).

Only where the policy says so or somebody asks for one, the desk sends mail, and the customer has
an address that mail can go to: a receipt that cannot be sent is none, and refuses nothing.
"""

from __future__ import annotations

from agentdesk.desk import mail
from agentdesk.desk.api_update import EMAIL, SMS, written
from agentdesk.desk.context import Context
from agentdesk.desk.templates import Book
from agentdesk.desk.updates import Going, language_of
from agentdesk.domain.policy import Policy
from agentdesk.domain.text import mask_numbers, one_line
from agentdesk.domain.values import Refused
from agentdesk.i18n import letter_times
from agentdesk.store import cases
from agentdesk.store.subjects import Customer

ARRIVALS, ALL = "arrivals", "all"


def wanted(policy: Policy, asked: bool | None, *, by_itself: bool) -> bool:
    """Whether a request gets a receipt: as whoever takes it in asks, else as the policy says."""
    if asked is not None:
        return asked
    return policy.receipts == ALL or (by_itself and policy.receipts == ARRIVALS)


def receipt(
    ctx: Context,
    case_id: int,
    customer: Customer,
    title: str,
    accountable: str,
    received_at: int,
    now: int,
    book: Book,
) -> Going | None:
    """The receipt for a new case as it goes out, or None where none can be sent."""
    template = book.receipt
    ways = [SMS, EMAIL] if customer.prefers == SMS else [EMAIL, SMS]
    if template is None:
        return None
    lang, zone = language_of(ctx, customer), customer.tz or ctx.tz
    owner = ctx.by_code.get(accountable)
    known = {
        "customer": one_line(customer.name),
        "reference": cases.reference(case_id),
        "handler": accountable if owner is None else owner.name,
        "desk": ctx.name,
        "received": letter_times.day(received_at, lang, zone),
        "today": letter_times.day(now, lang, zone),
        "request": mask_numbers(one_line(title)),
    }
    for way in ways:
        where = customer.email if way == EMAIL else customer.phone
        if way not in book.sends or not where:
            continue
        try:
            address = mail.checked(way, where)
        except Refused:
            continue
        words = template.words[lang].body
        letter = written(book.frames[lang], words, known, way=way, template=template, lang=lang)
        if not letter.missing:
            return Going(way, address, known["customer"], lang, letter)
    return None
