"""What a person means by a time they typed, strictly: one reading or a refusal, never a guess.

Accepted, in English and Chinese (C2, C7): ``14:30`` (today), ``today 14:30``, ``tomorrow 14:30``,
``今天/明天/后天 14:30``, ``2026-11-25 10:00``, ``+2h``, ``+30m``, ``+1h30m``, ``+2小时30分``.
Full-width digits, colons and spaces count as their plain forms.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from agentdesk.domain.values import DAY, HOUR, MINUTE, instant, moment

LONGEST = 2 * 366 * DAY
"""Further ahead than this is taken for a slip of the finger."""

_DAYS = {"": 0, "today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "明天": 1, "明日": 1, "后天": 2}
_CLOCK = re.compile(
    r"(?P<day>[a-z]+|[今明后][天日])?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})", re.ASCII
)
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ t](\d{1,2}):(\d{2})", re.ASCII)
_LATER = re.compile(
    r"\+\s*(?:(?P<hours>\d{1,5})\s*(?:h|个?小时))?"
    r"\s*(?:(?P<minutes>\d{1,6})\s*(?:m|min|分钟?))?",
    re.ASCII,
)
_MAX_TYPED = 40


class Unclear(ValueError):
    """A typed time that is not taken. ``code`` names the sentence ``forms.when.<code>``.

    empty, unclear, no_such (the date or hour does not exist), skipped and twice (the clocks change
    there), past (with ``at``, the instant it would have been), far.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def understand(text: str, now: int, zone: tzinfo) -> int:
    """The instant meant by ``text``, later than ``now``, in the local time of ``zone``.

    Whole minutes: what is echoed is what will count. Raises Unclear where there is not exactly one
    reading, or where it has passed.
    """
    typed = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not typed:
        raise Unclear("empty")
    if len(typed) > _MAX_TYPED:
        raise Unclear("unclear")
    at = _later(typed, now)
    if at is None:
        at = _local(typed, now, zone)
    if at <= now:
        raise Unclear("past", at=at)
    if at - now > LONGEST:
        raise Unclear("far", at=at)
    return at


def _later(typed: str, now: int) -> int | None:
    """``+2h`` and its kin, down to the whole minute; None if the text is of another form."""
    if not typed.startswith("+"):
        return None
    found = _LATER.fullmatch(typed)
    if found is None or not (found["hours"] or found["minutes"]):
        raise Unclear("unclear")
    span = int(found["hours"] or 0) * HOUR + int(found["minutes"] or 0) * MINUTE
    if span > LONGEST:
        raise Unclear("far")
    at = now + span
    return at - at % MINUTE if span else now


def _local(typed: str, now: int, zone: tzinfo) -> int:
    today = moment(now).astimezone(zone).date()
    if dated := _DATED.fullmatch(typed):
        year, month, day, hour, minute = (int(part) for part in dated.groups())
        return _instant(_date(year, month, day), hour, minute, zone)
    clock = _CLOCK.fullmatch(typed)
    if clock is None or (clock["day"] or "") not in _DAYS:
        raise Unclear("unclear")
    ahead = timedelta(days=_DAYS[clock["day"] or ""])
    return _instant(today + ahead, int(clock["hour"]), int(clock["minute"]), zone)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unclear("no_such") from None


def _instant(day: date, hour: int, minute: int, zone: tzinfo) -> int:
    """The one instant of a local time; refuses those that a clock change skips or repeats."""
    try:
        local = datetime.combine(day, time(hour, minute), zone)
        first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unclear("no_such") from None
    if first.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Unclear("skipped")
    if first != second:
        raise Unclear("twice")
    return instant(first)
