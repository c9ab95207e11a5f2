"""Drafts at the screens: kept while typing, whatever ends the program, and offered again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events

from agentdesk.desk.api import DeskTrouble, Done
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.drafts import NEW, Draft, of_case, of_handoff
from agentdesk.domain.values import HOUR, Audience
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.forms.drafts import Drafts, Keeper
from agentdesk.widgets.text_box import TextBox
from tests.support.case_ui import Seat, seat
from tests.support.desks import MONDAY, request
from tests.support.fake_desk import FakeDesk
from tests.support.ui import MIDDLE, running


@asynccontextmanager
async def next_day(folder: Path, case_id: int, *, person: str = "li.wei") -> AsyncIterator[Seat]:
    """The same desk, opened by a new program."""
    clock = SetClock(MONDAY + HOUR)
    desk = await Desk.open(folder, clock=clock, person=person)
    async with running(desk, MIDDLE) as (app, pilot):
        yield Seat(app, pilot, desk, case_id, clock)


async def mine(here: Seat) -> None:
    await here.press("l")
    await here.until(lambda: here.view.owner == "li.wei", "the case is mine")


async def note(here: Seat, words: str) -> None:
    await here.press("o")
    await here.sees("who may read")
    await here.type(words)


def box(here: Seat) -> TextBox:
    return here.app.screen.query(TextBox).first()


async def typed(here: Seat, form: str = "note") -> str | None:
    draft = await here.desk.draft(of_case(here.case_id), form)
    return draft.values["text"] if draft is not None else None


# --- while typing


async def test_what_is_typed_is_kept_before_anybody_leaves_the_form(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await note(here, "half a sen")
        await here.sees_kept()
        draft = await here.desk.draft(of_case(here.case_id), "note")
        assert draft is not None
        assert draft.typing
        assert draft.values["text"] == "half a sen"
        for _ in "half a sen":
            await here.press("backspace")
        await here.until(lambda: not here.says_kept, "no draft")
        assert await here.desk.drafts() == ()


@pytest.mark.story
async def test_a_form_in_chinese_says_it_too(tmp_path: Path) -> None:
    async with seat(tmp_path, lang="zh") as here:
        await here.press("o")
        await here.until(lambda: isinstance(here.app.screen, CaseForm), "the form")
        await here.type("约定")
        await here.sees_kept()
        await here.press("escape")
        await here.back_on_case()
        await here.sees("草稿 10:00：o ")


class Hand:
    """A timer that goes off when the test says so."""

    def __init__(self) -> None:
        self.due: list[Any] = []
        self.stopped = 0

    def __call__(self, seconds: float, call: Any) -> Hand:
        assert 0 < seconds <= 0.3
        self.due.append(call)
        return self

    def stop(self) -> None:
        self.stopped += 1

    def ring(self) -> None:
        self.due.pop()()


class Form:
    """A form of something that is no case: what it holds, and what it was told."""

    def __init__(self) -> None:
        self.fields = {"name": ""}
        self.told: list[tuple[bool, str]] = []

    def draft_said(self, kept: bool, trouble: DeskTrouble | None) -> None:
        self.told.append((kept, trouble.code if trouble else ""))


async def test_a_burst_of_keys_is_one_write_soon_after_the_first(tmp_path: Path) -> None:
    desk, form, hand = FakeDesk(), Form(), Hand()
    keeper = Keeper(
        desk, Drafts(), NEW, "intake", values=lambda: form.fields, says=form, later=hand
    )
    keeper.begin()
    for end in range(1, 31):
        form.fields = {"name": "Chen Jie of the second floor"[:end]}
        keeper.changed()
    assert len(hand.due) == 1, "the first key of a burst sets the time"
    hand.ring()
    await keeper.settled()
    assert desk.calls == ["keep_draft"]
    assert desk.kept[NEW, "intake"].values == form.fields
    assert form.told == [(True, "")]
    keeper.changed()
    hand.ring()
    assert desk.calls == ["keep_draft"], "nothing new, nothing written"


async def test_trouble_is_said_and_the_next_key_tries_again(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        blocked = tmp_path / "drafts"
        blocked.write_text("a file in the way")
        await note(here, "precious")
        await here.sees("▲ Not kept: ")
        assert box(here).words == "precious"
        blocked.unlink()
        await here.type("!")
        await here.sees_kept()
        assert "Not kept" not in here.text
        assert await typed(here) == "precious!"


# --- whatever ends the program


@pytest.mark.story
@pytest.mark.parametrize(("key", "field"), [("o", "text"), ("a", "question")])
async def test_keys_still_under_way_when_the_program_ends_are_kept(
    tmp_path: Path, key: str, field: str
) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press(key)
        await here.until(lambda: isinstance(here.app.screen, CaseForm), "the form")
        form: CaseForm = here.app.screen  # type: ignore[assignment]
        await here.until(lambda: here.app.focused is not None, "keys go into it")
        for sign in "all of it":
            here.app.post_message(events.Key("space" if sign == " " else sign, sign))
        here.app.exit(return_code=143)
    async with next_day(tmp_path, here.case_id) as then:
        [draft] = await then.desk.drafts()
        assert (draft.form, draft.typing) == (form.NAME, True)
        assert draft.values[field] == "all of it"


async def test_a_crash_of_our_own_keeps_what_was_typed(tmp_path: Path) -> None:
    seats = []

    async def typing() -> None:
        async with seat(tmp_path) as here:
            seats.append(here)
            await note(here, "before the crash")
            await here.until(lambda: box(here).words == "before the crash", "typed")

            def breaks() -> None:
                raise ZeroDivisionError

            here.app.call_later(breaks)
            await here.until(lambda: here.app.return_code == 1, "over")

    with pytest.raises(ZeroDivisionError):
        await typing()
    async with next_day(tmp_path, seats[0].case_id) as then:
        assert await typed(then) == "before the crash"


async def test_the_next_program_says_so_and_leads_there(tmp_path: Path) -> None:
    async with seat(tmp_path, request("First"), request("Second")) as here:
        await note(here, "not finished")
        await here.until(lambda: box(here).words == "not finished", "typed")
        here.app.exit(return_code=129)
    async with next_day(tmp_path, here.case_id) as then:
        await then.sees("What you had typed on a case is kept. ^p: Go to the newest draft")
        await then.press("ctrl+p")
        await then.type("draft")
        await then.press("enter")
        await then.until(lambda: isinstance(then.app.screen, CaseScreen), "the case")
        assert then.screen.case_id == here.case_id
        await then.sees("draft 10:00: o note")
        await then.press("o")
        await then.sees("Back from 10:00: what you typed is still here.")
        assert box(then).words == "not finished"
        await then.press("ctrl+s")
        await then.back_on_case()
        assert (await then.last()).text == "not finished"
        assert await then.desk.drafts() == ()
        await then.until(lambda: "draft 10:00" not in then.text, "nothing is unsent")


@pytest.mark.story
async def test_nobody_is_told_of_what_was_left_on_purpose(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await note(here, "for later")
        await here.press("escape")
        await here.back_on_case()
        here.app.exit(0)
    async with next_day(tmp_path, here.case_id) as then:
        await then.app.push_screen(CaseScreen(here.case_id))
        await then.sees("draft 10:00: o note")
        assert "What you had typed" not in then.text


@pytest.mark.story
async def test_another_person_is_offered_nothing(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await note(here, "mine alone")
        await here.until(lambda: box(here).words == "mine alone", "typed")
        here.app.exit(return_code=129)
    async with next_day(tmp_path, here.case_id, person="zhao.min") as then:
        await then.app.push_screen(CaseScreen(here.case_id))
        await then.until(lambda: then.screen.view is not None, "the case")
        await then.press("o")
        await then.sees("who may read")
        assert box(then).words == ""
        assert await then.desk.drafts() == ()


# --- never sent twice, never lost to the state of the case


class LosesAnswers(Desk):
    """The desk, but once the answer to a note does not come back."""

    lost = False

    async def note(
        self, case_id: int, text: str, audience: Audience = Audience.INTERNAL, **more: Any
    ) -> Done:
        done = await super().note(case_id, text, audience, **more)
        if not self.lost:
            self.lost = True
            raise DeskTrouble("io", path="store.db", detail="lost")
        return done

    async def put_sticky(self, subject: int, text: str, until: int, **more: Any) -> None:
        await super().put_sticky(subject, text, until, **more)
        if not self.lost:
            self.lost = True
            raise DeskTrouble("io", path="store.db", detail="lost")


async def without_answer(here: Seat) -> None:
    here.desk.__class__ = LosesAnswers
    await note(here, "once")
    await here.press("ctrl+s")
    await here.sees("The disk refused to read or write")
    assert (await here.kinds()).count("note") == 1


@pytest.mark.story
async def test_sent_again_after_a_lost_answer_it_stands_there_once(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await without_answer(here)
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.kinds()).count("note") == 1
        assert await here.desk.drafts() == ()


async def test_a_note_on_the_customer_sent_again_sticks_once(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        here.desk.__class__ = LosesAnswers
        await here.press("s")
        await here.sees("Note on the customer")
        await here.type("Hard of hearing")
        await here.press("ctrl+s")
        await here.sees("The disk refused to read or write")
        assert len((await here.stored()).stickies) == 1
        await here.press("ctrl+s")
        await here.back_on_case()
        assert [note.text for note in (await here.stored()).stickies] == ["Hard of hearing"]
        assert await here.desk.drafts() == ()


async def test_changed_after_a_lost_answer_it_is_neither_lost_nor_swallowed(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as here:
        await without_answer(here)
        await here.type(" more")
        await here.press("ctrl+s")
        await here.sees("An earlier version of this was recorded already")
        assert (await here.kinds()).count("note") == 1
        assert box(here).words == "once more"
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.kinds()).count("note") == 2
        assert (await here.last()).text == "once more"


@pytest.mark.story
async def test_words_for_a_case_that_takes_them_no_more_can_be_read(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await mine(here)
        await here.press("u")
        await here.sees("what was said")
        await here.type("she will ring")
        await here.press("escape")
        await here.back_on_case()
        await here.desk.assign(here.case_id, "zhao.min")
        await here.until(lambda: here.view.owner == "zhao.min", "somebody else has it")
        await here.press("u")
        await here.sees("Zhao Min has the case")
        assert box(here).words == "she will ring"
        await here.press("ctrl+s")
        await here.until(lambda: isinstance(here.app.screen, CaseForm), "it stays open")
        await here.press("f4", "escape")
        await here.back_on_case()
        await here.press("u")
        await here.until(lambda: not isinstance(here.app.screen, CaseForm), "as ever")
        assert await here.desk.drafts() == ()


# --- two programs of one person


async def kept_there(here: Seat, values: Mapping[str, str], op: str) -> Draft:
    there = await Desk.open(here.desk.ctx.store.place.folder, clock=here.clock, person="li.wei")
    try:
        return await there.keep_draft(of_case(here.case_id), "note", values, op=op, typing=True)
    finally:
        await there.aclose()


async def test_a_form_goes_on_from_what_the_other_program_kept(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await kept_there(here, {"text": "begun there", "audience": "restricted"}, "op-there")
        await here.press("o")
        await here.sees("Back from 10:00")
        assert box(here).words == "begun there"
        await here.type(", ended here")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).text == "begun there, ended here"
        assert await here.desk.carried_out("op-there") is not None
        assert await here.desk.drafts() == ()


async def test_what_the_other_program_has_sent_is_not_offered_here(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await note(here, "sent there")
        await here.press("escape")
        await here.back_on_case()
        [draft] = await here.desk.drafts()
        there = await Desk.open(tmp_path, clock=here.clock, person="li.wei")
        await there.note(here.case_id, "sent there", op=draft.op)
        await there.aclose()
        await here.until(lambda: "draft 10:00" not in here.text, "the case was read again")
        await here.press("o")
        await here.sees("who may read")
        assert box(here).words == ""


# --- what is said for two departments of one case is two things


async def two_asked(here: Seat) -> dict[str, str]:
    """Cards and Fraud are asked; nobody works there, so the owner answers for both."""
    await mine(here)
    for dept in ("cards", "fraud"):
        await here.desk.hand_off(here.case_id, dept, "What is known?")
    await here.until(lambda: len(here.view.handoffs) == 2, "both are asked")
    return {one.dept: one.id for one in here.view.handoffs}


async def answers_for(here: Seat, dept: str) -> None:
    """Open the report of one department, as its row in the list of departments does."""
    ids = {one.dept: one.id for one in here.view.handoffs}
    here.screen.handoff = ids[dept]
    await here.press("O")
    await here.until(lambda: isinstance(here.app.screen, CaseForm), "the report")


@pytest.mark.story
async def test_words_for_one_department_are_not_offered_for_the_other(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        ids = await two_asked(here)
        await answers_for(here, "cards")
        box(here).focus()
        await here.type("The card is blocked")
        await here.press("escape")
        await here.back_on_case()
        await answers_for(here, "fraud")
        assert box(here).words == "", "another department, another report"
        box(here).focus()
        await here.type("No fraud")
        await here.press("escape")
        await here.back_on_case()
        kept = {one.thing: one.values["text"] for one in await here.desk.drafts()}
        assert kept == {
            of_handoff(here.case_id, ids["cards"]): "The card is blocked",
            of_handoff(here.case_id, ids["fraud"]): "No fraud",
        }
        await here.sees("draft 10:00: O ")
    async with next_day(tmp_path, here.case_id) as then:
        await then.app.push_screen(CaseScreen(here.case_id))
        await then.until(lambda: then.screen.view is not None, "the case is read")
        await answers_for(then, "cards")
        await then.until(lambda: box(then).words == "The card is blocked", "its own words")
        await then.press("f", "ctrl+s")
        await then.back_on_case()
        left = {one.thing for one in await then.desk.drafts()}
        assert left == {of_handoff(here.case_id, ids["fraud"])}, "the other's are still there"


@pytest.mark.story
async def test_the_form_that_asks_which_department_goes_on_from_its_words(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await two_asked(here)
        await answers_for(here, "fraud")
        box(here).focus()
        await here.type("No fraud")
        await here.press("escape")
        await here.back_on_case()
        here.screen.handoff = None
        await here.press("M", "escape", "O")
        await here.sees("○ Cards")
        await here.press("2")
        await here.until(lambda: box(here).words == "No fraud", "what was left for it")
        await here.sees("Fraud")
        await here.press("f", "ctrl+s")
        await here.back_on_case()
        heard = {one.dept: one.said for one in (await here.stored()).handoffs}
        assert heard == {"cards": "", "fraud": "No fraud"}
        assert await here.desk.drafts() == ()


async def test_words_for_a_department_that_has_ended_are_not_lost(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        ids = await two_asked(here)
        await answers_for(here, "cards")
        box(here).focus()
        await here.type("The card is blocked")
        await here.press("escape")
        await here.back_on_case()
        await here.desk.give_back(here.case_id, ids["cards"], "Done by phone")
        await here.until(lambda: here.view.handoffs[0].ended_at is not None, "it has ended")
        here.screen.handoff = None
        await here.press("O")
        await here.until(lambda: isinstance(here.app.screen, CaseForm), "for the one that is left")
        assert box(here).words == "The card is blocked"
        await here.press("f4", "escape")
        await here.back_on_case()
        assert await here.desk.drafts() == ()
