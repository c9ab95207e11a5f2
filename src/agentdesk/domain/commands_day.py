"""What can be asked of a case in the course of a day: departments, calls, mail, going home.

Texts have been stored before: commands carry content ids. ``at`` is as in `commands`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handoff:
    """Ask a department for something (C5). The first that is asked leads, others assist."""

    id: str
    dept: str
    text: int
    calendar: str = ""
    """The calendar of a department that the policy does not know; empty: as the policy says."""
    along: tuple[int, ...] = ()
    """What goes with it: ids of texts of this case."""


@dataclass(frozen=True, slots=True)
class Recall:
    """The owner does not need the department any more."""

    id: str


@dataclass(frozen=True, slots=True)
class Accept:
    """The department has it (签收)."""

    id: str
    by_phone: bool = False
    """The department said so, and somebody who does not work in it wrote it down."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a department has to say: ``what`` is finding, result, question or next. ``next_at`` is
    when it reports again."""

    id: str
    what: str
    text: int
    next_at: int | None = None
    by_phone: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """The department sends it back: ``wrong_department`` (and the ``right`` one, if known) or
    ``missing_document`` (which one stands in the text)."""

    id: str
    code: str
    right: str = ""
    text: int = 0
    by_phone: bool = False


@dataclass(frozen=True, slots=True)
class Return:
    """The department is done: the result (回单)."""

    id: str
    text: int
    by_phone: bool = False


@dataclass(frozen=True, slots=True)
class SetCallback:
    """A call or a visit is agreed (C7): from ``at_time`` to ``until``."""

    id: str
    what: str
    who: str
    at_time: int
    until: int
    about: int
    place: int = 0
    bring: int = 0


@dataclass(frozen=True, slots=True)
class MoveCallback:
    """Another time, or another person."""

    id: str
    who: str
    at_time: int
    until: int
    why: int = 0


@dataclass(frozen=True, slots=True)
class TryCallback:
    """Nobody answered. With the next try's window, or (None) unreachable by the retry rule."""

    id: str
    text: int = 0
    at_time: int | None = None
    until: int | None = None
    letter: int = 0
    """What the customer is written, and its id in the outbox."""
    mail: int | None = None


@dataclass(frozen=True, slots=True)
class ReachCallback:
    """They were reached (or came), and this was said: a contact. Whoever makes an agreed call
    speaks for the desk, the owner or not; what is promised in it binds the owner (C5)."""

    id: str
    channel: str
    text: int
    promised_at: int | None = None
    findings: bool = False


@dataclass(frozen=True, slots=True)
class EndCallback:
    """The call is not needed any more, with the reason."""

    id: str
    why: int


@dataclass(frozen=True, slots=True)
class MailSent:
    """The server took a message; ``by`` is the way it went (`letters.By`)."""

    mail: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class MailFailed:
    """A message did not arrive: ``bounced``, ``dead`` (tried for too long) or ``unsure`` (nobody
    knows whether it was delivered)."""

    mail: int
    how: str
    code: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class MailSeen:
    """Somebody has seen to a message that did not arrive; ``again``: it was sent once more, as
    this one."""

    mail: int
    again: int | None = None


@dataclass(frozen=True, slots=True)
class KeepAddress:
    """The e-mail address that a letter now went to is the customer's from now on: content ids of it
    and of the one ``before`` (0: there was none)."""

    address: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class WaiveFollowUp:
    """This customer is not asked (C10): ``recent``, ``opted_out``, ``bereaved``, ``litigation``."""

    why: str
    of: int = 0
    """For ``recent``: the case they were asked about, or are still to be asked about."""
    asked: int | None = None
    """And when they were; None: they are still to be asked."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The owner goes home: the case is to become another's, who accepts it (C12)."""

    to: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Whom it was offered to accepts."""


@dataclass(frozen=True, slots=True)
class EndOffer:
    """``declined`` by whom it was offered to, or ``withdrawn`` by who offered it."""

    text: int = 0
