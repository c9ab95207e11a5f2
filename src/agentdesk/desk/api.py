"""What screens see of the desk: values and one protocol. Imports no store.

Texts in these values are clean (see `domain.text.clean`), customers are masked. Instants are UTC
microseconds; `DeskInfo.tz` names the zone people see. Every refusal is `domain.values.Refused`;
trouble of the store is `DeskTrouble`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from agentdesk.desk.api_callbacks import CallbackApi
from agentdesk.desk.api_callbacks import CallbackLine as CallbackLine
from agentdesk.desk.api_callbacks import Day as Day
from agentdesk.desk.api_callbacks import Judged as Judged
from agentdesk.desk.api_callbacks import Slot as Slot
from agentdesk.desk.api_case import CaseApi
from agentdesk.desk.api_case import CaseView as CaseView
from agentdesk.desk.api_case import Minutes as Minutes
from agentdesk.desk.api_case import Plan as Plan
from agentdesk.desk.api_case import TimelineEntry as TimelineEntry
from agentdesk.desk.api_drafts import DraftApi
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
from agentdesk.desk.api_home import NotPossible as NotPossible
from agentdesk.desk.api_home import Offer as Offer
from agentdesk.desk.api_intake import Customer as Customer
from agentdesk.desk.api_intake import IntakeApi
from agentdesk.desk.api_intake import Lookup as Lookup
from agentdesk.desk.api_intake import NewCase as NewCase
from agentdesk.desk.api_intake import Sticky as Sticky
from agentdesk.desk.api_presence import At as At
from agentdesk.desk.api_presence import PresenceApi
from agentdesk.desk.api_queue import CHASED_OFTEN as CHASED_OFTEN
from agentdesk.desk.api_queue import Counts as Counts
from agentdesk.desk.api_queue import Filter as Filter
from agentdesk.desk.api_queue import Key as Key
from agentdesk.desk.api_queue import QueueApi
from agentdesk.desk.api_queue import QueuePage as QueuePage
from agentdesk.desk.api_queue import QueueRow as QueueRow
from agentdesk.desk.api_queue import Reminder as Reminder
from agentdesk.desk.api_queue import Taken as Taken
from agentdesk.desk.api_queue import View as View
from agentdesk.desk.api_queue import WhyView as WhyView
from agentdesk.desk.api_update import MailLine as MailLine
from agentdesk.desk.api_update import Update as Update
from agentdesk.desk.api_update import UpdateApi
from agentdesk.desk.api_update import UpdateStart as UpdateStart
from agentdesk.desk.api_values import Done as Done
from agentdesk.domain.when_parts import Hours as Hours


class DeskTrouble(Exception):
    """The store or its surroundings fail. ``code`` names the sentence ``trouble.<code>``."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


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

    @property
    def place(self) -> str:
        """What a list of people is sorted by: a Chinese name stands where it is read."""
        return (self.pinyin or self.name).casefold()

    left: bool = False
    """They do not work here any more. Only who acts can be met so: at a desk that stayed open."""


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
    gone: Mapping[str, str] = field(default_factory=dict)
    """Names, by code, of those who worked here once: what they did stands in stories."""


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


class DeskApi(
    QueueApi,
    IntakeApi,
    CaseApi,
    DraftApi,
    HandoffApi,
    CallbackApi,
    FollowUpApi,
    HomeApi,
    PresenceApi,
    UpdateApi,
    Protocol,
):
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

    def changes(self) -> AsyncIterator[frozenset[int]]:
        """Yields, within 250 ms of any desk's commit, the ids of the cases that changed.

        An empty set: something else did, or too much to name. Ends when the desk closes."""
        ...

    async def aclose(self) -> None: ...
