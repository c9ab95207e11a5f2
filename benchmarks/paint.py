"""From the command to the first frame, and from there to the rows, on a real pty.

The bare app imports Textual and draws its table; ours draws its frame first and opens the store
after. Both start as new processes, in turn.
"""

from __future__ import annotations

import re
from statistics import median

from benchmarks import bare, desks
from benchmarks.harness import Bench, at_most, ratio_at_most
from benchmarks.terminal import ROWS, supported, the_bare_app, the_desk


async def run(bench: Bench) -> None:
    """Start both, again and again."""
    if not supported():
        bench.skip("first frame", "no pty on this system")
        return
    folder = await desks.live(bench)
    mark = re.compile(bare.MARK.encode())
    frames: list[float] = []
    rows: list[float] = []
    floors: list[float] = []
    rounds = bench.pick(9, 2)
    for n in range(rounds + 1):
        with the_desk(folder) as program:
            frame, row = program.until(), program.until(ROWS)
        with the_bare_app() as program:
            floor = program.until(mark)
        if n:  # the first start warms the disk
            frames.append(frame)
            rows.append(row - frame)
            floors.append(floor)
    bench.record(
        "first frame", "ms", ratio_at_most(1.15), ours=median(frames) * 1e3,
        floor=median(floors) * 1e3, rounds=rounds,
        against="a bare Textual app with a DataTable of 50 rows, to its rows",
        more={"ours_rounds": frames, "floor_rounds": floors},
    )  # fmt: skip
    bench.record(
        f"rows of {bench.pick('10,000', '500')} cases, after the first frame", "ms",
        at_most(350, "ms"), ours=median(rows) * 1e3, rounds=rounds, more={"ours_rounds": rows},
    )  # fmt: skip
