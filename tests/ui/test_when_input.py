"""The field for a time: it says how it understood, and asks where two times can be meant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agentdesk.domain.values import instant
from agentdesk.screens.departments import DepartmentsScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.widgets.when_input import WhenInput
from tests.support.case_ui import Seat, seat
from tests.support.desks import request
from tests.support.handoff_ui import specialist

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


def when(here: Seat) -> WhenInput:
    return here.app.screen.query_one(WhenInput)


async def planning(here: Seat) -> None:
    """A plan is being made, the keys go to its time. It is Monday, 2 March 2026, 10:00."""
    await here.press("l")
    await here.until(lambda: here.view.owner == "li.wei", "the case is mine")
    await here.press("d")
    await here.sees("Next step")
    await here.type("ring Payments")
    await here.press("tab")


async def test_a_spoken_time_is_echoed_before_it_is_saved(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await planning(here)
        await here.type("fri 3pm")
        await here.sees("= Fri 6 Mar 2026, 15:00 Shanghai · 4 d 5 h")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert here.view.plan is not None
        assert here.view.plan.at == at("2026-03-06 15:00")


async def test_of_two_times_one_is_chosen_with_alt_and_its_digit(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await planning(here)
        await here.type("next fri 10:00")
        await here.sees("Which? 1 Fri 6 Mar at 10:00 · 2 Fri 13 Mar at 10:00")
        await here.press("ctrl+s")
        await here.sees("Say which time is meant.")
        assert isinstance(here.app.screen, CaseForm)
        await here.press("alt+2")
        await here.sees("= Fri 13 Mar 2026, 10:00 Shanghai")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert here.view.plan is not None
        assert here.view.plan.at == at("2026-03-13 10:00")


@pytest.mark.story
async def test_alt_and_a_digit_behind_fast_typing_and_where_nothing_is_asked(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as here:
        await planning(here)
        await here.press(*"tomorrow", "space", *"3:30", "inverted_exclamation_mark")
        await here.sees("= Tue 3 Mar 2026, 03:30 Shanghai")
        await here.press("alt+1", "alt+2", "pound_sign")
        assert when(here).words == "2026-03-03 03:30"


@pytest.mark.story
async def test_a_word_more_decides_too(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await planning(here)
        await here.type("mon 3:30")
        await here.sees("1 today 15:30 · 2 Mon 9 Mar at 03:30 · 3 Mon 9 Mar at 15:30")
        await here.type(" pm")
        await here.sees("1 today 15:30 · 2 Mon 9 Mar at 15:30")
        await here.press("alt+1")
        await here.sees("= Mon 2 Mar 2026, 15:30 Shanghai · 5 h 30 min")


async def test_a_day_without_an_hour_is_asked_for_it(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await planning(here)
        await here.type("fri")
        await here.sees("Fri 6 Mar 2026: at what hour?")
        assert when(here).at is None
        await here.type(" 12/3")
        await here.sees("That date is another day of the week")


@pytest.mark.parametrize(
    ("field", "counts", "echo"),
    [("promised", "2026-03-03 12:00", "by 12:00"), ("when", "2026-03-03 08:00", "from 08:00")],
)
async def test_of_a_window_a_promise_takes_the_end_and_a_reminder_the_beginning(
    tmp_path: Path, field: str, counts: str, echo: str
) -> None:
    async with seat(tmp_path) as here:
        await planning(here)
        if field == "promised":
            await here.press("escape")
            await here.back_on_case()
            await here.press("u")
            await here.sees("news promised")
            await here.press("tab")
        await here.type("tomorrow am")
        await here.sees("= Tue 3 Mar 2026, 08:00–12:00 Shanghai")
        await here.sees(echo)
        assert when(here).at == at(counts)


@pytest.mark.story
async def test_the_question_in_chinese(tmp_path: Path) -> None:
    async with seat(tmp_path, lang="zh") as here:
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "the case is mine")
        await here.press("d")
        await here.until(lambda: isinstance(here.app.screen, CaseForm), "the form is open")
        await here.paste("致电支付部")
        await here.press("tab")
        await here.paste("下周日上午")
        await here.sees("是哪一个？")
        await here.press("alt+2")
        await here.sees("= 2026年3月15日 周日 08:00–12:00 上海 · 自 08:00 起")
        assert when(here).words == "2026-03-15 上午"


@pytest.mark.story
async def test_the_end_of_the_day_is_that_of_the_desk_and_of_a_range_an_end_is_asked(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as here:
        await planning(here)
        await here.type("eod")
        await here.sees("= Mon 2 Mar 2026, 20:00 Shanghai · 10 h · by desk hours")
        when(here).put("")
        await here.type("tomorrow 2-4pm")
        await here.sees("Which? 1 from tomorrow at 14:00 · 2 until tomorrow at 16:00 · press alt+1")
        assert when(here).at is None
        await here.press("ctrl+s")
        await here.sees("Say which time is meant.")
        await here.press("alt+2")
        await here.sees("= Tue 3 Mar 2026, 16:00 Shanghai")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert here.view.plan is not None
        assert here.view.plan.at == at("2026-03-03 16:00")


async def test_of_a_call_a_range_is_its_window(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "the case is mine")
        other = (await here.desk.receive(request())).case_id
        await here.desk.agree(other, at("2026-03-06 14:00"), "Another", who="li.wei")
        await here.press("c")
        await here.sees("Agree on a call")
        await here.type("fri 2-4pm")
        await here.sees("= Fri 6 Mar 2026, 14:00–16:00 Shanghai · 4 d 4 h")
        await here.sees("▲ Taken: another call is agreed for Fri 14:00–14:30.")
        await here.sees("F7 Fri 15:30")
        await here.press("f5")
        await here.sees("= Fri 6 Mar 2026, 14:30–16:30 Shanghai · 4 d 4 h")
        await here.sees("✓ free for Li Wei")
        await here.press("ctrl+s")
        await here.back_on_case()
        call = (await here.stored()).callbacks[-1]
        assert (call.at, call.until) == (at("2026-03-06 14:30"), at("2026-03-06 16:30"))


@pytest.mark.story
async def test_whose_hours_they_are(tmp_path: Path) -> None:
    """A wait is reminded by the policy's calendar; a visit goes by the hours of the branches."""
    async with seat(tmp_path) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner == "li.wei", "the case is mine")
        await here.press("a")
        await here.sees("Wait on the customer")
        await here.press("tab")
        await here.type("next working day eod")
        await here.sees("= Tue 3 Mar 2026, 18:00 Shanghai · 1 d 8 h · by office hours")
        await here.press("escape")
        await here.back_on_case()
        await here.press("c")
        await here.sees("Agree on a call")
        await here.type("tomorrow eod")
        await here.sees("20:00 Shanghai · 1 d 10 h · by desk hours")
        await here.press("shift+tab", "v")
        await here.sees("18:00 Shanghai · 1 d 8 h · by office hours")


@pytest.mark.story
async def test_a_department_reports_by_its_own_hours(tmp_path: Path) -> None:
    async with specialist(tmp_path, "Trace it") as (here, _desk):
        await here.until(lambda: isinstance(here.app.screen, DepartmentsScreen), "the departments")
        await here.sees("Trace it")
        await here.press("O")
        await here.sees(" reports")
        await here.press("n", "tab")
        await here.type("3个工作日内")
        await here.sees("= Thu 5 Mar 2026, 18:00 Shanghai · 3 d 8 h · by the hours of Payments")
