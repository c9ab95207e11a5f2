"""What is typed into a form is never lost: not by leaving, not by a refusal, not by a lost race."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentdesk.domain.drafts import of_case
from agentdesk.domain.values import CaseClass, Priority
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.drafts import drafts_of
from agentdesk.widgets.text_box import LONG, TextBox
from tests.support.case_ui import Seat, seat
from tests.support.desks import request


async def mine(here: Seat) -> None:
    await here.press("l")
    await here.until(lambda: here.view.owner == "li.wei", "the case is mine")


def box(here: Seat) -> TextBox:
    return here.app.screen.query(TextBox).first()


async def test_esc_keeps_what_was_typed_and_offers_it_again(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("u")
        await here.sees("what was said")
        await here.type("half a sen")
        await here.press("tab")
        await here.type("+2h")
        await here.press("escape")
        await here.back_on_case()
        await here.sees("draft 10:00: u update")
        assert "reply" not in await here.kinds()
        await here.press("u")
        await here.sees("Back from 10:00: what you typed is still here.")
        assert box(here).words == "half a sen"
        await here.sees("= Mon 2 Mar 2026, 12:00 Shanghai")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).text == "half a sen"
        assert drafts_of(here.app).get(of_case(here.case_id), "reply") is None


async def test_f4_starts_anew(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("o")
        await here.sees("who may read")
        await here.type("scribble")
        await here.press("escape")
        await here.back_on_case()
        await here.press("o")
        await here.sees("Back from 10:00")
        await here.press("f4")
        await here.until(lambda: "Back from" not in here.text, "the note is gone")
        assert box(here).words == ""
        await here.press("escape")
        await here.back_on_case()
        assert drafts_of(here.app).get(of_case(here.case_id), "note") is None


async def test_f4_forgets_whom_a_person_was_looked_for_by(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("m")
        await here.until(lambda: isinstance(here.app.screen, CaseForm), "the form")
        await here.type("zhao")
        await here.sees_kept()
        await here.press("f4")
        await here.sees("Chen Ying")
        await here.press("escape")
        await here.back_on_case()
        assert await here.desk.drafts() == ()


async def test_an_untouched_form_leaves_no_draft(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("p")
        await here.sees("P1 urgent")
        await here.press("escape")
        await here.back_on_case()
        assert drafts_of(here.app).of(of_case(here.case_id)) == ()


async def test_drafts_belong_to_their_case(tmp_path: Path) -> None:
    async with seat(tmp_path, request("First"), request("Second")) as here:
        await here.press("o")
        await here.sees("who may read")
        await here.type("for the first")
        await here.press("escape")
        await here.back_on_case()
        here.screen.open_case(here.case_id + 1)
        await here.until(lambda: here.screen.view and here.view.title == "Second", "the second")
        await here.press("o")
        await here.sees("who may read")
        assert box(here).words == ""


async def test_a_refusal_keeps_the_text_and_says_what_changed(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("u")
        await here.sees("what was said")
        await here.type("I rang her")
        zhao = await here.desk.as_person("zhao.min")
        await here.desk.assign(here.case_id, "zhao.min")
        await here.sees("Meanwhile: 10:00 Li Wei · gave it to Zhao Min")
        await here.press("ctrl+s")
        await here.sees("Zhao Min has the case")
        await here.sees("What you typed is still here.")
        assert isinstance(here.app.screen, CaseForm)
        assert box(here).words == "I rang her"
        await zhao.release(here.case_id, "li.wei")
        await here.sees("Zhao Min · handed it to Li Wei")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).text == "I rang her"


async def test_a_lost_race_for_a_case_is_said_and_the_case_read_again(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        as_it_was = here.view
        zhao = await here.desk.as_person("zhao.min")
        await zhao.claim(here.case_id)
        await here.until(lambda: here.view.owner == "zhao.min", "told by the feed")
        here.screen.view = as_it_was  # the key was pressed before the news came
        await here.press("l")
        await here.sees("Zhao Min already has this case.")
        await here.until(lambda: here.view.owner == "zhao.min", "read again")
        assert (await here.stored()).owner == "zhao.min"


@pytest.mark.story
async def test_trouble_with_the_store_keeps_the_text(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("o")
        await here.sees("who may read")
        await here.type("precious")
        await here.desk.ctx.store.aclose()
        await here.press("ctrl+s")
        await here.sees("What you typed is still here.")
        assert isinstance(here.app.screen, CaseForm)
        assert box(here).words == "precious"


async def test_saving_twice_sends_once(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("o")
        await here.sees("who may read")
        await here.type("once")
        await here.press("ctrl+s", "ctrl+s", "ctrl+s")
        await here.back_on_case()
        assert (await here.kinds()).count("note") == 1


async def test_what_was_told_last_is_one_key_when_it_is_resolved(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("r")
        await here.sees("what was done")
        assert "as told last" not in here.text
        await here.press("f3")
        await here.sees("You have told them nothing")
        await here.press("escape")
        await here.back_on_case()
        await here.desk.reply(here.case_id, "The card is on its way.", channel="phone")
        await here.until(lambda: "The card is on its way." in here.text, "it stands in the story")
        await here.press("r")
        await here.sees("F3 as told last")
        await here.type("sent a card")
        await here.press("f3")
        await here.until(lambda: here.app.screen.words("told") == "The card is on its way.")
        await here.type(" Today.")
        await here.press("ctrl+s")
        await here.back_on_case()
        told = [entry.text for entry in (await here.stored()).timeline]
        assert {"sent a card", "The card is on its way. Today."} <= set(told)
        await here.sees("Resolved. That was your first case")


async def test_what_they_say_after_it_makes_what_was_told_old(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.desk.reply(here.case_id, "The card is on its way.", channel="phone")
        await here.desk.customer_message(here.case_id, "It never came.", channel="phone")
        await here.until(lambda: "It never came." in here.text, "it stands in the story")
        await here.press("r")
        await here.sees("what was done")
        assert "as told last" not in here.text


async def test_a_note_does_not_cover_what_is_typed(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("l", "r")
        await here.sees("what was done")
        await here.sees("C-1001 is yours.")
        lines = here.text.splitlines()
        note = next(y for y, line in enumerate(lines) if "is yours." in line)
        panel = next(y for y, line in enumerate(lines) if "Resolve" in line)
        assert note < panel


@pytest.mark.story
async def test_a_hundred_kilobytes_are_pasted_whole_and_typing_goes_on(tmp_path: Path) -> None:
    long = "我的五万元到现在没有到账" * 2900 + " end"
    assert len(long.encode()) > 100_000
    async with seat(tmp_path) as here:
        await here.press("o")
        await here.sees("who may read")
        await here.paste(long)
        await here.until(lambda: box(here).words == long, "all of it is there")
        assert max(len(line) for line in box(here).document.lines) <= LONG + 1
        await here.type("!")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).text == long + "!"


@pytest.mark.story
@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("a\x1b[2Jb\x00c", "a [2Jb c"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("safe\u202eevil\u2066", "safe evil"),
        ("half \ud83d here", "half   here"),
        ("\u200bjoined\ufe0f", "joined"),
    ],
)
async def test_control_characters_do_not_enter(tmp_path: Path, pasted: str, kept: str) -> None:
    async with seat(tmp_path) as here:
        await here.press("o")
        await here.sees("who may read")
        await here.paste(pasted)
        assert box(here).words == kept
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).text == kept


async def test_enter_goes_from_field_to_field_and_sends_from_the_last(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("p")
        await here.sees("P1 urgent")
        await here.press("right", "right", "enter")
        await here.type("why not")
        await here.press("enter")
        await here.back_on_case()
        assert (await here.stored()).priority is Priority.P2


async def test_letters_typed_into_a_form_are_no_commands(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        before = await here.kinds()
        await here.press("o")
        await here.sees("who may read")
        await here.type("lurapxzmn?/")
        assert box(here).words == "lurapxzmn?/"
        await here.press("escape")
        await here.back_on_case()
        assert await here.kinds() == before


@pytest.mark.story
async def test_forms_speak_chinese(tmp_path: Path) -> None:
    async with seat(tmp_path, lang="zh") as here:
        await mine(here)
        await here.press("u")
        await here.sees("告知内容")
        await here.paste("已致电客户")
        await here.press("tab")
        await here.paste("明天10：00")
        await here.sees("= 2026年3月3日 周二 10:00 上海")
        await here.press("ctrl+s")
        await here.back_on_case()
        await here.sees("已登记，客户已得到答复。")
        assert (await here.last()).text == "已致电客户"


@pytest.mark.story
async def test_another_class_is_chosen_by_its_first_han_character(tmp_path: Path) -> None:
    async with seat(tmp_path, lang="zh") as here:
        await here.press("P")
        await here.sees("投诉")
        await here.press("投")
        await here.paste("客户不满")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.stored()).klass is CaseClass.COMPLAINT
