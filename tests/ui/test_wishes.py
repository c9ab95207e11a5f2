"""What a customer wishes, by keys, and what the case then says (C7, C10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.domain.values import DAY, CaseClass
from agentdesk.screens.forms.wishes import WishesForm
from tests.support.case_ui import Seat, seat
from tests.support.desks import request
from tests.support.pictures import assert_picture
from tests.support.ui import MIDDLE, SMALL, assert_aligned


async def opens(here: Seat) -> None:
    await here.press("v")
    await here.until(lambda: isinstance(here.app.screen, WishesForm), "the form")


async def resolved(here: Seat) -> None:
    await here.desk.claim(here.case_id)
    await here.desk.resolve(here.case_id, "done", "told")
    await here.until(lambda: here.view.resolved_at, "the result is shown")


@pytest.mark.story
async def test_when_they_may_be_rung_and_where_they_are(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await opens(here)
        await here.press("tab")
        await here.type("9:3")
        await here.press("enter")
        await here.type("18")
        await here.press("enter")
        await here.type("berlin")
        await here.press("enter", "ctrl+s")
        await here.back_on_case()
        view = await here.stored()
        assert (view.calls_from, view.calls_until) == (570, 1080)
        assert (view.zone, view.no_survey) == ("Europe/Berlin", "")
        await opens(here)
        await here.sees("9:30")
        await here.sees("Berlin")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.stored()).zone == "Europe/Berlin", "nothing else was changed"


async def test_no_time_at_all_is_not_sent(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await opens(here)
        await here.press("tab")
        await here.type("9")
        await here.press("enter")
        await here.type("9")
        await here.press("enter", "ctrl+s")
        await here.sees("That is when it begins")
        assert (await here.stored()).calls_from is None


async def test_who_opts_out_is_not_asked_any_more(tmp_path: Path) -> None:
    async with seat(tmp_path, request(klass=CaseClass.COMPLAINT)) as here:
        await resolved(here)
        await opens(here)
        await here.press("2", "ctrl+s")
        await here.back_on_case()
        await here.sees("Not to be asked how it was: they opted out")
        await here.sees("│ not asked how it was: they opted out")
        await here.press("f")
        await here.sees("This customer is not asked about this case")
        await here.press("x", "y")
        await here.until(lambda: here.view.status.value == "closed", "it can be closed")


async def test_the_case_says_when_they_had_been_asked(tmp_path: Path) -> None:
    async with seat(tmp_path, request("First")) as here:
        await resolved(here)
        await here.desk.follow_up(here.case_id, reached=True, speed=5, attitude=4, solved=5)
        await here.sees("speed 5, attitude 4, solved 5 of 5")
        here.clock.forward(12 * DAY)
        subject = here.view.subject
        again = await here.desk.receive(request("Second", subject=subject))
        here.screen.open_case(again.case_id)
        await here.until(lambda: here.screen.view and here.view.title == "Second", "the second")
        here.case_id = again.case_id
        await resolved(here)
        await here.sees("not asked: asked 12 days before, C-1001")
        await here.sees("nothing is left to do")


async def test_a_complaint_that_reached_nobody_says_so(tmp_path: Path) -> None:
    async with seat(tmp_path, request(klass=CaseClass.COMPLAINT)) as here:
        await resolved(here)
        zhao = await here.desk.as_person("zhao.min")
        await zhao.follow_up(here.case_id, reached=False)
        await here.sees("tried once")
        await zhao.follow_up(here.case_id, reached=False)
        await here.sees("not reached, tried 2 times")
        await here.sees("customer not reached")
        await here.sees("silence does not close a complaint")


@pytest.mark.parametrize(("lang", "size"), [("en", SMALL), ("zh", MIDDLE)])
async def test_the_form_looks_as_kept(tmp_path: Path, lang: str, size: tuple[int, int]) -> None:
    async with seat(tmp_path, size=size, lang=lang) as here:
        await opens(here)
        await here.press("tab")
        await here.type("8")
        await here.pilot.pause()
        assert_aligned(here.app, size[0])
        assert_picture(f"wishes-{lang}-{size[0]}x{size[1]}", here.text)
