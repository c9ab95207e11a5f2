"""The hours that a spoken time can name: clocks, halves and parts of the day, midnights.

An hour is an offset in minutes from the midnight that begins its day: midnight after an evening is
``24 * 60``. Each reading gives every one that a person could mean; `when` asks if two are left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from agentdesk.domain.when_numbers import HAN, WORD, number
from agentdesk.domain.when_said import Unclear

NIGHT = 24 * 60

_HALVES = {
    "am": "am|a\\.m\\.?",
    "pm": "pm|p\\.m\\.?",
    "forenoon": "上午",
    "early": "(?:in the )?early morning|清晨|清早|晨",
    "morning": "(?:in the )?morning|早上|早晨|一大早|一早|早",
    "noon": "(?:at )?lunchtime|中午|午间",
    "afternoon": "(?:in the )?afternoon|下午|午后",
    "dusk": "dusk|傍晚",
    "evening": "(?:in the )?evening|晚上|晚间|晚",
    "night": "(?:at )?night|夜里|夜晚|深夜|半夜|夜",
    "small": "凌晨",
}
WINDOW = {
    "am": "morning", "forenoon": "morning", "morning": "morning", "noon": "lunchtime",
    "pm": "afternoon", "afternoon": "afternoon", "dusk": "dusk", "evening": "evening",
}  # fmt: skip
"""Halves of the day that are a part of it even without an hour."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A clock as it was said. ``form``: exact (14:30, 03:30, noon), plain (9:30: as written if it
    is no small hour), spoken (9点, at 9), midnight."""

    minutes: int
    form: str


def _colon(match: re.Match[str]) -> Hour:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 23 or minute > 59:
        raise Unclear("no_such")
    plain = 1 <= hour <= 12 and (len(match["hour"]) == 1 or hour > 9)
    return Hour(hour * 60 + minute, "plain" if plain else "exact")


def _spoken(hour: int, minute: int) -> Hour:
    if not 0 <= hour <= 24 or not 0 <= minute <= 59 or (hour == 24 and minute):
        raise Unclear("no_such")
    return Hour(hour * 60 + minute, "spoken" if 1 <= hour <= 12 else "exact")


def _han(match: re.Match[str]) -> Hour:
    quarters = {"一": 15, "三": 45, "1": 15, "3": 45}
    minute = quarters.get(match["quarter"] or "", 30 if match["half"] else 0)
    if told := match["minutes"] or match["minute"]:
        minute = number(told)
    return _spoken(number(match["hour"]), minute)


def _short(match: re.Match[str]) -> Hour:
    """差一刻三点, 三点差五分: so many minutes to the hour."""
    said = match["minutes"] or match["minutes2"]
    minute = 15 if said.endswith("刻") else number(said)
    hour = number(match["hour"] or match["hour2"])
    if not 1 <= minute <= 30 or not 1 <= hour <= 12:
        raise Unclear("no_such")
    return _spoken((hour - 2) % 12 + 1, 60 - minute)


def _worded(match: re.Match[str]) -> Hour:
    """half past three, ten to 4."""
    said = match["minutes"]
    minute = {"half": 30, "quarter": 15, "twenty": 20, "twenty five": 25, "twenty-five": 25}.get(
        said
    )
    minute = number(said) if minute is None else minute
    hour = number(match["hour"])
    if not 1 <= hour <= 12 or not 1 <= minute <= 30:
        raise Unclear("no_such")
    if match["way"] == "to":
        hour, minute = (hour - 2) % 12 + 1, 60 - minute
    return _spoken(hour, minute)


def _oclock(match: re.Match[str]) -> Hour:
    return _spoken(number(match["hour"]), 0)


_CLOCKS: tuple[tuple[str, Callable[[re.Match[str]], Hour]], ...] = (
    (r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::00)?(?![\d:])", _colon),
    (r"(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?= ?[ap]\.?m)", _colon),
    (
        rf"差 ?(?P<minutes>[一1]刻|\d{{1,2}}|{HAN})(?:分钟?|钟)? ?(?P<hour>\d{{1,2}}|{HAN})点"
        rf"|(?P<hour2>\d{{1,2}}|{HAN})点差 ?(?P<minutes2>[一1]刻|\d{{1,2}}|{HAN})(?:分钟?|钟)?",
        _short,
    ),
    (
        rf"(?P<hour>\d{{1,2}}|{HAN})(?:点|时)(?:(?P<half>半)|(?P<quarter>[一三13])刻|钟|整"
        rf"|(?P<minutes>\d{{2}}|[零〇一二三四五六七八九十]{{2,3}}|十)分?|(?P<minute>\d|{HAN})分)?",
        _han,
    ),
    (  # minutes to the hour are told in fives, or with their word: 2 to 4 is a range
        r"(?:a )?(?P<minutes>half(?= past)|quarter|twenty[ -]five|twenty"
        rf"|(?:\d{{1,2}}|{WORD})(?= minutes? | past )|five|ten|5|10|15|20|25)"
        r"(?: minutes?)? (?P<way>past|to) "
        rf"(?P<hour>\d{{1,2}}(?![\d:])|{WORD})(?: o'?clock)?",
        _worded,
    ),
    (rf"(?P<hour>\d{{1,2}}|{WORD}) ?o'?clock", _oclock),
    (r"(?:12 )?noon(?![a-z])|midday|正午", lambda match: Hour(12 * 60, "exact")),
    (r"(?:12 )?midnight|午夜|子夜", lambda match: Hour(0, "midnight")),
)


@cache
def clocks() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Hour]], ...]:
    """The clocks, compiled when the first time is typed."""
    return tuple((re.compile(text, re.ASCII), reader) for text, reader in _CLOCKS)


@cache
def halves() -> re.Pattern[str]:
    """Names of halves and parts of the day; ``lastgroup`` is which."""
    named = "|".join(f"(?P<{name}>(?:{words})(?![a-z]))" for name, words in _HALVES.items())
    return re.compile(named, re.ASCII)


@cache
def lone() -> re.Pattern[str]:
    """A number that is an hour only beside a half of the day, or behind ``at``."""
    return re.compile(rf"(?:\d{{1,2}}(?![\d:./-])|{WORD})", re.ASCII)


def lone_hour(text: str) -> Hour:
    """3 in ``3 pm`` and ``at 3``."""
    return _spoken(number(text), 0)


def readings(hour: Hour, half: str) -> tuple[int, ...]:
    """Minutes from midnight that an hour can mean within a half of the day ("": none was named).

    Raises Unclear where nobody says so: 15:00 in the morning, 上午三点.
    """
    clock, minute = divmod(hour.minutes, 60)
    if hour.form == "midnight":
        if half not in ("", "night", "evening"):
            raise Unclear("unclear")
        return (NIGHT,) if half else (0, NIGHT)
    if not half:
        return _unhalved(hour, clock)
    if not 1 <= clock <= 12:
        return _beyond(hour.minutes, clock, half)
    found = _halved(clock, half)
    if not found:
        raise Unclear("unclear")
    return tuple(at * 60 + minute for at in found)


def _unhalved(hour: Hour, clock: int) -> tuple[int, ...]:
    open_until = {"plain": 6, "spoken": 8}.get(hour.form, 0)
    if 1 <= clock <= open_until:
        return hour.minutes, hour.minutes + 12 * 60
    return (hour.minutes,)


def _beyond(minutes: int, clock: int, half: str) -> tuple[int, ...]:
    """An hour that says its half itself: it has to be the one that is named."""
    first, last = {
        "pm": (13, 23), "afternoon": (13, 18), "noon": (13, 14), "dusk": (16, 20),
        "evening": (17, 24), "night": (18, 24), "small": (0, 0), "am": (0, 0),
    }.get(half, (1, 0))  # fmt: skip
    if not first <= clock <= last:
        raise Unclear("unclear")
    return (minutes,)


def _halved(clock: int, half: str) -> tuple[int, ...]:
    """The hours that 1 to 12 can be in a half of the day."""
    if half == "am":
        return (clock,) if clock < 12 else (0, 24)
    if half == "pm":
        return (clock % 12 + 12,)
    if half in ("evening", "night"):
        if clock == 12:
            return (24,)
        return (clock + 12,) if clock >= (5 if half == "evening" else 6) else (clock, clock + 24)
    if half == "small" and clock == 12:
        return (0, 24)
    first, last, more = {
        "forenoon": (6, 12, 0), "early": (4, 8, 0), "morning": (1, 11, 0), "small": (1, 6, 0),
        "afternoon": (1, 7, 12), "dusk": (4, 8, 12),
    }.get(half, (1, 0, 0))  # fmt: skip
    if first <= clock <= last:
        return (clock + more,)
    if half == "noon" and clock in (11, 12, 1, 2):
        return (clock if clock > 10 else clock + 12,)
    return (12,) if half == "afternoon" and clock == 12 else ()
