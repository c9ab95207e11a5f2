"""Opening the desk for one command, and closing it whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from agentdesk.cli.context import Context
from agentdesk.desk.house import Desk


def with_desk(ctx: Context, work: Callable[[Context, Desk], Awaitable[int]]) -> int:
    """Run a command on the open desk; its exit code. Raises DeskTrouble."""
    return asyncio.run(_with_desk(ctx, work))


async def _with_desk(ctx: Context, work: Callable[[Context, Desk], Awaitable[int]]) -> int:
    desk = await Desk.open(ctx.places.data, person=ctx.person, clock=ctx.clock, door="cli")
    try:
        ctx.store_language(desk.lang)
        return await work(ctx, desk)
    finally:
        await desk.aclose()
