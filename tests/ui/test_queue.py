"""The queue screen: what its keys do, on a real desk; what it says when it cannot."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from agentdesk.app import AgentDesk
from agentdesk.desk.api import Counts, DeskTrouble, QueuePage, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import HOUR, MINUTE, Priority, Status
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.queue import QueueScreen
from agentdesk.screens.why import WhyScreen
from tests.support.desks import MONDAY, make_desk, request
from tests.support.fake_desk import FakeDesk, row
from tests.support.ui import (
    LARGE,
    MIDDLE,
    SMALL,
    assert_aligned,
    running,
    screen_lines,
    screen_text,
    settle,
)


def queue_of(app: AgentDesk) -> QueueScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, QueueScreen))


def footer(app: AgentDesk) -> str:
    return screen_lines(app)[-1]


@asynccontextmanager
async def real(
    folder: Path, size: tuple[int, int] = SMALL, lang: str = "en"
) -> AsyncIterator[tuple[AgentDesk, Pilot[int], Desk]]:
    """The program over a real store with six cases; Li Wei leads and has none of them yet."""
    clock = SetClock(MONDAY)
    desk = await make_desk(folder, clock)
    await desk.add_person("Zhao Min", code="zhao.min")
    for title, more in (
        ("Where is my transfer?", {}),
        ("基金赎回未到账", {"customer": "王小明", "text": "上周赎回的基金一直没有到账"}),
        ("Card swallowed by the machine", {"priority": Priority.P1}),
        ("信用卡账单金额不对", {"priority": Priority.P2}),
        ("How to order a token", {"channel": "phone"}),
        ("Statement shows old address", {"priority": Priority.P2}),
    ):
        await desk.receive(request(title, **more))
    clock.forward(5 * MINUTE)
    async with running(desk, size, lang=lang) as (app, pilot):
        yield app, pilot, desk


async def test_n_takes_what_comes_first_and_opens_it(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, desk):
        first = queue_of(app).table.window.rows[0]
        assert first.priority is Priority.P1
        await pilot.press("n")
        await settle(pilot, lambda: isinstance(app.screen, CaseScreen))
        assert (await desk.case(first.id)).owner == "li.wei"
        await pilot.press("escape")
        await settle(pilot, lambda: isinstance(app.screen, QueueScreen))
        await settle(pilot, lambda: (app.counts or FakeDesk) and app.counts.mine == 1)  # type: ignore[union-attr]
        assert "1 mine" in screen_lines(app)[0]


async def test_back_from_several_cases_the_cursor_is_on_the_last_one(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, desk):
        table = queue_of(app).table
        await pilot.press("G", "n")
        await settle(pilot, lambda: isinstance(app.screen, CaseScreen) and app.screen.view)
        first = app.screen.case_id
        await desk.resolve(first, done="sent", told="it is on its way", op="resolve")
        await pilot.press("n")
        await settle(pilot, lambda: app.screen.case_id != first and app.screen.view)
        second = app.screen.case_id
        await pilot.press("escape")
        assert table.cursor == second, "at once: the next key is meant for it"
        await settle(pilot, lambda: "2 mine" in screen_lines(app)[0])
        assert table.cursor == second


async def test_back_from_a_settled_case_the_cursor_is_on_what_comes_first(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, desk):
        table = queue_of(app).table
        await pilot.press("n")
        await settle(pilot, lambda: isinstance(app.screen, CaseScreen) and app.screen.view)
        done = app.screen.case_id
        await desk.resolve(done, done="sent", told="it is on its way", op="resolve")
        await settle(pilot, lambda: app.screen.view.status is Status.RESOLVED)
        await pilot.press("escape")
        await settle(pilot, lambda: table.window.rows[-1].id == done)
        await settle(pilot, lambda: table.cursor == table.window.rows[0].id)
        await pilot.press("G", "enter")  # what was settled before keeps the cursor
        await settle(pilot, lambda: isinstance(app.screen, CaseScreen) and app.screen.view)
        await pilot.press("escape")
        await settle(pilot, lambda: app.screen is queue_of(app))
        await pilot.pause(0.1)
        assert table.cursor == done


async def test_where_a_case_has_left_a_long_view_the_next_one_has_the_cursor() -> None:
    desk = FakeDesk([row(number) for number in range(1, 701)])
    async with running(desk) as (app, pilot):
        table = queue_of(app).table
        queue_of(app).read(cursor=350)
        await settle(pilot, lambda: table.cursor == 350)
        desk.rows = [each for each in desk.rows if each.id not in (350, 120)]
        desk.news.put_nowait(frozenset({350, 120}))
        await settle(pilot, lambda: table.cursor == 351)
        assert (table.window.more_before, table.window.more_after) == (True, True)
        assert {340, 349, 352, 360} <= set(table.window.index)
        assert 120 not in table.window.index


class Slow(FakeDesk):
    """A desk whose pages take their time once they are told to."""

    slow = False

    async def page(self, *asked: Any, **window: Any) -> QueuePage:
        found = await super().page(*asked, **window)
        if self.slow:
            await asyncio.sleep(0.05)
        return found


async def test_what_has_changed_is_read_also_where_the_cursor_nears_the_edge() -> None:
    desk = Slow([row(number) for number in range(1, 501)])
    async with running(desk) as (app, pilot):
        table = queue_of(app).table
        desk.rows[170] = replace(desk.rows[170], title="changed elsewhere", ver=9)
        desk.slow = True
        before = desk.calls.count("page")
        queue_of(app).changes_settled()
        await settle(pilot, lambda: desk.calls.count("page") > before)
        table.go(175)  # while it is being read: more rows are wanted
        await settle(pilot, lambda: "changed elsewhere" in screen_text(app))
        await settle(pilot, lambda: 250 in table.window.index)


async def test_pressing_n_again_before_the_answer_claims_once() -> None:
    desk = FakeDesk([row(number) for number in range(1, 5)])
    async with running(desk) as (app, pilot):
        screen = queue_of(app)
        screen.do_next()
        screen.do_next()
        await settle(pilot, lambda: isinstance(app.screen, CaseScreen))
        assert desk.calls.count("next") == 1
        assert [each.id for each in desk.rows if each.mine] == [1]


async def test_nothing_to_take_is_said() -> None:
    async with running(FakeDesk([row(1, owner="zhao.min")])) as (app, pilot):
        await pilot.press("n")
        await settle(pilot, lambda: "Nothing to take" in screen_text(app))


async def test_l_claims_the_case_under_the_cursor(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, desk):
        await pilot.press("j", "j")
        wanted = queue_of(app).table.cursor
        assert wanted is not None
        await pilot.press("l")
        await settle(pilot, lambda: "is yours" in screen_text(app))
        assert (await desk.case(wanted)).owner == "li.wei"
        await settle(pilot, lambda: bool(queue_of(app).row and queue_of(app).row.mine))  # type: ignore[union-attr]
        assert queue_of(app).table.cursor == wanted


async def test_a_key_that_cannot_be_used_is_dim_and_says_why() -> None:
    async with running(FakeDesk([row(1, owner="zhao.min"), row(2)])) as (app, pilot):
        hints = {hint.name: hint.enabled for hint in queue_of(app).hints()}
        assert hints["claim"] is False
        await pilot.press("l")
        await settle(pilot, lambda: "赵敏 has this case" in screen_text(app))
        await pilot.press("j")
        hints = {hint.name: hint.enabled for hint in queue_of(app).hints()}
        assert hints["claim"] is True


async def test_what_is_said_again_and_again_stands_once() -> None:
    async with running(FakeDesk([row(1, owner="zhao.min"), row(2)])) as (app, pilot):
        await pilot.press("l", "你", "l", "好", "l")

        def said() -> list[int]:
            return [screen_text(app).count(words) for words in ("has this case", "按 Shift")]

        await settle(pilot, lambda: min(said()) > 0)
        assert said() == [1, 1]


async def test_a_lost_race_is_said_and_shown(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, desk):
        held = queue_of(app).table.cursor
        assert held is not None
        other = await desk.as_person("zhao.min")
        await other.claim(held)  # a moment before the key
        await queue_of(app)._guarded(queue_of(app)._claim(held))
        await settle(pilot, lambda: "already has this case" in screen_text(app))
        await settle(pilot, lambda: "zhao.min" in screen_text(app))


async def test_what_another_desk_commits_shows_by_itself(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, desk):
        other = await Desk.open(tmp_path, clock=SetClock(desk.now()), person="zhao.min")
        try:
            await other.receive(request("Rang just now", priority=Priority.P1, channel="phone"))
            await settle(pilot, lambda: "Rang just now" in screen_text(app))
            await settle(pilot, lambda: "7 open" in screen_lines(app)[0])
        finally:
            await other.aclose()


# --- filter --------------------------------------------------------------------------------------


async def test_the_filter_finds_words_in_both_languages(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, _):
        table = queue_of(app).table
        await pilot.press("slash", *"transfer")
        await settle(pilot, lambda: [each.title for each in table.window.rows][:1] == [
            "Where is my transfer?"
        ])  # fmt: skip
        await pilot.press("escape")
        await settle(pilot, lambda: len(table.window.rows) == 6)
        assert not queue_of(app).bar.display
        await pilot.press("slash", *"赎回")
        await settle(pilot, lambda: [each.title for each in table.window.rows] == [
            "基金赎回未到账"
        ])  # fmt: skip


async def test_a_structured_filter_with_the_arrows_moving_through_what_it_found(
    tmp_path: Path,
) -> None:
    async with real(tmp_path) as (app, pilot, _):
        table = queue_of(app).table
        await pilot.press("slash", *"p:2")
        await settle(pilot, lambda: len(table.window.rows) == 2)
        first, second = (each.id for each in table.window.rows)
        assert table.cursor == first
        await pilot.press("down")
        assert table.cursor == second
        assert isinstance(app.focused, Input)
        await pilot.press("enter")  # the list has the keys again, the filter stays
        assert app.focused is table
        await pilot.press("k")
        assert table.cursor == first
        assert "p:2" in screen_text(app)


async def test_a_field_that_does_not_exist_is_said(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, _):
        await pilot.press("slash", *"colour:red")
        await settle(pilot, lambda: "“colour” is not understood" in screen_text(app))
        await settle(pilot, lambda: len(queue_of(app).table.window.rows) == 6)
        assert "“colour” is not understood" in screen_text(app)


async def test_a_plain_number_goes_to_its_case(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, _):
        wanted = queue_of(app).table.window.rows[-1]
        number = wanted.reference.removeprefix("C-")
        await pilot.press("slash", *number)
        await settle(pilot, lambda: queue_of(app).table.cursor == wanted.id)
        await settle(pilot, lambda: f"⏎ opens {wanted.reference}" in screen_text(app))
        await pilot.press("enter")
        await settle(pilot, lambda: isinstance(app.screen, CaseScreen))
        assert isinstance(app.screen, CaseScreen)
        assert app.screen.case_id == wanted.id


async def test_a_number_nobody_has_is_said(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, _):
        await pilot.press("slash", *"98765")
        await settle(pilot, lambda: "There is no case 98765" in screen_text(app))
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen)


async def test_nothing_found_says_what_to_do() -> None:
    async with running(FakeDesk([row(1)])) as (app, pilot):
        await pilot.press("slash", *"zzz[/red]")
        await settle(pilot, lambda: "Nothing here matches “zzz[/red]”" in screen_text(app))
        assert "esc takes the filter away" in screen_text(app)


# --- views ---------------------------------------------------------------------------------------


async def test_views_by_number_and_by_tab() -> None:
    rows = [row(1, owner="li.wei", mine=True), row(2), row(3, left=-HOUR, band=3)]
    async with running(FakeDesk(rows)) as (app, pilot):
        table = queue_of(app).table
        await pilot.press("2")
        await settle(pilot, lambda: [each.id for each in table.window.rows] == [1])
        await pilot.press("tab")
        await settle(pilot, lambda: [each.id for each in table.window.rows] == [2, 3])
        await pilot.press("shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await settle(pilot, lambda: [each.id for each in table.window.rows] == [3])
        line = screen_lines(app)[1]
        assert "All 3" in line
        assert "Late 1" in line


async def test_no_figure_is_shown_before_it_has_been_read() -> None:
    class Slow(FakeDesk):
        async def counts(self) -> Counts:
            await known.wait()
            return await super().counts()

    known = asyncio.Event()
    async with running(Slow([row(1)]), ready=False) as (app, pilot):
        await settle(pilot, lambda: "C-1001" in screen_text(app))
        header, views, *_ = screen_lines(app)
        assert "All ·" in views
        assert not re.search(r"\d (open|mine)|[▲●]|\b0\b", header + views)
        known.set()
        await settle(pilot, lambda: "All 1" in screen_lines(app)[1])
        assert "Late 0" in screen_lines(app)[1]


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_an_empty_view_says_what_to_do(lang: str) -> None:
    async with running(FakeDesk(), SMALL, lang=lang) as (app, pilot):
        seen = set()
        for number, _ in enumerate(View, 1):
            await pilot.press(str(number))
            await pilot.pause(0.05)
            lines = [line.strip() for line in screen_lines(app)[3:-2] if line.strip()]
            assert len(lines) == 2, lines
            seen.add(tuple(lines))
            assert_aligned(app, SMALL[0])
        assert len(seen) == len(View)


async def test_a_view_is_chosen_by_a_click() -> None:
    async with running(FakeDesk([row(1), row(2, owner="li.wei", mine=True)])) as (app, pilot):
        x = screen_lines(app)[1].index("Mine")
        await pilot.click(offset=(x + 1, 1))
        await settle(pilot, lambda: len(queue_of(app).table.window.rows) == 1)


# --- preview, why --------------------------------------------------------------------------------


async def test_the_preview_stands_beside_the_table_from_120_columns() -> None:
    desk = FakeDesk([row(1, title="first one"), row(2, title="second one")])
    async with running(desk, (119, 36)) as (app, pilot):
        assert "Whose minutes" not in screen_text(app)
        assert "case" not in desk.calls
        await pilot.resize_terminal(120, 36)
        await settle(pilot, lambda: "Whose minutes" in screen_text(app))
        await pilot.press("j")
        await settle(pilot, lambda: queue_of(app).preview.case_id == 2)
        await settle(pilot, lambda: desk.calls.count("case") == 2)
        assert_aligned(app, 120)


async def test_walking_fast_reads_only_the_case_where_the_cursor_rests() -> None:
    desk = FakeDesk([row(number) for number in range(1, 41)])
    async with running(desk, MIDDLE) as (app, pilot):
        await settle(pilot, lambda: "case" in desk.calls)
        table = queue_of(app).table
        for _ in range(30):
            table.move(1)
        await settle(pilot, lambda: queue_of(app).preview._view is not None)
        assert desk.calls.count("case") == 2


async def test_w_shows_the_whole_reason_and_why_the_next_is_next(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, _):
        first, second = queue_of(app).table.window.rows[:2]
        await pilot.press("w")
        await settle(pilot, lambda: "How each due came about" in screen_text(app))
        text = screen_text(app)
        assert f"Why {first.reference} stands here" in text
        assert f"Why {second.reference} is next" in text
        assert "P1 and nobody has replied yet" in text
        await pilot.press("escape")
        await settle(pilot, lambda: isinstance(app.screen, QueueScreen))
        await pilot.press("w")
        await settle(pilot, lambda: isinstance(app.screen, WhyScreen))
        await pilot.press("enter")
        await settle(pilot, lambda: isinstance(app.screen, CaseScreen) and app.screen.view)
        case = app.screen
        await pilot.press("w")
        await settle(pilot, lambda: isinstance(app.screen, WhyScreen))
        await pilot.press("enter")  # it is open already: nothing is laid over it
        await settle(pilot, lambda: app.screen is case)
        await pilot.press("escape")
        await settle(pilot, lambda: app.screen is queue_of(app))
        assert queue_of(app).table.cursor == first.id


# --- help, palette, languages, keys --------------------------------------------------------------


async def test_the_list_of_keys_is_searched_by_typing() -> None:
    async with running(FakeDesk([row(1), row(2)]), SMALL) as (app, pilot):
        await pilot.press("question_mark")
        await settle(pilot, lambda: "Keys of this screen" in screen_text(app))
        await pilot.press(*"unowned")
        await settle(pilot, lambda: "▸ 3" in screen_text(app))
        await pilot.press("enter")
        await settle(pilot, lambda: isinstance(app.screen, QueueScreen))
        assert queue_of(app)._view is View.UNOWNED


async def test_the_palette_has_every_action_and_says_what_cannot_be_done() -> None:
    desk = FakeDesk([row(1, owner="zhao.min")])
    async with running(desk, LARGE) as (app, pilot):
        await pilot.press("ctrl+p")
        await settle(pilot, lambda: "All actions" in screen_text(app))
        text = screen_text(app)
        for _ in range(3):  # there are more than a screen holds
            await pilot.press("pagedown")
            await pilot.pause(0.1)
            text += screen_text(app)
        for act in queue_of(app).acts():
            assert act.moves or act.help in text, act.name
        assert "not now: 赵敏 has this case." in text
        await pilot.press("escape")
        await settle(pilot, lambda: isinstance(app.screen, QueueScreen))


@pytest.mark.story
async def test_the_language_is_switched_by_the_palette_and_remembered() -> None:
    kept: dict[str, str] = {}
    desk = FakeDesk([row(1), row(2, where="payments")])
    async with running(desk, MIDDLE, remember=kept.__setitem__) as (app, pilot):
        await pilot.press("j")
        await pilot.press("ctrl+p", *"中文", "enter")
        await settle(pilot, lambda: "临近时限" in screen_text(app))
        text = screen_text(app)
        for words in ("全部", "编号", "支付部", "筛选", "排序依据", "首响"):
            assert words in text, words
        assert "Next promise" not in text
        assert queue_of(app).table.cursor == 2
        assert kept == {"lang": "zh"}
        assert_aligned(app, MIDDLE[0])
        await pilot.press("ctrl+p", *"english", "enter")
        await settle(pilot, lambda: "Next promise" in screen_text(app))
        assert kept == {"lang": "en"}


async def test_the_theme_is_switched_and_remembered() -> None:
    kept: dict[str, str] = {}
    async with running(FakeDesk([row(1)]), theme="light", remember=kept.__setitem__) as (
        app,
        pilot,
    ):
        assert app.theme == "agentdesk-light"
        await pilot.press("ctrl+p", *"theme", "enter")
        await settle(pilot, lambda: app.theme == "agentdesk-contrast")
        assert kept == {"theme": "contrast"}


async def test_every_key_can_be_bound_anew() -> None:
    keymap = {"queue.next": "ctrl+n", "queue.claim": "x"}
    desk = FakeDesk([row(1), row(2)])
    async with running(desk, keymap=keymap) as (app, pilot):
        assert "^n next" in footer(app)
        assert "x claim" in footer(app)
        await pilot.press("l", "n")
        await pilot.pause()
        assert desk.calls.count("claim") == desk.calls.count("next") == 0
        await pilot.press("x")
        await settle(pilot, lambda: desk.calls.count("claim") == 1)


async def test_a_key_of_the_footer_can_be_clicked() -> None:
    async with running(FakeDesk([row(1)])) as (app, pilot):
        x = footer(app).index("why")
        await pilot.click(offset=(x, app.size.height - 1))
        await settle(pilot, lambda: isinstance(app.screen, WhyScreen))


# --- trouble -------------------------------------------------------------------------------------


async def test_trouble_of_the_store_is_said_and_the_desk_goes_on() -> None:
    desk = FakeDesk([row(1), row(2)])
    async with running(desk) as (app, pilot):
        desk.refuse = DeskTrouble("busy", path="store.db")
        await pilot.press("l")
        await settle(pilot, lambda: "has been writing to" in screen_text(app))
        desk.refuse = None
        await pilot.press("l")
        await settle(pilot, lambda: "is yours" in screen_text(app))


async def test_a_case_that_is_gone_does_no_harm() -> None:
    desk = FakeDesk([row(1), row(2)])
    async with running(desk, MIDDLE) as (app, pilot):
        await settle(pilot, lambda: "case" in desk.calls)
        desk.rows = [replace(each, title="kept") for each in desk.rows if each.id == 1]
        await pilot.press("j", "w")
        await settle(pilot, lambda: "There is no such case" in screen_text(app))
        assert app.is_running


async def test_a_claim_is_taken_back_by_z(tmp_path: Path) -> None:
    async with real(tmp_path) as (app, pilot, desk):
        held = queue_of(app).table.cursor
        assert held is not None
        await pilot.press("l")
        await settle(pilot, lambda: "z takes it back" in screen_text(app))
        assert (await desk.case(held)).owner == "li.wei"
        await pilot.press("z")
        await settle(pilot, lambda: "taken back" in screen_text(app))
        assert (await desk.case(held)).owner is None
        await pilot.press("z")
        await settle(pilot, lambda: "This was a step back already" in screen_text(app))


async def test_a_burst_of_changes_neither_starves_nor_multiplies_the_reading() -> None:
    desk = FakeDesk([row(number) for number in range(1, 41)])
    async with running(desk) as (app, pilot):
        before = desk.calls.count("page")
        for number in range(300):
            desk.news.put_nowait(frozenset({number}))
        desk.rows[5] = replace(desk.rows[5], title="the last word", ver=9)
        desk.news.put_nowait(frozenset({6}))
        await settle(pilot, lambda: "the last word" in screen_text(app))
        await pilot.pause(0.3)
        assert desk.calls.count("page") - before <= 4


async def test_ctrl_c_says_how_to_leave() -> None:
    async with running(FakeDesk([row(1)])) as (app, pilot):
        await pilot.press("ctrl+c")
        await settle(pilot, lambda: "ctrl+q leaves the desk" in screen_text(app))


async def test_two_actions_on_one_key_are_said() -> None:
    async with running(FakeDesk([row(1)]), keymap={"queue.claim": "w"}) as (app, pilot):
        await settle(pilot, lambda: "The key w has two actions" in screen_text(app))
