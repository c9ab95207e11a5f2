"""The days that words of a pasted text can mean, Chinese and English: patterns and their readings.

People write of what has happened: a date without a year is the last one (or one that comes soon),
a weekday alone the last one, and none of that is sure. Where two days can be meant there are two
readings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from agentdesk.domain.numerals import whole
from agentdesk.domain.pasted_sheet import TAKEN

SOON = timedelta(days=60)
"""How far ahead a date without a year may lie: people write of what has happened."""
NEAR = timedelta(days=120)
"""How far from today a date without a year is believed."""

_HAN = "〇零一二三四五六七八九十"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d])"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?![a-z])"
)
_COUNT = rf"(?P<count>\d{{1,3}}|[{_HAN}两]{{1,3}})"
_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {
    "大前天": -3, "前天": -2, "前日": -2, "前晚": -2,
    "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1,
    "今天": 0, "今日": 0, "今早": 0, "今晨": 0, "今晚": 0,
    "明天": 1, "明日": 1, "明早": 1, "明晚": 1,
    "大后天": 3, "后天": 2, "the day before yesterday": -2, "yesterday": -1, "last night": -1,
    "today": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tonight": 0,
    "tomorrow": 1,
}  # fmt: skip

_WRITTEN = re.compile(
    r"(?<![\d/.-])(?P<year>\d{4})(?P<mark>[-/.年])\s?(?P<month>\d{1,2})(?:(?P=mark)|(?<!-)月)\s?"
    r"(?P<day>\d{1,2})(?!\d|[./-]\d)[日号]?+"
)
_HAN_DAY = re.compile(
    rf"(?:(?P<year>\d{{4}}年|[{_HAN}]{{4}}年|今年|去年|前年|明年)\s?)?(?<![\d{_HAN}])"
    rf"(?P<month>\d{{1,2}}|[{_HAN}]{{1,3}})月\s?(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})"
    r"(?:[日号]|(?=\s?(?:\d\d?:|[上下中早晚凌])))"
)
_MONTH_DAY = re.compile(
    r"(?P<which>上上个?月|上个?月|本月|这个?月|当月|下个?月)的?"
    rf"(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})[日号]"
)
_DAY_ALONE = re.compile(
    r"(?<![\d第月.:/-])(?<!\d\s)(?P<day>[12]\d|3[01]|[1-9])号"
    r"(?=[早上中下晚凌的转汇存取付刷在我就那当到\s,，。]|$)(?![上下]?[线楼院])"
)
_DAY_WORD = re.compile(
    rf"(?<![A-Za-z])(?P<en>{'|'.join(filter(str.isascii, _WORDS))})(?![a-z])"
    rf"|(?P<han>{'|'.join(word for word in _WORDS if not word.isascii())})",
    re.I,
)
_HAN_WEEK = re.compile(
    r"(?P<which>上上个?|上个?|这个?|本|下个?)?(?P<word>周|星期|礼拜)(?P<day>[一二三四五六日天])"
    r"(?![至到、-]|岁|个|次|天|内|期|年|报|末)"
)
_HAN_AGO = re.compile(rf"(?<![\d{_HAN}两.]){_COUNT}(?P<unit>天|周|个?星期|个?礼拜)(?:之前|以前|前)")
_AGO = re.compile(
    rf"(?<!\w)(?P<count>\d{{1,3}}|an?|{'|'.join(_EN[1:])})\s(?P<unit>day|week)s?\sago(?![a-z])",
    re.I,
)
_DAY_MONTH = re.compile(
    rf"(?<![\d.,/:-])(?<!\d\s){_DAY}(?:\s|-|\sof\s|\sday\sof\s)?{_MONTH}"
    rf"(?:(?:,?\s|-){_YEAR})?",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"(?<![A-Za-z]){_MONTH}\s(?:the\s)?{_DAY}(?!\s?(?:am|pm|a\.m|%|usd|eur|gbp|dollars))"
    rf"(?:,?\s{_YEAR})?",
    re.I,
)
_WEEK_WORD = re.compile(rf"(?<![A-Za-z])(?:(?P<which>last|this|next|on|past)\s)?{_WEEKDAY}", re.I)
_SLASHED = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)"
    r"(?P<year>(?:19|20)\d\d|(?<=/)\d\d)(?!\d|[/.-]\d)"
)
_SHORT = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})(?P<mark>[/-])(?P<b>\d{1,2})(?=[\sT,]{1,3}\d{1,2}:\d{2}(?!\d))"
)
_COMPACT = re.compile(
    r"(?<![\dA-Za-z.,+*-])(?P<year>20[0-4]\d)(?P<month>0[1-9]|1[0-2])"
    r"(?P<day>[0-2]\d|3[01])(?![\dA-Za-z.,元块万-])"
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a date is read against."""

    today: date
    day_first: bool | None
    month_first: bool
    """11/20 with a time beside it is month and day here, as in China."""


Reading = tuple[date, bool]


def _number(text: str) -> int:
    value = int(text) if text.isascii() else whole(text)
    if value is None:
        raise ValueError(text)
    return value


def _nearest(month: int, day: int, today: date) -> list[Reading]:
    """The last date of that name, or the next if it comes soon."""
    around = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            around.append(date(year, month, day))
        except ValueError:
            continue  # 29 February
    told = [one for one in around if one - today <= SOON]
    return [(told[-1], abs(told[-1] - today) <= NEAR)] if told else []


def _written(match: re.Match[str], desk: Desk) -> list[Reading]:
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    return [(day, match.re is not _COMPACT)]


def _han_day(match: re.Match[str], desk: Desk) -> list[Reading]:
    month, day = _number(match["month"]), _number(match["day"])
    if not match["year"]:
        return _nearest(month, day, desk.today)
    said = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}.get(match["year"])
    year = _number(match["year"][:-1]) if said is None else desk.today.year + said
    return [(date(year, month, day), True)]


def _month_day(match: re.Match[str], desk: Desk) -> list[Reading]:
    which = match["which"]
    ahead = -which.count("上") + which.count("下")
    year, month = divmod(desk.today.year * 12 + desk.today.month - 1 + ahead, 12)
    return [(date(year, month + 1, _number(match["day"])), True)]


def _day_alone(match: re.Match[str], desk: Desk) -> list[Reading]:
    """20号: the last day of that number."""
    start = desk.today.replace(day=1)
    day = int(match["day"])
    if day > desk.today.day:
        start = (start - timedelta(days=1)).replace(day=1)
    return [(start.replace(day=day), False)]


def _day_word(match: re.Match[str], desk: Desk) -> list[Reading]:
    return [(desk.today + timedelta(days=_WORDS[match[0].lower()]), True)]


def _han_week(match: re.Match[str], desk: Desk) -> list[Reading]:
    weekday = "一二三四五六日".index(match["day"].replace("天", "日"))
    which = match["which"] or ""
    before = match.string[max(0, match.start() - 2) : match.start()]
    if not which:
        if re.search(r"[每一二两三四五六七八九十几数\d至到、-]$", before) or _beside_taken(match):
            return []  # 每周三, 一周三次, 周一至周五; 11月20日(周五)
        return [(_last(weekday, desk.today), False)]
    ahead = -which.count("上") + which.count("下")
    monday = desk.today - timedelta(days=desk.today.weekday())
    return [(monday + timedelta(days=7 * ahead + weekday), True)]


def _week_word(match: re.Match[str], desk: Desk) -> list[Reading]:
    word, which = match["weekday"], (match["which"] or "").lower()
    if _beside_taken(match) or (len(word) < 6 and word.islower() and not which):
        return []
    weekday = next(n for n, name in enumerate(_WEEKDAYS) if name.startswith(word.lower()))
    monday = desk.today - timedelta(days=desk.today.weekday())
    this = monday + timedelta(days=weekday)
    latest = _last(weekday, desk.today - timedelta(days=which in ("last", "past")))
    if which in ("last", "past"):
        before = this - timedelta(days=7)
        return [(latest, True)] if latest == before else [(before, False), (latest, False)]
    if which in ("this", "next"):
        return [(this + timedelta(days=7 * (which == "next")), False)]
    return [(latest, False)]


def _beside_taken(match: re.Match[str]) -> bool:
    """A weekday that stands with a date already read."""
    text, (start, end) = match.string, match.span()
    return TAKEN in text[max(0, start - 2) : start] or TAKEN in text[end : end + 3]


def _last(weekday: int, today: date) -> date:
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _ago(match: re.Match[str], desk: Desk) -> list[Reading]:
    count, unit = match["count"].lower(), match["unit"].lower()
    number = 1 if count in ("a", "an") else _EN.index(count) if count in _EN else _number(count)
    days = unit in ("天", "day")
    return [(desk.today - timedelta(days=number if days else 7 * number), days)]


def _named_month(match: re.Match[str], desk: Desk) -> list[Reading]:
    if match["month"] == "may" and not match["year"]:
        return []  # it may 5 times
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    day = int(match["day"])
    if match["year"]:
        return [(date(int(match["year"]), month, day), True)]
    return _nearest(month, day, desk.today)


def _slashed(match: re.Match[str], desk: Desk) -> list[Reading]:
    """20/11/2026: by what can be, then by ``day_first``; else both ways, neither sure."""
    a, b, year = int(match["a"]), int(match["b"]), match["year"]
    full = len(year) == 4
    day_first = True if match["mark"] == "." else desk.day_first
    found = [
        (date(int(year) + (0 if full else 2000), month, day), first_is_day)
        for month, day, first_is_day in ((b, a, True), (a, b, False))
        if month <= 12 and 1 <= day <= 31
    ]
    days = {day for day, _ in found}
    if len(days) == 1:
        return [(found[0][0], full)]
    if day_first is not None:
        return [(day, full) for day, way in found if way is day_first]
    return [(day, False) for day, _ in found]


def _short(match: re.Match[str], desk: Desk) -> list[Reading]:
    a, b = int(match["a"]), int(match["b"])
    if match["mark"] == "-" or desk.month_first:
        a, b = b, a
    return [(day, False) for day, _ in _nearest(b, a, desk.today)] if b <= 12 else []


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Desk], list[Reading]]], ...] = (
    (_WRITTEN, _written),
    (_HAN_DAY, _han_day),
    (_MONTH_DAY, _month_day),
    (_SLASHED, _slashed),
    (_SHORT, _short),
    (_DAY_MONTH, _named_month),
    (_MONTH_FIRST, _named_month),
    (_HAN_WEEK, _han_week),
    (_DAY_WORD, _day_word),
    (_HAN_AGO, _ago),
    (_AGO, _ago),
    (_WEEK_WORD, _week_word),
    (_DAY_ALONE, _day_alone),
    (_COMPACT, _written),
)
