"""Working days: which dates are, and when the n-th one closes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from agentdesk.domain.localdays import CalendarProblem
from agentdesk.domain.values import instant
from agentdesk.domain.worktime import ALWAYS, WorkCalendar

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE = {day: [("09:00", "12:00"), ("13:00", "18:00")] for day in WEEK[:5]}
CHINA_2026 = WorkCalendar(
    "Asia/Shanghai",
    OFFICE,
    ["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23"]
    + [f"2026-10-0{day}" for day in range(1, 8)],
    extra_days=dict.fromkeys(("2026-02-14", "2026-02-28", "2026-09-20"), OFFICE["mon"]),
)


def closing(calendar: WorkCalendar, start: str, n: int) -> datetime:
    at = calendar.closing_after_days(instant(datetime.fromisoformat(start)), n)
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "n", "expect"),
    [
        ("2026-09-07T16:00+08:00", 3, "2026-09-10T18:00+08:00"),
        ("2026-09-18T09:00+08:00", 3, "2026-09-22T18:00+08:00"),  # Sunday the 20th works
        ("2026-02-13T17:59+08:00", 3, "2026-02-25T18:00+08:00"),
        ("2026-09-19T23:30+08:00", 1, "2026-09-20T18:00+08:00"),  # a Saturday
        ("2026-09-30T20:00+08:00", 1, "2026-10-08T18:00+08:00"),
        ("2026-09-06T16:30+00:00", 1, "2026-09-08T18:00+08:00"),  # Monday already, locally
    ],
)
def test_closing_of_the_nth_working_day(start: str, n: int, expect: str) -> None:
    assert closing(CHINA_2026, start, n) == at(expect)


def test_a_night_closes_the_next_morning_and_the_day_it_starts_is_the_working_day() -> None:
    nights = WorkCalendar("Europe/London", {"fri": [("22:00", "06:00")]})
    assert nights.is_working_day(date(2026, 6, 5))
    assert not nights.is_working_day(date(2026, 6, 6))
    assert closing(nights, "2026-06-03T10:00+01:00", 1) == at("2026-06-06T06:00+01:00")


def test_a_break_can_close_a_day_early_or_altogether() -> None:
    calendar = WorkCalendar(
        "UTC",
        OFFICE,
        breaks={"2026-12-24": [("15:00", "24:00")], "2026-12-31": [("00:00", "24:00")]},
    )
    assert closing(calendar, "2026-12-23T10:00+00:00", 1) == at("2026-12-24T15:00+00:00")
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert closing(calendar, "2026-12-30T10:00+00:00", 1) == at("2027-01-01T18:00+00:00")


def test_a_holiday_is_no_working_day_even_if_its_night_runs_on() -> None:
    nights = WorkCalendar(
        "UTC", {day: [("22:00", "06:00")] for day in WEEK}, holidays=["2026-06-05"]
    )
    assert not nights.is_working_day(date(2026, 6, 5))
    # the holiday cuts the tail of the night before: it closes at midnight
    assert closing(nights, "2026-06-03T10:00+00:00", 1) == at("2026-06-05T00:00+00:00")
    assert closing(nights, "2026-06-04T10:00+00:00", 1) == at("2026-06-07T06:00+00:00")


def test_a_day_whose_hours_a_clock_change_swallows_is_none() -> None:
    early = WorkCalendar("Europe/London", {"sun": [("01:10", "01:50")]})
    assert not early.is_working_day(date(2026, 3, 29))
    assert closing(early, "2026-03-28T10:00+00:00", 1) == at("2026-04-05T01:50+01:00")
    assert closing(early, "2026-10-24T10:00+00:00", 1) == at("2026-10-25T01:50+00:00")  # 2nd pass


def test_always_closes_at_local_midnight() -> None:
    assert closing(ALWAYS, "2026-06-03T10:00+00:00", 2) == at("2026-06-06T00:00+00:00")


@pytest.mark.parametrize("n", [0, -1])
def test_days_are_counted_from_one(n: int) -> None:
    with pytest.raises(CalendarProblem):
        CHINA_2026.closing_after_days(0, n)
