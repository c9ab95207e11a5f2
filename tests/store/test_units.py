"""Units of work: whole or not at all, seen by others once committed, never half of one."""

from __future__ import annotations

import asyncio
import gc
import importlib
import pkgutil
import random
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, insert, select, update

import agentdesk.store
from agentdesk.store import schema
from agentdesk.store.engine import Store
from agentdesk.store.errors import Conflict, StoreTrouble
from agentdesk.store.sql import Sql, compiled
from agentdesk.store.tx import Tx
from tests.support.stores import CLOCK, open_store

COUNT = compiled(select(func.count()).select_from(schema.counter))
PUT = compiled(insert(schema.counter))
GET = compiled(select(schema.counter.c.value).where(schema.counter.c.name == bindparam("name")))
ADD = compiled(
    update(schema.counter)
    .where(schema.counter.c.name == bindparam("which"))
    .values(value=schema.counter.c.value + 1)
)


def put(name: str, value: int = 1) -> object:
    return lambda tx: tx.run(PUT, {"name": name, "value": value})


@pytest.fixture(params=["encrypted", "plain"])
async def store(request: pytest.FixtureRequest, tmp_path: Path):
    async with open_store(tmp_path / "desk", plain=request.param == "plain") as opened:
        yield opened


async def test_a_unit_that_raises_leaves_nothing(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.run(PUT, {"name": "a", "value": 1})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(work)
    assert await store.read(lambda tx: tx.value(COUNT)) == 0
    await store.write(put("a"))  # and the lock is free
    assert await store.read(lambda tx: tx.value(COUNT)) == 1


async def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(StoreTrouble) as refused:
        await store.read(put("a"))
    assert refused.value.code == "read_only"


async def test_a_read_sees_one_moment(store: Store) -> None:
    """Both counts of one read agree although another desk writes in between."""
    async with open_store(store.path.parent, create=False, plain=not store.encrypted) as other:
        before: list[int] = []
        between = asyncio.Event()
        loop = asyncio.get_running_loop()
        written = asyncio.run_coroutine_threadsafe

        def work(tx: Tx) -> tuple[int, int]:
            first = tx.value(COUNT)
            loop.call_soon_threadsafe(between.set)
            if store.encrypted and not before:
                before.append(1)
                written(other.write(put("a")), loop).result(10)
            return first, tx.value(COUNT)

        reading = asyncio.create_task(store.read(work))
        await between.wait()
        first, second = await reading
        assert first == second


async def test_a_constraint_is_a_conflict_and_the_unit_may_go_on(store: Store) -> None:
    def work(tx: Tx) -> int:
        tx.run(PUT, {"name": "a", "value": 1})
        with pytest.raises(Conflict):
            tx.run(PUT, {"name": "a", "value": 2})
        return int(tx.value(GET, {"name": "a"}))

    assert await store.write(work) == 1


async def test_a_kept_transaction_is_dead(store: Store) -> None:
    kept: list[Tx] = []
    await store.write(kept.append)
    with pytest.raises(AttributeError):
        kept[0].one(COUNT)


async def test_300_cancelled_writes_leak_no_lock(store: Store) -> None:
    """After each cancelled write another desk gets the lock at once, without a collection."""
    await store.write(put("n", 0))
    dice = random.Random(2)
    gc.disable()
    try:
        async with open_store(store.path.parent, create=False, plain=not store.encrypted) as other:
            done = 0
            for _ in range(300):
                task = asyncio.create_task(
                    store.write(lambda tx: tx.run(ADD, {"which": "n"}) or tx.all(COUNT))
                )
                for _ in range(dice.randrange(4)):
                    await asyncio.sleep(0)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                await asyncio.wait_for(other.write(lambda tx: tx.run(ADD, {"which": "n"})), 10)
                done += 1
            value = await other.read(lambda tx: tx.value(GET, {"name": "n"}))
            assert 300 == done <= value <= 600
    finally:
        gc.enable()


async def test_cancelled_in_the_middle_it_is_done_whole(store: Store) -> None:
    loop = asyncio.get_running_loop()
    inside = asyncio.Event()

    def work(tx: Tx) -> None:
        tx.run(PUT, {"name": "a", "value": 1})
        loop.call_soon_threadsafe(inside.set)
        tx.run(PUT, {"name": "b", "value": 1})

    task = asyncio.create_task(store.write(work))
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.write(lambda tx: None)  # the next unit runs after it
    assert await store.read(lambda tx: tx.value(COUNT)) == 2


async def test_a_cancelled_write_in_the_queue_never_begins(store: Store) -> None:
    loop = asyncio.get_running_loop()
    inside, go = asyncio.Event(), asyncio.Event()

    def slow(tx: Tx) -> None:
        loop.call_soon_threadsafe(inside.set)
        asyncio.run_coroutine_threadsafe(go.wait(), loop).result(10)

    first = asyncio.create_task(store.write(slow))
    await inside.wait()
    second = asyncio.create_task(store.write(put("never")))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    go.set()
    await first
    assert await store.read(lambda tx: tx.value(COUNT)) == 0


async def test_an_open_that_is_cancelled_leaves_no_connection(tmp_path: Path) -> None:
    async with open_store(tmp_path / "desk"):
        pass
    for turns in range(6):
        task = asyncio.create_task(Store.open(tmp_path / "desk", clock=CLOCK))
        for _ in range(turns):
            await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if not task.cancelled():
            await task.result().aclose()
    async with open_store(tmp_path / "desk", create=False) as again:
        await again.write(put("a"))


async def test_closing_twice_at_once_and_later(tmp_path: Path) -> None:
    async with open_store(tmp_path / "desk") as opened:
        pending = asyncio.create_task(opened.write(put("last")))
        await asyncio.sleep(0)
        await asyncio.gather(opened.aclose(), opened.aclose())
        await pending  # what was queued is done
        await opened.aclose()
        with pytest.raises(StoreTrouble) as refused:
            await opened.write(put("a"))
        assert refused.value.code == "closed"


async def test_busy_is_told_and_leaves_the_store_usable(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agentdesk.store import factory

    monkeypatch.setattr(factory, "BUSY_SECONDS", 0.05)
    other = store.place.opener.connect()
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreTrouble) as refused:
            await store.write(put("a"))
        assert refused.value.code == "busy"
    finally:
        other.close()  # rolls back first
    await store.write(put("a"))


async def test_a_store_that_was_moved_away_takes_no_more_writes(store: Store) -> None:
    store.path.rename(store.path.with_name("elsewhere.db"))
    try:
        with pytest.raises(StoreTrouble) as refused:
            await store.write(put("a"))
        assert refused.value.code == "gone"
    finally:
        store.path.with_name("elsewhere.db").rename(store.path)


def test_a_list_that_changes_is_not_compiled() -> None:
    with pytest.raises(ValueError, match="json_each"):
        _ = compiled(select(COUNTER).where(COUNTER.in_(bindparam("names", expanding=True)))).text


def test_every_statement_of_the_store_has_a_fixed_text() -> None:
    """They are made when first used: none is found wanting only then."""
    seen = 0
    for info in pkgutil.iter_modules(agentdesk.store.__path__, "agentdesk.store."):
        for made in vars(importlib.import_module(info.name)).values():
            if isinstance(made, Sql):
                seen += 1
                assert made.text
                assert made.open >= frozenset()
    assert seen > 100


def test_a_statement_that_was_never_used_can_be_read_copied_and_compared() -> None:
    made, same = (compiled(select(COUNTER).where(bindparam("a") == COUNTER)) for _ in "ab")
    assert replace(made, text="SELECT 1").open == {"a"}
    assert repr(made) == repr(same)
    assert made == same
    with pytest.raises(AttributeError):
        _ = made.nothing  # type: ignore[attr-defined]


def test_values_written_out_stand_in_the_statement() -> None:
    made = compiled(select(COUNTER).where(COUNTER.in_(["a", "b"])).limit(bindparam("n")))
    assert made.open == {"n"}
    assert sorted(made.fixed.values()) == ["a", "b"]
    assert "OFFSET" not in made.text
    raw = sqlite3.connect(":memory:")
    raw.execute("CREATE TABLE counter (name TEXT, value INT)")
    raw.execute("INSERT INTO counter VALUES ('a', 1), ('c', 1)")
    assert raw.execute(made.text, {**made.fixed, "n": 9}).fetchall() == [("a",)]
    raw.close()


COUNTER = schema.counter.c.name
_: Sql = COUNT
