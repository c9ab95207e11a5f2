"""`db rebuild` beside desks that work on: the word index is made aside, and killed at any point the
old one stands."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agentdesk.domain.values import Event
from agentdesk.store import customers, log, reword, search, subjects
from agentdesk.store.engine import Store
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.rebuild import rebuild
from agentdesk.store.tx import Tx
from agentdesk.store.verify import verify
from tests.support import ROOT
from tests.support.stores import SOURCE, note, open_store, receive

CASES = 250


def some_cases(tx: Tx) -> None:
    for n in range(CASES):
        receive(tx, f"转账 number {n}")


def mend_address(tx: Tx, case_id: int) -> None:
    """As the desk does: the words of every case of the customer change, and the desk says so."""
    subject = log.events(tx, case_id)[0].body["subject"]
    for one in customers.cases_of(tx, subject):
        search.forget(tx, one)
    known = subjects.get(tx, subject)
    subjects.change(tx, subject, replace(known, email=f"new{case_id}@example.com"))
    for one in customers.cases_of(tx, subject):
        search.put(tx, one)
    event = Event("customer_changed", tx.now, "li", {"subject": subject, "fields": ["email"]})
    log.append(tx, 0, [event], now=tx.now, source=SOURCE)


def meanwhile(work: Callable[[Store], Coroutine[Any, Any, Any]], folder: Path) -> None:
    """Another program does something, from its opening of the store to its end."""

    async def open_and_work() -> None:
        async with open_store(folder, create=False) as other:
            await work(other)

    program = threading.Thread(target=lambda: asyncio.run(open_and_work()))
    program.start()
    program.join()


class At:
    """A progress that lets something happen once, when the index has come so far."""

    def __init__(self, done: int, then: Callable[[], None]) -> None:
        self.steps: list[int] = []
        self._done, self._then = done, then

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage == "search":
            self.steps.append(done)
            if self.steps.count(self._done) == 1 and done == self._done:
                self._then()


def tables(tx: Tx) -> list[str]:
    return [row[0] for row in tx.all(reword._BEGUN)]


async def found(store: Store, words: str) -> int:
    return await store.read(lambda tx: search.matches(tx, words, 9999))


async def clean(store: Store) -> None:
    report = await verify(store)
    assert report.clean, report.findings[:5]
    assert await store.read(tables) == []


@pytest.mark.parametrize("most", [2000, 5])
async def test_what_desks_do_meanwhile_is_in_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Before and behind the place the rebuild has come to; in one step at its end, and in many."""
    monkeypatch.setattr(reword, "MOST_EVENTS", most)
    async with open_store(tmp_path) as store:
        await store.write(some_cases)

        async def work(other: Store) -> None:
            for case_id in (1001, 1002, 1240):
                await other.write(lambda tx, n=case_id: note(tx, n, "附言 meanwhile"))
            await other.write(lambda tx: receive(tx, "a new one 附言"))
            await other.write(lambda tx: mend_address(tx, 1003))
            await other.write(lambda tx: mend_address(tx, 1002))

        at = At(200, lambda: meanwhile(work, tmp_path))
        assert await rebuild(store, source=SOURCE, progress=at) == CASES
        assert at.steps == [200, 251]
        assert await found(store, '"附言"') == 4
        assert await found(store, '"new1002"') == 1
        await clean(store)


async def test_of_two_rebuilds_the_later_one_ends(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await store.write(some_cases)
        at = At(200, lambda: meanwhile(lambda other: rebuild(other, source=SOURCE), tmp_path))
        with pytest.raises(StoreTrouble) as refused:
            await rebuild(store, source=SOURCE, progress=at)
        assert refused.value.code == "rebuilt_elsewhere"
        await clean(store)


async def test_an_erasure_on_the_way_begins_the_index_again(tmp_path: Path) -> None:
    """What the words of a case were made of is gone then."""

    async def work(other: Store) -> None:
        erased = Event("subject_erased", 0, "li", {"subject": 1})
        await other.write(lambda tx: log.append(tx, 0, [erased], now=tx.now, source=SOURCE))

    async with open_store(tmp_path) as store:
        await store.write(some_cases)
        at = At(200, lambda: meanwhile(work, tmp_path))
        await rebuild(store, source=SOURCE, progress=at)
        assert at.steps == [200, 250, 200, 250]
        await clean(store)


async def test_a_rebuild_that_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    async with open_store(tmp_path) as store:
        await store.write(some_cases)
        at = At(200, lambda: task.cancel())
        task = asyncio.create_task(rebuild(store, source=SOURCE, progress=at))
        with pytest.raises(asyncio.CancelledError):
            await task
        await clean(store)


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from agentdesk.store import reword
from agentdesk.store.rebuild import rebuild
from tests.support.stores import SOURCE, open_store

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def at(stage, done, total):
    if sys.argv[2] == "half-way" and stage == "search":
        die()

async def main():
    async with open_store(Path(sys.argv[1]), create=False) as store:
        await rebuild(store, source=SOURCE, progress=at)

if sys.argv[2] == "swapped":  # and not yet committed
    then = reword._catch_up
    reword._catch_up = lambda tx, anew: then(tx, anew) and die()
asyncio.run(main())
"""


@pytest.mark.parametrize("when", ["half-way", "swapped"])
async def test_killed_on_the_way_the_old_index_stands(tmp_path: Path, when: str) -> None:
    async with open_store(tmp_path) as store:
        await store.write(some_cases)
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(tmp_path), when, cwd=ROOT
    )
    await killed.wait()
    assert killed.returncode == -signal.SIGKILL
    async with open_store(tmp_path, create=False) as store:
        assert (await verify(store)).clean
        assert len(await store.read(tables)) == 1  # what was begun
        assert await found(store, '"转账"') == CASES
        await store.write(lambda tx: note(tx, 1001, "后来"))
        await rebuild(store, source=SOURCE)
        assert await found(store, '"后来"') == 1
        await clean(store)


async def test_keys_of_customers_are_mended_alone(tmp_path: Path) -> None:
    """Those that are right are not written anew."""
    async with open_store(tmp_path) as store:
        await store.write(some_cases)
        right = (await store.read(lambda tx: customers.wrong_batch(tx, 0)))[1]
        assert right == {}
        await store.write(lambda tx: customers.mend(tx, [(1, {("n", "nobody")})]))
        await clean(store)
