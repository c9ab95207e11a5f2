"""Measuring: two arms in turn, A B B A, in many short rounds, and what the goal says of it.

The ratio is the median of the rounds' ratios: both arms of a round have met the same load.

An arm is a function of a number: do the thing so many times. It may be a plain or an async one. The
*floor* does the same work without the program: the same rows on the same library, the same work on
the same event loop. Both are taken in the same rounds, because other work shares the machine.
"""

from __future__ import annotations

import gc
import inspect
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

Arm = Callable[[int], None] | Callable[[int], Awaitable[None]]

NANO = 1e-9


@dataclass(frozen=True, slots=True)
class Goal:
    """What PERFORMANCE asks: its words, and whether a result meets it."""

    text: str
    met: Callable[[Result], bool]


@dataclass(slots=True)
class Result:
    """One line of the table. ``ours`` and ``floor`` are medians in ``unit``; a ratio of them."""

    name: str
    what: str
    unit: str
    ours: float | None = None
    floor: float | None = None
    against: str = ""
    """What the floor is, in words."""
    goal: str = ""
    met: bool | None = None
    """None: there is no goal, or it was not measured."""
    note: str = ""
    rounds: int = 0
    more: dict[str, Any] = field(default_factory=dict)
    """Further figures, for the JSON."""
    sizes: tuple[int, int] | None = None
    """Both arms are the same call, on so many cases and on so few: it ought to cost the same."""

    @property
    def ratio(self) -> float | None:
        """Ours to the floor: round by round where both were measured in rounds."""
        if self.ours is None or not self.floor:
            return None
        rounds = [self.more.get(f"{arm}_rounds") or [] for arm in ("ours", "floor")]
        pairs = [one / other for one, other in zip(*rounds, strict=False) if other]
        return median(pairs) if pairs else self.ours / self.floor

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "ratio": self.ratio}


def ratio_at_most(most: float) -> Goal:
    """Ours costs at most so many times the floor."""
    return Goal(f"≤ {most:g}× floor", lambda r: r.ratio is not None and r.ratio <= most)


def ratio_at_least(least: float, what: str = "floor") -> Goal:
    """Ours does at least so many times what the floor does (rates)."""
    return Goal(f"≥ {least:g}× {what}", lambda r: r.ratio is not None and r.ratio >= least)


def at_most(most: float, unit: str) -> Goal:
    """Ours costs at most so much."""
    return Goal(f"≤ {most:g} {unit}", lambda r: r.ours is not None and r.ours <= most)


class Bench:
    """One run: where it may put files, how long it may take, what was found so far."""

    def __init__(
        self, folder: Path, *, quick: bool = False, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self.folder = folder
        self.quick = quick
        self.say = say
        self.name = ""
        """The group that is being measured."""
        self.results: list[Result] = []
        self.failed = False

    def pick(self, full: Any, quick: Any) -> Any:
        """One value for a whole run, another for a quick one."""
        return quick if self.quick else full

    @property
    def rounds(self) -> int:
        """How often each arm is measured."""
        return int(self.pick(41, 9))

    def record(self, what: str, unit: str, goal: Goal | None = None, **rest: Any) -> Result:
        """Note a result measured elsewhere."""
        result = Result(self.name, what, unit, **rest)
        if goal is not None:
            result.goal = goal.text
            result.met = goal.met(result) if result.ours is not None else None
        self.results.append(result)
        self.say(f"{self.name}: {what}")
        return result

    def skip(self, what: str, why: str) -> Result:
        """Say that something could not be measured here."""
        return self.record(what, "", note=f"skipped: {why}")

    def fail(self, what: str, error: Exception) -> Result:
        """Say that a group broke: the run goes on, and ends with an error."""
        self.failed = True
        return self.record(what, "", note=f"FAILED: {type(error).__name__}: {error}")

    async def compare(
        self,
        what: str,
        ours: Arm,
        floor: Arm,
        *,
        against: str,
        unit: str = "µs",
        goal: Goal | None = None,
        note: str = "",
        most: int = 1_000_000,
        per: int = 1,
        rounds: int | None = None,
        sizes: tuple[int, int] | None = None,
        clock: Callable[[], int] = time.perf_counter_ns,
    ) -> Result:
        """Measure two arms in turn. ``most`` bounds the number of a round; an arm that does several
        things each time says how many in ``per``; ``clock`` may be that of the CPU."""
        seconds = self.pick(0.015, 0.01)
        counts = [await _count(arm, seconds, most, clock) for arm in (ours, floor)]
        taken: tuple[list[float], list[float]] = ([], [])
        worked: tuple[list[float], list[float]] = ([], [])
        rounds = rounds or self.rounds
        scale = {"ns": 1e9, "µs": 1e6, "ms": 1e3, "s": 1.0}[unit] / per
        arms = [(0, ours, counts[0]), (1, floor, counts[1])]
        for number in range(rounds):
            for place, arm, count in arms if number % 2 == 0 else arms[::-1]:
                spent, cpu = await _time(arm, count, clock)
                taken[place].append(spent / count * scale)
                worked[place].append(cpu / count * scale)
        return self.record(
            what, unit, goal, ours=median(taken[0]), floor=median(taken[1]), against=against,
            note=note, rounds=rounds, sizes=sizes,
            more={"ours_rounds": taken[0], "floor_rounds": taken[1],
                  "ours_cpu": median(worked[0]), "floor_cpu": median(worked[1])},
        )  # fmt: skip


async def _time(arm: Arm, count: int, clock: Callable[[], int]) -> tuple[float, float]:
    """Seconds that an arm takes for a number of operations, by a clock and of CPU; the collector
    is kept out."""
    was = gc.isenabled()
    gc.collect(0)
    gc.disable()
    try:
        before, worked = clock(), time.process_time_ns()
        made = arm(count)
        if inspect.isawaitable(made):
            await made
        return (clock() - before) * NANO, (time.process_time_ns() - worked) * NANO
    finally:
        if was:
            gc.enable()


async def _count(arm: Arm, seconds: float, most: int, clock: Callable[[], int]) -> int:
    """How many operations fill a round; warms the arm on the way."""
    await _time(arm, 1, clock)
    count = 1
    while True:
        took, _ = await _time(arm, count, clock)
        if took >= seconds / 4 or count >= most:
            return max(1, min(most, round(count * seconds / max(took, 1e-9))))
        count = min(most, max(count * 2, round(count * seconds / 4 / max(took, 1e-9))))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
