"""What the customer is told after a call that nobody answered (C7; policy: ``text_after_try``)."""

from __future__ import annotations

from dataclasses import dataclass

from agentdesk.desk import acting, mail, updates
from agentdesk.desk.acting import Loaded
from agentdesk.desk.api_update import SMS
from agentdesk.desk.context import Context
from agentdesk.desk.templates import Book
from agentdesk.domain.callbacks import Window
from agentdesk.domain.day import Agreed
from agentdesk.domain.text import one_line
from agentdesk.domain.values import Audience, Refused
from agentdesk.i18n import catalogue, letter_times
from agentdesk.store import cases, outbox, subjects
from agentdesk.store.content import Text
from agentdesk.store.subjects import Customer
from agentdesk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of the text after a try: ``letter`` the content id of what is sent, ``mail`` its
    id in the outbox; or ``note``, the content id of a note that a person is to send it."""

    letter: int = 0
    mail: int | None = None
    note: int = 0


def after_try(
    ctx: Context,
    tx: Tx,
    loaded: Loaded,
    call: Agreed,
    following: Window | None,
    book: Book,
    op: str | None,
) -> Told:
    """Tell the customer that they were rung, and when they are rung again (None: not any more).

    The desk sends it where it can send text messages, in the transaction of the try; else it is
    written down for whoever rang. ``call`` is the call as it stood before.
    """
    rule = ctx.rules_at(tx, tx.now).callback
    customer = subjects.get(tx, loaded.state.subject)
    if rule is None or not rule.text_after_try or not customer.phone:
        return Told()
    lang = updates.language_of(ctx, customer)
    body = _wording(ctx, loaded, customer, call, following, lang)
    number = _number(customer) if SMS in book.sends else None
    if number is None:
        said = catalogue(ctx.lang)["calls.after_try.by_hand"].format(text=body)
        (note,) = acting.store_texts(tx, loaded, (Text("note", said, Audience.INTERNAL),))
        return Told(note=note)
    (letter,) = acting.store_texts(tx, loaded, (Text("letter", body),))
    known = op or f"{call.id}-{len(call.tries)}"
    sent = outbox.add(
        tx,
        case_id=loaded.case_id,
        kind=SMS,
        purpose=outbox.RECEIPT,
        address=number,
        name=one_line(customer.name),
        lang=lang,
        title="",
        text=letter,
        message_id=outbox.stable_id(tx, ctx.store.uid, known, outbox.RECEIPT, loaded.case_id),
        by=ctx.me.code,
    )
    return Told(letter, sent)


def _number(customer: Customer) -> str | None:
    """The number on file, if a text message can go there: a try counts all the same."""
    try:
        return mail.checked(SMS, customer.phone)
    except Refused:
        return None


def _wording(
    ctx: Context,
    loaded: Loaded,
    customer: Customer,
    call: Agreed,
    following: Window | None,
    lang: str,
) -> str:
    """The text, in the customer's language and by their own clock. It names the case and not a
    word of what it is about: anybody may read a telephone's screen."""
    texts, reference = catalogue(lang), cases.reference(loaded.case_id)
    key = f"calls.after_try.{call.what}"
    if following is None:
        return texts[f"{key}.last"].format(reference=reference)
    zone = customer.tz or ctx.tz
    when = letter_times.when(following[0], loaded.now, lang, zone, ctx.tz)
    return texts[key].format(reference=reference, when=when)
