"""The day of agreed calls: the grid, the due list, what is done there, how it stays true (C7)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.api import CallbackLine, Day, Slot
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import bundled_policy
from agentdesk.domain.values import MINUTE
from agentdesk.screens.callbacks import CallbacksScreen
from agentdesk.screens.case import CaseScreen
from agentdesk.screens.forms.callback import CallbackForm
from agentdesk.screens.forms.ring import RingForm
from agentdesk.screens.queue import QueueScreen
from agentdesk.screens.which_case import WhichCase
from agentdesk.widgets.lens import Lens
from agentdesk.widgets.slot_cells import cell_spans, lines_of
from agentdesk.widgets.slot_grid import SlotGrid
from tests.support.calls_ui import agreed, another, at, call_of, day_open, form_gone, form_open
from tests.support.case_ui import Seat, seat
from tests.support.desks import request
from tests.support.pictures import assert_picture
from tests.support.ui import LARGE, MIDDLE, SMALL, assert_aligned, calm
from tests.ui.hostile import HOSTILE
from tests.ui.test_case_hostile import DRIVES

DESK_HOURS = 'hours = { daily = ["08:00-20:00"] }'


async def a_day(here: Seat, lang: str = "en") -> None:
    """Calls that were made, missed, are due now, and come: of two people."""
    zhao = await here.desk.as_person("zhao.min")
    en = lang == "en"
    plan: list[tuple[Desk, int, str, dict[str, Any]]] = [
        (here.desk, at(10, 30), "where the money is" if en else "告知资金去向", {}),
        (here.desk, at(11, 0), "the fee" if en else "手续费", {}),
        (zhao, at(11, 0), "go through the statement" if en else "核对账单明细", {}),
        (zhao, at(12, 0), "which papers are missing" if en else "补充材料清单", {}),
        (
            here.desk,
            at(14, 0),
            "sign the papers" if en else "当面签字",
            {
                "what": "visit",
                "place": "Pudong, counter 3" if en else "浦东支行 3 号柜",
                "bring": "passport" if en else "身份证",
            },
        ),
    ]
    ids = [here.case_id, *[await another(here.desk, title) for title in _titles(en)]]
    for (desk, when, about, more), case_id in zip(plan, ids, strict=True):
        await desk.agree(case_id, when, about, who=desk.info.me.code, **more)
    here.clock.forward(45 * MINUTE)
    call = (await here.desk.case(ids[0])).callbacks[0]
    await here.desk.callback_reached(ids[0], call.id, "told" if en else "已告知")
    here.clock.forward(80 * MINUTE)  # 12:05: two were missed, one is to be rung


def _titles(en: bool) -> list[str]:
    if en:
        return ["Fee twice", "Statement unclear", "Insurance claim", "Loan settlement"]
    return ["手续费重复收取", "账单看不懂", "保险理赔材料", "贷款结清"]


# --- what it shows


@pytest.mark.story
async def test_the_day_says_where_every_call_stands(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await a_day(here)
        screen = await day_open(here)
        for words in (
            "Callbacks · Mon 2 Mar 2026 · today · week 10",
            "C-1001 ✓", "C-1002 ▲", "C-1003 ▲", "C-1004 ●", "C-1005 ◆",
            "Missed ─", "▲ missed by 35m", "Ring now ─", "● ring now", "◆ in 1h55",
        ):  # fmt: skip
            await here.sees(words)
        assert screen.grid.place == (at(12, 0), "li.wei"), "the present row, my own column"
        lines = here.text.splitlines()
        assert any("12:00 ▸" in line for line in lines)
        await here.press("down", "right", "right")
        assert screen.grid.place == (at(12, 30), "zhao.min")
        await here.press("up")
        await here.sees("C-1004  C*** J*  138****5678  ● ring now")
        await here.press("1")
        await here.until(lambda: len(screen.due.calls) == 2, "mine")
        await here.press("2")
        await here.until(lambda: len(screen.due.calls) == 4, "everybody's")
        assert_aligned(here.app, MIDDLE[0])


async def test_notes_and_hours_are_shown_before_the_number_is_dialled(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        subject = here.view.subject
        await here.desk.put_sticky(subject, "Hard of hearing", at(9, day=9))
        await here.desk.set_wishes(subject, calls_from=7 * 60, calls_until=17 * 60, tz="Asia/Tokyo")
        await agreed(here.desk, here.case_id, at(10, 30), who="li.wei")
        await day_open(here)
        await here.press("down")
        await here.sees("◆ Hard of hearing")
        await here.sees("may be rung 7:00–17:00 Tokyo")
        await here.sees("their clock: 11:30 Tokyo")


async def test_time_passes_and_others_work_without_a_key(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        zhao = await here.desk.as_person("zhao.min")
        screen = await day_open(here)
        await here.sees("Nobody waits for a call today.")
        id = await agreed(zhao, here.case_id, at(10, 30), who="zhao.min")
        await here.sees("C-1001 ○")
        await here.sees("○ in 30m")
        here.clock.forward(31 * MINUTE)
        screen.time_passed()  # what the clock calls, a minute later
        await here.sees("● ring now")
        here.clock.forward(40 * MINUTE)
        screen.time_passed()
        await here.sees("▲ missed by 11m")
        await zhao.callback_reached(here.case_id, id, "told")
        await here.sees("C-1001 ✓")
        await here.sees("Nobody waits for a call today.")


@pytest.mark.story
async def test_days_are_turned_and_today_is_one_key(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await agreed(here.desk, here.case_id, at(9, 0, day=1), who="li.wei")
        screen = await day_open(here)
        await here.press("greater_than_sign")
        await here.sees("Tue 3 Mar 2026 · tomorrow")
        await here.sees("C-1001 ○")
        await here.press("ctrl+left", "less_than_sign")
        await here.sees("Sun 1 Mar 2026 · yesterday")
        await here.press("t")
        await here.sees("today")
        await here.until(lambda: screen.grid.place == (at(10, 0), "li.wei"), "the present row")


@pytest.mark.story
async def test_a_holiday_and_closed_hours_are_said_in_words(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        hours = (
            'hours = { mon-sat = ["08:00-12:00", "13:00-18:00"] }\n'
            'holidays = { own = { 2026 = { days = ["2026-03-03"] } } }'
        )
        await here.desk.apply_policy(bundled_policy().replace(DESK_HOURS, hours))
        await day_open(here)
        await here.sees("12:00   closed until 13:00")
        await here.sees("18:00   closed")
        await here.press("greater_than_sign")
        await here.sees("◆ Holiday: nobody rings or receives customers on this day.")
        await here.press("b")
        await here.until(lambda: isinstance(here.app.screen, WhichCase), "which case")
        await here.press("escape")
        for _ in range(5):
            await here.press("greater_than_sign")
        await here.sees("The desk does not work on this day")


@pytest.mark.story
async def test_where_there_is_no_room_the_grid_and_the_list_share_a_key(tmp_path: Path) -> None:
    async with seat(tmp_path, size=SMALL) as here:
        await a_day(here)
        screen = await day_open(here)
        await here.sees("C-1004 ●")
        assert "Missed" not in here.text
        await here.press("tab")
        await here.sees("Missed ─")
        assert "12:00 ▸" not in here.text
        assert_aligned(here.app, SMALL[0])
        await here.press("down", "down")
        assert screen.call is not None
        assert screen.call.reference == "C-1004"
        await here.press("tab")
        await here.sees("12:00 ▸")
        await here.pilot.resize_terminal(*MIDDLE)
        await here.sees("Missed ─")
        await here.sees("12:00 ▸")


# --- what is done there


async def test_enter_rings_and_the_list_shows_it(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await a_day(here)
        screen = await day_open(here)
        await here.press("tab")
        await here.until(lambda: screen.due.has_focus, "in the list")
        await here.press("enter")
        form = await form_open(here)
        assert isinstance(form, RingForm)
        assert form.view.reference == "C-1002"
        await here.type("Told her.")
        await here.press("ctrl+s")
        await form_gone(here)
        await here.sees("Recorded: the customer was reached.")
        await here.sees("C-1002 ✓")
        assert all(call.reference != "C-1002" for call in screen.due.calls)


@pytest.mark.story
async def test_no_answer_move_and_cancel_each_by_their_key(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await a_day(here)
        screen = await day_open(here)
        await here.press("tab")
        await here.press("o", "ctrl+s")  # C-1002
        await form_gone(here)
        await here.sees("We try again")
        await here.until(lambda: screen.due.calls[0].reference == "C-1003", "it is due later")
        await here.until(lambda: screen.call and screen.call.reference == "C-1002", "cursor stays")
        await here.press("g", "m")
        await form_open(here)
        await here.type("17:00")
        await here.sees("✓ free for Zhao Min")
        await here.press("ctrl+s")
        await form_gone(here)
        await here.sees("Moved: at 17:00.")
        await here.press("g", "x")
        form = await form_open(here)
        assert isinstance(form, RingForm)
        await here.type("came by")
        await here.press("ctrl+s")
        await form_gone(here)
        await here.sees("Cancelled")
        view = await here.desk.case(form.view.id)
        assert view.callbacks[-1].state == "cancelled"


@pytest.mark.story
async def test_what_cannot_be_done_says_why(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        await a_day(here)
        screen = await day_open(here)
        await here.press("x")
        await here.sees("No call stands here.")
        await here.press("down", "down", "down", "down", "o")
        assert screen.call is not None
        assert screen.call.reference == "C-1005"
        await here.sees("It was agreed for 14:00.")
        screen.grid.go_to(at(10, 30), "li.wei")
        await here.press("m")
        await here.sees("This call is done already.")
        await here.press("enter")  # what is done opens its case
        await here.until(lambda: isinstance(here.app.screen, CaseScreen), "the case")


@pytest.mark.story
async def test_a_free_slot_is_booked_for_a_case_found_by_its_number(tmp_path: Path) -> None:
    async with seat(tmp_path) as here:
        screen = await day_open(here)
        await here.press("down", "right", "enter")
        await here.until(lambda: isinstance(here.app.screen, WhichCase), "which case")
        await here.type("1001")
        await here.sees("▸ C-1001")
        await here.press("enter")
        form = await form_open(here)
        assert isinstance(form, CallbackForm)
        await here.sees("= Mon 2 Mar 2026, 10:30 Shanghai")
        await here.sees("✓ free for Chen Ying")
        await here.press("ctrl+s")
        await form_gone(here)
        call = await call_of(here)
        assert (call.at, call.who) == (at(10, 30), "chen.ying")
        await here.sees("C-1001 ○")
        assert screen.call is not None, "the cursor stands on it"


@pytest.mark.torture
async def test_a_case_is_found_by_name_faster_than_it_is_looked_for(tmp_path: Path) -> None:
    async with seat(tmp_path, request("Mine", customer="Wang Fang", phone="13911112222")) as here:
        await day_open(here)
        await here.press("b")
        await here.type("wang")
        await here.press("enter")
        form = await form_open(here)
        assert form.view.title == "Mine"
        await here.press("escape")
        await form_gone(here)
        await here.press("c")
        await here.type("nobody of that name")
        await here.sees("No open case has that number or name.")
        await here.press("enter", "escape")
        await here.until(lambda: isinstance(here.app.screen, CallbacksScreen), "back")
        await here.press("e")
        await here.sees("agentdesk export --ical --out calls.ics")
        await here.press("escape")
        await here.until(lambda: isinstance(here.app.screen, QueueScreen), "the queue")
        await here.press("f5")
        await here.until(lambda: isinstance(here.app.screen, CallbacksScreen), "by its other key")


# --- the grid by itself


def _day(agents: int, rows: int = 4) -> Day:
    codes = tuple(f"p{n}" for n in range(agents))
    begins = at(9)
    times = [begins + n * 30 * MINUTE for n in range(rows)]
    return Day(
        "2026-03-02", begins, times[-1] + 30 * MINUTE, "", codes,
        tuple(tuple(Slot(when, when + 30 * MINUTE, who, True) for who in codes) for when in times),
    )  # fmt: skip


def test_gaps_between_rows_and_the_end_of_the_day_are_lines() -> None:
    day = _day(1)
    rows = day.rows[:2] + day.rows[3:]
    gap = (day.rows[2][0].at, day.rows[3][0].at)
    assert lines_of(Day(day.date, day.begins, day.ends, "", day.agents, rows)) == [
        0, 1, gap, 2, (day.ends, 0),
    ]  # fmt: skip


def _call(id: str, when: int, minutes: int = 30, **more: Any) -> CallbackLine:
    return CallbackLine(
        **{
            "case_id": 1, "reference": f"C-{id}", "id": id, "what": "call", "who": "p0", "at": when,
            "until": when + minutes * MINUTE, "due": when + (minutes + 10) * MINUTE, "state": "set",
            "tries": 0, "customer": "何**", "phone": "", "about": "where the money is", **more,
        }
    )  # fmt: skip


def test_a_cell_says_more_the_wider_it_is() -> None:
    def text(slot: Slot, wide: int) -> str:
        return "".join(text for text, _ in cell_spans(slot, at(8), Lens(), wide))

    empty = Slot(at(9), at(9, 30), "p0", True)
    early = _call("1", at(9, 10))
    assert text(empty, 13) == "·"
    slot = replace(empty, free=False, calls=(early,))
    assert text(slot, 13) == "C-1 ○ :10"
    assert text(slot, 20) == "C-1 ○ :10 何**"
    assert text(slot, 44) == "C-1 ○ :10 何**  where the money is"
    both = replace(slot, calls=(_call("2", at(9), state="reached"), early))
    assert text(both, 20) == "C-1 ○ :10 +1 何**", "what is to be made comes first"
    later = Slot(at(9, 30), at(10), "p0", False, "taken", (early,))
    assert text(later, 20) == "│ C-1", "it goes on from the slot before"
    assert text(replace(empty, free=False, why="off"), 20) == "off"


@pytest.mark.torture
async def test_many_agents_scroll_sideways_mine_first(tmp_path: Path) -> None:
    names = tuple(f"Agent {n:02d}" for n in range(14))
    async with seat(tmp_path, people=names) as here:
        screen = await day_open(here)
        first = here.text.splitlines()[3]
        assert first.index("Li Wei (you)") < first.index("Agent 00")
        assert "10▸" in first
        for _ in range(14):
            await here.press("right")
        await here.sees("Agent 13")
        assert "Li Wei (you)" not in here.text.splitlines()[3]
        await here.sees("◂10")
        assert screen.grid.place is not None
        assert screen.grid.place[1] == "agent.13"
        assert_aligned(here.app, MIDDLE[0])


@pytest.mark.torture
@pytest.mark.parametrize("name", ["closing markup", "right to left override", "very long"])
async def test_hostile_words_are_only_drawn(tmp_path: Path, name: str) -> None:
    text = HOSTILE[name]
    async with seat(tmp_path, request(customer=text or "x", phone="13812345678")) as here:
        about = text if text.strip("\x1b\x00 ") else "about"
        await here.desk.agree(
            here.case_id, at(10, 30), about, what="visit", place=about, bring=text, who="li.wei"
        )
        screen = await day_open(here)
        await here.press("down")
        await here.until(lambda: screen.call is not None, "the call")
        await calm(here.pilot)
        for line in here.text.splitlines():
            assert not DRIVES.search(line), repr(line)
        assert_aligned(here.app, MIDDLE[0])
        await here.press("enter")
        await form_open(here)
        await calm(here.pilot)
        assert not any(DRIVES.search(line) for line in here.text.splitlines())
        assert_aligned(here.app, MIDDLE[0])


def test_a_grid_without_anybody_is_empty_and_takes_keys() -> None:
    grid = SlotGrid(lambda: at(10))
    grid.day, grid.lens = Day("2026-03-02", 0, 0), Lens()
    grid.move(down=1, right=1)
    assert grid.slot is None
    assert grid.build(60) == [[]]


# --- pictures


@pytest.mark.parametrize(
    ("lang", "size"), [("zh", SMALL), ("en", MIDDLE), ("zh", MIDDLE), ("en", LARGE)]
)
async def test_the_day_looks_as_kept(tmp_path: Path, lang: str, size: tuple[int, int]) -> None:
    async with seat(tmp_path, size=size, lang=lang, people=("Zhao Min",)) as here:
        await a_day(here, lang)
        screen = await day_open(here)
        here.app.clear_notifications()
        if size == LARGE:
            screen.grid.go_to(at(14, 0), "li.wei")
            screen.grid.move()
        await here.until(lambda: len(screen.due.calls) == 4)
        here.app.clear_notifications()
        assert_picture(f"callbacks-{lang}-{size[0]}x{size[1]}", await calm(here.pilot))
