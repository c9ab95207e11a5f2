"""CPU of a desk that nobody touches: its rows count down, and it looks out for other desks."""

from __future__ import annotations

import time

from benchmarks import desks
from benchmarks.harness import Bench, Goal, Result
from benchmarks.terminal import ROWS, supported, the_bare_app, the_desk


async def run(bench: Bench) -> None:
    """Watch both at once, for the same while."""
    if not supported():
        bench.skip("an open queue", "no pty on this system")
        return
    folder = await desks.live(bench)
    seconds = bench.pick(15, 3)
    with the_desk(folder) as ours, the_bare_app() as floor:
        ours.until(ROWS)
        floor.until()
        both = (ours, floor)
        for program in both:
            program.settle(0.5, bench.pick(5.0, 2.0))
        before = [program.cpu() for program in both]
        if None in before:
            bench.skip("an open queue", "this system does not tell what a process has used")
            return
        drawn = [0, 0]
        began = time.perf_counter()
        while (spent := time.perf_counter() - began) < seconds:
            for place, program in enumerate(both):
                drawn[place] += len(program.read(0.05))
        used = [
            (program.cpu() or 0.0) - (was or 0.0) for program, was in zip(both, before, strict=True)
        ]
    shares = [100 * one / spent for one in used]
    bench.record(
        "an open queue", "%", Goal("≤ floor + 0.3 %", _little), ours=shares[0], floor=shares[1],
        against="a bare Textual app with a DataTable of 50 rows",
        note=f"over {spent:.0f} s; bytes drawn a second: {drawn[0] / spent:,.0f},"
        f" bare {drawn[1] / spent:,.0f}; the clock of CPU ticks 100 times a second",
        more={"bytes_per_second": [one / spent for one in drawn]},
    )  # fmt: skip


def _little(result: Result) -> bool:
    assert result.ours is not None
    return result.ours <= (result.floor or 0.0) + 0.3
