"""Calls agreed on, moved, made, tried in vain: through two desks on one real store (C7)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.api import CaseView
from agentdesk.desk.api_callbacks import CallbackLine
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.state import ClockState
from agentdesk.domain.values import DAY, HOUR, MINUTE, Priority, Refused, Status
from agentdesk.store import log, outbox, people
from agentdesk.store.people import Worker
from agentdesk.store.rebuild import rebuild
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, request
from tests.support.policies import bundled_text

HALF = 30 * MINUTE
ELEVEN = MONDAY + HOUR
"""MONDAY is 10:00 in Shanghai."""
MAIL = 'host = "127.0.0.1"\nport = 2525\nsecurity = "none"\nfrom_address = "desk@example.com"\n'


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
async def desk(tmp_path: Path, clock: SetClock) -> AsyncIterator[Desk]:
    """Li Wei's; Zhao Min works in the mornings only."""
    async with desk_of(tmp_path, clock) as desk:
        await desk.add_person("Zhao Min")
        await works(desk, "wang.f", '{"mon": [["08:00", "12:00"]]}')
        yield desk
        assert (await verify(desk.ctx.store)).findings == []


async def works(desk: Desk, code: str, hours: str) -> None:
    await desk.ctx.write(lambda tx: people.add(tx, Worker(code, "Wang Fang", hours=hours)))
    await desk.people()


async def owned(desk: Desk, **facts: Any) -> int:
    case = (await desk.receive(request(**facts))).case_id
    await desk.claim(case)
    return case


async def only(desk: Desk, case: int) -> CallbackLine:
    (line,) = (await desk.case(case)).callbacks
    return line


async def refused(code: str, call: Any) -> Refused:
    with pytest.raises(Refused) as told:
        await call
    assert told.value.code == code
    return told.value


def clocks_but_callback(view: CaseView) -> list[ClockState]:
    return [one for one in view.clocks if one.name != "callback"]


def the_clock(view: CaseView, name: str = "callback") -> list[tuple[str, int | None]]:
    return [(one.state, one.due) for one in view.clocks if one.name == name]


# --- agreeing


async def test_an_agreed_call_stands_on_its_case_in_the_list_and_in_the_day(desk: Desk) -> None:
    case = await owned(desk)
    before = await desk.case(case)
    done = await desk.agree(case, ELEVEN, "Ring them about 4111111111111111\x1b[2J")
    assert done.kinds == ("callback_set",)
    line = await only(desk, case)
    assert (line.at, line.until, line.due) == (ELEVEN, ELEVEN + HALF, ELEVEN + HALF + 10 * MINUTE)
    assert (line.who, line.mine, line.state, line.what) == ("li.wei", True, "set", "call")
    assert (line.customer, line.phone) == ("C*** J*", "138****5678")
    assert "1111111111" not in line.about
    assert "\x1b" not in line.about
    assert list(await desk.due_callbacks()) == [line]
    assert list(await desk.due_callbacks(who="zhao.min")) == []
    day = await desk.day("2026-03-02")
    assert day.agents == ("li.wei", "wang.f", "zhao.min")
    (row,) = [row for row in day.rows if row[0].at == ELEVEN]
    assert [slot.free for slot in row] == [False, True, True]
    assert (row[0].why, row[0].calls) == ("taken", (line,))
    after = await desk.case(case)
    assert clocks_but_callback(after) == clocks_but_callback(before)  # it bends no other clock
    assert the_clock(after) == [("running", line.due)]


async def test_of_two_desks_the_second_is_told_that_the_slot_is_taken(
    desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    first, second = await owned(desk), await owned(desk)
    other = await Desk.open(tmp_path, clock=clock, person="zhao.min")
    try:
        assert (await other.judge_callback(second, ELEVEN, who="li.wei")).problems == ()
        await desk.agree(first, ELEVEN, "first")
        no = await refused("callback_taken", other.agree(second, ELEVEN, "second", who="li.wei"))
        assert no.params["person"] == "li.wei"
        assert no.params["better"] == (ELEVEN - HALF, ELEVEN + HALF, ELEVEN + HOUR)
        assert (await other.case(second)).callbacks == ()
        judged = await other.judge_callback(second, ELEVEN, who="li.wei")
        assert ([code for code, _ in judged.problems], judged.blocking) == (["taken"], True)
        await other.agree(second, no.params["better"][0], "second", who="li.wei")
        await other.agree(second, ELEVEN, "the same time of somebody else", who="zhao.min")
    finally:
        await other.aclose()


async def test_of_two_desks_at_the_very_same_time_one_gets_the_slot(
    desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    cases = [await owned(desk) for _ in range(4)]
    other = await Desk.open(tmp_path, clock=clock, person="zhao.min")
    try:
        told = await asyncio.gather(
            *(
                door.agree(case, ELEVEN, "Ring", who="li.wei")
                for door, case in zip([desk, other] * 2, cases, strict=True)
            ),
            return_exceptions=True,
        )
    finally:
        await other.aclose()
    codes = sorted(one.code if isinstance(one, Refused) else "agreed" for one in told)
    assert codes == ["agreed", *["callback_taken"] * 3]
    assert len(await desk.due_callbacks()) == 1


async def test_what_is_missing_or_impossible_is_said_and_nothing_is_kept(desk: Desk) -> None:
    case = await owned(desk)
    await refused("about_missing", desk.agree(case, ELEVEN, " "))
    await refused("place_missing", desk.agree(case, ELEVEN, "Sign", what="visit"))
    await refused("callback_kind", desk.agree(case, ELEVEN, "Sign", what="letter"))
    await refused("callback_window", desk.agree(case, ELEVEN, "Sign", until=ELEVEN))
    await refused("callback_in_past", desk.agree(case, MONDAY, "now"))
    await refused("callback_far", desk.agree(case, MONDAY + 61 * DAY, "in spring"))
    await refused("callback_closed", desk.agree(case, MONDAY + 10 * HOUR, "at night"))
    await refused("unknown_person", desk.agree(case, ELEVEN, "Sign", who="nobody"))
    no = await refused("callback_off", desk.agree(case, MONDAY + 4 * HOUR, "Sign", who="wang.f"))
    assert no.params["better"] == (ELEVEN + HALF, ELEVEN, ELEVEN - HALF)[::-1]
    await refused("secret_in_text", desk.agree(case, ELEVEN, "password: hunter2hunter2"))
    view = await desk.case(case)
    assert (view.callbacks, view.ver) == ((), 3)


async def test_a_visit_has_a_place_and_what_to_bring_and_the_branches_hours(desk: Desk) -> None:
    case = await owned(desk)
    at = MONDAY + 4 * HOUR
    await desk.agree(case, at, "Sign", what="visit", place="Nanjing Road", bring="ID card")
    line = await only(desk, case)
    assert (line.what, line.place, line.bring) == ("visit", "Nanjing Road", "ID card")
    noon = MONDAY + 2 * HOUR  # branches are closed from 12 to 13
    judged = await desk.judge_callback(case, noon, what="visit")
    assert [code for code, _ in judged.problems] == ["closed"]
    assert (await desk.judge_callback(case, noon)).problems == ()


async def test_that_no_number_is_on_file_is_said_and_refuses_nothing(desk: Desk) -> None:
    case = await owned(desk, phone="")
    judged = await desk.judge_callback(case, ELEVEN)
    assert ([code for code, _ in judged.problems], judged.blocking) == (["no_number"], False)
    assert (await desk.judge_callback(case, ELEVEN, what="visit")).problems == ()
    await desk.agree(case, ELEVEN, "Ring")
    assert (await only(desk, case)).phone == ""


async def test_the_customers_window_and_zone_are_respected_and_shown(desk: Desk) -> None:
    case = await owned(desk)
    subject = (await desk.case(case)).subject
    await desk.set_wishes(subject, calls_from=9 * 60, calls_until=12 * 60, tz="Europe/London")
    no = await refused("callback_outside", desk.agree(case, ELEVEN, "too early there"))
    assert (no.params["begins"], no.params["ends"]) == ("09:00", "12:00")
    first = MONDAY + 7 * HOUR  # 17:00 here, 09:00 there
    assert no.params["better"][0] == first
    judged = await desk.judge_callback(case, first)
    assert (judged.problems, judged.zone) == ((), "Europe/London")
    assert judged.local == "2026-03-02T09:00"
    await desk.agree(case, first, "Ring")
    assert (await only(desk, case)).zone == "Europe/London"


async def test_after_their_clocks_changed_the_time_there_is_said_as_it_will_be(desk: Desk) -> None:
    case = await owned(desk)
    subject = (await desk.case(case)).subject
    await desk.set_wishes(subject, tz="Europe/London")
    summer = MONDAY + 30 * DAY + 5 * HOUR  # 15:00 in Shanghai on the 1st of April
    judged = await desk.judge_callback(case, summer)
    assert judged.local == "2026-04-01T08:00"  # seven hours behind, no longer eight


async def test_a_holiday_of_the_calendar_is_no_day_for_calls(desk: Desk, clock: SetClock) -> None:
    text = bundled_text().replace('calendar = "desk"\nvisits', 'calendar = "office"\nvisits')
    await desk.apply_policy(text)
    case = await owned(desk)
    clock.at = MONDAY + 29 * DAY
    holiday = MONDAY + 35 * DAY  # the 6th of April: Qingming
    no = await refused("callback_holiday", desk.agree(case, holiday, "Ring"))
    assert no.params["date"] == "2026-04-06"
    day = await desk.day("2026-04-06")
    assert (day.holiday, day.rows) == ("holiday", ())
    assert (await desk.day("2026-04-12")).holiday == "closed"
    assert (await desk.day("2026-04-07")).holiday == ""
    await refused("no_such_day", desk.day("2026-02-30"))


async def test_a_retry_agrees_once(desk: Desk) -> None:
    case = await owned(desk)
    first = await desk.agree(case, ELEVEN, "Ring", op="op-1")
    assert await desk.agree(case, ELEVEN, "Ring", op="op-1") == first
    assert len((await desk.case(case)).callbacks) == 1


# --- what comes first, reminders


async def test_next_goes_to_my_call_once_its_window_has_begun_and_never_before(
    desk: Desk, clock: SetClock
) -> None:
    case = await owned(desk)
    colleague = await desk.as_person("zhao.min")
    await colleague.agree(case, ELEVEN, "Ring", who="zhao.min")
    urgent = (await desk.receive(request(priority=Priority.P1))).case_id
    clock.at = ELEVEN - 1
    taken = await colleague.next()
    assert taken is not None
    assert (taken.case_id, taken.claimed) == (urgent, True)
    clock.at = ELEVEN
    taken = await colleague.next()
    assert taken is not None
    assert (taken.case_id, taken.claimed, taken.reason.code) == (case, False, "callback")
    mine = await desk.next()
    assert mine is not None
    assert mine.reason.code != "callback"  # Li Wei owns it, but does not make the call
    clock.at = ELEVEN + DAY  # missed, and still to be made
    taken = await colleague.next()
    assert taken is not None
    assert taken.reason.code == "callback"


async def test_a_case_that_nobody_has_becomes_whose_call_it_is_once_it_is_to_be_made(
    desk: Desk, clock: SetClock
) -> None:
    first, second = [(await desk.receive(request())).case_id for _ in range(2)]
    urgent = (await desk.receive(request(priority=Priority.P1))).case_id
    await desk.agree(first, ELEVEN, "Ring")
    await desk.agree(second, ELEVEN + HALF, "Ring")
    clock.at = ELEVEN + HALF
    taken = await desk.take()
    assert taken is not None
    assert (taken.case_id, taken.claimed, taken.reason.code) == (first, True, "callback")
    taken = await desk.take(op="again")
    assert taken is not None
    assert taken.case_id == second
    again = await desk.take(op="again")
    assert again is not None
    assert (again.case_id, again.claimed) == (second, True)
    taken = await desk.take()  # mine are taken: what is free comes by its own order
    assert taken is not None
    assert taken.case_id == urgent
    owners = [(await desk.case(case)).owner for case in (first, second)]
    assert owners == ["li.wei"] * 2


async def test_i_am_reminded_before_and_the_header_names_it(desk: Desk, clock: SetClock) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Say where it is")
    assert [one.kind for one in await desk.reminders(59 * MINUTE)] == []
    (one,) = await desk.reminders(HOUR)
    assert (one.kind, one.at, one.case_id, one.customer) == ("callback", ELEVEN, case, "C*** J*")
    assert (await desk.counts()).next_call == one
    assert (await (await desk.as_person("zhao.min")).counts()).next_call is None
    clock.at = ELEVEN + 5 * MINUTE
    assert [one.kind for one in await desk.reminders(HOUR)].count("callback") == 1


# --- making it


async def test_they_were_reached_by_a_colleague_who_speaks_for_the_desk(
    desk: Desk, clock: SetClock
) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Ring", who="zhao.min")
    call = await only(desk, case)
    clock.at = ELEVEN + MINUTE
    colleague = await desk.as_person("zhao.min")
    await refused("text_missing", colleague.callback_reached(case, call.id, " "))
    done = await colleague.callback_reached(
        case, call.id, "The transfer is on its way.", findings=True, promised_at=ELEVEN + DAY
    )
    assert done.kinds == ("reply", "callback_reached")
    view = await desk.case(case)
    assert (view.owner, view.callbacks[0].state) == ("li.wei", "reached")
    assert the_clock(view, "first_response")[0][0] == "met"
    assert the_clock(view, "promised") == [("running", ELEVEN + DAY)]  # it binds the owner
    assert the_clock(view)[0][0] == "met"
    said = [one for one in view.timeline if one.event.kind == "reply"]
    assert (said[0].who, said[0].event.body["contact"]) == ("zhao.min", True)
    await refused("callback_over", colleague.callback_reached(case, call.id, "again"))
    with pytest.raises(Refused):  # what is not an agreed call stays the owner's
        await colleague.reply(case, "More", channel="phone", contact=True)


async def test_an_hour_late_is_late_and_still_a_contact(desk: Desk, clock: SetClock) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Ring")
    call = await only(desk, case)
    clock.at = ELEVEN + 2 * HOUR
    assert call.missed(clock.at)
    await desk.callback_reached(case, call.id, "Sorry to be late")
    assert the_clock(await desk.case(case))[0][0] == "met_late"


async def test_three_times_nobody_answers(desk: Desk, clock: SetClock) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Ring")
    call = await only(desk, case)
    await refused("callback_early", desk.callback_no_answer(case, call.id))
    tries = []
    at: int | None = ELEVEN
    while at is not None:
        clock.at = at + MINUTE
        tries.append(at)
        done, at = await desk.callback_no_answer(case, call.id, "rang out", op=f"t{len(tries)}")
        again, same = await desk.callback_no_answer(case, call.id, "rang out", op=f"t{len(tries)}")
        assert (again, same) == (done, at)
    assert tries == [ELEVEN, MONDAY + 3 * HOUR + HALF, MONDAY + DAY + 8 * HOUR]
    view = await desk.case(case)
    line = view.callbacks[0]
    assert (line.state, line.tries) == ("unreachable", 3)
    assert view.attention == ("unreachable",)
    assert [state for state, _ in the_clock(view)] == ["met"] * 3  # each try kept its promise
    told = [one.text or "" for one in view.timeline if one.event.kind == "note"]
    assert ["ring you again" in text for text in told] == [True, True, False]
    assert "Monday 2 March, 13:30" in told[0]
    assert all("C-1001" in text and "transfer" not in text for text in told)
    assert the_clock(view, "first_response")[0][0] == "breached"  # nobody was spoken with
    clock.forward(MINUTE)
    await desk.reply(case, "We could not reach you; it has arrived.", channel="letter")
    assert (await desk.case(case)).attention == ()


async def test_who_does_not_come_to_a_visit_is_rung_for_another_time(
    desk: Desk, clock: SetClock
) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Sign", what="visit", place="Nanjing Road")
    visit = await only(desk, case)
    clock.at = visit.until
    done, at = await desk.callback_no_answer(case, visit.id, "did not come", op="op")
    assert (await desk.callback_no_answer(case, visit.id, "did not come", op="op")) == (done, at)
    assert done.kinds == ("callback_tried", "callback_set", "note")
    view = await desk.case(case)
    assert [(one.what, one.state) for one in view.callbacks] == [
        ("visit", "unreachable"), ("call", "set"),
    ]  # fmt: skip
    assert (view.callbacks[1].at, view.callbacks[1].about) == (at, "Sign")
    assert view.attention == ()
    (note,) = [one.text or "" for one in view.timeline if one.event.kind == "note"]
    assert "find another time" in note


async def test_where_the_desk_sends_texts_each_try_sends_one_with_its_event(
    desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    (tmp_path / "mail.toml").write_text(
        MAIL + '[sms]\nurl = "https://sms.example.com/send"\n', "utf-8"
    )
    case = await owned(desk)
    subject = (await desk.case(case)).subject
    await desk.set_wishes(subject, tz="Europe/London")
    await desk.agree(case, MONDAY + 8 * HOUR, "Ring")
    call = await only(desk, case)
    clock.at = MONDAY + 8 * HOUR
    done, at = await desk.callback_no_answer(case, call.id, "voice mail", op="once")
    await desk.callback_no_answer(case, call.id, "voice mail", op="once")
    assert done.kinds == ("callback_tried",)
    letters = await desk.ctx.read(lambda tx: outbox.of_case(tx, case))
    (mail,) = [one for one in letters if one.kind == "sms"]  # beside the receipt
    assert (mail.address, mail.made_by) == ("13812345678", "li.wei")
    assert mail.body is not None
    assert "London" in mail.body
    (tried,) = [one for one in (await desk.case(case)).timeline
                if one.event.kind == "callback_tried"]  # fmt: skip
    assert tried.event.body["mail"] == mail.id
    assert (tried.text, at is not None) == ("voice mail", True)


async def test_a_call_is_moved_to_another_time_or_person_and_cancelled(
    desk: Desk, clock: SetClock
) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Ring")
    call = await only(desk, case)
    await refused("same_value", desk.move_callback(case, call.id, ELEVEN))
    await refused("callback_in_past", desk.move_callback(case, call.id, MONDAY - HOUR))
    await desk.move_callback(case, call.id, ELEVEN + 15 * MINUTE, why="They are in a meeting")
    moved = await only(desk, case)
    assert (moved.at, moved.until) == (ELEVEN + 15 * MINUTE, ELEVEN + 45 * MINUTE)
    await desk.move_callback(case, call.id, moved.at, who="zhao.min")
    assert (await only(desk, case)).who == "zhao.min"
    assert [state for state, _ in the_clock(await desk.case(case))] == ["cancelled", "running"]
    await refused("why_missing", desk.cancel_callback(case, call.id, ""))
    await desk.cancel_callback(case, call.id, "They rang us")
    assert (await only(desk, case)).state == "cancelled"
    await refused("unknown_callback", desk.cancel_callback(case, "no-such", "why"))
    assert (await desk.day("2026-03-02")).rows[6][2].calls == ()
    (entry,) = [e for e in (await desk.case(case)).timeline if e.event.kind == "callback_ended"]
    assert entry.text == "They rang us"


async def test_a_case_that_changes_hands_takes_its_calls_along(desk: Desk) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Mine")
    await desk.agree(case, ELEVEN, "A colleague's", who="wang.f")
    await desk.release(case, "zhao.min")
    assert [one.who for one in (await desk.case(case)).callbacks] == ["zhao.min", "wang.f"]
    await desk.undo(case)
    assert [one.who for one in (await desk.case(case)).callbacks] == ["li.wei", "wang.f"]
    await desk.release(case)  # to nobody: whoever agreed on it still makes it
    assert [one.who for one in (await desk.case(case)).callbacks] == ["li.wei", "wang.f"]


async def test_a_case_with_an_open_call_is_resolved_but_not_closed(
    desk: Desk, clock: SetClock
) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Ring")
    call = await only(desk, case)
    await desk.resolve(case, "Found it", "It is there")
    assert (await desk.case(case)).actions["close"] == "callback_open"
    clock.at = ELEVEN
    taken = await desk.next()
    assert taken is not None
    assert taken.case_id == case
    await desk.callback_reached(case, call.id, "It is there")
    view = await desk.case(case)
    assert (view.status, view.callbacks[0].state) == (Status.RESOLVED, "reached")


# --- wishes


async def test_a_wish_that_is_sent_again_late_overwrites_nothing(desk: Desk) -> None:
    case = await owned(desk)
    subject = (await desk.case(case)).subject
    await desk.set_wishes(subject, tz="Asia/Tokyo", op="wish-1")
    await desk.set_wishes(subject, tz="Europe/London", op="wish-2")
    await desk.set_wishes(subject, tz="Asia/Tokyo", op="wish-1")
    assert (await desk.case(case)).zone == "Europe/London"
    done = await desk.carried_out("wish-1")
    assert done is not None
    assert done.kinds == ("customer_changed",)


async def test_what_a_customer_wishes_is_written_down_and_shown(desk: Desk) -> None:
    case = await owned(desk)
    subject = (await desk.case(case)).subject
    await desk.set_wishes(subject, calls_from=18 * 60, tz="Asia/Tokyo", no_survey="opted_out")
    view = await desk.case(case)
    assert (view.calls_from, view.calls_until, view.zone) == (18 * 60, None, "Asia/Tokyo")
    (found,) = (await desk.lookup("13812345678")).customers
    assert (found.calls_from, found.zone, found.no_survey) == (18 * 60, "Asia/Tokyo", "opted_out")
    await desk.set_wishes(subject, calls_from=18 * 60, tz="Asia/Tokyo", no_survey="opted_out")
    await desk.set_wishes(subject, tz="Asia/Shanghai")
    assert (await desk.case(case)).zone == ""
    events = await desk.ctx.read(lambda tx: log.events(tx, 0))
    changed = [one.body["fields"] for one in events if one.kind == "customer_changed"]
    assert changed == [["calls_from", "tz", "no_survey"]] * 2
    await refused("wish_time", desk.set_wishes(subject, calls_from=25 * 60))
    await refused("wish_time", desk.set_wishes(subject, calls_from=600, calls_until=600))
    await refused("wish_zone", desk.set_wishes(subject, tz="Asia/Nowhere"))
    await refused("waiver_kind", desk.set_wishes(subject, no_survey="grumpy"))
    await refused("unknown_customer", desk.set_wishes(9_999, tz="Asia/Tokyo"))


async def test_what_is_made_of_the_log_is_made_anew(desk: Desk, clock: SetClock) -> None:
    case = await owned(desk)
    await desk.agree(case, ELEVEN, "Ring")
    await desk.agree(case, ELEVEN + DAY, "Sign", what="visit", place="Here")
    call = (await desk.case(case)).callbacks[0]
    clock.at = ELEVEN
    await desk.callback_no_answer(case, call.id)
    before = (await desk.case(case)).callbacks
    await rebuild(desk.ctx.store, source="test")
    assert (await desk.case(case)).callbacks == before


async def test_columns_stand_in_the_order_in_which_names_are_read(desk: Desk) -> None:
    for name in ("赵敏", "陈宇", "欧阳娜娜", "Maya Fenwick", "王芳"):
        await desk.add_person(name)
    names = {one.code: one.name for one in await desk.people()}
    shown = [names[code] for code in (await desk.day("2026-03-02")).agents]
    assert [name for name in shown if name not in ("Li Wei", "Wang Fang", "Zhao Min")] == [
        "陈宇", "Maya Fenwick", "欧阳娜娜", "王芳", "赵敏",
    ]  # fmt: skip
    assert next(one.pinyin for one in await desk.people() if one.name == "欧阳娜娜") == (
        "ou yang na na"
    )
