"""Two at once, seen: who else is at the case, and what they do there."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from tests.support.case_ui import Seat, seat
from tests.support.desks import MONDAY


async def colleague(here: Seat) -> Desk:
    folder = here.desk.ctx.store.place.folder
    return await Desk.open(folder, clock=SetClock(MONDAY), person="wang.fang")


@pytest.mark.parametrize(
    ("lang", "looks", "works"),
    [
        ("en", "Wang Fang is looking at it", "Wang Fang is working on it (record a reply)"),
        ("zh", "Wang Fang 正在查看", "Wang Fang 正在记录答复"),
    ],
)
async def test_the_head_of_a_case_says_who_else_is_there(
    tmp_path: Path, lang: str, looks: str, works: str
) -> None:
    async with seat(tmp_path, lang=lang, people=("Wang Fang",)) as here:
        wang = await colleague(here)
        wang.be_at(here.view.id)
        await here.sees(looks)
        wang.be_at(here.view.id, "reply")
        await here.sees(works)
        await wang.aclose()
        await here.until(lambda: works not in here.text, "the colleague has gone")


@pytest.mark.story
async def test_whoever_opens_a_form_is_told_of_another(tmp_path: Path) -> None:
    async with seat(tmp_path, people=("Wang Fang",)) as here:
        wang = await colleague(here)
        await here.press("o")
        await here.until(lambda: here.desk.whereabouts == {}, "nobody is there yet")
        wang.be_at(here.view.id, "resolve")
        await here.sees("◆ Wang Fang is working on it (resolve). Your words are kept")
        await wang.aclose()


async def test_a_colleague_sees_me_come_work_and_go(tmp_path: Path) -> None:
    async with seat(tmp_path, people=("Wang Fang",)) as here:
        wang = await colleague(here)
        case_id, said = here.view.id, []
        watching = wang.comings_and_goings()
        await here.press("o")
        async for _ in watching:
            said.append([at.doing for at in wang.whereabouts.get(case_id, ())])
            if said[-1] == ["note"]:
                break
        await here.press("escape")
        async for _ in watching:
            said.append([at.doing for at in wang.whereabouts.get(case_id, ())])
            if said[-1] == ["looks"]:
                break
        await wang.aclose()
