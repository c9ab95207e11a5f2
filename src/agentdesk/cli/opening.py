"""Opening the desk for one command, and closing it whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from agentdesk.cli.context import Context
from agentdesk.desk.house import Desk
from agentdesk.domain.values import Refused
from agentdesk.i18n import language, t

Work = Callable[[Context, Desk], Awaitable[int]]

_DEPARTMENTS = frozenset({"dept", "right"})
"""Parameters of refusals that hold a department's code."""


def with_desk(ctx: Context, work: Work, door: str = "cli") -> int:
    """Run a command on the open desk; its exit code. ``door`` stands in the source of every event.
    Raises DeskTrouble."""
    return asyncio.run(_with_desk(ctx, work, door))


async def _with_desk(ctx: Context, work: Work, door: str) -> int:
    desk = await Desk.open(ctx.places.data, person=ctx.person, clock=ctx.clock, door=door)
    try:
        ctx.store_language(desk.lang)
        return await work(ctx, desk)
    except Refused as refusal:
        raise Refused(refusal.code, **named(desk, refusal.params)) from refusal
    finally:
        await desk.aclose()


def department(desk: Desk, code: str) -> str:
    """A department as a person knows it, with the code that commands take."""
    label = desk.labels.text("department", code, language())
    return code if label == code else t("people.with_code", name=label, code=code)


def named(desk: Desk, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a refusal, departments by their names."""
    return {
        name: department(desk, value) if name in _DEPARTMENTS and value else value
        for name, value in params.items()
    }
