"""The first run: one page makes a real desk, in either language, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from agentdesk.app import AgentDesk
from agentdesk.desk.api import DeskApi, DeskTrouble, NewDesk
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import init_desk
from agentdesk.domain.values import Refused
from agentdesk.i18n import language
from agentdesk.screens.first_run import FirstRunScreen
from agentdesk.screens.queue import QueueScreen
from tests.support.desks import MONDAY
from tests.support.pictures import assert_picture
from tests.support.ui import LARGE, MIDDLE, SMALL, assert_aligned, running, screen_text, settle

Init = Callable[[NewDesk], Awaitable[None]]


class Page:
    """Somebody before the first page."""

    def __init__(self, app: AgentDesk, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    async def sees(self, words: str) -> None:
        await settle(self.pilot, lambda: words in screen_text(self.app))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def write(self, words: str) -> None:
        self.app.post_message(events.Paste(words))
        await self.pilot.pause()


@asynccontextmanager
async def first_run(
    folder: Path, init: Init | None = None, *, size: tuple[int, int] = SMALL, lang: str = "en"
) -> AsyncIterator[Page]:
    """The program without a desk; the real one is made by ``init``, the real init by default."""
    clock = SetClock(MONDAY)

    async def make(answers: NewDesk) -> None:
        await init_desk(
            folder, person_name=answers.person, desk_name=answers.desk, tz=answers.tz,
            lang=answers.lang, clock=clock,
        )  # fmt: skip

    async def open_desk() -> DeskApi:
        return await Desk.open(folder, clock=clock)

    async with running(open_desk, size, lang=lang, ready=False, first_run=init or make) as (
        app,
        pilot,
    ):
        await settle(pilot, lambda: isinstance(app.screen, FirstRunScreen))
        await settle(pilot, lambda: app.focused is not None)
        yield Page(app, pilot)


def nothing_in(folder: Path) -> bool:
    return not list(folder.iterdir())


async def test_a_name_and_one_key_make_a_desk(tmp_path: Path) -> None:
    async with first_run(tmp_path) as page:
        await page.write("Li Wei")
        await page.press("ctrl+s")
        await settle(page.pilot, lambda: isinstance(page.app.screen, QueueScreen))
        info = page.app.desk.info
        assert (info.name, info.me.name) == ("Customer desk", "Li Wei")
        await page.sees("n takes your first case")


async def test_every_answer_arrives(tmp_path: Path) -> None:
    told: list[NewDesk] = []

    async def remember(answers: NewDesk) -> None:
        told.append(answers)
        raise Refused("name_missing")

    async with first_run(tmp_path, remember) as page:
        await page.write("Li Wei")
        await page.press("enter", "ctrl+u")
        await page.write("Retail")
        await page.press("enter", "ctrl+u")
        await page.write("lond")
        await page.sees("▸ Europe/London")
        await page.press("enter")
        await page.sees("✓ it is")
        await page.press("enter", "n", "enter")
        await page.press("enter")
        await settle(page.pilot, lambda: bool(told))
    assert told == [NewDesk("Li Wei", "Retail", "Europe/London", "en", False)]


async def test_the_language_switches_the_page_and_keeps_what_was_typed(tmp_path: Path) -> None:
    async with first_run(tmp_path) as page:
        await page.write("李伟")
        await page.press("shift+tab", "right")
        await page.sees("您的姓名")
        await page.sees("李伟")
        await page.sees("客服台名称 *     客服台")
        assert language() == "zh"
        await page.press("ctrl+s")
        await settle(page.pilot, lambda: isinstance(page.app.screen, QueueScreen))
        assert page.app.desk.info.name == "客服台"
        await page.sees("按 n 领取第一单")


async def test_a_desk_name_of_ones_own_is_not_translated(tmp_path: Path) -> None:
    async with first_run(tmp_path) as page:
        await page.press("tab", "ctrl+u")
        await page.write("Retail")
        await page.press("shift+tab", "shift+tab", "right")
        await page.sees("您的姓名")
        await page.sees("Retail")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Asia/Shangai", "Did you mean Asia/Shanghai?"),
        ("europe/berln", "Did you mean Europe/Berlin?"),
        ("Mars/Olympus", "No such time zone. Type part of a city"),
        ("shang", "Did you mean Asia/Shanghai?"),
    ],
)
async def test_an_unknown_zone_is_refused_with_a_suggestion(
    tmp_path: Path, typed: str, said: str
) -> None:
    async with first_run(tmp_path) as page:
        await page.write("Li Wei")
        await page.press("tab", "tab", "ctrl+u")
        await page.write(typed)
        await page.press("ctrl+s")
        await page.sees(said)
        assert isinstance(page.app.screen, FirstRunScreen)
        assert nothing_in(tmp_path)


async def test_zones_are_found_by_city_in_chinese_too(tmp_path: Path) -> None:
    async with first_run(tmp_path, lang="zh") as page:
        await page.press("tab", "tab", "ctrl+u")
        await page.write("北京")
        await page.sees("▸ Asia/Shanghai")
        await page.press("enter")
        await page.sees("✓ 当地现在是")


async def test_a_missing_name_is_asked_for(tmp_path: Path) -> None:
    async with first_run(tmp_path) as page:
        await page.press("ctrl+s")
        await page.sees("Say who you are")
        await page.write("L")
        await settle(page.pilot, lambda: "Say who you are" not in screen_text(page.app))
        await page.press("backspace", "ctrl+s")
        await page.sees("Say who you are")
        assert nothing_in(tmp_path)
        await page.write("Li Wei")
        await page.press("ctrl+s")
        await settle(page.pilot, lambda: isinstance(page.app.screen, QueueScreen))


async def test_trouble_is_said_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    async def fail(answers: NewDesk) -> None:
        raise DeskTrouble("full", path="/data")

    async with first_run(tmp_path, fail) as page:
        await page.write("Li Wei")
        await page.press("ctrl+s")
        await page.sees("you typed is still here.")
        await page.sees("Li Wei")
        assert isinstance(page.app.screen, FirstRunScreen)


async def test_escape_leaves_and_makes_nothing(tmp_path: Path) -> None:
    async with first_run(tmp_path) as page:
        await page.write("Li Wei")
        await page.press("escape")
        await settle(page.pilot, lambda: page.app._exit)
        assert page.app.return_value == 0
    assert nothing_in(tmp_path)


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_page_looks_as_kept(tmp_path: Path, size: tuple[int, int], lang: str) -> None:
    async with first_run(tmp_path, size=size, lang=lang) as page:
        await page.app.push_screen(FirstRunScreen(tz="Asia/Shanghai", now=lambda: MONDAY))
        await page.sees("Asia/Shanghai")
        await page.write("Li Wei" if lang == "en" else "李伟")
        await page.sees("10:00")
        assert_aligned(page.app, size[0])
        assert_picture(f"first-run-{lang}-{size[0]}x{size[1]}", screen_text(page.app))


@pytest.mark.story
@pytest.mark.parametrize(
    ("typed", "zone"),
    [("UTC", "UTC"), ("utc", "UTC"), ("Etc/UTC", "Etc/UTC"), ("etc/utc", "Etc/UTC"),
     ("us/pacific", "US/Pacific")],
)  # fmt: skip
async def test_zones_that_are_no_place_are_taken_too(tmp_path: Path, typed: str, zone: str) -> None:
    async with first_run(tmp_path) as page:
        await page.write("Li Wei")
        await page.press("enter", "enter", "end", "ctrl+u")
        await page.write(typed)
        await page.sees("✓ it is")
        await page.press("ctrl+s")
        await settle(page.pilot, lambda: isinstance(page.app.screen, QueueScreen))
        assert page.app.desk.info.tz == zone
