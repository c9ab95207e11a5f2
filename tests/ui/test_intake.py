"""Taking a call in: who it is and what they have open, then a contact, a case, or a solved one."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.desk.api import NewCase
from agentdesk.domain.values import DAY, Authority, Caller, CaseClass, Priority, Speaker, Status
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.intake import IntakeScreen
from agentdesk.screens.intake_contact import ContactForm
from agentdesk.screens.intake_new import NewCaseScreen
from tests.support.desks import MONDAY
from tests.support.intake_ui import Phone, phone


async def kinds(here: Phone, case_id: int) -> list[str]:
    return [entry.event.kind for entry in (await here.desk.case(case_id)).timeline]


# --- who it is


NUMBERS = ("13812345678", "1381234", "１３８１２３４５６７８", "来电号码：13812345678，请回电")


@pytest.mark.story
async def test_two_people_with_one_phone_are_two_to_choose_from(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        for typed in NUMBERS:
            here.intake.box.put("")
            await here.ask(typed)
            await here.sees("2 customers fit: choose who is calling.")
            assert "陈*" in here.text
            assert "王*" in here.text
            assert "138****5678" in here.text
            assert "13812345678" not in here.text.replace(typed, "")
        await here.press("ctrl+n")  # whose? that is to be chosen first
        await here.sees("choose who is calling, or somebody new")
        assert isinstance(here.app.screen, IntakeScreen)


async def test_what_is_open_and_what_was_noted_show_before_anything_else(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("cj")
        await here.sees("◆ Hard of hearing: speak slowly")
        lines = here.text.splitlines()
        (note,) = [n for n, line in enumerate(lines) if "Hard of hearing" in line]
        first, second = [n for n, line in enumerate(lines) if "C-100" in line]
        assert note < first < second
        assert "by initials · 2 cases" in here.text
        assert "reply 1h50" in lines[first]  # what is left of it
        assert lines[first].rstrip().endswith("me")


@pytest.mark.story
async def test_whom_nobody_knows_is_a_new_customer(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        for n, typed in enumerate(("刘", "N" * 60, "C-9999"), 1005):
            await here.open()
            await here.ask(typed)
            await here.sees("Nobody on record fits. Enter: a new customer.")
            await here.press("enter")
            await here.on(NewCaseScreen)
            await here.type(f"Question {n}")
            await here.press("ctrl+s")
            await here.back_on_queue()
            view = await here.desk.case(n)
            assert view.text == f"Question {n}"
            assert bool(view.customer or view.email) == (typed != "C-9999")


async def test_nothing_moves_when_a_suggestion_comes(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("Nobody Known")
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.until(lambda: here.form.field("mine").region.height, "laid out")
        before = [field.region for field in here.form._fields]
        await here.type("I was scammed, money is leaving!")
        await here.sees("suggested")
        await here.pilot.pause()
        assert [field.region for field in here.form._fields] == before


async def test_what_the_last_words_suggest_is_sent_with_them(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("Nobody Known")
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.type("I was scammed, money is leaving!")
        await here.press("ctrl+s")  # before the keys have rested
        await here.back_on_queue()
        view = await here.desk.case(1005)
        assert (view.category, view.priority) == ("fraud", Priority.P1)


async def test_enter_waits_for_the_answer_to_what_was_typed(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.type("cj")
        await here.press("enter")  # before anything was looked up
        await here.until(lambda: here.intake.hits.has_focus, "in the list")
        await here.press("enter")
        await here.on(ContactForm)
        await here.sees("C-1001")


# --- a contact on an open case


async def test_a_contact_is_logged_with_four_keys_and_the_third_stands_out(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        for count in (1, 2, 3):
            here.keys = 0
            await here.open()
            await here.ask("cj")
            await here.press("enter")
            await here.press("2")
            await here.on(ContactForm)
            await here.type("Still nothing?")
            await here.press("ctrl+s")
            await here.back_on_queue()
            assert here.keys <= 4
            assert (await here.desk.case(1002)).chasers == count
            await here.sees("chased 3×!" if count == 3 else f"chased {count}×")
        await here.sees("Chased 3×: marked for the lead.")
        assert (await here.desk.case(1001)).chasers == 0


@pytest.mark.story
async def test_a_contact_keeps_what_was_promised_and_who_called(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("C-1001")
        await here.press("down", "enter")
        await here.on(ContactForm)
        await here.type("My brother asks where it is")
        await here.press("tab")
        await here.type("+2h")
        await here.press("tab", "2")  # a relative
        await here.sees("tell them nothing of the customer or of any case")
        await here.press("ctrl+s")
        await here.back_on_queue()
        view = await here.desk.case(1001)
        said = view.timeline[-1]
        assert said.text == "My brother asks where it is"
        assert said.event.body["channel"] == "phone"
        assert said.event.body["caller"] == "relative"
        assert [c.state for c in view.clocks if c.name == "promised"] == ["running"]


async def test_a_case_that_changes_under_the_form_is_said(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("cj")
        await here.press("enter", "1")
        await here.on(ContactForm)
        await here.type("half a sen")
        zhao = await here.desk.as_person("zhao.min")
        await zhao.note(1001, "Payments has it")
        await here.sees("Meanwhile:")
        assert "half a sen" in here.text


async def test_any_open_case_of_a_caller_is_open_with_three_keys(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("cj")
        await here.press("alt+2")
        await here.on(CaseScreen)
        assert here.keys <= 3
        assert here.screen.case_id == 1002
        await here.press("escape")
        await here.on(IntakeScreen)
        here.keys = 1  # the key that opened it
        await here.press("enter", "o")
        await here.on(CaseScreen)
        assert here.keys <= 3
        assert here.screen.case_id == 1002  # still the one that is marked


# --- a new case


async def test_a_simple_enquiry_is_registered_within_twelve_keys(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("19900001111")
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.type("How do I change my address?")
        await here.press("tab", "tab", "tab", "tab", "ctrl+s")
        await here.back_on_queue()
        assert here.keys <= 12
        view = await here.desk.case(1005)
        assert (view.title, view.owner, view.channel) == (
            "How do I change my address?", "li.wei", "phone",
        )  # fmt: skip
        assert view.phone == "199****1111"
        await here.sees("C-1005 is registered and yours. They hear from us by")
        await here.until(lambda: here.app.screen.query_one("#queue-table").cursor == 1005)


async def test_solved_on_the_call_within_eight_keys(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("cj")
        await here.press("ctrl+n")
        await here.on(NewCaseScreen)
        await here.type("How do I raise my limit?")
        await here.press("f5")
        await here.sees("customer told")
        await here.type("In the app, under Cards.")
        await here.press("tab", "4", "ctrl+s")
        await here.back_on_queue()
        assert here.keys <= 8
        view = await here.desk.case(1005)
        assert (view.status, view.wrapup, view.subject) == (Status.RESOLVED, "guided", 1)
        assert {"registered", "assigned", "reply", "resolved"} <= set(await kinds(here, 1005))


async def test_the_text_suggests_and_the_agent_decides(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.type("a transfer, and I am stranded")
        await here.sees("Suggested: Transfers and payments (“transfer”) · P1, ")
        form = here.form
        assert form.words("category") == "transfer"
        assert form.field("priority").marked == "suggested"
        form.field("priority").focus_control()
        await here.press("3")
        assert form.field("priority").marked == ""
        form.field("text").focus_control()
        await here.type(", and I will complain to the regulator")
        await here.until(lambda: form.words("class") == "complaint", "suggested anew")
        assert form.words("priority") == "P3"  # what was chosen stays
        form.field("category").focus_control()
        await here.type("fund")
        await here.sees("▸ Funds: purchase and redemption")
        await here.press("enter")
        await here.until(lambda: form.words("category") == "fund")
        await here.until(lambda: form.words("line") == "securities", "goes with the category")
        await here.press("ctrl+s")
        await here.back_on_queue()
        view = await here.desk.case(1005)
        assert (view.category, view.line, view.klass, view.priority) == (
            "fund", "securities", CaseClass.COMPLAINT, Priority.P3,
        )  # fmt: skip


@pytest.mark.story
async def test_who_may_not_be_told_cannot_be_solved(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("cj")
        await here.press("ctrl+n")
        await here.on(NewCaseScreen)
        await here.type("What is on her account?")
        await here.press("f5")
        await here.type("The balance")
        here.form.field("caller").focus_control()
        await here.press("3")  # an attorney, nothing shown yet
        await here.sees("tell them nothing of the customer or of any case")
        assert not here.form.solving
        await here.press("f5")
        assert not here.form.solving
        here.form.field("authority").focus_control()
        await here.press("3")  # proven
        await here.press("f5")
        assert here.form.solving
        assert here.form.words("told") == "The balance"
        here.form.field("authority").focus_control()
        await here.press("2")  # not after all
        await here.press("ctrl+s")
        await here.back_on_queue()
        view = await here.desk.case(1005)
        assert view.status is Status.OPEN
        assert view.speaker == Speaker(Caller.ATTORNEY, Authority.SHOWN)


@pytest.mark.story
async def test_what_is_missing_is_said_where_it_is_missing(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.press("ctrl+s")
        await here.sees("▲ Write what they want")
        await here.type("Words")
        await here.press("f5", "ctrl+s")
        await here.sees("▲ Write what they were told.")
        await here.sees("▲ Choose a wrap-up: one digit.")
        assert await here.desk.find("1005") is None


@pytest.mark.story
async def test_a_promise_typed_is_understood_and_kept(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.type("Words")
        here.form.field("promised").focus_control()
        await here.type("yesterday")
        await here.press("ctrl+s")
        await here.sees("Correct the time, or empty the field.")
        await here.press(*["backspace"] * 9)
        await here.type("+3h")
        await here.press("ctrl+s")
        await here.back_on_queue()
        (promised,) = [c for c in (await here.desk.case(1005)).clocks if c.name == "promised"]
        assert promised.due == here.clock.at - here.clock.at % 60_000_000 + 3 * 3_600_000_000


@pytest.mark.story
async def test_both_languages_change_under_the_form(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.type("转账三天未到账")
        here.app.switch_language()
        await here.sees("客户诉求")
        await here.until(lambda: here.form.words("text") == "转账三天未到账")
        await here.until(lambda: here.form.words("category") == "transfer")
        await here.press("ctrl+s")
        await here.back_on_queue()
        assert (await here.desk.case(1005)).text == "转账三天未到账"
        assert (await here.desk.case(1005)).received > MONDAY


@pytest.mark.story
async def test_the_case_screen_takes_calls_too(tmp_path: Path) -> None:
    async with phone(tmp_path, NewCase("First", customer="陈洁")) as here:
        await here.press("enter")
        await here.on(CaseScreen)
        await here.press("i")
        await here.on(IntakeScreen)
        await here.press("enter")
        await here.on(NewCaseScreen)
        await here.type("Second")
        await here.press("ctrl+s")
        await here.on(CaseScreen)
        assert (await here.desk.case(1002)).title == "Second"


@pytest.mark.story
async def test_a_recording_is_asked_for_where_somebody_spoke(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.open()
        await here.ask("Nobody Known")
        await here.press("enter")
        await here.on(NewCaseScreen)
        form = here.form
        assert form.field("recording").display
        form.field("recording").focus_control()
        await here.type("rec-9")
        form.field("channel").focus_control()
        await here.type("e-mail")
        await here.press("enter")
        await here.until(lambda: not form.field("recording").display, "nobody spoke")
        assert not form.field("notice").display
        form.field("text").focus_control()
        await here.type("A letter came")
        await here.press("ctrl+s")
        await here.back_on_queue()
        assert (await here.desk.case(1005)).speaker.recording == ""


async def test_when_a_waiting_case_wakes_stands_there_whole(tmp_path: Path) -> None:
    async with phone(tmp_path) as here:
        await here.desk.wait(1001, "Which account?", MONDAY + 4 * DAY)
        await here.open()
        await here.ask("cj")
        await here.sees("wake Fri 10:00")
