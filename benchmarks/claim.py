"""Claims of the next case by 1, 4 and 8 processes that do nothing else.

Ours is the whole claim: sweep, the order, the reserve's turn, decide, append, fold and project. The
floor claims in one statement and writes the same rows with the same chain. Rates are claims a
second; a double is a case that two agents were told is theirs.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import desks
from benchmarks.harness import Bench, Goal, at_most, percentile, ratio_at_least

RAW = "one UPDATE … RETURNING, and the same rows and chain, raw"
REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Run:
    """What one arm did with so many processes, over all rounds."""

    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    fairness: list[float] = field(default_factory=list)
    doubles: int = 0
    claims: int = 0
    errors: list[str] = field(default_factory=list)


async def run(bench: Bench) -> None:
    """Measure rates in turn; doubles, errors and the tail at the most processes."""
    base = bench.folder / "claim"
    await desks.make(base, bench.pick(6_000, 800))
    many = bench.pick((1, 4, 8), (1, 4))
    agents = [await Agent.start() for _ in range(max(many))]
    try:
        for count in many:
            found = {"ours": Run(), "floor": Run()}
            for n in range(bench.pick(3, 1)):
                for arm, told in found.items():
                    folder = desks.copy(base, bench.folder / f"claim-{count}-{arm}-{n}")
                    await _round(agents[:count], arm, folder, bench.pick(1.5, 0.5), told)
            _record(bench, count, found["ours"], found["floor"])
    finally:
        for agent in agents:
            await agent.stop()


class Agent:
    """A process that claims (`claimer`), started once for the whole run."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(cls) -> Agent:
        """Start it."""
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.claimer",
                cwd=REPOSITORY, limit=2**24,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )
        )  # fmt: skip

    async def stop(self) -> None:
        """Let it end."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()

    async def tell(self, line: str) -> None:
        """A line to its input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()

    async def hear(self) -> str:
        """A line of its output."""
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise RuntimeError("a claiming process ended")
        return line.decode()


async def _round(agents: list[Agent], arm: str, folder: Path, seconds: float, told: Run) -> None:
    job = json.dumps({"arm": arm, "folder": str(folder), "seconds": seconds})
    for agent in agents:
        await agent.tell(job)
    for agent in agents:
        await agent.hear()
    for agent in agents:
        await agent.tell("go")
    answers: list[dict[str, Any]] = [json.loads(await agent.hear()) for agent in agents]
    counts = [len(answer["taken"]) for answer in answers]
    owners = Counter(case_id for answer in answers for case_id in answer["taken"])
    told.rates.append(sum(counts) / max(answer["spent"] for answer in answers))
    told.fairness.append(min(counts) / max(1, *counts))
    told.doubles += sum(times - 1 for times in owners.values())
    told.claims += sum(counts)
    for answer in answers:
        told.times += answer["times"]
        told.errors += answer["errors"]


def _record(bench: Bench, count: int, ours: Run, floor: Run) -> None:
    what = f"{count} process" + ("es" if count > 1 else "")
    more = {
        arm: {"rates": one.rates, "p50_ms": median(one.times) * 1e3, "claims": one.claims,
              "p99_ms": percentile(one.times, 0.99) * 1e3, "worst_ms": max(one.times) * 1e3,
              "fairness": median(one.fairness), "doubles": one.doubles, "errors": one.errors[:9]}
        for arm, one in (("ours", ours), ("floor", floor))
    }  # fmt: skip
    bench.record(
        what, "/s", ratio_at_least(0.5), ours=median(ours.rates), floor=median(floor.rates),
        against=RAW, rounds=len(ours.rates), more=more,
    )  # fmt: skip
    if count == 1:
        return
    clean = Goal("0", lambda r: r.ours == 0)
    bench.record(
        f"{what}: doubles and errors in {ours.claims:,} claims", "", clean,
        ours=float(ours.doubles + len(ours.errors)), floor=float(floor.doubles + len(floor.errors)),
    )  # fmt: skip
    note = "PERFORMANCE set the goals of the tail with NORMAL; both arms here run with FULL"
    for name, share, goal in (("p99", 0.99, at_most(10, "ms")), ("worst", 1.0, at_most(250, "ms"))):
        bench.record(
            f"{what}: {name} of a claim", "ms", goal, ours=percentile(ours.times, share) * 1e3,
            floor=percentile(floor.times, share) * 1e3, note=note,
        )  # fmt: skip
        note = ""
    fair = Goal("≥ 0.5", lambda r: r.ours is not None and r.ours >= 0.5)
    bench.record(
        f"{what}: fairness, fewest to most", "", fair,
        ours=median(ours.fairness), floor=median(floor.fairness),
    )  # fmt: skip
