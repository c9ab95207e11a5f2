"""Working time against a walk over every minute, written without a look at the other one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain.values import DAY, MINUTE, instant, moment
from agentdesk.domain.worktime import WorkCalendar
from agentdesk.domain.zones import offset_at, spans

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHANGES = [  # a zone and a date within some days of which its clocks change
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2027, 10, 31)),
    ("America/New_York", date(2024, 3, 10)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # midnight is skipped
    ("America/Sao_Paulo", date(2018, 2, 18)),  # 23:00 is repeated
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
    ("Asia/Tehran", date(2015, 9, 22)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour
    ("Africa/Casablanca", date(2026, 2, 15)),  # Ramadan
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that never was
    ("America/Juneau", date(1867, 10, 18)),  # a day that was twice, offsets in seconds
    ("Asia/Kathmandu", date(1986, 1, 1)),
    ("Asia/Shanghai", date(2026, 2, 17)),
    ("Antarctica/Troll", date(2026, 10, 25)),  # two hours
    ("Europe/Dublin", date(2191, 3, 27)),  # by rule, beyond the tables
]


def minute_of(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


class Walk:
    """Every minute of some days judged alone by what the clock on the wall shows."""

    STEP = MINUTE

    def __init__(self, tz: str, rules: dict[str, Any], first: datetime, days: int) -> None:
        self.zone, self.rules = ZoneInfo(tz), rules
        self.start = instant(first)
        steps = range(days * DAY // self.STEP)
        counted: dict[tuple[date, int], bool] = {}
        flags = []
        for step in steps:
            local = moment(self.start + step * self.STEP).astimezone(self.zone)
            key = (local.date(), local.hour * 60 + local.minute)
            if key not in counted:
                counted[key] = self.counts(*key)
            flags.append(counted[key])
        self.sums = [0, *accumulate(flags)]

    def counts(self, day: date, minute: int) -> bool:
        iso, before = day.isoformat(), (day - timedelta(days=1)).isoformat()
        extra, weekday = self.rules["extra_days"], day.weekday()
        if iso in self.rules["holidays"] and iso not in extra:
            return False
        breaks = self.rules["breaks"]
        if self.hit(breaks.get(iso, ()), minute) or self.hit(breaks.get(before, ()), minute + 1440):
            return False
        today = extra.get(iso, self.rules["hours"].get(WEEK[weekday], ()))
        night = extra.get(before, self.rules["hours"].get(WEEK[weekday - 1], ()))
        return self.hit(today, minute) or self.hit(night, minute + 1440)

    @staticmethod
    def hit(ranges: Any, minute: int) -> bool:
        for opening, closing in ranges:
            start, end = minute_of(opening), minute_of(closing)
            if start <= minute < (end if end > start else end + 1440):
                return True
        return False

    def between(self, a: int, b: int) -> int:
        return (self.sums[max(b, a)] - self.sums[a]) * self.STEP

    def add(self, a: int, steps: int) -> int | None:
        found = bisect_left(self.sums, self.sums[a] + steps, a)
        return self.start + found * self.STEP if found < len(self.sums) else None

    def latest_start(self, b: int, steps: int) -> int | None:
        wanted = self.sums[b] - steps
        if wanted < 0 or (wanted == 0 and steps):
            return None  # the plateau may begin before the walk
        return self.start + (bisect_right(self.sums, wanted, 0, b + 1) - 1) * self.STEP


clock_times = st.builds(
    "{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 59])
)
ranges = st.tuples(clock_times, st.one_of(clock_times, st.just("24:00")))
days_near = st.integers(-4, 4)


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any], datetime]:
    tz, change = draw(st.sampled_from(CHANGES))
    dates = days_near.map(lambda days: (change + timedelta(days=days)).isoformat())
    some = st.lists(ranges, max_size=2)
    rules = {
        "hours": draw(
            st.one_of(
                st.just({day: [("00:00", "24:00")] for day in WEEK}),
                st.just({day: [("22:00", "06:00")] for day in WEEK}),
                st.dictionaries(st.sampled_from(WEEK), some, min_size=1),
            )
        ),
        "holidays": draw(st.lists(dates, max_size=2)),
        "breaks": draw(st.dictionaries(dates, some, max_size=2)),
        "extra_days": draw(st.dictionaries(dates, some, max_size=2)),
    }
    first = datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(days=4)
    return tz, rules, first


@settings(max_examples=25, deadline=None)
@given(questions(), st.randoms(use_true_random=False))
def test_equal_to_the_walk_over_clock_changes(
    question: tuple[str, dict[str, Any], datetime], random: Any
) -> None:
    compare(question, random)


@pytest.mark.torture
@settings(max_examples=1000, deadline=None)
@given(questions(), st.randoms(use_true_random=False))
def test_equal_to_the_walk_on_a_hundred_thousand_pairs(
    question: tuple[str, dict[str, Any], datetime], random: Any
) -> None:
    compare(question, random)


def compare(question: tuple[str, dict[str, Any], datetime], random: Any) -> None:
    """A hundred random pairs of instants of one calendar."""
    tz, rules, first = question
    calendar, walk = WorkCalendar(tz, **rules), Walk(tz, rules, first, 8)
    last = len(walk.sums) - 1
    # whole steps agree exactly where the zone's clocks change on one: offsets in odd seconds do not
    odd = any(
        offset % walk.STEP for *_, offset in spans(walk.zone, walk.start, walk.start + 8 * DAY)
    )
    slack = 4 * walk.STEP if odd else 0
    for _ in range(100):
        a, b = random.randint(0, last), random.randint(0, last)
        start, end = walk.start + a * walk.STEP, walk.start + b * walk.STEP
        assert abs(calendar.between_at(start, end) - walk.between(a, b)) <= slack
        steps = random.choice([1, 60, random.randint(1, 3000)])
        due, latest = walk.add(a, steps), walk.latest_start(a, steps)
        if odd:
            continue  # compared by the properties below
        if due is not None:
            assert calendar.add_at(start, steps * walk.STEP) == due
        if latest is not None:
            assert calendar.latest_start_at(start, steps * walk.STEP) == latest


@settings(max_examples=80, deadline=None)
@given(
    questions(),
    st.integers(-40 * DAY, 40 * DAY),
    st.one_of(st.integers(1, 4 * MINUTE), st.integers(1, 30 * DAY)),
    st.integers(-2, 2),
)
def test_add_and_latest_start_are_the_edges_of_between(
    question: tuple[str, dict[str, Any], datetime], shift: int, micros: int, blocks: int
) -> None:
    """Seconds, fractions and all; near the seams of the blocks it is made of, too."""
    tz, rules, first = question
    rules = {**rules, "hours": {**rules["hours"], "wed": [("10:07", "11:31")]}}
    calendar = WorkCalendar(tz, **rules)
    at = ((instant(first) >> 45) + blocks << 45) + shift
    due = calendar.add_at(at, micros)
    assert calendar.between_at(at, due) == micros
    assert calendar.between_at(at, due - 1) < micros  # no earlier instant will do
    latest = calendar.latest_start_at(at, micros)
    assert calendar.between_at(latest, at) == micros
    assert calendar.between_at(latest + 1, at) < micros  # no later one
    assert calendar.add_at(latest, micros) <= at  # and back
    assert calendar.latest_start_at(due, micros) >= at
    assert calendar.between_at(latest, due) == 2 * micros


@settings(max_examples=60, deadline=None)
@given(questions(), st.lists(st.integers(-800 * DAY, 800 * DAY), min_size=3, max_size=3))
def test_time_adds_up(question: tuple[str, dict[str, Any], datetime], shifts: list[int]) -> None:
    tz, rules, first = question
    calendar = WorkCalendar(tz, **rules)
    a, b, c = (instant(first) + shift for shift in sorted(shifts))
    assert calendar.between_at(a, c) == calendar.between_at(a, b) + calendar.between_at(b, c)
    assert 0 <= calendar.between_at(a, b) <= b - a
    assert calendar.between_at(b, a) == 0


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CHANGES), st.integers(0, 15 * 365))
def test_spans_know_every_change_of_offset(change: tuple[str, date], days: int) -> None:
    zone = ZoneInfo(change[0])
    start = instant(datetime(change[1].year, 1, 1, tzinfo=UTC)) + days * DAY
    end = start + 60 * DAY + 12345
    found = list(spans(zone, start, end))
    assert found[0][0] == start
    assert found[-1][1] == end
    assert [high for _, high, _ in found[:-1]] == [low for low, _, _ in found[1:]]
    for low, high, offset in found:
        assert low < high
        for at in (low, high - 1, *range(low, high, 17 * 60 * MINUTE)):
            assert offset_at(zone, at) == offset
