"""What comes in: one request by hand, many from a file; late ones keep their own time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agentdesk.desk.api import Filter, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.intake import BATCH, IncomingCase, Intake
from agentdesk.desk.setup import bundled_policy
from agentdesk.domain.values import (
    DAY,
    HOUR,
    MINUTE,
    CaseClass,
    Kind,
    Priority,
    Refused,
    Status,
)
from agentdesk.store import cases, content, log, subjects
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, request


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
async def desk(tmp_path: Path, clock: SetClock) -> AsyncIterator[Desk]:
    async with desk_of(tmp_path, clock) as desk:
        yield desk
        assert (await verify(desk.ctx.store)).findings == []


async def sizes(desk: Desk) -> tuple[object, ...]:
    return await desk.ctx.read(
        lambda tx: (log.head(tx), content.next_id(tx), subjects.next_id(tx), cases.next_id(tx))
    )


async def test_what_arrives_is_registered_to_the_duty_owner(desk: Desk) -> None:
    done = await desk.receive(request())
    assert (done.reference, done.kinds) == ("C-1001", ("received", "registered"))
    view = await desk.case(done.case_id)
    assert (view.status, view.accountable, view.owner) == (Status.OPEN, "li.wei", None)
    assert next(clock for clock in view.clocks if clock.name == "register").state == "met"


async def test_what_nobody_has_registered_waits_in_its_own_view(desk: Desk) -> None:
    done = await desk.receive(request(registered=False))
    (row,) = (await desk.page(View.UNREGISTERED, Filter())).rows
    assert (row.id, row.status) == (done.case_id, Status.NEW)
    await desk.claim(done.case_id)
    assert (await desk.page(View.UNREGISTERED, Filter())).rows == ()
    assert (await desk.case(done.case_id)).accountable == "li.wei"


async def test_a_category_says_what_was_left_open(desk: Desk) -> None:
    name, about = next(iter(desk.policy.categories.items()))
    row = IncomingCase("Something", category=name, channel="phone")
    view = await desk.case((await desk.receive(row)).case_id)
    assert (view.line, view.klass, view.kind, view.priority) == (
        about.line, CaseClass(about.klass), Kind(about.kind), Priority(about.priority),
    )  # fmt: skip
    told = IncomingCase("Else", category=name, line="corporate", priority=Priority.P1)
    view = await desk.case((await desk.receive(told)).case_id)
    assert (view.line, view.priority) == ("corporate", Priority.P1)


async def test_a_line_has_its_duty_owner(desk: Desk) -> None:
    await desk.add_person("Zhao Min")
    line = "insurance"
    text = bundled_policy()
    changed = text.replace('zh = "保险业务" }', 'zh = "保险业务", duty = "zhao.min" }')
    assert changed != text
    await desk.apply_policy(changed)
    view = await desk.case((await desk.receive(request(line=line))).case_id)
    assert view.accountable == "zhao.min"
    other = await desk.receive(request(line=line, accountable="li.wei"))
    assert (await desk.case(other.case_id)).accountable == "li.wei"


async def test_a_call_logged_late_keeps_its_own_time(desk: Desk, clock: SetClock) -> None:
    came = clock.at - 3 * HOUR
    done = await desk.receive(request(received_at=came, priority=Priority.P1))
    view = await desk.case(done.case_id)
    first = view.timeline[0].event
    assert (first.at, first.recorded_at, view.received) == (came, clock.at, came)
    (row,) = (await desk.page(View.LATE, Filter())).rows
    assert (row.id, row.broken) == (done.case_id, True)


async def test_what_was_said_over_the_counter_counts_as_the_reply(
    desk: Desk, clock: SetClock
) -> None:
    done = await desk.receive(request(in_person=True, promised_at=clock.at + DAY))
    view = await desk.case(done.case_id)
    states = {clock.name: clock.state for clock in view.clocks}
    assert (states["first_response"], states["promised"]) == ("met", "running")


async def test_a_receipt_is_no_answer(desk: Desk) -> None:
    done = await desk.receive(request(auto_ack="We have your message: C-1001."))
    assert done.kinds == ("received", "registered", "auto_ack")
    view = await desk.case(done.case_id)
    assert view.timeline[-1].text == "We have your message: C-1001."
    assert {c.name: c.state for c in view.clocks}["first_response"] == "running"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"received_at": MONDAY + 1}, "in_future"),
        ({"title": " ", "text": "\n"}, "text_missing"),
    ],
)
async def test_what_cannot_be_a_case_leaves_nothing(
    desk: Desk, facts: dict[str, object], code: str
) -> None:
    before = await sizes(desk)
    with pytest.raises(Refused) as refused:
        await desk.receive(request(**facts))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert await sizes(desk) == before


async def test_a_request_without_a_title_is_called_by_its_first_words(desk: Desk) -> None:
    done = await desk.receive(request(title="", text="我的基金赎回\n还没有到账"))
    assert (await desk.case(done.case_id)).title == "我的基金赎回 还没有到账"


async def test_a_retried_request_makes_one_case(desk: Desk) -> None:
    first = await desk.receive(request(), op="web-1")
    assert await desk.receive(request(), op="web-1") == first
    assert (await desk.page(View.ALL, Filter())).total == 1


async def test_a_reference_from_outside_comes_in_once(desk: Desk) -> None:
    done = await desk.receive(request(ext_ref="CFPB-1"))
    assert (await desk.case(done.case_id)).ext_ref == "CFPB-1"
    with pytest.raises(Refused) as refused:
        await desk.receive(request(ext_ref="CFPB-1"))
    assert refused.value.code == "already_received"


async def test_many_come_in_batches_and_a_second_time_adds_nothing(
    desk: Desk, clock: SetClock
) -> None:
    rows = [
        request(f"Row {n}", ext_ref=f"X{n}", received_at=clock.at - n * MINUTE)
        for n in range(2 * BATCH + 50)
    ]
    told: list[Intake] = []
    total = await desk.receive_many(iter(rows), told.append)
    assert total == Intake(1050, 0)
    assert [one.cases for one in told] == [500, 1000, 1050]
    assert (await desk.page(View.ALL, Filter(), limit=5)).counts[2] <= 999
    before = await sizes(desk)
    assert await desk.receive_many([*rows, request(ext_ref="X0")]) == Intake(0, 1051)
    assert await sizes(desk) == before
    for n in (0, 499, 500, 1049):
        case_id = await desk.ctx.read(lambda tx, n=n: cases.by_external(tx, f"X{n}"))
        view = await desk.case(case_id)
        assert (view.title, view.received) == (f"Row {n}", rows[n].received_at)


async def test_twins_inside_a_batch_come_in_once(desk: Desk) -> None:
    rows = [request("first", ext_ref="A"), request("second", ext_ref="A"), request(), request()]
    assert await desk.receive_many(rows) == Intake(3, 1)


async def test_a_bad_row_takes_its_batch_with_it_and_no_other(desk: Desk, clock: SetClock) -> None:
    rows = [request(f"Row {n}", ext_ref=f"X{n}") for n in range(BATCH + 10)]
    rows[BATCH + 5] = request(ext_ref="bad", received_at=clock.at + DAY)
    with pytest.raises(Refused):
        await desk.receive_many(rows)
    assert len(await desk.queue_at(clock.at)) == BATCH


async def test_stopping_keeps_every_finished_batch(desk: Desk, clock: SetClock) -> None:
    rows = [request(f"Row {n}", ext_ref=f"X{n}") for n in range(4 * BATCH)]
    done = 0

    async def bring_in() -> None:
        nonlocal done

        def stop_after_two(total: Intake) -> None:
            nonlocal done
            done = total.cases
            if done == 2 * BATCH:
                task.cancel()

        await desk.receive_many(rows, stop_after_two)

    task = asyncio.ensure_future(bring_in())
    with pytest.raises(asyncio.CancelledError):
        await task
    # The batch that had begun is carried out whole or not at all; a second import fills the rest.
    again = await desk.receive_many(rows)
    assert again.duplicates in (2 * BATCH, 3 * BATCH)
    assert again.cases + again.duplicates == len(rows)
    assert len(await desk.queue_at(clock.at)) == len(rows)


async def test_other_desks_work_between_two_batches(tmp_path: Path, clock: SetClock) -> None:
    async with desk_of(tmp_path, clock) as desk:
        other = await Desk.open(tmp_path, clock=clock)
        try:
            taken: list[int] = []

            async def agent() -> None:
                while len(taken) < 3:
                    got = await other.take()
                    if got is not None:
                        taken.append(got.case_id)
                    await asyncio.sleep(0)

            rows = [request(f"Row {n}") for n in range(6 * BATCH)]
            _, total = await asyncio.gather(agent(), desk.receive_many(rows))
            assert total.cases == len(rows)
            assert len(set(taken)) == 3
        finally:
            await other.aclose()


async def test_the_log_says_that_a_file_came_in(desk: Desk) -> None:
    from agentdesk.desk.intake import record_import

    await record_import(desk.ctx, file="ab" * 32, mapping="cfpb", rows=10, cases_made=8, rejects=2)
    event = (await desk.ctx.read(lambda tx: log.events(tx, 0)))[-1]
    assert (event.kind, event.actor) == ("imported", "li.wei")
    assert event.body == {
        "file": "ab" * 32, "mapping": "cfpb", "rows": 10, "cases": 8, "rejects": 2,
    }  # fmt: skip
