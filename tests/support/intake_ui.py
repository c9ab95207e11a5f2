"""The program over a real desk with people who call again: what tests of the intake press."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from agentdesk.desk.api import NewCase
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import HOUR, MINUTE
from agentdesk.screens.intake import IntakeScreen
from agentdesk.screens.intake_new import NewCaseScreen
from tests.support.case_ui import Seat
from tests.support.desks import MONDAY, make_desk
from tests.support.ui import MIDDLE, running

_S = TypeVar("_S")


class Phone(Seat):
    """An agent with a telephone. ``keys`` counts what was pressed, `type` and `paste` do not."""

    keys: int = 0

    async def press(self, *keys: str) -> None:
        """Press keys, counted."""
        self.keys += len(keys)
        await super().press(*keys)

    @property
    def intake(self) -> IntakeScreen:
        """The intake, on top."""
        assert isinstance(self.app.screen, IntakeScreen)
        return self.app.screen

    @property
    def form(self) -> NewCaseScreen:
        """The form of a new case, on top."""
        assert isinstance(self.app.screen, NewCaseScreen)
        return self.app.screen

    async def on(self, kind: type[Any]) -> None:
        """Wait until a screen of this kind is on top."""
        await self.until(lambda: isinstance(self.app.screen, kind), kind.__name__)

    async def open(self) -> None:
        """Open the intake by its key."""
        await self.press("i")
        await self.on(IntakeScreen)

    async def ask(self, words: str) -> None:
        """Type into the line and wait for its answer."""
        await self.type(words)
        await self.until(lambda: self.intake.hits.lookup.asked == words.strip(), "looked up")

    async def back_on_queue(self) -> None:
        """Wait until the call is over."""
        await self.until(lambda: len(self.app.screen_stack) == 2, "back on the queue")


CALLERS = (
    NewCase("Where is my transfer of 50,000?", customer="陈洁", phone="13812345678",
            email="chen@example.com", category="transfer"),
    NewCase("Card blocked abroad", subject=1, category="card"),
    NewCase("His statement is missing", customer="王强", phone="13812345678", category="account"),
    NewCase("How do I raise my limit?", customer="Jane Smith", phone="+44 7911 123456",
            category="card"),
)  # fmt: skip
"""Two people with one phone, the first with two open cases; and one who was answered."""


@asynccontextmanager
async def phone(
    folder: Path,
    *cases: NewCase,
    size: tuple[int, int] = MIDDLE,
    lang: str = "en",
) -> AsyncIterator[Phone]:
    """The queue on a new real desk with these cases (`CALLERS`; the last of them solved)."""
    clock = SetClock(MONDAY)
    desk: Desk = await make_desk(folder, clock)
    await desk.add_person("Zhao Min")
    given = cases or CALLERS
    for case in given[:-1] if not cases else given:
        await desk.register(case)
    if not cases:
        await desk.solve(given[-1], "In the app, under Cards.", wrapup="guided")
        await desk.put_sticky(1, "Hard of hearing: speak slowly", MONDAY + 48 * HOUR)
    clock.at = MONDAY + 10 * MINUTE
    async with running(desk, size, lang=lang) as (app, pilot):
        yield Phone(app, pilot, desk, 1001, clock)
