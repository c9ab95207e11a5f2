"""Going home by keys: what is due goes to a colleague who accepts, or to who is on duty (C12)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from agentdesk import app_offers
from agentdesk.app import AgentDesk
from agentdesk.desk.api_home import HandedOver, HomeLine, HomeView, Offer
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, MINUTE, Priority, Status
from agentdesk.i18n import format as form
from agentdesk.i18n import set_language
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.going_home import GoingHomeScreen
from agentdesk.screens.queue import QueueScreen
from agentdesk.screens.who_takes import WhoTakes
from agentdesk.widgets import home_words
from agentdesk.widgets.home_list import HomeList
from agentdesk.widgets.lens import Lens
from tests.support.desks import MONDAY, make_desk, request
from tests.support.fake_desk import INFO, NOW, FakeDesk, row
from tests.support.pictures import assert_picture
from tests.support.ui import LARGE, MIDDLE, SMALL, assert_aligned, running, screen_text, settle
from tests.ui.hostile import HOSTILE

EVENING = MONDAY + 9 * HOUR + 30 * MINUTE
"""19:30 in Shanghai; the desk opens again at 08:00."""

SIZES = (SMALL, MIDDLE, LARGE)


@dataclass(slots=True)
class Evening:
    """Wang Fang at her keys; Zhao Min and the lead, Li Wei, at theirs."""

    app: AgentDesk
    pilot: Pilot[Any]
    li: Desk
    wang: Desk
    zhao: Desk
    clock: SetClock

    @property
    def screen(self) -> GoingHomeScreen:
        return next(s for s in reversed(self.app.screen_stack) if isinstance(s, GoingHomeScreen))

    @property
    def found(self) -> HomeList:
        return self.screen.home_list

    @property
    def text(self) -> str:
        return screen_text(self.app)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def sees(self, words: str) -> None:
        await settle(self.pilot, lambda: words in " ".join(self.text.split()))

    async def until(self, true: Any) -> None:
        await settle(self.pilot, lambda: bool(true()))

    async def begins(self) -> None:
        """From the queue."""
        await self.press("E")
        await self.until(lambda: isinstance(self.app.screen, GoingHomeScreen))
        await self.until(lambda: self.found.view is not None)

    async def owner(self, case_id: int) -> str | None:
        return (await self.li.case(case_id)).owner


@asynccontextmanager
async def evening(
    folder: Path,
    size: tuple[int, int] = MIDDLE,
    lang: str = "en",
    *,
    due: int = 2,
    at: str = "wang",
) -> AsyncIterator[Evening]:
    """Cases of Wang Fang that are due (1001, 1002, …), one more that can wait."""
    clock = SetClock(EVENING)
    li = await make_desk(folder / "desk", clock)
    await li.add_person("Wang Fang")
    await li.add_person("Zhao Min")
    wang, zhao = await li.as_person("wang.fang"), await li.as_person("zhao.min")
    for _ in range(due):
        case_id = (await li.receive(request("Where is my transfer?", priority=Priority.P1))).case_id
        await wang.claim(case_id)
    clock.forward(3 * MINUTE)
    calm = (await li.receive(request("How do I order a token?"))).case_id
    await wang.claim(calm)
    await wang.reply(calm, "We look into it.", channel="email")
    await wang.plan(calm, "look again", clock.now() + 3 * DAY)
    await wang.resolve(calm, "Told how.", "Here is how.")
    async with running({"wang": wang, "zhao": zhao, "li": li}[at], size, lang=lang) as (app, pilot):
        yield Evening(app, pilot, li, wang, zhao, clock)
    for desk in (li, wang, zhao):
        await desk.aclose()


async def test_a_colleague_accepts_and_then_nothing_is_forgotten(tmp_path: Path) -> None:
    async with evening(tmp_path) as at:
        await at.begins()
        await at.sees("next shift: tomorrow 08:00")
        await at.sees(
            "2 due before tomorrow 08:00 are still without another person: C-1001, C-1002"
        )
        await at.press("m")
        await at.until(lambda: isinstance(at.app.screen, WhoTakes))
        await at.press("z", "m", "enter")
        await at.sees("2 cases asked of Zhao Min. They stay here until Zhao Min accepts.")
        await at.sees("asked Zhao Min 19:33")
        await at.sees("Somebody has been asked to take each of the 2 due before tomorrow 08:00")
        assert await at.owner(1001) == "wang.fang"
        await at.press("j")
        await at.zhao.take_over([1001])
        await at.sees("1 is with Zhao Min; 1 asked of Zhao Min, not accepted yet.")
        here = at.found.here
        assert isinstance(here, HomeLine)
        assert here.case_id == 1002, "the cursor stays on its case"
        await at.zhao.take_over([1002])
        await at.sees("Nothing is due before tomorrow 08:00.")
        await at.sees("2 are with Zhao Min.")


async def test_who_declines_is_named_with_the_word_and_it_goes_to_who_is_on_duty(
    tmp_path: Path,
) -> None:
    async with evening(tmp_path, due=1) as at:
        await at.wang.hand_over([1001], "zhao.min")
        await at.begins()
        await at.sees("asked Zhao Min 19:33")
        await at.zhao.decline(1001, "I leave, too")
        await at.sees("Zhao Min declined")
        await at.sees("Zhao Min: “I leave, too”")
        await at.press("M")
        await at.sees("1 case is with Li Wei now, on duty.")
        await at.sees("Nothing is due before tomorrow 08:00. 1 is with Li Wei, on duty.")
        assert await at.owner(1001) == "li.wei"


@pytest.mark.story
async def test_only_what_is_marked_goes_and_it_can_be_taken_back(tmp_path: Path) -> None:
    async with evening(tmp_path) as at:
        await at.begins()
        await at.sees("✓ 2 marked")
        await at.press("space")
        await at.sees("✓ 1 marked")
        await at.press("m", "z", "h", "enter")
        await at.sees("1 case asked of Zhao Min.")
        assert [one.case_id for one in await at.zhao.offers()] == [1002]
        await at.sees(
            "1 due before tomorrow 08:00 is still without another person: C-1001. 1 asked"
        )
        await at.press("k", "z")
        await at.sees("Nobody is asked to take this.")
        await at.press("j", "z")
        await at.sees("C-1002: nobody is asked any more.")
        assert await at.zhao.offers() == ()
        await at.press("W")
        await at.sees("Only a team lead can do this.")


async def test_without_anybody_on_duty_a_colleague_is_needed(tmp_path: Path) -> None:
    async with evening(tmp_path, due=0, at="li") as at:
        lone = (await at.li.receive(request("Late?", priority=Priority.P1))).case_id
        await at.li.claim(lone)
        await at.li.plan(lone, "look again", EVENING + 2 * HOUR)
        await at.begins()
        await at.until(lambda: at.found.due)
        await at.press("M")
        await at.sees("Nobody is on duty for this line")
        assert await at.owner(lone) == "li.wei"


async def test_who_is_asked_is_told_and_accepts_with_one_key(tmp_path: Path) -> None:
    async with evening(tmp_path, at="zhao") as at:
        await at.wang.hand_over([1001, 1002], "zhao.min")
        await at.sees("Wang Fang is going home and asks you to take over 2 cases.")
        await at.sees("◆ 2 handed to you")
        await at.sees("E 2 handed to you")
        await at.press("f9")
        await at.until(lambda: isinstance(at.app.screen, GoingHomeScreen))
        await at.sees("Asked of you 2")
        await at.press("A")
        await at.sees("Taken over: C-1001.")
        assert await at.owner(1001) == "zhao.min"
        await at.until(lambda: len(at.found.offers) == 1)
        await at.press("+")
        await at.sees("Taken over: C-1002.")
        await at.until(lambda: not at.found.offers)
        await at.until(lambda: at.app.counts is not None and at.app.counts.offered == 0)
        assert await at.owner(1002) == "zhao.min"


@pytest.mark.story
async def test_who_is_asked_declines_with_a_word(tmp_path: Path) -> None:
    async with evening(tmp_path, at="zhao", due=1) as at:
        await at.wang.hand_over([1001], "zhao.min")
        await at.begins()
        await at.until(lambda: at.found.offers)
        await at.press("X", *"late", "enter")
        await at.sees("C-1001: declined. Wang Fang is told.")
        await at.until(lambda: not at.found.offers)
        line = (await at.wang.going_home()).lines[0]
        assert (line.declined_by, line.declined_why) == ("zhao.min", "late")
        assert line.offered_to is None


@pytest.mark.story
async def test_the_case_says_to_whom_it_is_being_handed(tmp_path: Path) -> None:
    async with evening(tmp_path, LARGE, at="zhao", due=1) as at:
        await at.wang.hand_over([1001], "zhao.min")
        await at.app.push_screen(CaseScreen(1001))
        await at.sees("Wang Fang asked you to take it over (19:33)")
        await at.sees("handing it over: asked Zhao Min")
        await at.press("X", "enter")
        await at.sees("declined to take it over")
        await at.wang.hand_over([1001], "zhao.min")
        await at.sees("A takes it over, X declines")
        await at.press("A")
        await at.sees("Zhao Min · took it over")
        assert await at.owner(1001) == "zhao.min"
        await at.zhao.hand_over([1001], "li.wei")
        await at.sees("Li Wei was asked to take it over (19:33)")
        await at.press("A")
        assert await at.owner(1001) == "zhao.min", "only who is asked accepts"
        await at.zhao.decline(1001)
        await at.sees("took the handover back")
        await at.zhao.give_to_duty([1001])
        await at.sees("gave it to Li Wei, on duty")
        await at.li.hand_over([1001], "wang.fang")
        at.app.switch_language()
        for words in ("19:33 已请 Wang Fang 接手，尚未答复", "下班交接：请 Zhao Min 接手",
                      "Zhao Min · 未接手", "Zhao Min · 接手工单", "Zhao Min · 撤回交接",
                      "交给值班人员 Li Wei"):  # fmt: skip
            await at.sees(words)


@pytest.mark.story
async def test_a_lead_sees_to_it_for_somebody_who_is_away(tmp_path: Path) -> None:
    async with evening(tmp_path, at="li") as at:
        await at.begins()
        await at.sees("Nothing is due before tomorrow 08:00.")
        await at.press("W")
        await at.until(lambda: isinstance(at.app.screen, WhoTakes))
        await at.sees("has 3")
        await at.press("w", "f", "enter")
        await at.sees("Going home Wang Fang")
        await at.until(lambda: len(at.found.due) == 2)
        await at.press("m", "z", "h", "enter")
        await at.sees("asked Zhao Min")
        await at.zhao.take_over([1001, 1002])
        await at.sees("2 are with Zhao Min.")
        await at.press("W")
        await at.until(lambda: at.screen.person is None and "Wang Fang" not in at.text)


@pytest.mark.story
async def test_a_call_on_anothers_case_gets_another_caller(tmp_path: Path) -> None:
    async with evening(tmp_path, due=0) as at:
        theirs = (await at.zhao.receive(request("Call me"))).case_id
        await at.zhao.claim(theirs)
        when = EVENING + 10 * MINUTE
        await at.zhao.agree(theirs, when, "the fee", until=when + 15 * MINUTE, who="wang.fang")
        await at.begins()
        await at.sees("your call, another's case")
        await at.press("M")
        await at.sees("Whoever is on duty takes cases.")
        await at.press("m", "z", "h", "enter")
        await at.sees("The call on C-1002 is Zhao Min's now.")
        await at.sees("Nothing is due before tomorrow 08:00.")
        (call,) = (await at.zhao.case(theirs)).callbacks
        assert (call.who, call.at, call.until) == ("zhao.min", when, when + 15 * MINUTE)


@pytest.mark.story
async def test_the_case_opens_and_from_there_it_is_found_by_name(tmp_path: Path) -> None:
    async with evening(tmp_path) as at:
        await at.begins()
        await at.press("j", "enter")
        await at.until(lambda: isinstance(at.app.screen, CaseScreen))
        await at.press("ctrl+p", *"going", "space", *"home", "enter")
        await at.until(lambda: isinstance(at.app.screen, GoingHomeScreen))
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, CaseScreen))
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, GoingHomeScreen))
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, QueueScreen))


async def test_whoever_quits_is_told_at_the_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app_offers, "AT_THE_DOOR", 60)
    async with evening(tmp_path) as at:
        await at.until(lambda: at.app.counts is not None and at.app.counts.mine)
        await at.press("ctrl+q")
        await at.until(lambda: at.app._exit)
    assert (
        "Before you go: 2 of yours are due before tomorrow 08:00, and nobody else has them."
        in " ".join(capsys.readouterr().err.split())
    )


# --- how it looks and reads


def line(case_id: int, left: int, **more: Any) -> HomeLine:
    values: dict[str, Any] = {
        "priority": Priority.P2, "status": Status.OPEN, "customer": "何**",
        "title": "Transfer of 50,000 missing", "clock": "update_owed", "duty": "chen.yu",
    }  # fmt: skip
    values |= more
    return HomeLine(case_id, f"C-{case_id}", due=NOW + left, **values)


def a_late_day() -> FakeDesk:
    """Five that are due in every state, two asked of me, two that went."""
    desk = FakeDesk([row(1), row(2)])
    lines = (
        line(1041, -(4 * MINUTE), priority=Priority.P1, clock="first_response"),
        line(1057, 11 * MINUTE, title="基金赎回未到账", customer="王**"),
        line(1062, HOUR, offered_to="zhao.min", offered_at=NOW - 20 * MINUTE, clock="resolution"),
        line(1070, 3 * HOUR, declined_by="zhao.min", declined_why="I leave, too", clock="plan"),
        line(1090, 17 * HOUR, callback="c1", clock="call", duty=None, customer="S***h"),
    )
    went = (HandedOver(1020, "C-1020", "zhao.min", True), HandedOver(1021, "C-1021", "chen.yu",
            True, True), HandedOver(1062, "C-1062", "zhao.min", False))  # fmt: skip
    desk.home = HomeView("li.wei", NOW + 18 * HOUR, lines, 4, went, NOW)
    desk.asked_of_me = [
        Offer(1101, "C-1101", Priority.P1, "李**", "手机银行无法登录，急用", "zhao.min",
              NOW - 7 * MINUTE, "first_response", NOW + 25 * MINUTE),
        Offer(1102, "C-1102", Priority.P3, "E***", "Statement shows old address", "chen.yu",
              NOW - 3 * MINUTE, None, None),
    ]  # fmt: skip
    return desk


@pytest.mark.story
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_it_looks_as_kept(size: tuple[int, int], lang: str) -> None:
    async with running(a_late_day(), size, lang=lang) as (app, pilot):
        await pilot.press("E")
        await settle(pilot, lambda: "C-1102" in screen_text(app))
        await pilot.press("j", "j", "j")
        app.clear_notifications()
        await settle(pilot, lambda: "I leave, too" in screen_text(app))
        assert_aligned(app, size[0])
        assert_picture(f"going-home-{lang}-{size[0]}x{size[1]}", screen_text(app))


@pytest.mark.story
async def test_hostile_words_are_words() -> None:
    """Every payload as title, customer, name of a colleague, and why they declined."""
    desk = a_late_day()
    lines = tuple(
        line(2000 + n, HOUR + n, title=text, customer=text, declined_by=text, declined_why=text)
        for n, text in enumerate(HOSTILE.values())
    )
    desk.home = replace(desk.home, lines=lines)
    desk.asked_of_me = [
        replace(desk.asked_of_me[0], case_id=3000 + n, title=text, customer=text, by=text)
        for n, text in enumerate(HOSTILE.values())
    ]
    async with running(desk, SMALL) as (app, pilot):
        await pilot.press("E")
        await settle(pilot, lambda: "C-2000" in screen_text(app))
        for _ in range(0, 2 * len(HOSTILE), 10):
            assert_aligned(app, SMALL[0])
            await pilot.press("pagedown")
        await pilot.press("g", "j")
        await settle(pilot, lambda: "[@click=app.quit]" in screen_text(app))


SENTENCES = [
    (0, 0, (), "Nothing is due before tomorrow 08:32.", "明天 08:32 前没有到期事项。"),
    (
        0, 1, (("zhao.min", True, False), ("chen.yu", True, True)),
        "Nothing is due before tomorrow 08:32. 1 of yours can wait; 1 is with 赵敏; "
        "1 is with 陈宇, on duty.",
        "明天 08:32 前没有到期事项。您名下另有 1 件可待下个班次处理；1 件已由赵敏接手；"
        "1 件已交值班人员陈宇。",
    ),
    (
        5, 4, (("zhao.min", False, False), ("zhao.min", False, False)),
        "5 due before tomorrow 08:32 are still without another person: C-1, C-2, C-3 and 2 more. "
        "4 of yours can wait; 2 asked of 赵敏, not accepted yet.",
        "明天 08:32 前到期的 5 件仍无人接手（C-1、C-2、C-3 及另外 2 件）。"
        "您名下另有 4 件可待下个班次处理；2 件已请赵敏接手，尚未答复。",
    ),
    (
        1, 0, (),
        "1 due before tomorrow 08:32 is still without another person: C-1.",
        "明天 08:32 前到期的 1 件仍无人接手（C-1）。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("alone", "stay", "went", "en", "zh"), SENTENCES)
def test_the_one_sentence(
    alone: int, stay: int, went: tuple[tuple[str, bool, bool], ...], en: str, zh: str
) -> None:
    handed = tuple(
        HandedOver(900 + n, f"C-{900 + n}", to, accepted, duty)
        for n, (to, accepted, duty) in enumerate(went)
    )
    lines = tuple(line(n + 1, HOUR) for n in range(alone))
    view = HomeView("li.wei", NOW + 18 * HOUR, lines, stay, handed, NOW)
    lens = Lens(
        now=NOW, zone=form.zone(INFO.tz), me="li.wei", names={"zhao.min": "赵敏", "chen.yu": "陈宇"}
    )
    try:
        for lang, words in (("en", en), ("zh", zh)):
            set_language(lang)
            assert home_words.sentence(view, lens) == words
    finally:
        set_language("en")


@pytest.mark.story
async def test_what_cannot_go_is_said_on_its_line_and_the_others_go_with_the_same_key(
    tmp_path: Path,
) -> None:
    async with evening(tmp_path) as at:
        card = (await at.li.receive(request("Ring me about the card"))).case_id
        await at.li.claim(card)
        soon = at.clock.now() + 5 * MINUTE
        for who in ("wang.fang", "zhao.min"):
            await at.li.agree(card, soon, "the card", until=soon + 10 * MINUTE, who=who)
        await at.begins()
        await at.sees("3 due before tomorrow 08:00")
        await at.press("m")
        await at.until(lambda: isinstance(at.app.screen, WhoTakes))
        await at.press("z", "m", "enter")
        await at.sees("Nothing was handed over.")
        await at.sees(f"C-{card}: Zhao Min has another call: 19:38. Choose somebody else.")
        await at.sees("m again hands over the others.")
        await at.sees("▲ not possible, see below")
        assert await at.zhao.offers() == ()
        await at.press("m")
        await at.until(lambda: isinstance(at.app.screen, WhoTakes))
        await at.press("z", "m", "enter")
        await at.sees("2 cases asked of Zhao Min.")
        assert [case.case_id for case in await at.zhao.offers()] == [1001, 1002]
        await at.press("space", "m")  # the call, to somebody who is free then
        await at.until(lambda: isinstance(at.app.screen, WhoTakes))
        await at.press("l", "w", "enter")
        await at.sees(f"The call on C-{card} is Li Wei's now.")
        await at.sees("Li Wei makes 1 of your calls")
        await at.sees(f"C-{card} → Li Wei · call")
