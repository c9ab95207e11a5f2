"""Desks for tests: real encrypted files, a clock that is set by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from agentdesk.desk.intake import IncomingCase
from agentdesk.desk.setup import init_desk
from agentdesk.domain.values import Priority, instant

MONDAY = instant(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
"""A Monday, 10:00 in Shanghai: the desk is open."""


async def make_desk(
    folder: Path, clock: SetClock | None = None, *, plain: bool = False, **more: Any
) -> Desk:
    """A new desk in Shanghai whose first person, Li Wei, is signed in. Close it afterwards."""
    clock = clock or SetClock(MONDAY)
    await init_desk(
        folder,
        person_name="Li Wei",
        desk_name="Retail",
        tz="Asia/Shanghai",
        lang="en",
        clock=clock,
        plain=plain,
        **more,
    )
    return await Desk.open(folder, clock=clock, plain=plain)


@asynccontextmanager
async def desk_of(folder: Path, clock: SetClock | None = None, **more: Any) -> AsyncIterator[Desk]:
    """`make_desk`, closed at the end."""
    desk = await make_desk(folder, clock, **more)
    try:
        yield desk
    finally:
        await desk.aclose()


def request(title: str = "Where is my transfer?", **more: Any) -> IncomingCase:
    """A request by e-mail, plain unless said otherwise."""
    values: dict[str, Any] = {
        "text": "I sent 50,000 yesterday and it has not arrived.",
        "customer": "Chen Jie",
        "phone": "13812345678",
        "email": "chen@example.com",
        "channel": "email",
        "category": "",
        "line": "personal",
        "priority": Priority.P3,
    }
    return IncomingCase(title, **{**values, **more})
