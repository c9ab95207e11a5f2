"""One agent of the claim benchmark: a process that takes cases as fast as it can.

Reads jobs from stdin, one JSON object a line (``arm``, ``folder``, ``seconds``), opens what the job
names, says ``ready``, waits for ``go``, and prints what it took: ids, seconds a claim, errors.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from agentdesk.desk.clock import SetClock
from agentdesk.desk.house import Desk
from benchmarks import floor
from benchmarks.desks import NOW

Take = Callable[[], Awaitable[int | None]]

CLAIM = f"""
UPDATE cases SET owner = :me, status = 'open', ver = ver + 1, folded_at = :now
WHERE id = (SELECT id FROM cases INDEXED BY ix_cases_unowned WHERE {floor.OPEN}
            ORDER BY {floor.KEY} LIMIT 1) AND owner IS NULL
RETURNING id, ver
"""


def main() -> None:
    """Do jobs until the input ends."""
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(asyncio.run(_do(job))), flush=True)


async def _do(job: dict[str, Any]) -> dict[str, Any]:
    folder = Path(job["folder"])
    if job["arm"] == "floor":
        raw = floor.connect(folder)
        try:
            return await _race(_raw_take(raw, folder), job["seconds"])
        finally:
            raw.close()
    desk = await Desk.open(folder, clock=SetClock(NOW))
    try:
        return await _race(_desk_take(desk), job["seconds"])
    finally:
        await desk.aclose()


async def _race(take: Take, seconds: float) -> dict[str, Any]:
    print("ready", flush=True)
    sys.stdin.readline()
    taken: list[int] = []
    times: list[float] = []
    errors: list[str] = []
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        before = time.perf_counter()
        try:
            case_id = await take()
        except Exception as error:  # whatever it is, it counts against the arm
            errors.append(f"{type(error).__name__}: {error}")
            continue
        if case_id is None:
            break
        times.append(time.perf_counter() - before)
        taken.append(case_id)
    spent = time.monotonic() - began
    return {"taken": taken, "times": times, "errors": errors, "spent": spent}


def _desk_take(desk: Desk) -> Take:
    async def take() -> int | None:
        taken = await desk.take()
        return None if taken is None else taken.case_id

    return take


def _raw_take(raw: floor.Raw, folder: Path) -> Take:
    """The claim in one statement, and every row that the desk's claim writes beside it."""
    chain = floor.Chain(folder)
    body = json.dumps({"how": "claim", "to": "li.wei"}, separators=(",", ":"))
    event = {
        "case_id": 0, "ver": 0, "kind": "assigned", "v": 1, "at": NOW, "recorded_at": NOW,
        "actor": "li.wei", "source": "bench floor@host 0.1.0", "op_id": None, "body": body,
    }  # fmt: skip

    def work(raw: floor.Raw) -> int | None:
        found = raw.execute(CLAIM, {"me": "li.wei", "now": NOW}).fetchone()
        if found is None:
            return None
        case_id, ver = found
        chain.append(raw, [{**event, "case_id": case_id, "ver": ver}])
        clocks = floor.rows(raw, "clock", "case_id = ?", case_id)
        raw.execute("DELETE FROM clock WHERE case_id = ?", (case_id,))
        if clocks:
            raw.executemany(floor.insert_of("clock", clocks[0]), clocks)
        raw.execute(
            "INSERT INTO counter VALUES ('claims', 1)"
            " ON CONFLICT (name) DO UPDATE SET value = (value + 1) % 6"
        )
        return int(case_id)

    async def take() -> int | None:
        return floor.write(raw, work)

    return take


if __name__ == "__main__":
    main()
