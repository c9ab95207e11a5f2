"""Whoever is asked to take cases over by a colleague who goes home is told, and F9 goes there; who
leaves is told at the door what is left alone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import PurePath

from rich.text import Text

from agentdesk.app_remind import STANDS, RemindingApp
from agentdesk.desk.api import DeskTrouble, Offer, Reminder
from agentdesk.domain.values import Refused
from agentdesk.screens.acts import key_text
from agentdesk.screens.base import DeskDialog
from agentdesk.screens.common_acts import REMINDER
from agentdesk.widgets.home_words import counted, left_behind
from agentdesk.widgets.lens import lens_of

AT_THE_DOOR = 0.3
"""Seconds for which leaving waits to hear what is left behind."""


class OffersApp(RemindingApp):
    """The part of the program that tells of handovers."""

    def __init__(self, css_path: list[str | PurePath]) -> None:
        super().__init__(css_path=css_path)
        self._offers: frozenset[tuple[int, int]] = frozenset()
        self._offer_said = False
        self._reminded_before: Reminder | None = None

    def hear_offers(self) -> None:
        """The figures were read: look at what is asked of me, if anything is."""
        if self.counts is not None and self.counts.offered:
            self.run_worker(self._read_offers(), group="offers", exclusive=True)
        else:
            self._offers, self._offer_said = frozenset(), False

    async def _read_offers(self) -> None:
        try:
            offers = await self.desk.offers()
        except DeskTrouble:
            return  # whatever is done next says so; the figure stands in the header
        new = [one for one in offers if (one.case_id, one.at) not in self._offers]
        self._offers = frozenset((one.case_id, one.at) for one in offers)
        from agentdesk.screens.going_home import GoingHomeScreen

        if new and not isinstance(self.screen, GoingHomeScreen):  # there it stands in the list
            self._tell(new)

    def _tell(self, new: list[Offer]) -> None:
        """One note, by the name of who asked first."""
        by = new[0].by
        count = sum(one.by == by for one in new)
        who = lens_of(self.desk, self.people).who(by)
        key = key_text(self.keys_of(REMINDER)[0])
        self._offer_said, self._reminded_before = True, self.reminding.last
        self.toast(counted("home.told", count, who=who, key=key), kind="warning", seconds=STANDS)

    async def go_to_reminder(self) -> None:
        """Where the newest note leads: to what is asked of me, if nothing was reminded of since."""
        if not self._offer_said or self.reminding.last is not self._reminded_before:
            await super().go_to_reminder()
            return
        from agentdesk.screens.going_home import GoingHomeScreen

        self._offer_said = False

        while isinstance(top := self.screen, DeskDialog):
            await top.leave()
            if self.screen is top:
                return  # it does not let go: it says why
        here = self.screen
        if isinstance(here, GoingHomeScreen):
            here.to_offers()
        else:
            self.push_screen(GoingHomeScreen(to_offers=True))

    async def action_quit(self) -> None:
        """Leave; what is due before my next shift and has nobody else is named at the door."""
        words = ""
        if self.counts is not None and self.counts.mine:
            with suppress(Refused, DeskTrouble, TimeoutError):
                view = await asyncio.wait_for(self.desk.going_home(), AT_THE_DOOR)
                words = left_behind(view, lens_of(self.desk, self.people))
        self.exit(0, message=Text(words) if words else None)
