"""A typed time taken apart: each of its words is a day, an hour, a half of the day, or a filler.

A word that is none of these makes the whole text unclear: nothing is overheard.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from agentdesk.domain.when_days import Reader, is_range, is_sum, is_weekday, patterns
from agentdesk.domain.when_hours import Hour, clocks, halves, lone, lone_hour
from agentdesk.domain.when_numbers import COUNT, number
from agentdesk.domain.when_said import Unclear

LONGEST_TYPED = 60

_PLAIN = str.maketrans(
    "點後週鐘號兩禮個時內過這間裡淩歲開",
    "点后周钟号两礼个时内过这间里凌岁开",
    "\u200b\u200c\u200d\u2060\ufeff",
) | {ord("。"): ",", ord("、"): ",", ord("’"): "'", ord("`"): "'"}  # fmt: skip


@dataclass(slots=True)
class Heard:
    """The parts of a typed time. At most one of each, but for a weekday beside its date."""

    days: list[tuple[Reader, re.Match[str]]] = field(default_factory=list)
    weekday: int | None = None
    """A bare weekday, also among ``days`` if it is the only one."""
    hour: Hour | None = None
    half: str = ""
    by: bool = False
    """By then: a window is asked for its end."""
    edge: str = ""
    """open or close: where the hours of work begin or end."""
    work: int = 0
    """That many working days ahead."""

    @property
    def sums(self) -> bool:
        """``+2d``: the same minute of another day."""
        return not (self.hour or self.half or self.edge) and any(is_sum(m) for _, m in self.days)


def plain(text: str) -> str:
    """Full-width, traditional and capital forms made plain, blanks made single, the end trimmed."""
    typed = unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold()
    typed = " ".join(typed.split()).strip(" ,;!").removesuffix(" please")
    return re.sub(r"\btonight\b", "this evening", typed.rstrip("."))


@cache
def _others() -> re.Pattern[str]:
    return re.compile(
        r"(?P<by>(?:no later than|before|by|until|till)(?= )|不晚于|最晚|最迟|(?<=.)(?:之|以)?前)"
        r"|(?P<close>(?:the )?end of (?:the |business )?(?:working )?day(?![a-z])|eod(?![a-z])"
        r"|(?:the )?end of(?= (?:the )?next (?:working|business) day)"
        r"|cob(?![a-z])|(?:the )?close of business|下班)"
        r"|(?P<open>(?:the )?start of (?:business|the (?:working )?day)|first thing|一?上班)"
        rf"|(?:in|(?P<within>within)) (?P<days>{COUNT}) (?:working|business) days?(?![a-z])"
        rf"|(?P<from>{COUNT}) (?:working|business) days? (?:from (?:now|today)|later|ahead)"
        r"|(?P<next>(?:the )?next (?:working|business) day(?![a-z])|下下?(?:一?个)?工作日)"
        rf"|(?P<work>{COUNT}) ?个工作日(?:之后|以后|后|(?P<inside>之内|以内|内))"
        r"|(?P<at>(?:at|@) ?(?=[\da-z]))|(?P<t>(?<=\d)t(?=\d))"
        r"|(?P<filler>[ ,]|[的于在](?=.)|on(?= ))",
        re.ASCII,
    )


def hear(typed: str) -> Heard:
    """The parts of a plain text. Raises Unclear for any word that is none, or one too many."""
    heard, place, hour_next = Heard(), 0, False
    while place < len(typed):
        end, expects = _take(typed, place, heard, hour_next)
        if end == place:
            raise Unclear("unclear")
        hour_next = expects or (hour_next and typed[place:end] == " ")
        place = end
    _settle(heard)
    return heard


def _take(typed: str, place: int, heard: Heard, hour_next: bool) -> tuple[int, bool]:
    """Take one part at a place: where it ends, and whether a bare number behind it is an hour."""
    if found := halves().match(typed, place):
        _once(not heard.half)
        heard.half = found.lastgroup or ""
        return found.end(), True
    for pattern, read in patterns():
        if day := pattern.match(typed, place):
            heard.days.append((read, day))
            return day.end(), False
    for pattern, tell in clocks():
        if clock := pattern.match(typed, place):
            _once(heard.hour is None)
            heard.hour = tell(clock)
            return clock.end(), False
    if found := lone().match(typed, place):
        behind = found.end() + typed.startswith(" ", found.end())
        if hour_next or halves().match(typed, behind):
            _once(heard.hour is None)
            heard.hour = lone_hour(found[0])
            return found.end(), False
    return _other(typed, place, heard)


def _other(typed: str, place: int, heard: Heard) -> tuple[int, bool]:
    found = _others().match(typed, place)
    if found is None:
        return place, False
    kind = found.lastgroup or ""
    if work := found["days"] or found["from"] or found["work"] or found["next"]:
        _once(not heard.work)
        heard.work = max(1, work.count("下")) if found["next"] else number(work)
        if found["within"] or found["inside"]:
            kind = "close"
    if kind == "by":
        _once(not heard.by)
        heard.by = True
    elif kind in ("close", "open"):
        _once(not heard.edge)
        heard.edge = kind
    return found.end(), kind in ("by", "at")


def _settle(heard: Heard) -> None:
    """A weekday beside a date is told from the date; nothing else is said twice."""
    named = [day for day in heard.days if is_weekday(*day) is not None]
    if named:
        heard.weekday = is_weekday(*named[0])
        if len(heard.days) == 2 and len(named) == 1:
            heard.days.remove(named[0])
    if len(heard.days) > 1 or (heard.days and heard.work) or (heard.edge and heard.hour):
        raise Unclear("unclear")
    if heard.half and not heard.hour and any(is_range(match) for _, match in heard.days):
        raise Unclear("unclear")
    if heard.edge and heard.half:
        _once(heard.edge == "open" and heard.half == "morning")  # first thing in the morning
        heard.half = ""
    if not (heard.days or heard.hour or heard.half or heard.edge or heard.work):
        raise Unclear("unclear")


def _once(first: bool) -> None:
    if not first:
        raise Unclear("unclear")
