"""Going home while the machine fails: what is handed over goes whole, or stays whole (C12)."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select

from agentdesk.desk.clock import SetClock
from agentdesk.domain.events import CALLBACK_MOVED, OFFERED
from agentdesk.domain.values import DAY, HOUR
from agentdesk.store import schema
from agentdesk.store.sql import compiled
from agentdesk.store.tx import Tx
from agentdesk.store.verify import verify
from tests.support import processes
from tests.support.desks import MONDAY, make_desk, request
from tests.support.homegoers import TO, WHO, Call, hand_over_all, take_back

CASES, CALLS = 4, 3
KINDS = compiled(
    select(schema.event.c.op_id, schema.event.c.kind).where(
        schema.event.c.op_id.like(bindparam("like"))
    )
)


def kinds_by_op(tx: Tx) -> dict[str, Counter[str]]:
    """What each operation of the workers has written."""
    found: dict[str, Counter[str]] = {}
    for op, kind in tx.all(KINDS, {"like": "w%-%"}):
        found.setdefault(op, Counter())[kind] += 1
    return found


@pytest.mark.parametrize("kills", [4, pytest.param(60, marks=pytest.mark.torture)])
async def test_what_is_handed_over_goes_whole_or_stays_whole(tmp_path: Path, kills: int) -> None:
    folder = tmp_path / "desk"
    desk = await make_desk(folder, SetClock(MONDAY))
    await desk.add_person("Wang Fang")
    await desk.add_person("Zhao Min")
    wang, zhao = await desk.as_person(WHO), await desk.as_person(TO)
    cases = [(await desk.receive(request())).case_id for _ in range(CASES)]
    calls: list[Call] = []
    for case_id in cases:
        await wang.claim(case_id)
    for number in range(CALLS):
        case_id = (await desk.receive(request())).case_id
        await desk.claim(case_id)
        await desk.agree(case_id, MONDAY + DAY + number * HOUR, "the card", who=WHO)
        calls.append((case_id, (await desk.case(case_id)).callbacks[-1].id))
    run = partial(processes.run_with_kills, workers=1, kills=kills, seed=7)
    outcome = await asyncio.to_thread(run, hand_over_all, folder, cases, calls)
    assert outcome.errors == []
    written = await desk.ctx.read(kinds_by_op)
    whole = {OFFERED: CASES, CALLBACK_MOVED: CALLS}
    assert [op for op, kinds in written.items() if dict(kinds) != whole] == []
    assert [op for op in outcome.acked if op not in written] == []
    await take_back(wang, zhao, cases, calls)
    again = outcome.acked[-1]  # a retry of what was done long ago does nothing
    done = await wang.hand_over(cases, TO, calls=calls, op=again)
    assert {one.case_id for one in done} == {*cases, *(case_id for case_id, _ in calls)}
    assert [(await wang.case(case_id)).offered_to for case_id in cases] == [None] * CASES
    report = await verify(desk.ctx.store)
    assert report.clean, report.findings[:5]
    await desk.aclose()
