"""Dates in a pasted text, and the instants of those that a time stands beside.

Own code: dateparser (1.5.0) takes two seconds for one sentence, reads "ending 1234" as a year and
misses 上周三. Local dates are those of the desk's zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, tzinfo

from agentdesk.domain.pasted_days import READERS, Desk, Reading
from agentdesk.domain.pasted_sheet import Guess, Sheet, first
from agentdesk.domain.pasted_times import beside, placed
from agentdesk.domain.values import moment

MOST = 300
FIRST_YEAR, LAST_YEAR = 1900, 2100

_NOT_EVENTS = re.compile(
    r"(?:生日|出生|有效期|到期|截止|(?<![a-z])(?:born|birth|birthday|dob|expir\w{1,5}|valid|until))"
    r"[^\d\n]{0,10}$",
    re.I,
)
_NIGHT = frozenset(
    ("前晚", "昨晚", "昨夜", "今晚", "明晚", "last night", "tonight", "this evening")
)
_DAWN = frozenset(("今早", "今晨", "明早", "this morning"))


def dates(
    sheet: Sheet, now: int, zone: tzinfo, day_first: bool | None, country: str | None
) -> Iterator[Guess]:
    """Dates, each with the time beside it; two guesses over one span where it has two readings."""
    eastern = (country or "CN")[:2].upper() in ("CN", "HK", "TW", "MO", "JP", "KR", "US")
    desk = Desk(moment(now).astimezone(zone).date(), day_first, eastern)
    for pattern, read in READERS:
        here: list[Guess] = []
        for match in first(pattern, sheet.rest, MOST):
            try:
                readings = read(match, desk)
            except (ValueError, OverflowError):
                continue  # 31 November
            here += _guesses(sheet, match, readings, zone)
        sheet.take_guesses(here)
        yield from here


def _guesses(
    sheet: Sheet, match: re.Match[str], readings: list[Reading], zone: tzinfo
) -> Iterator[Guess]:
    start, end = match.span()
    if not readings or not all(FIRST_YEAR <= day.year <= LAST_YEAR for day, _ in readings):
        return
    spoken = beside(sheet.rest, start, end, _half_of(match[0].lower()))
    if spoken is not None:
        start, end = min(start, spoken.start), max(end, spoken.end)
    aside = _NOT_EVENTS.search(sheet.plain, max(0, start - 24), start) is not None
    for day, sure in readings:
        value: date | int = day
        if spoken is not None:
            there = placed(day, spoken, zone)
            value, once = there if there is not None else (day, False)
            sure = sure and once and spoken.sure
        yield sheet.guess("date", value, start, end, sure=sure and not aside)


def _half_of(word: str) -> str:
    if word == "this afternoon":
        return "下午"
    return "晚上" if word in _NIGHT else "早上" if word in _DAWN else ""
