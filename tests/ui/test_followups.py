"""Asking customers how it was: one key a question, and what becomes of the answers (C9, C10)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from agentdesk.app import AgentDesk
from agentdesk.desk.api import NewCase
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, CaseClass, Status
from agentdesk.i18n import t
from agentdesk.screens.followup_offer import ReopenOffer
from agentdesk.screens.followups import FollowUpScreen
from agentdesk.screens.queue import QueueScreen
from agentdesk.widgets.score import QUESTIONS
from tests.support.desks import MONDAY, make_desk, request
from tests.support.pictures import assert_picture
from tests.support.ui import (
    LARGE,
    MIDDLE,
    SMALL,
    assert_aligned,
    calm,
    running,
    screen_text,
    settle,
)
from tests.ui.hostile import HOSTILE

SIZES = (SMALL, MIDDLE, LARGE)


@dataclass(slots=True)
class Asking:
    """Li Wei where customers are asked."""

    app: AgentDesk
    pilot: Pilot[Any]
    desk: Desk
    clock: SetClock
    keys: int = 0

    @property
    def screen(self) -> FollowUpScreen:
        """The screen, wherever it stands in the stack."""
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, FollowUpScreen))

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def here(self) -> str:
        """The reference of whoever is marked."""
        line = self.screen.people_list.marked
        return line.reference if line is not None else ""

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.pilot.press(*keys)

    async def type(self, words: str) -> None:
        await self.pilot.press(*("space" if sign == " " else sign for sign in words))

    async def sees(self, words: str) -> None:
        await settle(self.pilot, lambda: words in self.text)

    async def until(self, true: Any) -> None:
        await settle(self.pilot, lambda: bool(true()))

    async def begins(self) -> None:
        """From the queue."""
        await self.press("F")
        await self.until(lambda: isinstance(self.app.screen, FollowUpScreen))
        await self.until(lambda: self.screen.people_list.read)

    async def answers_of(self, reference: str) -> dict[str, Any]:
        """What the log says of the last time they were asked."""
        case_id = await self.desk.find(reference)
        assert case_id is not None
        events = [entry.event for entry in (await self.desk.case(case_id)).timeline]
        return next((dict(e.body) for e in reversed(events) if e.kind == "followup_done"), {})


async def solved(desk: Desk, name: str, number: str, **more: Any) -> int:
    values = {"text": "Where is my card?", "title": "Where is my card?", **more}
    new = NewCase(customer=name, phone=number, **values)
    return (await desk.solve(new, "It is on its way.", done="Ordered a new one.")).case_id


async def complaint(desk: Desk, solver: str, name: str = "Eva Lund") -> int:
    who = await desk.as_person(solver)
    done = await desk.receive(
        request("I complain", customer=name, phone=f"1390000{len(name):04}",
                klass=CaseClass.COMPLAINT, prefers="email", language="en", care=True)
    )  # fmt: skip
    await who.claim(done.case_id)
    await who.resolve(done.case_id, "Booked it back.", "The fee is yours again.")
    return done.case_id


@asynccontextmanager
async def asking(
    folder: Path, size: tuple[int, int] = MIDDLE, lang: str = "en", *, people: bool = True
) -> AsyncIterator[Asking]:
    """A desk with four to ask: two solved by Li Wei, a complaint by each of two colleagues."""
    clock = SetClock(MONDAY)
    desk = await make_desk(folder, clock)
    await desk.add_person("Zhao Min")
    if people:
        await solved(desk, "Ann Lee", "13812340001", language="en", prefers="phone")
        clock.forward(HOUR)
        await complaint(desk, "zhao.min")
        clock.forward(DAY)
        await complaint(desk, "li.wei", "Tom Ode")
        await solved(desk, "陈洁", "13812340004", language="zh")
    async with running(desk, size, lang=lang) as (app, pilot):
        yield Asking(app, pilot, desk, clock)


async def test_three_answers_and_enter_are_five_keys(tmp_path: Path) -> None:
    async with asking(tmp_path) as at:
        await at.begins()
        assert at.here == "C-1001"
        await at.press("4", "5", "5", "enter")
        await at.sees("C-1001: the answers are written down.")
        assert at.keys <= 5
        assert await at.answers_of("C-1001") == {"speed": 4, "attitude": 5, "solved": 5}
        assert at.here == "C-1002", "on the next one"
        await at.press("escape")  # and all of it in one breath, with their words
        await at.press("F", "3", "4", "5")
        await at.type("very quick")
        await at.press("ctrl+s")
        await at.sees("C-1002: the answers are written down.")
        found = await at.answers_of("C-1002")
        assert (found["speed"], found["attitude"], found["solved"]) == (3, 4, 5)
        assert (await at.desk.case(1002)).timeline[-1].text == "very quick"


@pytest.mark.story
async def test_who_is_not_content_is_opened_again_with_one_key(tmp_path: Path) -> None:
    async with asking(tmp_path) as at:
        await at.begins()
        await at.press("j", "4", "2", "1")
        await at.type("nothing came")
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, ReopenOffer))
        await at.sees("It goes back to Zhao Min.")
        await at.sees("The reason: nothing came")
        await at.press("R")
        await at.sees("C-1002 is open again and goes back to Zhao Min.")
        view = await at.desk.case(1002)
        assert (view.status, view.owner) == (Status.OPEN, "zhao.min")
        assert view.timeline[-1].text == "nothing came"
        shown = at.screen.people_list.found
        await at.until(lambda: [one.case_id for one in shown] == [1001, 1003, 1004])

        while at.here != "C-1001":
            await at.press("k")
        await at.press("2", "5", "5", "enter", "R")  # no words: the scores are the reason
        await at.sees("C-1001 is open again; it is yours.")
        assert (await at.desk.case(1001)).timeline[-1].text == (
            "Not content when asked: speed 2, attitude 5, solved 5 of 5"
        )

        await at.until(lambda: at.here == "C-1004")
        await at.press("1", "1", "1", "enter")
        await at.until(lambda: isinstance(at.app.screen, ReopenOffer))
        await at.press("escape")  # left as it is: the answers are written down
        await at.until(lambda: isinstance(at.app.screen, FollowUpScreen))
        assert (await at.desk.case(1004)).status is Status.RESOLVED
        assert (await at.answers_of("C-1004"))["solved"] == 1


async def test_what_they_are_not_content_with_becomes_a_complaint_with_one_key(
    tmp_path: Path,
) -> None:
    async with asking(tmp_path) as at:
        await at.begins()
        await at.press("5", "1", "5")
        await at.type("he was rude")
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, ReopenOffer))
        await at.sees("Any dissatisfaction counts as a complaint")
        assert (await at.desk.case(1001)).klass is CaseClass.COMMON, "never by itself"
        await at.press("P")
        await at.sees("C-1001 is open again; it is yours. It is a complaint now.")
        view = await at.desk.case(1001)
        assert (view.status, view.klass) == (Status.OPEN, CaseClass.COMPLAINT)
        kinds = [entry.event.kind for entry in view.timeline]
        assert kinds[-3:] == ["followup_done", "reopened", "class_changed"]
        assert [entry.text for entry in view.timeline[-2:]] == ["he was rude"] * 2
        await at.until(lambda: at.here == "C-1002")  # a complaint already
        await at.press("1", "1", "1", "enter")
        await at.until(lambda: isinstance(at.app.screen, ReopenOffer))
        assert "as a complaint" not in at.text
        await at.press("P")
        await at.sees("C-1002 is open again and goes back to Zhao Min.")


@pytest.mark.story
async def test_the_form_of_a_case_offers_it_as_well(tmp_path: Path) -> None:
    async with asking(tmp_path) as at:
        await at.begins()
        await at.press("enter", "f", "y", "1", "2", "1", "ctrl+s")
        await at.until(lambda: isinstance(at.app.screen, ReopenOffer))
        await at.press("R")
        await at.sees("C-1001 is open again; it is yours.")
        await at.until(lambda: type(at.app.screen).__name__ == "CaseScreen")
        assert (await at.desk.case(1001)).status is Status.OPEN
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, FollowUpScreen))
        await at.until(lambda: at.here == "C-1002")


@pytest.mark.story
async def test_not_reached_counts_and_says_what_comes_next(tmp_path: Path) -> None:
    async with asking(tmp_path) as at:
        await at.begins()
        await at.press("o")
        await at.sees("C-1001: not reached. One more try, by")
        assert at.here == "C-1002"
        await at.sees("tried 1 of 2")
        await at.press("k", "o")
        await at.sees("C-1001: not reached after the last try.")
        await at.sees("Not reached  1")
        assert at.here != "C-1001"
        states = {c.name: c.state for c in (await at.desk.case(1001)).clocks}
        assert states["follow_up"] == "not_reached"

        while at.here != "C-1002":  # a complaint
            await at.press("k")
        await at.press("o")
        await at.sees("C-1002: not reached. One more try")
        while at.here != "C-1002":
            await at.press("k")
        await at.press("o")
        await at.sees("Silence does")
        while at.here != "C-1002":
            await at.press("j")
        await at.press("o")
        await at.sees("Every try has been made.")
        await at.press("5", "5", "5", "enter")
        await at.sees("C-1002: the answers are written down.")


@pytest.mark.story
async def test_the_solver_sees_that_another_asks(tmp_path: Path) -> None:
    async with asking(tmp_path, LARGE) as at:
        await at.begins()
        await at.sees("this is Li Wei of Retail")
        await at.press("4", "ctrl+s")  # an answer is missing
        await at.sees(t("forms.follow_up.missing"))
        assert await at.answers_of("C-1001") == {}
        await at.press("j", "j")
        assert at.here == "C-1003"
        await at.sees("not by you")
        await at.press("5", "ctrl+s")
        await at.sees(t("refused.solver_follows_up")[:40])
        await at.press("o")
        assert await at.answers_of("C-1003") == {}
        await at.press("j")
        assert at.here == "C-1004"
        await at.sees(
            "您好，这里是 Retail，我是 Li Wei。"
        )  # read aloud to somebody who speaks Chinese
        await at.press("5", "5", "5", "enter")
        await at.sees("C-1004: the answers are written down.")


@pytest.mark.story
async def test_answers_stay_with_their_customer(tmp_path: Path) -> None:
    async with asking(tmp_path) as at:
        await at.begins()
        await at.press("1", "2", "j")
        assert [at.screen.words(name) for name in QUESTIONS] == ["", "", ""]
        await at.press("5", "k")
        assert [at.screen.words(name) for name in QUESTIONS] == ["1", "2", ""]
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, QueueScreen))
        await at.begins()
        assert [at.screen.words(name) for name in QUESTIONS] == ["1", "2", ""]
        await at.press("f4")
        assert [at.screen.words(name) for name in QUESTIONS] == ["", "", ""]
        await at.press("4")
        zhao = await at.desk.as_person("zhao.min")  # somebody else asks meanwhile
        await zhao.follow_up(1001, reached=True, speed=5, attitude=5, solved=5)
        await at.sees("C-1001 is not to be asked about any more")
        assert at.here == "C-1002"
        assert at.screen.words("attitude") == "", "what was begun for another does not go here"


async def test_nobody_to_ask(tmp_path: Path) -> None:
    async with asking(tmp_path, SMALL, "zh", people=False) as at:
        await at.begins()
        await at.sees(t("follow.none"))
        await at.press("5", "o", "ctrl+s", "enter", "j")
        await at.sees(t("follow.nobody"))
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, QueueScreen))


@pytest.mark.story
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_it_looks_as_kept(tmp_path: Path, lang: str) -> None:
    async with asking(tmp_path, LARGE, lang) as at:
        await at.desk.follow_up(1001, reached=False)
        zhao = await at.desk.as_person("zhao.min")
        for _ in range(2):
            await zhao.follow_up(1004, reached=False)
        await at.begins()
        await at.press("2", "5")
        at.app.clear_notifications()
        await at.until(lambda: at.screen.words("attitude") == "5")
        for size in reversed(SIZES):
            await at.pilot.resize_terminal(*size)
            text = await calm(at.pilot)
            assert_aligned(at.app, size[0])
            assert_picture(f"followups-{lang}-{size[0]}x{size[1]}", text)
        await at.press("1", "enter")
        await at.until(lambda: isinstance(at.app.screen, ReopenOffer))
        text = await calm(at.pilot)
        assert_aligned(at.app, SMALL[0])
        assert_picture(f"followups-offer-{lang}", text)


@pytest.mark.story
async def test_hostile_words_are_words(tmp_path: Path) -> None:
    """Every payload: names, titles, and what the customer says."""
    async with asking(tmp_path, SMALL, people=False) as at:
        for number, payload in enumerate(HOSTILE.values()):
            if payload.strip():
                await solved(at.desk, payload, f"1381234{number:04}", title=payload, text=payload)
        await at.begins()
        for _ in HOSTILE:
            assert_aligned(at.app, SMALL[0])
            await at.press("j")
        await at.press("1", "1", "1")
        at.app.post_message(events.Paste(HOSTILE["OSC clipboard"] + HOSTILE["closing markup"]))
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, ReopenOffer))
        assert_aligned(at.app, SMALL[0])
        await at.sees("[/nope] refund [/red] [bold")
        await at.press("R")
        await at.sees("is open again")
