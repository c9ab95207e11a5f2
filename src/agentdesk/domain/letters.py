"""A letter to a customer on its way: what it is, what became of a try, and when to try again (C2).

The promise: every letter is delivered once or reported to a person; none twice, none lost. So a
letter is ``sending`` in the store before the network is touched, and ``handed`` before its text is
handed over. What breaks before the handing over is tried again by itself; what breaks after it,
with no answer heard, is *unsure*: a person is told and decides, the desk never sends it again by
itself (the same Message-ID would not keep a server from delivering twice).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from agentdesk.domain import bounces
from agentdesk.domain.text import mask_email, mask_name, mask_numbers, one_line
from agentdesk.domain.values import HOUR, MINUTE


class By(StrEnum):
    """The way a letter goes."""

    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one customer. ``message_id`` is made once, when it is written.

    ``to_address`` is an e-mail address, or the telephone number of an SMS. ``date_us`` is the
    instant at which it was written. ``in_reply_to`` is the Message-ID of what it answers.
    """

    mail_id: int
    message_id: str
    to_name: str
    to_address: str
    subject: str
    body: str
    lang: str
    reference: str
    date_us: int
    by: By = By.EMAIL
    automatic: bool = False
    """Nobody wrote it for this customer: a receipt (RFC 3834)."""
    in_reply_to: str = ""


class Went(StrEnum):
    """What became of one try to send a letter."""

    SENT = "sent"
    """The server has taken it over."""
    LATER = "later"
    """It was certainly not taken over, and may be tried again."""
    NEVER = "never"
    """It was refused for good: a person must do something else."""
    UNSURE = "unsure"
    """It was handed over and no answer came: nobody here can know."""


CODES = {
    Went.SENT: ("sent",),
    Went.LATER: (
        "unreachable", "dns", "timeout", "dropped", "garbled", "tls", "tls_expired", "tls_host",
        "tls_unknown", "no_tls", "auth", "no_auth", "sender", "busy", "hook", "not_set_up",
        "stopped", "lost",
    ),
    Went.NEVER: ("rejected", "bad_address", "no_utf8", *bounces.CODES),
    Went.UNSURE: ("no_answer", "gone"),
}  # fmt: skip
"""Every ``Outcome.code``, and why a letter came back; its sentence is ``mail.code.<code>``."""

LONGEST_WORDS = 200
"""Characters of what a server said that are kept."""

_ADDRESS = re.compile(r"[^\s<>()\[\]{},;:\"']+@[^\s<>()\[\]{},;:\"']+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try: ``code`` names the sentence ``mail.code.<code>``; ``text`` is what the
    server said, one line, masked, perhaps empty."""

    kind: Went
    code: str
    text: str = ""


ORPHANED = Outcome(Went.UNSURE, "gone")
"""For a letter that was ``handed`` by a desk that is gone (killed, or its machine lost power)."""

HOLD = 15 * MINUTE
"""So long a claimed letter belongs to its holder: longer than the timeouts of a whole try can
be. One still ``sending`` after that is free again; one ``handed`` is ORPHANED. A holder that wakes
up late is told by ``handing`` that the letter is no longer its own, and sends nothing."""

WAITS = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR)
"""Between tries; the last one is repeated."""

MOST_TRIES = 10
LONGEST = 48 * HOUR
"""From the first try on: what is not sent by then is dead, and a person is told."""

JITTER = 0.1
"""A wait is longer or shorter by up to so much of itself, so that not all come at once."""

NOT_COUNTED = {"stopped": 0, "lost": 0, "not_set_up": 15 * MINUTE}
"""These are no tries: nothing was asked of any server. The wait until the next look."""


class Fate(StrEnum):
    """Where a letter stands after a try."""

    SENT = "sent"
    WAITING = "waiting"
    BOUNCED = "bounced"
    DEAD = "dead"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the store keeps after a try: the letter's fate, the tries that count, and the instant
    of the next one (None unless it is waiting)."""

    fate: Fate
    tries: int
    next_at: int | None = None


def server_words(text: str, name: str = "", *secrets: str) -> str:
    """What a server said, fit to be kept: one line, no address, number, name or secret."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    if name:
        text = text.replace(name, mask_name(name))
    text = one_line(text[: 4 * LONGEST_WORDS])
    text = _ADDRESS.sub(lambda found: mask_email(found[0]), text)
    return mask_numbers(text)[:LONGEST_WORDS]


def message_id(desk_uid: str, mail_id: str | int) -> str:
    """The Message-ID of a letter, the same for ever, without angle brackets.

    Raises ValueError where either part could not stand in a header.
    """
    found = f"{mail_id}@{desk_uid}.agentdesk"
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,100}@[A-Za-z0-9_-]{1,100}\.agentdesk", found):
        raise ValueError("message id")
    return found


def next_try(tries: int, now: int, mail_id: str | int, first: int) -> int | None:
    """The instant of the next try after ``tries`` failed ones, or None: the letter is dead.

    ``first`` is the instant of the first try (or that at which the letter was written). The last
    try comes no later than LONGEST after it.
    """
    if tries >= MOST_TRIES or now >= first + LONGEST:
        return None
    wait = WAITS[min(max(tries, 1), len(WAITS)) - 1]
    digest = hashlib.sha256(f"{mail_id}/{tries}".encode()).digest()
    share = int.from_bytes(digest[:4]) / 2**32 * 2 - 1
    return min(now + wait + int(wait * JITTER * share), first + LONGEST)


def after(outcome: Outcome, tries: int, now: int, mail_id: str | int, first: int) -> Verdict:
    """What a try means for its letter. ``tries`` were made before this one."""
    if outcome.kind is Went.SENT:
        return Verdict(Fate.SENT, tries + 1)
    if outcome.kind is Went.NEVER:
        return Verdict(Fate.BOUNCED, tries + 1)
    if outcome.kind is Went.UNSURE:
        return Verdict(Fate.UNSURE, tries + 1)
    if outcome.code in NOT_COUNTED:
        return Verdict(Fate.WAITING, tries, now + NOT_COUNTED[outcome.code])
    at = next_try(tries + 1, now, mail_id, first)
    return Verdict(Fate.DEAD if at is None else Fate.WAITING, tries + 1, at)
