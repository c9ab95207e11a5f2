"""What becomes of letters, as facts of their cases: sent, not delivered, seen to (C2).

Whoever sends (`agentdesk watch`, or the desk that holds the lease) takes letters with `take`, asks
`store.outbox.handing` before the handing over, and tells what came of it with `settle`. The outbox
row and the event of the case are written in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from agentdesk.desk import acting, addresses
from agentdesk.desk.acting import Step
from agentdesk.desk.api import Done
from agentdesk.desk.context import Context
from agentdesk.domain import commands as c
from agentdesk.domain import commands_day as day
from agentdesk.domain import letters
from agentdesk.domain.addresses import BadAddress, address
from agentdesk.domain.letters import Fate, Outcome
from agentdesk.domain.values import Refused
from agentdesk.store import outbox, subjects
from agentdesk.store.outbox import Mail
from agentdesk.store.people import Worker
from agentdesk.store.tx import Tx

SYSTEM = "system"
"""Who acts where nobody does: the desk itself."""


def take(tx: Tx, holder: str, most: int = 1) -> list[Mail]:
    """Letters to send now, claimed for this holder. Erased ones are let go, never sent."""
    taken = []
    for mail in outbox.claim(tx, holder, tx.now, most):
        if mail.body is None:
            outbox.let_go(tx, mail.id, tx.now, "erased", holder=holder)
        else:
            taken.append(mail)
    return taken


def settle(ctx: Context, tx: Tx, mail: Mail, holder: str, outcome: Outcome) -> Fate | None:
    """What a try led to, in the outbox and (once it is over) in the log of the case. None if the
    letter is not this holder's any more: nothing was written."""
    verdict = letters.after(outcome, mail.tries, tx.now, mail.id, mail.first)
    told = outbox.done(
        tx, mail.id, holder, verdict, code=outcome.code, said=outcome.text, now=tx.now
    )
    if not told:
        return None
    if verdict.fate is not Fate.WAITING:
        # The letter has gone or not, whatever its case thinks of that: the outbox keeps the truth.
        with suppress(Refused):
            _say(ctx, tx, mail, verdict.fate, outcome.code)
    return verdict.fate


def settle_orphans(ctx: Context, tx: Tx) -> int:
    """Letters that were handed over by a desk that is gone: nobody knows, a person is told. How
    many there were."""
    found = outbox.orphans(tx, tx.now)
    for mail in found:
        settle(ctx, tx, mail, mail.holder or "", letters.ORPHANED)
    return len(found)


def _say(ctx: Context, tx: Tx, mail: Mail, fate: Fate, code: str) -> None:
    nobody = replace(ctx, me=Worker(SYSTEM, SYSTEM))
    loaded = acting.load(nobody, tx, mail.case_id)
    what: c.Command = day.MailSent(mail.id, mail.kind)
    if fate is not Fate.SENT:
        what = day.MailFailed(mail.id, fate.value, code, mail.kind)
    acting.decide(nobody, loaded, [what])
    acting.write_down(nobody, tx, loaded)


def see_to(
    ctx: Context,
    tx: Tx,
    case_id: int,
    mail_id: int,
    to: str | None,
    op: str | None = None,
    *,
    keep: bool = False,
) -> Done:
    """Somebody sees to a letter that did not arrive. With an address (or number; empty: the one
    on file now) it is sent once more, there; without, they tell the customer otherwise. ``keep``:
    that e-mail address is the customer's from now on.

    Raises Refused ``unknown_mail``, ``no_address``, ``bad_address``, ``text_gone`` (erased since).
    """
    again = acting.answer(tx, op)
    if again is not None:
        return again
    before = outbox.get(tx, mail_id)
    if before is None or before.case_id != case_id:
        raise Refused("unknown_mail")
    anew = None if to is None else _once_more(ctx, tx, before, to, op)
    subject = acting.load(ctx, tx, case_id).state.subject
    on_file = subjects.get(tx, subject).email
    mended = ""
    if keep and to and before.kind == letters.By.EMAIL and addresses.differs(on_file, to):
        mended = checked(before.kind, to)

    def commands(_state: object, ids: Sequence[int]) -> Sequence[c.Command]:
        seen = day.MailSeen(mail_id, anew)
        return [seen, day.KeepAddress(*ids)] if mended else [seen]

    texts = addresses.texts(on_file, mended) if mended else ()
    done = acting.carry_out(ctx, tx, case_id, Step("mail_seen", commands, texts), op)[0]
    if mended:
        addresses.keep(ctx, tx, subject, mended)
    return done


def _once_more(ctx: Context, tx: Tx, before: Mail, to: str, op: str | None) -> int:
    if before.body is None:
        raise Refused("text_gone")
    where = checked(before.kind, to.strip() or _on_file(ctx, tx, before))
    return outbox.add(
        tx,
        case_id=before.case_id,
        kind=before.kind,
        purpose=before.purpose,
        address=where,
        name=before.name,
        lang=before.lang,
        title=before.title,
        text=before.text,
        message_id=outbox.stable_id(
            tx, ctx.store.uid, op or f"again-{before.id}-{tx.now}", before.purpose, before.case_id
        ),
        by=ctx.me.code,
    )


def _on_file(ctx: Context, tx: Tx, mail: Mail) -> str:
    """Where the customer of a letter is reached now. Raises Refused ``no_address``,
    ``no_number``."""
    customer = subjects.get(tx, acting.load(ctx, tx, mail.case_id).state.subject)
    by_mail = mail.kind == letters.By.EMAIL
    found = customer.email if by_mail else customer.phone
    if not found:
        raise Refused("no_address" if by_mail else "no_number")
    return found


def checked(kind: str, to: str) -> str:
    """An address that a letter can go to. Raises Refused ``bad_address``, ``bad_number``."""
    if kind == letters.By.SMS:
        digits = "".join(sign for sign in to if sign.isdigit() or sign == "+")
        if not 6 <= len(digits.replace("+", "")) <= 15:
            raise Refused("bad_number")
        return digits
    try:
        return address(to)
    except BadAddress:
        raise Refused("bad_address") from None
