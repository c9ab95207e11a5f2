"""What screens see of the desk: values and one protocol. Imports no store.

Texts in these values are clean (see `domain.text.clean`), customers are masked. Instants are UTC
microseconds; `DeskInfo.tz` names the zone people see. Every refusal is `domain.values.Refused`;
trouble of the store is `DeskTrouble`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from agentdesk.desk.api_callbacks import CallbackApi
from agentdesk.desk.api_callbacks import CallbackLine as CallbackLine
from agentdesk.desk.api_callbacks import Day as Day
from agentdesk.desk.api_callbacks import Judged as Judged
from agentdesk.desk.api_callbacks import Slot as Slot
from agentdesk.desk.api_follow import FollowUpApi
from agentdesk.desk.api_follow import FollowUpLine as FollowUpLine
from agentdesk.desk.api_handoff import AskSuggestion as AskSuggestion
from agentdesk.desk.api_handoff import Department as Department
from agentdesk.desk.api_handoff import HandoffApi
from agentdesk.desk.api_handoff import HandoffLine as HandoffLine
from agentdesk.desk.api_home import HandedOver as HandedOver
from agentdesk.desk.api_home import HomeApi
from agentdesk.desk.api_home import HomeLine as HomeLine
from agentdesk.desk.api_home import HomeView as HomeView
from agentdesk.desk.api_home import Offer as Offer
from agentdesk.desk.api_presence import At as At
from agentdesk.desk.api_presence import PresenceApi
from agentdesk.desk.api_update import MailLine as MailLine
from agentdesk.desk.api_update import Update as Update
from agentdesk.desk.api_update import UpdateApi
from agentdesk.desk.api_update import UpdateStart as UpdateStart
from agentdesk.desk.api_values import Done as Done
from agentdesk.domain.drafts import Draft
from agentdesk.domain.state import ClockState, Place, Reason
from agentdesk.domain.suggest import Suggestion
from agentdesk.domain.values import (
    THE_CUSTOMER,
    Audience,
    CaseClass,
    Event,
    Kind,
    Priority,
    Speaker,
    Status,
)

if TYPE_CHECKING:  # a screen that is painted first has no use for its patterns
    from agentdesk.domain.pasted import Pasted


class DeskTrouble(Exception):
    """The store or its surroundings fail. ``code`` names the sentence ``trouble.<code>``."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class View(StrEnum):
    """The views of the queue."""

    ALL = "all"
    MINE = "mine"
    UNOWNED = "unowned"
    UNREGISTERED = "unregistered"
    WAITING = "waiting"
    FOLLOW_UPS = "follow_ups"
    LATE = "late"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here."""

    code: str
    name: str
    role: str = "agent"
    pinyin: str = ""
    """A Chinese name in Latin letters (``li wei``), so that its initials find it."""
    dept: str | None = None
    """The department a specialist works in; None for who works at the desk itself."""


@dataclass(frozen=True, slots=True)
class NewDesk:
    """What a desk begins with: the answers of the first run."""

    person: str
    desk: str
    tz: str
    lang: str
    sample: bool


@dataclass(frozen=True, slots=True)
class DeskInfo:
    """The desk a program has opened."""

    uid: str
    name: str
    tz: str
    me: Person
    encrypted: bool
    policy_version: int
    soon: int
    """A promise with this much left or less wears the glyph (microseconds)."""
    copies: bool = True
    """The policy lets texts that name no customer go into a clipboard."""


CHASED_OFTEN = 3
"""From so many chasers (催办) on a case stands out: the lead should see it."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    id: int
    reference: str
    priority: Priority
    status: Status
    clock: str | None
    due: int | None
    """Due of that clock; for a frozen case the wake-up time."""
    broken: bool
    frozen: bool
    wake_at: int | None
    customer: str
    title: str
    where: str | None
    """Label code of the department that holds it now."""
    owner: str | None
    accountable: str | None
    mine: bool
    band: int
    rank: int
    key_due: int
    received: int
    surge: bool
    care: bool
    chasers: int
    reserve: bool
    """The next claim of this desk takes this one: longest waiting first."""
    reason: Reason
    ver: int
    back: tuple[str, str, str] | None = None
    """What a department did and the owner has not acted on: how (report, rejected, returned),
    department, code."""
    attention: tuple[str, ...] = ()
    """Why a lead should look at it: chased, rejected, undelivered, unreachable."""

    @property
    def key(self) -> tuple[int, int, int, int, int]:
        """What sorts it."""
        return (self.band, self.rank, self.key_due, self.received, self.id)

    @property
    def chased_often(self) -> bool:
        """The customer has asked after it so often that a lead should look at it (C5)."""
        return self.chasers >= CHASED_OFTEN


Key = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A window of a view, in order. ``counts`` per band (999 means 999 or more)."""

    rows: tuple[QueueRow, ...]
    counts: Mapping[int, int]
    total: int
    more_before: bool
    more_after: bool
    at: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of the header and the view line; each stops at 999 (shown as 999+)."""

    open: int
    mine: int
    broken: int
    soon: int
    views: Mapping[View, int]
    next_promise: QueueRow | None = None
    finished_by_me: int = 0
    next_plan: Reminder | None = None
    """What I mean to do next, on any case."""
    next_call: Reminder | None = None
    """The next call or visit that was agreed with me (C7), by the beginning of its window."""
    undelivered: int = 0
    """My cases with a letter that did not arrive, and nobody has seen to it."""
    offered: int = 0
    """Cases that colleagues who go home ask me to take over (C12)."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a case's story, with its text where it has one."""

    event: Event
    who: str
    text: str | None
    audience: Audience
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Minutes:
    """Whose time it was, in microseconds of wall clock since receipt."""

    queue: int
    agent: int
    department: int
    customer: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody means to do next on a case, and when: their own reminder, no promise."""

    at: int
    by: str
    text: str


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


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something I said I would do, whose time has come or comes soon: a plan, or a promise."""

    case_id: int
    reference: str
    at: int
    kind: str
    """``plan``, ``back`` (a department has answered), or the name of the clock that runs out."""
    customer: str
    text: str
    back: tuple[str, str, str] | None = None
    """As `QueueRow.back`, where that is what it is about."""
    until: int | None = None
    """The end of the window of an agreed call: up to then it is not late."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case, whole."""

    id: int
    reference: str
    status: Status
    priority: Priority
    klass: CaseClass
    kind: str
    line: str
    category: str
    channel: str
    source: str
    title: str
    text: str
    customer: str
    phone: str
    email: str
    prefers: str
    language: str
    care: bool
    owner: str | None
    owner_since: int | None
    accountable: str | None
    received: int
    ext_ref: str | None
    waiting_since: int | None
    remind_at: int | None
    resolved_at: int | None
    clocks: tuple[ClockState, ...]
    place: Place
    timeline: tuple[TimelineEntry, ...]
    minutes: Minutes
    undoable: str | None
    """Kind of the last event if the actor may take it back now."""
    undo_until: int | None
    actions: Mapping[str, str | None]
    """Action name -> None if it can be done now, else the refusal code that says why not.

    Names: claim, release, assign, note, reply, customer_message, wait, priority, class, resolve,
    reopen, follow_up, close, undo."""
    ver: int
    at: int
    to_contain: bool = False
    """A loss is still to be stopped: the category asks for it, and nobody has said that it is."""
    remind_usual: int | None = None
    """The reminder that a wait gets if nobody names another (policy: ``wait.remind``)."""
    subject: int = 0
    chasers: int = 0
    speaker: Speaker = THE_CUSTOMER
    """Who brought it in (A9)."""
    wrapup: str = ""
    plan: Plan | None = None
    stickies: tuple[Sticky, ...] = ()
    """Notes on this customer that hold now, newest first."""
    others: tuple[QueueRow, ...] = ()
    """The customer's other cases that are not closed, newest first."""
    handoffs: tuple[HandoffLine, ...] = ()
    """Every handoff there has been, oldest first, with its hop and its hours (C5)."""
    back: tuple[str, str, str] | None = None
    """As `QueueRow.back`."""
    attention: tuple[str, ...] = ()
    """As `QueueRow.attention`."""
    mails: tuple[MailLine, ...] = ()
    """What was sent to the customer, or is on its way, oldest first (C2)."""
    callbacks: tuple[CallbackLine, ...] = ()
    """Calls and visits agreed on this case, made or not, in the order they were agreed (C7)."""
    calls_from: int | None = None
    calls_until: int | None = None
    """Minutes of the customer's day between which they may be rung; None: any."""
    zone: str = ""
    """The customer's zone where it is not the desk's."""
    no_survey: str = ""
    """Why the customer is not asked how it was: opted_out, bereaved, litigation; or empty."""
    offered_to: str | None = None
    """Who is asked to take it over by an owner who goes home (C12)."""
    offered_by: str | None = None
    offered_at: int | None = None


@dataclass(frozen=True, slots=True)
class WhyView:
    """The whole reason of a row, and why the next one is next."""

    row: QueueRow
    clocks: tuple[ClockState, ...]
    reasons: tuple[Reason, ...]
    following: QueueRow | None
    following_reason: Reason | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What `next` led to."""

    case_id: int
    reference: str
    claimed: bool
    reserve: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Filter:
    """A parsed filter: every named field must match; ``text`` is searched."""

    priority: frozenset[str] = frozenset()
    owner: str | None = None
    """A person code, ``me``, or ``none``."""
    category: str | None = None
    line: str | None = None
    klass: str | None = None
    kind: str | None = None
    channel: str | None = None
    status: str | None = None
    text: str = ""
    unknown: tuple[str, ...] = ()
    """Fields that were typed but do not exist: the screen says so."""

    @property
    def empty(self) -> bool:
        """Nothing is filtered."""
        return self == Filter()


@dataclass(frozen=True, slots=True)
class Label:
    """A code with its labels, from the policy version in force."""

    code: str
    en: str
    zh: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """Every coded choice of the policy, by family: channel, kind, line, category, department."""

    families: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)

    def text(self, family: str, code: str, lang: str) -> str:
        """The label of a code in a language; the code itself where none is known."""
        for label in self.families.get(family, ()):
            if label.code == code:
                return label.zh if lang == "zh" else label.en
        return code


class DeskApi(HandoffApi, CallbackApi, FollowUpApi, HomeApi, PresenceApi, UpdateApi, Protocol):
    """The desk as screens use it. Every call runs off the key path and may raise Refused or
    DeskTrouble. ``op`` makes a retry safe: the same op answers from its own events."""

    @property
    def info(self) -> DeskInfo: ...

    @property
    def labels(self) -> Labels: ...

    def now(self) -> int: ...

    def parse_filter(self, text: str) -> Filter:
        """The filter a line means (`p:1 owner:me 转账`), with labels and names resolved to codes.
        Never raises: what is not understood stands in `Filter.unknown`."""
        ...

    async def people(self) -> Sequence[Person]: ...

    # --- the queue
    async def page(
        self,
        view: View,
        where: Filter,
        *,
        after: Key | None = None,
        before: Key | None = None,
        around: int | None = None,
        limit: int = 200,
    ) -> QueuePage:
        """A window of a view: the first rows, those after or before a key, or those around a case
        (by id; falls back to the first rows if it is not in the view)."""
        ...

    async def counts(self) -> Counts: ...

    async def why(self, case_id: int) -> WhyView: ...

    async def find(self, text: str) -> int | None:
        """The case a plain number or a reference names (``1041``, ``C-1041``), or None."""
        ...

    async def next(self, *, op: str | None = None) -> Taken | None:
        """What comes first among my actionable cases and the unowned ones; claims if unowned."""
        ...

    async def take(self, *, op: str | None = None) -> Taken | None:
        """Claim the next unowned case."""
        ...

    # --- who is on the phone
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

    async def put_sticky(self, subject: int, text: str, until: int) -> None: ...

    async def end_sticky(self, subject: int, sticky: int) -> None: ...

    async def reminders(self, ahead: int) -> Sequence[Reminder]:
        """My plans that are past or due within ``ahead`` microseconds, and promises of my cases
        that run out within that time, oldest first."""
        ...

    # --- one case
    async def plan(
        self, case_id: int, text: str, at_time: int, *, op: str | None = None
    ) -> Done: ...

    async def end_plan(self, case_id: int, *, op: str | None = None) -> Done: ...

    async def case(self, case_id: int) -> CaseView: ...

    async def claim(self, case_id: int, *, op: str | None = None) -> Done: ...

    async def release(
        self, case_id: int, to: str | None = None, *, op: str | None = None
    ) -> Done: ...

    async def assign(self, case_id: int, to: str, *, op: str | None = None) -> Done: ...

    async def note(
        self,
        case_id: int,
        text: str,
        audience: Audience = Audience.INTERNAL,
        *,
        op: str | None = None,
    ) -> Done: ...

    async def reply(
        self,
        case_id: int,
        text: str,
        *,
        channel: str,
        contact: bool = False,
        promised_at: int | None = None,
        finish_at: int | None = None,
        findings: bool = False,
        new: bool = True,
        contained: bool = False,
        op: str | None = None,
    ) -> Done: ...

    async def customer_message(
        self, case_id: int, text: str, *, channel: str, op: str | None = None
    ) -> Done: ...

    async def wait(
        self,
        case_id: int,
        question: str,
        remind_at: int,
        *,
        send: str = "",
        op: str | None = None,
    ) -> Done:
        """``send`` (email, sms): the desk sends the question; else it was delivered before."""
        ...

    async def change_priority(
        self, case_id: int, to: Priority, why: str, *, op: str | None = None
    ) -> Done: ...

    async def change_class(
        self, case_id: int, to: CaseClass, why: str, *, op: str | None = None
    ) -> Done: ...

    async def resolve(
        self,
        case_id: int,
        done: str,
        told: str,
        *,
        wrapup: str = "",
        send: str = "",
        op: str | None = None,
    ) -> Done:
        """``send`` (email, sms): the desk tells the result; else it was told before."""
        ...

    async def reopen(self, case_id: int, why: str, *, op: str | None = None) -> Done: ...

    async def follow_up(
        self,
        case_id: int,
        *,
        reached: bool,
        speed: int | None = None,
        attitude: int | None = None,
        solved: int | None = None,
        text: str = "",
        op: str | None = None,
    ) -> Done: ...

    async def close_case(self, case_id: int, *, op: str | None = None) -> Done: ...

    async def undo(self, case_id: int, *, op: str | None = None) -> Done: ...

    # --- what was typed and not sent (G2)
    async def keep_draft(
        self,
        thing: str,
        form: str,
        values: Mapping[str, str],
        *,
        op: str = "",
        typing: bool = False,
    ) -> Draft:
        """Keep what stands in a form of a thing (`domain.drafts`), mine alone, in place of what
        was kept there; it is on the disk when this returns. ``typing``: the form is still open."""
        ...

    async def drop_draft(self, thing: str, form: str) -> None: ...

    async def draft(self, thing: str, form: str) -> Draft | None: ...

    async def drafts(self) -> Sequence[Draft]:
        """Mine, the newest first; none that was sent. Raises DeskTrouble ``drafts_aside`` once
        after a damaged file was set aside (so do the three above; what they were asked is done)."""
        ...

    async def carried_out(self, op: str) -> Done | None:
        """What an operation did, whoever waited for its answer; None if it was not carried out."""
        ...

    # --- live
    def changes(self) -> AsyncIterator[frozenset[int]]:
        """Yields, within 250 ms of any desk's commit, the ids of the cases that changed.

        An empty set: something else did, or too much to name. Ends when the desk closes."""
        ...

    async def aclose(self) -> None: ...
