"""CPU of a desk that nobody touches: its rows count down, and it looks out for other desks.

A *quiet* queue has nothing due within the hour. A *busy* one shows seconds on several rows, and
promises break while one looks.
"""

from __future__ import annotations

import time

from benchmarks import desks
from benchmarks.harness import Bench, Goal, Result
from benchmarks.terminal import ROWS, supported, the_bare_app, the_desk


async def run(bench: Bench) -> None:
    """Watch them all at once, for the same while."""
    if not supported():
        bench.skip("an open queue", "no pty on this system")
        return
    quiet, busy = bench.folder / "idle-quiet", bench.folder / "idle-busy"
    now = time.time_ns() // 1000
    await desks.make(quiet, bench.pick(2_000, 300), now=now, mix=desks.QUIET)
    await desks.make(busy, 300, now=now)
    seconds = bench.pick(20, 3)
    with the_desk(quiet) as first, the_desk(busy) as second, the_bare_app() as floor:
        programs = (first, second, floor)
        for program in programs:
            program.until(None if program is floor else ROWS)
        for program in programs:
            program.settle(0.5, bench.pick(5.0, 2.0))
        before = [program.cpu() for program in programs]
        if None in before:
            bench.skip("an open queue", "this system does not tell what a process has used")
            return
        drawn = [0, 0, 0]
        began = time.perf_counter()
        while (spent := time.perf_counter() - began) < seconds:
            for place, program in enumerate(programs):
                drawn[place] += len(program.read(0.05))
        used = [
            100 * ((program.cpu() or 0.0) - (was or 0.0)) / spent
            for program, was in zip(programs, before, strict=True)
        ]
    rates = [one / spent for one in drawn]
    goals = (Goal("≤ floor + 0.3 %", _little), None)
    for place, (what, goal) in enumerate(
        zip(("a quiet queue", "a busy queue"), goals, strict=True)
    ):
        bench.record(
            what, "%", goal, ours=used[place], floor=used[2],
            against="a bare Textual app with a DataTable of 50 rows",
            note=f"over {spent:.0f} s, in ticks of 10 ms; bytes drawn a second:"
            f" {rates[place]:,.0f}, bare {rates[2]:,.0f}",
            more={"bytes_per_second": rates[place]},
        )  # fmt: skip


def _little(result: Result) -> bool:
    assert result.ours is not None
    return result.ours <= (result.floor or 0.0) + 0.3
