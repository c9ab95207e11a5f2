"""Every action on a case, from its key to the events it leaves behind, on a real desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.domain.values import DAY, HOUR, MINUTE, Audience, CaseClass, Priority, Status
from agentdesk.screens.forms.base import CaseForm
from agentdesk.widgets.choice import Choice
from tests.support.case_ui import Seat, seat
from tests.support.desks import MONDAY, request

QUICK = "answered the question"


async def take(here: Seat) -> None:
    await here.press("l")
    await here.until(lambda: here.view.owner == "li.wei", "the case is mine")


async def finish(here: Seat) -> None:
    """Take the case and resolve it."""
    await take(here)
    await here.press("r")
    await here.sees("what was done")
    await here.type("paid it back")
    await here.press("tab")
    await here.type("paid back")
    await here.press("ctrl+s")
    await here.back_on_case()
    await here.until(lambda: here.view.status is Status.RESOLVED, "resolved")


async def test_claim_is_one_key_and_says_how_to_take_it_back(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("l")
        await here.sees("C-1001 is yours. z takes it back")
        assert (await here.last()).event.body == {"to": "li.wei", "how": "claim"}


async def test_undo_asks_which_step_and_takes_it_back(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("z")
        await here.sees("Take this step back?")
        await here.sees("Li Wei · took the case")
        await here.press("n")
        await here.back_on_case()
        assert (await here.stored()).owner == "li.wei"
        await here.press("z")
        await here.sees("Take this step back?")
        await here.press("enter")
        await here.back_on_case()
        assert (await here.stored()).owner is None
        assert (await here.last()).event.body["how"] == "undo"


@pytest.mark.story
async def test_undo_takes_back_what_was_asked_about_or_nothing(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("z")
        await here.sees("Li Wei · took the case")
        await here.desk.note(here.case_id, "From my other window")
        await here.sees("Meanwhile: 10:00 Li Wei · internal note")
        await here.press("enter")
        await here.sees("▲ Something else was recorded since.")
        assert "What you typed" not in here.text
        assert (await here.kinds())[-2:] == ["assigned", "note"]
        await here.press("escape")
        await here.back_on_case()
        await here.press("z")
        await here.sees("internal note")
        here.clock.at += 5 * MINUTE  # at the end it is in time
        await here.press("enter")
        await here.back_on_case()
        assert (await here.kinds())[-1] == "note_withdrawn"


async def test_undo_after_its_five_minutes_says_so(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("z")
        await here.sees("It can be taken back until 10:05.")
        here.clock.at += 5 * MINUTE + 1
        await here.press("enter")
        await here.sees("▲ The time for taking it back has passed.")
        assert (await here.stored()).owner == "li.wei"


async def test_words_for_a_case_that_was_closed_meanwhile_are_kept(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("u")
        await here.sees("what was said")
        await here.type("half a reply")
        await here.desk.resolve(here.case_id, "Done", "Told")
        await here.desk.follow_up(here.case_id, reached=True, speed=5, attitude=5, solved=5)
        await here.desk.close_case(here.case_id)
        await here.sees("Meanwhile: 10:00 Li Wei · closed")
        await here.press("ctrl+s")
        await here.sees("▲ This case is closed. Reopen it first")
        assert "half a reply" in here.text
        await here.press("escape")
        await here.back_on_case()
        await here.sees("draft 10:00: u update")
        assert (await here.kinds())[-1] == "closed"


async def test_release_goes_to_the_pool_with_two_keys(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("L")
        await here.sees("the pool: whoever is next")
        await here.press("enter")
        await here.back_on_case()
        assert (await here.last()).event.body == {"how": "release", "to": None}
        await here.sees("C-1001 is in the pool.")


async def test_release_to_a_person_found_by_initials(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("L")
        await here.sees("part of a name")
        await here.type("zm")
        await here.sees("▸ Zhao Min")
        await here.press("enter")
        await here.back_on_case()
        assert (await here.last()).event.body == {"how": "release", "to": "zhao.min"}


async def test_assign_finds_a_person_by_part_of_the_name(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("m")
        await here.sees("part of a name")
        await here.type("ying")
        await here.sees("▸ Chen Ying")
        await here.press("enter")
        await here.back_on_case()
        assert (await here.last()).event.body == {"to": "chen.ying", "how": "assign"}
        await here.sees("C-1001 is with Chen Ying.")


async def test_assign_to_nobody_of_that_name_is_not_sent(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        before = await here.kinds()
        await here.press("m")
        await here.sees("part of a name")
        await here.type("xyz")
        await here.sees("Nobody of that name works here.")
        await here.press("enter", "ctrl+s")
        assert isinstance(here.app.screen, CaseForm)
        assert await here.kinds() == before


async def test_arrows_choose_another_match(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("m")
        await here.sees("▸ Chen Ying")
        await here.press("down")
        await here.sees("▸ Li Wei")
        await here.press("down")
        await here.sees("▸ Zhao Min")
        await here.press("enter")
        await here.back_on_case()
        assert (await here.stored()).owner == "zhao.min"


async def test_note_is_internal_unless_chosen_otherwise(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("o")
        await here.sees("The customer never sees it.")
        await here.type("core banking says sent")
        await here.press("ctrl+s")
        await here.back_on_case()
        entry = await here.last()
        assert (entry.text, entry.audience) == ("core banking says sent", Audience.INTERNAL)
        await here.press("o")
        await here.sees("who may read")
        await here.type("suspicion")
        await here.press("tab", "right", "ctrl+s")
        await here.back_on_case()
        assert (await here.last()).audience is Audience.RESTRICTED


@pytest.mark.story
async def test_update_records_channel_promise_finish_and_findings(tmp_path: Path) -> None:
    async with seat(tmp_path, request(prefers="phone")) as here:
        await take(here)
        await here.press("u")
        await here.sees("what was said")
        await here.type("rang her")
        await here.press("tab")
        await here.type("+2h")
        await here.sees("= Mon 2 Mar 2026, 12:00 Shanghai")
        await here.press("tab")
        await here.type("tomorrow 10:00")
        await here.sees("= Tue 3 Mar 2026, 10:00 Shanghai")
        await here.press("tab", "y", "ctrl+s")
        await here.back_on_case()
        entry = await here.last()
        assert entry.text == "rang her"
        assert entry.event.body | {"text": 0} == {
            "channel": "phone",
            "contact": True,
            "findings": True,
            "finish_at": MONDAY + DAY,
            "new": True,
            "promised_at": MONDAY + 2 * HOUR,
            "text": 0,
        }


@pytest.mark.story
@pytest.mark.parametrize(("prefers", "usual"), [("", "phone"), ("email", "email")])
async def test_the_channel_of_a_reply_reaches_the_customer(
    tmp_path: Path, prefers: str, usual: str
) -> None:
    row = request(channel="regulator", source="regulator", prefers=prefers)
    async with seat(tmp_path, row) as here:
        await take(here)
        await here.press("u")
        await here.sees("what was said")
        choice = here.app.screen.query(Choice).first()
        assert "regulator" not in {option.code for option in choice.options}
        await here.type("We looked into it")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).event.body["channel"] == usual


@pytest.mark.story
async def test_a_running_loss_is_asked_about_and_lets_go_once_stopped(tmp_path: Path) -> None:
    stolen = request(category="fraud", priority=Priority.P1, prefers="phone")
    async with seat(tmp_path, stolen) as here:
        await take(here)
        await here.press("u")
        await here.sees("loss stopped")
        await here.type("card blocked while she waited")
        await here.press(*["tab"] * 5, "y", "ctrl+s")
        await here.back_on_case()
        assert (await here.last()).event.body["contained"] is True
        assert (await here.stored()).place.band == 2, "a P1 with its loss stopped is no emergency"
        await here.press("u")
        await here.sees("something new")
        assert "loss stopped" not in here.text, "nobody is asked twice"


@pytest.mark.story
async def test_an_unclear_or_past_time_is_not_sent(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        before = await here.kinds()
        await here.press("u")
        await here.sees("what was said")
        await here.type("rang")
        await here.press("tab")
        await here.type("next week")
        await here.sees("Not a time I am sure of. Taken: 14:30")
        await here.press("ctrl+s")
        await here.sees("Correct the time, or empty the field.")
        await here.press(*["backspace"] * 9)
        await here.type("9:59")
        await here.sees("Mon 2 Mar 2026, 09:59 Shanghai has passed")
        await here.press("ctrl+s")
        assert isinstance(here.app.screen, CaseForm)
        assert await here.kinds() == before
        await here.press(*["backspace"] * 4)
        await here.press("ctrl+s")
        await here.back_on_case()
        assert "promised_at" not in (await here.last()).event.body


@pytest.mark.story
async def test_a_promise_that_passes_while_typing_is_not_sent(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("u")
        await here.sees("what was said")
        await here.type("rang")
        await here.press("tab")
        await here.type("10:01")
        await here.sees("= Mon 2 Mar 2026, 10:01")
        here.clock.forward(2 * MINUTE)
        await here.press("ctrl+s")
        await here.sees("has passed")
        assert isinstance(here.app.screen, CaseForm)


async def test_wait_needs_the_question_and_has_a_usual_reminder(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("a")
        await here.sees("the question")
        await here.press("ctrl+s")
        await here.sees("A wait begins with a question")
        await here.sees("Thu 5 Mar 2026, 18:00 Shanghai unless you type another")
        await here.type("which account was it?")
        await here.press("tab")
        await here.type("2026-03-04 10:00")
        await here.press("ctrl+s")
        await here.back_on_case()
        stored = await here.stored()
        assert stored.status is Status.WAITING
        assert stored.remind_at == MONDAY + 2 * DAY
        await here.sees("paused: we wait for the customer")


@pytest.mark.story
async def test_the_customers_answer_ends_the_wait(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.desk.wait(here.case_id, "which account?", MONDAY + DAY)
        await here.until(lambda: here.view.status is Status.WAITING, "the feed told of it")
        await here.press("U")
        await here.sees("their words")
        await here.type("the blue one")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.stored()).status is Status.OPEN
        entry = await here.last()
        assert (entry.event.kind, entry.text) == ("customer_message", "the blue one")
        assert entry.event.body["channel"] == "email"


async def test_priority_is_a_digit_and_a_reason(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("p")
        await here.sees("P1 urgent")
        await here.press("1")
        await here.press("ctrl+s")
        await here.sees("A change needs its reason")
        await here.type("deposit is due today")
        await here.press("enter")
        await here.back_on_case()
        assert (await here.stored()).priority is Priority.P1
        entry = await here.last()
        assert (entry.event.kind, entry.text) == ("priority_changed", "deposit is due today")


async def test_class_takes_its_first_letter_and_refuses_what_it_is_now(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("P")
        await here.sees("complaint")
        await here.press("tab")
        await here.type("angry")
        await here.press("ctrl+s")
        await here.sees("That is what it is now.")
        await here.press("3", "ctrl+s")
        await here.back_on_case()
        assert (await here.stored()).klass is CaseClass.COMPLAINT


async def test_resolve_needs_both_halves_and_the_first_one_is_celebrated(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await take(here)
        await here.press("r")
        await here.sees("what was done")
        await here.type("paid it back")
        await here.press("ctrl+s")
        await here.sees("Write what the customer was told.")
        await here.type("it is paid back")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("That was your first case")
        done, told = (await here.stored()).timeline[-2:]
        assert (done.text, done.audience) == ("paid it back", Audience.INTERNAL)
        assert (told.text, told.audience) == ("it is paid back", Audience.CUSTOMER)


@pytest.mark.story
async def test_reopen_asks_why(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await finish(here)
        await here.press("R")
        await here.sees("What the customer is not content with")
        await here.press("ctrl+s")
        await here.sees("A change needs its reason")
        await here.type("not content")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.stored()).status is Status.OPEN
        assert (await here.last()).text == "not content"


@pytest.mark.story
async def test_follow_up_is_one_key_a_question_then_close(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await finish(here)
        await here.press("f")
        await here.sees("attitude")
        await here.press("y", "5", "4", "3")
        await here.type("kind people")
        await here.press("ctrl+s")
        await here.back_on_case()
        entry = await here.last()
        scores = {name: entry.event.body[name] for name in ("speed", "attitude", "solved")}
        assert scores == {"speed": 5, "attitude": 4, "solved": 3}
        assert entry.text == "kind people"
        await here.press("x")
        await here.sees("Close C-1001?")
        await here.press("y")
        await here.back_on_case()
        assert (await here.stored()).status is Status.CLOSED


@pytest.mark.story
async def test_a_follow_up_without_scores_is_not_sent(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await finish(here)
        await here.press("f")
        await here.sees("attitude")
        await here.press("ctrl+s")
        await here.sees("One key from 1 to 5.")
        assert isinstance(here.app.screen, CaseForm)


async def test_a_follow_up_that_reached_nobody_counts_as_a_try(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await finish(here)
        await here.press("f")
        await here.sees("attitude")
        await here.press("n")
        await here.until(lambda: "attitude" not in here.text, "no scores are asked")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).event.kind == "followup_tried"


async def test_a_dim_key_says_why_and_does_nothing(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        before = await here.kinds()
        await here.press("r")
        await here.sees("Nobody has this case yet. Claim it first.")
        await here.press("x")
        await here.sees("This case is still open. Resolve it first.")
        assert await here.kinds() == before


async def test_next_goes_on_to_the_next_case(tmp_path: Path) -> None:
    later = request("Second", received_at=MONDAY)
    async with seat(tmp_path, request("First", priority=Priority.P1), later) as here:
        await finish(here)
        await here.press("n")
        await here.sees("Second")
        await here.until(lambda: here.view.owner == "li.wei", "the second is mine")
        assert here.screen.case_id != here.case_id
