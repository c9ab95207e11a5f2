"""The sweep: time alone moves rows, in short batches, and doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agentdesk.desk.api import Filter, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.rows import MOST_IN_MEMORY
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, Priority
from agentdesk.store import cases, claims, sweep
from agentdesk.store.tx import Tx
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


def row(tx: Tx, case_id: int) -> dict[str, Any]:
    found = tx.one(cases.WHOLE, {"id": case_id})
    assert found is not None
    return {name: found[name] for name in found.keys()}  # noqa: SIM118  (a row iterates values)


async def swept(desk: Desk, limit: int = sweep.BATCH) -> int:
    return await desk.ctx.write(lambda tx: sweep.sweep(tx, desk.ctx.rules_now(tx), tx.now, limit))


async def test_a_row_names_the_instant_at_which_it_changes_by_itself(
    desk: Desk, clock: SetClock
) -> None:
    case_id = (await desk.receive(request(priority=Priority.P1))).case_id
    before = await desk.ctx.read(lambda tx: row(tx, case_id))
    assert await desk.ctx.read(sweep.next_change) == before["next_change"]
    clock.at = before["next_change"] - 1
    assert await swept(desk) == 0
    clock.forward(1)
    assert await swept(desk) == 1
    after = await desk.ctx.read(lambda tx: row(tx, case_id))
    assert after["folded_at"] == clock.at
    assert after["next_change"] > clock.at
    assert after["ver"] == before["ver"]
    assert await swept(desk) == 0


async def test_sweeping_goes_in_batches_longest_wrong_first(desk: Desk, clock: SetClock) -> None:
    for age in (3, 2, 1):
        await desk.receive(request(received_at=clock.at - age * MINUTE))
    clock.forward(DAY)
    assert [await swept(desk, 2), await swept(desk, 2), await swept(desk, 2)] == [2, 1, 0]


async def test_a_closed_case_never_changes_by_itself(desk: Desk, clock: SetClock) -> None:
    case_id = (await desk.receive(request())).case_id
    await desk.claim(case_id)
    await desk.resolve(case_id, "done", "told")
    await desk.follow_up(case_id, reached=True)
    await desk.close_case(case_id)
    assert (await desk.ctx.read(lambda tx: row(tx, case_id)))["next_change"] is None
    clock.forward(365 * DAY)
    assert await swept(desk) == 0


async def test_after_a_long_pause_the_first_page_is_right(desk: Desk, clock: SetClock) -> None:
    """More has changed than is folded in memory: it is swept before the page is read."""
    count = 2 * MOST_IN_MEMORY + 3
    await desk.receive_many(
        request(f"Case {n}", text="", received_at=clock.at - n * SECOND) for n in range(count)
    )
    clock.forward(3 * DAY)
    page = await desk.page(View.ALL, Filter(), limit=count)
    slow = await desk.queue_at(clock.at)
    assert [one.key for one in page.rows] == [one.key for one in slow]
    assert {one.band for one in page.rows} == {3}
    assert await desk.ctx.read(lambda tx: sweep.due(tx, tx.now)) == []


async def test_rows_are_folded_once_not_at_every_read(
    desk: Desk, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = (await desk.receive(request())).case_id
    await desk.receive(request())
    clock.forward(DAY)
    folded: list[int] = []
    real = sweep.fold

    def counted(tx: Tx, timeline: Any, ids: Any, now: int) -> Any:
        folded.extend(ids)
        return real(tx, timeline, ids, now)

    monkeypatch.setattr(sweep, "fold", counted)
    for _ in range(3):
        await desk.page(View.ALL, Filter())
        await desk.counts()
    assert len(folded) == 2
    await desk.note(case_id, "a new version of it")
    await desk.page(View.ALL, Filter())
    assert len(folded) == 2  # what was written was folded as it was written


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
