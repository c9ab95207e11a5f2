"""What agents do to a case, through the desk's own door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agentdesk.desk.api import DeskTrouble, Filter, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import (
    DAY,
    HOUR,
    MINUTE,
    Audience,
    CaseClass,
    Priority,
    Refused,
    Status,
)
from agentdesk.store import content, log
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, request


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
async def desk(tmp_path: Path, clock: SetClock) -> AsyncIterator[Desk]:
    async with desk_of(tmp_path, clock) as desk:
        await desk.add_person("Zhao Min")
        yield desk
        assert (await verify(desk.ctx.store)).findings == []


async def received(desk: Desk, **facts: object) -> int:
    return (await desk.receive(request(**facts))).case_id  # type: ignore[arg-type]


async def mine(desk: Desk, **facts: object) -> int:
    case_id = await received(desk, **facts)
    await desk.claim(case_id)
    return case_id


async def refusal(awaitable: object) -> str:
    with pytest.raises(Refused) as refused:
        await awaitable  # type: ignore[misc]
    return refused.value.code


async def test_a_case_is_worked_to_its_end(desk: Desk, clock: SetClock) -> None:
    case_id = await mine(desk)
    clock.forward(10 * MINUTE)
    promised = clock.at + HOUR
    await desk.reply(
        case_id, "I am looking into it.", channel="phone", contact=True, promised_at=promised
    )
    view = await desk.case(case_id)
    assert [(c.name, c.state, c.due) for c in view.clocks if c.name == "promised"] == [
        ("promised", "running", promised)
    ]
    clock.forward(20 * MINUTE)
    done = await desk.resolve(case_id, "Traced the payment.", "It arrives today.")
    assert done.kinds == ("resolved",)
    view = await desk.case(case_id)
    assert view.status is Status.RESOLVED
    told = [(entry.text, entry.audience) for entry in view.timeline[-2:]]
    assert told == [
        ("Traced the payment.", Audience.INTERNAL),
        ("It arrives today.", Audience.CUSTOMER),
    ]
    assert view.minutes.agent == 30 * MINUTE
    clock.forward(DAY)
    await desk.follow_up(case_id, reached=True, speed=5, attitude=5, solved=4, text="content")
    await desk.close_case(case_id)
    view = await desk.case(case_id)
    assert view.status is Status.CLOSED
    assert [entry.event.kind for entry in view.timeline] == [
        "received", "registered", "assigned", "reply", "resolved", "resolved", "followup_done",
        "closed",
    ]  # fmt: skip
    assert (await desk.counts()).finished_by_me == 1


async def test_a_customer_who_writes_again_opens_the_case_at_that_instant(
    desk: Desk, clock: SetClock
) -> None:
    case_id = await mine(desk)
    await desk.resolve(case_id, "done", "told")
    clock.forward(HOUR)
    done = await desk.customer_message(case_id, "It is still not here!", channel="email")
    assert done.kinds == ("customer_message", "reopened")
    view = await desk.case(case_id)
    assert view.status is Status.OPEN
    assert view.timeline[-1].event.at == view.timeline[-2].event.at == clock.at
    owed = [clock_ for clock_ in view.clocks if clock_.name == "update_owed" and clock_.open]
    assert owed[0].started == clock.at
    assert all(c.state == "cancelled" for c in view.clocks if c.name == "follow_up")


async def test_a_message_logged_late_opens_the_case_when_it_came(
    desk: Desk, clock: SetClock
) -> None:
    case_id = await mine(desk)
    await desk.resolve(case_id, "done", "told")
    came = clock.forward(HOUR)
    clock.forward(HOUR)
    await desk.customer_message(case_id, "Hello?", channel="phone", at=came)
    view = await desk.case(case_id)
    assert {entry.event.at for entry in view.timeline[-2:]} == {came}
    assert {entry.event.recorded_at for entry in view.timeline[-2:]} == {clock.at}


async def test_waiting_on_the_customer_leaves_the_queue_until_the_reminder(
    desk: Desk, clock: SetClock
) -> None:
    case_id = await mine(desk)
    remind = clock.at + DAY
    await desk.wait(case_id, "Which account was it?", remind)
    assert (await desk.page(View.ALL, Filter())).rows == ()
    (row,) = (await desk.page(View.WAITING, Filter())).rows
    assert (row.frozen, row.wake_at, row.due) == (True, remind, remind)
    (row,) = (await desk.page(View.MINE, Filter())).rows
    assert row.id == case_id
    clock.forward(DAY)
    (row,) = (await desk.page(View.ALL, Filter())).rows
    assert (row.id, row.reason.code) == (case_id, "remind")
    await desk.customer_message(case_id, "The second one.", channel="email")
    assert (await desk.case(case_id)).status is Status.OPEN


async def test_agents_act_on_their_own_and_on_unowned_cases(desk: Desk) -> None:
    agent = await desk.as_person("zhao.min")
    theirs, free = await mine(desk), await received(desk)
    assert await refusal(agent.assign(theirs, "zhao.min")) == "not_owner"
    assert await refusal(agent.change_priority(theirs, Priority.P1, "why")) == "not_owner"
    assert await refusal(agent.change_class(theirs, CaseClass.COMPLEX, "why")) == "not_owner"
    assert await refusal(agent.reply(theirs, "Hello", channel="email")) == "not_owner"
    assert await refusal(agent.resolve(theirs, "done", "told")) == "not_owner"
    await agent.note(theirs, "The customer rang me about it.")
    await agent.customer_message(theirs, "Any news?", channel="phone")
    await agent.change_priority(free, Priority.P1, "an old lady")
    await agent.assign(free, "zhao.min")
    assert (await desk.case(free)).owner == "zhao.min"
    await desk.assign(free, "li.wei")  # a lead may
    assert (await desk.case(free)).owner == "li.wei"


async def test_what_cannot_be_done_says_why_before_it_is_tried(desk: Desk) -> None:
    agent = await desk.as_person("zhao.min")
    case_id = await mine(desk)
    assert (await desk.case(case_id)).actions == {
        "claim": "already_yours", "release": None, "assign": None, "note": None, "reply": None,
        "customer_message": None, "wait": None, "priority": None, "class": None, "resolve": None,
        "reopen": "not_resolved", "follow_up": "not_resolved", "close": "not_resolved",
        "plan": None, "end_plan": "no_plan", "undo": None, "handoff": None,
        **dict.fromkeys(("recall", "accept", "report", "reject", "return"), "unknown_handoff"),
        "callback": None, "offer": None, "take_over": "no_offer", "end_offer": "no_offer",
        **dict.fromkeys(
            ("callback_move", "callback_try", "callback_reach", "callback_end"), "unknown_callback"
        ),
        "mail_seen": "unknown_mail",
    }  # fmt: skip
    others = (await agent.case(case_id)).actions
    assert others["claim"] == "owned_by"
    assert {others[name] for name in ("assign", "priority", "class", "reply", "release")} == {
        "not_owner"
    }
    assert others["note"] is None


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (lambda desk, n: desk.note(n, "  "), "text_missing"),
        (lambda desk, n: desk.reply(n, "\u200b\t", channel="email"), None),
        (lambda desk, n: desk.reply(n, "", channel="email"), "text_missing"),
        (lambda desk, n: desk.resolve(n, "done", " "), "result_missing"),
        (lambda desk, n: desk.change_priority(n, Priority.P1, ""), "why_missing"),
        (lambda desk, n: desk.change_priority(n, Priority.P3, "same"), "same_value"),
        (lambda desk, n: desk.wait(n, "", MONDAY + DAY), "question_missing"),
        (lambda desk, n: desk.wait(n, "Which?", MONDAY - DAY), "remind_in_past"),
        (lambda desk, n: desk.assign(n, "nobody"), "unknown_person"),
        (lambda desk, n: desk.release(n, "nobody"), "unknown_person"),
        (lambda desk, n: desk.note(n + 99, "x"), "unknown_case"),
        (lambda desk, n: desk.note(-1, "x"), "unknown_case"),
        (lambda desk, n: desk.note(0, "x"), "unknown_case"),
        (lambda desk, n: desk.reopen(n, "x"), "not_resolved"),
    ],
)
async def test_a_refused_step_leaves_nothing_behind(desk: Desk, action: object, code: str) -> None:
    case_id = await mine(desk)
    before = await desk.ctx.read(lambda tx: (log.head(tx), content.next_id(tx)))
    if code is None:
        await action(desk, case_id)  # type: ignore[operator]
        return
    assert await refusal(action(desk, case_id)) == code  # type: ignore[operator]
    assert await desk.ctx.read(lambda tx: (log.head(tx), content.next_id(tx))) == before


async def test_a_step_is_taken_back_by_its_maker_for_five_minutes(
    desk: Desk, clock: SetClock
) -> None:
    agent = await desk.as_person("zhao.min")
    case_id = await mine(desk)
    await desk.change_priority(case_id, Priority.P1, "it burns")
    view = await desk.case(case_id)
    assert (view.undoable, view.undo_until) == ("priority_changed", clock.at + 5 * MINUTE)
    assert (await agent.case(case_id)).actions["undo"] == "undo_other_person"
    await desk.undo(case_id)
    view = await desk.case(case_id)
    assert (view.priority, view.undoable) == (Priority.P3, None)
    await desk.note(case_id, "Wrong case!")
    await desk.undo(case_id)
    view = await desk.case(case_id)
    assert [entry.withdrawn for entry in view.timeline[-2:]] == [True, False]
    await desk.note(case_id, "right")
    clock.forward(5 * MINUTE + 1)
    assert await refusal(desk.undo(case_id)) == "undo_too_late"


async def test_restricted_notes_are_for_their_writer_and_the_leads(desk: Desk) -> None:
    agent = await desk.as_person("zhao.min")
    case_id = await received(desk)
    await desk.note(case_id, "Smells of layering.", Audience.RESTRICTED)
    assert (await desk.case(case_id)).timeline[-1].text == "Smells of layering."
    entry = (await agent.case(case_id)).timeline[-1]
    assert (entry.text, entry.audience) == (None, Audience.RESTRICTED)
    for word in ("layering", "Smells"):
        assert (await desk.page(View.ALL, Filter(text=word))).rows == ()
    with pytest.raises(ValueError, match="not for the customer"):
        await desk.note(case_id, "x", Audience.CUSTOMER)


async def test_a_customer_is_asked_twice_then_the_lead_decides(desk: Desk, clock: SetClock) -> None:
    agent = await desk.as_person("zhao.min")
    case_id = await received(desk)
    await agent.claim(case_id)
    for number in (1, 2):
        usual = (await agent.case(case_id)).remind_usual
        assert usual is not None
        await agent.wait(case_id, f"Which account? ({number})", usual)
        assert (await agent.case(case_id)).place.frozen
        clock.forward(usual - clock.now())
        reason = (await agent.case(case_id)).place.reason.code
        assert reason == ("remind" if number == 1 else "remind_lead")
    assert (await agent.case(case_id)).actions["wait"] == "asked_enough"
    later = clock.now() + DAY
    assert await refusal(agent.wait(case_id, "Once more?", later)) == "asked_enough"
    await agent.reply(case_id, "We still need it.", channel="email")  # written: nobody was reached
    assert await refusal(agent.wait(case_id, "Once more?", later)) == "asked_enough"
    await agent.assign(case_id, "li.wei")
    await desk.wait(case_id, "Once more?", later)  # the lead may
    await desk.customer_message(case_id, "The current account.", channel="email")
    await desk.assign(case_id, "zhao.min")
    await agent.wait(case_id, "Since when?", later)  # they have answered: counted anew


async def test_complaints_are_followed_up_by_another_person(desk: Desk, clock: SetClock) -> None:
    agent = await desk.as_person("zhao.min")
    case_id = await mine(desk, klass=CaseClass.COMPLAINT)
    await desk.resolve(case_id, "apologised", "sorry")
    assert (await desk.case(case_id)).actions["follow_up"] == "solver_follows_up"
    assert await refusal(desk.follow_up(case_id, reached=True)) == "solver_follows_up"
    assert await refusal(desk.close_case(case_id)) == "complaint_silent"
    assert await desk.next() is None  # it stands in the queue, but not for me
    await agent.follow_up(case_id, reached=True, solved=5)
    await desk.close_case(case_id)


async def test_one_who_works_alone_follows_up_alone(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        case_id = await mine(desk, klass=CaseClass.COMPLAINT)
        await desk.resolve(case_id, "apologised", "sorry")
        await desk.follow_up(case_id, reached=True, solved=5)
        await desk.close_case(case_id)


async def test_hostile_text_is_harmless_wherever_it_is_read(desk: Desk) -> None:
    evil = "\x1b[2J\u202e[red]x[/red]\x00\ud800\r\nsecond line"
    case_id = await mine(desk, title=evil, text=evil, customer=evil, phone=evil, email=evil)
    await desk.note(case_id, evil)
    view = await desk.case(case_id)
    (row,) = (await desk.page(View.ALL, Filter())).rows
    texts = [view.title, view.customer, view.phone, view.email, row.title, row.customer]
    assert all(text.isprintable() for text in texts), texts
    assert view.text == view.timeline[-1].text
    assert "\x1b" not in view.text
    assert "\nsecond line" in view.text


async def test_customers_are_masked(desk: Desk) -> None:
    case_id = await mine(desk, customer="欧阳娜娜", phone="13812345678", email="a.b@example.com")
    view = await desk.case(case_id)
    assert (view.customer, view.phone) == ("欧阳**", "138****5678")
    assert "a.b" not in view.email
    (row,) = (await desk.page(View.ALL, Filter())).rows
    assert row.customer == "欧阳**"


async def test_a_retried_step_is_done_once(desk: Desk) -> None:
    case_id = await mine(desk)
    first = await desk.note(case_id, "once", op="op-1")
    again = await desk.note(case_id, "once", op="op-1")
    assert first == again
    assert len((await desk.case(case_id)).timeline) == 4


async def test_a_number_finds_its_case(desk: Desk) -> None:
    case_id = await received(desk)
    for text in (str(case_id), f"C-{case_id}", f"c{case_id}", f" c-{case_id} ", "Ｃ－１００１"):
        assert await desk.find(text) == case_id, text
    for text in ("", "1", "C-", "12 34", "C-99999999999999999", "refund", "1001x"):
        assert await desk.find(text) is None, text


async def test_why_names_the_row_and_what_comes_after_it(desk: Desk) -> None:
    first = await received(desk, priority=Priority.P1)
    second = await received(desk, priority=Priority.P3)
    why = await desk.why(first)
    assert (why.row.id, why.reasons[0].code) == (first, "p1")
    assert why.following is not None
    assert why.following.id == second
    assert why.following_reason is not None
    assert why.following_reason.code == "before.band12"
    last = await desk.why(second)
    assert (last.following, last.following_reason) == (None, None)
    assert await refusal(desk.why(1)) == "unknown_case"


async def test_a_clock_set_back_does_not_run_backwards(desk: Desk, clock: SetClock) -> None:
    case_id = await mine(desk)
    clock.at -= 3_000_000  # a colleague's clock is a little behind
    await desk.note(case_id, "a moment earlier")
    view = await desk.case(case_id)
    assert view.timeline[-1].event.at == view.timeline[-2].event.at
    clock.at -= HOUR
    assert await refusal(desk.note(case_id, "an hour earlier")) == "clock_behind"


async def test_a_closed_desk_says_so(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.aclose()
        with pytest.raises(DeskTrouble) as trouble:
            await desk.counts()
        assert trouble.value.code == "closed"
