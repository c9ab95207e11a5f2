"""A desk of its own process that takes cases until there are none: ``claimer FOLDER PERSON``.

Waits for a line on stdin, then writes one line of JSON: its claims, its errors, its slowest wait.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from agentdesk.desk.api import DeskTrouble
from agentdesk.desk.clock import SystemClock
from agentdesk.desk.house import Desk


async def claim_all(folder: Path, person: str) -> dict[str, object]:
    desk = await Desk.open(folder, clock=SystemClock(), person=person, door="test")
    claimed: list[int] = []
    errors: list[str] = []
    slowest = 0.0
    try:
        print("ready", flush=True)
        sys.stdin.readline()
        while True:
            begun = time.perf_counter()
            try:
                taken = await desk.take(op=f"{person}-{len(claimed)}")
            except DeskTrouble as trouble:
                errors.append(trouble.code)
                continue
            slowest = max(slowest, time.perf_counter() - begun)
            if taken is None:
                break
            claimed.append(taken.case_id)
    finally:
        await desk.aclose()
    return {"person": person, "claimed": claimed, "errors": errors, "slowest": slowest}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(claim_all(Path(sys.argv[1]), sys.argv[2]))), flush=True)
