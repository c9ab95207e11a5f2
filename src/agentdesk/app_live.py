"""The open desk behind the screens: its figures, what has changed, the minute of the header.

Nothing is polled: the desk says what has changed, and the clock when a minute is over.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import PurePath

from rich.console import RenderableType
from textual.message import Message
from textual.timer import Timer

from agentdesk.app_calls import CallsApp
from agentdesk.app_company import CompanyApp
from agentdesk.app_offers import OffersApp
from agentdesk.app_post import PostApp
from agentdesk.desk.api import Counts, DeskApi, DeskInfo, DeskTrouble, Filter, Person
from agentdesk.domain.values import MINUTE, SECOND
from agentdesk.i18n import say, t
from agentdesk.screens.acts import key_text
from agentdesk.screens.base import DeskScreen, DeskWork
from agentdesk.screens.common_acts import COMMON
from agentdesk.screens.forms.drafts import drafts_of

LEFT_STANDS = 20.0
"""Seconds for which whoever has left is told so."""

RETRY = 5.0
"""Seconds after which a feed of changes that broke off is asked for again."""


class StoreChanged(Message):
    """Something in the store has changed; what, stands in the app. Several make one."""

    def can_replace(self, message: Message) -> bool:
        """A burst collapses to one."""
        return isinstance(message, StoreChanged)


class LiveApp(CallsApp, OffersApp, CompanyApp, PostApp):
    """The part of the program that knows the desk and hears of its changes."""

    def __init__(self, css_path: list[str | PurePath]) -> None:
        super().__init__(css_path=css_path)
        self._desk: DeskApi | None = None
        self._counts: Counts | None = None
        self._changed: set[int] = set()
        self._all_changed = False
        self._counts_timer: Timer | None = None
        self._counting = False
        self._count_again = False
        self._left = False
        self.people: dict[str, Person] = {}

    @property
    def info(self) -> DeskInfo | None:
        """The desk and who works at it; None before it is open."""
        return self._desk.info if self._desk is not None else None

    @property
    def is_open(self) -> bool:
        """The desk is open."""
        return self._desk is not None

    # --- the end
    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave; by quitting, by a signal, or because the terminal has gone."""
        self.keep_typed()
        super().exit(result, return_code, message)

    def keep_typed(self) -> None:
        """Have the desk keep what stands in open forms; it is written before the desk closes."""
        for screen in self.screen_stack:
            if isinstance(screen, DeskWork):
                with suppress(Exception):  # a form that is half built has nothing to keep
                    screen.keep_typed()

    async def _offer_drafts(self) -> None:
        """Once, when the desk opens: what the last program held when it was ended."""
        drafts = await self.desk.drafts()
        drafts_of(self).learn(drafts)
        left = len({draft.thing for draft in drafts if draft.typing})
        if left:
            palette = next(act for act in COMMON if act.name == "palette")
            key = key_text(self.keys_of(palette)[0])
            which = "drafts.left.one" if left == 1 else "drafts.left.many"
            self.toast(t(which, count=left, key=key, name=t("drafts.help.draft")), seconds=10)

    # --- what screens use
    @property
    def desk(self) -> DeskApi:
        """The open desk. Raises RuntimeError before it is open."""
        if self._desk is None:
            raise RuntimeError("the desk is not open yet")
        return self._desk

    @property
    def counts(self) -> Counts | None:
        """The header's figures as last read."""
        return self._counts

    def read_filter(self, text: str) -> Filter:
        """The filter that a typed line means."""
        from agentdesk.desk.filters import parse

        return parse(text, self.desk.labels, tuple(self.people.values()))

    def refresh_counts(self) -> None:
        """Read the header's figures anew, soon; several calls make one."""
        if self._desk is not None and self._counts_timer is None:
            self._counts_timer = self.set_timer(0.05, self._count)

    def _count(self) -> None:
        self._counts_timer = None
        if self._counting:  # let it end: in a burst of changes none would, if each began anew
            self._count_again = True
        else:
            self._counting = True
            self.run_worker(self._read_counts(), group="counts")

    async def _read_counts(self) -> None:
        try:
            self._counts = await self.desk.counts()
        finally:
            self._counting = False
        self._refresh_frames()
        self.remind()
        self.hear_offers()
        if self._count_again:
            self._count_again = False
            self.refresh_counts()

    def _refresh_frames(self) -> None:
        for screen in self.desk_screens():
            screen.frame_changed()

    def desk_screens(self) -> list[DeskScreen[object]]:
        """The open screens of the desk, top first."""
        return [screen for screen in reversed(self.screen_stack) if isinstance(screen, DeskScreen)]

    async def _watch(self, desk: DeskApi) -> None:
        while True:
            try:
                async for ids in desk.changes():
                    self._changed |= ids
                    self._all_changed = self._all_changed or not ids
                    self.post_message(StoreChanged())
                return  # the desk has closed
            except DeskTrouble as trouble:
                self.toast(say.trouble(trouble.code, trouble.params), kind="error", seconds=12)
                await asyncio.sleep(RETRY)

    def on_store_changed(self) -> None:
        """Tell every open screen which cases have changed."""
        ids = frozenset() if self._all_changed else frozenset(self._changed)
        self._changed.clear()
        self._all_changed = False
        self.poke_post()
        for screen in self.desk_screens():
            if screen.is_mounted:
                screen.store_changed(ids)
            else:  # it may have begun to read, and has nothing yet to show a change on
                screen.call_after_refresh(screen.store_changed, ids)
        self.refresh_counts()
        if not ids:  # somebody may have been added
            self.run_worker(self._read_people(), group="people", exclusive=True)

    async def _read_people(self) -> None:
        self.people = {person.code: person for person in await self.desk.people()}
        me = self.desk.info.me
        if me.left != self._left:
            self._left = me.left
            self._say_left(me)
            self.say_where()
        self._refresh_frames()

    def _say_left(self, me: Person) -> None:
        """A lead says that I have left, or have come back. No key is taken from a form for it: the
        header goes on saying it, and every step is refused."""
        if not me.left:
            self.toast(t("frame.left.back", person=me.name), seconds=LEFT_STANDS)
            return
        self.keep_typed()
        leave = next(act for act in COMMON if act.name == "quit")
        key = key_text(self.keys_of(leave)[0])
        words = t("frame.left", person=me.name, key=key)
        self.toast(words, kind="error", seconds=LEFT_STANDS)

    def _next_minute(self) -> None:
        """Wake at the next minute of the clock: the header's time has changed."""
        now = self.desk.now()
        self.set_timer((MINUTE - now % MINUTE) / SECOND + 0.02, self._minute)

    def _minute(self) -> None:
        self._refresh_frames()
        self.remind()
        self._next_minute()
