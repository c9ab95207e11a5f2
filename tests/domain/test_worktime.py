"""Working time as PROMISES means it: examples of the design, and cases of our own with dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.domain.localdays import CalendarProblem
from agentdesk.domain.values import HOUR, SECOND, instant
from agentdesk.domain.worktime import ALWAYS, WorkCalendar, always
from agentdesk.domain.zones import UnknownZone
from tests.support import shared

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE = {day: [("09:00", "12:00"), ("13:00", "18:00")] for day in WEEK[:5]}
NIGHTS = {day: [["22:00", "06:00"]] for day in WEEK}
FULL = {day: [["00:00", "24:00"]] for day in WEEK}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def hours_between(calendar: WorkCalendar, start: str, end: str) -> float:
    return calendar.between(at(start), at(end)) / 3600


def check(case: Mapping[str, Any]) -> None:
    calendar = WorkCalendar(
        case["tz"],
        case["hours"],
        case.get("holidays", ()),
        case.get("breaks", {}),
        case.get("extra_days", {}),
    )
    start = at(case["start"])
    if case["op"] == "between":
        assert calendar.between(start, at(case["end"])) == pytest.approx(case["expect"])
    elif case["op"] == "add":
        assert calendar.add(start, case["seconds"]) == at(case["expect"])
    else:
        assert calendar.latest_start(start, case["seconds"]) == at(case["expect"])


def test_the_examples_of_the_design() -> None:
    lines = (shared() / "design/examples/worktime.jsonl").read_text("utf-8").splitlines()
    assert len(lines) >= 50
    for line in lines:
        check(json.loads(line))


OWN_CASES = [
    # (id, op, zone, hours, rest, start, end or seconds, expected)
    ("lunch", "add", "Asia/Shanghai", OFFICE, {}, "2026-03-02T11:30+08:00", 3600, "13:30+08:00"),
    ("ends at closing", "add", "Asia/Shanghai", OFFICE, {}, "2026-03-02T09:00+08:00", 28800,
     "18:00+08:00"),
    ("one second on", "add", "Asia/Shanghai", OFFICE, {}, "2026-03-06T09:00+08:00", 28801,
     "2026-03-09T09:00:01+08:00"),
    ("fractions count", "add", "Asia/Shanghai", OFFICE, {}, "2026-03-02T11:59:59.5+08:00", 0.75,
     "13:00:00.25+08:00"),
    ("from outside", "add", "Asia/Shanghai", OFFICE, {}, "2026-03-07T20:00+08:00", 60,
     "2026-03-09T09:01+08:00"),
    ("nothing from outside", "add", "Asia/Shanghai", OFFICE, {}, "2026-03-07T20:00+08:00", 0,
     "20:00+08:00"),
    ("reversed", "between", "Asia/Shanghai", OFFICE, {}, "2026-03-03T10:00+08:00",
     "2026-03-02T10:00+08:00", 0),
    ("same instant", "between", "Asia/Shanghai", OFFICE, {}, "2026-03-03T10:00+08:00",
     "2026-03-03T10:00+08:00", 0),
    # a night of eight hours belongs to the day it starts, a holiday to the local date
    ("night", "between", "Europe/London", {"fri": [["22:00", "06:00"]]}, {},
     "2026-06-05T00:00+01:00", "2026-06-08T00:00+01:00", 8),
    ("holiday cuts last night's tail", "between", "Europe/London", NIGHTS,
     {"holidays": ["2026-06-06"]}, "2026-06-05T12:00+01:00", "2026-06-07T12:00+01:00", 8),
    ("break in the tail", "between", "Europe/London", NIGHTS,
     {"breaks": {"2026-06-06": [("01:00", "03:00")]}}, "2026-06-05T12:00+01:00",
     "2026-06-06T12:00+01:00", 6),
    ("break past midnight", "between", "Europe/London", NIGHTS,
     {"breaks": {"2026-06-05": [("23:00", "01:30")]}}, "2026-06-05T12:00+01:00",
     "2026-06-06T12:00+01:00", 5.5),
    ("break to 24:00", "between", "Europe/London", NIGHTS,
     {"breaks": {"2026-06-05": [("23:00", "24:00")]}}, "2026-06-05T12:00+01:00",
     "2026-06-06T12:00+01:00", 7),
    # extra days
    ("make-up Sunday", "add", "Asia/Shanghai", OFFICE,
     {"extra_days": {"2026-09-20": OFFICE["mon"]}}, "2026-09-18T17:00+08:00", 7200,
     "2026-09-20T10:00+08:00"),
    ("extra wins over holiday", "between", "Asia/Shanghai", OFFICE,
     {"holidays": ["2026-10-05"], "extra_days": {"2026-10-05": [("10:00", "11:00")]}},
     "2026-10-05T00:00+08:00", "2026-10-06T00:00+08:00", 1),
    ("break still masks an extra day", "between", "Asia/Shanghai", OFFICE,
     {"breaks": {"2026-10-05": [("10:30", "12:00")]},
      "extra_days": {"2026-10-05": [("10:00", "11:00")]}},
     "2026-10-05T00:00+08:00", "2026-10-06T00:00+08:00", 0.5),
    ("extra replaces, even by nothing", "between", "Asia/Shanghai", OFFICE,
     {"extra_days": {"2026-03-02": []}}, "2026-03-02T00:00+08:00", "2026-03-03T00:00+08:00", 0),
    ("extra night passes midnight", "between", "Asia/Shanghai", OFFICE,
     {"extra_days": {"2026-03-07": [("20:00", "02:00")]}}, "2026-03-07T00:00+08:00",
     "2026-03-09T00:00+08:00", 6),
    ("its tail falls on a holiday", "between", "Asia/Shanghai", OFFICE,
     {"holidays": ["2026-03-08"], "extra_days": {"2026-03-07": [("20:00", "02:00")]}},
     "2026-03-07T00:00+08:00", "2026-03-09T00:00+08:00", 4),
    ("a replaced day sends no tail", "between", "Europe/London", NIGHTS,
     {"extra_days": {"2026-06-05": [("09:00", "10:00")]}}, "2026-06-05T08:00+01:00",
     "2026-06-06T12:00+01:00", 1),
    # clock changes
    ("skipped hour", "between", "Europe/London", FULL, {}, "2026-03-29T00:00+00:00",
     "2026-03-30T00:00+01:00", 23),
    ("repeated hour", "between", "Europe/London", FULL, {}, "2026-10-25T00:00+01:00",
     "2026-10-26T00:00+00:00", 25),
    ("range within the gap", "between", "Europe/London", {"sun": [("01:10", "01:50")]}, {},
     "2026-03-29T00:00+00:00", "2026-03-30T00:00+01:00", 0),
    ("range repeated", "between", "Europe/London", {"sun": [("01:15", "01:45")]}, {},
     "2026-10-25T00:00+01:00", "2026-10-26T00:00+00:00", 1),
    ("add through the second pass", "add", "Europe/London", {"sun": [("01:15", "01:45")]}, {},
     "2026-10-25T00:00+01:00", 2700, "2026-10-25T01:30+00:00"),
    ("midnight skipped", "between", "America/Sao_Paulo", FULL, {}, "2018-11-03T12:00-03:00",
     "2018-11-04T12:00-02:00", 23),
    ("evening repeated", "between", "America/Sao_Paulo", {"sat": [("22:00", "24:00")]}, {},
     "2018-02-17T12:00-02:00", "2018-02-18T12:00-03:00", 3),
    ("midnight skipped in Cairo", "between", "Africa/Cairo", {"fri": [("00:00", "02:00")]}, {},
     "2026-04-23T12:00+02:00", "2026-04-24T12:00+03:00", 1),
    ("holiday on the day of the change", "between", "America/New_York", FULL,
     {"holidays": ["2026-03-08"]}, "2026-03-07T00:00-05:00", "2026-03-10T00:00-04:00", 48),
    ("half hour of Lord Howe", "between", "Australia/Lord_Howe", FULL, {},
     "2026-04-05T00:00+11:00", "2026-04-06T00:00+10:30", 24.5),
    ("the day Samoa left out", "between", "Pacific/Apia", FULL, {}, "2011-12-29T00:00-10:00",
     "2012-01-01T00:00+14:00", 48),
    # far away
    ("year 2200", "add", "Asia/Shanghai", OFFICE, {}, "2200-01-03T18:30+08:00", 3600,
     "2200-01-06T10:00+08:00"),
    ("year 1900", "add", "Etc/UTC", OFFICE, {}, "1900-01-05T18:00+00:00", 1,
     "1900-01-08T09:00:01+00:00"),
    # latest start
    ("fits exactly", "latest_start", "Asia/Shanghai", OFFICE, {}, "2026-03-02T18:00+08:00", 28800,
     "09:00+08:00"),
    ("over lunch", "latest_start", "Asia/Shanghai", OFFICE, {}, "2026-03-02T13:30+08:00", 3600,
     "11:30+08:00"),
    ("next opening, not closing", "latest_start", "Asia/Shanghai", OFFICE, {},
     "2026-03-09T10:00+08:00", 3600, "09:00+08:00"),
    ("due at night", "latest_start", "Asia/Shanghai", OFFICE, {}, "2026-03-09T23:00+08:00", 3600,
     "17:00+08:00"),
    ("one second more", "latest_start", "Asia/Shanghai", OFFICE, {}, "2026-03-09T10:00+08:00",
     3601, "2026-03-06T17:59:59+08:00"),
    ("nothing to do", "latest_start", "Asia/Shanghai", OFFICE, {}, "2026-03-08T10:00+08:00", 0,
     "10:00+08:00"),
]  # fmt: skip


@pytest.mark.parametrize("case", OWN_CASES, ids=[case[0] for case in OWN_CASES])
def test_a_case_of_our_own(case: tuple[Any, ...]) -> None:
    """An expected time without a date is on the day of the start; lengths are in hours."""
    _, op, tz, hours, rest, start, other, expect = case
    if op == "between":
        expect *= 3600
    elif "T" not in expect:
        expect = f"{start[:11]}{expect}"
    key = "end" if op == "between" else "seconds"
    asked = {"op": op, "tz": tz, "hours": hours, "start": start, key: other, "expect": expect}
    check({**asked, **rest})


def test_ranges_overlap_touch_and_come_in_any_order() -> None:
    messy = WorkCalendar(
        "UTC", {"mon": [["13:00", "18:00"], ("9:00", "12:00"), ("11:00", "13:30")], "tue": []}
    )
    assert hours_between(messy, "2026-03-02T00:00+00:00", "2026-03-03T00:00+00:00") == 9
    assert messy.add(at("2026-03-02T08:00+00:00"), 9 * 3600) == at("2026-03-02T18:00+00:00")
    assert messy.add(at("2026-03-02T08:00+00:00"), 9 * 3600 + 1) == at("2026-03-09T09:00:01+00:00")


def test_what_toml_reads_is_taken_too() -> None:
    typed = WorkCalendar(
        "UTC",
        {"Monday": ((time(9), time(12)),)},
        [date(2026, 3, 2), "2026-3-9"],
        {date(2026, 3, 16): [("09:00", "10:00:30")]},
    )
    assert typed.add(at("2026-03-01T00:00+00:00"), 1) == at("2026-03-16T10:00:31+00:00")


def test_the_same_start_and_end_is_a_whole_day() -> None:
    calendar = WorkCalendar("UTC", {"mon": [("08:00", "08:00")]})
    assert hours_between(calendar, "2026-03-02T00:00+00:00", "2026-03-04T00:00+00:00") == 24


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Europe/London"), timezone(timedelta(hours=-3))])
def test_answers_come_in_the_zone_of_the_question(zone: Any) -> None:
    calendar = WorkCalendar("Asia/Shanghai", OFFICE)
    start = datetime(2026, 3, 2, 1, 30, tzinfo=UTC).astimezone(zone)
    for answer in (calendar.add(start, 3600.5), calendar.latest_start(start, 60.25)):
        assert answer.tzinfo is zone
    assert calendar.add(start, 3600.5) == at("2026-03-02T10:30:00.5+08:00")


def test_the_answer_names_the_second_pass_of_a_repeated_hour() -> None:
    london = ZoneInfo("Europe/London")
    answer = WorkCalendar("UTC", FULL).add(datetime(2026, 10, 25, 0, 30, tzinfo=london), 5400)
    assert (answer.hour, answer.minute, answer.fold) == (1, 0, 1)


@given(
    st.integers(-(2**34) * 10**6, 2**34 * 10**6),
    st.sampled_from([UTC, ZoneInfo("Europe/London"), ZoneInfo("Asia/Kathmandu")]),
)
def test_no_microsecond_is_lost(at: int, zone: Any) -> None:
    start = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)).astimezone(zone)
    assert instant(ALWAYS.add(start, 0)) == at
    assert ALWAYS.add(start, 0) == start
    assert ALWAYS.add(start, 0).fold == start.fold


def test_naive_times_and_bad_amounts_are_refused() -> None:
    calendar, naive = WorkCalendar("UTC", OFFICE), datetime(2026, 3, 2, 9)  # noqa: DTZ001
    aware = naive.replace(tzinfo=UTC)
    for call in (
        lambda: calendar.add(naive, 60),
        lambda: calendar.between(naive, aware),
        lambda: calendar.between(aware, naive),
        lambda: calendar.latest_start(naive, 60),
        lambda: calendar.add(aware, -1),
        lambda: calendar.latest_start(aware, -1),
        lambda: calendar.add(aware, float("nan")),
        lambda: calendar.add(aware, float("inf")),
        lambda: ALWAYS.add(aware, -1),
    ):
        with pytest.raises(ValueError, match=r"zone|amount"):
            call()


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Europe", "Asia/上海", "\0"])
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(UnknownZone, match="unknown time zone") as found:
        WorkCalendar(name, OFFICE)
    assert isinstance(found.value, ValueError)
    assert isinstance(found.value, ZoneInfoNotFoundError)


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("weekday", {"hours": {"monnday": []}}),
        ("time", {"hours": {"mon": [("9", "12:00")]}}),
        ("time", {"hours": {"mon": [("09:00", "24:01")]}}),
        ("time", {"hours": {"mon": [("09:60", "12:00")]}}),
        ("time", {"hours": {"mon": [("０９:00", "12:00")]}}),
        ("range", {"hours": {"mon": [("09:00",)]}}),
        ("range", {"hours": {"mon": ["09:00-12:00"]}}),
        ("date", {"hours": OFFICE, "holidays": ["2026-02-29"]}),
        ("date", {"hours": OFFICE, "holidays": "2026-02-28"}),
        ("date", {"hours": OFFICE, "breaks": {"02.03.2026": []}}),
        ("date", {"hours": OFFICE, "extra_days": {"0000-01-01": []}}),
    ],
)
def test_a_calendar_that_cannot_be_says_why(code: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(CalendarProblem) as found:
        WorkCalendar("UTC", **arguments)
    assert found.value.code == code
    assert str(found.value)


@pytest.mark.parametrize(
    "empty",
    [
        WorkCalendar("UTC", {}),
        WorkCalendar("UTC", {day: [] for day in WEEK}),
        WorkCalendar("UTC", {}, ["2026-03-02"], {"2026-03-02": [("09:00", "10:00")]}),
        WorkCalendar("UTC", {}, extra_days={"2026-03-02": []}),
    ],
)
def test_without_any_working_time_nothing_loops(empty: WorkCalendar) -> None:
    start = at("2026-03-02T00:00+00:00")
    assert empty.between(start, at("2226-03-02T00:00+00:00")) == 0
    assert empty.add(start, 0) == start
    for call in (empty.add, empty.latest_start):
        with pytest.raises(CalendarProblem, match="not enough working time"):
            call(start, 1)
    with pytest.raises(CalendarProblem, match="not enough working time"):
        empty.closing_after_days(instant(start), 1)
    assert not empty.is_working_day(date(2026, 3, 2))


def test_time_that_comes_only_from_extra_days_ends() -> None:
    extra = {"1999-12-31": [("22:00", "02:00")], "2026-03-02": [("09:00", "10:00")]}
    calendar = WorkCalendar("Asia/Shanghai", {}, extra_days=extra)
    early, late = at("0005-01-01T00:00+00:00"), at("9990-01-01T00:00+00:00")
    assert calendar.between(early, late) == 5 * 3600
    assert calendar.add(early, 4 * 3600) == at("2000-01-01T02:00+08:00")
    assert calendar.add(early, 5 * 3600) == at("2026-03-02T10:00+08:00")
    assert calendar.latest_start(late, 5 * 3600) == at("1999-12-31T22:00+08:00")
    for call, moment in ((calendar.add, early), (calendar.latest_start, late)):
        with pytest.raises(CalendarProblem):
            call(moment, 5 * 3600 + 1)
    assert calendar.closing_after_days(instant(early), 2) == instant(at("2026-03-02T10:00+08:00"))


def test_the_ends_of_the_calendar_are_clear_errors() -> None:
    calendar = WorkCalendar("Pacific/Kiritimati", OFFICE)
    for call, moment in (
        (calendar.add, datetime.max.replace(tzinfo=UTC)),
        (calendar.latest_start, datetime.min.replace(tzinfo=UTC)),
        (ALWAYS.add, datetime.max.replace(tzinfo=UTC)),
    ):
        with pytest.raises(CalendarProblem):
            call(moment, 86400.0 * 30)


def test_always_counts_every_moment() -> None:
    start = instant(at("2026-03-29T00:30+00:00"))
    for calendar in (ALWAYS, always("Europe/London"), WorkCalendar("Europe/London", FULL)):
        assert calendar.add_at(start, 100 * HOUR) == start + 100 * HOUR
        assert calendar.between_at(start, start + 100 * HOUR) == 100 * HOUR
        assert calendar.latest_start_at(start, SECOND) == start - SECOND
