"""Holidays and make-up days: what is known, what is a guess, and what is nobody's."""

from __future__ import annotations

import subprocess
import sys
import warnings
from datetime import date, datetime, timedelta

import pytest

from agentdesk.domain.holiday_days import ResolvedDays, UnknownCountry, resolve
from agentdesk.domain.values import instant, moment
from agentdesk.domain.worktime import WorkCalendar

OFFICE = [("09:00", "12:00"), ("13:00", "18:00")]


def working_days(resolved: ResolvedDays, year: int) -> int:
    calendar = WorkCalendar(
        "Asia/Shanghai",
        dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE),
        resolved.holidays,
        extra_days=dict.fromkeys(resolved.makeup_days, OFFICE),
    )
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return sum(calendar.is_working_day(day) for day in days if day.year == year)


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_china_works_as_many_days_as_its_notice_says(year: int, count: int) -> None:
    resolved = resolve("CN", [year])
    assert resolved.provisional_years == ()
    assert working_days(resolved, year) == count


def test_make_up_days_move_a_due_as_the_design_says() -> None:
    resolved = resolve("CN", [2026, 2027])
    assert {"2026-02-14", "2026-09-20"} <= set(resolved.makeup_days)
    assert "2026-10-01" in resolved.holidays
    calendar = WorkCalendar(
        "Asia/Shanghai",
        dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE),
        resolved.holidays,
        extra_days=dict.fromkeys(resolved.makeup_days, OFFICE),
    )
    for start, due in (
        ("2026-09-18", "2026-09-22"),
        ("2026-02-13", "2026-02-25"),
        ("2026-12-31", "2027-01-06"),
    ):
        at = instant(datetime.fromisoformat(f"{start}T12:00+08:00"))
        closing = moment(calendar.closing_after_days(at, 3))
        assert closing == datetime.fromisoformat(f"{due}T18:00+08:00")


def test_a_year_without_a_notice_is_provisional() -> None:
    resolved = resolve("CN", range(2025, 2041))
    assert resolved.provisional_years[-1] == 2040
    assert not {2025, 2026} & set(resolved.provisional_years)
    far = resolve("CN", [2040])
    assert far.holidays  # by statute: better than nothing, and said to be a guess
    assert far.makeup_days == ()
    assert far.provisional_years == (2040,)


def test_an_answer_does_not_depend_on_the_years_asked_beside_it() -> None:
    alone, together = resolve("CN", [2007]), resolve("CN", [2005, 2006, 2007, 2008])
    assert alone.makeup_days == tuple(d for d in together.makeup_days if d.startswith("2007"))
    # the notice for 2007 made two days of December 2006 working days
    assert {"2006-12-30", "2006-12-31"} <= set(resolve("CN", [2006]).makeup_days)
    assert all(day.startswith("2007") for day in (*alone.holidays, *alone.makeup_days))


def test_other_countries_and_their_parts() -> None:
    england, scotland = resolve("GB-ENG", [2027]), resolve("gb-sct", [2027])
    assert england.provisional_years == ()
    assert "2027-12-27" in england.holidays
    assert set(england.holidays) != set(scotland.holidays)
    assert resolve("US", [2026]).makeup_days == ()
    assert resolve("HU", [2026]).makeup_days  # others have make-up days too


def test_estimated_and_unreachable_years_are_provisional() -> None:
    assert resolve("AE", [2024, 2060]).provisional_years == (2060,)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nothing may reach the terminal of a desk
        assert resolve("IN", [2060]).provisional_years == (2060,)
    assert resolve("GB", [2500]) == ResolvedDays(provisional_years=(2500,))


@pytest.mark.parametrize("country", [None, ""])
def test_a_desk_without_a_country_has_no_holidays(country: str | None) -> None:
    assert resolve(country, [2026]) == ResolvedDays()


@pytest.mark.parametrize("country", ["XX", "China", "GB-XX", "C", "中国", "CN;"])
def test_an_unknown_country_is_named(country: str) -> None:
    with pytest.raises(UnknownCountry) as found:
        resolve(country, [2026])
    assert found.value.country == country


def test_the_library_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys, agentdesk.domain.holiday_days as h, agentdesk.domain.worktime\n"
        "assert 'holidays' not in sys.modules and 'dateutil' not in sys.modules\n"
        "h.resolve('CN', [2026])\n"
        "assert 'holidays' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
