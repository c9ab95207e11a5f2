"""Going home by keys: what is due goes to a colleague who accepts, or to who is on duty (C12)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from agentdesk.app import AgentDesk
from agentdesk.desk.api_home import HandedOver, HomeLine, HomeView, Offer
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, MINUTE, Priority, Status
from agentdesk.i18n import set_language
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.going_home import GoingHomeScreen
from agentdesk.screens.queue import QueueScreen
from agentdesk.screens.who_takes import WhoTakes
from agentdesk.widgets import home_words
from agentdesk.widgets.home_list import HomeList
from agentdesk.widgets.lens import Lens
from tests.support.desks import MONDAY, make_desk, request
from tests.support.fake_desk import NOW, FakeDesk, row
from tests.support.pictures import assert_picture
from tests.support.ui import LARGE, MIDDLE, SMALL, assert_aligned, running, screen_text, settle
from tests.ui.hostile import HOSTILE

EVENING = MONDAY + 9 * HOUR + 30 * MINUTE
"""19:30 in Shanghai; the desk opens again at 08:00."""

SIZES = (SMALL, MIDDLE, LARGE)


@dataclass(slots=True)
class Evening:
    """Wang Fang at her keys; Zhao Min and the lead, Li Wei, at theirs."""

    app: AgentDesk
    pilot: Pilot[Any]
    li: Desk
    wang: Desk
    zhao: Desk
    clock: SetClock

    @property
    def screen(self) -> GoingHomeScreen:
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, GoingHomeScreen))

    @property
    def found(self) -> HomeList:
        return self.screen.home_list

    @property
    def text(self) -> str:
        return screen_text(self.app)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def sees(self, words: str) -> None:
        await settle(self.pilot, lambda: words in " ".join(self.text.split()))

    async def until(self, true: Any) -> None:
        await settle(self.pilot, lambda: bool(true()))

    async def begins(self) -> None:
        """From the queue."""
        await self.press("E")
        await self.until(lambda: isinstance(self.app.screen, GoingHomeScreen))
        await self.until(lambda: self.found.view is not None)

    async def owner(self, case_id: int) -> str | None:
        return (await self.li.case(case_id)).owner


@asynccontextmanager
async def evening(
    folder: Path,
    size: tuple[int, int] = MIDDLE,
    lang: str = "en",
    *,
    due: int = 2,
    at: str = "wang",
) -> AsyncIterator[Evening]:
    """Cases of Wang Fang that are due (1001, 1002, …), one more that can wait."""
    clock = SetClock(EVENING)
    li = await make_desk(folder / "desk", clock)
    await li.add_person("Wang Fang")
    await li.add_person("Zhao Min")
    wang, zhao = await li.as_person("wang.fang"), await li.as_person("zhao.min")
    for _ in range(due):
        case_id = (await li.receive(request("Where is my transfer?", priority=Priority.P1))).case_id
        await wang.claim(case_id)
    clock.forward(3 * MINUTE)
    calm = (await li.receive(request("How do I order a token?"))).case_id
    await wang.claim(calm)
    await wang.reply(calm, "We look into it.", channel="email")
    await wang.plan(calm, "look again", clock.now() + 3 * DAY)
    await wang.resolve(calm, "Told how.", "Here is how.")
    async with running({"wang": wang, "zhao": zhao, "li": li}[at], size, lang=lang) as (app, pilot):
        yield Evening(app, pilot, li, wang, zhao, clock)
    for desk in (li, wang, zhao):
        await desk.aclose()


async def test_a_colleague_accepts_and_then_nothing_is_forgotten(tmp_path: Path) -> None:
    async with evening(tmp_path) as at:
        await at.begins()
        await at.sees("next shift: tomorrow 08:00")
        await at.sees(
            "2 due before tomorrow 08:00 are still without another person: C-1001, C-1002"
        )
        await at.press("m")
        await at.until(lambda: isinstance(at.app.screen, WhoTakes))
        await at.press("z", "m", "enter")
        await at.sees("2 cases asked of Zhao Min. They stay here until Zhao Min accepts.")
        await at.sees("asked Zhao Min 19:33")
        await at.sees("Somebody has been asked to take each of the 2 due before tomorrow 08:00")
        assert await at.owner(1001) == "wang.fang"
        await at.press("j")
        await at.zhao.take_over([1001])
        await at.sees("1 is with Zhao Min; 1 asked of Zhao Min, not accepted yet.")
        here = at.found.here
        assert isinstance(here, HomeLine)
        assert here.case_id == 1002, "the cursor stays on its case"
        await at.zhao.take_over([1002])
        await at.sees("Nothing is due before tomorrow 08:00.")
        await at.sees("2 are with Zhao Min.")
