"""Numbers and lengths of time in a spoken time: three, 十二, +1h30m, half an hour, 一个半小时."""

from __future__ import annotations

import re
from functools import cache

from agentdesk.domain.numerals import whole
from agentdesk.domain.values import MINUTE
from agentdesk.domain.when_said import Unclear

WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
HAN = "[零〇一二三四五六七八九十两]{1,3}"
WORD = rf"(?:{'|'.join(WORDS[:0:-1])})(?![a-z])"
COUNT = rf"(?:\d{{1,6}}|{HAN}|{WORD}|an?(?![a-z]))"

_FIXED = {
    "half an hour": 30, "half hour": 30, "a half hour": 30, "an hour and a half": 90,
    "quarter of an hour": 15, "a quarter of an hour": 15, "three quarters of an hour": 45,
    "半小时": 30, "半个小时": 30, "半个钟头": 30, "半个钟": 30, "半钟头": 30,
}  # fmt: skip


def number(text: str) -> int:
    """The whole number that digits, an English word or Chinese numerals write. Raises Unclear."""
    if text.isdecimal() and text.isascii():
        return int(text)
    if text in ("a", "an"):
        return 1
    if text in WORDS:
        return WORDS.index(text)
    value = whole(text)
    if value is None or text not in _ways(value):
        raise Unclear("unclear")
    return value


def _ways(value: int) -> tuple[str, ...]:
    """How a number under a hundred is written, as people write it: not 十十, not 一五."""
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    if not value:
        return "零", "〇"
    if not tens:
        return digits[ones], f"零{digits[ones]}", f"〇{digits[ones]}", "两" if ones == 2 else ""
    return (f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}",)


@cache
def _length() -> re.Pattern[str]:
    hour = r"(?:hours?|hrs?|h|小时|钟头)"
    return re.compile(
        rf"(?:(?P<hours>{COUNT}(?:\.\d)?)(?:个(?P<half>半)?)? ?{hour}"
        r"(?P<more>半| and a half)?)?"
        r" ?(?:and )?(?:(?P<quarters>[一三])刻钟?"
        rf"|(?P<minutes>{COUNT}) ?(?:minutes?|mins?|m|分钟?))?",
        re.ASCII,
    )


@cache
def _later() -> re.Pattern[str]:
    return re.compile(
        r"\+ ?(?P<plus>.+)|(?:in|within) (?P<within>.+)|(?P<hence>.+?) (?:from now|later)"
        r"|(?:再?过 ?)?(?P<after>.+?)(?:之后|以后|后|之内|以内|内)|再?过 ?(?P<passed>.+)"
    )


def length(text: str) -> int | None:
    """Microseconds of ``1h30m``, ``two hours``, ``half an hour``, ``一个半小时``, ``三刻钟``."""
    if text in _FIXED:
        return _FIXED[text] * MINUTE
    found = _length().fullmatch(text)
    if found is None or not (found["hours"] or found["minutes"] or found["quarters"]):
        return None
    if found["half"] and found["more"]:
        return None
    minutes = 30 if found["half"] or found["more"] else 0
    if hours := found["hours"]:
        full, _, tenths = hours.partition(".")
        minutes += 60 * number(full) + 6 * int(tenths or 0)
    if found["minutes"]:
        minutes += number(found["minutes"])
    if found["quarters"]:
        minutes += 15 * number(found["quarters"])
    return minutes * MINUTE


def later(typed: str) -> int | None:
    """How much later than now a text says; None if it says so in no way that hours and minutes do.

    ``+2h``, ``in half an hour``, ``2 hours from now``, ``2小时后``, ``过一刻钟``.
    """
    found = _later().fullmatch(typed)
    if found is None or found.lastgroup is None:
        return None
    return length(found[found.lastgroup].strip())
