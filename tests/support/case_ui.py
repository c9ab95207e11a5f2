"""The real program over a real desk, opened on one case: what tests of the case screen press."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from agentdesk.app import AgentDesk
from agentdesk.desk.api import CaseView, DeskApi, TimelineEntry
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.intake import IncomingCase
from agentdesk.i18n import set_language
from agentdesk.screens.case import CaseScreen
from agentdesk.widgets.lines import Lines
from tests.support.desks import MONDAY, make_desk, request

ROUNDS = 2000


def lines_of(app: AgentDesk) -> list[str]:
    """What the terminal shows, line by line, without colour."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text_of(app: AgentDesk) -> str:
    """What the terminal shows."""
    return "\n".join(lines_of(app)) + "\n"


@dataclass(slots=True)
class Seat:
    """Somebody at the keys of a case."""

    app: AgentDesk
    pilot: Pilot[int]
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
        for _ in range(ROUNDS):
            await self.pilot.pause()
            if true():
                return
            await asyncio.sleep(0.002)
        raise AssertionError(f"never so: {what}\n{self.text}")

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return text_of(self.app)

    async def sees(self, words: str) -> None:
        """Wait until the screen shows this."""
        await self.until(lambda: words in self.text, f"sees {words!r}")

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def type(self, words: str) -> None:
        """Type words into what has the focus."""
        for sign in words:
            await self.pilot.press("space" if sign == " " else sign)

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
    size: tuple[int, int] = (120, 36),
    lang: str = "en",
    people: tuple[str, ...] = ("Zhao Min", "Chen Ying"),
) -> AsyncIterator[Seat]:
    """The program on a new real desk with cases in it, opened on the first of them."""
    set_language(lang)
    clock = SetClock(MONDAY)
    desk = await make_desk(folder, clock)
    for name in people:
        await desk.add_person(name)
    done = [await desk.receive(row) for row in (incoming or (request(),))]

    async def open_desk() -> DeskApi:
        return desk

    app = AgentDesk(open_desk=open_desk)
    try:
        async with app.run_test(size=size) as pilot:
            here = Seat(app, pilot, desk, done[0].case_id, clock)
            await here.until(lambda: app.people and len(app.screen_stack) > 1, "the desk is open")
            await app.push_screen(CaseScreen(here.case_id))
            await here.until(lambda: here.screen.view is not None, "the case is read")
            await here.until(lambda: here.screen.query(Lines), "the case is drawn")
            yield here
    finally:
        set_language("en")
