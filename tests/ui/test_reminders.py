"""Reminders: said once a step, one note at a time, and a key that goes there from anywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agentdesk.desk.api import Counts, NewCase, Reminder, View
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND
from agentdesk.i18n import set_language
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.forms.base import CaseForm
from agentdesk.screens.intake import IntakeScreen
from agentdesk.screens.queue import QueueScreen
from agentdesk.screens.reminding import Reminding
from agentdesk.widgets.frame import FrameState, header_pieces
from tests.support.case_ui import Seat, seat
from tests.support.desks import MONDAY, request
from tests.support.fake_desk import INFO, NOW, row


def plan(case_id: int, at: int, text: str = "ring Payments") -> Reminder:
    return Reminder(case_id, f"C-{case_id}", at, "plan", "何**", text)


# --- when
def test_each_step_is_said_once() -> None:
    reminding = Reminding()
    reminding.know([plan(1, NOW + HOUR)], NOW)
    heard = []
    for minute in range(-5, 63):
        now = NOW + minute * MINUTE
        due = reminding.due(now)
        reminding.said(due, now)
        heard += [(minute - 60) for _ in due]
        assert reminding.due(now) == [], "once"
    assert heard == [-15, -5, 0]


def test_a_clock_that_jumps_says_nothing_twice_and_skips_what_is_past() -> None:
    reminding = Reminding()
    reminding.know([plan(1, NOW + 10 * MINUTE)], NOW)
    reminding.said(reminding.due(NOW), NOW)
    late = NOW + DAY
    assert [one.case_id for one in reminding.due(late)] == [1]
    reminding.said(reminding.due(late), late)
    for back in (NOW, NOW - DAY, late):
        assert reminding.due(back) == []


def test_another_time_for_the_same_case_is_another_reminder() -> None:
    reminding = Reminding()
    reminding.know([plan(1, NOW)], NOW)
    reminding.said(reminding.due(NOW), NOW)
    reminding.know([plan(1, NOW + HOUR)], NOW)
    assert len(reminding.due(NOW + 50 * MINUTE)) == 1


def test_what_was_promised_just_now_is_no_news() -> None:
    reminding = Reminding()
    reminding.know([], NOW)
    reminding.know([plan(1, NOW + 10 * MINUTE)], NOW)
    assert reminding.due(NOW) == []
    assert len(reminding.due(NOW + 5 * MINUTE)) == 1


def test_what_a_department_did_is_news_whenever_it_comes_and_said_once() -> None:
    reminding = Reminding()
    reminding.know([], NOW)
    back = replace(plan(1, NOW - MINUTE), kind="back", back=("rejected", "payments", ""))
    reminding.know([back, plan(2, NOW + HOUR)], NOW)
    assert reminding.due(NOW) == [back]
    reminding.said([back], NOW)
    assert reminding.due(NOW + 5 * MINUTE) == []
    assert reminding.first() == back
    reminding.know([plan(2, NOW + HOUR)], NOW)  # it was acted on
    first = reminding.first()
    assert first is not None
    assert first.case_id == 2


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "↩ Payments: wrong department · C-1002 C*** J*"),
        ("zh", "↩ 支付结算部：转错部门，已退回 · C-1002 C*** J*"),
    ],
)
async def test_an_answer_of_a_department_is_said_at_once_and_f9_goes_there(
    tmp_path: Path, lang: str, words: str
) -> None:
    async with seat(tmp_path / "desk", lang=lang) as here:
        desk = here.desk
        await desk.add_person("Wang Fang", role="specialist", dept="payments")
        other = (await desk.receive(request(category="transfer"))).case_id
        await desk.claim(other)
        await desk.hand_off(other, "payments", "Trace it")
        wang = await desk.as_person("wang.fang")
        await wang.reject(other, "h1", "wrong_department", right="cards")
        await here.sees(words)
        await here.press("f9")
        await here.until(lambda: here.screen.case_id == other)
        assert (await desk.reminders(HOUR))[0].kind == "back"
        await desk.note(other, "Seen")  # the owner acts: it is no news any more
        assert [one.kind for one in await desk.reminders(HOUR)] == []


# --- the header names what comes first
@pytest.mark.parametrize(
    ("lang", "ahead", "words"),
    [
        ("en", 12 * MINUTE, "next: 14:44 ring Payments 何** · in 12m"),
        ("en", 50 * MINUTE, "next: 15:02 call 王** · in 30m"),
        ("zh", 12 * MINUTE, "下一约定 14:44 ring Payments 何** · 还有 12分"),
    ],
)
def test_the_header_names_my_plan_or_my_promise(lang: str, ahead: int, words: str) -> None:
    promise = row(2, left=30 * MINUTE, clock="callback", mine=True)
    found = Counts(
        41, 5, 3, 7, dict.fromkeys(View, 1), promise, next_plan=plan(1, NOW + ahead)
    )  # fmt: skip
    set_language(lang)
    try:
        for width in (78, 98, 118, 158):
            left, right = header_pieces(FrameState(INFO, found, NOW), width)
            text = "".join(piece.text for piece in (*left, *right))
            assert width < 150 or words in text
        none = replace(found, next_promise=None)
        _, right = header_pieces(FrameState(INFO, none, NOW), 158)
        assert "ring Payments" in "".join(piece.text for piece in right)
    finally:
        set_language("en")


# --- at the desk
async def known(here: Seat, case_id: int) -> None:
    """The program has heard of what comes on a case."""
    there = lambda: {one.case_id for one in here.app.reminding.coming}  # noqa: E731
    await here.until(lambda: case_id in there(), "the program knows of it")


async def planned(here: Seat, text: str, at: int) -> int:
    done = await here.desk.register(NewCase(text, title=text, customer="何洁"))
    await here.desk.plan(done.case_id, f"ring about {text}", at)
    await here.until(lambda: here.app.counts and here.app.counts.next_plan, "the header knows")
    await known(here, done.case_id)
    return done.case_id


@pytest.mark.story
async def test_a_plan_is_told_and_its_key_leaves_a_form_with_its_words_kept(
    tmp_path: Path,
) -> None:
    async with seat(tmp_path) as here:
        where = await planned(here, "loan", MONDAY + 20 * MINUTE)
        await here.sees("next: 10:20 ring about loan 何* · in 20m")
        here.app.remind()
        await here.press("o")
        await here.until(lambda: isinstance(here.app.screen, CaseForm), "a form")
        await here.type("half a thought")
        assert "F9" not in here.text
        here.clock.forward(5 * MINUTE + SECOND)
        here.app.remind()
        await here.sees("10:20 ring about loan 何* · in 14m")
        await here.sees("F9 goes there.")
        before = here.screen
        await here.press("f9")
        await here.until(lambda: here.screen.case_id == where and here.screen.view, "there")
        assert here.app.screen is here.screen
        await here.sees("○ 10:20  ring about loan")
        await here.press("f9")
        await here.sees("You are there.")
        await here.press("escape")
        await here.until(lambda: here.app.screen is before, "back on the first case")
        await here.press("o")
        await here.sees("half a thought")
        # out of the intake, too: what was typed there waits under the case
        await here.press("escape")
        await here.until(lambda: here.app.screen is before, "on the case")
        await here.press("i")
        await here.until(lambda: isinstance(here.app.screen, IntakeScreen), "the intake")
        await here.type("1359")
        await here.sees("1359")
        await here.press("f9")
        await here.until(lambda: isinstance(here.app.screen, CaseScreen), "there again")
        assert here.screen.case_id == where
        await here.press("escape")
        await here.until(lambda: isinstance(here.app.screen, IntakeScreen), "back at the intake")
        await here.sees("1359")


async def test_many_that_are_due_make_one_note(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        for number in range(6):
            await planned(here, f"matter {number}", MONDAY + HOUR)
        here.clock.forward(56 * MINUTE)
        for _ in range(5):
            here.app.remind()
            await here.pilot.pause()
        await here.sees("and 5 more")
        notes = [note for note in here.app._notifications if "F9" in note.message]
        assert len(notes) == 1
        assert here.app.reminding.due(here.clock.now()) == []


async def test_my_promises_remind_and_somebody_elses_do_not(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("escape")
        await here.until(lambda: isinstance(here.app.screen, QueueScreen), "the queue")
        await here.press("f9")
        await here.sees("Nothing is promised or planned by you.")
        await here.desk.claim(here.case_id)
        await here.until(lambda: here.app.counts and here.app.counts.next_promise, "mine now")
        await here.press("ctrl+p")
        await here.type("reminder")
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, CaseScreen), "out of the palette")
        await here.desk.reply(
            here.case_id, "I ring you.", channel="phone", promised_at=MONDAY + 30 * MINUTE
        )
        await known(here, here.case_id)
        here.clock.forward(20 * MINUTE)
        zhao = await here.desk.as_person("zhao.min")
        assert await zhao.reminders(HOUR) == ()
        (owed,) = await here.desk.reminders(15 * MINUTE)
        assert (owed.kind, owed.at, owed.customer) == ("promised", MONDAY + 30 * MINUTE, "C*** J*")
        here.app.remind()
        await here.sees("10:30 told C*** J* · in 10m")
        assert "goes there" not in here.text, "it is this very case"
        await here.press("escape")
        await here.until(lambda: isinstance(here.app.screen, QueueScreen), "the queue")
        here.app.reminding = Reminding()
        here.app._reminder_stands = False
        here.app.remind()
        await here.sees("F9 goes there.")
