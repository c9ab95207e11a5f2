"""What happens between agreeing on a call and making it (C7): clocks change, people leave or work
other hours, customers live beyond the date line, a holiday week lies in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agentdesk.desk import staff
from agentdesk.desk.api import NewCase
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import init_desk
from agentdesk.domain.values import DAY, HOUR, MINUTE, CaseClass, Refused, instant, moment
from agentdesk.domain.when import Unclear, read, understand
from tests.support.desks import MONDAY, request


@asynccontextmanager
async def at_desk(folder: Path, tz: str, local: str) -> AsyncIterator[tuple[Desk, SetClock, int]]:
    """A desk in a zone at a local time, its clock, and a case of Li Wei's, who leads it."""
    clock = SetClock(instant(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(tz))))
    await init_desk(
        folder, person_name="Li Wei", desk_name="Retail", tz=tz, lang="en", clock=clock
    )  # fmt: skip
    desk = await Desk.open(folder, clock=clock)
    try:
        await desk.add_person("Wang Fang")
        case = (await desk.receive(request())).case_id
        await desk.claim(case)
        yield desk, clock, case
    finally:
        await desk.aclose()


def there(at: int, tz: str) -> str:
    return f"{moment(at).astimezone(ZoneInfo(tz)):%Y-%m-%d %H:%M}"


async def test_the_clocks_change_between_now_and_the_call(tmp_path: Path) -> None:
    """Ten o'clock stays ten o'clock, here and (a week longer in summer time) in New York."""
    london = "Europe/London"
    async with at_desk(tmp_path, london, "2026-10-23T15:00") as (desk, clock, case):
        when = understand("mon 14:00", clock.now(), ZoneInfo(london), desk.hours("call"))
        assert when - clock.now() == 3 * DAY  # 71 hours on the wall, and one that comes twice
        view = await desk.case(case)
        await desk.set_wishes(
            view.subject, calls_from=9 * 60, calls_until=17 * 60, tz="America/New_York"
        )
        early = await desk.judge_callback(case, when - 2 * HOUR)
        assert [code for code, _ in early.problems] == ["outside_window"]
        judged = await desk.judge_callback(case, when)
        assert (judged.problems, judged.local) == ((), "2026-10-26T10:00")
        await desk.agree(case, when, "the trace")
        call = (await desk.case(case)).callbacks[0]
        assert there(call.at, london) == "2026-10-26 14:00"
        clock.at = when - 14 * MINUTE
        assert [one.at for one in await desk.reminders(15 * MINUTE) if one.kind == "callback"] == [
            when
        ]
        clock.at = when
        _done, again = await desk.callback_no_answer(case, call.id, "rang out")
        assert again is not None
        assert there(again, london) == "2026-10-26 16:00"  # the afternoon there, not tried yet


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("sun 1:30am", "skipped"),
        ("sun 1am-1:30am", "skipped"),
        ("28 march 01:00", "skipped"),
        ("2027-03-28 01:59", "skipped"),
    ],
)
async def test_no_call_is_agreed_on_for_an_hour_that_does_not_exist(
    tmp_path: Path, typed: str, code: str
) -> None:
    async with at_desk(tmp_path, "Europe/London", "2027-03-26T10:00") as (desk, clock, _case):
        with pytest.raises(Unclear) as refusal:
            read(typed, clock.now(), ZoneInfo("Europe/London"), desk.hours("call"))
        assert refusal.value.code == code


async def test_whoever_holds_calls_leaves_only_when_somebody_has_them(tmp_path: Path) -> None:
    async with at_desk(tmp_path, "Asia/Shanghai", "2026-03-02T10:00") as (desk, clock, case):
        for hours in (1, 5):
            await desk.agree(case, MONDAY + hours * HOUR, "the trace", who="wang.fang")
        clock.at = MONDAY + 2 * HOUR  # nobody made the first one
        with pytest.raises(Refused, match="has_open_calls") as refusal:
            await staff.leave(desk.ctx, "wang.fang")
        assert refusal.value.params["count"] == 2
        before = [(one.name, one.due, one.state) for one in (await desk.case(case)).clocks]
        await staff.leave(desk.ctx, "wang.fang", give_to="li.wei")
        view = await desk.case(case)
        assert [(one.who, one.off) for one in view.callbacks] == [("li.wei", False)] * 2
        assert [(one.name, one.due, one.state) for one in view.clocks] == before
        with pytest.raises(Refused, match="unknown_person"):
            await desk.agree(case, MONDAY + 7 * HOUR, "more", who="wang.fang")
        with pytest.raises(Refused, match="unknown_person"):
            await desk.judge_callback(case, MONDAY + 7 * HOUR, who="wang.fang")


async def test_hours_that_change_after_a_call_was_agreed_are_said_on_it(tmp_path: Path) -> None:
    async with at_desk(tmp_path, "Asia/Shanghai", "2026-03-02T10:00") as (desk, _clock, case):
        await desk.agree(case, MONDAY + 6 * HOUR, "the trace", who="wang.fang")
        assert not (await desk.due_callbacks())[0].off
        await staff.change(desk.ctx, "wang.fang", staff.Asked(hours="mon-fri 09:00-12:00"))
        (line,) = await desk.due_callbacks()
        assert (line.who, line.off) == ("wang.fang", True)
        assert (await desk.case(case)).callbacks[0].off
        slots = [slot for row in (await desk.day("2026-03-02")).rows for slot in row]
        mine = next(slot for slot in slots if slot.calls)
        assert (mine.who, mine.at, mine.free, mine.why) == (
            "wang.fang", MONDAY + 6 * HOUR, False, "off",
        )  # fmt: skip
        await desk.move_callback(case, line.id, line.at, until=line.until, who="li.wei")
        assert not (await desk.due_callbacks())[0].off


async def test_a_customer_beyond_the_date_line(tmp_path: Path) -> None:
    """Tuesday morning here is still Monday there: their window is that of their Monday."""
    async with at_desk(tmp_path, "Pacific/Auckland", "2026-03-02T10:00") as (desk, clock, case):
        view = await desk.case(case)
        await desk.set_wishes(
            view.subject, calls_from=9 * 60, calls_until=17 * 60, tz="Pacific/Honolulu"
        )
        tuesday = clock.now() + DAY
        judged = await desk.judge_callback(case, tuesday)
        assert (judged.problems, judged.local) == ((), "2026-03-02T11:00")
        late = await desk.judge_callback(case, tuesday + 7 * HOUR)
        assert [code for code, _ in late.problems] == ["outside_window"]
        await desk.agree(case, tuesday, "the trace")
        (call,) = (await desk.case(case)).callbacks
        clock.at = tuesday
        _done, again = await desk.callback_no_answer(case, call.id, "rang out")
        assert again is not None
        assert there(again, "Pacific/Honolulu") == "2026-03-02 13:00"  # their afternoon


async def test_a_follow_up_over_a_holiday_week_with_its_make_up_day(tmp_path: Path) -> None:
    """Resolved on 30 September: the National Day week does not count, Saturday the 10th does."""
    async with at_desk(tmp_path, "Asia/Shanghai", "2026-09-30T16:00") as (desk, clock, case):
        await desk.change_class(case, CaseClass.COMPLEX, "needs a look")
        await desk.resolve(case, "Booked it back.", "It is on your account.")
        wang = await desk.as_person("wang.fang")
        due = next(one.due for one in await wang.follow_ups() if one.case_id == case)
        assert due is not None
        assert there(due, "Asia/Shanghai") == "2026-10-10 18:00"
        said = read("3个工作日内", clock.now(), ZoneInfo("Asia/Shanghai"), desk.hours("wait"))
        assert said.at == due, "as it is typed, so it is counted"
        clock.at = due
        assert case in [one.case_id for one in await wang.follow_ups()]
        await wang.follow_up(case, reached=True, speed=5, attitude=5, solved=5)
        clocks = [one for one in (await desk.case(case)).clocks if one.name == "follow_up"]
        assert [one.state for one in clocks] == ["met"]


async def test_six_agents_at_one_slot_of_one_colleague(tmp_path: Path) -> None:
    """One gets it; the others are told, each with times that are free."""
    async with at_desk(tmp_path, "Asia/Shanghai", "2026-03-02T10:00") as (desk, _clock, _case):
        others = [await Desk.open(tmp_path, clock=SetClock(MONDAY)) for _ in range(5)]
        cases = [(await desk.receive(request())).case_id for _ in range(6)]
        try:
            done = await asyncio.gather(
                *(
                    one.agree(case, MONDAY + 2 * HOUR, "the trace", who="wang.fang")
                    for one, case in zip([desk, *others], cases, strict=True)
                ),
                return_exceptions=True,
            )
        finally:
            for one in others:
                await one.aclose()
        refused = [one for one in done if isinstance(one, Refused)]
        assert [one.code for one in refused] == ["callback_taken"] * 5
        assert all(len(one.params["better"]) == 3 for one in refused)
        held = [await desk.case(case) for case in cases]
        assert sum(len(view.callbacks) for view in held) == 1


@pytest.mark.parametrize("typed", ["١٤:٣٠", "१४:३०", "明天 १० 点", "14:๓๐"])
async def test_digits_of_other_scripts_are_refused(typed: str) -> None:
    with pytest.raises(Unclear) as refusal:
        read(typed, MONDAY, ZoneInfo("Asia/Shanghai"))
    assert refusal.value.code == "unclear"


@pytest.mark.parametrize("typed", ["１４：３０", "𝟭𝟰:𝟯𝟬", "①④:③⓪", "今天１４点３０"])
async def test_digits_that_only_look_otherwise_are_digits(typed: str) -> None:
    said = read(typed, MONDAY, ZoneInfo("Asia/Shanghai"))
    assert there(said.at, "Asia/Shanghai") == "2026-03-02 14:30"


async def test_a_promise_in_the_past_is_no_promise(tmp_path: Path) -> None:
    async with at_desk(tmp_path, "Asia/Shanghai", "2026-03-02T10:00") as (desk, clock, case):
        with pytest.raises(Refused, match="callback_in_past"):
            await desk.agree(case, clock.now(), "the trace")
        with pytest.raises(Refused, match="promise_in_past"):
            await desk.register(NewCase("Where is it?", promised_at=clock.now() - MINUTE))
