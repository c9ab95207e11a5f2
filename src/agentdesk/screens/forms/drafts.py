"""What was typed into a form and not sent: kept while it is typed, offered again.

A `Keeper` belongs to one open form of any thing (a case, or what is no case yet); `drafts_of` is
what this program knows of its person's drafts, so that screens can show them without asking.
Writing is the desk's (`DeskApi.keep_draft`), off the key path.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Protocol
from uuid import uuid4
from weakref import WeakKeyDictionary

from agentdesk.desk.api import DeskApi, DeskTrouble, Done
from agentdesk.domain.drafts import Draft, case_of

PAUSE = 0.3
"""Seconds from the first key of a burst until what stands there is kept."""

Later = Callable[[float, Callable[[], None]], Any]
"""Calls a function after some seconds; what it returns has a ``stop``."""


class Drafts:
    """The drafts of the person at this program, as last known."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Draft] = {}
        self._calls: set[asyncio.Task[Any]] = set()
        self._under_way: dict[tuple[str, str], int] = {}

    def get(self, thing: str, form: str) -> Draft | None:
        """What was left there, if anything."""
        return self._known.get((thing, form))

    def of(self, thing: str) -> tuple[Draft, ...]:
        """The drafts of a thing."""
        return tuple(one for one in self._known.values() if one.thing == thing)

    def of_case(self, case_id: int) -> tuple[Draft, ...]:
        """The drafts of a case and of its handoffs, the newest first."""
        found = [one for one in self._known.values() if case_of(one.thing) == case_id]
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def newest_case(self) -> int | None:
        """The case of the newest draft."""
        found = sorted(self._known.values(), key=lambda one: one.at, reverse=True)
        return next((case for one in found if (case := case_of(one.thing)) is not None), None)

    def learn(self, drafts: Sequence[Draft]) -> bool:
        """What the desk says of them; what is just being kept or dropped stays as it is here.
        Whether anything is different now."""
        told = {(one.thing, one.form): one for one in drafts}
        for key in self._under_way:
            told.pop(key, None)
            if key in self._known:
                told[key] = self._known[key]
        before, self._known = self._known, told
        return before != told

    def put(
        self, thing: str, form: str, draft: Draft | None, call: Coroutine[Any, Any, None]
    ) -> asyncio.Task[None]:
        """Know it from now on, and have the desk told; nobody has to wait for that."""
        key = (thing, form)
        if draft is None:
            self._known.pop(key, None)
        else:
            self._known[key] = draft
        self._under_way[key] = self._under_way.get(key, 0) + 1
        task = asyncio.ensure_future(call)
        self._calls.add(task)
        task.add_done_callback(lambda ended: self._ended(key, ended))
        return task

    def move(self, draft: Draft, thing: str, desk: DeskApi) -> None:
        """What was left at one thing stands at another from now on. On the disk it stands there
        before it is dropped here; where that fails, the next key typed says so."""
        there = replace(draft, thing=thing)
        task = self.put(thing, draft.form, there, _move(desk, draft, thing))
        self.put(draft.thing, draft.form, None, _ended(task))

    def _ended(self, key: tuple[str, str], task: asyncio.Task[None]) -> None:
        self._calls.discard(task)
        left = self._under_way.pop(key) - 1
        if left:
            self._under_way[key] = left


async def _move(desk: DeskApi, one: Draft, thing: str) -> None:
    with suppress(DeskTrouble):
        await desk.keep_draft(thing, one.form, one.values, op=one.op, typing=one.typing)
        await desk.drop_draft(one.thing, one.form)


async def _ended(task: asyncio.Task[None]) -> None:
    await task


_SESSIONS: WeakKeyDictionary[Any, Drafts] = WeakKeyDictionary()


def drafts_of(app: Any) -> Drafts:
    """The drafts of a running program."""
    return _SESSIONS.setdefault(app, Drafts())


class Says(Protocol):
    """How a form says what became of its draft: ``kept``, or ``trouble`` why it was not."""

    def draft_said(self, kept: bool, trouble: DeskTrouble | None) -> None: ...


class Keeper:
    """Keeps what stands in one open form: a while after the first key, on leaving, at the end.

    ``values`` reads the form; ``later`` is the screen's ``set_timer``. What equals the untouched
    form is no draft. The form is sent under ``op`` each time, so that it is carried out once.
    """

    def __init__(
        self,
        desk: DeskApi,
        drafts: Drafts,
        thing: str,
        form: str,
        *,
        values: Callable[[], Mapping[str, str]],
        says: Says,
        later: Later,
    ) -> None:
        self.thing = thing
        self.form = form
        self.op = uuid4().hex
        self._desk = desk
        self._drafts = drafts
        self._values = values
        self._says = says
        self._later = later
        self._timer: Any = None
        self._blank: Mapping[str, str] | None = None
        self._last: tuple[Mapping[str, str], bool] | None = None
        self._call: asyncio.Task[None] | None = None
        self._used = False
        self._tried: Mapping[str, str] | None = None

    @property
    def blank(self) -> Mapping[str, str]:
        """The form as nobody has touched it."""
        return self._blank or {}

    # --- the beginning
    def begin(self) -> Draft | None:
        """The form stands, untouched: what is to be put into it."""
        self._blank = dict(self._values())
        draft = self._drafts.get(self.thing, self.form)
        if draft is not None:
            self.take_up(draft)
        return draft

    def take_up(self, draft: Draft) -> None:
        """The form goes on from this draft."""
        self._last = (dict(draft.values), draft.typing)
        if draft.op:
            self.op, self._used = draft.op, True

    async def newer(self, offered: Draft | None) -> Draft | None:
        """What the desk has, where another program of this person has kept something else (an
        untouched form: it was sent there). None: nothing new, or somebody has typed here since."""
        assert self._blank is not None
        there = await self._desk.draft(self.thing, self.form)
        if there == offered:
            return None
        expected = offered.values if offered is not None else self._blank
        if dict(self._values()) != dict(expected) or self._call is not None:
            return None
        if there is None:
            self.op, self._used, self._last = uuid4().hex, False, None
            return Draft(self.thing, self.form, self._blank, self._desk.now())
        self.take_up(there)
        return there

    # --- while typing
    def changed(self) -> None:
        """Something was typed: keep it soon; a burst is kept together."""
        if self._timer is None and self._blank is not None:
            self._timer = self._later(PAUSE, self._due)

    def _due(self) -> None:
        self._timer = None
        self.keep(typing=True)

    def keep(self, *, typing: bool) -> None:
        """Keep what stands there now; ``typing``: nobody has left the form."""
        self._stop_timer()
        if self._blank is None:
            return
        values = dict(self._values())
        if values == self._blank:
            if self._last is not None:
                self.drop()
        elif self._last != (values, typing):
            self._last = (values, typing)
            draft = Draft(self.thing, self.form, values, self._desk.now(), self.op, typing)
            self._call = self._drafts.put(self.thing, self.form, draft, self._keep(draft))

    def drop(self) -> None:
        """Keep nothing any more: it was sent, or thrown away on purpose."""
        self._stop_timer()
        self._last = None
        self._call = self._drafts.put(self.thing, self.form, None, self._drop())

    def left(self) -> None:
        """Left on purpose: what stands there is kept, and nothing after it."""
        self.keep(typing=False)
        self._blank = None

    def anew(self) -> Mapping[str, str]:
        """Thrown away on purpose: what is typed now is sent by itself. The untouched form."""
        self.drop()
        self.op, self._used, self._tried = uuid4().hex, False, None
        return self._blank or {}

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    async def _keep(self, draft: Draft) -> None:
        try:
            await self._desk.keep_draft(
                draft.thing, draft.form, draft.values, op=draft.op, typing=draft.typing
            )
        except DeskTrouble as trouble:
            if trouble.code != "drafts_aside":
                self._last = None  # with the next key once more
            self._says.draft_said(False, trouble)
        else:
            self._says.draft_said(self._last is not None, None)

    async def _drop(self) -> None:
        try:
            await self._desk.drop_draft(self.thing, self.form)
        except DeskTrouble as trouble:
            self._says.draft_said(False, trouble)
        else:
            self._says.draft_said(self._last is not None, None)

    async def settled(self) -> None:
        """What was handed in last is on the disk, or why not has been said."""
        if self._call is not None:
            await asyncio.shield(self._call)

    # --- sending
    async def before_sending(self) -> Done | None:
        """Have it on the disk before it is sent: who dies now finds it again. If this very text
        was carried out before, and only the answer was lost: that answer.

        Raises `SentBefore` if other words were sent under this operation.
        """
        self.keep(typing=True)
        await self.settled()
        values = dict(self._values())
        done = await self._desk.carried_out(self.op) if self._used else None
        if done is not None and values != self._tried:
            self.op, self._used, self._tried = uuid4().hex, False, None
            raise SentBefore
        self._used, self._tried = True, values
        return done

    def sent(self) -> None:
        """It was carried out."""
        if self._last is not None:
            self.drop()
        self._blank = None  # what the form still holds is no draft any more


class SentBefore(Exception):
    """Other words were sent from here before, and arrived: these stay where they are."""
