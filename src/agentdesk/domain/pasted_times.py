"""Times of day in a pasted text, as they stand beside a date: 10:32:05, 下午三点半, 3 p.m."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from agentdesk.domain.numerals import whole
from agentdesk.domain.values import instant

_HALF = r"(?P<half>凌晨|清晨|早上|早晨|早|上午|中午|下午|午后|傍晚|晚上|晚|夜里|半夜|深夜)"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,6})?+)?+(?![\d:])"
_NOON = r"(?P<noon>[ap])\.?m(?:\.|(?![A-Za-z]))"
_ZONE = r"(?:\s?(?P<offset>Z(?![A-Za-z])|[+-]\d{2}:?\d{2}(?!\d)))"
_DIAN = (
    r"(?P<han>\d{1,2}|[一二三四五六七八九十两零]{1,3})[点點时時](?!间|候|段)"
    r"(?:钟|(?P<thirty>半)|整|(?P<quarter>[一三])刻"
    r"|(?P<minutes>\d{1,2}|[一二三四五六七八九十零]{1,3})(?:分|(?![\d万元块]))(?:\d{1,2}秒)?+)?+"
)
_BRIDGE = (
    r"(?:[\s,，T()的约在于]|大概|大约|左右|at\b|around\b|about\b"
    r"|(?:周|星期)[一二三四五六日天]){0,5}+"
)
_AFTER = re.compile(
    rf"{_BRIDGE}{_HALF}?\s?(?:{_CLOCK}(?:\s?{_NOON})?+{_ZONE}?+|{_DIAN}"
    r"|(?P<plain>\d{1,2})\s?(?P<am>[ap])"
    r"\.?m(?:\.|(?![A-Za-z])))",
    re.I,
)
_BEFORE = re.compile(
    rf"(?<![\d:.,])(?:{_CLOCK}(?:\s?{_NOON})?+|(?P<plain>\d{{1,2}})\s?(?P<am>[ap])\.?m(?:\.|(?![A-Za-z])))"
    r"(?:[\s,]|on\b|of\b){1,4}+$",
    re.I,
)
_REACH = 26
"""A time before its date begins no further from it."""

_MORNING = frozenset(("凌晨", "清晨", "早上", "早晨", "早", "上午"))
_NIGHT = frozenset(("晚上", "晚", "夜里", "半夜", "深夜"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A time of day. ``sure``: it says which half of the day it means."""

    at: time
    start: int
    end: int
    sure: bool
    offset: tzinfo | None = None


def beside(text: str, start: int, end: int, half: str = "") -> Spoken | None:
    """The time that stands with the date at ``start`` to ``end``: behind it, else before it.

    ``half``: the half of the day that the date's own word names (昨晚).
    """
    if match := _AFTER.match(text, end):
        return _spoken(match, half, match.end())
    if match := _BEFORE.search(text, max(0, start - _REACH), start):
        return _spoken(match, half, end)
    return None


def _spoken(match: re.Match[str], half: str, end: int) -> Spoken | None:
    told = match.groupdict()
    half = told.get("half") or half
    noon = (told.get("noon") or told.get("am") or "").lower()
    hour = told.get("hour") or told.get("plain") or told.get("han") or ""
    minute, sure = _number(told.get("minute") or told.get("minutes") or "0"), True
    minute = 30 if told.get("thirty") else minute
    if told.get("quarter"):
        minute = 45 if told["quarter"] == "三" else 15
    hours = _number(hour)
    if hours is None or minute is None or (noon and not 1 <= hours <= 12):
        return None
    if noon:
        hours = hours % 12 + (12 if noon == "p" else 0)
    elif half in _NIGHT and (hours == 12 or hours < 5):
        return None  # midnight: of which of the two days, nobody knows
    elif half and half not in _MORNING and 1 <= hours < (6 if half == "中午" else 12):
        hours += 12 if not (half == "中午" and hours == 11) else 0
    elif not half and told.get("han") and 1 <= hours < 8:
        sure = False
    try:
        at = time(hours, minute, _number(told.get("second") or "0") or 0)
    except ValueError:
        return None
    return Spoken(at, match.start(), end, sure, _offset(told.get("offset")))


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and text.isascii() else whole(text)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        return None
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(span if text[0] == "+" else -span)


def placed(day: date, spoken: Spoken, zone: tzinfo) -> tuple[int, bool] | None:
    """The instant of a local time, and whether it came once; None if the clocks skipped it."""
    local = datetime.combine(day, spoken.at, spoken.offset or zone)
    try:
        early, late = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
        back = early.astimezone(local.tzinfo)
    except OverflowError:
        return None
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        return None
    return instant(early), early == late
