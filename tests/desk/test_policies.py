"""A policy is put in force as a version; open cases follow at once, and agents keep working."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agentdesk.desk import policies
from agentdesk.desk.api import DeskTrouble, Filter, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import bundled_policy
from agentdesk.domain.values import HOUR, MINUTE, Priority, Refused
from agentdesk.store import cases as rows_of
from agentdesk.store import log
from agentdesk.store import policies as versions
from agentdesk.store.tx import Tx
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, request

FASTER = bundled_policy().replace(
    'budget = { P1 = "30m", P2 = "2h", P3 = "4h" }', 'budget = { P1 = "30m", P2 = "2h", P3 = "1h" }'
)
assert 'P3 = "1h"' in FASTER


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
async def desk(tmp_path: Path, clock: SetClock) -> AsyncIterator[Desk]:
    async with desk_of(tmp_path, clock) as desk:
        yield desk
        assert (await verify(desk.ctx.store)).findings == []


async def reply_due(desk: Desk, case_id: int) -> int | None:
    view = await desk.case(case_id)
    return next(clock.due for clock in view.clocks if clock.name == "first_response")


async def test_open_cases_follow_a_new_version_at_once(desk: Desk, clock: SetClock) -> None:
    received = clock.at
    case_id = (await desk.receive(request())).case_id
    assert await reply_due(desk, case_id) == received + 4 * HOUR
    clock.forward(20 * MINUTE)
    applied = await desk.apply_policy(FASTER)
    assert applied == policies.Applied(2, changed=True)
    assert desk.info.policy_version == 2
    assert await reply_due(desk, case_id) == received + HOUR
    (row,) = (await desk.page(View.ALL, Filter())).rows
    assert (row.clock, row.due) == ("first_response", received + HOUR)
    event = (await desk.ctx.read(lambda tx: log.events(tx, 0)))[-1]
    assert (event.kind, event.at, event.actor) == ("policy_applied", clock.at, "li.wei")
    assert event.body["version"] == 2
    told = await policies.history(desk.ctx)
    assert [one.version for one in told] == [1, 2]
    assert told[-1].text == FASTER


async def test_a_due_that_has_already_passed_is_broken_at_the_change(
    desk: Desk, clock: SetClock
) -> None:
    case_id = (await desk.receive(request())).case_id
    clock.forward(2 * HOUR)
    await desk.apply_policy(FASTER)
    (row,) = (await desk.page(View.LATE, Filter())).rows
    assert row.id == case_id
    first = next(c for c in (await desk.case(case_id)).clocks if c.name == "first_response")
    assert (first.state, first.breach_at, first.raised) == ("breached", clock.at, True)


async def test_the_same_policy_again_is_no_new_version(desk: Desk) -> None:
    before = await desk.ctx.read(log.head)
    assert await desk.apply_policy(bundled_policy()) == policies.Applied(1, changed=False)
    assert await desk.ctx.read(log.head) == before


async def test_agents_apply_no_policy(desk: Desk) -> None:
    await desk.add_person("Zhao Min")
    agent = await desk.as_person("zhao.min")
    with pytest.raises(Refused) as refused:
        await agent.apply_policy(FASTER)
    assert refused.value.code == "leads_only"


async def test_a_text_with_mistakes_changes_nothing(desk: Desk) -> None:
    wrong = bundled_policy().replace("reserve = 6", "reserve = 6\nreserv = 7")
    checked = policies.check(wrong, desk.info.tz, desk.now())
    assert checked.policy is None
    lines = [n for n, line in enumerate(wrong.split("\n"), 1) if line.startswith("reserv = 7")]
    assert [problem.line for problem in checked.problems] == lines
    with pytest.raises(DeskTrouble) as trouble:
        await desk.apply_policy(wrong)
    assert (trouble.value.code, trouble.value.params["problems"]) == ("bad_policy", 1)
    assert len(await policies.history(desk.ctx)) == 1


async def test_old_and_new_dues_can_be_listed_first(desk: Desk, clock: SetClock) -> None:
    slow = (await desk.receive(request())).case_id
    await desk.receive(request(priority=Priority.P1))
    done = (await desk.receive(request())).case_id
    await desk.claim(done)
    await desk.resolve(done, "done", "told")
    await desk.follow_up(done, reached=True)
    await desk.close_case(done)
    before = await desk.ctx.read(log.head)
    moved = await policies.moved_dues(desk.ctx, FASTER)
    assert [(one.case_id, one.clock, one.old_due, one.new_due) for one in moved] == [
        (slow, "first_response", clock.at + 4 * HOUR, clock.at + HOUR)
    ]
    assert await desk.ctx.read(log.head) == before
    await desk.apply_policy(FASTER)
    assert await reply_due(desk, slow) == moved[0].new_due


async def test_another_desk_follows_too(desk: Desk, tmp_path: Path, clock: SetClock) -> None:
    case_id = (await desk.receive(request())).case_id
    other = await Desk.open(tmp_path, clock=clock)
    try:
        await desk.apply_policy(FASTER)
        assert await reply_due(other, case_id) == clock.at + HOUR
        assert other.info.policy_version == 2
        done = await other.receive(request())
        assert await reply_due(other, done.case_id) == clock.at + HOUR
    finally:
        await other.aclose()


async def test_agents_keep_working_while_open_cases_are_brought_along(
    desk: Desk, clock: SetClock
) -> None:
    count = 1200
    await desk.receive_many(request(f"Case {n}") for n in range(count))
    clock.forward(MINUTE)
    told: list[int] = []
    worked: list[int] = []

    async def agent() -> None:
        while not told or told[-1] < count - len(worked):
            taken = await desk.take()
            if taken is not None:
                worked.append(taken.case_id)
            await asyncio.sleep(0)

    working = asyncio.ensure_future(agent())
    await desk.apply_policy(FASTER, told.append)
    working.cancel()
    await asyncio.wait([working])
    assert worked
    assert told == sorted(told)
    assert len(told) >= 2  # in several transactions
    slow = await desk.queue_at(clock.at)
    page = await desk.page(View.ALL, Filter(), limit=2000)
    assert [row.key for row in page.rows] == [row.key for row in slow]
    assert {row.due for row in page.rows} == {MONDAY + HOUR}


async def test_only_rows_folded_under_the_old_version_are_folded_again(
    desk: Desk, clock: SetClock
) -> None:
    await desk.receive_many(request(f"Case {n}") for n in range(3))
    applied_at = clock.forward(MINUTE)
    await desk.apply_policy(FASTER)
    clock.forward(MINUTE)
    assert await policies.bring_along(desk.ctx)

    def folded(tx: Tx) -> set[int]:
        return {
            tx.one(rows_of.WHOLE, {"id": case_id})["folded_at"]
            for case_id in rows_of.after(tx, 0, 10)
        }

    assert await desk.ctx.read(folded) == {applied_at}


async def test_what_was_interrupted_is_brought_along_by_any_desk(
    desk: Desk, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = (await desk.receive(request())).case_id
    clock.forward(MINUTE)

    async def killed(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(policies, "bring_along", killed)
        with pytest.raises(KeyboardInterrupt):
            await desk.apply_policy(FASTER)
    assert await desk.ctx.read(versions.projected) == 1
    assert await policies.bring_along(desk.ctx, "some desk")
    assert await desk.ctx.read(versions.projected) == 2
    (row,) = (await desk.page(View.ALL, Filter())).rows
    assert (row.id, row.due) == (case_id, MONDAY + HOUR)
