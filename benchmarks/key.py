"""From a key press to the first bytes of the new screen, on a real pty."""

from __future__ import annotations

from statistics import median

from benchmarks import desks
from benchmarks.harness import Bench, percentile
from benchmarks.terminal import DOWN, ROWS, UP, Program, supported, the_bare_app, the_desk


async def run(bench: Bench) -> None:
    """Press down and up in both, in turn."""
    if not supported():
        bench.skip("cursor down", "no pty on this system")
        return
    folder = await desks.live(bench)
    presses = bench.pick(80, 20)
    taken: tuple[list[float], list[float]] = ([], [])
    with the_desk(folder) as ours, the_bare_app() as floor:
        ours.until(ROWS)
        floor.until()
        for program in (ours, floor):
            program.settle()
        for n in range(presses):
            key = UP if n % 20 >= 10 else DOWN
            for times, program in zip(taken, (ours, floor), strict=True):
                times.append(_press(program, key))
    against = "the same key in a bare Textual app with a DataTable of 50 rows"
    bench.record(
        "cursor down and up, median", "ms", ours=median(taken[0]) * 1e3,
        floor=median(taken[1]) * 1e3, against=against, rounds=presses,
    )  # fmt: skip
    bench.record(
        "cursor down and up, p95", "ms", ours=percentile(taken[0], 0.95) * 1e3,
        floor=percentile(taken[1], 0.95) * 1e3, rounds=presses,
    )  # fmt: skip


def _press(program: Program, key: bytes) -> float:
    """Seconds until it draws; then it may finish what it does."""
    while program.read(0.0):  # what it drew by itself
        continue
    took = program.answer(key)
    program.settle(0.06, 1.0)
    if took is None:
        raise RuntimeError("a key changed nothing on the screen")
    return took
