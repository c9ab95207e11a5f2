"""Who is on the phone, and what they bring: what the intake and the customer part show (A1, A9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agentdesk.desk.api_queue import QueueRow
from agentdesk.desk.api_values import Done
from agentdesk.domain.suggest import Suggestion
from agentdesk.domain.values import THE_CUSTOMER, CaseClass, Kind, Priority, Speaker

if TYPE_CHECKING:  # a screen that is painted first has no use for its patterns
    from agentdesk.domain.pasted import Pasted


@dataclass(frozen=True, slots=True)
class Sticky:
    """A word to whoever deals with this customer next, until a day."""

    id: int
    by: str
    at: int
    until: int
    text: str


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as they may be shown, with what they have open."""

    id: int
    name: str
    phone: str
    email: str
    prefers: str
    language: str
    care: bool
    matched: str
    """What found them: phone, last_digits, name, pinyin, initials, email, or case."""
    exact: bool
    """What was typed is all of it, not the beginning."""
    open: tuple[QueueRow, ...]
    """Cases that are not closed, open ones first, newest first; at most 9."""
    cases: int
    """How many cases they have had in all."""
    last_at: int | None
    """When the last one came in."""
    stickies: tuple[Sticky, ...]
    calls_from: int | None = None
    calls_until: int | None = None
    """Minutes of their day between which they may be rung; None: any."""
    zone: str = ""
    """Their zone where it is not the desk's."""
    no_survey: str = ""
    """Why they are not asked how it was: opted_out, bereaved, litigation; or empty."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Who a number, name, reference or address may be, best first."""

    asked: str
    customers: tuple[Customer, ...] = ()
    more: bool = False
    """There are more than are shown: type more of it."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """A request as an agent takes it in. ``subject`` names a customer who is on record; without
    it ``customer``, ``phone`` and ``email`` make a new one (all empty: anonymous)."""

    text: str
    title: str = ""
    subject: int | None = None
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
    speaker: Speaker = THE_CUSTOMER
    promised_at: int | None = None
    """When they were told that they would hear from us."""
    finish_at: int | None = None
    mine: bool = True
    """Whoever takes it in becomes its owner; else it is unowned, and they are accountable."""
    receipt: bool | None = None
    """Whether the desk sends a receipt; None: as the policy says (C2)."""


class IntakeApi(Protocol):
    """What takes a contact in: who it is, what it says, and the case it belongs to."""

    async def lookup(self, text: str) -> Lookup:
        """Customers that a phone number (whole, its beginning or its last digits), a name (its
        beginning, pinyin, initials), an e-mail address or a reference of a case may mean."""
        ...

    def suggest(self, text: str, category: str = "") -> Suggestion:
        """What a text suggests under the policy in force; ``category`` if it is chosen already."""
        ...

    async def read_paste(self, text: str) -> Pasted:
        """What a pasted text tells, and the text fit to be kept: clean, numbers masked, secrets
        taken out. Never refused."""
        ...

    async def usual_receipt(self) -> bool | None:
        """Whether a request that is taken in gets a receipt by itself; None: this desk sends
        nothing to customers (C2)."""
        ...

    async def register(self, new: NewCase, *, op: str | None = None) -> Done:
        """A request becomes a case, registered to me; ``mine``: I take it, too."""
        ...

    async def solve(
        self, new: NewCase, told: str, *, done: str = "", wrapup: str = "", op: str | None = None
    ) -> Done:
        """Solved on the call: registered, owned, replied and resolved, in one transaction. Raises
        Refused ``not_to_them`` for a caller who may not be told anything (A9)."""
        ...

    async def log_contact(
        self,
        case_id: int,
        text: str,
        *,
        channel: str = "phone",
        speaker: Speaker = THE_CUSTOMER,
        promised_at: int | None = None,
        op: str | None = None,
    ) -> Done:
        """A contact on a case that is open, by whoever took the call. It counts as a chaser where
        an answer is owed; what was promised binds the case's owner."""
        ...

    async def put_sticky(
        self, subject: int, text: str, until: int, *, op: str | None = None
    ) -> None:
        """A word to whoever deals with this customer next, until an instant (B1)."""
        ...

    async def end_sticky(self, subject: int, sticky: int, *, op: str | None = None) -> None:
        """Take a note off a customer; nothing happens if it has ended already."""
        ...
