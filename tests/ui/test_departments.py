"""What a department says to its handoffs, and its own screen (C5): keys on the real program."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk import staff, staff_departments
from agentdesk.desk.api import Filter, View
from agentdesk.domain.values import HOUR, MINUTE
from agentdesk.screens.departments import DepartmentsScreen
from tests.support.case_ui import Seat
from tests.support.desks import MONDAY
from tests.support.handoff_ui import (
    departments,
    handed,
    on_case,
    on_departments,
    opens,
    rows,
    specialist,
)
from tests.support.ui import LARGE, SMALL, assert_aligned

# --- the department answers ----------------------------------------------------------------------


def asks(here: Seat) -> list[str]:
    return [row.ask for row in rows(here.app)]


@pytest.mark.story
async def test_opening_accepts_and_reporting_sets_the_next_clock(tmp_path: Path) -> None:
    async with specialist(tmp_path, "Trace it.", "Which bank?") as (here, desk):
        assert isinstance(here.app.screen, DepartmentsScreen), "where their day begins"
        await here.sees("Payments 2")
        await here.sees("asked 10:00 by Li Wei")
        assert asks(here) == ["Trace it.", "Which bank?"]
        await here.press("enter")
        await on_case(here)
        await here.sees("Sun Hui · Payments accepted it")
        await here.sees("▸ O  report for Payments by 12:00")
        await opens(here, "O")
        await here.sees("Payments reports")
        await here.press("f")
        await here.type("It is at the other bank.")
        await here.press("tab")
        await here.type("+3h")
        await here.press("ctrl+s")
        await here.back_on_case()
        line = (await desk.case(here.case_id)).handoffs[0]
        assert (line.accepted_by, line.clock, line.due) == (
            "sun.hui",
            "dept_next",
            MONDAY + 3 * HOUR,
        )
        await here.press("escape")
        await on_departments(here)
        await here.until(lambda: rows(here.app)[1].clock == "dept_next", "its next clock shows")


@pytest.mark.story
async def test_one_report_on_several(tmp_path: Path) -> None:
    async with specialist(tmp_path, "One", "Two", "Three") as (here, desk):
        await here.press("space", "space")
        await here.sees("2 marked")
        await opens(here, "O")
        await here.sees("One report on 2 handoffs")
        await here.press("n")
        await here.type("The clearing is down.")
        await here.press("ctrl+s")
        await here.sees("A next step needs its time")
        await here.type("15:00")
        await here.press("ctrl+s")
        await on_departments(here)
        await here.sees("Reported on 2 handoffs.")
        said = {row.ask: row.clock for row in await desk.department_lines("payments")}
        assert said == {"One": "dept_next", "Two": "dept_next", "Three": "dept_feedback"}
        assert not departments(here.app).table.marked

        # one of them has gone meanwhile: nothing is done, what was typed stays for the others
        await here.press("asterisk")
        form = await opens(here, "O")
        await here.press("q")
        await here.type("Which account?")
        await desk.recall(here.case_id + 1, "h1")
        await here.press("ctrl+s")
        await here.sees("C-1002 has ended meanwhile and is left out. ^s reports on the other 2.")
        await here.sees("One report on 2 handoffs")
        assert form.words("text") == "Which account?"
        now = {row.ask: row.clock for row in await desk.department_lines("payments")}
        assert now == {"One": "dept_next", "Three": "dept_feedback"}, "all or none"
        await here.press("ctrl+s")
        await on_departments(here)
        await here.sees("Reported on 2 handoffs.")
        rest = await desk.department_lines("payments")
        assert {row.clock for row in rest} == {"dept_next"}

        # and all of them: there is nothing left to say it on
        await here.press("asterisk")
        await opens(here, "O")
        await here.press("f")
        await here.type("Found.")
        await desk.recall(here.case_id, "h1")
        await desk.recall(here.case_id + 2, "h1")
        await here.press("ctrl+s")
        await here.sees("there is nothing to report on.")


@pytest.mark.story
async def test_rejecting_and_returning(tmp_path: Path) -> None:
    async with specialist(tmp_path, "Trace it.", "Which bank?", "Is it back?") as (here, desk):
        await opens(here, "X")
        await here.press("w")
        await here.type("cards")
        await here.press("enter")
        await here.press("ctrl+s")
        await on_departments(here)
        await here.sees("C-1001 goes back to Li Wei.")
        await here.until(lambda: len(rows(here.app)) == 2, "its row is gone")
        line = (await desk.case(here.case_id)).handoffs[0]
        assert (line.how, line.code, line.right) == ("rejected", "wrong_department", "cards")

        await opens(here, "X")
        await here.press("m")
        await here.press("ctrl+s")
        await here.sees("Name the document that is missing.")
        await here.type("the receipt")
        await here.press("enter")
        await on_departments(here)
        await here.until(lambda: len(rows(here.app)) == 1, "its row is gone")
        assert (await desk.case(here.case_id + 1)).handoffs[0].code == "missing_document"

        await opens(here, "M")
        await here.type("Credited at 09:12.")
        await here.press("ctrl+s")
        await on_departments(here)
        await here.sees("Returned to Li Wei.")
        await here.sees("Nothing waits for Payments.")
        assert (await desk.case(here.case_id + 2)).back == ("returned", "payments", "")
        await here.press("O")
        await here.sees("There is nothing here to act on.")


# --- departments and people change meanwhile ------------------------------------------------------


async def test_a_department_closes_while_it_is_being_named(tmp_path: Path) -> None:
    """The one who rejects is told, keeps their words, and names another."""
    async with specialist(tmp_path, "Trace it.") as (here, desk):
        form = await opens(here, "X")
        await here.press("w")
        await here.type("cards")
        await here.press("enter")
        await here.type("It is a card.")
        await staff_departments.close(desk.ctx, "cards")
        await here.press("ctrl+s")
        await here.sees("Cards takes no new handoffs any more.")
        assert form.words("text") == "It is a card."
        assert form.words("right") == ""
        await here.type("cards")
        await here.sees("Nothing of that name.")
        await here.press(*["backspace"] * 5)
        await here.type("loans")
        await here.press("enter", "ctrl+s")
        await on_departments(here)
        line = (await desk.case(here.case_id)).handoffs[0]
        assert (line.how, line.right, line.said) == ("rejected", "loans", "It is a card.")


@pytest.mark.story
async def test_a_closed_department_finishes_what_it_has(tmp_path: Path) -> None:
    async with specialist(tmp_path, "Trace it.", "And this.") as (here, desk):
        await staff_departments.close(desk.ctx, "payments")
        await here.sees("Payments (closed) 2")
        await opens(here, "O")
        await here.press("f")
        await here.type("Found.")
        await here.press("ctrl+s")
        await on_departments(here)
        await opens(here, "M")
        await here.type("Credited.")
        await here.press("ctrl+s")
        await on_departments(here)
        await here.until(lambda: len(rows(here.app)) == 1, "one is done")
        await desk.recall(rows(here.app)[0].case_id, "h1")
        await here.sees("It takes no new handoffs any more.")
        assert "Payments (closed)" in here.text


@pytest.mark.story
async def test_a_specialist_is_moved_with_a_form_open(tmp_path: Path) -> None:
    """They answer for their new department from now on; what they typed is not lost."""
    async with specialist(tmp_path, "Trace it.") as (here, desk):
        form = await opens(here, "O")
        await here.press("f")
        await here.type("Found.")
        await staff.change(desk.ctx, "sun.hui", staff.Asked(dept="cards"))
        await handed(desk, "Which card?", dept="cards")
        await here.press("ctrl+s")
        await here.sees("Payments answers for this.")
        assert form.words("text") == "Found."
        await here.press("escape")
        await on_departments(here)
        await here.sees("Cards 1")
        await here.press("O")
        await here.sees("Only Payments answers for this one.")
        assert (await desk.case(here.case_id)).handoffs[0].reported_at is None


@pytest.mark.story
async def test_the_second_rejection_goes_to_the_lead(tmp_path: Path) -> None:
    async with specialist(tmp_path, "Trace it.") as (here, desk):
        await opens(here, "X")
        await here.press("w", "tab")
        await here.type("Not ours.")
        await here.press("ctrl+s")
        await on_departments(here)
        assert (await desk.counts()).views[View.ATTENTION] == 0
        await desk.hand_off(here.case_id, "payments", "It is: look at the receiver.")
        await here.until(lambda: len(rows(here.app)) == 1, "it is back")
        await opens(here, "X")
        await here.press("m")
        await here.type("the receipt")
        await here.press("ctrl+s")
        await on_departments(here)
        page = await desk.page(View.ATTENTION, Filter())
        assert [row.id for row in page.rows] == [here.case_id]
        assert page.rows[0].back == ("rejected", "payments", "missing_document")


# --- the screen ----------------------------------------------------------------------------------


@pytest.mark.story
async def test_changes_of_others_show_and_the_cursor_stays_on_its_row(tmp_path: Path) -> None:
    async with specialist(tmp_path, "One", "Two", "Three") as (here, desk):
        await here.press("j", "j")
        table = departments(here.app).table
        assert table.row is not None
        assert table.row.ask == "Three"
        await desk.recall(here.case_id, "h1")
        await here.until(lambda: len(rows(here.app)) == 2, "the first has gone")
        assert table.row.ask == "Three"
        here.clock.forward(-30 * MINUTE)
        await handed(desk, "Four")
        await here.until(lambda: len(rows(here.app)) == 3, "a new one shows by itself")
        assert table.row.ask == "Three"


async def test_late_ones_come_first_and_other_departments_are_one_key_away(tmp_path: Path) -> None:
    async with specialist(tmp_path, "One", "Two") as (here, desk):
        first = rows(here.app)[1]
        await desk.report([(first.case_id, first.id)], "finding", "x", next_at=MONDAY + HOUR)
        here.clock.forward(90 * MINUTE)
        departments(here.app).read()
        await here.until(lambda: rows(here.app)[0].ask == "Two", "the earlier due comes first")
        await here.sees("▲")
        await here.sees("−30m")
        await here.sees("Payments 2 ▲1")

        await handed(desk, "Block it.", dept="cards")
        await here.sees("Cards 1")
        await here.press("tab")
        await here.until(lambda: asks(here) == ["Block it."], "what Cards has")
        await here.press("O")
        await here.sees("Only Cards answers for this one.")
        await here.press("shift+tab")
        await here.until(lambda: asks(here) == ["Two", "One"], "and back")


@pytest.mark.story
async def test_it_fits_every_size(tmp_path: Path) -> None:
    async with specialist(tmp_path, "查一下" * 40, size=LARGE, lang="zh") as (here, _):
        assert_aligned(here.app, LARGE[0])
        await here.pilot.resize_terminal(*SMALL)
        await here.pilot.pause()
        assert_aligned(here.app, SMALL[0])
        await here.sees("支付结算部 1")
