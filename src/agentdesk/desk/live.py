"""A running desk: what other desks commit is told at once, and what time alone changes is swept.

The sweep is done by whichever running desk holds the lease; doing it twice changes nothing. It
knows the next instant at which any row changes, and reads the store only when that has come or
something was committed.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from agentdesk.desk import policies as versions
from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.context import Context, told
from agentdesk.desk.rows import Behind
from agentdesk.domain.values import SECOND
from agentdesk.store import lease, policies, sweep
from agentdesk.store.errors import StoreTrouble
from agentdesk.store.feed import Changes
from agentdesk.store.tx import Tx

_T = TypeVar("_T")

LEASE = "sweep"
LEASE_LASTS = 5 * SECOND
LOOK_SECONDS = 1.0
"""The clock is looked at so often: it may run faster than the machine's (a training day)."""

_PASSING = frozenset({"busy", "full", "io", "memory"})
"""Trouble that may be over in a moment."""

_Look = tuple[int | None, bool]


async def changes(ctx: Context) -> AsyncIterator[frozenset[int]]:
    """Ids of cases that any desk has changed, as they are committed; empty: too much to name, or
    something else. Ends when the desk closes. Raises DeskTrouble if the store fails."""
    try:
        feed = ctx.store.changes()
    except StoreTrouble as trouble:
        if trouble.code == "closed":
            return
        raise told(trouble) from trouble
    try:
        async for ids in feed:
            yield ids
    except StoreTrouble as trouble:
        raise told(trouble) from trouble
    finally:
        await feed.aclose()


async def nothing() -> AsyncIterator[frozenset[int]]:
    """The changes of a desk that is closed."""
    return
    yield


async def catch_up(ctx: Context) -> int:
    """Sweep every row whose instant has passed, in short transactions; how many rows moved."""
    moved = 0
    while True:
        count = await ctx.by_itself(lambda tx: sweep.sweep(tx, ctx.rules_now(tx), tx.now))
        moved += count
        if count < sweep.BATCH:
            return moved


async def abreast(ctx: Context, work: Callable[[], Awaitable[_T]]) -> _T:
    """Do some work; where too much has piled up while no desk was open, sweep first."""
    while True:
        try:
            return await work()
        except Behind:
            await catch_up(ctx)


class Sweeper:
    """The background task of a running desk. `start` it once; `stop` ends it cleanly."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._holder = f"{ctx.store.uid}-{secrets.token_hex(8)}"
        self._task: asyncio.Task[None] | None = None
        self._held = False

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="agentdesk-sweep")

    async def stop(self) -> None:
        """End it and give the lease back."""
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        if self._held:
            with contextlib.suppress(DeskTrouble):
                await self._ctx.by_itself(lambda tx: lease.drop(tx, LEASE, self._holder))

    async def _run(self) -> None:
        try:
            feed = self._ctx.store.changes()
        except StoreTrouble:
            return  # the store is being closed
        try:
            again = True
            while again:
                again = await self._watched(feed)
        finally:
            await feed.aclose()

    async def _watched(self, feed: Changes) -> bool:
        """Watch until trouble comes; whether to try again. A sweep that fails loses nothing, and
        whoever reads or writes next is told of the trouble."""
        try:
            await self._watch(feed)
        except DeskTrouble as trouble:
            await asyncio.sleep(LOOK_SECONDS)
            return trouble.code in _PASSING
        except StoreTrouble:
            return False
        return False

    async def _watch(self, feed: Changes) -> None:
        due, behind = await self._ctx.read(self._look)
        while True:
            if behind:
                await versions.bring_along(self._ctx, self._holder)
            if due is not None and self._ctx.store.clock.now() >= due:
                while await self._ctx.by_itself(self._sweep) == sweep.BATCH:
                    continue
                due, behind = await self._ctx.read(self._look)
            if await _told(feed):
                due, behind = await self._ctx.read(self._look)

    def _look(self, tx: Tx) -> _Look:
        """The next instant at which a row changes, and whether a policy is half brought along."""
        newest = self._ctx.rules_now(tx)[-1][1].version
        return sweep.next_change(tx), policies.projected(tx) < newest

    def _sweep(self, tx: Tx) -> int:
        self._held = lease.take(tx, LEASE, self._holder, now=tx.now, lasts=LEASE_LASTS)
        return sweep.sweep(tx, self._ctx.rules_now(tx), tx.now) if self._held else 0


async def _told(feed: Changes) -> bool:
    """Wait a moment; whether something was committed meanwhile. Raises StoreTrouble ``closed``
    when the feed has ended."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await anext(feed)
    except TimeoutError:
        return False
    except StopAsyncIteration:
        raise StoreTrouble("closed", path="") from None
    return True
