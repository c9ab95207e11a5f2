"""What every use case works with: the store, who acts and from where, and the rules in force."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from agentdesk import __version__
from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.templates import Shelf
from agentdesk.domain import policy as rules
from agentdesk.domain.policy import Policy, Timeline
from agentdesk.domain.values import Refused
from agentdesk.store import departments, people, policies
from agentdesk.store.departments import Record
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.people import Worker
from agentdesk.store.tx import Tx

if TYPE_CHECKING:
    from agentdesk.desk.drafts import DraftBook

_T = TypeVar("_T")


def os_user() -> str:
    """The account of the operating system under which this program runs."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such account (a container's bare number)
        return "unknown"


def event_source(door: str) -> str:
    """By which door, account, host and version an event came in: part of every event."""
    return f"{door} {os_user()}@{socket.gethostname()} {__version__}"[:200]


@dataclass(slots=True)
class Context:
    """The desk as its use cases see it. The timeline and the people are as last read; whoever
    writes reads them anew in its own transaction."""

    store: Store
    me: Worker
    source: str
    tz: str
    name: str
    lang: str
    timeline: Timeline = ()
    workers: tuple[Worker, ...] = ()
    by_code: dict[str, Worker] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    """Names of those who have left, by code."""
    departments: dict[str, Record] = field(default_factory=dict)
    """Every department by code, as last read."""
    _asked: dict[bool, Tx] = field(default_factory=dict)
    """The last transactions (writing or not) in which the timeline was read."""
    books: dict[str, DraftBook] = field(default_factory=dict)
    """The drafts of who acts here, by person; see `desk.drafts`."""
    shelf: Shelf = field(default_factory=Shelf)
    """The templates of the desk; see `desk.templates`."""

    @property
    def lead(self) -> bool:
        """Whether who acts leads the team."""
        return self.me.role == people.LEAD

    @property
    def policy(self) -> Policy:
        """The newest policy as last read."""
        return self.timeline[-1][1]

    def rules_now(self, tx: Tx) -> Timeline:
        """The timeline of policies as this transaction sees it. It is looked up once in each:
        whoever adds a version is the last to ask."""
        if self._asked.get(tx.writing) is not tx:
            self.timeline = policies.timeline(tx, self.timeline)
            self._asked[tx.writing] = tx
        return self.timeline

    def rules_at(self, tx: Tx, instant: int) -> Policy:
        """The policy in force at an instant."""
        return rules.at(self.rules_now(tx), instant)

    def read_people(self, tx: Tx) -> None:
        """Read who works here, and what is said of who acts."""
        self.workers = tuple(people.everybody(tx))
        self.by_code = {worker.code: worker for worker in self.workers}
        self.gone = {worker.code: worker.name for worker in self.workers if not worker.active}
        self.me = self.by_code.get(self.me.code, self.me)

    def read_departments(self, tx: Tx) -> None:
        """Read which departments there are."""
        self.departments = {record.code: record for record in departments.everything(tx)}

    async def write(self, work: Callable[[Tx], _T]) -> _T:
        """`Store.write` in the name of who acts, as they are in this transaction: a lead may have
        changed what they are. Its trouble is told as the desk's. Raises Refused ``you_left``."""

        def mine(tx: Tx) -> _T:
            self._still_here(tx)
            return work(tx)

        return await self.by_itself(mine)

    def _still_here(self, tx: Tx) -> None:
        """C5: who has left does nothing more here, even at a desk that stayed open."""
        me = people.one(tx, self.me.code)
        if me is None:
            return  # the program itself
        self.me = me
        if not me.active:
            raise Refused("you_left", person=me.name)

    async def by_itself(self, work: Callable[[Tx], _T]) -> _T:
        """`Store.write` of what a running desk does whoever sits at it: letters go out, rows move
        with time."""
        try:
            return await self.store.write(work)
        except StoreTrouble as trouble:
            raise told(trouble) from trouble

    async def read(self, work: Callable[[Tx], _T]) -> _T:
        """`Store.read`, its trouble told as the desk's."""
        try:
            return await self.store.read(work)
        except StoreTrouble as trouble:
            raise told(trouble) from trouble


def told(trouble: StoreTrouble) -> DeskTrouble:
    """A store's trouble as screens and commands know it."""
    return DeskTrouble(trouble.code, **trouble.params)
