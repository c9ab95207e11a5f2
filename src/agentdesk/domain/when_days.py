"""The days that a spoken time can name: patterns, and the dates each can mean, seen from today.

A reader gives every date that a person could mean; that more than one is left is for `when` to ask.
Weeks begin on Monday; where people count them from Sunday as well, both are readings. A date
without a year is the next of that name, unless it is nearly a year ahead: then it is the one that
has just passed, a slip.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from agentdesk.domain.when_numbers import COUNT, HAN, number
from agentdesk.domain.when_said import Unclear

AHEAD = timedelta(days=300)
"""Further ahead no date without a year is meant."""

Reader = Callable[[re.Match[str], date], list[date]]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?![a-z])\.?"
)
_TH = "(?:st|nd|rd|th)"
_NO_HALF = r"(?! ?[ap]\.?m)"
WORDS = {
    "the day after tomorrow": 2, "day after tomorrow": 2, "today": 0, "tomorrow": 1, "tmrw": 1,
    "tmr": 1, "yesterday": -1, "this": 0,
    "今天": 0, "今日": 0, "今儿个": 0, "今儿": 0, "今": 0,
    "明天": 1, "明日": 1, "明儿个": 1, "明儿": 1, "明": 1,
    "大后天": 3, "大后日": 3, "大后儿": 3, "后天": 2, "后日": 2, "后儿个": 2, "后儿": 2,
    "昨天": -1, "昨日": -1, "昨儿": -1, "昨": -1, "前天": -2,
}  # fmt: skip
"""``this``, 今, 明, 昨: only in front of a part of the day."""
_PART = "(?=早上|早|晚上|晚|晨|夜| (?:morning|afternoon|evening))"


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unclear("no_such") from None


def _next(month: int, day: int, today: date) -> date:
    """This year's date of that name, or the next year's."""
    found = _years(month, day, today)
    if not found:
        raise Unclear("no_such")
    ahead = [one for one in found if one >= today]
    if ahead and (ahead[0].year == today.year or ahead[0] <= today + AHEAD):
        return ahead[0]
    if found[0] >= today:
        raise Unclear("no_such")  # 29 February of a leap year to come
    return found[0]


def _years(month: int, day: int, today: date) -> list[date]:
    found = []
    for year in (today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _month(start: date, ahead: int, day: int) -> date:
    years, month = divmod(start.year * 12 + start.month - 1 + ahead, 12)
    return _date(years, month + 1, day)


def _full(match: re.Match[str], today: date) -> list[date]:
    return [_date(int(match["year"]), int(match["month"]), int(match["day"]))]


def _han(match: re.Match[str], today: date) -> list[date]:
    month, day = number(match["month"]), number(match["day"])
    if match["year"]:
        return [_date(int(match["year"]), month, day)]
    if match["said"]:
        return [_date(today.year + ("今年", "明年", "后年").index(match["said"]), month, day)]
    return [_next(month, day, today)]


def _han_month(match: re.Match[str], today: date) -> list[date]:
    return [_month(today, match["which"].count("下"), number(match["day"]))]


def _month_end(match: re.Match[str], today: date) -> list[date]:
    """月底, the end of next month: the last date of a month."""
    which = match["which"] or ""
    ahead = which.count("下") or int(which.startswith("next"))
    start = _month(today.replace(day=1), ahead, 1)
    return [start.replace(day=monthrange(start.year, start.month)[1])]


def _number_alone(match: re.Match[str], today: date) -> list[date]:
    """25号, the 25th: of this month, or of the next if it has passed."""
    day, told = number(match["day"]), match.groupdict()
    if which := told.get("which") or told.get("of"):
        return [_month(today, int(which == "next"), day)]
    return [_month(today, int(day < today.day), day)]


def _named(match: re.Match[str], today: date) -> list[date]:
    month = _MONTHS.index(match["month"][:3]) + 1
    if match["year"]:
        return [_date(int(match["year"]), month, int(match["day"]))]
    return [_next(month, int(match["day"]), today)]


def _slashed(match: re.Match[str], today: date) -> list[date]:
    """11/25 as it can be; 5/11 both ways, the next of each."""
    a, b = int(match["a"]), int(match["b"])
    ways = sorted(
        {(m, d) for m, d in ((a, b), (b, a)) if 1 <= m <= 12 and 1 <= d <= monthrange(2024, m)[1]}
    )
    if not ways:
        raise Unclear("no_such")
    if match["year"]:
        return [_date(int(match["year"]), month, day) for month, day in ways]
    if len(ways) == 1:
        return [_next(*ways[0], today)]
    return sorted(next(day for day in _years(*way, today) if day >= today) for way in ways)


def _word(match: re.Match[str], today: date) -> list[date]:
    return [today + timedelta(days=WORDS[match[0]])]


def _week(today: date, weekday: int, ahead: int, begins: int) -> date:
    """The weekday of this week or a later one, weeks beginning on Monday (0) or Sunday (6)."""
    start = today - timedelta(days=(today.weekday() - begins) % 7)
    return start + timedelta(days=7 * ahead + (weekday - begins) % 7)


def coming(today: date, weekday: int) -> list[date]:
    """The next such day; if that is today's, today and in a week."""
    ahead = (weekday - today.weekday()) % 7
    return [today + timedelta(days=ahead + more) for more in ((0, 7) if not ahead else (0,))]


def _han_week(match: re.Match[str], today: date) -> list[date]:
    weekday = "一二三四五六日".index(match["day"].replace("天", "日"))
    which = match["which"] or ""
    if not which:
        return coming(today, weekday)
    ahead = which.count("下") - which.count("上")
    begins = (0, 6) if weekday == 6 and ahead > 0 else (0,)
    return sorted({_week(today, weekday, ahead, begin) for begin in begins})


def _weekday(match: re.Match[str], today: date) -> list[date]:
    weekday, told = _WEEKDAYS.index(match["weekday"][:3]), match.groupdict()
    which, week = told.get("which"), told.get("week")
    if which and week:
        raise Unclear("unclear")
    if week:
        return sorted({_week(today, weekday, int("next" in week), begin) for begin in (0, 6)})
    if which == "next":
        found = {_week(today, weekday, 1, begin) for begin in (0, 6)}
        ahead = (weekday - today.weekday()) % 7 or 7
        return sorted(found | {today + timedelta(days=ahead)})
    if which == "this":
        return sorted({_week(today, weekday, 0, begin) for begin in (0, 6)})
    if which == "last":
        return [today - timedelta(days=(today.weekday() - weekday) % 7 or 7)]
    return coming(today, weekday)


def _ahead(match: re.Match[str], today: date) -> list[date]:
    told = match.groupdict()
    count, unit = number(match["count"]), told.get("unit") or "天"
    if "月" in unit or unit.startswith("month"):
        return [_month(today, min(count, 120), today.day)]
    weeks = unit[0] == "w" or any(sign in unit for sign in ("周", "星期", "礼拜"))
    return [today + timedelta(days=min(count, 4000) * (7 if weeks else 1))]


_HAN_DAY = rf"(?:\d{{1,2}}|{HAN})"
_UNIT = "(?P<unit>days?|weeks?|months?)(?![a-z])"
_HAN_UNIT = "(?P<unit>天|周|个?星期|个?礼拜|个月)"
_PATTERNS: tuple[tuple[str, Reader], ...] = (
    (r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)", _full),
    (
        rf"(?:(?P<year>\d{{4}})年 ?|(?P<said>[今明后]年) ?)?(?P<month>{_HAN_DAY})月 ?"
        rf"(?P<day>{_HAN_DAY}(?=[日号])|\d{{1,2}}(?![\d点时:.]))[日号]?",
        _han,
    ),
    (rf"(?P<which>本月|这个?月|当月|下下个?月|下个?月)的? ?(?P<day>{_HAN_DAY})[日号]", _han_month),
    (r"(?P<which>本|这个?|当|下下个?|下个?)?月[底末]", _month_end),
    (
        r"(?:the )?(?:end of (?:the|(?P<which>this|next)) month|month[- ]end)(?![a-z])",
        _month_end,
    ),
    (rf"(?P<day>{_HAN_DAY})[日号]", _number_alone),
    (
        rf"(?:the )?(?P<day>\d{{1,2}}){_TH}?(?: of)?[ -]?{_MONTH}"
        r"(?:,?[ -]?(?P<year>\d{4})(?![\d:]))?",
        _named,
    ),
    (
        rf"{_MONTH} ?(?:the )?(?P<day>\d{{1,2}}(?={_TH})|1[3-9]|2\d|3[01]|\d{{1,2}}{_NO_HALF})"
        rf"{_TH}?(?![\d:.a-z])(?:,? ?(?P<year>\d{{4}})(?![\d:]))?",
        _named,
    ),
    (rf"(?:the )?(?P<day>\d{{1,2}}){_TH}(?: of (?P<of>this|next) month)?(?![a-z])", _number_alone),
    (
        rf"(?P<which>this|next) month(?: on)?(?: the)? (?P<day>\d{{1,2}}){_TH}(?![a-z])",
        _number_alone,
    ),
    (
        r"(?P<a>\d{1,2})(?P<mark>[/-])(?P<b>\d{1,2})(?:(?P=mark)(?P<year>\d{4}))?(?![\d/:-])",
        _slashed,
    ),
    (
        r"(?P<which>上上个?|上个?|这个?|本|下下个?|下个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])",
        _han_week,
    ),
    (rf"(?P<week>this week|next week),? (?:on )?{_WEEKDAY}", _weekday),
    (
        rf"(?:(?P<which>this|next|last|coming) )?{_WEEKDAY}(?: (?P<week>(?:this|next) week))?",
        _weekday,
    ),
    (rf"(?:in )?(?P<count>{COUNT}) {_UNIT} (?:from (?:now|today)|later|ahead)", _ahead),
    (rf"(?:in|within) (?P<count>{COUNT}) {_UNIT}(?: time)?", _ahead),
    (rf"(?:再?过 ?)?(?P<count>{COUNT}) ?{_HAN_UNIT}(?:之后|以后|后|之内|以内|内)", _ahead),
    (rf"再?过 ?(?P<count>{COUNT}) ?{_HAN_UNIT}", _ahead),
    (r"\+ ?(?P<count>\d{1,4}) ?(?P<unit>days?|d|weeks?|w|天|周)(?![a-z\d])", _ahead),
    (
        rf"(?:{'|'.join(word for word in WORDS if len(word) > 1 and word != 'this')})(?![a-z])"
        rf"|(?:this|今|明|昨){_PART}",
        _word,
    ),
)  # fmt: skip


@cache
def patterns() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The patterns, compiled when the first time is typed, and how each is read."""
    return tuple((re.compile(text, re.ASCII), reader) for text, reader in _PATTERNS)


def is_weekday(reader: Reader, match: re.Match[str]) -> int | None:
    """The weekday, if it is a bare one: beside a date it only says what day that is."""
    told = match.groupdict()
    if told.get("which") or told.get("week"):
        return None
    if reader is _weekday:
        return _WEEKDAYS.index(match["weekday"][:3])
    if reader is _han_week:
        return "一二三四五六日".index(match["day"].replace("天", "日"))
    return None


def is_sum(match: re.Match[str]) -> bool:
    """``+2d``: reckoned from this very minute, unless an hour is named."""
    return match[0].startswith("+")


def is_range(match: re.Match[str]) -> bool:
    """``2-4``: a date as well as from two to four."""
    told = match.groupdict()
    short = told.get("a") and told["mark"] == "-" and not told["year"]
    return bool(short) and int(told["a"]) <= 12 and int(told["b"]) <= 12
