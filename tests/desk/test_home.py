"""Going home (C12): nothing that is due before the next shift stays without a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, MINUTE, CaseClass, Priority, Refused
from tests.support.desks import MONDAY, make_desk, request

EVENING = MONDAY + 9 * HOUR + 30 * MINUTE
"""19:30: the desk closes at 20:00, and opens again at 08:00."""


class Evening:
    """Li Wei, who leads, and two colleagues, late on a Monday."""

    def __init__(self, li: Desk, wang: Desk, zhao: Desk, clock: SetClock) -> None:
        self.li, self.wang, self.zhao, self.clock = li, wang, zhao, clock

    async def case(self, desk: Desk, title: str = "Where is my transfer?", **more: object) -> int:
        """A case of somebody's."""
        case_id = (await self.li.receive(request(title, **more))).case_id
        await desk.claim(case_id)
        return case_id


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    clock = SetClock(EVENING)
    li = await make_desk(tmp_path / "desk", clock)
    await li.add_person("Wang Fang")
    await li.add_person("Zhao Min")
    yield Evening(li, await li.as_person("wang.fang"), await li.as_person("zhao.min"), clock)
    await li.aclose()


async def test_what_is_due_before_the_next_shift(evening: Evening) -> None:
    late = await evening.case(evening.wang, priority=Priority.P1)
    evening.clock.forward(MINUTE)
    calm = await evening.case(evening.wang)
    await evening.wang.reply(calm, "We look into it.", channel="email")
    await evening.wang.change_class(calm, CaseClass.COMPLEX, "needs checks")
    view = await evening.wang.going_home()
    assert view.next_shift == MONDAY + 22 * HOUR  # tomorrow 08:00
    assert [line.case_id for line in view.lines] == [late]
    assert (view.lines[0].clock, view.lines[0].duty) == ("first_response", "li.wei")
    assert (view.staying, view.clear) == (1, False)


async def test_a_colleague_has_it_when_they_accept_not_before(evening: Evening) -> None:
    case_id = await evening.case(evening.wang, priority=Priority.P1)
    await evening.wang.hand_over([case_id], "zhao.min")
    assert (await evening.wang.case(case_id)).owner == "wang.fang"
    view = await evening.wang.going_home()
    assert (view.lines[0].offered_to, view.clear) == ("zhao.min", False)
    assert [(one.to, one.accepted) for one in view.handed] == [("zhao.min", False)]
    assert (await evening.zhao.counts()).offered == 1
    offers = await evening.zhao.offers()
    assert [(one.case_id, one.by) for one in offers] == [(case_id, "wang.fang")]
    with pytest.raises(Refused, match="offered_to"):
        await evening.li.take_over([case_id])
    await evening.zhao.take_over([case_id])
    assert (await evening.zhao.case(case_id)).owner == "zhao.min"
    view = await evening.wang.going_home()
    assert view.clear
    assert [(one.to, one.accepted) for one in view.handed] == [("zhao.min", True)]
    assert await evening.zhao.offers() == ()
    assert (await evening.zhao.counts()).offered == 0


async def test_who_declines_is_named_and_the_case_goes_to_duty(evening: Evening) -> None:
    case_id = await evening.case(evening.wang, priority=Priority.P1)
    await evening.wang.hand_over([case_id], "zhao.min")
    await evening.zhao.decline(case_id, "I leave, too")
    line = (await evening.wang.going_home()).lines[0]
    assert (line.offered_to, line.declined_by) == (None, "zhao.min")
    assert line.declined_why == "I leave, too"
    await evening.wang.give_to_duty([case_id])
    assert (await evening.wang.case(case_id)).owner == "li.wei"
    view = await evening.wang.going_home()
    assert view.clear
    assert [(one.to, one.accepted, one.duty) for one in view.handed] == [("li.wei", True, True)]


async def test_a_lead_sees_somebody_home_who_is_away(evening: Evening) -> None:
    case_id = await evening.case(evening.wang, priority=Priority.P1)
    with pytest.raises(Refused, match="leads_only"):
        await evening.zhao.going_home("wang.fang")
    with pytest.raises(Refused, match="not_owner"):
        await evening.zhao.hand_over([case_id], "zhao.min")
    assert len((await evening.li.going_home("wang.fang")).lines) == 1
    await evening.li.hand_over([case_id], "zhao.min")
    await evening.zhao.take_over([case_id])
    assert (await evening.li.going_home("wang.fang")).clear


async def test_all_or_none_and_a_retry_does_nothing_twice(evening: Evening) -> None:
    first = await evening.case(evening.wang, priority=Priority.P1)
    other = await evening.case(evening.zhao, priority=Priority.P1)
    with pytest.raises(Refused, match="not_owner"):
        await evening.wang.hand_over([first, other], "li.wei")
    assert await evening.li.offers() == ()
    once = await evening.wang.hand_over([first], "li.wei", op="op-1")
    assert await evening.wang.hand_over([first], "li.wei", op="op-1") == once
    assert (await evening.li.case(first)).ver == once[0].ver


async def test_a_reminder_and_a_plan_fall_due_too(evening: Evening) -> None:
    waits = await evening.case(evening.wang)
    await evening.wang.wait(waits, "Which account?", EVENING + 12 * HOUR)
    plans = await evening.case(evening.wang)
    await evening.wang.reply(plans, "We look into it.", channel="email")
    await evening.wang.plan(plans, "ring the bank", EVENING + 11 * HOUR)
    late_plan = await evening.case(evening.wang)
    await evening.wang.reply(late_plan, "We look into it.", channel="email")
    await evening.wang.plan(late_plan, "look again", EVENING + 3 * DAY)
    view = await evening.wang.going_home()
    assert [(line.case_id, line.clock) for line in view.lines] == [
        (plans, "plan"),
        (waits, "remind"),
    ]


async def test_only_who_is_asked_accepts_and_only_who_has_to_do_with_it_ends_it(
    evening: Evening,
) -> None:
    case_id = await evening.case(evening.wang, priority=Priority.P1)
    await evening.wang.hand_over([case_id], "zhao.min")
    for desk, take, end in (
        (evening.zhao, None, None),
        (evening.wang, "offered_to", None),
        (evening.li, "offered_to", "offered_to"),
    ):
        view = await desk.case(case_id)
        assert (view.actions["take_over"], view.actions["end_offer"]) == (take, end)
        assert (view.offered_to, view.offered_by) == ("zhao.min", "wang.fang")
        assert view.offered_at == evening.clock.now()
    with pytest.raises(Refused, match="offered_to"):
        await evening.li.decline(case_id)


async def test_who_may_take_something_over_and_how_much_they_have(evening: Evening) -> None:
    await evening.case(evening.wang)
    await evening.case(evening.wang)
    assert await evening.wang.takers() == {"li.wei": 0, "wang.fang": 2, "zhao.min": 0}


# --- cases and calls in one step ------------------------------------------------------------------


async def call_for(evening: Evening, at: int, *, who: str = "wang.fang") -> tuple[int, str]:
    """A call of somebody's on a case of Li Wei's: case and call."""
    case_id = await evening.case(evening.li, "Ring me about the card")
    await evening.li.agree(case_id, at, "the card", until=at + 15 * MINUTE, who=who)
    return case_id, (await evening.li.case(case_id)).callbacks[-1].id


async def whose(evening: Evening, case_id: int) -> str:
    """Who makes the call of a case."""
    return (await evening.li.case(case_id)).callbacks[-1].who


async def test_cases_and_calls_go_in_one_transaction_or_not_at_all(evening: Evening) -> None:
    mine = await evening.case(evening.wang, priority=Priority.P1)
    other = await evening.case(evening.zhao, priority=Priority.P1)
    tomorrow = EVENING + 13 * HOUR  # 08:30
    call_case, call = await call_for(evening, tomorrow)
    busy_case, busy = await call_for(evening, tomorrow + 2 * HOUR)
    await call_for(evening, tomorrow + 2 * HOUR, who="zhao.min")
    calls = [(call_case, call), (busy_case, busy)]
    with pytest.raises(Refused) as refusal:
        await evening.wang.hand_over([mine, other], "zhao.min", calls=calls, op="evening")
    lines = refusal.value.params["lines"]
    assert [(one.case_id, one.callback, one.code) for one in lines] == [
        (other, "", "not_owner"),
        (busy_case, busy, "callback_busy"),
    ]
    assert lines[1].params["busy_at"] == tomorrow + 2 * HOUR
    assert refusal.value.code == "not_owner"
    assert (await evening.wang.case(mine)).offered_to is None
    assert await whose(evening, call_case) == "wang.fang"
    done = await evening.wang.hand_over([mine], "zhao.min", calls=calls[:1], op="evening")
    assert sorted(one.case_id for one in done) == sorted([mine, call_case])
    assert (await evening.wang.case(mine)).offered_to == "zhao.min"
    assert await whose(evening, call_case) == "zhao.min"
    handed = (await evening.wang.going_home()).handed
    assert [(one.case_id, one.callback, one.to, one.accepted) for one in handed] == [
        (call_case, call, "zhao.min", True),
        (mine, "", "zhao.min", False),
    ]
    again = await evening.wang.hand_over([mine], "zhao.min", calls=calls[:1], op="evening")
    assert sorted(again, key=lambda one: one.case_id) == sorted(done, key=lambda one: one.case_id)


async def test_two_calls_of_one_case_go_together(evening: Evening) -> None:
    tomorrow = EVENING + 13 * HOUR
    case_id, first = await call_for(evening, tomorrow)
    await evening.li.agree(case_id, tomorrow + 2 * HOUR, "the form", who="wang.fang")
    calls = [(case_id, one.id) for one in (await evening.li.case(case_id)).callbacks]
    assert calls[0] == (case_id, first)
    done = await evening.wang.hand_over([], "zhao.min", calls=calls, op="both")
    assert [one.ver for one in done] == [(await evening.li.case(case_id)).ver]
    assert {one.who for one in (await evening.li.case(case_id)).callbacks} == {"zhao.min"}
    assert await evening.wang.hand_over([], "zhao.min", calls=calls, op="both") == done


async def test_a_call_whose_time_has_come_can_still_be_given_and_is_owed_as_before(
    evening: Evening,
) -> None:
    case_id, call = await call_for(evening, EVENING + 10 * MINUTE)
    before = next(c for c in (await evening.li.case(case_id)).clocks if c.name == "callback")
    evening.clock.forward(2 * HOUR)
    await evening.wang.hand_over([], "zhao.min", calls=[(case_id, call)])
    view = await evening.li.case(case_id)
    clocks = [c for c in view.clocks if c.name == "callback"]
    assert [(c.due, c.state) for c in clocks] == [(before.due, "breached")]
    assert view.callbacks[-1].who == "zhao.min"
    with pytest.raises(Refused, match="callback_in_past"):
        await evening.zhao.move_callback(case_id, call, EVENING + 20 * MINUTE)
    assert [one.callback for one in (await evening.wang.going_home()).handed] == [call]
    await evening.zhao.hand_over([], "wang.fang", calls=[(case_id, call)])
    assert (await evening.wang.going_home()).handed == (), "it came back"
