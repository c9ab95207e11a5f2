"""Eight desks, each its own process, take from one queue: every case gets exactly one owner."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk
from agentdesk.desk.setup import init_desk
from agentdesk.domain.events import ASSIGNED
from agentdesk.domain.values import Priority
from agentdesk.store import log
from agentdesk.store.verify import verify
from tests.support.desks import request

PROCESSES = 8
HERE = Path(__file__).parents[2]


async def a_desk_with(folder: Path, cases: int) -> list[str]:
    clock = SystemClock()
    await init_desk(
        folder, person_name="Li Wei", desk_name="Retail", tz="Asia/Shanghai", lang="en", clock=clock
    )
    desk = await Desk.open(folder, clock=clock)
    try:
        people = [await desk.add_person(f"Agent {n}") for n in range(PROCESSES)]
        ranks = list(Priority)
        await desk.receive_many(request(f"Case {n}", priority=ranks[n % 3]) for n in range(cases))
        return people
    finally:
        await desk.aclose()


async def start(folder: Path, person: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.claimer", str(folder), person,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=HERE,
        limit=1 << 24,
    )  # fmt: skip
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"ready"
    return process


@pytest.mark.parametrize(
    "cases",
    [
        400,
        pytest.param(2_000, marks=pytest.mark.story),
        pytest.param(5_000, marks=pytest.mark.torture),
    ],
)
async def test_every_case_gets_exactly_one_owner(tmp_path: Path, cases: int) -> None:
    people = await a_desk_with(tmp_path, cases)
    processes = [await start(tmp_path, person) for person in people]
    answers = await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    told = [json.loads(out) for out, _ in answers]
    assert [one["errors"] for one in told] == [[]] * PROCESSES
    claimed = [case_id for one in told for case_id in one["claimed"]]
    assert len(claimed) == len(set(claimed)) == cases
    owners = {case_id: one["person"] for one in told for case_id in one["claimed"]}
    desk = await Desk.open(tmp_path, clock=SystemClock())
    try:
        logs = await desk.ctx.read(lambda tx: log.events_of(tx, owners))
        for case_id, events in logs.items():
            taken = [event for event in events if event.kind == ASSIGNED]
            assert [event.body["to"] for event in taken] == [owners[case_id]]
            assert taken[0].actor == owners[case_id]
        assert (await verify(desk.ctx.store)).findings == []
    finally:
        await desk.aclose()
    assert min(len(one["claimed"]) for one in told) > 0  # nobody was starved
