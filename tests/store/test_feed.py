"""The change feed: what another process commits is named, once, to everybody who listens."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from sqlalchemy import insert

from agentdesk.domain.values import Event
from agentdesk.store import feed, log, schema
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.feed import Changes
from agentdesk.store.sql import compiled
from agentdesk.store.stamp import AFTER, ALWAYS, Stamp
from agentdesk.store.tx import Tx
from tests.support.stores import SOURCE, open_store, receive

PUT = compiled(insert(schema.counter))
WAIT = 20


@pytest.fixture(params=["encrypted", "plain"])
async def two(request: pytest.FixtureRequest, tmp_path: Path):
    plain = request.param == "plain"
    async with open_store(tmp_path / "desk", plain=plain):
        pass
    async with (
        open_store(tmp_path / "desk", plain=plain, create=False) as one,
        open_store(tmp_path / "desk", plain=plain, create=False) as other,
    ):
        yield one, other


async def following(changes: Changes) -> frozenset[int]:
    return await asyncio.wait_for(anext(changes), WAIT)


async def to_its_end(changes: Changes) -> None:
    async for _ in changes:
        pass


async def test_another_desks_case_is_named(two: tuple[Store, Store]) -> None:
    one, other = two
    changes = one.changes()
    case_id = await other.write(receive)
    assert await following(changes) == {case_id}
    again = await other.write(receive)
    assert await following(changes) == {again}


async def test_ones_own_changes_are_named_too(two: tuple[Store, Store]) -> None:
    one, _ = two
    changes = one.changes()
    case_id = await one.write(receive)
    assert await following(changes) == {case_id}


async def test_nothing_is_lost_between_opening_and_listening(two: tuple[Store, Store]) -> None:
    one, other = two
    case_id = await other.write(receive)
    assert await following(one.changes()) == {case_id}


async def test_everybody_hears_it_and_the_slow_hear_it_joined(two: tuple[Store, Store]) -> None:
    one, other = two
    quick, slow = one.changes(), one.changes()
    heard: set[int] = set()
    made = {await other.write(receive) for _ in range(3)}
    while heard != made:
        heard |= await following(quick)
    late = await other.write(receive)
    while late not in heard:
        heard |= await following(quick)
    joined: set[int] = set()
    while joined != heard:
        joined |= await following(slow)


async def test_other_changes_come_without_a_name(two: tuple[Store, Store]) -> None:
    one, other = two
    changes = one.changes()
    await other.write(receive)
    await following(changes)
    await other.write(lambda tx: tx.run(PUT, {"name": "x", "value": 1}))
    assert await following(changes) == frozenset()
    await other.write(desk_event)
    assert await following(changes) == frozenset()


def desk_event(tx: Tx) -> None:
    event = Event("exported", tx.now, "li", {"events": 1, "cases": 1})
    log.append(tx, 0, [event], now=tx.now, source=SOURCE)


async def test_too_many_are_not_named(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "TOO_MANY", 2)
    one, other = two
    await other.write(lambda tx: [receive(tx) for _ in range(3)])
    assert await following(one.changes()) == frozenset()


async def test_it_ends_when_the_store_closes(tmp_path: Path) -> None:
    async with open_store(tmp_path / "desk"):
        pass
    async with open_store(tmp_path / "desk", create=False) as one:
        changes = one.changes()
        waiting = asyncio.create_task(anext(changes, None))
        await one.aclose()
        assert await asyncio.wait_for(waiting, WAIT) is None
        assert [change async for change in changes] == []
        with pytest.raises(StoreTrouble):
            one.changes()


async def test_one_listener_can_leave(two: tuple[Store, Store]) -> None:
    one, other = two
    staying, leaving = one.changes(), one.changes()
    await leaving.aclose()
    case_id = await other.write(receive)
    assert await following(staying) == {case_id}
    assert [change async for change in leaving] == []


async def test_a_store_that_became_newer_is_told(two: tuple[Store, Store]) -> None:
    """Another program upgrades the store under a running desk: it hears of it, and writes no
    more into tables it does not know."""
    one, other = two
    changes = one.changes()
    raw = other.place.opener.connect()
    raw.execute("PRAGMA busy_timeout = 5000")  # the desk may still be on its first look
    raw.execute("CREATE TABLE more (x INTEGER) STRICT")
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StoreTrouble) as told:
        await to_its_end(changes)
    assert told.value.code == "newer"
    with pytest.raises(StoreTrouble) as refused:
        await one.write(receive)
    assert refused.value.code == "newer"


async def test_another_table_alone_does_not_stop_a_desk(two: tuple[Store, Store]) -> None:
    one, other = two
    raw = other.place.opener.connect()
    raw.execute("PRAGMA busy_timeout = 5000")  # the desk may still be on its first look
    raw.execute("CREATE TABLE more (x INTEGER) STRICT")
    raw.close()
    changes = one.changes()
    case_id = await one.write(receive)
    assert case_id in await following(changes)


def test_a_file_is_looked_at_after_each_change_and_now_and_then(tmp_path: Path) -> None:
    """Some looks longer than the change: a commit may show later than its time."""
    path = tmp_path / "store.db-wal"
    stamp = Stamp(path)
    assert stamp.moved()  # there is none: who knows
    path.write_bytes(b"a")
    looks = [stamp.moved() for _ in range(3 * ALWAYS)]
    assert looks[: AFTER + 1] == [True] * (AFTER + 1)
    assert [n for n, moved in enumerate(looks) if moved][AFTER + 1 :] == [ALWAYS, 2 * ALWAYS]
    info = path.stat()
    os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns + 1))
    assert [stamp.moved() for _ in range(AFTER + 2)] == [True] * (AFTER + 1) + [False]
