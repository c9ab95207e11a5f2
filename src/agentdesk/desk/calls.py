"""Who is on the phone, and what is made of the call: a new case, a contact, or one solved at once.

A9: who may not be told anything is written down and told nothing. What whoever answered promised
binds the owner of the case; the owner alone replies to it and closes it (C1, C5).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from agentdesk.desk import acting
from agentdesk.desk.acting import Ids, Step, text_of
from agentdesk.desk.api import Done, NewCase
from agentdesk.desk.context import Context
from agentdesk.desk.incoming import IncomingCase, take_in
from agentdesk.desk.templates import Book
from agentdesk.domain import commands as c
from agentdesk.domain.state import CaseState
from agentdesk.domain.text import one_line
from agentdesk.domain.values import Audience, Refused, Speaker, Status
from agentdesk.store.content import Text
from agentdesk.store.tx import Tx

LONGEST_RECORDING = 64
"""Characters of a recording's reference."""


def register(
    ctx: Context, tx: Tx, new: NewCase, op: str | None = None, book: Book | None = None
) -> Done:
    """A request becomes a case, registered to who took it in. Raises Refused (``text_missing``,
    ``unknown_customer``, ``promise_in_past``)."""
    acting.agents_only(ctx)
    again = acting.answer(tx, op)
    if again is not None:
        return again
    return _take_in(ctx, tx, new, (), lambda _ids: [c.Claim()] if new.mine else [], op, book)


def solve(
    ctx: Context, tx: Tx, new: NewCase, told: str, done: str, wrapup: str, op: str | None = None
) -> Done:
    """Solved on the call, in one transaction. ``done`` left empty: what was told is what was done.

    Raises Refused (``not_to_them``, ``result_missing``, ``unknown_wrapup``, as `register`).
    """
    acting.agents_only(ctx)
    again = acting.answer(tx, op)
    if again is not None:
        return again
    if not new.speaker.may_be_told:
        raise Refused("not_to_them")
    wrapup = known_wrapup(ctx, wrapup)
    answer = text_of("told", told)
    if not answer.body:
        raise Refused("result_missing")
    texts = (answer, text_of("done", done.strip() or told, Audience.INTERNAL))
    spoke = tidy(new.speaker)

    def commands(ids: Ids) -> Sequence[c.Command]:
        spoken = c.Reply(new.channel, ids[0], contact=True, findings=True, speaker=spoke)
        return [c.Claim(), spoken, c.Resolve(ids[1], ids[0], wrapup)]

    return _take_in(ctx, tx, new, texts, commands, op)


def contact(text: str, *, channel: str, speaker: Speaker, promised_at: int | None) -> Step:
    """What was said on a case that is there. On one that is done it reopens it."""
    spoke = tidy(speaker)

    def commands(state: CaseState, ids: Ids) -> Sequence[c.Command]:
        said = c.CustomerMessage(channel, ids[0], promised_at=promised_at, speaker=spoke)
        if state.status not in (Status.RESOLVED, Status.CLOSED):
            return [said]
        if promised_at is None:
            return [said, c.Reopen()]
        return [c.Reopen(), said]  # a promise holds on an open case only

    return Step("customer_message", commands, (text_of("customer", text),))


def tidy(speaker: Speaker) -> Speaker:
    """The speaker with a reference that may stand in the log."""
    return replace(speaker, recording=one_line(speaker.recording)[:LONGEST_RECORDING])


def known_wrapup(ctx: Context, code: str) -> str:
    """The code. Raises Refused ``unknown_wrapup`` if the policy does not have it (any more)."""
    known = {label.code for label in ctx.policy.labels.get("wrapup", ()) if not label.retired}
    if code and code not in known:
        raise Refused("unknown_wrapup")
    return code


def _take_in(
    ctx: Context,
    tx: Tx,
    new: NewCase,
    texts: tuple[Text, ...],
    commands: Callable[[Ids], Sequence[c.Command]],
    op: str | None,
    book: Book | None = None,
) -> Done:
    """Take the case in, then do what is to be done on it: one operation, one transaction."""
    case_id, received = next(iter(take_in(ctx, tx, [_row(ctx, new)], op, book=book).items()))
    loaded = acting.load(ctx, tx, case_id)
    ids = acting.store_texts(tx, loaded, texts)
    acting.decide(ctx, loaded, commands(ids))
    if not loaded.fresh:
        return acting.done(case_id, received)
    after = acting.write_down(ctx, tx, loaded, op)
    return replace(after, kinds=(*(event.kind for event in received), *after.kinds))


def _row(ctx: Context, new: NewCase) -> IncomingCase:
    told = new.promised_at is not None or new.finish_at is not None
    return IncomingCase(
        title=new.title,
        text=new.text,
        customer=new.customer,
        phone=new.phone,
        email=new.email,
        prefers=new.prefers,
        language=new.language,
        channel=new.channel,
        category=new.category,
        line=new.line,
        kind=new.kind,
        klass=new.klass,
        priority=new.priority,
        in_person=told and new.speaker.may_be_told,
        promised_at=new.promised_at,
        finish_at=new.finish_at,
        accountable=ctx.me.code,
        subject=new.subject,
        speaker=tidy(new.speaker),
        receipt=new.receipt if new.speaker.may_be_told else False,
    )
