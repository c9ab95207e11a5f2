"""What a typed key costs in the form of a new case: CPU of the program, and time to the screen."""

from __future__ import annotations

import re
from statistics import median

from benchmarks import desks
from benchmarks.bare_form import MARK
from benchmarks.harness import Bench, percentile, ratio_at_most
from benchmarks.terminal import ROWS, Program, supported, the_desk

WORDS = b"My transfer of 50,000 to my mother has not arrived and she needs it for the hospital. "
FORM = re.compile(MARK.encode())
NEXT = 0.03
"""Seconds between two keys: nobody types faster."""


async def run(bench: Bench) -> None:
    """Type the same words into both, in turn, a stretch at a time."""
    if not supported():
        bench.skip("a key typed into a new case", "no pty on this system")
        return
    folder = await desks.live(bench)
    stretches = bench.pick(9, 3)
    used: tuple[list[float], list[float]] = ([], [])
    taken: tuple[list[float], list[float]] = ([], [])
    with the_desk(folder) as ours, Program(["benchmarks.bare_form"]) as floor:
        ours.until(ROWS)
        for keys in (b"i", b"13900001111\r"):
            ours.settle()
            ours.answer(keys)
        ours.until(FORM)
        floor.until(FORM)
        for program in (ours, floor):
            program.settle()
            _type(program, b"First words. ")
        for number in range(stretches):
            for place, program in [(0, ours), (1, floor)][:: -1 if number % 2 else 1]:
                before = program.cpu()
                times = _type(program, WORDS)
                after = program.cpu()
                taken[place].extend(times)
                if before is not None and after is not None:
                    used[place].append((after - before) / len(WORDS) * 1e3)
    against = "the same keys in a bare Textual app with the same widgets"
    if not all(used):
        bench.skip("CPU of a key typed into a new case", "nobody tells what a program has used")
    else:
        bench.record(
            "CPU of a key typed into a new case", "ms", ratio_at_most(1.5),
            ours=median(used[0]), floor=median(used[1]), against=against, rounds=stretches,
            more={"ours_rounds": used[0], "floor_rounds": used[1]},
        )  # fmt: skip
    bench.record(
        "a key typed into a new case to the screen, median", "ms", ours=median(taken[0]) * 1e3,
        floor=median(taken[1]) * 1e3, against=against, rounds=len(taken[0]),
    )  # fmt: skip
    bench.record(
        "a key typed into a new case to the screen, p95", "ms",
        ours=percentile(taken[0], 0.95) * 1e3, floor=percentile(taken[1], 0.95) * 1e3,
        against=against, rounds=len(taken[0]),
    )  # fmt: skip


def _type(program: Program, words: bytes) -> list[float]:
    """Seconds from each key to its first bytes; then the program may finish what it does."""
    times = []
    for sign in words:
        took = program.answer(bytes([sign]))
        if took is None:
            raise RuntimeError("a key changed nothing on the screen")
        times.append(took)
        program.settle(NEXT, 1.0)
    program.settle(0.5, 3.0)
    return times
