"""The desk, open: one thin front over the use cases of a day. Screens see it as `api.DeskApi`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from agentdesk.desk import (
    drafts,
    handoffs,
    intake,
    live,
    oracle,
    policies,
    queue,
    reading,
    setup,
    staff,
    taking,
)
from agentdesk.desk.api import (
    Counts,
    DeskApi,
    DeskInfo,
    Done,
    Filter,
    Key,
    Label,
    Labels,
    Person,
    QueuePage,
    QueueRow,
    Taken,
    View,
    WhyView,
)
from agentdesk.desk.api_presence import Whereabouts
from agentdesk.desk.calling import Calling
from agentdesk.desk.context import Context, event_source, told
from agentdesk.desk.departments import Departments
from agentdesk.desk.drafts import Drafting
from agentdesk.desk.filters import parse
from agentdesk.desk.followups import Followups
from agentdesk.desk.homing import Homing
from agentdesk.desk.intake import IncomingCase, Intake
from agentdesk.desk.phone import Phone
from agentdesk.desk.presence import Presence
from agentdesk.desk.queue import Window
from agentdesk.desk.rows import Refolds
from agentdesk.desk.updating import Updating
from agentdesk.domain.policy import Policy
from agentdesk.domain.values import Clock
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.people import Worker
from agentdesk.store.tx import Tx

_T = TypeVar("_T")

ALONE = frozenset({"watch", "bounces"})
"""Doors of programs that run without anybody: that a person has left does not end them."""


class Desk(Phone, Drafting, Calling, Followups, Departments, Homing, Updating):
    """An open desk and who works at it. Every call may raise Refused or DeskTrouble."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._refolds = Refolds()
        self._sweeper = live.Sweeper(ctx)
        self._presence = Presence(ctx)
        self._closed = False

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        clock: Clock,
        person: str | None = None,
        plain: bool = False,
        keys_folder: Path | None = None,
        door: str = "desk",
    ) -> Desk:
        """Open the desk in a folder, for a person (by code or name; None: whose account it is).

        ``door`` stands in the source of every event. Raises DeskTrouble (``missing``,
        ``unfinished``, ``key_*``, ``unknown_person``, ``person_left``, …).
        """
        try:
            store = await Store.open(folder, clock=clock, plain=plain, keys_folder=keys_folder)
        except StoreTrouble as trouble:
            raise told(trouble) from trouble
        try:
            ctx = await store.read(lambda tx: _context(tx, store, person, door))
            if not ctx.departments:
                await store.write(lambda tx: handoffs.first_departments(ctx, tx))
            return cls(ctx)
        except StoreTrouble as trouble:
            await store.aclose()
            raise told(trouble) from trouble
        except BaseException:
            await store.aclose()
            raise

    async def as_person(self, code: str) -> Desk:
        """The same open desk for somebody else. Close only the first one. Raises DeskTrouble
        ``unknown_person``."""
        ctx = self.ctx
        worker = await ctx.read(lambda tx: setup.who_acts(tx, code))
        return Desk(replace(ctx, me=worker))

    # --- what it is

    @property
    def info(self) -> DeskInfo:
        """The desk and who works at it."""
        ctx, policy = self.ctx, self.ctx.policy
        me = replace(_person(ctx.me), left=not ctx.me.active)
        return DeskInfo(
            ctx.store.uid,
            ctx.name,
            ctx.tz,
            me,
            ctx.store.encrypted,
            policy.version,
            policy.soon,
            copies=policy.copy != "off",
            gone=ctx.gone,
        )

    @property
    def lang(self) -> str:
        """The desk's own language, for who has not chosen one."""
        return self.ctx.lang

    @property
    def policy(self) -> Policy:
        """The rules in force, as last read."""
        return self.ctx.policy

    @property
    def labels(self) -> Labels:
        """Every coded choice of the policy in force, and departments added beside it."""
        families = {
            family: tuple(Label(one.code, one.en, one.zh, one.retired) for one in labels)
            for family, labels in self.ctx.policy.labels.items()
        }
        families["department"] = tuple(
            Label(one.code, one.en, one.zh, not one.active) for one in self.ctx.departments.values()
        )
        return Labels(families)

    def now(self) -> int:
        """The present instant by this desk's clock."""
        return self.ctx.store.clock.now()

    def parse_filter(self, text: str) -> Filter:
        """The filter a line means. Never raises."""
        return parse(text, self.labels, self._people())

    async def people(self) -> Sequence[Person]:
        """Who works here now."""
        await self.ctx.read(self.ctx.read_people)
        return self._people()

    def _people(self) -> tuple[Person, ...]:
        return tuple(_person(worker) for worker in self.ctx.workers if worker.active)

    async def add_person(
        self, name: str, *, role: str = "agent", code: str | None = None, dept: str | None = None
    ) -> str:
        """Let somebody work here; their code. Leads only."""
        asked = staff.Asked(name=name, role=role, code=code or "", dept=dept or "")
        return (await staff.add(self.ctx, asked)).code

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
        """A window of a view; what time has changed is in it, swept or not."""
        window = Window(after, before, around, limit)
        return await self._look(
            lambda tx: queue.page(self.ctx, tx, self._refolds, view, where, window)
        )

    async def counts(self) -> Counts:
        """The figures of the header."""
        return await self._look(lambda tx: queue.counts(self.ctx, tx, self._refolds))

    async def why(self, case_id: int) -> WhyView:
        """The whole reason of a row, and why the next one is next."""
        return await self._look(lambda tx: reading.why(self.ctx, tx, self._refolds, case_id))

    async def queue_at(
        self,
        instant: int,
        view: View = View.ALL,
        where: Filter | None = None,
        *,
        limit: int | None = None,
    ) -> tuple[QueueRow, ...]:
        """A view as it stood, or will stand, at an instant: slow, everything anew."""
        return (await oracle.queue_at(self.ctx, instant, view, where))[:limit]

    async def find(self, text: str) -> int | None:
        """The case a number or a reference names, or None."""
        return await self.ctx.read(lambda tx: reading.find(tx, text))

    async def next(self, *, op: str | None = None) -> Taken | None:
        """What comes first among my cases and the unowned ones; claims if it is unowned."""
        return await self._take(lambda tx: taking.go_next(self.ctx, tx, op))

    async def take(self, *, op: str | None = None) -> Taken | None:
        """Claim the next unowned case."""
        return await self._take(lambda tx: taking.take(self.ctx, tx, op))

    # --- what comes in, and the rules

    async def receive(self, row: IncomingCase, *, op: str | None = None) -> Done:
        """One request becomes a case."""
        return await intake.receive(self.ctx, row, op)

    async def receive_many(
        self, rows: Iterable[IncomingCase], progress: Callable[[Intake], None] | None = None
    ) -> Intake:
        """Many requests become cases, in batches of 500."""
        return await intake.receive_many(self.ctx, rows, progress)

    async def apply_policy(
        self, text: str, progress: Callable[[int], None] | None = None
    ) -> policies.Applied:
        """Put a policy in force; open cases follow. Leads only."""
        return await policies.apply(self.ctx, text, progress)

    # --- live

    def changes(self) -> AsyncIterator[frozenset[int]]:
        """Ids of changed cases, as any desk commits them. A desk that listens also sweeps."""
        if self._closed:
            return live.nothing()
        self._sweeper.start()
        return live.changes(self.ctx)

    def be_at(self, case_id: int | None, doing: str = "looks") -> None:
        """Let colleagues see at which case I am, and what I do there; nobody waits for whoever has
        left."""
        self._presence.be_at(case_id if self.ctx.me.active else None, doing)

    @property
    def whereabouts(self) -> Whereabouts:
        """Who is at which case, as last heard."""
        return self._presence.whereabouts

    def comings_and_goings(self) -> AsyncIterator[frozenset[int]]:
        """Cases at which somebody has come, gone or begun something else."""
        return self._presence.comings_and_goings()

    async def catch_up(self) -> int:
        """Move every row whose instant has passed; how many."""
        return await live.catch_up(self.ctx)

    async def aclose(self) -> None:
        """Stop what runs in the background, close drafts and store. Safe to call twice."""
        self._closed = True
        await self._sweeper.stop()
        await self._presence.close()
        await drafts.close_all(self.ctx)
        await self.ctx.store.aclose()

    # --- inside

    async def _look(self, read: Callable[[Tx], _T]) -> _T:
        return await live.abreast(self.ctx, lambda: self.ctx.read(read))


def _person(worker: Worker) -> Person:
    return Person(worker.code, worker.name, worker.role, worker.pinyin, worker.dept)


def _context(tx: Tx, store: Store, person: str | None, door: str) -> Context:
    name, tz, lang = setup.read_desk(tx, store.path)
    me = setup.who_acts(tx, person, alone=door in ALONE)
    ctx = Context(store, me, event_source(door), tz, name, lang)
    ctx.read_people(tx)
    ctx.read_departments(tx)
    ctx.rules_now(tx)
    return ctx


if TYPE_CHECKING:

    def _is_what_screens_see(desk: Desk) -> DeskApi:
        return desk
