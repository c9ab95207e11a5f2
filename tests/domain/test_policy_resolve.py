"""A policy with its dates: resolving, storing, and the timeline."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentdesk.domain import policy as rules
from agentdesk.domain.policy import (
    CalendarDates,
    Calendars,
    ClockRule,
    Policy,
    Span,
)
from agentdesk.domain.values import HOUR
from agentdesk.domain.zones import UnknownZone
from tests.support.policies import at, bundled, bundled_text

TEXT = bundled_text()


def resolved(text: str, tz: str = "Asia/Shanghai", country: str | None = "CN") -> Policy:
    proposal, problems = rules.parse(text)
    assert proposal is not None, problems
    return rules.resolve(proposal, tz, country, range(2026, 2028))


def office(holidays: str, more: str = "") -> CalendarDates:
    old = 'holidays = { country = "auto" }'
    assert old in TEXT
    return resolved(TEXT.replace(old, f"{holidays}\n{more}")).calendars.dates["office"]


# --- holidays ------------------------------------------------------------------------------------


def test_the_countrys_holidays_and_make_up_days_become_dates() -> None:
    dates = bundled().calendars.dates["office"]
    assert "2026-10-01" in dates.holidays
    saturday = date(2026, 10, 10)
    assert saturday.isoweekday() == 6
    assert dates.extra_days[saturday.isoformat()] == dates.hours["mon"]
    calendar = bundled().calendars["office"]
    assert calendar.is_working_day(saturday)
    assert not calendar.is_working_day(date(2026, 10, 1))
    assert not calendar.is_working_day(date(2026, 10, 17))


def test_a_year_whose_schedule_is_not_known_is_provisional() -> None:
    policy = rules.resolve(_proposal(TEXT), "Asia/Shanghai", "CN", [2026, 2035])
    assert policy.provisional == {"office": (2035,)}
    assert "2035-10-01" in policy.calendars.dates["office"].holidays


def _proposal(text: str) -> rules.Proposal:
    proposal, problems = rules.parse(text)
    assert proposal is not None, problems
    return proposal


def test_a_calendar_without_holidays_has_none() -> None:
    assert bundled().calendars.dates["desk"].holidays == ()
    assert office('holidays = { country = "none" }').holidays == ()
    assert resolved(TEXT, "UTC", None).calendars.dates["office"].holidays == ()


def test_another_country_may_be_named() -> None:
    dates = office('holidays = { country = "gb" }')
    assert "2026-12-25" in dates.holidays
    assert "2026-10-01" not in dates.holidays


def test_days_of_ones_own_override_the_library() -> None:
    dates = office(
        'holidays = { country = "auto", days = ["2026-12-24", 2026-12-31], work = ["2026-10-02"] }',
        'extra_days = { "2026-10-03" = ["10:00-12:00"] }',
    )
    assert {"2026-12-24", "2026-12-31", "2026-10-01"} <= set(dates.holidays)
    assert "2026-10-02" not in dates.holidays
    assert dates.extra_days["2026-10-03"] == (("10:00", "12:00"),)


def test_a_year_of_ones_own_replaces_the_librarys_and_is_not_provisional() -> None:
    more = '[calendars.office.holidays]\ncountry = "auto"\n'
    more += '[calendars.office.holidays.own.2027]\ndays = ["2027-01-04"]\nmakeup = ["2027-01-09"]'
    text = TEXT.replace(
        'holidays = { country = "auto" }', 'makeup_hours = ["09:00-12:00"]\n' + more
    )
    dates = resolved(text).calendars.dates["office"]
    assert [day for day in dates.holidays if day.startswith("2027")] == ["2027-01-04"]
    assert dates.extra_days["2027-01-09"] == (("09:00", "12:00"),)
    assert "2026-10-01" in dates.holidays
    assert dates.provisional == ()


def test_calendars_take_the_desks_zone_unless_they_name_one() -> None:
    text = TEXT.replace("[calendars.desk]", '[calendars.desk]\nzone = "Europe/London"')
    policy = resolved(text, "America/New_York", "US")
    assert policy.calendars.dates["desk"].tz == "Europe/London"
    assert policy.calendars.dates["office"].tz == "America/New_York"
    assert str(policy.calendars["always"].tz)
    with pytest.raises(UnknownZone):
        rules.resolve(_proposal(TEXT), "Asia/Shangai", "CN", [2026])


def test_hours_may_be_written_for_days_in_a_row_and_over_the_end_of_the_week() -> None:
    hours = 'hours = { daily = ["08:00-20:00"], sat-sun = ["10:00-16:00"], wed = [] }'
    text = TEXT.replace('hours = { daily = ["08:00-20:00"] }', hours)
    dates = resolved(text).calendars.dates["desk"]
    assert dates.hours["fri"] == (("08:00", "20:00"),)
    assert dates.hours["sun"] == (("10:00", "16:00"),)
    assert "wed" not in dates.hours
    text = TEXT.replace("daily =", "fri-mon =", 1)
    assert list(resolved(text).calendars.dates["desk"].hours) == ["mon", "fri", "sat", "sun"]


# --- stored and read again -----------------------------------------------------------------------


def test_a_stored_policy_reads_the_same() -> None:
    policy = bundled()
    text = rules.dump(policy)
    again = rules.load(text)
    assert again == policy
    assert rules.dump(again) == text
    assert (again.version, again.digest) == (1, policy.digest)


def test_reading_a_stored_policy_builds_no_calendar() -> None:
    again = rules.load(rules.dump(bundled()))
    calendars = again.calendars
    assert calendars._built == {}
    assert calendars["office"] is calendars["office"]
    assert set(calendars) == {"desk", "office", "always"}
    assert len(calendars) == 3
    assert "moon" not in calendars
    with pytest.raises(KeyError):
        calendars["moon"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"format": 1}', '{"format": 99, "calendars": {}}', "17",
     '{"format": 1, "calendars": {}, "clocks": {"register": {}}}'],
)  # fmt: skip
def test_what_was_not_stored_by_us_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        rules.load(text)


def test_the_digest_says_whether_two_policies_are_the_same_rules() -> None:
    one, same = resolved(TEXT), resolved(TEXT + "\n# a comment\n")
    assert one.digest == same.digest
    assert one.numbered(7).digest == one.digest
    assert len(one.digest) == 64
    for old, new in (
        ("reserve = 6", "reserve = 4"),
        ('cap = "48h"', 'cap = "24h"'),
        ('"2h", P3', '"3h", P3'),
        ('zh = "传真"', 'zh = "传真机"'),
        ('country = "auto" }', 'country = "none" }'),
    ):
        assert resolved(TEXT.replace(old, new)).digest != one.digest, old


spans = st.builds(Span, st.integers(1, 10**12)) | st.builds(Span, days=st.integers(1, 99))
names = st.text("abcxyz_", min_size=1, max_size=6)
plain_rules = st.builds(
    ClockRule,
    calendar=names,
    budget=st.none() | spans,
    by_priority=st.dictionaries(st.sampled_from(["P1", "P2", "P3"]), spans),
    by_channel=st.dictionaries(names, spans, max_size=3),
    classes=st.lists(names, max_size=3).map(tuple),
    cap=st.none() | st.integers(1, 10**12),
    pause=st.booleans(),
    told=st.booleans(),
    target=st.booleans(),
)
dates = st.builds(
    CalendarDates,
    tz=names,
    hours=st.dictionaries(names, st.lists(st.tuples(names, names), max_size=2).map(tuple)),
    holidays=st.lists(names, max_size=3).map(tuple),
    provisional=st.lists(st.integers(2000, 2100), max_size=3).map(tuple),
)


@given(
    clocks=st.dictionaries(names, plain_rules, max_size=4),
    by_class=st.dictionaries(names, plain_rules, max_size=2),
    calendars=st.dictionaries(names, dates, max_size=3),
    reserve=st.integers(0, 100),
    words=st.lists(st.text(max_size=9), max_size=4).map(tuple),
)
@settings(deadline=None)
def test_whatever_a_policy_says_is_read_as_it_was_stored(
    clocks: dict[str, ClockRule],
    by_class: dict[str, ClockRule],
    calendars: dict[str, CalendarDates],
    reserve: int,
    words: tuple[str, ...],
) -> None:
    base = bundled()
    about = {code: replace(one, words=words) for code, one in base.categories.items()}
    policy = replace(
        base,
        clocks={**clocks, "resolution": ClockRule(by_class=by_class)},
        calendars=Calendars(calendars),
        categories=about,
        reserve=reserve,
    )
    text = rules.dump(policy)
    assert rules.load(text) == policy
    assert json.loads(text)["format"] == 1


# --- in force ------------------------------------------------------------------------------------


def test_the_timeline_names_the_policy_in_force() -> None:
    one, two, three = (bundled().numbered(version) for version in (1, 2, 3))
    timeline = ((100, one), (200, two), (300, three))
    found = {at: rules.at(timeline, at).version for at in (0, 99, 100, 199, 200, 299, 300, 999)}
    assert found == {0: 1, 99: 1, 100: 1, 199: 1, 200: 2, 299: 2, 300: 3, 999: 3}


def test_a_wait_is_reminded_at_closing_time_of_the_third_working_day() -> None:
    assert bundled().remind_default(at("09-07 10:00")) == at("09-10 18:00")
    short = replace(bundled(), wait=replace(bundled().wait, remind=Span(4 * HOUR)))
    assert short.remind_default(at("09-07 11:00")) == at("09-07 16:00")
