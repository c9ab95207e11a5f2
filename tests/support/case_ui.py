"""The real program over a real desk, opened on one case: what tests of the case screen press."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from agentdesk.app import AgentDesk
from agentdesk.desk.api import CaseView, TimelineEntry
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.intake import IncomingCase
from agentdesk.i18n import t
from agentdesk.screens.case import CaseScreen
from tests.support.desks import MONDAY, make_desk, request
from tests.support.ui import MIDDLE, running, screen_text, settle


@dataclass(slots=True)
class Seat:
    """Somebody at the keys of a case."""

    app: AgentDesk
    pilot: Pilot[Any]
    desk: Desk
    case_id: int
    clock: SetClock

    @property
    def screen(self) -> CaseScreen:
        """The case screen, wherever it stands in the stack."""
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, CaseScreen))

    @property
    def view(self) -> CaseView:
        """The case as the screen has it."""
        assert self.screen.view is not None
        return self.screen.view

    async def until(self, true: Callable[[], object], what: str = "") -> None:
        """Wait until something is so; fails, showing the screen, if it never is."""
        try:
            await settle(self.pilot, lambda: bool(true()))
        except AssertionError as never:
            raise AssertionError(f"{what}: {never}") from None

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return screen_text(self.app)

    async def sees(self, words: str) -> None:
        """Wait until the screen shows this."""
        await self.until(lambda: words in self.text, f"sees {words!r}")

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def paste(self, words: str) -> None:
        """Paste words into what has the focus."""
        self.app.post_message(events.Paste(words))
        await self.pilot.pause()

    async def type(self, words: str) -> None:
        """Type words into what has the focus."""
        for sign in words:
            key = "space" if sign == " " else _character_to_key(sign)
            self.app.post_message(events.Key(key, sign))
        await self.pilot.pause()

    async def sees_kept(self) -> None:
        """Wait until the open form says that what was typed is kept."""
        await self.until(lambda: self.says_kept, "the form says that it is kept")

    @property
    def says_kept(self) -> bool:
        """Whether the open form's line of keys says so."""
        return any(
            "^s " in line and line.endswith(t("drafts.kept")) for line in self.text.splitlines()
        )

    async def back_on_case(self) -> None:
        """Wait until the form is gone."""
        await self.until(lambda: isinstance(self.app.screen, CaseScreen), "the form is gone")

    async def kinds(self) -> list[str]:
        """Kinds of the case's events, oldest first, as the desk has them."""
        return [entry.event.kind for entry in (await self.stored()).timeline]

    async def last(self) -> TimelineEntry:
        """The case's newest event, as the desk has it."""
        return (await self.stored()).timeline[-1]

    async def stored(self) -> CaseView:
        """The case, as the desk has it."""
        return await self.desk.case(self.case_id)


@asynccontextmanager
async def seat(
    folder: Path,
    *incoming: IncomingCase,
    size: tuple[int, int] = MIDDLE,
    lang: str = "en",
    people: tuple[str, ...] = ("Zhao Min", "Chen Ying"),
) -> AsyncIterator[Seat]:
    """The program on a new real desk with cases in it, opened on the first of them."""
    clock = SetClock(MONDAY)
    desk = await make_desk(folder, clock)
    for name in people:
        await desk.add_person(name)
    done = [await desk.receive(row) for row in (incoming or (request(),))]
    async with running(desk, size, lang=lang) as (app, pilot):
        here = Seat(app, pilot, desk, done[0].case_id, clock)
        await app.push_screen(CaseScreen(here.case_id))
        await here.until(lambda: here.screen.view is not None, "the case is read")
        await pilot.pause()
        yield here
