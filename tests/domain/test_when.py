"""Times as people type them: one reading, or a refusal that says what is taken."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, instant, moment
from agentdesk.domain.when import LONGEST, Unclear, understand

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = instant(datetime(2026, 11, 23, 14, 32, 7, tzinfo=SHANGHAI))


def local(text: str, zone: ZoneInfo = SHANGHAI, now: int = NOW) -> str:
    return moment(understand(text, now, zone)).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15:00", "2026-11-23 15:00:00"),
        ("  today   15:00 ", "2026-11-23 15:00:00"),
        ("今天15:00", "2026-11-23 15:00:00"),
        ("１５：３０", "2026-11-23 15:30:00"),
        ("tomorrow 9:05", "2026-11-24 09:05:00"),
        ("TOMORROW 09:05", "2026-11-24 09:05:00"),
        ("明天 10:00", "2026-11-24 10:00:00"),
        ("明日10：00", "2026-11-24 10:00:00"),
        ("后天 10:00", "2026-11-25 10:00:00"),
        ("2026-11-25 10:00", "2026-11-25 10:00:00"),
        ("2026-11-25T10:00", "2026-11-25 10:00:00"),
        ("+2h", "2026-11-23 16:32:00"),
        ("+30m", "2026-11-23 15:02:00"),
        ("+1h30m", "2026-11-23 16:02:00"),
        ("＋2小时30分", "2026-11-23 17:02:00"),
        ("+45分钟", "2026-11-23 15:17:00"),
    ],
)
def test_each_form_has_its_one_reading(typed: str, meant: str) -> None:
    assert local(typed) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("10", "unclear"),
        ("1030", "unclear"),
        ("10am", "past"),
        ("3/4/2027 10:00", "which"),
        ("26-11-25 10:00", "unclear"),
        ("2026-11-25", "hour"),
        ("+2", "unclear"),
        ("+", "unclear"),
        ("+-2h", "unclear"),
        ("+1,5h", "unclear"),
        ("+٣h", "unclear"),
        ("2h", "unclear"),
        ("9:5", "unclear"),
        ("x" * 61, "unclear"),
        ("25:00", "no_such"),
        ("24:00", "no_such"),
        ("12:60", "no_such"),
        ("2026-02-29 10:00", "no_such"),
        ("9:30", "past"),
        ("14:32", "past"),
        ("2026-11-22 10:00", "past"),
        ("+0m", "past"),
        ("2029-01-01 10:00", "far"),
        ("+99999h", "far"),
        ("9999-12-31 23:59", "far"),
    ],
)
def test_anything_else_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(Unclear) as refusal:
        understand(typed, NOW, SHANGHAI)
    assert refusal.value.code == code


def test_hours_that_a_clock_change_skips_or_repeats_are_refused() -> None:
    spring = instant(datetime(2026, 3, 28, 12, 0, tzinfo=BERLIN))
    for typed, code in (("tomorrow 02:30", "skipped"), ("2026-10-25 02:30", "twice")):
        with pytest.raises(Unclear) as refusal:
            understand(typed, spring, BERLIN)
        assert refusal.value.code == code
    assert local("tomorrow 03:00", BERLIN, spring) == "2026-03-29 03:00:00"


def test_hours_are_counted_across_a_clock_change() -> None:
    eve = instant(datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN))
    assert local("+2h", BERLIN, eve) == "2026-03-29 04:30:00"


@given(
    now=st.integers(min_value=NOW, max_value=NOW + 400 * DAY),
    ahead=st.integers(min_value=1, max_value=LONGEST // MINUTE - 1),
    zone=st.sampled_from(["Asia/Shanghai", "UTC", "Asia/Kolkata", "Asia/Kathmandu"]),
)
def test_what_is_echoed_in_full_is_read_back_the_same(now: int, ahead: int, zone: str) -> None:
    tz = ZoneInfo(zone)
    at = now - now % MINUTE + ahead * MINUTE
    written = moment(at).astimezone(tz).strftime("%Y-%m-%d %H:%M")
    if at > now:
        assert understand(written, now, tz) == at


@given(st.text(max_size=60))
def test_any_text_is_a_future_whole_minute_or_a_refusal(text: str) -> None:
    codes = {"empty", "unclear", "no_such", "differs", "skipped", "twice", "past", "far", "hour"}
    codes |= {"which", "worktime"}
    outcome: int | str
    try:
        outcome = understand(text, NOW, SHANGHAI)
    except Unclear as refusal:
        outcome = refusal.code
    assert outcome in codes or (NOW < outcome <= NOW + LONGEST and outcome % MINUTE == 0)  # type: ignore[operator]


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=0, max_value=59 * SECOND))
def test_later_means_that_much_later_to_the_minute(hours: int, seconds: int) -> None:
    now = NOW + seconds
    at = understand(f"+{hours}h", now, SHANGHAI)
    assert 0 <= now + hours * HOUR - at < MINUTE
