"""Somebody's working hours as people write them: ``mon-fri 9:00-12:00, 13:00-18:00``.

In either language (``周一至周五 9:00-18:00``). What is kept is a week as `WorkCalendar` takes it,
JSON: ``{"mon": [["09:00", "12:00"], …], …}``, in the wall clock of the desk.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from agentdesk.domain.localdays import WEEKDAYS, CalendarProblem
from agentdesk.domain.worktime import WorkCalendar

Week = dict[str, list[list[str]]]

LONGEST = 200

_NAMES: Mapping[str, Sequence[str]] = {
    "mon": ("monday", "mon", "周一", "星期一", "礼拜一"),
    "tue": ("tuesday", "tues", "tue", "周二", "星期二", "礼拜二"),
    "wed": ("wednesday", "wed", "周三", "星期三", "礼拜三"),
    "thu": ("thursday", "thurs", "thur", "thu", "周四", "星期四", "礼拜四"),
    "fri": ("friday", "fri", "周五", "星期五", "礼拜五"),
    "sat": ("saturday", "sat", "周六", "星期六", "礼拜六"),
    "sun": ("sunday", "sun", "周日", "周天", "星期日", "星期天", "礼拜日", "礼拜天"),
}
_SPANS: Mapping[str, Sequence[str]] = {
    "daily": WEEKDAYS,
    "every day": WEEKDAYS,
    "每天": WEEKDAYS,
    "weekdays": WEEKDAYS[:5],
    "工作日": WEEKDAYS[:5],
}
_DAY = {name: day for day, names in _NAMES.items() for name in names}
_ONE = "|".join(sorted(_DAY, key=len, reverse=True))
_TO = r"\s*(?:-|~|至|到|to)\s*"
_DAYS = re.compile(rf"({_ONE})(?:{_TO}({_ONE}))?")
_RANGE = re.compile(rf"(\d{{1,2}}):(\d{{2}}){_TO}(\d{{1,2}}):(\d{{2}})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))


class BadHours(ValueError):
    """Hours that cannot be understood: ``part`` is what was not."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def read(text: str) -> str:
    """The week that a text means, as JSON; empty for an empty text. Raises BadHours."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().translate(_DASHES).strip()
    if len(text) > LONGEST:
        raise BadHours(text[:40])
    if not plain:
        return ""
    week: Week = {}
    for block in filter(None, (part.strip() for part in re.split(r"[;\n]", plain))):
        first = re.search(r"\d", block)
        days, ranges = (block[: first.start()], block[first.start() :]) if first else (block, "")
        told = [list(pair) for pair in _ranges(ranges, block)]
        for day in _days(days.strip(" ,:、"), block):
            week.setdefault(day, []).extend(told)
    ordered = {day: week[day] for day in WEEKDAYS if day in week}
    try:
        WorkCalendar("UTC", ordered)
    except CalendarProblem:
        raise BadHours(plain[:40]) from None
    return json.dumps(ordered, separators=(",", ":"))


def _days(text: str, block: str) -> list[str]:
    if text in _SPANS:
        return list(_SPANS[text])
    found: list[str] = []
    for part in filter(None, re.split(r"[,、\s]+(?![-~至到])", re.sub(_TO, "-", text))):
        match = _DAYS.fullmatch(part.strip())
        if match is None:
            raise BadHours(block[:40])
        begin = WEEKDAYS.index(_DAY[match[1]])
        end = WEEKDAYS.index(_DAY[match[2]]) if match[2] else begin
        found += [WEEKDAYS[(begin + n) % 7] for n in range((end - begin) % 7 + 1)]
    if not found:
        raise BadHours(block[:40])
    return list(dict.fromkeys(found))


def _ranges(text: str, block: str) -> list[tuple[str, str]]:
    parts = [part for part in re.split(r"[,、]|\s+(?=\d)", text.strip()) if part.strip()]
    # a blank before the end of a range is not the beginning of another
    joined = ",".join(parts)
    joined = re.sub(r"([-~至到]|to)\s*,", r"\1", joined)
    found = []
    for part in joined.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            raise BadHours(block[:40])
        hours = [int(match[n]) for n in (1, 3)]
        minutes = [int(match[n]) for n in (2, 4)]
        begin, end = (f"{h:02d}:{m:02d}" for h, m in zip(hours, minutes, strict=True))
        if begin == end:
            raise BadHours(block[:40])
        found.append((begin, end))
    return found


def shown(written: str | None, days: Mapping[str, str] | None = None, to: str = "-") -> str:
    """Hours as they are kept in words: days with the same hours together. ``days`` names them."""
    if not written:
        return ""
    week: Week = json.loads(written)
    groups: list[tuple[list[str], list[list[str]]]] = []
    for day in (day for day in WEEKDAYS if day in week):
        last = groups[-1] if groups else None
        follows = last and WEEKDAYS.index(last[0][-1]) + 1 == WEEKDAYS.index(day)
        if last and follows and last[1] == week[day]:
            last[0].append(day)
        else:
            groups.append(([day], week[day]))
    names = days or {day: day for day in WEEKDAYS}
    parts = []
    for some, ranges in groups:
        first, end = names[some[0]], names[some[-1]]
        span = first if len(some) == 1 else f"{first}{to}{end}"
        parts.append(f"{span} {', '.join('-'.join(pair) for pair in ranges)}")
    return "; ".join(parts)
