"""How times and durations read, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.domain.state import Reason
from agentdesk.domain.values import DAY, HOUR, MINUTE, SECOND, Refused, instant
from agentdesk.i18n import catalogue, say, set_language, t
from agentdesk.i18n import format as form
from agentdesk.widgets.cells import cell_len

SHANGHAI = form.zone("Asia/Shanghai")


def at(text: str) -> int:
    """An instant from local time in Shanghai."""
    return instant(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


NOW = at("2026-11-23 14:32:07")  # a Monday


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize(
    ("micros", "english", "chinese"),
    [
        (0, "0s", "0秒"),
        (-1, "0s", "0秒"),
        (42 * SECOND, "42s", "42秒"),
        (60 * SECOND, "1m00", "1分00"),
        (4 * MINUTE + 12 * SECOND, "4m12", "4分12"),
        (-(4 * MINUTE + 12 * SECOND), "−4m12", "−4分12"),
        (15 * MINUTE - 1, "14m59", "14分59"),
        (15 * MINUTE, "15m", "15分"),
        (26 * MINUTE + 59 * SECOND, "26m", "26分"),
        (HOUR + 58 * MINUTE, "1h58", "1时58"),
        (-(2 * HOUR + 20 * MINUTE), "−2h20", "−2时20"),
        (19 * HOUR + 10 * MINUTE, "19h10", "19时10"),
        (24 * HOUR, "1d 0h", "1天 0时"),
        (3 * DAY + 4 * HOUR + 59 * MINUTE, "3d 4h", "3天 4时"),
        (99 * DAY + 23 * HOUR, "99d 23h", "99天 23时"),
        (100 * DAY, "100d", "100天"),
        (40_000 * DAY, "9999d", "9999天"),
    ],
)
def test_time_left(micros: int, english: str, chinese: str) -> None:
    assert form.left(NOW + micros, NOW) == english
    set_language("zh")
    assert form.left(NOW + micros, NOW) == chinese


@given(st.integers(-20_000 * DAY, 20_000 * DAY))
def test_time_left_never_reads_as_a_time_of_day_and_fits_its_column(micros: int) -> None:
    for lang in ("en", "zh"):
        set_language(lang)
        text = form.left(NOW + micros, NOW)
        assert ":" not in text
        assert cell_len(text) <= 9


@given(
    st.one_of(st.integers(-3 * HOUR, 3 * HOUR), st.integers(-9 * DAY, 9 * DAY)),
    st.floats(0, 1, exclude_max=True),
)
def test_a_text_stays_until_it_is_said_to_change(rest: int, part: float) -> None:
    due = NOW + rest
    change = form.span_changes_at(due, NOW)
    assert change > NOW
    between = NOW + int((change - NOW) * part)
    assert form.left(due, between) == form.left(due, NOW)
    # and never later than the next step of its unit, so that no step is missed
    assert form.left(due, change + 1) != form.left(due, NOW) or abs(rest) < 2 * SECOND


def test_seconds_are_shown_only_under_fifteen_minutes() -> None:
    far, near = NOW + 40 * MINUTE + 30 * SECOND, NOW + 5 * MINUTE + SECOND // 2
    assert form.span_changes_at(far, NOW) - NOW > 29 * SECOND
    assert form.span_changes_at(near, NOW) - NOW <= SECOND


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2026-11-23 18:00", "18:00", "18:00"),
        ("2026-11-23 00:01", "00:01", "00:01"),
        ("2026-11-24 09:05", "tomorrow 09:05", "明天 09:05"),
        ("2026-11-22 23:59", "yesterday 23:59", "昨天 23:59"),
        ("2026-11-27 14:30", "Fri 14:30", "周五 14:30"),
        ("2026-11-20 14:30", "20 Nov 14:30", "11月20日 14:30"),
        ("2026-12-01 08:00", "1 Dec 08:00", "12月1日 08:00"),
        ("2027-01-04 08:00", "4 Jan 2027 08:00", "2027年1月4日 08:00"),
    ],
)
def test_points_in_time(text: str, english: str, chinese: str) -> None:
    assert form.when(at(text), NOW, SHANGHAI) == english
    set_language("zh")
    assert form.when(at(text), NOW, SHANGHAI) == chinese


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2026-11-23 18:00", "at 18:00", "18:00"),
        ("2026-11-27 14:30", "Fri 14:30", "周五14:30"),
        ("2026-12-24 14:30", "24 Dec", "12月24日"),
        ("2026-11-22 14:30", "22 Nov", "11月22日"),
    ],
)
def test_points_in_time_in_a_column(text: str, english: str, chinese: str) -> None:
    assert form.at_time(at(text), NOW, SHANGHAI) == english
    assert cell_len(english) <= 9
    set_language("zh")
    assert form.at_time(at(text), NOW, SHANGHAI) == chinese
    assert cell_len(chinese) <= 9


@pytest.mark.parametrize(
    ("text", "on", "full", "chinese"),
    [
        ("2026-11-23 15:27", "at 15:27", "15:27", "15:27"),
        ("2026-11-24 09:00", "tomorrow at 09:00", "tomorrow at 09:00", "明天 09:00"),
        ("2026-11-22 09:00", "yesterday at 09:00", "yesterday at 09:00", "昨天 09:00"),
        ("2026-11-27 10:00", "on Fri 27 Nov at 10:00", "Fri 27 Nov at 10:00", "11月27日周五 10:00"),
        ("2026-11-16 10:00", "on Mon 16 Nov at 10:00", "Mon 16 Nov at 10:00", "11月16日周一 10:00"),
        (
            "2027-01-04 10:00", "on Mon 4 Jan 2027 at 10:00", "Mon 4 Jan 2027 at 10:00",
            "2027年1月4日周一 10:00",
        ),
    ],
)  # fmt: skip
def test_points_in_time_in_a_sentence(text: str, on: str, full: str, chinese: str) -> None:
    told = form.when(at(text), NOW, SHANGHAI)
    assert (f"{told:on}", f"{told:full}", f"{told}") == (on, full, str(told))
    assert t("case.say.closed", at=told) == f"It was settled {on} and is closed."
    set_language("zh")
    told = form.when(at(text), NOW, SHANGHAI)
    assert (f"{told:on}", f"{told:full}") == (chinese, chinese)


def test_a_point_in_time_that_is_not_known_is_a_dash_in_every_form() -> None:
    why = Reason("resolved", {"resolved_at": None})
    assert say.reason(why, now=NOW, tz=SHANGHAI) == "Resolved —; nothing is left to do"


def test_no_english_sentence_puts_a_word_before_a_time_that_does_not_go_with_it() -> None:
    """``on 15:27``, ``at tomorrow 09:00``, ``of Fri 14:30``: the form says its own preposition."""
    wrong = re.compile(r"\b(on|at|of|in)\s+\{(\w+_)?at(:on)?\}")
    twice = re.compile(r"\b(by|since|until|from|on|at|of|in|due)\s+\{(\w+_)?at:on\}")
    found = [k for k, text in catalogue("en").items() if wrong.search(text) or twice.search(text)]
    assert found == []


def test_the_zone_of_the_desk_counts() -> None:
    midnight = at("2026-11-24 00:30")
    assert form.when(midnight, NOW, SHANGHAI) == "tomorrow 00:30"
    assert form.when(midnight, NOW, form.zone("Europe/London")) == "16:30"
    assert form.zone("Not/AZone") == form.zone("UTC")


@pytest.mark.parametrize(
    ("micros", "english", "chinese"),
    [
        (0, "0 min", "0 分钟"),
        (30 * SECOND, "30 s", "30 秒"),
        (34 * MINUTE, "34 min", "34 分钟"),
        (2 * HOUR, "2 h", "2 小时"),
        (HOUR + 58 * MINUTE, "1 h 58 min", "1 小时 58 分钟"),
        (3 * DAY + 4 * HOUR + 5 * MINUTE, "3 d 4 h", "3 天 4 小时"),
    ],
)
def test_durations_in_words(micros: int, english: str, chinese: str) -> None:
    assert form.duration(micros) == english
    set_language("zh")
    assert form.duration(micros) == chinese


def test_counts_stop_at_999() -> None:
    assert form.count(41) == "41"
    assert form.count(999) == "999+"


def test_a_reason_is_spoken_from_its_raw_values() -> None:
    reason = Reason("next", {"clock": "resolution", "due_at": at("2026-11-24 09:05")})
    text = say.reason(reason, now=NOW, tz=SHANGHAI)
    assert "resolution" in text
    assert "tomorrow 09:05" in text
    short = say.reason(reason, now=NOW, tz=SHANGHAI, short=True)
    assert len(short) < len(text)
    set_language("zh")
    assert "办结" in say.reason(reason, now=NOW, tz=SHANGHAI)


def test_codes_nobody_knows_are_named_not_raised() -> None:
    assert "no_such_code" in say.refused(Refused("no_such_code"), now=NOW, tz=SHANGHAI)
    assert "no_such_code" in say.trouble("no_such_code", {})


def test_an_hour_that_comes_twice_says_which_of_the_two() -> None:
    london = form.zone("Europe/London")
    half_past_midnight = instant(datetime(2026, 10, 24, 23, 30, tzinfo=UTC))
    shown = [
        form.time_of_day(one, london) + form.repeated(one, london)
        for one in range(half_past_midnight, half_past_midnight + 2 * HOUR + 1, HOUR // 2)
    ]
    assert shown == ["00:30", "01:00¹", "01:30¹", "01:00²", "01:30²"]
    spring = instant(datetime(2027, 3, 28, 0, 30, tzinfo=UTC))
    assert [form.repeated(spring + n * HOUR // 2, london) for n in range(4)] == [""] * 4
