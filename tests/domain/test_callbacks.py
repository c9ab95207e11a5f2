"""When a customer can be rung: slots, what stands against a time, and the rule of the tries.

The oracle of the properties is a plain clock: local times of `datetime`, minute by minute.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agentdesk.domain import callbacks as times
from agentdesk.domain.callbacks import Terms, Wishes
from agentdesk.domain.localdays import day_number
from agentdesk.domain.policy_rules import CallbackRule, CallsRule, Span
from agentdesk.domain.values import DAY, HOUR, MINUTE, instant, moment
from agentdesk.domain.worktime import WorkCalendar

SHANGHAI, LONDON, NEW_YORK = (
    ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/London", "America/New_York")
)
DESK = WorkCalendar(SHANGHAI, {day: [("08:00", "20:00")] for day in
                               ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
                    holidays=["2026-11-26"])  # fmt: skip
OFFICE = WorkCalendar(
    LONDON, {day: [("09:00", "17:30")] for day in ("mon", "tue", "wed", "thu", "fri")}
)
RULE = CallbackRule(window=30 * MINUTE, grace=10 * MINUTE)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> int:
    """An instant by its local time: ``11-23 10:00`` of 2026."""
    return instant(datetime.fromisoformat(f"2026-{text}").replace(tzinfo=zone))


NOW = at("11-23 10:00")  # a Monday


def terms(**more: Any) -> Terms:
    wishes = more.pop("wishes", Wishes(SHANGHAI))
    usual: dict[str, Any] = {"rule": CallsRule(), "open": DESK, "wishes": wishes,
                             "holidays": frozenset({"2026-11-26"})}  # fmt: skip
    return Terms(**{**usual, **more})


def codes(begin: int, *, length: int = 30 * MINUTE, **more: Any) -> list[str]:
    judged = times.judge(begin, begin + length, terms(**more), NOW)
    return [code for code, _ in judged.problems]


# --- the slots of a day


def test_a_day_is_cut_into_the_slots_in_which_the_desk_is_open() -> None:
    slots = times.slots(day_number("2026-11-23"), 30 * MINUTE, DESK)
    assert (slots[0][0], slots[-1][1], len(slots)) == (at("11-23 08:00"), at("11-23 20:00"), 24)
    assert times.slots(day_number("2026-11-26"), 30 * MINUTE, DESK) == ()


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_on_which_clocks_change_has_an_hour_less_or_more(day: str, hours: int) -> None:
    always = WorkCalendar(LONDON, {"sun": [("00:00", "24:00")]})
    slots = times.slots(day_number(day), HOUR, always)
    assert len(slots) == hours
    assert {until - begin for begin, until in slots} == {HOUR}


def test_a_local_time_that_a_clock_change_skips_is_its_end_a_repeated_one_its_first() -> None:
    skipped = day_number("2026-03-29") * DAY + 90 * MINUTE  # 01:30 in London, which is not there
    assert times.local_instant(LONDON, skipped) == instant(datetime(2026, 3, 29, 1, tzinfo=UTC))
    twice = day_number("2026-10-25") * DAY + 90 * MINUTE
    assert times.local_instant(LONDON, twice) == instant(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


# --- what stands against a time


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        ("11-23 14:30", []),
        ("11-23 10:00", ["past"]),
        ("11-22 10:00", ["past"]),
        ("11-23 20:30", ["closed"]),
        ("11-23 19:45", ["closed"]),  # its window ends after closing time
        ("11-26 14:30", ["holiday"]),
        ("11-26 20:30", ["holiday"]),
    ],
)
def test_what_stands_against_a_time(begin: str, expected: list[str]) -> None:
    assert codes(at(begin)) == expected


def test_nothing_is_agreed_on_further_ahead_than_the_policy_lets() -> None:
    rule = CallsRule(ahead=7 * DAY)
    assert codes(NOW + 7 * DAY, rule=rule) == []
    assert codes(NOW + 7 * DAY + 1, rule=rule) == ["too_long_ahead"]


def test_whoever_does_not_work_then_gives_away_their_own_time_only() -> None:
    mornings = WorkCalendar(SHANGHAI, {"mon": [("08:00", "12:00")]})
    judged = times.judge(at("11-23 14:30"), at("11-23 15:00"), terms(own=mornings), NOW)
    assert [code for code, _ in judged.problems] == ["agent_off"]
    assert not judged.blocking(myself=True)
    assert judged.blocking(myself=False)


@pytest.mark.parametrize(
    ("wanted", "capacity", "expected"),
    [
        ("14:00", 1, []),  # one ends as the other begins
        ("14:15", 1, ["taken"]),
        ("14:30", 1, ["taken"]),
        ("15:00", 1, []),
        ("14:30", 2, ["full"]),  # two stand there
        ("14:45", 2, []),  # of two only one goes on so long
        ("14:30", 3, []),
    ],
)
def test_one_person_can_make_so_many_at_once(
    wanted: str, capacity: int, expected: list[str]
) -> None:
    first = (at("11-23 14:30"), at("11-23 15:00"))
    short = (at("11-23 14:30"), at("11-23 14:45"))
    busy = (first, short) if capacity > 1 else (first,)
    assert codes(at(f"11-23 {wanted}"), busy=busy, rule=CallsRule(capacity=capacity)) == expected


@pytest.mark.parametrize(
    ("window", "zone", "begin", "fits"),
    [
        ((18 * 60, 20 * 60), SHANGHAI, "11-23 18:00", True),
        ((18 * 60, 20 * 60), SHANGHAI, "11-23 19:30", True),
        ((18 * 60, 20 * 60), SHANGHAI, "11-23 17:45", False),
        ((18 * 60, 18 * 60 + 20), SHANGHAI, "11-23 18:00", False),  # shorter than the call's window
        ((None, 12 * 60), SHANGHAI, "11-24 11:30", True),
        ((None, 12 * 60), SHANGHAI, "11-24 12:00", False),
        ((12 * 60, None), SHANGHAI, "11-24 12:00", True),
        ((9 * 60, 12 * 60), LONDON, "11-23 17:00", True),  # 09:00 there
        ((9 * 60, 12 * 60), LONDON, "11-23 16:30", False),
        ((22 * 60, 6 * 60), LONDON, "11-24 08:00", True),  # 00:00 there: theirs passes midnight
        ((22 * 60, 6 * 60), LONDON, "11-24 14:00", False),
    ],
)
def test_the_customers_window_counts_by_their_own_clock(
    window: tuple[int | None, int | None], zone: ZoneInfo, begin: str, fits: bool
) -> None:
    wishes = Wishes(zone, *window)
    assert codes(at(begin), wishes=wishes) == ([] if fits else ["outside_window"])


def test_when_their_clocks_change_before_the_call_it_stays_where_their_clock_shows_it() -> None:
    wishes = Wishes(LONDON, 9 * 60, 12 * 60)
    always = WorkCalendar(SHANGHAI, {d: [("00:00", "24:00")] for d in ("fri", "mon")})
    now = at("10-23 08:00")
    for day, begins in (("10-23", "16:00"), ("10-26", "17:00")):  # an hour later: winter time
        first = at(f"{day} {begins}")
        for begin, fits in ((first, True), (first - 15 * MINUTE, False)):
            judged = times.judge(begin, begin + HOUR // 2, terms(wishes=wishes, open=always), now)
            assert ([code for code, _ in judged.problems] == []) is fits


def test_the_nearest_free_times_are_offered() -> None:
    busy = ((at("11-23 14:30"), at("11-23 15:00")), (at("11-23 15:00"), at("11-23 15:30")))
    judged = times.judge(at("11-23 14:30"), at("11-23 15:00"), terms(busy=busy), NOW)
    offered = [at(f"11-23 {one}") for one in ("13:30", "14:00", "15:30")]
    assert list(judged.better) == offered
    past = times.judge(at("11-22 09:00"), at("11-22 09:30"), terms(), NOW)
    assert past.better[0] == NOW + 30 * MINUTE
    far = times.judge(at("11-26 10:00"), at("11-26 10:30"), terms(), NOW)  # a holiday
    assert [moment(one).astimezone(SHANGHAI).date() for one in far.better] == [
        date(2026, 11, 27)
    ] * 3


# --- nobody answered


def test_three_tries_in_three_parts_of_the_day_over_two_working_days() -> None:
    tries: list[int] = [NOW]
    found = times.next_try(tries, NOW, RULE, terms(), 30 * MINUTE)
    assert found == (at("11-23 12:00"), at("11-23 12:30"))
    tries.append(at("11-23 12:05"))
    found = times.next_try(tries, tries[-1], RULE, terms(), 30 * MINUTE)
    assert found == (at("11-24 18:00"), at("11-24 18:30"))  # two that day are its share
    tries.append(at("11-24 18:10"))
    assert times.next_try(tries, tries[-1], RULE, terms(), 30 * MINUTE) is None


def test_a_holiday_and_the_customers_window_are_kept_clear_of() -> None:
    wednesday = at("11-25 18:30")
    found = times.next_try([wednesday], wednesday, RULE, terms(), 30 * MINUTE)
    assert found == (at("11-27 08:00"), at("11-27 08:30"))
    evenings = Wishes(SHANGHAI, 18 * 60, 20 * 60)
    found = times.next_try([wednesday], wednesday, RULE, terms(wishes=evenings), 30 * MINUTE)
    assert found == (at("11-27 18:00"), at("11-27 18:30"))  # one part only: the day after


def test_rather_at_a_taken_time_than_never() -> None:
    busy = ((at("11-23 08:00"), at("11-30 20:00")),)
    free = times.next_try([NOW], NOW, RULE, terms(), 30 * MINUTE)
    assert times.next_try([NOW], NOW, RULE, terms(busy=busy), 30 * MINUTE) == free
    mornings = WorkCalendar(SHANGHAI, {day: [("08:00", "12:00")] for day in ("mon", "tue", "wed")})
    found = times.next_try([NOW], NOW, RULE, terms(busy=busy, own=mornings), 30 * MINUTE)
    assert found == (at("11-24 08:00"), at("11-24 08:30"))  # taken, but when they work
    gone = WorkCalendar(SHANGHAI, {"sun": [("08:00", "09:00")]})
    assert times.next_try([NOW], NOW, RULE, terms(own=gone), 30 * MINUTE) == free


def test_no_try_lies_beyond_the_time_over_which_is_tried() -> None:
    rule = CallbackRule(30 * MINUTE, 10 * MINUTE, over=Span(micros=4 * HOUR))
    found = times.next_try([NOW], NOW, rule, terms(), 30 * MINUTE)
    assert found == (at("11-23 12:00"), at("11-23 12:30"))
    tries = [NOW, at("11-23 12:05")]
    assert times.next_try(tries, tries[-1], rule, terms(), 30 * MINUTE) is None


def test_a_try_that_was_forgotten_for_a_week_gives_nobody_up() -> None:
    late = NOW + 7 * DAY
    found = times.next_try([NOW, late], late, RULE, terms(), 30 * MINUTE)
    assert found is not None
    assert late < found[0] <= late + 2 * DAY


def test_a_customer_who_can_never_be_rung_is_unreachable_at_once() -> None:
    nights = Wishes(SHANGHAI, 2 * 60, 4 * 60)
    assert times.next_try([NOW], NOW, RULE, terms(wishes=nights), 30 * MINUTE) is None


minutes = st.one_of(st.none(), st.integers(0, 48).map(lambda n: 30 * n))
windows = st.tuples(minutes, minutes).filter(lambda pair: pair[0] is None or pair[0] != pair[1])
zones = st.sampled_from([SHANGHAI, LONDON, NEW_YORK])
starts = st.integers(at("03-20 00:00"), at("12-30 00:00"))
answers = st.lists(st.integers(0, 3 * HOUR), min_size=6, max_size=6)


@settings(max_examples=120, deadline=None)
@given(
    window=windows,
    zone=zones,
    open=st.sampled_from([DESK, OFFICE]),
    start=starts,
    late=answers,
    most=st.integers(1, 5),
    over=st.sampled_from([Span(days=1), Span(days=2), Span(days=5), Span(micros=16 * HOUR)]),
    busy=st.lists(st.integers(0, 7 * 48), max_size=8),
)
def test_the_rule_of_the_tries(
    window: tuple[int | None, int | None],
    zone: ZoneInfo,
    open: WorkCalendar,
    start: int,
    late: list[int],
    most: int,
    over: Span,
    busy: list[int],
) -> None:
    """Whatever the wishes, zones and hours: later than now, inside both, in parts that were tried
    least, never more than the policy's, and it ends."""
    rule = CallbackRule(window=30 * MINUTE, grace=10 * MINUTE, tries=most, over=over)
    taken = tuple((start + n * 30 * MINUTE, start + (n + 1) * 30 * MINUTE) for n in busy)
    asked = terms(wishes=Wishes(zone, *window), open=open, busy=taken)
    now, tries, slots = start, [start], []
    while True:
        found = times.next_try(tries, now, rule, asked, 30 * MINUTE)
        if found is None:
            break
        slots.append(found)
        begin, until = found
        assert begin >= now + asked.rule.apart
        assert until == begin + 30 * MINUTE
        assert open.between_at(begin, until) == until - begin
        assert allowed(window, zone, begin, until)
        tried = [times.part_of_day(one, asked) for one in tries]
        part = times.part_of_day(begin, asked)
        assert part is not None
        day = moment(begin).astimezone(zone).date()
        assert (day, part) not in [
            (moment(one).astimezone(zone).date(), that)
            for one, that in zip(tries, tried, strict=True)
        ]
        now = begin + late[len(tries) % len(late)]
        tries.append(now)
    assert len(tries) <= max(1, most)
    assert len(slots) == len(tries) - 1


def allowed(window: tuple[int | None, int | None], zone: ZoneInfo, begin: int, until: int) -> bool:
    """Minute by minute, by the customer's own clock."""
    first, last = window[0] or 0, 24 * 60 if window[1] is None else window[1] or 24 * 60
    for step in range(0, until - begin, MINUTE):
        there = moment(begin + step).astimezone(zone)
        minute = there.hour * 60 + there.minute
        inside = first <= minute < last if first < last else minute >= first or minute < last
        if not inside:
            return False
    return True


@settings(max_examples=60, deadline=None)
@given(start=starts, zone=zones, late=answers)
def test_a_customer_without_wishes_is_tried_in_every_part_of_the_day(
    start: int, zone: ZoneInfo, late: list[int]
) -> None:
    asked = terms(wishes=Wishes(zone), open=WorkCalendar(zone, {
        day: [("08:00", "21:00")] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    }))  # fmt: skip
    assume(times.part_of_day(start, asked) is not None)
    now, tries = start, [start]
    while (found := times.next_try(tries, now, RULE, asked, 30 * MINUTE)) is not None:
        now = found[0] + late[len(tries)] % (29 * MINUTE)
        tries.append(now)
    assert len(tries) == 3
    assert {times.part_of_day(one, asked) for one in tries} == {0, 1, 2}
    days = {moment(one).astimezone(zone).date() for one in tries}
    assert max(days) - min(days) <= timedelta(days=2)
