"""Working time: Mon-Fri 09:00-12:30 and 13:30-18:00 with 15 holidays, answers checked first.

The walk is what one writes first: day by day, range by range, `datetime` in and out. It is no floor
(it is slower) but the measure of what the sums and bisections are for.
"""

from __future__ import annotations

import random
import time as time_module
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from agentdesk.domain.values import DAY, HOUR, instant, moment
from agentdesk.domain.worktime import WorkCalendar
from benchmarks.harness import Bench, Goal, Result, at_most

ZONE = ZoneInfo("Europe/London")
RANGES = ((time(9), time(12, 30)), (time(13, 30), time(18)))
HOLIDAYS = frozenset(date(2026, 1, 1) + timedelta(days=25 * n) for n in range(15))
CALENDAR = WorkCalendar(
    "Europe/London",
    dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), RANGES),
    HOLIDAYS,
)
WALK = "a walk over the days in plain Python (both in CPU time of their thread)"
CPU = time_module.thread_time_ns
"""Nothing here waits: CPU time leaves out what other programs took of the core."""


async def run(bench: Bench) -> None:
    """Measure `add` and `between`, on instants and on datetimes."""
    first = instant(datetime(2026, 1, 1, tzinfo=UTC))
    chance = random.Random(7)
    starts = [first + chance.randrange(300 * DAY) for _ in range(512)]
    moments = [moment(at).astimezone(ZONE) for at in starts]
    ends = [moment(at + 30 * DAY).astimezone(ZONE) for at in starts]
    plain = [moment(at) for at in starts]
    _agree(moments, ends)
    add, between = CALENDAR.add, CALENDAR.between
    add_at, between_at, latest = CALENDAR.add_at, CALENDAR.between_at, CALENDAR.latest_start_at

    def each(call: Any, *columns: Sequence[Any]) -> Any:
        rows = list(zip(*columns, strict=True))

        def arm(count: int) -> None:
            for _ in range(count):
                for row in rows:
                    call(*row)

        return arm

    eight = [8 * HOUR] * 512
    hours = [28800.0] * 512
    later = [at + 30 * DAY for at in starts]
    for what, ours, floor, goal in (
        ("add 8 h, instants", each(add_at, starts, eight), each(walk_add, moments, hours), 1.0),
        ("add 8 h, datetimes in UTC", each(add, plain, hours), each(walk_add, plain, hours), 2.5),
        ("add 8 h, datetimes of a zone", each(add, moments, hours),
         each(walk_add, moments, hours), 2.5),
        ("between, 30 days, instants", each(between_at, starts, later),
         each(walk_between, moments, ends), 1.5),
        ("between, 30 days, datetimes", each(between, moments, ends),
         each(walk_between, moments, ends), None),
        ("latest start of 8 h, instants", each(latest, later, eight),
         each(walk_add, moments, hours), None),
    ):  # fmt: skip
        wanted = None if goal is None else at_most(goal, "µs")
        await bench.compare(
            what, ours, floor, against=WALK, goal=wanted, most=200, per=512, clock=CPU
        )
    await _against_businesstimedelta(bench, moments, ends)


def walk_add(start: datetime, seconds: float) -> datetime:
    """`WorkCalendar.add` as one writes it first."""
    left = timedelta(seconds=seconds)
    day = start.astimezone(ZONE).date()
    while True:
        for opened, closed in _open(day):
            begin = max(opened, start)
            if begin < closed:
                if closed - begin >= left:
                    return (begin + left).astimezone(start.tzinfo)
                left -= closed - begin
        day += timedelta(days=1)


def walk_between(start: datetime, end: datetime) -> float:
    """`WorkCalendar.between` as one writes it first."""
    worked = timedelta()
    day, last = start.astimezone(ZONE).date(), end.astimezone(ZONE).date()
    while day <= last:
        for opened, closed in _open(day):
            worked += max(timedelta(), min(closed, end) - max(opened, start))
        day += timedelta(days=1)
    return worked.total_seconds()


def _open(day: date) -> list[tuple[datetime, datetime]]:
    if day.weekday() > 4 or day in HOLIDAYS:
        return []
    return [
        (
            datetime.combine(day, opens, ZONE).astimezone(UTC),
            datetime.combine(day, closes, ZONE).astimezone(UTC),
        )
        for opens, closes in RANGES
    ]


def _agree(starts: Sequence[datetime], ends: Sequence[datetime]) -> None:
    """A quick answer that is wrong is not measured."""
    for start, end in zip(starts, ends, strict=True):
        assert CALENDAR.add(start, 28800) == walk_add(start, 28800)
        assert CALENDAR.between(start, end) == walk_between(start, end)


def _faster(times: int, result: Result) -> bool:
    return result.ratio is not None and result.ratio <= 1 / times


async def _against_businesstimedelta(
    bench: Bench, starts: Sequence[datetime], ends: Sequence[datetime]
) -> None:
    """The library people take, if it is installed (it is no dependency of ours)."""
    try:
        import businesstimedelta as peer  # type: ignore[import-not-found]
        import pytz  # type: ignore[import-untyped]
    except ImportError:
        bench.skip("against businesstimedelta", "not installed")
        return
    rules = peer.Rules(
        [
            peer.WorkDayRule(
                start_time=opens, end_time=closes, working_days=range(5), tz=pytz.timezone(ZONE.key)
            )
            for opens, closes in RANGES
        ]
    )
    budget = peer.BusinessTimeDelta(rules, hours=8)
    some = starts[:16]
    pairs = list(zip(some, ends[:16], strict=True))

    def ours_add(count: int) -> None:
        for _ in range(count):
            for start in some:
                CALENDAR.add(start, 28800.0)

    def peer_add(count: int) -> None:
        for _ in range(count):
            for start in some:
                start + budget

    def ours_between(count: int) -> None:
        for _ in range(count):
            for start, end in pairs:
                CALENDAR.between(start, end)

    def peer_between(count: int) -> None:
        for _ in range(count):
            for start, end in pairs:
                rules.difference(start, end)

    for what, ours, theirs, times in (
        ("add 8 h, against businesstimedelta", ours_add, peer_add, 40),
        ("between, against businesstimedelta", ours_between, peer_between, 1000),
    ):
        goal = Goal(f"≥ {times}× faster", partial(_faster, times))
        await bench.compare(
            what, ours, theirs, against="businesstimedelta", goal=goal, per=16, clock=CPU
        )
