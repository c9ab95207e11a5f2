"""Taking cases: what comes first, the reserve's turn, and answers that survive a retry."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agentdesk.desk.api import Filter, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, Priority, Refused
from agentdesk.store import claims, sweep
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, request

EVERY = 6


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
async def desk(tmp_path: Path, clock: SetClock) -> AsyncIterator[Desk]:
    async with desk_of(tmp_path, clock) as desk:
        await desk.add_person("Zhao Min")
        yield desk
        assert (await verify(desk.ctx.store)).findings == []


async def received(desk: Desk, count: int = 1, **facts: object) -> list[int]:
    rows = [request(**facts) for _ in range(count)]  # type: ignore[arg-type]
    return [(await desk.receive(row)).case_id for row in rows]


async def reserved(desk: Desk) -> list[int]:
    page = await desk.page(View.ALL, Filter())
    return [row.id for row in page.rows if row.reserve]


async def test_next_goes_to_what_comes_first_of_mine_and_the_unowned(desk: Desk) -> None:
    (mine,) = await received(desk, priority=Priority.P2)
    await desk.claim(mine)
    (later,) = await received(desk, priority=Priority.P3)
    taken = await desk.next()
    assert taken is not None
    assert (taken.case_id, taken.claimed, taken.reserve) == (mine, False, False)
    (urgent,) = await received(desk, priority=Priority.P1)
    taken = await desk.next()
    assert taken is not None
    assert (taken.case_id, taken.claimed, taken.reason.code) == (urgent, True, "p1")
    assert (await desk.case(later)).owner is None


async def test_with_nothing_to_do_next_says_so(desk: Desk) -> None:
    assert await desk.next() is None
    assert await desk.take() is None


async def test_take_hands_out_unowned_cases_only(desk: Desk) -> None:
    (mine,) = await received(desk, priority=Priority.P1)
    await desk.claim(mine)
    (free,) = await received(desk)
    agent = await desk.as_person("zhao.min")
    taken = await agent.take()
    assert taken is not None
    assert taken.case_id == free
    assert await agent.take() is None


async def test_a_case_that_waits_or_is_done_is_not_handed_out(desk: Desk, clock: SetClock) -> None:
    waiting, done = await received(desk, 2)
    for case_id in (waiting, done):
        await desk.claim(case_id)
    await desk.wait(waiting, "Which one?", clock.at + HOUR)
    await desk.resolve(done, "done", "told")
    await desk.release(waiting)
    clock.forward(10 * DAY)
    assert await desk.take() is None


async def test_every_sixth_claim_takes_the_longest_late(desk: Desk, clock: SetClock) -> None:
    late = await received(desk, 2)
    clock.forward(5 * HOUR)  # their replies are late, and their solution stands far off
    await received(desk, 12, priority=Priority.P2)
    flags = []
    for turn in range(1, 9):
        if turn == EVERY:
            assert await reserved(desk) == [late[0]]
        elif turn < EVERY:
            assert await reserved(desk) == []
        taken = await desk.take()
        assert taken is not None
        flags.append((taken.reserve, taken.case_id in late))
    assert flags == [(n == EVERY, n == EVERY) for n in range(1, 9)]


async def test_the_mark_of_the_turn_knows_what_no_sweep_has_seen(
    desk: Desk, clock: SetClock
) -> None:
    (older,) = await received(desk)
    clock.forward(HOUR)
    (younger,) = await received(desk)
    for case_id in await received(desk, EVERY - 1, priority=Priority.P2):
        await desk.claim(case_id)
    assert await reserved(desk) == []  # nothing is late
    clock.forward(3 * HOUR + MINUTE)
    assert await reserved(desk) == [older]  # not swept
    await desk.catch_up()
    assert await reserved(desk) == [older]
    clock.forward(HOUR)
    assert await reserved(desk) == [older]  # the younger one is late as well, and not swept
    await desk.claim(older)
    assert (await desk.case(younger)).owner is None


async def test_the_turn_lapses_while_a_p1_can_still_be_kept(desk: Desk, clock: SetClock) -> None:
    (late,) = await received(desk)
    clock.forward(5 * HOUR)
    await received(desk, 7, priority=Priority.P1)
    taken = [await desk.take() for _ in range(7)]
    assert all(one is not None and not one.reserve for one in taken)
    assert (await desk.case(late)).owner is None


async def test_a_reserve_case_that_is_released_gives_the_turn_back(
    desk: Desk, clock: SetClock
) -> None:
    (late,) = await received(desk)
    clock.forward(5 * HOUR)
    await received(desk, 10, priority=Priority.P2)
    for _ in range(EVERY - 1):
        await desk.take()
    taken = await desk.take()
    assert taken is not None
    assert (taken.case_id, taken.reserve) == (late, True)
    await desk.release(late)
    assert await reserved(desk) == [late]
    taken = await desk.take()
    assert taken is not None
    assert (taken.case_id, taken.reserve) == (late, True)
    await desk.undo(late)
    assert await reserved(desk) == [late]
    ordinary = next(row.id for row in (await desk.page(View.MINE, Filter())).rows if row.id != late)
    before = await desk.ctx.read(claims.turn)
    await desk.release(ordinary)
    assert await desk.ctx.read(claims.turn) == before


async def test_a_claim_by_name_counts_but_does_not_use_up_the_turn(
    desk: Desk, clock: SetClock
) -> None:
    (late,) = await received(desk)
    clock.forward(5 * HOUR)
    others = await received(desk, 8, priority=Priority.P2)
    for case_id in others[: EVERY - 1]:
        await desk.claim(case_id)
    assert await reserved(desk) == [late]
    await desk.claim(others[-1])
    assert await reserved(desk) == [late]
    await desk.claim(late)
    assert (await desk.case(late)).timeline[-1].event.body["reserve"] is True
    assert await desk.ctx.read(claims.turn) == 0


async def test_a_refused_claim_counts_nothing(desk: Desk) -> None:
    agent = await desk.as_person("zhao.min")
    (case_id,) = await received(desk)
    await desk.claim(case_id)
    before = await desk.ctx.read(claims.turn)
    with pytest.raises(Refused) as refused:
        await agent.claim(case_id)
    assert (refused.value.code, refused.value.params) == ("owned_by", {"owner": "li.wei"})
    assert await desk.ctx.read(claims.turn) == before


async def test_what_time_has_changed_is_known_before_it_is_taken(
    desk: Desk, clock: SetClock
) -> None:
    first, second = await received(desk, 2, priority=Priority.P3)
    (third,) = await received(desk, priority=Priority.P2)
    clock.forward(3 * HOUR)  # P2's reply is late now; nobody has swept
    taken = [await desk.take() for _ in range(3)]
    assert [one.case_id for one in taken if one] == [first, second, third]


async def test_after_a_long_pause_the_first_claim_is_right(desk: Desk, clock: SetClock) -> None:
    """More has changed than one transaction may hold: it is swept in short ones first."""
    await desk.receive_many(
        request(f"Case {n}", text="", received_at=clock.at - n * SECOND)
        for n in range(sweep.BATCH + 20)
    )
    clock.forward(3 * DAY)
    first = (await desk.queue_at(clock.at, View.UNOWNED))[0]
    taken = await desk.take()
    assert taken is not None
    assert taken.case_id == first.id
    assert taken.reason == first.reason


async def test_a_retry_answers_from_its_own_events(desk: Desk, clock: SetClock) -> None:
    await received(desk, 3)
    for act in (desk.take, desk.next):
        first = await act(op=f"op-{act.__name__}")
        clock.forward(MINUTE)
        assert await act(op=f"op-{act.__name__}") == first
        await desk.release(first.case_id)  # type: ignore[union-attr]
    (case_id,) = await received(desk)
    done = await desk.claim(case_id, op="op-claim")
    assert await desk.claim(case_id, op="op-claim") == done
    assert len((await desk.page(View.MINE, Filter())).rows) == 1


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    ages=st.lists(st.integers(0, 8 * 60), min_size=1, max_size=12),
    ranks=st.lists(st.sampled_from(["P2", "P3"]), min_size=12, max_size=12),
    pause=st.integers(0, 30),
)
async def test_a_late_case_waits_no_longer_than_promised(
    tmp_path_factory: pytest.TempPathFactory, ages: list[int], ranks: list[str], pause: int
) -> None:
    """At most 6 claims for each late case ahead of it and one more, however many come anew."""
    clock = SetClock(MONDAY + 9 * HOUR)
    async with desk_of(tmp_path_factory.mktemp("desk"), clock) as desk:
        rows = [
            request(received_at=clock.at - age * MINUTE, priority=Priority(rank))
            for age, rank in zip(ages, ranks, strict=False)
        ]
        await desk.receive_many(rows)
        late = [row for row in await desk.queue_at(clock.at, View.UNOWNED) if row.broken]
        views = {row.id: await desk.case(row.id) for row in late}
        oldest_first = sorted(late, key=lambda row: (views[row.id].place.broken_since, row.id))
        left = {row.id: EVERY * (n + 1) for n, row in enumerate(oldest_first)}
        for claim in range(1, EVERY * len(ages) + 1):
            await desk.receive_many([request(priority=Priority.P2)])
            taken = await desk.take()
            assert taken is not None
            left.pop(taken.case_id, None)
            assert all(claim < most for most in left.values())
            clock.forward(pause)
