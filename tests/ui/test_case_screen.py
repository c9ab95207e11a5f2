"""The case screen: what is where, how it scrolls, and how it follows what happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, CaseClass, Kind, Priority
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.forms.base import CaseForm
from tests.support.case_ui import Seat, seat
from tests.support.desks import MONDAY, request
from tests.support.pictures import assert_picture
from tests.support.ui import LARGE, MIDDLE, SMALL, assert_aligned

SIZES = (SMALL, MIDDLE, LARGE)

ENGLISH = request(
    "Transfer of 50,000 missing",
    text="I sent 50,000 to my brother yesterday at ten and it has not arrived. He needs it for a "
    "deposit that is due this afternoon. I want to know where my money is, who looks after it, "
    "and when it will be there. The reference on my slip is TRX 88-1207. I rang three times and "
    "nobody could tell me anything.\n\nPlease ring me, I do not read e-mail at work.",
    prefers="phone",
    language="en",
    category="",
    kind=Kind.TRANSACTION,
    klass=CaseClass.COMPLEX,
    priority=Priority.P1,
    care=True,
    received_at=MONDAY - 34 * MINUTE,
    ext_ref="TX-77",
)
CHINESE = request(
    "转账 50,000 元未到账",
    text="我昨天上午十点转给弟弟的五万元到现在还没到账，网点说两小时内到，已经过去一天了。"
    "他今天下午要交定金。我想知道钱现在在哪里、谁在处理、什么时候能到。回单编号 TRX 88-1207。"
    "我打了三次热线都没人说得清楚。\n请打电话给我，上班时间不看邮件。",
    customer="陈洁",
    prefers="phone",
    language="zh",
    kind=Kind.TRANSACTION,
    klass=CaseClass.COMPLEX,
    priority=Priority.P1,
    care=True,
    received_at=MONDAY - 34 * MINUTE,
    ext_ref="TX-77",
)
WORDS = {
    "en": (
        "Core banking shows it as sent at 10:04; asked the payments desk for the trace.",
        "Rang her: it left us at 10:04, we trace it; I ring again before a quarter to twelve.",
        "Thank you. Please use the mobile number.",
        "The deposit is due today",
    ),
    "zh": (
        "核心系统显示 10:04 已汇出；已请支付部查询。",
        "已致电客户：10:04 已汇出，正在追踪，十一点三刻前再致电。",
        "谢谢，请打我的手机。",
        "今天下午要交定金",
    ),
}


async def live_through(here: Seat, lang: str) -> None:
    """A case with something of everything, a minute apart."""
    note, told, answer, why = WORDS[lang]
    desk, case_id, clock = here.desk, here.case_id, here.clock
    await desk.claim(case_id)
    clock.forward(MINUTE)
    await desk.note(case_id, note)
    clock.forward(MINUTE)
    await desk.reply(
        case_id, told, channel="phone", contact=True,
        promised_at=MONDAY + 12 * MINUTE, finish_at=MONDAY + DAY,
    )  # fmt: skip
    clock.forward(MINUTE)
    await desk.change_class(case_id, CaseClass.COMPLAINT, why)
    await desk.change_class(case_id, CaseClass.COMPLEX, why)
    clock.forward(MINUTE)
    await desk.customer_message(case_id, answer, channel="email")
    clock.forward(90 * SECOND)
    here.screen.reload()
    ver = (await here.stored()).ver
    await here.until(lambda: here.view.ver == ver and here.view.at == clock.now(), "all is read")
    counts = await desk.counts()
    here.app.refresh_counts()
    await here.until(lambda: here.app.counts == counts, "the header has the same figures")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_case_looks_as_kept(tmp_path: Path, size: tuple[int, int], lang: str) -> None:
    row = ENGLISH if lang == "en" else CHINESE
    async with seat(tmp_path, row, size=size, lang=lang) as here:
        await live_through(here, lang)
        here.app.clear_notifications()
        await here.pilot.pause()
        assert_aligned(here.app, size[0])
        assert_picture(f"case-{lang}-{size[0]}x{size[1]}", here.text)


@pytest.mark.story
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_update_form_looks_as_kept(
    tmp_path: Path, size: tuple[int, int], lang: str
) -> None:
    row = ENGLISH if lang == "en" else CHINESE
    async with seat(tmp_path, row, size=size, lang=lang) as here:
        await live_through(here, lang)
        here.app.clear_notifications()
        await here.press("u")
        await here.until(lambda: isinstance(here.app.screen, CaseForm), "the form is there")
        await here.paste(WORDS[lang][1])
        await here.press("tab")
        await here.paste("+2h")
        await here.press("tab")
        await here.paste("9:00")
        await here.sees_kept()
        assert_aligned(here.app, size[0])
        assert_picture(f"update-{lang}-{size[0]}x{size[1]}", here.text)


@pytest.mark.story
async def test_all_forms_fit_the_smallest_window(tmp_path: Path) -> None:
    async with seat(tmp_path, size=SMALL) as here:
        await here.press("l")
        await here.until(lambda: here.view.owner, "mine")
        for key in "uUaopmLP":
            await here.press(key)
            await here.until(lambda: isinstance(here.app.screen, CaseForm), f"form of {key}")
            await here.pilot.pause()
            assert "^s save" in here.text, key
            fields = here.app.screen.query_one(".form-fields", VerticalScroll)
            assert fields.max_scroll_y == 0, key
            await here.press("escape")
            await here.back_on_case()


def story(here: Seat) -> VerticalScroll:
    """The column that holds the timeline."""
    parent = here.screen.query_one("#section-timeline").parent
    assert isinstance(parent, VerticalScroll)
    return parent


async def test_keys_scroll_the_story(tmp_path: Path) -> None:
    async with seat(tmp_path, ENGLISH, size=SMALL) as here:
        await live_through(here, "en")
        pane = story(here)
        assert pane.has_focus
        await here.press("j", "j", "down")
        await here.until(lambda: pane.scroll_y == 3, "three lines down")
        await here.press("k")
        await here.until(lambda: pane.scroll_y == 2, "one up")
        await here.press("G")
        await here.until(lambda: pane.scroll_y == pane.max_scroll_y, "at the end")
        assert "Minutes" in here.text
        await here.press("g")
        await here.until(lambda: pane.scroll_y == 0, "at the top")
        await here.press("pagedown")
        await here.until(lambda: pane.scroll_y > 5, "a page down")


async def test_tab_scrolls_the_other_column(tmp_path: Path) -> None:
    async with seat(tmp_path, size=MIDDLE) as here:
        panes = list(here.screen.query(VerticalScroll).results(VerticalScroll))
        assert panes[1].has_focus
        await here.press("tab")
        assert panes[0].has_focus
        await here.press("tab")
        assert panes[1].has_focus


@pytest.mark.story
async def test_the_story_shows_all_the_customers_or_the_inside(tmp_path: Path) -> None:
    async with seat(tmp_path, ENGLISH, size=LARGE) as here:
        await live_through(here, "en")
        note, told, answer, _ = WORDS["en"]
        await here.sees("Core banking")
        await here.press("t")
        await here.until(lambda: "Core banking" not in here.text, "internal is hidden")
        assert told[:30] in here.text
        assert answer[:30] in here.text
        await here.press("t")
        await here.sees(note[:30])
        assert told[:30] not in here.text
        await here.press("t")
        await here.sees(told[:30])
        await here.sees(note[:30])


async def test_long_texts_are_folded_until_enter(tmp_path: Path) -> None:
    long = "\n".join(f"line {number}" for number in range(40))
    async with seat(tmp_path, request(text=long)) as here:
        await here.sees("… 34 more lines")
        assert "line 30" not in here.text
        await here.press("enter")
        await here.until(lambda: "more lines" not in here.text, "unfolded")
        await here.press("G")
        await here.sees("line 39")
        await here.press("enter")
        await here.sees("… 34 more lines")


async def test_a_change_by_somebody_else_shows_without_losing_the_scroll(tmp_path: Path) -> None:
    async with seat(tmp_path, ENGLISH, size=SMALL) as here:
        await live_through(here, "en")
        pane = story(here)
        await here.press("G")
        await here.until(lambda: pane.scroll_y == pane.max_scroll_y, "at the end")
        top = here.text.splitlines()[6]
        zhao = await here.desk.as_person("zhao.min")
        await zhao.note(here.case_id, "from the other desk")
        await here.until(lambda: here.view.timeline[-1].text == "from the other desk", "read")
        await here.until(lambda: here.text.splitlines()[6] == top, "what was read stays")
        await here.press("g")
        await here.until(lambda: pane.scroll_y == 0, "at the top")


@pytest.mark.story
async def test_an_open_form_stays_while_the_case_changes(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("o")
        await here.sees("who may read")
        await here.type("my words")
        zhao = await here.desk.as_person("zhao.min")
        await zhao.claim(here.case_id)
        await here.sees("Meanwhile: 10:00 Zhao Min · took the case")
        await here.sees("my words")
        await here.press("ctrl+s")
        await here.back_on_case()
        assert (await here.last()).text == "my words"


async def test_time_left_counts_down_and_turns_late(tmp_path: Path) -> None:
    async with seat(tmp_path, request(priority=Priority.P1)) as here:
        await here.sees("30m")
        here.clock.forward(16 * MINUTE)
        await here.sees("14m00")
        await here.sees("● due 10:30")
        here.clock.forward(15 * MINUTE)
        await here.sees("−1m00")
        await here.sees("▲ late since 10:30")
        await here.sees("first response breached")


async def test_a_frozen_promise_shows_what_is_left_and_whom_we_wait_for(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.desk.claim(here.case_id)
        here.clock.forward(HOUR)
        await here.desk.wait(here.case_id, "which account?", MONDAY + DAY)
        await here.sees("paused: we wait for the customer")
        await here.sees("23h00")
        here.clock.forward(3 * HOUR)
        here.screen.reload()
        await here.until(lambda: here.view.at == here.clock.now(), "read later")
        await here.sees("23h00")


@pytest.mark.story
async def test_the_language_switches_at_once(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.sees("Promises")
        await here.press("ctrl+p")
        await here.until(lambda: not isinstance(here.app.screen, CaseScreen), "the palette")
        await here.type("switch the lang")
        await here.press("enter")
        await here.sees("时限")
        await here.sees("处理轨迹")
        assert "Promises" not in here.text
        assert here.screen.view is not None


async def test_other_widths_bring_other_columns(tmp_path: Path) -> None:
    async with seat(tmp_path, size=MIDDLE) as here:
        assert len(here.screen.query(".column")) == 2
        await here.pilot.resize_terminal(*SMALL)
        await here.until(lambda: len(here.screen.query(".column")) == 1, "one column")
        assert_aligned(here.app, SMALL[0])
        await here.pilot.resize_terminal(*LARGE)
        await here.until(lambda: len(here.screen.query(".column")) == 3, "three columns")
        await here.sees("Where is my transfer?")
        assert_aligned(here.app, LARGE[0])


async def test_escape_goes_back_to_the_queue(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.press("escape")
        await here.until(lambda: not isinstance(here.app.screen, CaseScreen), "back")


async def test_a_case_that_is_not_there_is_said(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.app.push_screen(CaseScreen(99_999))
        await here.sees("There is no such case.")
        await here.until(lambda: here.screen.case_id == here.case_id, "back where we were")


async def test_the_next_step_follows_the_case(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await here.sees("▸ l  take it: first response is due 14:00")
        await here.press("l")
        await here.sees("▸ u  reply: the customer has not heard from us (due 14:00)")
        await here.desk.reply(here.case_id, "soon", channel="phone", promised_at=MONDAY + 2 * HOUR)
        await here.sees("▸ u  keep what was promised for 12:00")
        await here.desk.wait(here.case_id, "which?", MONDAY + DAY)
        await here.sees("▸ U  when they answer; without an answer we remind them tomorrow at 10:00")
        await here.desk.customer_message(here.case_id, "this one", channel="email")
        await here.sees("▸ u  keep what was promised for 12:00")
        await here.desk.reply(here.case_id, "we have it", channel="email")
        await here.desk.customer_message(here.case_id, "and now?", channel="email")
        await here.sees("▸ u  answer the customer's message (due 14:00)")
        await here.desk.reply(here.case_id, "thanks", channel="email")
        await here.sees("▸ r  finish it by tomorrow 10:00")
        await here.desk.resolve(here.case_id, "done", "told")
        await here.sees("▸ f  ask how it went, by ")
        await here.desk.follow_up(here.case_id, reached=True, speed=5, attitude=5, solved=5)
        await here.sees("▸ x  close it: nothing is left to do")
        await here.desk.close_case(here.case_id)
        await here.sees("nothing is left; R opens it again")
