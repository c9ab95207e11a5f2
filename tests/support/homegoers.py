"""Processes that hand an evening's cases and calls over until they are killed (see `processes`)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from tests.support.desks import MONDAY
from tests.support.processes import Link

WHO, TO = "wang.fang", "zhao.min"

Call = tuple[int, str]


def hand_over_all(link: Link, folder: Path, cases: Sequence[int], calls: Sequence[Call]) -> None:
    """Hand everything over in one step, say so, take it back, and again."""
    asyncio.run(_hand_over_all(link, folder, cases, calls))


async def _hand_over_all(
    link: Link, folder: Path, cases: Sequence[int], calls: Sequence[Call]
) -> None:
    desk = await Desk.open(folder, clock=SetClock(MONDAY), person=WHO)
    other = await desk.as_person(TO)
    try:
        count = 0
        while not link.stopped():
            await take_back(desk, other, cases, calls)
            op = f"{link.name}-{count}"
            await desk.hand_over(cases, TO, calls=calls, op=op)
            link.ack(op)
            count += 1
    finally:
        await desk.aclose()


async def take_back(desk: Desk, other: Desk, cases: Sequence[int], calls: Sequence[Call]) -> None:
    """As it was before: one by one, that a kill may leave anything behind."""
    for case_id in cases:
        if (await desk.case(case_id)).offered_to is not None:
            await desk.decline(case_id)
    for case_id, callback in calls:
        if (await desk.case(case_id)).callbacks[-1].who == TO:
            await other.hand_over([], WHO, calls=[(case_id, callback)])
