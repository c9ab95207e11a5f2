"""The outbox: letters to customers on their way, each written in the transaction of its event (C2).

Work, not facts: what became of a letter stands in the log of its case. A letter is

* ``waiting`` until ``next_at``, the instant of its next try;
* ``sending`` once somebody has claimed it, and nothing was handed over yet;
* ``handed`` from just before its text goes to the server: what ends after that without an answer
  is never sent again by itself;
* ``sent``, ``bounced``, ``dead`` or ``unsure`` at its end (`domain.letters.Fate`), or ``let_go``:
  a person took it back while it waited, or its text was erased. One that was ``sent`` or ``unsure``
  may still come back: ``bounced`` then.

Two of one operation and purpose cannot be: the Message-ID is made of both, and it is unique.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from agentdesk.domain.letters import HOLD, By, Fate, Letter, Verdict, message_id
from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Row, Tx

WAITING, SENDING, HANDED, LET_GO = "waiting", "sending", "handed", "let_go"

SENT, BOUNCED, UNSURE = Fate.SENT.value, Fate.BOUNCED.value, Fate.UNSURE.value

REPLY, RECEIPT, QUESTION, RESULT = "reply", "receipt", "question", "result"
PURPOSES = (REPLY, RECEIPT, QUESTION, RESULT)
"""What a letter is for. A receipt is nobody's own words (RFC 3834)."""

_out = schema.outbox
_text = schema.content
_FIELDS = (
    "id", "case_id", "kind", "purpose", "address", "name", "lang", "title", "text", "message_id",
    "made_at", "made_by", "state", "tries", "next_at", "first_at", "holder", "claimed_at",
    "ended_at", "code", "said",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter as it stands; ``body`` None once its text has been erased."""

    id: int
    case_id: int
    kind: str
    purpose: str
    address: str
    name: str
    lang: str
    title: str
    text: int
    message_id: str
    made_at: int
    made_by: str
    state: str
    tries: int
    next_at: int | None
    first_at: int | None
    holder: str | None
    claimed_at: int | None
    ended_at: int | None
    code: str | None
    said: str | None
    body: str | None
    reference: str

    @property
    def first(self) -> int:
        """The instant of the first try, or that at which it was written."""
        return self.first_at if self.first_at is not None else self.made_at

    def letter(self) -> Letter:
        """What goes over the wire. An erased text is empty: do not send that."""
        return Letter(
            mail_id=self.id,
            message_id=self.message_id,
            to_name=self.name,
            to_address=self.address,
            subject=self.title,
            body=self.body or "",
            lang=self.lang,
            reference=self.reference,
            date_us=self.made_at,
            by=By(self.kind),
            automatic=self.purpose == RECEIPT,
        )


_WHOLE = (
    select(*(_out.c[name] for name in _FIELDS), _text.c.body, schema.cases.c.ref)
    .join_from(_out, _text, _text.c.id == _out.c.text, isouter=True)
    .join(schema.cases, schema.cases.c.id == _out.c.case_id)
)
_OPEN = _out.c.ended_at.is_(None)
_OURS = and_(_out.c.id == bindparam("mail"), _out.c.holder == bindparam("by"))
_FREE = or_(
    and_(_out.c.state == WAITING, _out.c.next_at <= bindparam("now")),
    and_(_out.c.state == SENDING, _out.c.claimed_at <= bindparam("stale")),
)

_INSERT = compiled(
    insert(_out),
    "case_id", "kind", "purpose", "address", "name", "lang", "title", "text", "message_id",
    "made_at", "made_by", "state", "tries", "next_at",
)  # fmt: skip
_SAME = compiled(select(_out.c.id).where(_out.c.message_id == bindparam("message_id")))
_ONE = compiled(_WHOLE.where(_out.c.id == bindparam("mail")))
_NAMED = compiled(_WHOLE.where(_out.c.message_id == bindparam("message_id")))
_OF_CASE = compiled(_WHOLE.where(_out.c.case_id == bindparam("case_id")).order_by(_out.c.id))
_DUE = compiled(
    _WHOLE.where(_OPEN, _FREE).order_by(_out.c.next_at, _out.c.id).limit(bindparam("most"))
)
_CLAIM = compiled(
    update(_out)
    .where(_out.c.id == bindparam("mail"), _OPEN, _FREE)
    .values(
        state=SENDING,
        holder=bindparam("by"),
        claimed_at=bindparam("now"),
        first_at=func.coalesce(_out.c.first_at, bindparam("now")),
    )
)
_HAND = compiled(
    update(_out)
    .where(_OURS, _out.c.state == SENDING, _out.c.claimed_at > bindparam("stale"))
    .values(state=HANDED)
)
_ORPHANS = compiled(
    _WHOLE.where(_OPEN, _out.c.state == HANDED, _out.c.claimed_at <= bindparam("stale")).order_by(
        _out.c.id
    )
)
_SETTLE = compiled(
    update(_out)
    .where(_OURS, _out.c.state.in_([SENDING, HANDED]), _OPEN)
    .values(
        state=bindparam("fate"),
        tries=bindparam("tried"),
        next_at=bindparam("again"),
        holder=None,
        claimed_at=None,
        ended_at=bindparam("over"),
        code=bindparam("why"),
        said=bindparam("words"),
    )
)
_CAME_BACK = compiled(
    update(_out)
    .where(_out.c.id == bindparam("mail"), _out.c.state.in_([SENT, UNSURE]))
    .values(
        state=BOUNCED,
        ended_at=bindparam("over"),
        code=bindparam("why"),
        said=bindparam("words"),
    )
)
_LET_GO = compiled(
    update(_out)
    .where(
        _out.c.id == bindparam("mail"),
        or_(
            _out.c.state == WAITING,
            and_(_out.c.state == SENDING, _out.c.holder == bindparam("by")),
        ),
    )
    .values(state=LET_GO, next_at=None, ended_at=bindparam("over"), code=bindparam("why"))
)
_AT_ONCE = compiled(
    update(_out)
    .where(_out.c.state == WAITING, _OPEN, _out.c.next_at > bindparam("now"))
    .values(next_at=bindparam("now"))
)
_NEXT = compiled(select(func.min(_out.c.next_at)).where(_OPEN, _out.c.state == WAITING))
_OLDEST_HELD = compiled(
    select(func.min(_out.c.claimed_at)).where(_OPEN, _out.c.state.in_([SENDING, HANDED]))
)
_WAITING = compiled(
    select(_out.c.kind, func.count(), func.min(_out.c.made_at))
    .join_from(_out, schema.cases, schema.cases.c.id == _out.c.case_id)
    .where(
        _OPEN,
        _out.c.state == WAITING,
        or_(
            bindparam("who").is_(None),
            _out.c.made_by == bindparam("who"),
            schema.cases.c.owner == bindparam("who"),
        ),
    )
    .group_by(_out.c.kind)
)


def stable_id(tx: Tx, desk_uid: str, op: str, purpose: str, case_id: int) -> str:
    """The Message-ID of what an operation sends: the same whenever it is tried again, and not to
    be guessed: who names one in a notice has seen that letter."""
    said = f"message id\n{op}\n{case_id}\n{purpose}".encode()
    return message_id(desk_uid, hmac.new(tx.audit.secret, said, hashlib.sha256).hexdigest()[:32])


def add(
    tx: Tx,
    *,
    case_id: int,
    kind: str,
    purpose: str,
    address: str,
    name: str,
    lang: str,
    title: str,
    text: int,
    message_id: str,
    by: str,
) -> int:
    """Put a letter in, to be sent at once; its id. The same Message-ID twice is one letter.

    ``address`` has been checked (`domain.addresses`), ``text`` is the content id of exactly what
    is sent. Call it in the transaction of the event that carries the id as ``mail``.
    """
    there = tx.value(_SAME, {"message_id": message_id})
    if there is not None:
        return int(there)
    row = {
        "case_id": case_id, "kind": kind, "purpose": purpose, "address": address, "name": name,
        "lang": lang, "title": title, "text": text, "message_id": message_id, "made_at": tx.now,
        "made_by": by, "state": WAITING, "tries": 0, "next_at": tx.now,
    }  # fmt: skip
    return tx.insert(_INSERT, row)


def get(tx: Tx, mail: int) -> Mail | None:
    """A letter, or None."""
    row = tx.one(_ONE, {"mail": mail})
    return None if row is None else _mail(row)


def named(tx: Tx, message_id: str) -> Mail | None:
    """The letter of a Message-ID (without angle brackets), or None."""
    row = tx.one(_NAMED, {"message_id": message_id})
    return None if row is None else _mail(row)


def of_case(tx: Tx, case_id: int) -> list[Mail]:
    """Every letter of a case, oldest first."""
    return [_mail(row) for row in tx.all(_OF_CASE, {"case_id": case_id})]


def claim(tx: Tx, holder: str, now: int, most: int = 1) -> list[Mail]:
    """Claim up to so many letters whose time has come; also those that somebody claimed, never
    handed over, and has not been heard of for `letters.HOLD`."""
    times = {"now": now, "stale": now - HOLD}
    found = tx.all(_DUE, {**times, "most": most})
    mine = []
    for row in found:
        if tx.run(_CLAIM, {**times, "mail": row[0], "by": holder}) == 1:
            mine.append(row[0])
    return [mail for mail in (get(tx, one) for one in mine) if mail is not None]


def handing(tx: Tx, mail: int, holder: str, now: int) -> bool:
    """The text is about to be handed over: False if the letter is not this holder's any more, and
    then it must not be."""
    return tx.run(_HAND, {"mail": mail, "by": holder, "stale": now - HOLD}) == 1


def orphans(tx: Tx, now: int) -> list[Mail]:
    """Letters that were handed over by somebody who has not been heard of since: unsure."""
    return [_mail(row) for row in tx.all(_ORPHANS, {"stale": now - HOLD})]


def done(
    tx: Tx, mail: int, holder: str, verdict: Verdict, *, code: str, said: str, now: int
) -> bool:
    """What a try meant (`letters.after`). False if the letter is not this holder's any more."""
    over = None if verdict.fate == WAITING else now
    given = {
        "mail": mail, "by": holder, "fate": verdict.fate.value, "tried": verdict.tries,
        "again": verdict.next_at, "over": over, "why": code, "words": said or None,
    }  # fmt: skip
    return tx.run(_SETTLE, given) == 1


def came_back(tx: Tx, mail: int, *, code: str, said: str, now: int) -> bool:
    """A letter that a server had taken over came back; False if it is not such a one."""
    given = {"mail": mail, "why": code, "words": said or None, "over": now}
    return tx.run(_CAME_BACK, given) == 1


def let_go(tx: Tx, mail: int, now: int, code: str = "", *, holder: str = "") -> bool:
    """Take a letter back that waits, or that its holder has not begun to hand over; False if it
    is neither (it may be on its way)."""
    given = {"mail": mail, "by": holder, "over": now, "why": code or None}
    return tx.run(_LET_GO, given) == 1


def try_now(tx: Tx, now: int) -> int:
    """Try everything that waits at once (the settings were mended); how many."""
    return tx.run(_AT_ONCE, {"now": now})


def next_at(tx: Tx) -> int | None:
    """When there is next something to do: a try, or a claim that has grown stale."""
    waits = tx.value(_NEXT)
    held = tx.value(_OLDEST_HELD)
    instants = [one for one in (waits, None if held is None else held + HOLD) if one is not None]
    return min(instants, default=None)


def waiting(tx: Tx, person: str | None = None) -> dict[str, tuple[int, int]]:
    """Letters that wait, by kind: how many, and since when the oldest. Of a person: those of
    their cases, and those they wrote."""
    return {row[0]: (row[1], row[2]) for row in tx.all(_WAITING, {"who": person})}


def _mail(row: Row) -> Mail:
    return Mail(*row)
