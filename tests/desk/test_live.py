"""A running desk: it hears of every commit, sweeps what time changes, and ends cleanly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from agentdesk.desk import live, policies
from agentdesk.desk.api import DeskTrouble, Filter, View
from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import bundled_policy
from agentdesk.domain.values import DAY, HOUR, SECOND
from agentdesk.store import lease, sweep
from agentdesk.store import policies as versions
from agentdesk.store.verify import verify
from tests.support.desks import MONDAY, desk_of, request

PATIENCE = 20
"""Seconds after which a condition that never comes is a failure."""


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MONDAY)


@pytest.fixture
async def desk(tmp_path: Path, clock: SetClock) -> AsyncIterator[Desk]:
    async with desk_of(tmp_path, clock) as desk:
        yield desk
        assert (await verify(desk.ctx.store)).findings == []


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.01)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110  (the condition is in a database)
            await asyncio.sleep(0.01)


async def test_what_another_desk_commits_is_told(desk: Desk, tmp_path: Path) -> None:
    other = await Desk.open(tmp_path, clock=desk.ctx.store.clock)
    told: set[int] = set()
    heard = asyncio.Event()

    async def listen() -> None:
        async for ids in desk.changes():
            told.update(ids)
            heard.set()

    listening = asyncio.create_task(listen())
    try:
        done = await other.receive(request())

        async def named() -> bool:
            return done.case_id in told

        await until(named)
    finally:
        await other.aclose()
        await desk.aclose()
        async with asyncio.timeout(PATIENCE):
            await listening  # it ends when the desk closes


async def listening_to(desk: Desk) -> asyncio.Task[None]:
    async def listen() -> None:
        async for _ in desk.changes():
            pass

    return asyncio.create_task(listen())


async def rows_due(desk: Desk) -> int:
    return await desk.ctx.read(lambda tx: len(sweep.due(tx, tx.now)))


async def test_a_running_desk_sweeps_what_time_has_changed(desk: Desk, clock: SetClock) -> None:
    await desk.receive_many(request(f"Case {n}") for n in range(700))  # more than one batch
    listening = await listening_to(desk)
    clock.forward(DAY)
    assert await rows_due(desk) > 0

    async def swept() -> bool:
        return await rows_due(desk) == 0

    await until(swept)
    assert [row.key for row in await desk.queue_at(clock.at)] == [
        row.key for row in (await desk.page(View.ALL, Filter(), limit=999)).rows
    ]
    await desk.aclose()
    await listening


async def test_a_desk_that_does_not_listen_does_not_sweep(desk: Desk, clock: SetClock) -> None:
    await desk.receive(request())
    clock.forward(DAY)
    (row,) = (await desk.page(View.ALL, Filter())).rows
    assert row.band == 3  # and yet the page is right
    assert await rows_due(desk) == 1


async def test_only_the_holder_of_the_lease_sweeps(desk: Desk, clock: SetClock) -> None:
    await desk.receive(request())
    at = clock.forward(DAY)

    def hold(until: int) -> Callable[[object], bool]:
        return lambda tx: lease.take(tx, live.LEASE, "a colleague", now=at, lasts=until - at)  # type: ignore[arg-type]

    assert await desk.ctx.write(hold(at + 60 * SECOND))
    looks = 0
    look = live.Sweeper._sweep

    def counted(self: live.Sweeper, tx: object) -> int:
        nonlocal looks
        looks += 1
        return look(self, tx)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(live.Sweeper, "_sweep", counted)
        listening = await listening_to(desk)

        async def looked_twice() -> bool:
            return looks >= 2

        await until(looked_twice)
        assert await rows_due(desk) == 1
        clock.forward(61 * SECOND)  # the colleague has gone

        async def swept() -> bool:
            return await rows_due(desk) == 0

        await until(swept)
    await desk.aclose()
    await listening


async def test_the_lease_is_given_back_at_the_end(
    desk: Desk, tmp_path: Path, clock: SetClock
) -> None:
    other = await Desk.open(tmp_path, clock=clock)
    await desk.receive(request())
    clock.forward(DAY)
    listening = await listening_to(other)

    async def swept() -> bool:
        return await rows_due(desk) == 0

    await until(swept)
    await other.aclose()
    await listening
    taken = await desk.ctx.write(
        lambda tx: lease.take(tx, live.LEASE, "me", now=tx.now, lasts=SECOND)
    )
    assert taken


async def test_a_policy_half_brought_along_is_finished(
    desk: Desk, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = (await desk.receive(request())).case_id
    clock.forward(SECOND)
    faster = bundled_policy().replace('P3 = "4h" }', 'P3 = "1h" }', 1)

    async def killed(*_: object, **__: object) -> bool:
        raise DeskTrouble("closed")

    with monkeypatch.context() as patched:
        patched.setattr(policies, "bring_along", killed)
        with pytest.raises(DeskTrouble):
            await desk.apply_policy(faster)
    listening = await listening_to(desk)

    async def brought() -> bool:
        return await desk.ctx.read(versions.projected) == 2

    await until(brought)
    (row,) = (await desk.page(View.ALL, Filter())).rows
    assert (row.id, row.due) == (case_id, MONDAY + HOUR)
    await desk.aclose()
    await listening


async def test_closing_twice_and_without_ever_listening_is_fine(tmp_path: Path) -> None:
    async with desk_of(tmp_path) as desk:
        await desk.aclose()
        await desk.aclose()
        assert [ids async for ids in desk.changes()] == []


async def test_a_listener_can_go_and_another_come(desk: Desk) -> None:
    first = await listening_to(desk)
    await desk.receive(request())
    first.cancel()
    await asyncio.wait([first])
    second = await listening_to(desk)
    await desk.receive(request())
    await desk.aclose()
    async with asyncio.timeout(PATIENCE):
        await second
