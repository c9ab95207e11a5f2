"""Dates are read by the format somebody stated, and by no other."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk.channels.dates import BadFormat, date_format
from agentdesk.channels.durations import span
from agentdesk.domain.values import DAY, HOUR, MINUTE, instant, moment

LONDON = ZoneInfo("Europe/London")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(form: str, text: str, zone: ZoneInfo = LONDON) -> str | None:
    at = date_format(form).read(text, zone)
    if at is None:
        return None
    return moment(at).astimezone(zone).isoformat(timespec="seconds")


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("YYYY/M/D", "2019/4/1", "2019-04-01T00:00:00+01:00"),
        ("YYYY/M/D", "2019/12/31", "2019-12-31T00:00:00+00:00"),
        ("M/D/YYYY", "4/1/2019", "2019-04-01T00:00:00+01:00"),
        ("D/M/YYYY", "4/1/2019", "2019-01-04T00:00:00+00:00"),
        ("YYYY-MM-DD HH:mm", "2026-11-22 09:05", "2026-11-22T09:05:00+00:00"),
        ("YYYY-MM-DDTHH:mm:ssZ", "2026-11-22T09:05:07+08:00", "2026-11-22T01:05:07+00:00"),
        ("YYYY-MM-DDTHH:mm:ss.fZ", "2026-11-22T09:05:07.25Z", "2026-11-22T09:05:07+00:00"),
        ("DD MMM YYYY h:mm A", "05 Jun 2026 12:30 am", "2026-06-05T00:30:00+01:00"),
        ("DD MMM YYYY h:mm A", "05 JUN 2026 12:30 PM", "2026-06-05T12:30:00+01:00"),
        ("YYYY年M月D日", "2026年3月2日", "2026-03-02T00:00:00+00:00"),
        ("YYYYMMDD", "20260302", "2026-03-02T00:00:00+00:00"),
    ],
)
def test_a_stated_format_has_one_reading(form: str, text: str, expected: str) -> None:
    assert read(form, text) == expected


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("YYYY/M/D", "4/1/2019"),  # written the other way round
        ("YYYY/M/D", "2019/13/1"),
        ("YYYY/M/D", "2019/2/29"),
        ("YYYY/M/D", "2019-4-1"),
        ("YYYY/M/D", "2019/4/1 10:00"),
        ("YYYY/M/D", "19/4/1"),
        ("YYYY/M/D", ""),
        ("YYYY/M/D", "２０１９/４/１"),
        ("YYYY/M/D", "1019/4/1"),
        ("YYYY-MM-DD", "2019-4-1"),
        ("DD MMM YYYY", "05 Jux 2026"),
        ("YYYY-MM-DD HH:mm", "2019-04-01 24:00"),
        ("YYYY-MM-DD h:mm A", "2019-04-01 13:00 PM"),
        ("YYYY-MM-DDTHH:mmZ", "2019-04-01T10:00+05:99"),
    ],
)
def test_what_is_not_written_so_is_not_read(form: str, text: str) -> None:
    assert read(form, text) is None


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("YY/M/D", "token"),
        ("YYYY/M/Q", "token"),
        ("YYYY/M/D/M", "twice"),
        ("YYYYMD", "glued"),
        ("M/D", "no_year"),
        ("YYYY/D", "no_month"),
        ("YYYY/M", "no_day"),
        ("YYYY/M/D h:mm", "noon"),
        ("YYYY/M/D HH A", "noon"),
        ("YYYY/M/D mm", "order"),
        ("YYYY/M/D HH:ss", "order"),
        ("", "no_year"),
    ],
)
def test_a_format_that_leaves_something_open_is_refused(form: str, code: str) -> None:
    with pytest.raises(BadFormat) as refused:
        date_format(form)
    assert refused.value.code == code


def test_a_skipped_hour_moves_on_and_a_doubled_one_is_the_first() -> None:
    form = "YYYY-MM-DD HH:mm"
    assert read(form, "2026-03-29 01:30") == "2026-03-29T02:30:00+01:00"
    assert read(form, "2026-10-25 01:30") == "2026-10-25T01:30:00+01:00"


@given(st.dates(date(1970, 1, 2), date(2199, 12, 30)), st.times())
def test_reading_undoes_writing(day: date, clock: time) -> None:
    local = datetime.combine(day, clock, SHANGHAI)
    text = f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond:06d}"
    at = date_format("YYYY-MM-DD HH:mm:ss.f").read(text, SHANGHAI)
    assert at == instant(local)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    at = date_format("YYYY/M/D").read(text, SHANGHAI)
    assert at is None or text.strip()


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("8h", 8 * HOUR),
        ("90m", 90 * MINUTE),
        ("1h30m", 90 * MINUTE),
        ("2D", 2 * DAY),
        ("", None),
        ("0h", None),
        ("8", None),
        ("-8h", None),
        ("99999h", None),
        ("8h30", None),
    ],
)
def test_spans(text: str, micros: int | None) -> None:
    assert span(text) == micros
