"""Whom a desk asks how it was (C10, A6, C9), over real files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.api import Done, FollowUpLine, NewCase
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, CaseClass, Refused, Status
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, make_desk, request


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
async def desk(tmp_path: Path, clock: SetClock) -> AsyncIterator[Desk]:
    desk = await make_desk(tmp_path, clock)
    await desk.add_person("Zhao Min")
    yield desk
    await desk.aclose()


async def solve(desk: Desk, number: str = "13800000001", **more: Any) -> Done:
    values: dict[str, Any] = {"text": "How?", "customer": "Ann Lee", "phone": number, **more}
    return await desk.solve(NewCase(**values), "In the app, under Cards.")


async def subject_of(desk: Desk, case_id: int) -> int:
    return (await desk.case(case_id)).subject


async def clock_of(desk: Desk, case_id: int) -> str:
    view = await desk.case(case_id)
    return [clock.state for clock in view.clocks if clock.name == "follow_up"][-1]


async def waived(desk: Desk, case_id: int) -> dict[str, Any]:
    events = [entry.event for entry in (await desk.case(case_id)).timeline]
    return next((dict(e.body) for e in events if e.kind == "followup_waived"), {})


async def ask(desk: Desk, case_id: int, score: int = 5, text: str = "") -> Done:
    return await desk.follow_up(
        case_id, reached=True, speed=score, attitude=score, solved=score, text=text
    )


def lines(found: Any) -> dict[int, FollowUpLine]:
    return {line.case_id: line for line in found}


async def test_a_customer_solved_twice_is_asked_once(desk: Desk) -> None:
    first = await solve(desk)
    again = await solve(desk, subject=await subject_of(desk, first.case_id))
    assert await clock_of(desk, first.case_id) == "running"
    assert await clock_of(desk, again.case_id) == "cancelled"
    assert await waived(desk, again.case_id) == {"reason": "recent", "of": first.case_id}
    assert list(lines(await desk.follow_ups())) == [first.case_id]
    assert "followup_waived" in again.kinds
    await desk.close_case(again.case_id)


async def test_asked_twelve_days_ago_is_recent_and_thirty_days_ago_is_not(
    desk: Desk, clock: SetClock
) -> None:
    first = await solve(desk)
    subject = await subject_of(desk, first.case_id)
    await ask(desk, first.case_id)
    asked = clock.now()
    clock.forward(12 * DAY)
    second = await solve(desk, subject=subject)
    assert await waived(desk, second.case_id) == {
        "reason": "recent", "of": first.case_id, "asked": asked,
    }  # fmt: skip
    clock.forward(18 * DAY)
    third = await solve(desk, subject=subject)
    assert await waived(desk, third.case_id) == {}
    assert await clock_of(desk, third.case_id) == "running"


async def test_who_was_not_reached_was_not_asked(desk: Desk) -> None:
    first = await solve(desk)
    for _ in range(2):
        await desk.follow_up(first.case_id, reached=False)
    assert await clock_of(desk, first.case_id) == "not_reached"
    second = await solve(desk, subject=await subject_of(desk, first.case_id))
    assert await clock_of(desk, second.case_id) == "running"
    found = lines(await desk.follow_ups())
    assert list(found) == [second.case_id, first.case_id], "not reached stands behind, apart"
    assert found[first.case_id].not_reached
    assert found[first.case_id].tries == 2
    await ask(desk, second.case_id)
    assert list(await desk.follow_ups()) == [], "asked once: nobody rings about the first now"
    assert (await waived(desk, first.case_id))["of"] == second.case_id
    with pytest.raises(Refused, match="not_asked"):
        await ask(desk, first.case_id)


async def test_two_anonymous_callers_are_not_the_same(desk: Desk) -> None:
    one = await solve(desk, "", customer="")
    other = await solve(desk, "", customer="")
    same = await solve(desk, subject=await subject_of(desk, one.case_id))
    for done in (one, other, same):
        assert await clock_of(desk, done.case_id) == "running"


async def complain(desk: Desk, zhao: Desk, subject: int | None = None) -> int:
    """A complaint that Zhao Min resolved."""
    done = await desk.receive(request("I complain", klass=CaseClass.COMPLAINT, subject=subject))
    await zhao.claim(done.case_id)
    await zhao.resolve(done.case_id, "found", "told")
    return done.case_id


async def test_a_complaint_is_asked_about_and_what_else_is_open_is_let_go(desk: Desk) -> None:
    zhao = await desk.as_person("zhao.min")
    first = await solve(desk)
    subject = await subject_of(desk, first.case_id)
    complaint = await complain(desk, zhao, subject)
    assert await clock_of(desk, complaint) == "running"
    assert set(lines(await desk.follow_ups())) == {first.case_id, complaint}
    await ask(desk, complaint)
    assert list(await desk.follow_ups()) == []
    assert (await waived(desk, first.case_id))["of"] == complaint
    again = await complain(desk, zhao, subject)
    assert await clock_of(desk, again) == "running", "silence never closes a complaint"


async def test_the_solver_of_a_complaint_does_not_ask_about_it(desk: Desk) -> None:
    zhao = await desk.as_person("zhao.min")
    case_id = await complain(desk, zhao)
    mine, theirs = lines(await desk.follow_ups())[case_id], (await zhao.follow_ups())[0]
    assert (mine.refusal, theirs.refusal) == (None, "solver_follows_up")
    assert mine.solver == "zhao.min"
    with pytest.raises(Refused, match="solver_follows_up"):
        await ask(zhao, case_id)
    await ask(desk, case_id)


async def test_who_has_only_specialists_beside_them_asks_themselves(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as alone:
        await alone.add_person("Qin Yu", role="specialist", dept="payments")
        case_id = await complain(alone, alone)
        (line,) = await alone.follow_ups()
        assert line.refusal is None
        await ask(alone, case_id)


@pytest.mark.parametrize("why", ["opted_out", "bereaved", "litigation"])
@pytest.mark.parametrize("klass", [CaseClass.COMMON, CaseClass.COMPLAINT])
async def test_who_is_to_be_left_alone_stands_nowhere(
    desk: Desk, why: str, klass: CaseClass
) -> None:
    done = await desk.receive(request("First", klass=klass))
    await desk.set_wishes(await subject_of(desk, done.case_id), no_survey=why)
    await desk.claim(done.case_id)
    await desk.resolve(done.case_id, "done", "told")
    assert await waived(desk, done.case_id) == {"reason": why}
    assert list(await desk.follow_ups()) == []
    await desk.close_case(done.case_id)
    assert (await desk.case(done.case_id)).status is Status.CLOSED


async def test_who_opts_out_later_is_left_alone_from_then_on(desk: Desk) -> None:
    zhao = await desk.as_person("zhao.min")
    first = await solve(desk)
    subject = await subject_of(desk, first.case_id)
    complaint = await complain(desk, zhao, subject)
    await desk.set_wishes(subject, no_survey="opted_out")
    assert list(await desk.follow_ups()) == []
    for case_id in (first.case_id, complaint):
        assert await waived(desk, case_id) == {"reason": "opted_out"}
        assert await clock_of(desk, case_id) == "cancelled"
    before = len((await desk.case(complaint)).timeline)
    await desk.set_wishes(subject, no_survey="opted_out")
    await desk.set_wishes(subject, no_survey="bereaved")
    assert len((await desk.case(complaint)).timeline) == before, "once is enough"
    await zhao.close_case(complaint)
    await desk.set_wishes(subject)
    again = await solve(desk, subject=subject)
    assert await clock_of(desk, again.case_id) == "running", "they may be asked again"


async def test_a_line_tells_what_is_needed_to_ask(desk: Desk, clock: SetClock) -> None:
    done = await desk.receive(
        request("Card 4111111111111111 stuck", prefers="phone", language="zh", care=True)
    )
    await desk.claim(done.case_id)
    await desk.resolve(done.case_id, "sent\na new one", "It comes on Friday.")
    await desk.follow_up(done.case_id, reached=False)
    (line,) = await desk.follow_ups()
    assert (line.customer, line.phone) == ("C*** J*", "138****5678")
    assert (line.prefers, line.language, line.care) == ("phone", "zh", True)
    assert (line.done, line.told) == ("sent a new one", "It comes on Friday.")
    assert (line.tries, line.most_tries, line.last_try) == (1, 2, True)
    assert (line.solver, line.owner) == ("li.wei", "li.wei")
    assert "4111111111111111" not in line.title
    view = await desk.case(done.case_id)
    assert line.due == next(c.due for c in view.clocks if c.name == "follow_up")
    assert line.refusal is None


async def test_lines_come_by_their_due(desk: Desk, clock: SetClock) -> None:
    order = []
    for number in range(4):
        order.append((await solve(desk, f"1380000010{number}")).case_id)
        clock.forward(DAY)
    assert list(lines(await desk.follow_ups())) == order
    clock.forward(9 * DAY)
    assert list(lines(await desk.follow_ups())) == order, "overdue ones stay"


async def test_a_case_opened_again_leaves_and_comes_back_only_if_it_may(desk: Desk) -> None:
    done = await solve(desk)
    await ask(desk, done.case_id, 1, "Nothing works.")
    await desk.reopen(done.case_id, "Nothing works.")
    assert list(await desk.follow_ups()) == []
    view = await desk.case(done.case_id)
    assert (view.status, view.owner) == (Status.OPEN, "li.wei")
    await desk.resolve(done.case_id, "mended", "It works now.")
    found = await waived(desk, done.case_id)
    assert (found["reason"], found["of"]) == ("recent", done.case_id)


async def test_their_hours_are_their_own(desk: Desk, clock: SetClock) -> None:
    done = await solve(desk)
    subject = await subject_of(desk, done.case_id)
    await desk.set_wishes(subject, calls_from=540, calls_until=1080, tz="Europe/Berlin")
    (line,) = await desk.follow_ups()
    assert (line.calls_from, line.calls_until, line.zone) == (540, 1080, "Europe/Berlin")
    assert not line.ring_now, "it is three in the morning there"
    clock.forward(8 * HOUR)
    (line,) = await desk.follow_ups()
    assert line.ring_now


async def test_the_whole_is_as_its_log_says(desk: Desk) -> None:
    first = await solve(desk)
    subject = await subject_of(desk, first.case_id)
    await solve(desk, subject=subject)
    await complain(desk, await desk.as_person("zhao.min"), subject)
    await ask(desk, first.case_id)
    assert (await verify(desk.ctx.store)).findings == []


async def test_whoever_hears_that_somebody_is_not_content_can_make_it_a_complaint(
    desk: Desk,
) -> None:
    """A6: from the moment any employee heard it; a class is else its owner's to change."""
    case = (await solve(desk)).case_id
    zhao = await desk.as_person("zhao.min")
    await ask(zhao, case, 1, "nobody rang")
    done = await zhao.reopen(case, "nobody rang", complaint=True, op="again")
    assert done.kinds == ("reopened", "class_changed")
    assert await zhao.reopen(case, "nobody rang", complaint=True, op="again") == done
    view = await desk.case(case)
    assert (view.status, view.klass, view.owner) == (Status.OPEN, CaseClass.COMPLAINT, "li.wei")
    (resolution,) = [one for one in view.clocks if one.name == "resolution"]
    assert (resolution.state, resolution.target) == ("running", True), "a target, not a breach"
    with pytest.raises(Refused, match="not_owner"):
        await zhao.change_class(case, CaseClass.COMMON, "nobody rang")
    await desk.resolve(case, "Rang.", "Said sorry.")
    assert (await desk.reopen(case, "Again", complaint=True)).kinds == ("reopened",)
    assert (await verify(desk.ctx.store)).clean
