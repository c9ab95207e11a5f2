"""Opening the desk for one command, and closing it whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from agentdesk.cli.context import Context
from agentdesk.desk.house import Desk

Work = Callable[[Context, Desk], Awaitable[int]]


def with_desk(ctx: Context, work: Work, door: str = "cli") -> int:
    """Run a command on the open desk; its exit code. ``door`` stands in the source of every event.
    Raises DeskTrouble."""
    return asyncio.run(_with_desk(ctx, work, door))


async def _with_desk(ctx: Context, work: Work, door: str) -> int:
    desk = await Desk.open(ctx.places.data, person=ctx.person, clock=ctx.clock, door=door)
    try:
        ctx.store_language(desk.lang)
        return await work(ctx, desk)
    finally:
        await desk.aclose()
