"""The line before the write lock: a courtesy that nobody can be kept out by."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agentdesk.store import engine, line
from agentdesk.store.errors import StoreTrouble
from tests.store.test_units import COUNT, put
from tests.support.stores import open_store

fcntl = pytest.importorskip("fcntl")


@contextmanager
def standing_first(folder: Path) -> Iterator[None]:
    """Another program is at the head of the line and does not move."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def line_is_free(folder: Path) -> bool:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


@pytest.fixture(autouse=True)
async def waiting(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set as soon as somebody has to wait in a line."""
    waits, loop = asyncio.Event(), asyncio.get_running_loop()
    stand = line._Place._stand

    def noted(place: line._Place) -> None:
        loop.call_soon_threadsafe(waits.set)
        stand(place)

    monkeypatch.setattr(line._Place, "_stand", noted)
    monkeypatch.setattr(line, "_LOOK", 0.001)
    monkeypatch.setattr(line, "PATIENCE", 60.0)
    return waits


async def test_a_write_waits_for_its_turn(tmp_path: Path, waiting: asyncio.Event) -> None:
    async with open_store(tmp_path) as store:
        with standing_first(tmp_path):
            writing = asyncio.ensure_future(store.write(put("a")))
            await waiting.wait()
            assert not writing.done()
            assert await store.read(lambda tx: tx.value(COUNT)) == 0
        await writing
        assert await store.read(lambda tx: tx.value(COUNT)) == 1
        assert line_is_free(tmp_path)


async def test_a_line_that_does_not_move_is_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "PATIENCE", 0.01)
    async with open_store(tmp_path) as store:
        with standing_first(tmp_path):
            await store.write(put("a"))
            await store.write(put("b"))
        # Whoever went past has a thread left in the line: it lets its turn pass.
        monkeypatch.setattr(line, "PATIENCE", 60.0)
        await store.write(put("c"))
        assert await store.read(lambda tx: tx.value(COUNT)) == 3


async def test_closing_does_not_wait_for_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waiting: asyncio.Event
) -> None:
    """The lock is free: what is queued is done all the same."""
    monkeypatch.setattr(engine, "CLOSING_SECONDS", 0.0)
    async with open_store(tmp_path) as store:
        with standing_first(tmp_path):
            writing = asyncio.ensure_future(store.write(put("a")))
            await waiting.wait()
            await store.aclose()
            await writing


async def test_who_waits_no_longer_leaves_the_line(tmp_path: Path, waiting: asyncio.Event) -> None:
    async with open_store(tmp_path) as store:
        with standing_first(tmp_path):
            writing = asyncio.ensure_future(store.write(put("a")))
            await waiting.wait()
            writing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await writing
        await store.write(put("b"))
        assert await store.read(lambda tx: tx.value(COUNT)) == 1


async def test_without_a_line_writes_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No such call on this system, or a file system that does not know it."""

    def refused(_handle: int, _how: int) -> None:
        raise OSError(45, "not supported")

    async with open_store(tmp_path) as store:
        monkeypatch.setattr(line.fcntl, "flock", refused)
        await store.write(put("a"))
        monkeypatch.setattr(line, "fcntl", None)
        await store.write(put("b"))
        with pytest.raises(StoreTrouble):
            await store.write(put("b"))
        assert await store.read(lambda tx: tx.value(COUNT)) == 2
