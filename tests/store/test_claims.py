"""What a claim looks at: the first unowned case, the longest late, the count of claims."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.domain.values import DAY, HOUR, MINUTE, Priority
from agentdesk.store import claims
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


async def test_the_first_to_take_is_unowned_and_not_waiting(desk: Desk, clock: SetClock) -> None:
    assert await desk.ctx.read(lambda tx: claims.first_to_take(tx, tx.now)) is None
    owned = (await desk.receive(request(priority=Priority.P1))).case_id
    await desk.claim(owned)
    waiting = (await desk.receive(request(priority=Priority.P1))).case_id
    await desk.claim(waiting)
    await desk.wait(waiting, "Which one?", clock.at + DAY)
    await desk.release(waiting)
    free = (await desk.receive(request())).case_id
    first = await desk.ctx.read(lambda tx: claims.first_to_take(tx, tx.now))
    assert first is not None
    assert first.id == free


async def test_urgent_cases_come_with_the_most_time_left_first(desk: Desk, clock: SetClock) -> None:
    ages = (20, 5, 10)
    ids = {
        age: (
            await desk.receive(request(priority=Priority.P1, received_at=clock.at - age * MINUTE))
        ).case_id
        for age in ages
    }
    await desk.receive(request(priority=Priority.P2))
    late = request(priority=Priority.P1, received_at=clock.at - 5 * HOUR)
    await desk.receive(late)  # it can be kept no more
    found = await desk.ctx.read(lambda tx: claims.urgent_to_take(tx, tx.now, 0, 9))
    assert found == [ids[5], ids[10], ids[20]]
    rest = await desk.ctx.read(lambda tx: claims.urgent_to_take(tx, tx.now, 1, 1))
    assert rest == [ids[10]]


async def test_the_count_of_claims_is_kept(desk: Desk) -> None:
    assert await desk.ctx.read(claims.turn) == 0
    await desk.ctx.write(lambda tx: claims.set_turn(tx, 4))
    await desk.ctx.write(lambda tx: claims.set_turn(tx, 5))
    assert await desk.ctx.read(claims.turn) == 5


async def test_the_longest_late_unowned_case_is_known(desk: Desk, clock: SetClock) -> None:
    assert await desk.ctx.read(lambda tx: claims.oldest_late(tx, tx.now)) is None
    old = (await desk.receive(request())).case_id
    clock.forward(HOUR)
    older = (await desk.receive(request(received_at=clock.at - 2 * HOUR))).case_id
    owned = (await desk.receive(request(received_at=clock.at - 3 * HOUR))).case_id
    await desk.claim(owned)
    clock.forward(8 * HOUR)
    await desk.catch_up()
    found = await desk.ctx.read(lambda tx: claims.oldest_late(tx, tx.now))
    assert found is not None
    assert found[1] == older
    await desk.claim(older)
    found = await desk.ctx.read(lambda tx: claims.oldest_late(tx, tx.now))
    assert found is not None
    assert found[1] == old
